/**
 * The interpreter's data, made smaller in two ways before anything is built from it:
 *
 * - Pointers are written into it here. The module would do so at every start, by a function that is larger than all others.
 * - What its pages can do without becomes zero, which takes no room once compressed: spare.py says what, and why nothing
 *   reads it. Every byte is checked against what it is taken for. The functions that alone lead there trap, so that whoever
 *   did want it stops instead of reading zeros.
 */

import { SITE, ask, lend, startAlone, startPython } from "./interpreter.mjs";
import { dataOf, replacing } from "./sections.mjs";
import { TRAP, writingLess } from "./trim.mjs";

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
  const came = await started(folder, wasm, leastMemory);
  const { start: first, length } = dataOf(wasm);
  if (came.data.compare(wasm, first, first + length)) throw new Error("the data are not where they should be");
  const { ranges, functions } = await spareData(folder, stdlib, came.pointed, came.base);

  const lean = Buffer.from(wasm);
  lean.set(came.pointed, first);
  for (const { start, length } of ranges) lean.fill(0, first + start, first + start + length);
  const made = replacing(writingLess(lean, RELOCATE), functions, () => TRAP);

  const { memory, base } = await started(folder, made, leastMemory);
  for (const { start, length } of ranges) came.memory.fill(0, base + start, base + start + length);
  if (memory.compare(came.memory)) throw new Error("the interpreter does not start with the same memory");
  return made;
}

/**
 * What is in memory when the module starts.
 * @param {string} folder
 * @param {Uint8Array} wasm
 * @param {number} leastMemory
 * @returns {Promise<{base: number, data: Buffer, pointed: Buffer, memory: Buffer}>} where its data begin; what they are at
 *   first and with pointers; all of memory in the end
 */
async function started(folder, wasm, leastMemory) {
  const { length } = dataOf(wasm);
  let [base, data, pointed] = [0, Buffer.alloc(0), Buffer.alloc(0)];
  const memory = await startAlone(folder, wasm, leastMemory, ({ exports }, { __memory_base }, all) => {
    base = /** @type {WebAssembly.Global} */ (__memory_base).value;
    data = Buffer.from(all.subarray(base, base + length));
    /** @type {Function} */ (exports[RELOCATE])();
    pointed = Buffer.from(all.subarray(base, base + length));
  });
  return { base, data, pointed, memory };
}

/**
 * What nobody reads.
 * @param {string} folder
 * @param {Uint8Array} stdlib
 * @param {Buffer} data
 * @param {number} base  where they begin in memory
 * @returns {Promise<{ranges: Range[], functions: string[]}>} places in the data, and what the module exports that leads there
 */
async function spareData(folder, stdlib, data, base) {
  const M = await startPython(folder, stdlib);
  lend(M, ["spare.py"], SITE);
  const { frozen, maps, rows } = /** @type {Spare} */ (JSON.parse(ask(M, "handbook_spare.found()")));

  const memory = Buffer.from(M.HEAPU8.buffer, base, data.length);
  const code = frozen.map((hex) => placeOf(data, hex)).map(({ start, length }) => ({ start: start + MARK, length: length - MARK }));
  const tables = Object.values(maps).flat().flatMap((capsule) => tablesOf(M.HEAPU32, capsule)).map(({ start, length }) => ({ start: start - base, length }));
  for (const { start, length } of tables) {
    if (data.compare(memory, start, start + length, start, start + length)) throw new Error(`a table at ${start} is not as it came`);
  }
  return {
    ranges: [...code, ...tables, ...iconvRows(data, rows)],
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
