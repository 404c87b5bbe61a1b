/**
 * Start the browser's interpreter under Node, always in the same way: fixed clock, fixed randomness, fixed hashes, so
 * that the same inputs leave the same bytes in its memory.
 */

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** A moment, in milliseconds since 1970: what the interpreter takes for now while an image is made. */
const NOW = 1767225600000;
/** Emscripten's, in any folder that an interpreter is started from. */
export const SCRIPT = "pyodide.asm.js";
export const STDLIB = "/lib/python312.zip";
/** Where an image looks for what it does not hold. */
export const ARCHIVE = "/lib/site.zip";
export const SITE = "/lib/python3.12/site-packages";
/** A browser may put a few more functions into the table at start-up than Node does: room for them before the first library. */
const TABLE_ROOM = 64;

/** Let time and chance stand still for everything that runs in this process from here on. */
export function standStill() {
  Date.now = () => NOW;
  performance.now = () => 0;
  crypto.getRandomValues = (array) => {
    if (array) new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(7);
    return array;
  };
}

/**
 * @param {string} folder  Pyodide's files
 * @param {any} settings  for Emscripten, on top of what every start needs; and `instantiated`, told when the module has
 *   begun, with what it imports; and `wasm`, the module's content, if it is not the file's
 * @returns {Promise<any>} Emscripten's module, with Python running unless `noInitialRun` is set
 */
export async function startModule(folder, { instantiated, wasm = fs.readFileSync(path.join(folder, "pyodide.asm.wasm")), ...settings }) {
  Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: folder });
  await import(path.join(folder, SCRIPT));
  const create = /** @type {any} */ (globalThis)._createPyodideModule;
  return await create({
    noImageDecoding: true, noAudioDecoding: true, noWasmDecoding: true,
    thisProgram: "/handbook/python",
    arguments: ["-OO", "-S"],
    API: { config: { jsglobals: globalThis } },
    locateFile: (/** @type {string} */ name) => path.join(folder, name),
    instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ done) {
      void WebAssembly.instantiate(wasm, imports).then(({ instance, module }) => {
        instantiated?.(instance, imports["env"]);
        done(instance, module);
      });
      return {};
    },
    ...settings,
  });
}

/**
 * Start the module without running Python.
 * @param {string} folder
 * @param {Uint8Array} wasm
 * @param {number} leastMemory  that it asks for, in pages
 * @param {(instance: WebAssembly.Instance, env: WebAssembly.ModuleImports, memory: Buffer) => void} instantiated  told when it
 *   has begun, before the script goes on
 * @returns {Promise<Buffer>} all of memory in the end
 */
export async function startAlone(folder, wasm, leastMemory, instantiated) {
  const wasmMemory = new WebAssembly.Memory({ initial: leastMemory, maximum: 65536 });
  const memory = Buffer.from(wasmMemory.buffer);
  await startModule(folder, {
    wasm, wasmMemory, noInitialRun: true,
    instantiated: (/** @type {WebAssembly.Instance} */ instance, /** @type {WebAssembly.ModuleImports} */ env) => instantiated(instance, env, memory),
  });
  return memory;
}

/**
 * Start Python with a standard library, and nothing of Pyodide's own Python.
 * @param {string} folder
 * @param {Uint8Array} stdlib  a zip
 * @param {any} [settings]  as for `startModule`
 */
export async function startPython(folder, stdlib, settings) {
  const M = await startModule(folder, {
    ...settings,
    preRun: [(/** @type {any} */ M) => {
      M.FS.mkdirTree(SITE);
      M.FS.writeFile(STDLIB, stdlib);
      M.FS.mkdirTree("/home/handbook");
      M.FS.chdir("/home/handbook");
      Object.assign(M.ENV, { HOME: "/home/handbook", LANG: "C.UTF-8", PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" });
    }],
  });
  M.wasmTable.grow(TABLE_ROOM);
  return M;
}

/**
 * Run Python code; its traceback is on standard error when it fails.
 * @param {any} M
 * @param {string} code
 */
export function run(M, code) {
  const text = M.stringToNewUTF8(code);
  const failed = M._PyRun_SimpleString(text);
  M._emscripten_builtin_free(text);
  if (failed) throw new Error(`Python failed: ${code.slice(0, 200)}`);
}

/**
 * Copy a folder of this machine into the interpreter's file system, in order.
 * @param {any} M
 * @param {string} from
 * @param {string} to
 */
export function copyIn(M, from, to) {
  M.FS.mkdirTree(to);
  for (const name of fs.readdirSync(from).sort()) {
    const [source, target] = [path.join(from, name), `${to}/${name}`];
    if (fs.statSync(source).isDirectory()) copyIn(M, source, target);
    else M.FS.writeFile(target, fs.readFileSync(source));
  }
}

/**
 * Give the interpreter some of this folder's own modules, named `handbook_…` there, and import the last of them.
 * @param {any} M
 * @param {string[]} files
 * @param {string} to  a folder
 */
export function lend(M, files, to) {
  for (const file of files) M.FS.writeFile(`${to}/handbook_${file}`, fs.readFileSync(new URL(file, import.meta.url)));
  run(M, `import sys; sys.path.append(${JSON.stringify(to)}); import handbook_${path.parse(files.at(-1) ?? "").name}`);
}

/**
 * Evaluate an expression and give its value as text.
 * @param {any} M
 * @param {string} expression
 * @returns {string}
 */
export function ask(M, expression) {
  run(M, `with open("/tmp/answer", "w") as file: file.write(str(${expression}))`);
  const answer = M.FS.readFile("/tmp/answer", { encoding: "utf8" });
  M.FS.unlink("/tmp/answer");
  return answer;
}
