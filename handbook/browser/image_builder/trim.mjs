/**
 * Leave out of WebAssembly modules what a page never needs: exports that nobody imports, and functions that are never called.
 * Each function keeps its number, its type and its place in every table; only its body becomes one instruction that
 * traps. Which are called is found by running copies that note the first call of each.
 */

import { unsigned } from "../../../docs/assets/js/worker/wrappers.js";

/** So many functions before and after a called one stay. */
const NEAR = 4;
/** A function of at most this many bytes is not worth leaving out. */
const SMALL = 64;
/** What Emscripten's script writes for each export, to be called by its name. */
const BY_NAME = /(?:var )?(_\w+)=Module\["\1"\]=(?:\([\w,]*\)|\w+)=>\(\1=Module\["\1"\]=wasmExports\["\w+"\]\)\([\w,]*\)/g;
/** What it does to learn where in the table a function is: it reads the whole table, thousands of entries. */
const TABLE_READING = "functionsInTableMap=new WeakMap;updateTableMap(0,wasmTable.length)";
/** Who starts it may know. */
const TABLE_KNOWN = 'functionsInTableMap=Module["functionsInTable"]?.()||new WeakMap;if(!Module["functionsInTable"])updateTableMap(0,wasmTable.length)';
/** Where it makes a function of its own one for the table. */
const WRAPPING = "var convertJsFunctionToWasm=(func,sig)=>{";
/** Who starts it may have one. */
const WRAPPED = `${WRAPPING}var made=Module["wrapFunction"]?.(func,sig);if(made)return made;`;
/** Where it makes a module for each kind of call that C may jump out of, at every start. */
const INVOKING = "wasmImports.env[name]=createInvoke(name.slice(i.length))";
/** When one is first called is early enough. */
const INVOKED = "let made;wasmImports.env[name]=(...values)=>(made??=createInvoke(name.slice(i.length)))(...values)";
/** What it hands to modules that import it: names, and what they stand for. */
const HANDED = /(?<=var wasmImports=\{)[^}]*(?=\})/;
/** What it hands to whoever started it, and what it takes from there itself. */
const OFFERED = /Module\["(\w+)"\]=\1;/g;
const TAKEN = /Module(?:\.(\w+)|\["(\w+)"\])(?!\s*=[^=])/g;
const EXPORTS = 7;
const CODE = 10;
const DATA = 11;
const FUNCTION = 0;
const END = 0x0b;
const GLOBAL_GET = 0x23;
const STORE = 0x36;
const CONST = 0x41;
const ADD = 0x6a;
const SUBTRACT = 0x6b;
/** No local variables; `unreachable`; `end`. */
export const TRAP = Uint8Array.of(0x00, 0x00, END);

/** @typedef {import("../../../docs/assets/js/worker/image.js").Range} Range */

/**
 * @param {Uint8Array} wasm
 * @param {number} at
 * @returns {[value: number, after: number]} an unsigned LEB128 number and where it ends
 */
