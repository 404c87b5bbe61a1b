/**
 * Whether what was calculated last began with an order log. Who works with logs has pandas come up at once the next time, in
 * place of an interpreter without it and then another one with it. early.js reads the same note by itself: it imports nothing.
 */

import { forget, keep, recall } from "./kept.js";
import { savesData } from "./sparing.js";

const LOG_USED = "handbook.log-used";

/** Whether to expect another log. */
export const expectsLog = () => !savesData() && recall(LOG_USED) === true;

/** @param {boolean} used  a log, and not a table */
export function noteLog(used) {
  if (used) keep(LOG_USED, true);
  else forget(LOG_USED);
}
