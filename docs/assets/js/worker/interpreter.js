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
/** What is noted while it comes up. @typedef {Pick<StartReport, "image" | "refused" | "steps">} Account */

/**
 * Bring Python up, ready to take requests.
 * @param {Report} report
 * @param {PackageSet[]} sets  what the first requests will need
 * @returns {Promise<Interpreter>}
 */
export async function startInterpreter(report, sets) {
  const began = performance.now();
  /** @type {Account} */
  const account = { image: null, refused: null, steps: [] };
  const step = (/** @type {string} */ name) => void account.steps.push({ name, at: Math.round(performance.now() - began) });
  const manifest = await readManifest();
  step("清单");
  /** @type {Engine} */
  let engine;
  try {
    engine = await startRestored(manifest, sets.includes("pandas") ? "pandas" : "core", report, account, step);
  } catch (error) {
    account.refused = error instanceof Error ? error.message : String(error);
    step("改用普通方式");
    engine = await startOrdinary(manifest, report);
    step("普通启动");
  }
  const { need, begin } = engine;
  return { build: manifest.build, started: () => reportOf(account, engine.memory()), need, begin };
}

/**
 * @param {Account} account
 * @param {number} memory
 * @returns {StartReport}
 */
function reportOf(account, memory) {
  const files = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))
    .filter(({ name }) => name.includes("/assets/runtime/"));
  return {
    ...account, path: account.refused === null ? "image" : "ordinary", memory, files: files.length,
    bytes: files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    fetched: files.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
}
