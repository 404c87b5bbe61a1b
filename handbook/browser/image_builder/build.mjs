/**
 * Make the images: start Python under Node, import what a page would import, and keep its memory.
 *
 *   node build.mjs PLAN.json
 *
 * The plan names folders and modules (handbook/browser/images.py writes it). Into the plan's `out` go `core.image.gz`
 * and `pandas.image.gz`, `stdlib.zip`, and for either image a zip of what it can import later; the interpreter that restores
 * them, `interpreter.wasm` and `interpreter.js`; and the libraries of `pandas`, `libraries.wasm`.
 */

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

import { loadLibraries } from "../../../docs/assets/js/worker/image.js";
import { withoutUnused } from "./binaryen.mjs";
import { withLeanData } from "./data.mjs";
import { calledFunctions, exercised } from "./exercise.mjs";
import { ARCHIVE, SCRIPT, SITE, ask, copyIn, lend, run, standStill, startModule, startPython } from "./interpreter.mjs";
import { joined, placeOf, watchLibraries } from "./join.mjs";
import { compileFolders, filesIn } from "./lean.mjs";
import { linked } from "./link.mjs";
import { dropLibraryFiles, encode, heapEnd, wipe } from "./memory.mjs";
import { shaken } from "./shake.mjs";
import { leanInterpreter, trimmed, trimmedScript } from "./trim.mjs";
import { zipFolders } from "./zip.mjs";

/** @typedef {import("../../../docs/assets/js/worker/image.js").Library} Library */
/** @typedef {{pyodide: string, version: string, build: string, stdlib: string, calculators: string, work: string,
 *   out: string, rollup: string, binaryen: string, packages: string, modules: Record<string, string[]>}} Plan  packages: holds
 *   a folder of unpacked wheels for each set; modules: the calculators' modules by the set that they need, "" for none */

/** More than initialisers ever take at the start of the heap, on any browser. */
const START_ROOM = 256 * 1024;
const PAGE = 65536;
/** The worker's scripts that call the interpreter's functions, from here. */
const READERS = ["bridge.js", "image.js", "restored.js"].map((name) => `../../../docs/assets/js/worker/${name}`);
/** What the interpreter's module asks for. */
const LEAST_MEMORY = 320 * PAGE;

const plan = /** @type {Plan} */ (JSON.parse(fs.readFileSync(process.argv[2] ?? "", "utf8")));
const lean = (/** @type {string} */ name) => path.join(plan.work, "lean", name);
fs.mkdirSync(plan.out, { recursive: true });
standStill();

const packages = ["openpyxl", "pandas"];
await compileFolders(plan.pyodide, [
  [plan.stdlib, lean("stdlib")],
  [plan.calculators, path.join(lean("calculators"), "calculators")],
  ...packages.map((name) => /** @type {[string, string]} */ ([path.join(plan.packages, name), lean(name)])),
]);
const stdlib = zipFolders([lean("stdlib")]);
fs.writeFileSync(path.join(plan.out, "stdlib.zip"), stdlib);

const folder = await makeInterpreter();
/** What the interpreter offers to libraries. @type {WebAssembly.ModuleImports} */ let env = {};
const started = watchLibraries();
const M = await startPython(folder, stdlib, { instantiated(/** @type {unknown} */ _, /** @type {WebAssembly.ModuleImports} */ offered) { env = offered; } });
/** Those that the last image has loaded, in one. @type {Uint8Array | null} */ let joint = null;
const table = M.wasmTable.length;
copyIn(M, lean("calculators"), SITE);
lend(M, ["aside.py", "bridge.py", "probe.py", "settle.py"], SITE);
const core = await writeImage("core", plan.modules[""] ?? [], ["calculators", "openpyxl"], new Uint8Array(0));
copyIn(M, lean("pandas"), SITE);
await writeImage("pandas", plan.modules["pandas"] ?? [], ["calculators", "openpyxl", "pandas"], core);
await writeModules();

