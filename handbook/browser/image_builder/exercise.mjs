/** Restore images under Node and let them do the exercise: first to see which functions are called, then without the others. */

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

import { bridge, callWithText } from "../../../docs/assets/js/worker/bridge.js";
import { Image, loadLibraries } from "../../../docs/assets/js/worker/image.js";
import { ARCHIVE, STDLIB, lend, run, startModule } from "./interpreter.mjs";
import { functionCount } from "./sections.mjs";
import { noting } from "./trim.mjs";

/** @typedef {{folder: string, out: string}} Places  of the interpreter's script, and of the images */

/** Where called functions are noted: above everything that Python comes to use. */
const NOTES = 900 * 2 ** 20;
const PAGE = 65536;
const PAGES = 2 ** 30 / PAGE;

/**
 * @param {Places} places
 * @param {Uint8Array} main  the interpreter
 * @param {Uint8Array | null} libraries  in one module
 * @returns {Promise<Uint8Array>} 1 for each of the interpreter's functions that was called in any image
 */
export async function calledFunctions(places, main, libraries) {
  const called = new Uint8Array(functionCount(main));
  for await (const M of exercised(places, noting(main, NOTES), libraries)) {
    M.HEAPU8.subarray(NOTES, NOTES + called.length).forEach((/** @type {number} */ note, /** @type {number} */ index) => {
      if (note) called[index] = 1;
    });
  }
  return called;
}

/**
 * Bring the images to life one after the other, the second taking over from the first, and let each do the exercise.
 * @param {Places} places
 * @param {Uint8Array} main
 * @param {Uint8Array | null} libraries  in one module
 * @returns {AsyncGenerator<any>} Emscripten's module of each
 */
export async function* exercised(places, main, libraries) {
  const first = await restoreAndExercise(places, "core", main, null, null);
  yield first.M;
  yield (await restoreAndExercise(places, "pandas", main, libraries, first.desks)).M;
}

/**
 * @param {Places} places
 * @param {string} name
 * @param {Uint8Array} main
 * @param {Uint8Array | null} libraries  in one module
 * @param {Uint8Array | null} desks  what another interpreter gave away
 * @returns {Promise<{M: any, desks: Uint8Array}>} Emscripten's module, and what the next interpreter takes over; throws where the
 *   exercise fails
 */
async function restoreAndExercise(places, name, main, libraries, desks) {
  const core = read(places, "core", new Image());
  const image = name === "core" ? core : read(places, name, new Image(core));
  const { memory, header } = image;
  memory.grow(PAGES - memory.buffer.byteLength / PAGE);
  const M = await startModule(places.folder, {
    wasm: main, wasmMemory: memory, noInitialRun: true, preRun: [], arguments: [],
  });
  loadLibraries(M, header, libraries && new WebAssembly.Module(new Uint8Array(libraries)));
  image.complete();
  M.HEAP32[header.countArgs / 4] = M._PyEM_CountArgsPtr;
  M.FS.mkdirTree("/lib");
  M.FS.writeFile(STDLIB, fs.readFileSync(path.join(places.out, "stdlib.zip")));
  M.FS.writeFile(ARCHIVE, fs.readFileSync(path.join(places.out, `${name}.zip`)));
  const call = bridge(M, header.entry);
  call("wake");
  if (desks) call("load", desks);
  const answer = callWithText(call, "probe");
  if (answer !== header.probe) throw new Error(`the probe's answer is ${answer}, not ${header.probe}`);
  lend(M, ["roads.py", "exercise.py"], "/tmp");
  run(M, `handbook_exercise.exercise(frames=${name === "core" ? "False" : "True"})`);
  if (callWithText(call, "start", 'exercise\0{"op": "template"}', new Uint8Array(9)) || !callWithText(call, "step")) throw new Error("no answer");
  call("payload");
  call("close");
  return { M, desks: call("dump") };
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
