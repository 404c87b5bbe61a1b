/**
 * Python in this worker: from an image of an interpreter that has everything imported, or, where that cannot be trusted,
 * by the ordinary way. Both give the same results.
 */

import { readManifest } from "./files.js";
import { startOrdinary } from "./ordinary.js";
import { startRestored } from "./restored.js";

/** @typedef {import("./handler.js").Interpreter} Interpreter */
/** @typedef {import("./handler.js").Report} Report */
/** @typedef {Pick<Interpreter, "need" | "begin"> & {memory(): number}} Engine  memory: bytes that Python may use now */
/** @typedef {import("../protocol.js").PackageSet} PackageSet */
/** @typedef {import("../protocol.js").StartReport} StartReport */

/**
 * Bring Python up, ready to take requests.
 * @param {Report} report
 * @param {PackageSet[]} sets  what the first requests will need
 * @returns {Promise<Interpreter>}
 */
export async function startInterpreter(report, sets) {
  const began = performance.now();
  const manifest = await readManifest();
  /** @type {StartReport} */
  const started = { path: "ordinary", image: null, refused: null, steps: [], bytes: 0 };
  const step = (/** @type {string} */ name) => void started.steps.push({ name, at: Math.round(performance.now() - began) });
  step("清单");
  /** @type {Engine} */
  let engine;
  try {
    engine = await startRestored(manifest, sets.includes("pandas") ? "pandas" : "core", report, started, step);
  } catch (error) {
    started.refused = error instanceof Error ? error.message : String(error);
    step("改用普通方式");
    engine = await startOrdinary(manifest, report);
    step("普通启动");
  }
  return { build: manifest.build, started: () => ({ ...started, memory: engine.memory() }), need: engine.need, begin: engine.begin };
}