/** Write the interpreter that images are made with and restored by. @returns {Promise<string>} its folder */
async function makeInterpreter() {
  const [from, to] = [plan.pyodide, path.join(plan.work, "interpreter")];
  const libraries = filesIn(lean("pandas")).filter((file) => file.endsWith(".so"))
    .map((file) => new WebAssembly.Module(fs.readFileSync(path.join(lean("pandas"), file))));
  const imported = libraries.flatMap((library) => WebAssembly.Module.imports(library).map(({ name }) => name));
  const here = path.dirname(fileURLToPath(import.meta.url));
  const scripts = [...filesIn(here).filter((file) => file.endsWith(".mjs")), ...READERS].map((file) => fs.readFileSync(path.join(here, file), "utf8"));
  const made = leanInterpreter({
    script: fs.readFileSync(path.join(from, SCRIPT), "utf8"),
    wasm: await withLeanData(from, stdlib, fs.readFileSync(path.join(from, "pyodide.asm.wasm")), LEAST_MEMORY / PAGE),
  }, [imported.join(" "), ...scripts]);
  fs.mkdirSync(to, { recursive: true });
  fs.writeFileSync(path.join(to, SCRIPT), await shaken(plan.rollup, made.script));
  fs.writeFileSync(path.join(to, "pyodide.asm.wasm"), await linked(to, made.wasm, LEAST_MEMORY / PAGE, plan.binaryen, path.join(plan.work, "linked")));
  return to;
}

/**
 * Write the interpreter without the functions that the exercise never calls, and see that it can do without them. The
 * libraries stay whole: their functions are made for each type of data, and an exercise meets only some of those.
 */
async function writeModules() {
  const whole = fs.readFileSync(path.join(folder, "pyodide.asm.wasm"));
  const called = await calledFunctions({ folder, out: plan.out }, whole, joint);
  const main = withoutUnused(plan.binaryen, path.join(plan.work, "unused"), trimmed(whole, called));
  const script = await shaken(plan.rollup, trimmedScript(fs.readFileSync(path.join(folder, SCRIPT), "utf8"), joint ? [main, joint] : [main]));
  const last = path.join(plan.work, "trimmed");
  fs.mkdirSync(last, { recursive: true });
  fs.writeFileSync(path.join(last, SCRIPT), script);
  for await (const M of exercised({ folder: last, out: plan.out }, main, joint)) M.HEAPU8; // it could do without them
  fs.writeFileSync(path.join(plan.out, "interpreter.wasm"), main);
  fs.writeFileSync(path.join(plan.out, "interpreter.js"), script);
  fs.writeFileSync(path.join(plan.out, "libraries.wasm"), joint ?? new Uint8Array(0));
}

/**
 * @param {string} name
 * @param {string[]} modules  to be imported
 * @param {string[]} folders  of which the rest can be imported later
 * @param {Uint8Array} under  what the image before it puts into memory early: only what differs is kept
 */
async function writeImage(name, modules, folders, under) {
  const archive = zipFolders(folders.map(lean), /\.so$/);
  fs.writeFileSync(path.join(plan.out, `${name}.zip`), archive);
  M.FS.writeFile(ARCHIVE, archive);
  const probe = ask(M, `handbook_settle.settle(${JSON.stringify(modules)}, frames=${name === "pandas" ? "True" : "False"})`);
  dropLibraryFiles(M);
  run(M, `handbook_settle.rest(${JSON.stringify(ARCHIVE)})`);
  wipe(M);
  const memory = M.HEAPU8.slice(0, Math.max(LEAST_MEMORY, Math.ceil(heapEnd(M) / PAGE) * PAGE));
  const libraries = librariesOf();
  if (libraries.length > 0) joint = joinLibraries(libraries);
  const facts = {
    name, build: plan.build, pyodide: plan.version, libraries, table, tableEnd: M.wasmTable.length,
    cleared: { start: M.___heap_base, length: START_ROOM }, entry: Number(ask(M, "id(handbook_settle.entry)")), countArgs: countArgsOf(), probe,
  };
  const { base, settled, ...known } = await replay(memory, facts);
  const written = [{ start: 0, length: facts.cleared.start }];
  const below = new Uint8Array(memory.length);
  below.set(under);
  const { file, outside } = encode(memory, base, settled, written, below, { ...facts, ...known });
  writePacked(`${name}.image`, file);
  return outside;
}

