/** The bar at the foot of every page: what concerns the whole site, a line for each matter. Lives for the whole visit. */

import { el, replace } from "../dom.js";

/** @typedef {"network" | "update" | "clock"} Matter */
/** @typedef {import("../dom.js").Child} Child */

/** @type {Map<Matter, HTMLElement>} */
const lines = new Map();
const node = el("div", { class: "site-bar kpi-noprint", role: "status" });

/** @param {Matter} matter @param {...Child} said  nothing: the matter is over */
export function tell(matter, ...said) {
  if (!node.isConnected) document.body.append(node);
  const before = lines.get(matter);
  const line = said.length > 0 ? el("div", { class: "site-bar__line" }, ...said) : null;
  // What is said already stays as it is: somebody may be pressing a button of the bar, and a press ends where it began.
  if (line ? before?.isEqualNode(line) : !before) return;
  if (line) lines.set(matter, line);
  else lines.delete(matter);
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  replace(node, ...lines.values());
  // Said here rather than found by `:has()`, for which the whole page is looked through with every change of it.
  document.documentElement.classList.toggle("has-site-bar", lines.size > 0);
  // Whoever pressed a button here by the keyboard goes on from here.
  const next = focused?.isConnected ? focused : focused && lines.get(matter)?.querySelector("button");
  if (next instanceof HTMLElement) next.focus();
}
