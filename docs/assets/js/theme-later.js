/**
 * Brings in the theme's script where a calculator is on the page. It takes a quarter of a second of the processor, just when
 * the interpreter starts: so it waits until that runs and what was pasted is scored (site.js says so), but no longer than it
 * takes the reader to turn to anything but the calculator.
 *
 * A plain script, in place of the theme's: where no modules run, the theme comes all the same.
 */

(() => {
  /** Milliseconds; whoever has a slow device or a large table should not be without the theme for good. */
  const LONGEST = 3000;
  const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin"];
  const { theme = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const page = /** @type {{handbookStarted?: Promise<void> | null, document$?: {next(page: Document): void}}} */ (/** @type {unknown} */ (window));
  const address = new URL(theme, location.href).href;
  // Other addresses may belong to this document too: those between which the theme went.
  const { pathname } = location;
  let asked = false;

  /** @param {Event} event */
  function noteSign({ target }) {
    if (!(target instanceof Element && target.closest(".kpi-calculator, [data-calculator]"))) bring();
  }

  /** Who goes back to another page of this document finds nobody who would fetch it. */
  function noteReturn() {
    if (location.pathname !== pathname) location.reload();
  }

  function bring() {
    if (asked || location.pathname !== pathname) return;
    asked = true;
    for (const sign of SIGNS) removeEventListener(sign, noteSign, { capture: true });
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => {
      removeEventListener("popstate", noteReturn);
      passOn();
    });
    document.body.append(script);
    const preload = document.querySelector("link[rel=preload][as=script]");
    if (preload) preload.remove(); // the theme writes every address anew, and this one would be fetched again
  }

  /**
   * The theme waits for DOMContentLoaded, which is over, to pass the page on to its parts. It puts tables into boxes then: not
   * under a finger that is about to let go of a link, and what has the focus or is selected stays so.
   */
  function passOn() {
    if (document.querySelector("table:active")) {
      setTimeout(passOn, 50);
      return;
    }
    const back = placesOf();
    // Whoever followed a link meanwhile has a page that the theme itself passes on.
    if (page.document$ && location.pathname === pathname) page.document$.next(document);
    document.dispatchEvent(new Event("handbook-theme"));
    back();
  }

  /** What tables lose when they are moved. @returns {() => void} gives it back */
  function placesOf() {
    const { activeElement } = document;
    const selection = getSelection();
    const range = selection && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const { startContainer, startOffset, endContainer, endOffset } = range || new Range();
    const scrolled = [...document.querySelectorAll(".md-typeset table:not([class])")]
      .filter(({ scrollLeft }) => scrollLeft > 0).map((table) => ({ table, left: table.scrollLeft }));
    return () => {
      if (activeElement instanceof HTMLElement && activeElement !== document.activeElement) activeElement.focus({ preventScroll: true });
      if (selection && range) selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
      for (const { table, left } of scrolled) {
        const box = table.closest(".md-typeset__scrollwrap");
        if (box) box.scrollLeft = left;
      }
    };
  }

  function noteStart() {
    if (page.handbookStarted === null) bring();
  }

  addEventListener("popstate", noteReturn);
  document.addEventListener("DOMContentLoaded", () => {
    // The reader wants a certain place, which the theme finds, closing its menus as it does; or no module will ever run.
    if (location.hash || location.protocol === "file:") return bring();
    for (const sign of SIGNS) addEventListener(sign, noteSign, { capture: true, passive: true });
    const early = document.querySelector("script[data-sets]");
    noteStart();
    if (early) early.addEventListener("load", noteStart);
    document.addEventListener("handbook-rest", bring);
    setTimeout(bring, LONGEST);
  });
})();
