/** The announcement being put together: which clauses, in which order. Kept on this device only. */

import { forget, keepTyped, recall } from "./kept.js";

/** @typedef {{id: string, whole: boolean}} Picked a clause and whether all of its text is quoted */
/** @typedef {{picked: Picked[], template: string, title: string, day: string, note: string}} Draft */

const KEY = "handbook.announcement";
/** @type {Draft} */
const EMPTY = { picked: [], template: "", title: "", day: "", note: "" };

/** @returns {Draft} */
export function draft() {
  const kept = recall(KEY);
  return typeof kept === "object" && kept !== null && "picked" in kept ? /** @type {Draft} */ ({ ...EMPTY, ...kept }) : EMPTY;
}

/** @param {Partial<Draft>} change @returns {Draft} */
export function changeDraft(change) {
  const changed = { ...draft(), ...change };
  keepTyped(KEY, changed);
  return changed;
}

/** Put a clause at the end, unless it is there. @param {string} id @returns {number} how many there are */
export function addToDraft(id) {
  const { picked } = draft();
  if (picked.some((each) => each.id === id)) return picked.length;
  return changeDraft({ picked: [...picked, { id, whole: false }] }).picked.length;
}

export function forgetDraft() {
  forget(KEY);
}
