/** Tables of the lead calculators' results. */

import { el } from "../dom.js";

/** @typedef {import("../dom.js").Child} Child */

/** @param {...Child} content */
export function cell(...content) {
  return el("td", { class: "kpi-number" }, ...content);
}

/** The first heading names the rows and stays in view. @param {string} first @param {...string} rest */
export function headRow(first, ...rest) {
  return el("tr", {}, el("th", { scope: "col", class: "kpi-sticky" }, first), ...rest.map((text) => el("th", { scope: "col", class: "kpi-number" }, text)));
}

/**
 * A table that scrolls inside itself.
 * @param {string} label
 * @param {HTMLElement} head
 * @param {HTMLElement[]} rows
 */
export function scrolling(label, head, rows) {
  return el("div", { class: "kpi-scroll", role: "region", "aria-label": `${label}表`, tabindex: 0 },
    el("table", { class: "kpi-table calc-table" }, el("thead", {}, head), el("tbody", {}, ...rows)));
}

/**
 * A table of texts, numbers to the right; the first column names the rows.
 * @param {string} label
 * @param {string[]} headings
 * @param {string[][]} rows
 */
export function plainTable(label, headings, rows) {
  const isNumber = headings.map((_, place) => rows.every((row) => /^([-+]?[0-9]|$)/.test(row[place] ?? "")));
  const kind = (/** @type {number} */ place) => isNumber[place] && "kpi-number";
  const head = headings.map((text, place) => el("th", { scope: "col", class: place ? kind(place) : "kpi-sticky" }, text));
  return scrolling(label, el("tr", {}, ...head), rows.map((row) => el("tr", {}, ...row.map((text, place) =>
    place ? el("td", { class: kind(place) }, text) : el("th", { scope: "row", class: "kpi-sticky" }, text)))));
}
