/** What the page around a calculator holds: its examples, its links to clauses. */

import { el } from "../dom.js";

/** Rows of the page's first example table of this name. @param {string} name */
export function exampleOf(name) {
  return rowsOf(document.querySelector(`.md-content [data-example] [data-table="${name}"] table`));
}

/** @param {Element | null} table @returns {string[][]} */
export function rowsOf(table) {
  return [...table?.querySelectorAll("tr") ?? []].map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent?.trim() ?? ""));
}

/** A link to a clause that the page refers to. @param {string} id */
export function clauseLink(id) {
  const known = document.querySelector(`.md-content a[href$="#${id}"], .md-content a[href*="/c/${id}/"]`);
  if (!(known instanceof HTMLAnchorElement)) return el("span", {}, id);
  return el("a", { href: known.href, title: known.textContent }, id);
}
