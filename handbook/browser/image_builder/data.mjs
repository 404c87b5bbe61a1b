/**
 * The interpreter's data, made smaller in two ways before anything is built from it:
 *
 * - Pointers are written into it here. The module would do so at every start, by a function that is larger than all others.
 * - What its pages can do without becomes zero, which takes no room once compressed: spare.py says what, and why nothing
 *   reads it. Every byte is checked against what it is taken for. The functions that alone lead there trap, so that whoever
 *   did want it stops instead of reading zeros.
 */

import fs from "node:fs";

import { SITE, ask, run, startModule, startPython } from "./interpreter.mjs";
import { NOTHING, TRAP, dataOf, replacing } from "./trim.mjs";

/** @typedef {{frozen: string[], maps: Record<string, number[]>, rows: Record<string, string[]>}} Spare */
/** @typedef {import("../../../docs/assets/js/worker/image.js").Range} Range */

/** Writes the pointers. */
const RELOCATE = "__wasm_apply_data_relocs";
/** By its first byte Python tells that frozen code is there at all. */
const MARK = 1;
/** `iconv` has its tables side by side, within so many bytes. */
const TABLES_ROOM = 160 * 1024;

/**
 * @param {string} folder  of the interpreter as it came
 * @param {Uint8Array} stdlib  a zip
 * @param {Uint8Array} wasm
 * @param {number} leastMemory  that it asks for, in pages
 * @returns {Promise<Uint8Array>}
 */
export async function withLeanData(folder, stdlib, wasm, leastMemory) {
  const [lean, start] = await relocated(folder, wasm, leastMemory);
  const { ranges, functions } = await spareData(folder, stdlib, lean, start);
  for (const { start, length } of ranges) lean.fill(0, start, start + length);
  return replacing(replacing(lean, [RELOCATE], NOTHING), functions, TRAP);
}

/**
 * A copy with its pointers written.
 * @param {string} folder
 * @param {Uint8Array} wasm
 * @param {number} leastMemory
 * @returns {Promise<[wasm: Buffer, base: number]>} and where in memory its data begin
 */
async function relocated(folder, wasm, leastMemory) {
  const memory = new WebAssembly.Memory({ initial: leastMemory, maximum: 65536 });
  const { start, length } = dataOf(wasm);
  const made = Buffer.from(wasm);
  let base = 0;
  await startModule(folder, {
    wasmMemory: memory, noInitialRun: true,
    instantiated(/** @type {WebAssembly.Instance} */ { exports }, /** @type {WebAssembly.ModuleImports} */ { __memory_base }) {
      base = /** @type {WebAssembly.Global} */ (__memory_base).value;
      const all = Buffer.from(memory.buffer);
      const data = all.subarray(base, base + length);
      if (data.compare(wasm, start, start + length)) throw new Error("the data are not where they should be");
      /** @type {Function} */ (exports[RELOCATE])();
      if (all.subarray(base + length).some(Boolean)) throw new Error("there are pointers outside the data");
      made.set(data, start);
    },
  });
  return [made, base];
}

/**
 * What nobody reads.
 * @param {string} folder
 * @param {Uint8Array} stdlib
 * @param {Buffer} wasm
 * @param {number} base
 * @returns {Promise<{ranges: Range[], functions: string[]}>} places in the file, and what it exports that leads there
 */
async function spareData(folder, stdlib, wasm, base) {
  const M = await startPython(folder, stdlib);
  M.FS.writeFile(`${SITE}/handbook_spare.py`, fs.readFileSync(new URL("spare.py", import.meta.url)));
  run(M, `import sys; sys.path.append(${JSON.stringify(SITE)}); import handbook_spare`);
  const { frozen, maps, rows } = /** @type {Spare} */ (JSON.parse(ask(M, "handbook_spare.found()")));

  const { start: first, length } = dataOf(wasm);
  const data = wasm.subarray(first, first + length);
  const memory = Buffer.from(M.HEAPU8.buffer, base, length);
  const code = frozen.map((hex) => placeOf(data, hex)).map(({ start, length }) => ({ start: start + MARK, length: length - MARK }));
  const tables = Object.values(maps).flat().flatMap((capsule) => tablesOf(M.HEAPU32, capsule)).map(({ start, length }) => ({ start: start - base, length }));
  for (const { start, length } of tables) {
    if (data.compare(memory, start, start + length, start, start + length)) throw new Error(`a table at ${start} is not as it came`);
  }
  return {
    ranges: [...code, ...tables, ...iconvRows(data, rows)].map(({ start, length }) => ({ start: first + start, length })),
    functions: [...Object.keys(maps).map((name) => `PyInit_${name}`), "iconv"],
  };
}

/** @param {Buffer} data  @param {string} hex  a content that must be there  @returns {Range} */
function placeOf(data, hex) {
  const content = Buffer.from(hex, "hex");
  const start = data.indexOf(content);
  if (start < 0) throw new Error(`${content.length} bytes are not among the data`);
  return { start, length: content.length };
}

/**
 * The tables that one of Python's encodings has: for either direction, up to 256 rows, each with the first and the last of
 * the bytes that it is for (`struct dbcs_map` in Modules/cjkcodecs/cjkcodecs.h).
 * @param {Uint32Array} words  the interpreter's memory
 * @param {number} capsule  the address of the object that points at them
 * @returns {Range[]}
 */
function tablesOf(words, capsule) {
  const word = (/** @type {number} */ address) => words[address / 4] ?? 0;
  const map = word(capsule + 8);
  return [word(map + 4), word(map + 8)].filter(Boolean).flatMap((index) => Array.from({ length: 256 }, (_, row) => {
    const [start, limits] = [word(index + row * 8), word(index + row * 8 + 4)];
    return { start, length: (((limits >> 8) & 0xff) - (limits & 0xff) + 1) * 2 };
  })).filter(({ start }) => start);
}

/** The rows of `iconv`'s tables, found by their contents behind its largest. @param {Buffer} data  @param {Record<string, string[]>} rows */
function iconvRows(data, rows) {
  const { gb18030 = [], ...others } = rows;
  const whole = placeOf(data, gb18030.join(""));
  const beside = data.subarray(whole.start, whole.start + TABLES_ROOM);
  const found = Object.values(others).flat().map((hex) => Buffer.from(hex, "hex")).flatMap((row) => {
    const start = beside.indexOf(row);
    const isTelling = row.filter(Boolean).length > row.length / 2;
    return start < 0 || !isTelling ? [] : [{ start: whole.start + start, length: row.length }];
  });
  return [whole, ...found];
}
