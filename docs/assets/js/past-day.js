/**
 * What the 404 page does for `/c/KH-204/2026-07-01/`: pages exist for the days on which a revision began, so any other day
 * leads to the one in force then. Ids in another spelling (`/c/kh204/`) lead to the right one.
 */

import { findClauses, readClauses } from "./clause-index.js";
import { inForce } from "./days.js";
import { el, replace } from "./dom.js";

const ADDRESS = /^(.*\/)c\/([A-Za-z]{2,3})(?:[-_ ]?([0-9]{3}))?(?:\/([0-9]{4}-[0-9]{2}-[0-9]{2}))?\/?$/;

/** @param {Element} place */
export async function mountPastDay(place) {
  const match = ADDRESS.exec(decodeURI(location.pathname));
  if (!match) return;
  const [, base = "/", code = "", number = "", day = ""] = match;
  const root = new URL(base, location.href).href;
  const clauses = await readClauses(root);
  if (!number) return openDocument(place, root, code.toUpperCase(), day, clauses);
  const [clause] = findClauses(clauses, `${code}-${number}`);
  if (!clause) return replace(place, el("p", {}, `手册里没有 ${code}-${number} 这一条。`));
  const revision = day ? inForce(clause.days.map(([n, date]) => ({ n, day: date })), day) : undefined;
  const own = `c/${clause.id}/`;
  if (!day) location.replace(new URL(own + location.search, root));
  else if (revision && revision.n > 0) location.replace(new URL(`${own}${revision.day}/`, root));
  else {
    replace(place, el("p", {}, `${day} 那一天还没有 ${clause.id} ${clause.title}，它自 ${clause.days[0]?.[1]} 起适用。`,
      el("a", { href: new URL(own, root).href }, "看这一条")));
  }
}

/**
 * @param {Element} place
 * @param {string} root
 * @param {string} code
 * @param {string} day
 * @param {import("./clause-index.js").ClauseEntry[]} clauses
 */
function openDocument(place, root, code, day, clauses) {
  const days = clauses.filter(({ id, revision }) => id.startsWith(`${code}-`) && revision > 0).flatMap((each) => each.days);
  const began = inForce(days.map(([, date]) => ({ day: date })).sort((a, b) => (a.day < b.day ? -1 : 1)), day);
  if (began) location.replace(new URL(`c/${code}/${began.day}/`, root));
  else if (days.length > 0) replace(place, el("p", {}, `${day} 那一天还没有这份制度。`));
}
