/**
 * Instant navigation wherever the site is served. Material compares links with sitemap.xml, which holds the address that
 * the site was built for, and adapts only its protocol and host name: on another port or in a subfolder no link would
 * match, every click would load the page anew, and the running interpreter and the paste would be lost. So the
 * sitemap's addresses are moved, as it is parsed, to where this page was served from.
 *
 * A plain script, before the theme's: it must be there when the theme asks for the sitemap.
 */

(() => {
  const canonical = document.querySelector("link[rel=canonical]");
  if (!(canonical instanceof HTMLLinkElement)) return;
  const built = canonical.href.split("/");
  const served = (location.origin + location.pathname).split("/");
  while (built.length > 3 && served.length > 3 && built.at(-1) === served.at(-1)) {
    built.pop();
    served.pop();
  }
  const from = `${built.join("/")}/`;
  const to = `${served.join("/")}/`;
  if (from === to) return;

  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function parseFromString(text, type) {
    const moved = type === "text/xml" ? text.replaceAll(`<loc>${from}`, () => `<loc>${to}`) : text;
    return parse.call(this, moved, type);
  };
})();
