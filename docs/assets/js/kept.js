/** What a reader leaves on this device: small values in local storage; where that is refused, for the visit only. */

import { today } from "./days.js";
import { unsaved } from "./unsaved.js";

/** What could not be stored. @type {Map<string, unknown>} */
const visit = new Map();
/** From which day each thing has been kept, for the page that lists them. */
const SINCE = "handbook.since";

/** @param {string} key @returns {unknown} null where nothing is kept */
export function recall(key) {
  if (visit.has(key)) return visit.get(key);
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch (error) {
    // Storage refused, or written by something else: nothing is kept.
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 * @returns {boolean} whether it outlives the visit
 */
export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    noteDay(key, true);
    visit.delete(key);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    visit.set(key, value); // refused or full
    return false;
  }
}

/**
 * The same for what somebody typed: where it does not outlive the visit, the browser asks before the page is left.
 * @param {string} key
 * @param {unknown} value
 * @returns {boolean} whether it outlives the visit
 */
export function keepTyped(key, value) {
  const lasts = keep(key, value);
  unsaved(key, lasts ? null : () => value);
  return lasts;
}

/** @param {string} key */
export function forget(key) {
  visit.delete(key);
  unsaved(key, null);
  try {
    localStorage.removeItem(key);
    noteDay(key, false);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** @param {string} key @returns {string | null} the day, as 2026-12-01; null where it was not noted */
export function sinceOf(key) {
  return days().get(key) ?? null;
}

/** @returns {Map<string, string>} */
function days() {
  const noted = recall(SINCE);
  const sound = typeof noted === "object" && noted !== null ? Object.entries(noted).filter(([, day]) => typeof day === "string") : [];
  return new Map(/** @type {[string, string][]} */ (sound));
}

/** @param {string} key @param {boolean} there */
function noteDay(key, there) {
  const noted = days();
  if (noted.has(key) === there) return;
  if (there) noted.set(key, today());
  else noted.delete(key);
  if (noted.size > 0) localStorage.setItem(SINCE, JSON.stringify(Object.fromEntries(noted)));
  else localStorage.removeItem(SINCE);
}
