/**
 * What is stored on this device without being asked: in idle time, the handbook first, and never more than a phone or a
 * slow line should bear. The page 离线使用 offers the rest.
 */

import { whenIdle } from "../idle.js";
import { recall } from "../kept.js";
import { container, parts, registration, storeHandbook, storePart, tidyParts } from "./copy.js";

/** @typedef {import("../runtime.js").Runtime} Runtime */
/** @typedef {import("./copy.js").PartName} PartName */
/** @typedef {{saveData?: boolean, effectiveType?: string, type?: string}} Connection */

/** The reader does not want a copy on this device. */
export const REFUSED = "handbook.offline";
/** Somebody who pastes at once has all of the device, so many milliseconds long. */
const SETTLED = 3000;
/** A larger handbook is stored only when asked for, in bytes. */
export const MOST = 8 * 1024 * 1024;

/**
 * @param {number} bytes  of the handbook's copy
 * @param {Runtime} runtime
 */
export async function storeUnasked(bytes, runtime) {
  if (!container() || recall(REFUSED) === "no") return;
  const { connection = {} } = /** @type {{connection?: Connection}} */ (/** @type {unknown} */ (navigator));
  const sparing = connection.saveData === true || /2g/.test(connection.effectiveType ?? "");
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  await idle(runtime);
  if (!(await registration())?.active && (sparing || bytes > MOST || await storeHandbook(bytes) !== "done")) return;
  if (sparing) return;
  const onPhone = connection.type === "cellular" || matchMedia("(pointer: coarse)").matches;
  await tidyParts(await parts());
  await storeParts(runtime, onPhone);
  if (onPhone) runtime.subscribe(({ kind }) => { if (kind === "ready") void storeParts(runtime, onPhone); });
}

/** @param {Runtime} runtime @param {boolean} usedOnly */
async function storeParts(runtime, usedOnly) {
  for (const part of await parts()) {
    if (part.stored || (usedOnly && !used(runtime).includes(part.name))) continue;
    await idle(runtime);
    if (recall(REFUSED) === "no" || await storePart(part) !== "done") return;
  }
}

/** What this visit fetched already: to keep it costs no traffic. @param {Runtime} runtime @returns {PartName[]} */
function used({ started }) {
  return started?.image === "pandas" ? ["score", "tables"] : started?.image === "core" ? ["score"] : [];
}

/** Wait until the browser has nothing better to do, least of all to start the interpreter. @param {Runtime} runtime */
async function idle(runtime) {
  await new Promise((resolve) => {
    if (runtime.state.kind !== "loading") return resolve(null);
    const stop = runtime.subscribe(({ kind }) => { if (kind !== "loading") { stop(); resolve(null); } });
  });
  await whenIdle();
}
