/** A table of the text that is wider than its place scrolls inside itself: then it is a stop for the keyboard, with a name. */

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target instanceof HTMLElement) follow(target);
  }
});

/** Watch the tables of the page: the theme has put each into a box that scrolls; elsewhere the table is that box itself. */
export function nameWideTables() {
  for (const place of document.querySelectorAll(".md-typeset__scrollwrap, .slim-main table")) observer.observe(place);
}

/** @param {HTMLElement} place */
function follow(place) {
  if (place.scrollWidth <= place.clientWidth) {
    for (const name of ["tabindex", "role", "aria-label"]) place.removeAttribute(name);
    return;
  }
  place.tabIndex = 0;
  place.setAttribute("aria-label", nameOf(place));
  if (!(place instanceof HTMLTableElement)) place.setAttribute("role", "region"); // a table stays one
}

/** The heading that a table stands under names it. @param {HTMLElement} place */
function nameOf(place) {
  const before = [...document.querySelectorAll(".md-typeset :is(h1, h2, h3, h4)")]
    .filter((heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
  const heading = before.at(-1)?.cloneNode(true);
  if (!(heading instanceof HTMLElement)) return "表格";
  for (const extra of heading.querySelectorAll(".headerlink, .clause-id, .cite")) extra.remove();
  return `${heading.textContent?.trim()}：表格`;
}
