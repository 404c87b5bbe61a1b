/** All clauses, light: what an address or a citation may mean. */

/** @typedef {{id: string, title: string, document: string, chapter: string, number: string, revision: number, date: string,
 *   repealed: boolean, days: [number, string][], audience: string[], context: string}} ClauseEntry */

const CLAUSES_JSON = "assets/clauses.json";
const DIGITS = "零一二三四五六七八九";

/** @param {string} root @returns {Promise<ClauseEntry[]>} fails as `fetch` does, and when the site answers with a fault */
export async function readClauses(root) {
  const response = await fetch(new URL(CLAUSES_JSON, root));
  if (!response.ok) throw new TypeError(`${CLAUSES_JSON}: ${response.status}`);
  return await response.json();
}

/**
 * What a person may have meant: an id in any spelling, 第十三条 with or without a document, or words of a title.
 * @param {ClauseEntry[]} clauses
 * @param {string} query
 */
export function findClauses(clauses, query) {
  const asked = query.normalize("NFKC").trim();
  const id = /([A-Za-z]{2,3})[-‐-―−_ ]*([0-9]{3})(?![0-9])/.exec(asked);
  if (id) return clauses.filter((each) => each.id === `${id[1]?.toUpperCase()}-${id[2]}`);
  const cited = /^《?(.*?)》?\s*第\s*([零〇一二三四五六七八九十百千0-9]+)\s*条/.exec(asked);
  if (cited) {
    const [, document = "", written = ""] = cited;
    const number = `第${/^[0-9]+$/.test(written) ? chinese(Number(written)) : written}条`;
    const same = clauses.filter((each) => each.number === number && each.context && each.document.includes(document));
    const exact = same.filter((each) => each.document === document);
    return exact.length > 0 ? exact : same;
  }
  return asked ? clauses.filter((each) => `${each.document} ${each.title}`.includes(asked)) : [];
}

/** A number as articles are numbered, up to 9999. @param {number} value */
export function chinese(value) {
  let written = "";
  let gap = false;
  for (const [unit, name] of /** @type {[number, string][]} */ ([[1000, "千"], [100, "百"], [10, "十"], [1, ""]])) {
    const digit = Math.floor(value / unit) % 10;
    if (digit) written += (gap ? "零" : "") + DIGITS[digit] + name;
    gap = digit === 0 && written !== "";
  }
  return value >= 10 && value < 20 ? written.slice(1) : written;
}
