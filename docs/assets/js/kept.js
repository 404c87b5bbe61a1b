/** What a reader leaves on this device: small values in local storage; where that is refused, for the visit only. */

import { unsaved } from "./unsaved.js";

/** What could not be stored. @type {Map<string, unknown>} */
const visit = new Map();

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
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
