/** Restore images under Node and let them do the exercise: first to see which functions are called, then without the others. */

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

import { bridge, callWithText } from "../../docs/assets/js/worker/bridge.js";
import { Image, loadLibraries } from "../../docs/assets/js/worker/image.js";
import { ARCHIVE, STDLIB, run, startModule } from "./interpreter.mjs";
import { functionCount, noting } from "./trim.mjs";

/** @typedef {import("../../docs/assets/js/worker/image.js").ImageHeader} ImageHeader */
/** @typedef {Uint8Array[]} Modules  the interpreter's own, then the libraries in their order */
/** @typedef {{folder: string, out: string}} Places  of the interpreter's script, and of the images */

/** Where called functions are noted: above everything that Python comes to use. */
const NOTES = 900 * 2 ** 20;
const PAGE = 65536;
const PAGES = 2 ** 30 / PAGE;

/**
 * @param {Places} places
 * @param {Modules} modules
 * @returns {Promise<Uint8Array[]>} for each module, 1 for each function that was called in any image
 */
export async function calledFunctions(places, modules) {
  let end = NOTES;
  const parts = modules.map((module) => {
    const [start, count] = [end, functionCount(module)];
    end += count;
    return { start, count, noted: noting(module, start) };
  });
  const called = parts.map(({ count }) => new Uint8Array(count));
  for await (const M of exercised(places, parts.map(({ noted }) => noted))) {
    parts.forEach(({ start, count }, place) => {
      M.HEAPU8.subarray(start, start + count).forEach((/** @type {number} */ note, /** @type {number} */ index) => {
        if (note && called[place]) called[place][index] = 1;
      });
    });
  }
  return called;
}

/**
 * Bring the images to life one after the other, the second taking over from the first, and let each do the exercise.
 * @param {Places} places
 * @param {Modules} modules
 * @returns {AsyncGenerator<any>} Emscripten's module of each
 */
export async function* exercised(places, modules) {
  const first = await restoreAndExercise(places, "core", modules, null);
  yield first.M;
  yield (await restoreAndExercise(places, "pandas", modules, first.desk)).M;
}

/**
 * @param {Places} places
 * @param {string} name
 * @param {Modules} modules
 * @param {Uint8Array | null} desk  what another interpreter gave away
 * @returns {Promise<{M: any, desk: Uint8Array}>} Emscripten's module, and what the next interpreter takes over; throws where the
 *   exercise fails
 */
async function restoreAndExercise(places, name, modules, desk) {
  const [main, ...libraries] = modules;
  const core = read(places, "core", new Image());
  const image = name === "core" ? core : read(places, name, new Image(core));
  const { memory, header } = image;
  memory.grow(PAGES - memory.buffer.byteLength / PAGE);
  const M = await startModule(places.folder, {
    wasmMemory: memory, noInitialRun: true, preRun: [], arguments: [],
    instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ done) {
      void WebAssembly.instantiate(/** @type {BufferSource} */ (main), imports).then(({ instance, module }) => done(instance, module));
      return {};
    },
  });
  if (name !== "core") loadLibraries(M, header, libraries.map((module) => new WebAssembly.Module(/** @type {BufferSource} */ (module))));
  else loadLibraries(M, header, []);
  image.complete();
  M.HEAP32[header.countArgs / 4] = M._PyEM_CountArgsPtr;
  M.FS.mkdirTree("/lib");
  M.FS.writeFile(STDLIB, fs.readFileSync(path.join(places.out, "stdlib.zip")));
  M.FS.writeFile(ARCHIVE, fs.readFileSync(path.join(places.out, `${name}.zip`)));
  const call = bridge(M, header.entry);
  call("wake");
  if (desk) call("load", desk);
  const answer = callWithText(call, "probe");
  if (answer !== header.probe) throw new Error(`the probe's answer is ${answer}, not ${header.probe}`);
  for (const file of ["exercise.py", "roads.py"]) {
    M.FS.writeFile(`/tmp/handbook_${file}`, fs.readFileSync(new URL(file, import.meta.url)));
  }
  run(M, `import sys; sys.path.append("/tmp"); import handbook_exercise`);
  run(M, `handbook_exercise.exercise(frames=${name === "core" ? "False" : "True"})`);
  if (callWithText(call, "start", '{"op": "template"}', new Uint8Array(9)) || !callWithText(call, "step")) throw new Error("no answer");
  call("payload");
  call("close");
  return { M, desk: call("dump") };
}

/**
 * @param {Places} places
 * @param {string} name
 * @param {Image} image
 */
function read(places, name, image) {
  image.take(new Uint8Array(zlib.gunzipSync(fs.readFileSync(path.join(places.out, `${name}.image.gz`)))));
  image.finish();
  return image;
}
