/** Which clauses and pages a reader opened, for "read lately" and "read often"; kept on this device only. */

import { forget, keep, recall } from "../kept.js";
import { ROOT } from "../place.js";

/** @typedef {{url: string, title: string, times: number}} Visit url is relative to the root of the site */

const KEY = "handbook.visits";
const KEPT = 40;

/** @returns {Visit[]} latest first */
export function visits() {
  const kept = recall(KEY);
  return Array.isArray(kept) ? kept.filter(isVisit) : [];
}

/** @param {unknown} value @returns {value is Visit} */
function isVisit(value) {
  if (typeof value !== "object" || value === null) return false;
  const { url, title, times } = /** @type {Record<string, unknown>} */ (value);
  return typeof url === "string" && typeof title === "string" && typeof times === "number";
}

/** @param {string} url @param {string} title */
export function noteVisit(url, title) {
  const others = visits();
  const earlier = others.find((visit) => visit.url === url);
  // An address that was followed a moment ago is the same visit.
  if (others[0] === earlier && earlier) return;
  keep(KEY, [{ url, title, times: (earlier?.times ?? 0) + 1 }, ...others.filter((visit) => visit !== earlier)].slice(0, KEPT));
}

/** The clause that the page's address names, or that the page is about, was opened. */
export function noteReading() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const badge = place?.matches(".clause-heading") ? place.querySelector(".clause-id[data-clause]") : null;
  if (!place || !(badge instanceof HTMLElement)) return;
  const title = [...place.childNodes].filter((node) => node instanceof Text).map((node) => node.textContent).join("").trim();
  const url = location.href.replace(/[?][^#]*/, "").slice(ROOT.href.length);
  noteVisit(url, `${badge.dataset["clause"]} ${title}`);
}

/** Opened more than once, most often first. @param {number} count */
export function oftenVisited(count) {
  return visits().filter(({ times }) => times > 1).sort((a, b) => b.times - a.times).slice(0, count);
}

export function forgetVisits() {
  forget(KEY);
}
