/** WebAssembly's binary format: read the parts of a module, and write copies in which some of them are others. */

const IMPORTS = 2;
const GLOBALS = 6;
const EXPORTS = 7;
const START = 8;
const ELEMENTS = 9;
const CODE = 10;
const DATA = 11;
const DATA_COUNT = 12;
const CUSTOM = 0;
export const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
export const GLOBAL = 3;
export const END = 0x0b;
export const GLOBAL_GET = 0x23;
export const CONST = 0x41;
const I32 = 0x7f;
/** By this section a module says that it is a library, and what memory and what part of the table it needs. */
export const LINKING = "dylink.0";

/** @typedef {import("../../../docs/assets/js/worker/image.js").Range} Range */
/** @typedef {{module: string, name: string, kind: number, type: Uint8Array}} Import  type: as the module has it, with its kind */
/** @typedef {{name: string, kind: number, number: number, entry: Uint8Array}} Export  entry: as the module has it, with its name */

/**
 * @param {Uint8Array} wasm
 * @param {number} at
 * @returns {[value: number, after: number]} an unsigned LEB128 number and where it ends
 */
export function readNumber(wasm, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = wasm[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value  @returns {number[]} as unsigned LEB128 */
function unsigned(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
}

/** @param {number} value  a non-negative number  @returns {number[]} as signed LEB128 */
export function signed(value) {
  const bytes = unsigned(value);
  const last = bytes.length - 1;
  if ((bytes[last] ?? 0) < 0x40) return bytes;
  bytes[last] = (bytes[last] ?? 0) | 0x80;
  return [...bytes, 0];
}

/**
 * @param {Uint8Array} wasm
 * @param {number} id
 * @returns {{start: number, content: number, end: number}} where a section begins, where what it holds begins, and where both end
 */
export function findSection(wasm, id) {
  for (let start = 8; start < wasm.length;) {
    const [length, content] = readNumber(wasm, start + 1);
    if (wasm[start] === id) return { start, content, end: content + length };
    start = content + length;
  }
  throw new Error(`a WebAssembly module without section ${id}`);
}

/**
 * @param {Uint8Array} wasm
 * @param {number} id
 * @param {Uint8Array[]} entries
 * @returns {Uint8Array} the module with other entries in a section that is a list
 */
export function withEntries(wasm, id, entries) {
  return withSection(wasm, findSection(wasm, id), Buffer.concat([Uint8Array.from(unsigned(entries.length)), ...entries]));
}

/**
 * @param {Uint8Array} wasm
 * @param {{start: number, end: number}} section
 * @param {Uint8Array} content
 */
function withSection(wasm, { start, end }, content) {
  return Buffer.concat([wasm.subarray(0, start), Uint8Array.from([wasm[start] ?? 0, ...unsigned(content.length)]), content, wasm.subarray(end)]);
}

/** @param {Uint8Array} wasm  @returns {Uint8Array[]} each function's body, without its length */
function bodiesOf(wasm) {
  const [count, first] = readNumber(wasm, findSection(wasm, CODE).content);
  let next = first;
  return Array.from({ length: count }, () => {
    const [size, start] = readNumber(wasm, next);
    next = start + size;
    return wasm.subarray(start, next);
  });
}

/**
 * @param {Uint8Array} wasm
 * @param {(body: Uint8Array, index: number) => Uint8Array} change
 */
export function withBodies(wasm, change) {
  return withEntries(wasm, CODE, bodiesOf(wasm).map((old, index) => {
    const body = change(old, index);
    return Buffer.concat([Uint8Array.from(unsigned(body.length)), body]);
  }));
}

/** @param {Uint8Array} wasm  @returns {Export[]} */
export function exportsOf(wasm) {
  const [count, first] = readNumber(wasm, findSection(wasm, EXPORTS).content);
  let next = first;
  return Array.from({ length: count }, () => {
    const start = next;
    const [name, at] = readText(wasm, start);
    const [number, end] = readNumber(wasm, at + 1);
    next = end;
    return { name, kind: wasm[at] ?? 0, number, entry: wasm.subarray(start, end) };
  });
}

/** @param {Uint8Array} wasm  @returns {Import[]} */
export function importsOf(wasm) {
  const [count, first] = readNumber(wasm, findSection(wasm, IMPORTS).content);
  let next = first;
  return Array.from({ length: count }, () => {
    const [module, at] = readText(wasm, next);
    const [name, start] = readText(wasm, at);
    next = endOfImport(wasm, start);
    return { module, name, kind: wasm[start] ?? 0, type: wasm.subarray(start, next) };
  });
}

/** @param {Uint8Array} wasm  @param {number} start  of its kind and type  @returns {number} where they end */
function endOfImport(wasm, start) {
  const [kind, after] = [wasm[start], start + 1];
  if (kind === FUNCTION) return readNumber(wasm, after)[1];
  if (kind === GLOBAL) return after + 2;
  if (kind !== TABLE && kind !== MEMORY) throw new Error(`an import of kind ${kind}`);
  const limits = kind === TABLE ? after + 1 : after;
  const [hasMost, least] = [(wasm[limits] ?? 0) & 1, readNumber(wasm, limits + 1)[1]];
  return hasMost ? readNumber(wasm, least)[1] : least;
}

/** @param {Uint8Array} wasm  @param {number} at  @returns {[text: string, after: number]} */
function readText(wasm, at) {
  const [length, start] = readNumber(wasm, at);
  return [Buffer.from(wasm.subarray(start, start + length)).toString("utf8"), start + length];
}

/** @param {string} value */
function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([Uint8Array.from(unsigned(bytes.length)), bytes]);
}

/**
 * A copy whose imports have other names.
 * @param {Uint8Array} wasm
 * @param {(wanted: Import) => [module: string, name: string]} rename
 */
export function importing(wasm, rename) {
  return withEntries(wasm, IMPORTS, importsOf(wasm).map((wanted) => Buffer.concat([...rename(wanted).map(text), wanted.type])));
}

/**
 * A copy whose exports have other names.
 * @param {Uint8Array} wasm
 * @param {(name: string) => string} rename
 */
export function renaming(wasm, rename) {
  return withEntries(wasm, EXPORTS, exportsOf(wasm).map(({ name, entry }) => Buffer.concat([text(rename(name)), entry.subarray(text(name).length)])));
}

/**
 * A copy that puts its functions into the table at a place that is known, and some more at places of their own.
 * @param {Uint8Array} wasm  which lets whoever starts it choose the place
 * @param {number} base
 * @param {[at: number, number: number][]} more  places, and numbers of functions
 */
export const placing = (wasm, base, more) => settling(wasm, ELEMENTS, base, more.map(([at, number]) => [...offset(at), 1, ...unsigned(number)]));

/** A copy whose data lie at an address that is known. @param {Uint8Array} wasm  @param {number} base */
export const laying = (wasm, base) => settling(wasm, DATA, base, []);

/**
 * @param {Uint8Array} wasm
 * @param {number} id  of a section that has one piece, for a place that whoever starts it chooses
 * @param {number} base
 * @param {number[][]} more  pieces
 */
function settling(wasm, id, base, more) {
  const { start, content, end } = findSection(wasm, id);
  const [pieces, first] = readNumber(wasm, content);
  const after = readNumber(wasm, first + 2)[1];
  if (pieces !== 1 || wasm[first] !== 0 || wasm[first + 1] !== GLOBAL_GET || wasm[after] !== END) throw new Error(`section ${id} is not in one piece`);
  return withSection(wasm, { start, end }, Buffer.concat([
    Uint8Array.from([...unsigned(1 + more.length), ...offset(base)]), wasm.subarray(after + 1, end), Uint8Array.from(more.flat()),
  ]));
}

/** @param {number} place */
const offset = (place) => [0, CONST, ...signed(place), END];

/**
 * A copy that begins with a section which means something to linkers alone.
 * @param {Uint8Array} wasm
 * @param {string} name
 * @param {number[]} content
 */
export function withCustomSection(wasm, name, content) {
  const section = Buffer.concat([text(name), Uint8Array.from(content)]);
  return Buffer.concat([wasm.subarray(0, 8), Uint8Array.from([CUSTOM, ...unsigned(section.length)]), section, wasm.subarray(8)]);
}

/** A copy without data, and without what is only for linkers and people. @param {Uint8Array} wasm */
export const bare = (wasm) => without(wasm, [CUSTOM, DATA, DATA_COUNT]);

/** @param {Uint8Array} wasm  @param {number[]} ids */
function without(wasm, ids) {
  const kept = [wasm.subarray(0, 8)];
  for (let start = 8; start < wasm.length;) {
    const [length, content] = readNumber(wasm, start + 1);
    if (!ids.includes(wasm[start] ?? CUSTOM)) kept.push(wasm.subarray(start, content + length));
    start = content + length;
  }
  return Buffer.concat(kept);
}

/** @param {Uint8Array} wasm  @returns {number[]} of each of its own globals, which are all numbers: whether it can change */
function globalsOf(wasm) {
  const [count, first] = readNumber(wasm, findSection(wasm, GLOBALS).content);
  let next = first;
  return Array.from({ length: count }, () => {
    const [type, canChange = 0, operation] = wasm.subarray(next);
    next = readNumber(wasm, next + 3)[1] + 1;
    if (type !== I32 || operation !== CONST || wasm[next - 1] !== END) throw new Error("a global is not a number");
    return canChange;
  });
}

/** A copy that exports its own globals too, as #0, #1 and so on. @param {Uint8Array} wasm */
export function showingGlobals(wasm) {
  const imported = importsOf(wasm).filter(({ kind }) => kind === GLOBAL).length;
  const shown = globalsOf(wasm).map((_, index) => Buffer.concat([text(`#${index}`), Uint8Array.from([GLOBAL, ...unsigned(imported + index)])]));
  return withEntries(wasm, EXPORTS, [...exportsOf(wasm).map(({ entry }) => entry), ...shown]);
}

/**
 * A copy that begins with what its globals become at its start, and therefore has nothing to do there.
 * @param {Uint8Array} wasm
 * @param {number[]} values
 */
export function withGlobals(wasm, values) {
  return without(withEntries(wasm, GLOBALS, globalsOf(wasm).map((canChange, index) =>
    Uint8Array.from([I32, canChange, CONST, ...signed(values[index] ?? 0), END]))), [START]);
}

/**
 * A copy that exports less.
 * @param {Uint8Array} wasm
 * @param {(name: string) => boolean} isNeeded
 */
export function exporting(wasm, isNeeded) {
  return withEntries(wasm, EXPORTS, exportsOf(wasm).filter(({ name }) => isNeeded(name)).map(({ entry }) => entry));
}

/**
 * A copy in which some functions have another body.
 * @param {Uint8Array} wasm
 * @param {string[]} names  that it exports
 * @param {(old: Uint8Array) => Uint8Array} change
 */
export function replacing(wasm, names, change) {
  const imported = importsOf(wasm).filter(({ kind }) => kind === FUNCTION).length;
  const places = new Map(exportsOf(wasm).filter(({ kind }) => kind === FUNCTION).map(({ name, number }) => [name, number - imported]));
  const missing = names.filter((name) => !places.has(name));
  if (missing.length > 0) throw new Error(`the interpreter has no function ${missing.join(", ")}`);
  const chosen = new Set(names.map((name) => places.get(name)));
  return withBodies(wasm, (old, index) => (chosen.has(index) ? change(old) : old));
}

/** Where a module's data are: one piece, for an address that who starts it chooses. @param {Uint8Array} wasm  @returns {Range} */
export function dataOf(wasm) {
  const { content, end } = findSection(wasm, DATA);
  const [pieces, [flags, get, , close]] = [wasm[content], wasm.subarray(content + 1)];
  const [length, start] = readNumber(wasm, content + 5);
  if (pieces !== 1 || flags !== 0 || get !== GLOBAL_GET || close !== END || start + length !== end) throw new Error("the data are not in one piece");
  return { start, length };
}

/** How many functions a module has of its own. @param {Uint8Array} wasm */
export const functionCount = (wasm) => bodiesOf(wasm).length;
