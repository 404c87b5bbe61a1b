import assert from "node:assert/strict";
import { test } from "node:test";

import { Image, ImageError, MAGIC, checksum, loadLibraries } from "../../docs/assets/js/worker/image.js";

/** @typedef {import("../../docs/assets/js/worker/image.js").ImageHeader} ImageHeader */

/**
 * An image's file in small.
 * @param {{pieces: [address: number, content: number[]][], late: number} & Partial<Omit<ImageHeader, "pieces">>} facts
 */
function file({ pieces, late, ...facts }) {
  const bytes = pieces.reduce((sum, [, content]) => sum + content.length, 0);
  const header = {
    name: "core", build: "b", pyodide: "0", pages: 1, pieces: pieces.length, late, bytes, untouched: [], checksum: 0,
    cleared: { start: 0, length: 0 }, table: 0, functions: {}, tableEnd: 0, libraries: [], entry: 0, countArgs: 0, probe: "", ...facts,
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

/** What `loadLibraries` asks of Emscripten's module. @param {number} length  of its table */
function emscripten(length) {
  const table = new WebAssembly.Table({ element: "anyfunc", initial: length });
  const LDSO = { loadedLibsByName: /** @type {Record<string, any>} */ ({}), loadedLibsByHandle: /** @type {Record<number, any>} */ ({}) };
  /** @type {unknown[]} */ const handles = [];
  return { wasmTable: table, LDSO, handles, loadWebAssemblyModule: (/** @type {unknown[]} */ ...values) => { handles.push(values[4]); return {}; } };
}

/** @param {Partial<ImageHeader>} facts */
const header = (facts) => /** @type {ImageHeader} */ ({ table: 4, tableEnd: 9, libraries: [], ...facts });
const EMPTY = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

test("the libraries are one module, which Python finds under each of their names", () => {
  const M = emscripten(3);
  const libraries = [{ name: "/lib/a.so", handle: 64 }, { name: "/lib/b.so", handle: 128 }];
  loadLibraries(M, header({ libraries }), EMPTY);
  assert.deepEqual(M.handles, [64]);
  assert.equal(M.wasmTable.length, 9);
  assert.deepEqual(Object.keys(M.LDSO.loadedLibsByName), ["/lib/a.so", "/lib/b.so"]);
  assert.equal(M.LDSO.loadedLibsByHandle[128].name, "/lib/b.so");
});

test("an image without libraries has its places in the table all the same", () => {
  const M = emscripten(3);
  loadLibraries(M, header({ tableEnd: 4 }), null);
  assert.equal(M.wasmTable.length, 4);
  assert.deepEqual(M.handles, []);
});

test("a browser that needs more places in the table than there is room for is refused", () => {
  assert.throws(() => loadLibraries(emscripten(5), header({}), EMPTY), /函数表已有 5 项/);
});