function readNumber(wasm, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = wasm[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value  a non-negative number  @returns {number[]} as signed LEB128 */
function signed(value) {
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
function findSection(wasm, id) {
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
function withEntries(wasm, id, entries) {
  const { start, end } = findSection(wasm, id);
  const content = Buffer.concat([Uint8Array.from(unsigned(entries.length)), ...entries]);
  return Buffer.concat([wasm.subarray(0, start), Uint8Array.from([id, ...unsigned(content.length)]), content, wasm.subarray(end)]);
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
function withBodies(wasm, change) {
  return withEntries(wasm, CODE, bodiesOf(wasm).map((old, index) => {
    const body = change(old, index);
    return Buffer.concat([Uint8Array.from(unsigned(body.length)), body]);
  }));
}

/** @param {Uint8Array} wasm  @returns {{name: string, kind: number, number: number, entry: Uint8Array}[]} */
function exportsOf(wasm) {
  const [count, first] = readNumber(wasm, findSection(wasm, EXPORTS).content);
  let next = first;
  return Array.from({ length: count }, () => {
    const start = next;
    const [length, at] = readNumber(wasm, start);
    const kind = wasm[at + length] ?? 0;
    const [number, end] = readNumber(wasm, at + length + 1);
    next = end;
    return { name: Buffer.from(wasm.subarray(at, at + length)).toString("utf8"), kind, number, entry: wasm.subarray(start, end) };
  });
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
  const imported = importsOf(wasm, "function").length;
  const places = new Map(exportsOf(wasm).filter(({ kind }) => kind === FUNCTION).map(({ name, number }) => [name, number - imported]));
  const missing = names.filter((name) => !places.has(name));
  if (missing.length > 0) throw new Error(`the interpreter has no function ${missing.join(", ")}`);
  const chosen = new Set(names.map((name) => places.get(name)));
  return withBodies(wasm, (old, index) => (chosen.has(index) ? change(old) : old));
}

/** @param {Uint8Array} wasm  @param {"function" | "global"} wanted */
function importsOf(wasm, wanted) {
  return WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(wasm))).filter(({ kind }) => kind === wanted);
}

/**
 * A copy in which a function that does nothing but write pointers writes only those that no build can know: of symbols
 * that may come from another module (GOT), to which the script gives their places at the start.
 * @param {Uint8Array} wasm
 * @param {string} name
 */
export function writingLess(wasm, name) {
  const isOpen = importsOf(wasm, "global").map(({ module }) => module.startsWith("GOT."));
  return replacing(wasm, [name], (body) => {
    const [groups, first] = readNumber(body, 0);
    const kept = [body.subarray(0, first)];
    let [start, at, isKept] = [first, first, false];
    while (at < body.length - 1) {
      const [operation, [value, next]] = [body[at] ?? 0, readNumber(body, at + 1)];
      if (operation === GLOBAL_GET) isKept ||= isOpen[value] ?? false;
      if (operation === CONST || operation === GLOBAL_GET) at = next;
      else if (operation === ADD || operation === SUBTRACT) at += 1;
      else if (operation === STORE) {
        at = readNumber(body, next)[1];
        if (isKept) kept.push(body.subarray(start, at));
        [start, isKept] = [at, false];
      } else throw new Error(`${name} does more than write pointers`);
    }
    if (groups || start !== at || body[at] !== END) throw new Error(`${name} does more than write pointers`);
    return Buffer.concat([...kept, Uint8Array.of(END)]);
  });
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

/**
 * A copy that writes 1 into a byte of its memory when a function is called: into `address` for its first, and so on.
 * @param {Uint8Array} wasm
 * @param {number} address
 */
export function noting(wasm, address) {
  return withBodies(wasm, (body, index) => {
    let [groups, code] = readNumber(body, 0);
    for (; groups > 0; groups -= 1) code = readNumber(body, code)[1] + 1; // how many locals, and their type
    const note = [0x41, ...signed(address + index), 0x41, 1, 0x3a, 0, 0]; // i32.const, i32.const, i32.store8
    return Buffer.concat([body.subarray(0, code), Uint8Array.from(note), body.subarray(code)]);
  });
}

/**
 * A copy in which functions are left out. Those beside a called one stay: compilers put together what belongs together, so
 * what goes is parts of the library that nobody entered.
 * @param {Uint8Array} wasm
 * @param {Uint8Array} called  1 for each function that was called
 */
export function trimmed(wasm, called) {
  const isNear = (/** @type {number} */ index) => called.subarray(Math.max(0, index - NEAR), index + NEAR + 1).includes(1);
  return withBodies(wasm, (body, index) => (isNear(index) || body.length <= SMALL ? body : TRAP));
}

/**
 * The interpreter without the exports that nobody uses: not its script, not the libraries, not the worker. At every start the
 * script makes a place in the table for each export. And its script without what it gives to nobody, neither to the modules
 * nor to the worker: what hangs on that (graphics, sound, other file systems) is unused from then on.
 * @param {{script: string, wasm: Uint8Array}} interpreter
 * @param {string[]} others  the sources of the scripts that use it, and the names that libraries import
 * @returns {{script: string, wasm: Uint8Array}}
 */
export function leanInterpreter({ script, wasm }, others) {
  const used = new Set([script.replaceAll(BY_NAME, ""), ...others].flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const isNeeded = (/** @type {string} */ name) => used.has(name) || used.has(`_${name}`);
  if (!script.includes(TABLE_READING)) throw new Error("the script reads the function table in another way");
  if (!script.includes(WRAPPING)) throw new Error("the script fills the function table in another way");
  if (!script.includes(INVOKING)) throw new Error("the script catches jumps in another way");
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(wasm))).map(({ name }) => name);
  const asked = new Set([...imported, ...others.flatMap((text) => text.match(/[\w$]+/g) ?? [])]);
  const taken = new Set([...script.matchAll(TAKEN)].map(([, name, quoted]) => name ?? quoted));
  if (!HANDED.test(script)) throw new Error("the script hands out its functions in another way");
  return {
    script: script.replace(HANDED, (list) => list.split(",").filter((entry) => asked.has(entry.replace(/:.*|"/g, ""))).join(","))
      .replaceAll(OFFERED, (all, name) => (asked.has(name) || taken.has(name) ? all : ""))
      .replace(TABLE_READING, TABLE_KNOWN).replace(WRAPPING, WRAPPED).replace(INVOKING, INVOKED).replaceAll(BY_NAME, (all, name) => (isNeeded(name.slice(1)) ? all : `var ${name}`)),
    wasm: exporting(wasm, isNeeded),
  };
}
