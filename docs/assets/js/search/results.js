/** What the search box shows: results, what was read before, and what to try where nothing was found. */

import { el } from "../dom.js";
import { address } from "./client.js";

/** @typedef {import("./protocol.js").Found} Found */
/** @typedef {import("./protocol.js").Hit} Hit */
/** @typedef {import("./protocol.js").Piece} Piece */
/** @typedef {import("./visits.js").Visit} Visit */

/** @param {Hit} hit @param {string} query what is to be marked on the page that it opens */
function resultItem(hit, query) {
  const url = address(hit.url);
  if (!hit.id || query.toUpperCase() !== hit.id) url.searchParams.set("h", query);
  return item(url.href, { "data-visit": hit.url, "data-title": `${hit.article ? `${hit.id} ` : ""}${hit.title.map(({ text }) => text).join("")}` },
    el("p", { class: "hit__head" }, el("span", { class: "hit__kind" }, hit.kind),
      el("span", { class: "hit__title" }, ...pieces(hit.title)), hit.id && el("span", { class: "hit__id" }, hit.id)),
    hit.place && el("p", { class: "hit__place" }, hit.place),
    el("p", { class: "hit__text" }, ...pieces(hit.excerpt)));
}

/** @param {Visit} visit */
export function visitItem({ url, title }) {
  return item(address(url).href, { "data-visit": url, "data-title": title }, el("p", { class: "hit__head" }, el("span", { class: "hit__title" }, title)));
}

/**
 * @param {string} href
 * @param {Record<string, string>} data
 * @param {...import("../dom.js").Child} children
 */
function item(href, data, ...children) {
  return el("li", { class: "md-search-result__item" },
    el("a", { class: "md-search-result__link", href, ...data }, el("article", { class: "md-search-result__article md-typeset hit" }, ...children)));
}

/** @param {Piece[]} parts */
function pieces(parts) {
  return parts.map(({ text, marked }) => (marked ? el("mark", {}, text) : text));
}

/** @param {Found} found @param {string} query @returns {HTMLLIElement[]} */
export function resultItems(found, query) {
  return found.hits.map((hit) => resultItem(hit, query));
}

/**
 * How many there are, in words for eyes and ears.
 * @param {Found} found
 * @param {string} query
 * @param {(name: string) => void} tryName
 * @returns {import("../dom.js").Child[]}
 */
export function resultSaid({ total, hits, nearest, guessed, complete }, query, tryName) {
  if (!complete) return [total > 0 ? `按标题先找到 ${total} 条，正在找全文…` : "正在找全文…"];
  if (total > 0) {
    const shown = hits.length < total ? `，先列 ${hits.length} 条` : "";
    return [guessed ? `没有“${query}”，按相近的字或拼音找到 ${total} 条${shown}` : `找到 ${total} 条${shown}`];
  }
  if (nearest.length === 0) return [`没有找到“${query}”。换个说法，或打编号、拼音试试。`];
  return [`没有找到“${query}”。试试相近的：`, ...nearest.flatMap((name) => [" ",
    el("button", { type: "button", class: "hit__try", click: () => tryName(name) }, name)])];
}
