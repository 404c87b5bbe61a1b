/** Marks on the page that a result opened, what was searched for; the address then forgets it. */

import { el } from "../dom.js";
import { fold } from "./fold.js";
import { spansOf } from "./excerpt.js";

const PARAMETER = "h";

export function highlight() {
  const here = new URL(location.href);
  const query = here.searchParams.get(PARAMETER);
  const article = document.querySelector("article.md-content__inner");
  if (!query || !article) return;
  here.searchParams.delete(PARAMETER);
  history.replaceState(history.state, "", here);
  const words = fold(query).split(/\s/).filter((word) => word.length > 1);
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) mark(text, words);
}

/** @param {Text} text @param {string[]} words */
function mark(text, words) {
  const spans = spansOf(text.data, words);
  if (spans.length === 0 || text.parentElement?.closest("svg, script, style, textarea")) return;
  for (const { start, end } of spans.reverse()) {
    const found = text.splitText(start);
    found.splitText(end - start);
    found.replaceWith(el("mark", { "data-md-highlight": true }, found.data));
  }
}
