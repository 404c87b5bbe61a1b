/** What a newcomer has ticked and answered, kept in this browser by page. Never sent anywhere. */

import * as kept from "./kept.js";

/** By item: true for a tick, the number of the choice (from 0) for an answer.
 * @typedef {Record<string, true | number>} Marks */

const PREFIX = "handbook.onboarding.";

/** @param {string} path  id of the page @returns {Marks} what is sound in what is kept; another tab may have added to it */
export function recall(path) {
  const stored = kept.recall(PREFIX + path);
  if (typeof stored !== "object" || stored === null) return {};
  const sound = Object.entries(stored).filter(([, mark]) => mark === true || Number.isInteger(mark));
  return /** @type {Marks} */ (Object.fromEntries(sound));
}

/**
 * @param {string} path
 * @param {string} item
 * @param {true | number | null} mark  null: no longer ticked
 */
export function remember(path, item, mark) {
  const { [item]: _, ...others } = recall(path);
  kept.keepTyped(PREFIX + path, mark === null ? others : { ...others, [item]: mark });
}

/** @param {string} path */
export function forget(path) {
  kept.forget(PREFIX + path);
}

/** Whether marks outlive the visit here. @returns {boolean} */
export function lasting() {
  try {
    localStorage.setItem(`${PREFIX}?`, "1");
    localStorage.removeItem(`${PREFIX}?`);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}
