/** Days as 2026-12-01, which compare as texts. */

/** @typedef {{number: number, day: string}} Revision which one, and from which day it applies */

/** The reader's day. */
export function today() {
  const now = new Date();
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * The revision that applies on a day; of several from one day the last counts.
 * @template {{day: string}} R
 * @param {R[]} revisions  oldest first
 * @param {string} day
 * @returns {R | undefined} undefined before the first
 */
export function inForce(revisions, day) {
  return [...revisions].reverse().find((revision) => revision.day <= day);
}
