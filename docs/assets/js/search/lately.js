/** On the home page: what the reader opened lately, and what often. */

import { button, el, replace } from "../dom.js";
import { address } from "./client.js";
import { forgetVisits, oftenVisited, visits } from "./visits.js";

const SHOWN = 5;

/** @param {HTMLElement} place */
export function mountLately(place) {
  const lately = visits().slice(0, SHOWN);
  if (lately.length === 0) return replace(place);
  const often = oftenVisited(SHOWN);
  replace(place, group("最近看过", lately), often.length > 0 && group("常看", often),
    el("p", { class: "kpi-hint" }, "只记在这台设备上。",
      button("清除", () => { forgetVisits(); replace(place); }, { class: "kpi-button kpi-button--small" })));
}

/** @param {string} heading @param {import("./visits.js").Visit[]} list */
function group(heading, list) {
  return el("section", { class: "lately__group", "aria-label": heading }, el("h2", {}, heading),
    el("ul", {}, ...list.map(({ url, title }) => el("li", {}, el("a", { href: address(url).href }, title)))));
}
