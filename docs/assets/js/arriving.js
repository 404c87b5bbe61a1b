/**
 * Whoever follows a link to another page arrives at the clause that it names, or at the top. Under instant navigation the theme
 * moves there itself, but now and then before the page is laid out: then the reader stays as far down as the page before was read.
 */

/** The address of the link that was clicked last. */
let followed = "";

/** Remember which link is followed. @param {MouseEvent} event */
export function noteFollowed(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  followed = link instanceof HTMLAnchorElement ? link.href : "";
}

/** Go to what the address points to, or to the top, when the page has come by a link; back and forward are the theme's. */
export function arrive() {
  if (location.href !== followed) return;
  followed = "";
  const { hash } = location;
  const target = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : document.documentElement;
  requestAnimationFrame(() => requestAnimationFrame(() => target?.scrollIntoView()));
}