/**
 * Compress a file so that a browser can decompress it without any setting of the server.
 * @param {string} name
 * @param {Uint8Array} content
 */
function writePacked(name, content) {
  const packed = zlib.gzipSync(content, { level: 9 });
  packed[9] = 255; // "made on an unknown system", whichever it was
  fs.writeFileSync(path.join(plan.out, `${name}.gz`), packed);
}

/** The libraries that are loaded. @returns {Library[]} */
function librariesOf() {
  return Object.entries(M.LDSO.loadedLibsByHandle).filter(([handle]) => handle !== "0")
    .map(([handle, { name }]) => ({ name: String(name), handle: Number(handle) }));
}

/** @param {Library[]} libraries */
function joinLibraries(libraries) {
  const byPlace = new Map(started.map((library) => [placeOf(library), library]));
  if (byPlace.size < started.length) throw new Error("two libraries begin at one place in the table");
  return joined(libraries.map(({ name, handle }) => {
    const found = byPlace.get(M.HEAPU32[handle / 4 + 5]); // struct dso: table_addr
    if (!found) throw new Error(`${name} was never started`);
    return { ...found, wasm: fs.readFileSync(path.join(lean("pandas"), path.relative(SITE, name))) };
  }), M.wasmTable, env, LEAST_MEMORY / PAGE, plan.binaryen, path.join(plan.work, "joint"));
}

/**
 * Start the modules once more, as a browser will, and keep what they alone write, and where the interpreter puts the functions
 * that it exports into its table.
 * @param {Uint8Array} memory
 * @param {any} facts
 */
async function replay(memory, facts) {
  const fresh = new WebAssembly.Memory({ initial: memory.length / PAGE, maximum: 65536 });
  const bytes = new Uint8Array(fresh.buffer);
  const start = facts.cleared.start + START_ROOM;
  bytes.set(memory.subarray(start), start);
  let base = bytes;
  /** @type {Record<string, number>} */ let functions = {};
  const again = await startModule(folder, {
    wasmMemory: fresh, noInitialRun: true,
    preRun: [() => { base = bytes.slice(); }],
    instantiated(/** @type {WebAssembly.Instance} */ instance, /** @type {WebAssembly.ModuleImports} */ imports) {
      functions = exportsIn(instance, /** @type {WebAssembly.Table} */ (imports["__indirect_function_table"]));
    },
  });
  loadLibraries(again, facts, joint && new WebAssembly.Module(new Uint8Array(joint)));
  for (let at = table; at < M.wasmTable.length; at += 1) {
    if (Boolean(M.wasmTable.get(at)) !== Boolean(again.wasmTable.get(at))) throw new Error(`place ${at} in the table is not as it was`);
  }
  if (heapEnd(again) > start) throw new Error("initialisers took more of the heap than there is room for");
  return { base, settled: bytes, functions };
}

/**
 * @param {WebAssembly.Instance} instance
 * @param {WebAssembly.Table} table
 * @returns {Record<string, number>} the place of each exported function that has one, by its name
 */
function exportsIn(instance, table) {
  const places = new Map(Array.from({ length: table.length }, (_, at) => [table.get(at), at]));
  return Object.fromEntries(Object.entries(instance.exports).flatMap(([name, value]) => {
    const at = places.get(value);
    return at === undefined ? [] : [[name, at]];
  }));
}

/** The word in Python's own state that points to a function which only some browsers can have. */
function countArgsOf() {
  const address = M.__PyRuntime + M.HEAP32[M.__PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET / 4];
  if (M.HEAP32[address / 4] !== M._PyEM_CountArgsPtr) throw new Error("the trampoline's pointer is not where it was");
  return address;
}
