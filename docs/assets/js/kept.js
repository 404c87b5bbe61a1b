/** What a reader leaves on this device: small values in local storage; where that is refused, for the visit only. */

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

/** @param {string} key */
export function forget(key) {
  visit.delete(key);
  try {
    localStorage.removeItem(key);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
