/**
 * Scripts' functions for WebAssembly's function table. The table takes none of JavaScript's own, so Emscripten makes a module of
 * one function for each of some two hundred of them whenever it starts. An image knows which are coming: one module wraps all.
 */

const TYPES = 1;
const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;
const FUNCTION_TYPE = 0x60;
/** As Emscripten writes types: result first, `v` for none. @type {Record<string, number>} */
const CODES = { i: 0x7f, p: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c, e: 0x6f };

/** @param {number} value  @returns {number[]} as unsigned LEB128 */
export function unsigned(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
}

/**
 * @param {string[]} signatures  of the functions that will be wrapped, in their order
 * @returns {(wrapped: Function, signature: string) => Function | null} the next of them; null where another one comes than
 *   was foreseen, which whoever asks then wraps by itself
 */
export function createWrapper(signatures) {
  /** @type {Function[]} */ const wrapped = [];
  const own = Object.fromEntries(signatures.map((_, index) => [index, (/** @type {unknown[]} */ ...values) => wrapped[index]?.(...values)]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(signatures)), { e: own });
  return (next, signature) => {
    if (signatures[wrapped.length] !== signature) return null;
    return /** @type {Function} */ (exports[wrapped.push(next) - 1]);
  };
}

/** A module that exports what it imports, by number. @param {string[]} signatures */
function moduleOf(signatures) {
  const types = [...new Set(signatures)];
  const name = (/** @type {number | string} */ text) => [...unsigned(String(text).length), ...new TextEncoder().encode(String(text))];
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // "\0asm", version 1
    ...section(TYPES, types.map(typeOf)),
    ...section(IMPORTS, signatures.map((type, index) => [...name("e"), ...name(index), FUNCTION, ...unsigned(types.indexOf(type))])),
    ...section(EXPORTS, signatures.map((_, index) => [...name(index), FUNCTION, ...unsigned(index)])),
  ]);
}

/** @param {number} id  @param {number[][]} entries */
function section(id, entries) {
  const content = [...unsigned(entries.length), ...entries.flat()];
  return [id, ...unsigned(content.length), ...content];
}

/** @param {string} signature */
function typeOf(signature) {
  const [result, ...parameters] = [...signature].map((letter) => (letter === "v" ? [] : [CODES[letter] ?? unknown(signature)]));
  return [FUNCTION_TYPE, ...unsigned(parameters.length), ...parameters.flat(), result?.length ?? 0, ...result ?? []];
}

/** @param {string} signature @returns {never} */
function unknown(signature) {
  throw new Error(`no function has the type ${signature}`);
}
