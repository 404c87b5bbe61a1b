/**
 * The interpreter with its addresses in it. It comes as a library that could lie anywhere: each of its twenty thousand uses of an
 * address reads a global, which a function sets at every start. It always lies in the same place, so these are constants here.
 */

import { merged } from "./binaryen.mjs";
import { startAlone } from "./interpreter.mjs";
import { GLOBAL, LINKING, exportsOf, importing, importsOf, laying, placing, showingGlobals, withCustomSection, withGlobals } from "./sections.mjs";

/** Where its data and its functions begin; who starts it says so. */
const BASES = ["__memory_base", "__table_base"];

/**
 * @param {string} folder  with the interpreter's script
 * @param {Uint8Array} wasm
 * @param {number} leastMemory  that it asks for, in pages
 * @param {string} binaryen  its folder
 * @param {string} work  a folder for this alone
 * @returns {Promise<Uint8Array>}
 */
export async function linked(folder, wasm, leastMemory, binaryen, work) {
  const came = await started(folder, showingGlobals(wasm), leastMemory);
  const [data = 0, functions = 0] = came.bases;
  const settled = laying(placing(withGlobals(wasm, came.globals), functions, []), data);
  const constants = BASES.map((name, index) => `(global (export "${name}") i32 (i32.const ${came.bases[index]}))`);
  const renamed = importing(settled, ({ module, name, kind }) => (kind === GLOBAL && BASES.includes(name) ? ["constants", name] : [module, name]));
  const exported = new Set(exportsOf(wasm).map(({ name }) => name));
  const [linking] = WebAssembly.Module.customSections(new WebAssembly.Module(new Uint8Array(wasm)), LINKING);
  if (!linking) throw new Error("the interpreter does not say what memory it needs");
  const made = withCustomSection(
    merged(binaryen, work, [["main", renamed], ["constants", `(module ${constants.join(" ")})`]], (name) => exported.has(name) && !BASES.includes(name)),
    LINKING, [...new Uint8Array(linking)],
  );

  // The script's own functions come behind the interpreter's in the table, and fewer of them now: nothing asked for the others.
  const again = await started(folder, made, leastMemory);
  const places = importsOf(made).filter(({ module }) => module === "GOT.func").length;
  const differing = came.words.filter((word, at) => word !== again.words[at]);
  if (differing.length > places || differing.some((word) => word < came.functions)) throw new Error("the interpreter does not start with the same memory");
  return made;
}

/**
 * What the module begins with.
 * @param {string} folder
 * @param {Uint8Array} wasm
 * @param {number} leastMemory
 */
async function started(folder, wasm, leastMemory) {
  /** @type {number[]} */ let bases = [];
  /** @type {number[]} */ let globals = [];
  let functions = 0;
  const memory = await startAlone(folder, wasm, leastMemory, ({ exports }, env) => {
    const value = (/** @type {unknown} */ global) => /** @type {WebAssembly.Global} */ (global).value;
    bases = BASES.map((name) => value(env[name]));
    globals = Object.entries(exports).filter(([name]) => name.startsWith("#")).map(([, global]) => value(global));
    functions = /** @type {WebAssembly.Table} */ (env["__indirect_function_table"]).length;
  });
  return { bases, globals, functions, words: new Uint32Array(memory.buffer) };
}
