/**
 * Leave out of WebAssembly modules what a page never needs: exports that nobody imports, and functions that are never called.
 * Each function keeps its type and its place in every table; only its body becomes one instruction that traps. Which are
 * called is found by running copies that note the first call of each. And out of the script, what is left without a use by that.
 */

import { CONST, END, GLOBAL, GLOBAL_GET, exporting, importsOf, readNumber, replacing, signed, withBodies } from "./sections.mjs";

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
/** Whether it can put a stack aside while it waits. It makes a module for each kind of call then, at every start, to catch what
 * C++ throws; the worker never waits in a call, and Emscripten's own functions do as they do where a browser cannot. */
const WAITING = "var jspiSupported=newJspiSupported||oldJspiSupported;";
/** What it hands to modules that import it: names, and what they stand for. */
const HANDED = /(?<=var wasmImports=\{)[^}]*(?=\})/;
/** What it hands to whoever started it, and what it takes from there itself. */
const OFFERED = /Module\["(\w+)"\]=\1;/g;
const TAKEN = /Module(?:\.(\w+)|\["(\w+)"\])(?!\s*=[^=])/g;
/** What it does at every start so that Python and JavaScript can hold each other's objects: the worker gives and takes bytes. */
const OBJECTS = "pyodide_js_init";
/** What ends the worker, as a function that was left out does. */
const ENDING = '()=>{throw new WebAssembly.RuntimeError("unreachable")}';
const STORE = 0x36;
const ADD = 0x6a;
const SUBTRACT = 0x6b;
/** No local variables; `unreachable`; `end`. */
export const TRAP = Uint8Array.of(0x00, 0x00, END);

/**
 * A copy in which a function that does nothing but write pointers writes only those that no build can know: of symbols
 * that may come from another module (GOT), to which the script gives their places at the start.
 * @param {Uint8Array} wasm
 * @param {string} name
 */
export function writingLess(wasm, name) {
  const isOpen = importsOf(wasm).filter(({ kind }) => kind === GLOBAL).map(({ module }) => module.startsWith("GOT."));
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
  if (!script.includes(WAITING)) throw new Error("the script puts stacks aside in another way");
  const imported = importsOf(wasm).map(({ name }) => name);
  const asked = new Set([...imported, ...others.flatMap((text) => text.match(/[\w$]+/g) ?? [])]);
  const taken = new Set([...script.matchAll(TAKEN)].map(([, name, quoted]) => name ?? quoted));
  if (!HANDED.test(script)) throw new Error("the script hands out its functions in another way");
  return {
    script: script.replace(HANDED, (list) => list.split(",").filter((entry) => asked.has(nameOf(entry))).join(","))
      .replaceAll(OFFERED, (all, name) => (asked.has(name) || taken.has(name) ? all : ""))
      .replace(TABLE_READING, TABLE_KNOWN).replace(WAITING, "var jspiSupported=false;").replaceAll(BY_NAME, (all, name) => (isNeeded(name.slice(1)) ? all : `var ${name}`)),
    wasm: exporting(wasm, isNeeded),
  };
}

/**
 * The script that goes with trimmed modules: of what it hands out, only what they still ask for; and without what Pyodide sets
 * up for objects. Who needs that after all ends the worker: by asking for it, or where its functions turn an error into one of
 * Python's, for nothing of it is there.
 * @param {string} script
 * @param {Uint8Array[]} modules
 */
export function trimmedScript(script, modules) {
  const asked = new Set(modules.flatMap((wasm) => importsOf(wasm).map(({ name }) => name)));
  const [starting, entry] = [`${OBJECTS}();`, `${OBJECTS}:${OBJECTS}`];
  if (script.split(starting).length !== 2) throw new Error("the script sets up its objects in another way");
  const listed = HANDED.exec(script)?.[0].split(",") ?? [];
  if (!listed.includes(entry)) throw new Error("the script hands out its functions in another way");
  const kept = listed.filter((each) => asked.has(nameOf(each)));
  return script.replace(starting, `Module.handle_js_error=${ENDING};`)
    .replace(HANDED, () => kept.map((each) => (each === entry ? `${OBJECTS}:${ENDING}` : each)).join(","));
}

/** @param {string} entry  of what the script hands to modules */
function nameOf(entry) {
  return entry.replace(/:.*|"/g, "");
}
