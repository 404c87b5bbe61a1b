import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { joined, watchLibraries } from "../../handbook/browser/image_builder/join.mjs";
import { withCustomSection } from "../../handbook/browser/image_builder/sections.mjs";
import { BINARYEN, assemble } from "./assembler.js";

const work = fs.mkdtempSync(path.join(os.tmpdir(), "join-"));
after(() => fs.rmSync(work, { recursive: true }));

/** A library as Emscripten's linker writes it, whose `sum` adds up all that it can reach. @param {number} number */
function library(number) {
  return withCustomSection(assemble(work, `(module
    (import "env" "memory" (memory 1)) (import "env" "__indirect_function_table" (table 1 funcref))
    (import "env" "__memory_base" (global $data i32)) (import "env" "__table_base" (global $first i32))
    (import "env" "__stack_pointer" (global $stack (mut i32)))
    (import "GOT.mem" "theirs" (global $theirs (mut i32))) (import "GOT.func" "own" (global $place (mut i32)))
    (import "env" "own" (func $asked (result i32))) (import "env" "given" (func $given (result i32)))
    (type $gives (func (result i32)))
    (func $own (export "own") (result i32) (i32.const ${number}))
    (func $sum (result i32)
      (i32.add (call $asked) (i32.add (call $given) (i32.add (i32.load (global.get $theirs)) (i32.add
        (i32.load offset=4 (global.get $data)) (call_indirect (type $gives) (global.get $place)))))))
    (elem (global.get $first) $sum)
    (data (global.get $data) "\\00\\00\\00\\00\\64"))`), "dylink.0", []);
}

test("libraries in one module do what each did, on the memory and in the places that they had", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 8 });
  const stack = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
  const shared = { memory, __indirect_function_table: table, __stack_pointer: stack };
  const env = { ...shared, given: () => 10_000 };
  new Int32Array(memory.buffer)[3] = 1000;

  const started = watchLibraries();
  const libraries = [3, 4].map((number, index) => {
    const wasm = library(number);
    const place = 6 + index; // behind all that the libraries asked for, as Emscripten does
    const imports = {
      env: { ...env, __memory_base: 64 * (index + 1), __table_base: 2 + index, own: () => number },
      "GOT.mem": { theirs: new WebAssembly.Global({ value: "i32", mutable: true }, 12) },
      "GOT.func": { own: new WebAssembly.Global({ value: "i32", mutable: true }, place) },
    };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(wasm)), imports);
    table.set(place, instance.exports["own"]);
    return { wasm, imports, instance };
  });
  assert.deepEqual(started, libraries.map(({ imports, instance }) => ({ imports, instance })));
  const sums = [2, 3].map((at) => table.get(at)());
  assert.deepEqual(sums, [11_106, 11_108]);

  const made = joined(libraries, table, env, 1, BINARYEN, work);
  const again = new WebAssembly.Table({ element: "anyfunc", initial: 8 });
  const module = new WebAssembly.Module(new Uint8Array(made));
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ module, name }) => `${module}.${name}`).sort(),
    ["env.__indirect_function_table", "env.given", "env.memory"]);
  assert.equal(WebAssembly.Module.customSections(module, "dylink.0").length, 1);
  new WebAssembly.Instance(module, { env: { ...env, __indirect_function_table: again } });
  assert.deepEqual([2, 3].map((at) => again.get(at)()), sums);
  assert.deepEqual(Array.from({ length: 8 }, (_, at) => again.get(at) !== null), [false, false, true, true, false, false, true, true]);
  assert.throws(() => joined(libraries.map((one) => ({ ...one, wasm: new Uint8Array(8) })), table, env, 1, BINARYEN, work), /without section/);
});
