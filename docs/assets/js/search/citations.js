/** Records that a query names outright: by id, by article number, by whole title. */

/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./ranking.js").Prepared} Prepared */

/**
 * @param {Query} query
 * @param {Prepared[]} records
 * @returns {Prepared[]} in the order of the menu; empty where nothing is named
 */
export function cited(query, records) {
  if (query.id) {
    const own = records.filter(({ source }) => (source.id ?? "").replaceAll("-", "").toLowerCase() === query.id.replaceAll("-", ""));
    if (own.length > 0) return own.sort((a, b) => Number(b.source.lead ?? false) - Number(a.source.lead ?? false));
  }
  return query.citation ? byNumber(query.citation, records) : [];
}

/** @param {import("./query.js").Citation} citation @param {Prepared[]} records */
function byNumber({ document, chapter, article }, records) {
  const clauses = records.filter(({ source }) => source.article && (!document || (source.place ?? "").split(" › ")[0]?.includes(document)));
  if (article === 0) return clauses.filter(({ source }) => source.chapter === chapter);
  const numbered = clauses.filter(({ source }) => source.article === article && (!chapter || source.chapter === chapter));
  if (numbered.length > 0 || !chapter) return numbered;
  // Some count the clauses of each chapter anew.
  return chapters(clauses.filter(({ source }) => source.chapter === chapter)).flatMap((own) => own[article - 1] ?? []);
}

/** @param {Prepared[]} clauses @returns {Prepared[][]} by article */
function chapters(clauses) {
  /** @type {Map<string, Prepared[]>} */
  const byPage = new Map();
  for (const clause of clauses) {
    const page = clause.source.url.replace(/#.*/, "");
    byPage.set(page, [...(byPage.get(page) ?? []), clause]);
  }
  return [...byPage.values()];
}
