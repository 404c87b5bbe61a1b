import assert from "node:assert/strict";
import { test } from "node:test";

import { createWrapper } from "../../docs/assets/js/worker/wrappers.js";

test("scripts' functions go into a table with the types that were foreseen", () => {
  const wrap = createWrapper(["ii", "v", "jij", "ddf", "ii"]);
  const table = new WebAssembly.Table({ initial: 5, element: "anyfunc" });
  /** @type {unknown[]} */ const seen = [];
  const functions = [
    (/** @type {number} */ value) => value + 1, () => void seen.push("called"), (/** @type {number} */ a, /** @type {bigint} */ b) => BigInt(a) + b,
    (/** @type {number} */ a, /** @type {number} */ b) => a / b, (/** @type {number} */ value) => -value,
  ];
  ["ii", "v", "jij", "ddf", "ii"].forEach((signature, index) => table.set(index, wrap(functions[index] ?? (() => {}), signature)));
  assert.deepEqual([table.get(0)(41), table.get(1)(), table.get(2)(2, 40n), table.get(3)(1, 4), table.get(4)(7)], [42, undefined, 42n, 0.25, -7]);
  assert.deepEqual(seen, ["called"]);
});

test("what was not foreseen is left to whoever asks", () => {
  const wrap = createWrapper(["ii"]);
  assert.equal(wrap(() => {}, "v"), null);
  assert.equal(wrap((/** @type {number} */ value) => value, "ii")?.(5), 5);
  assert.equal(wrap((/** @type {number} */ value) => value, "ii"), null);
});

test("a type that WebAssembly does not have is refused", () => {
  assert.throws(() => createWrapper(["ix"]), /the type ix/);
});

test("three hundred functions fit, each with its own name", () => {
  const signatures = Array.from({ length: 300 }, (_, index) => "i".repeat(1 + index % 9));
  const wrap = createWrapper(signatures);
  assert.deepEqual(signatures.map((signature, index) => wrap(() => index, signature)?.()), signatures.map((_, index) => index));
});
