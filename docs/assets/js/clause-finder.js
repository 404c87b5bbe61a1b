/** `/c/?q=第十三条`: open the clause that is meant, or list those that may be. */

import { findClauses, readClauses } from "./clause-index.js";
import { el, replace } from "./dom.js";
import { followScheme } from "./scheme.js";

const SHOWN = 50;
const root = new URL(document.body.dataset["root"] ?? "./", location.href).href;
followScheme(root);
const query = new URLSearchParams(location.search).get("q") ?? "";
const field = document.querySelector("#q");
const found = document.querySelector(".clause-found");
if (field instanceof HTMLInputElement) field.value = query;
if (query && found) void find(found);

/** @param {Element} place */
async function find(place) {
  let clauses;
  try {
    clauses = await readClauses(root);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    replace(place, el("p", { class: "clause-note" }, "条款清单没有取到，请检查网络后刷新；也可以在下面的清单里找。"));
    return;
  }
  const meant = findClauses(clauses, query);
  const [only] = meant;
  if (only && meant.length === 1) location.replace(new URL(`c/${only.id}/`, root));
  else if (only) {
    replace(place, el("p", {}, `“${query}”可能是下面 ${meant.length} 条中的一条：`),
      el("ul", { class: "clause-list" }, ...meant.slice(0, SHOWN).map((each) => el("li", {},
        el("a", { href: new URL(`c/${each.id}/`, root).href }, `${each.id} ${each.title}`),
        el("span", { class: "clause-place" }, ` ${each.document}${each.number}`)))),
      meant.length > SHOWN && el("p", {}, `只列出前 ${SHOWN} 条，请多写几个字。`));
  } else replace(place, el("p", { class: "clause-note" }, `没有找到“${query}”。编号如 KH-204，第几条写成“管理制度第十三条”。`));
}
