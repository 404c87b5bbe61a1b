/**
 * What a reader has before their eyes after following a result: the text of the section that an address opens, from its
 * heading to the next heading of any level. An address without a place in the page opens what stands above the first
 * heading after the title. Runs inside the tested page.
 */
(address) => {
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  /** Documents by address without the hash. @type {Map<string, Promise<Document>>} */
  const documents = (globalThis.sectionDocuments ??= new Map());

  /** @param {string} page */
  async function read(page) {
    const answer = await fetch(page);
    if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const node of parsed.querySelectorAll("script, style, .headerlink, .clause-related")) node.remove();
    return parsed;
  }

  return (async () => {
    const [page = "", hash = ""] = new URL(address, location.href).href.replace(/\?[^#]*/, "").split("#");
    if (!documents.has(page)) documents.set(page, read(page));
    const parsed = await documents.get(page);
    const article = parsed.querySelector("article") ?? parsed.body;
    const place = hash ? parsed.getElementById(decodeURIComponent(hash)) : article.querySelector("h1");
    if (!place) return `no such place: ${hash}`;
    const headings = [...article.querySelectorAll(HEADINGS)];
    const after = Node.DOCUMENT_POSITION_FOLLOWING;
    const isUpTo = (heading) => heading === place || heading.contains(place) || heading.compareDocumentPosition(place) & after;
    const first = headings.findLast(isUpTo);
    const next = headings[headings.indexOf(first) + 1];
    const range = parsed.createRange();
    if (first) range.setStartBefore(first);
    else range.setStart(article, 0);
    if (next) range.setEndBefore(next);
    else range.setEnd(article, article.childNodes.length);
    return range.toString();
  })();
}
