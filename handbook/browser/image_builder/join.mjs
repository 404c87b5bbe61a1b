/**
 * Make one module of the shared libraries that an image has loaded. Browsers keep machine code by module, and only of those
 * that they fetch as a module; and one starts sooner than forty. What Emscripten works out at every start is known here and
 * becomes constant: where a library's data and its functions for the table are, and where symbols are. The image has the data.
 */

import { merged } from "./binaryen.mjs";
import { FUNCTION, GLOBAL, LINKING, bare, exportsOf, importing, importsOf, placing, renaming, withCustomSection } from "./sections.mjs";

/** @typedef {{imports: WebAssembly.Imports, instance: WebAssembly.Instance}} Started  a library as Emscripten started it */
/** @typedef {Started & {wasm: Uint8Array}} Library */

/** One part, of four bytes: no memory, no place in the table; these are there already. */
const NEEDS_NOTHING = [1, 4, 0, 0, 0, 0];
/** What every library shares with the interpreter, and must share with the others in one module. */
const SHARED = ["memory", "__indirect_function_table", "__stack_pointer"];
/** Under this name it comes from outside; "env" is what the libraries ask. */
const OUTSIDE = "outside";
/** Note every library that is started from here on. @returns {Started[]} */
export function watchLibraries() {
  const { Instance } = WebAssembly;
  /** @type {Started[]} */ const started = [];
  WebAssembly.Instance = /** @type {any} */ (function (/** @type {WebAssembly.Module} */ module, /** @type {WebAssembly.Imports} */ imports) {
    const instance = new Instance(module, imports);
    if (WebAssembly.Module.customSections(module, LINKING).length > 0) started.push({ imports, instance });
    return instance;
  });
  return started;
}

/** Where a library's functions begin in the table. @param {Started} library */
export const placeOf = ({ imports }) => Number(imports["env"]?.["__table_base"]);

/**
 * @param {Library[]} libraries
 * @param {WebAssembly.Table} table  with their functions in it
 * @param {WebAssembly.ModuleImports} env  what the interpreter offers to them
 * @param {number} pages  of memory, at least
 * @param {string} binaryen  its folder
 * @param {string} work  a folder for this alone
 * @returns {Uint8Array} a library of Emscripten's, for a table and a memory in which everything has its place
 */
export function joined(libraries, table, env, pages, binaryen, work) {
  const parts = libraries.flatMap((library, index) => /** @type {[string, string | Uint8Array][]} */ ([
    [`constants${index}`, constantsOf(library, index)], [`library${index}`, linkable(library, index, table, env)],
  ]));
  const made = merged(binaryen, work, [["env", shared(table, pages)], ...parts], () => false);
  return withCustomSection(importing(made, ({ module, name }) => [module === OUTSIDE ? "env" : module, name]), LINKING, NEEDS_NOTHING);
}

/** A module that hands on what all share: in one module, what is imported twice would be two things. @param {WebAssembly.Table} table  @param {number} pages */
function shared(table, pages) {
  const types = [`memory ${pages}`, `table ${table.length} funcref`, "global (mut i32)"];
  const [memory, functions, pointer] = SHARED.map((name, index) => `(import "${OUTSIDE}" "${name}" (${types[index]}))`);
  const [first, second, third] = SHARED.map((name) => `(export "${name}"`);
  return `(module ${memory} ${functions} ${pointer} ${first} (memory 0)) ${second} (table 0)) ${third} (global 0)))`;
}

/** A module of the numbers that Emscripten gave to a library. @param {Library} library  @param {number} index */
function constantsOf({ wasm, imports }, index) {
  const lines = numbersIn(wasm).map(({ module, name, type }) => {
    const given = /** @type {any} */ (imports[module])[name];
    const value = typeof given === "number" ? given : given.value;
    return `(global (export ${JSON.stringify(`${index} ${module}.${name}`)}) ${type.at(-1) ? "(mut i32)" : "i32"} (i32.const ${value}))`;
  });
  return `(module ${lines.join("\n")})`;
}

/** @param {Uint8Array} wasm */
function numbersIn(wasm) {
  return importsOf(wasm).filter(({ kind, name }) => kind === GLOBAL && !SHARED.includes(name));
}

/**
 * A library that takes its numbers from its module of constants, and from itself those functions that the interpreter does not
 * have; without data, and with all its places in the table.
 * @param {Library} library
 * @param {number} index
 * @param {WebAssembly.Table} table
 * @param {WebAssembly.ModuleImports} env
 */
function linkable(library, index, table, env) {
  const exported = new Map(exportsOf(library.wasm).filter(({ kind }) => kind === FUNCTION).map(({ name, number }) => [name, number]));
  const isOffered = (/** @type {string} */ name) => name in env && !(/** @type {any} */ (env[name]).stub);
  const renamed = importing(library.wasm, ({ module, name, kind }) => {
    if (kind === GLOBAL && !SHARED.includes(name)) return [`constants${index}`, `${index} ${module}.${name}`];
    return kind === FUNCTION && exported.has(name) && !isOffered(name) ? [`library${index}`, `${index} ${name}`] : [module, name];
  });
  // Emscripten also gave places to functions whose addresses somebody takes, behind all that the libraries asked for.
  const numbers = new Map([...exported].map(([name, number]) => [library.instance.exports[name], number]));
  const first = placeOf(library);
  /** @type {[number, number][]} */ const places = [];
  for (let at = first; at < table.length; at += 1) {
    const number = numbers.get(table.get(at));
    if (number !== undefined) places.push([at, number]);
  }
  return placing(bare(renaming(renamed, (name) => `${index} ${name}`)), first, places);
}
