/**
 * A copy of the site that was opened as a file. Browsers run no modules there and show a folder's files instead of its
 * index.html: links get the name of the page, and whatever needs the modules says that it does not work here.
 *
 * A plain script, before the theme's.
 */

(() => {
  if (location.protocol !== "file:") return;

  const NOTES = /** @type {[selector: string, text: string][]} */ ([
    [".kpi-calculator, [data-calculator]", "计算器不能从文件里运行：要算，请用浏览器打开手册的网址。"],
    [".diag, .offline-desk, .announcement-desk, .my-changes", "这里要用手册的网址打开才能用。从文件打开的这一份只能阅读和打印。"],
    [".path-desk", "从文件打开的这一份可以阅读，勾选和答案记不住：要记住，请打开手册的网址。"],
    [".blank-form[data-form]", "从文件打开的这一份可以打印出来用笔填：要在网页里填，请打开手册的网址。"],
  ]);

  /** Address of the site's root: this script lies in assets/js-…/. */
  const root = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src);

  /** @param {string} text */
  function note(text) {
    const said = document.createElement("p");
    said.className = "kpi-card from-file";
    said.append(text);
    return said;
  }

  /** Name the page that a link to a folder means. @param {HTMLAnchorElement} link */
  function nameThePage(link) {
    const address = new URL(link.href);
    if (address.protocol !== "file:" || !address.pathname.endsWith("/")) return;
    address.pathname += "index.html";
    address.search = "";
    link.href = address.href;
  }

  /** The box opens, and says why it finds nothing. */
  function tellSearch() {
    const said = document.getElementById("search-said");
    const input = document.querySelector("[data-search] input");
    const toggle = document.getElementById("__search");
    if (!said || !input || !(toggle instanceof HTMLInputElement)) return;
    const index = document.createElement("a");
    index.href = new URL("a-z/index.html", root).href;
    index.append("索引");
    said.append("从文件打开的这一份不能搜索。请看", index, "，或用浏览器打开手册的网址。");
    input.addEventListener("focus", () => {
      toggle.checked = true;
      toggle.dispatchEvent(new Event("change"));
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("a[href]")) if (link instanceof HTMLAnchorElement) nameThePage(link);
    for (const [selector, text] of NOTES) {
      for (const place of document.querySelectorAll(selector)) place.prepend(note(text));
    }
    tellSearch();
  });
})();
