/**
 * Python in this worker: from an image of an interpreter that has everything imported, or, where that cannot be trusted,
 * by the ordinary way. Both give the same results.
 */

import { readManifest } from "./files.js";
import { startOrdinary } from "./ordinary.js";
import { startRestored } from "./restored.js";

/** @typedef {import("./handler.js").Interpreter} Interpreter */
/** @typedef {import("./handler.js").Report} Report */
/** @typedef {import("./files.js").Manifest} Manifest */
/** @typedef {Pick<Interpreter, "need" | "begin" | "rehearse" | "forget"> & {memory(): number, dump?(): Uint8Array}} Engine  memory: bytes
 * that Python may use now; dump: what another interpreter needs to take over, where there is another way */
/** @typedef {import("../protocol.js").PackageSet} PackageSet */
/** @typedef {import("../protocol.js").StartReport} StartReport */
/** What is noted while it comes up. @typedef {Pick<StartReport, "image" | "refused" | "steps">} Account */

/**
 * Bring Python up, ready to take requests.
 * @param {Report} report
 * @param {ReadonlySet<PackageSet>} wanted  what requests need; it grows while they come
 * @param {{careful?: boolean, manifest?: unknown}} wish  careful: after a worker stopped, take the way that nothing is left out
 *   of; manifest: the list of files, where the page has it already
 * @returns {Promise<Interpreter>}
 */
export async function startInterpreter(report, wanted, { careful = false, manifest: known }) {
  const began = performance.now();
  /** @type {Account} */
  const account = { image: null, refused: null, steps: [] };
  const step = (/** @type {string} */ name) => void account.steps.push({ name, at: Math.round(performance.now() - began) });
  const manifest = known ? /** @type {Manifest} */ (known) : await readManifest();
  step("清单");
  /** @type {Engine} */
  let engine;
  try {
    if (careful) throw new Error("上一个计算进程意外停止，这次走稳妥的路");
    engine = await startRestored(manifest, wanted, report, account, step);
  } catch (error) {
    account.refused = error instanceof Error ? error.message : String(error);
    step("改用普通方式");
    engine = await startOrdinary(manifest, report);
    step("普通启动");
  }
  return {
    build: manifest.build,
    started: () => reportOf(account, engine.memory()),
    async need(set, reportLoading) {
      try {
        await engine.need(set, reportLoading);
      } catch (error) {
        const desk = engine.dump?.();
        if (!desk) throw error;
        step("改用普通方式");
        engine = await startOrdinary(manifest, reportLoading, desk); // where this fails too, the one that runs goes on
        account.image = null;
        account.refused = error instanceof Error ? error.message : String(error);
        await engine.need(set, reportLoading);
        step("普通启动");
      }
    },
    rehearse: () => engine.rehearse(),
    begin: (page, request, payload) => engine.begin(page, request, payload),
    forget: (page) => engine.forget(page),
  };
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
