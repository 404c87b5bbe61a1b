import assert from "node:assert/strict";
import { test } from "node:test";

import { Image, ImageError, MAGIC, checksum, cutter, withTableFunctions } from "../../docs/assets/js/worker/image.js";

/** @typedef {import("../../docs/assets/js/worker/image.js").ImageHeader} ImageHeader */

/**
 * An image's file in small.
 * @param {{pieces: [address: number, content: number[]][], late: number} & Partial<Omit<ImageHeader, "pieces">>} facts
 */
function file({ pieces, late, ...facts }) {
  const bytes = pieces.reduce((sum, [, content]) => sum + content.length, 0);
  const header = {
    name: "core", build: "b", pyodide: "0", pages: 1, pieces: pieces.length, late, bytes, untouched: [], checksum: 0,
    cleared: { start: 0, length: 0 }, table: 0, functions: {}, wrapped: [], tableEnd: 0, libraries: [], entry: 0, countArgs: 0, probe: "", ...facts,
  };
  let text = JSON.stringify(header);
  text += " ".repeat((4 - text.length % 4) % 4);
  const list = new Uint32Array(pieces.flatMap(([address, content]) => [address, content.length]));
  return Uint8Array.from([
    ...new Uint8Array(new Uint32Array([MAGIC, text.length]).buffer), ...new TextEncoder().encode(text),
    ...new Uint8Array(list.buffer), ...pieces.flatMap(([, content]) => content),
  ]);
}

/** @param {Uint8Array} bytes  @param {number} size */
function read(bytes, size) {
  const image = new Image();
  for (let at = 0; at < bytes.length; at += size) image.take(bytes.slice(at, at + size));
  image.finish();
  return image;
}

/** @param {Image} image  @param {number} start  @param {number} end */
const memory = (image, start, end) => [...new Uint8Array(image.memory.buffer).slice(start, end)];

for (const size of [1, 7, 64, 10_000]) {
  test(`an image is the same however it arrives: ${size} bytes at a time`, () => {
    const image = read(file({ pieces: [[8, [1, 2, 3, 4]], [100, [5, 6]]], late: 2 }), size);
    image.complete();
    assert.deepEqual(memory(image, 8, 12), [1, 2, 3, 4]);
    assert.deepEqual(memory(image, 100, 103), [5, 6, 0]);
  });
}

test("late pieces are written over what modules wrote meanwhile, early ones are there before", () => {
  const image = read(file({ pieces: [[8, [1]], [16, [2]]], late: 1 }), 50);
  assert.deepEqual(memory(image, 8, 9), [1]);
  new Uint8Array(image.memory.buffer)[16] = 99;
  image.complete();
  assert.deepEqual(memory(image, 16, 17), [2]);
});

test("what differs from browser to browser is cleared before late pieces are written", () => {
  const image = read(file({ pieces: [[32, [3]]], late: 0, cleared: { start: 32, length: 8 } }), 50);
  new Uint8Array(image.memory.buffer).fill(7, 32, 40);
  image.complete();
  assert.deepEqual(memory(image, 32, 40), [3, 0, 0, 0, 0, 0, 0, 0]);
});

test("memory that the modules should have written and did not is noticed", () => {
  const untouched = [{ start: 64, length: 8 }];
  const right = new Uint8Array(65536).fill(5, 64, 72);
  const facts = { pieces: [], late: 0, untouched, checksum: checksum(right.buffer, untouched) };
  const image = read(file(facts), 50);
  new Uint8Array(image.memory.buffer).set(right);
  image.complete();
  const other = read(file(facts), 50);
  assert.throws(() => other.complete(), ImageError);
});

test("a file that ends early is noticed", () => {
  const whole = file({ pieces: [[8, [1, 2, 3, 4]]], late: 1 });
  for (const length of [0, 3, 9, whole.length - 5, whole.length - 1]) {
    assert.throws(() => read(whole.slice(0, length), 4), ImageError, `${length} of ${whole.length} bytes`);
  }
});

test("a file that goes on too long is noticed", () => {
  const whole = file({ pieces: [[8, [1]]], late: 1 });
  assert.throws(() => read(Uint8Array.from([...whole, 0]), 4), ImageError);
});

test("a file of another kind is noticed", () => {
  assert.throws(() => read(new TextEncoder().encode("<!doctype html><title>404</title>"), 8), /不是映像文件/);
});

for (const size of [1, 3, 100]) {
  test(`a file of parts is cut where its parts end: ${size} bytes at a time`, () => {
    const bytes = Uint8Array.from([...new Uint8Array(new Uint32Array([2, 3, 2]).buffer), 1, 2, 3, 4, 5]);
    /** @type {number[][]} */ const parts = [];
    const take = cutter((part) => void parts.push([...part]));
    for (let at = 0; at < bytes.length; at += size) take(bytes.slice(at, at + size));
    assert.deepEqual(parts, [[1, 2, 3], [4, 5]]);
  });
}

test("an export is the object that the function table gives, and aliases are one object", () => {
  const called = (/** @type {string} */ name) => Object.defineProperty(() => {}, "name", { value: name });
  const [first, again] = [called("7"), called("7")];
  const [other, alias] = [called("9"), called("9")];
  const functions = [null, called("1"), first];
  const table = /** @type {WebAssembly.Table} */ (/** @type {unknown} */ ({ length: 3, get: (/** @type {number} */ at) => functions[at] }));
  const size = new WebAssembly.Global({ value: "i32" }, 5);
  const { exports } = withTableFunctions({ exports: { seven: again, nine: other, alias, size } }, table, 0);
  assert.equal(exports["seven"], first);
  assert.equal(exports["nine"], other);
  assert.equal(exports["alias"], other);
  assert.equal(exports["size"], size);
});
