/**
 * Brings in the theme's script where a calculator is on the page. It takes a quarter of a second of the processor, just when
 * the interpreter starts: so it waits until that runs and what was pasted is scored (site.js says so), but no longer than it
 * takes the reader to touch, or to point at, anything but the calculator.
 *
 * A plain script, in place of the theme's: where no modules run, the theme comes all the same.
 */

(() => {
  /** Milliseconds; whoever has a slow device or a large table should not be without the theme for good. */
  const LONGEST = 3000;
  const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin"];
  const { theme = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const page = /** @type {{handbookStarted?: Promise<void>, document$?: {next(page: Document): void}}} */ (/** @type {unknown} */ (globalThis));
  let asked = false;

  /** @param {Event} event */
  function noteSign({ type, target }) {
    const element = target instanceof Element ? target : null;
    if (element?.closest(".kpi-calculator, [data-calculator]")) return;
    if (type !== "pointermove" || element?.closest("a, button, input, label, summary")) bring();
  }

  function bring() {
    if (asked) return;
    asked = true;
    for (const sign of SIGNS) removeEventListener(sign, noteSign, { capture: true });
    const script = document.createElement("script");
    script.src = theme;
    script.addEventListener("load", () => {
      // It waits for DOMContentLoaded, which is over, to pass the page on to its parts.
      page.document$?.next(document);
      document.dispatchEvent(new Event("handbook-theme"));
    });
    document.body.append(script);
  }

  /** Python is there, or will not be; unless a calculator took it over meanwhile. */
  function followStart() {
    void page.handbookStarted?.then(bring);
  }

  document.addEventListener("DOMContentLoaded", () => {
    // The reader wants a certain place, which the theme finds, closing its menus as it does; or no module will ever run.
    if (location.hash || location.protocol === "file:") return bring();
    for (const sign of SIGNS) addEventListener(sign, noteSign, { capture: true, passive: true });
    const early = document.querySelector("script[data-sets]");
    if (page.handbookStarted) followStart();
    else early?.addEventListener("load", followStart);
    document.addEventListener("handbook-rest", bring);
    setTimeout(bring, LONGEST);
  });
})();
