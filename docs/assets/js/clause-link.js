/** A scheme's clauses as links to where they stand in the handbook. */

import { el } from "./dom.js";

/**
 * @param {import("./protocol.js").SchemeFile} file
 * @param {string} id
 * @param {string} root  address of the site's root
 */
export function clauseLink(file, id, root) {
  const clause = Object.hasOwn(file.clauses, id) ? file.clauses[id] : undefined;
  if (!clause) return el("span", {}, id);
  const where = clause.document ? `${clause.document}${clause.article}` : null;
  return el("a", { href: new URL(clause.url, root).href, title: where }, `${id} ${clause.title}`.trim());
}
