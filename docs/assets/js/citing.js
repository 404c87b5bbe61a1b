/**
 * The 引用 control of every clause heading: a link to the clause's page that, by script, opens a small menu instead:
 * copy the address, copy the citation, put the clause into the announcement.
 */

import { addToDraft } from "./announcement-draft.js";
import { copyText } from "./clipboard.js";
import { button, el } from "./dom.js";

/** @typedef {{id: string, address: string, citation: string, announcements: string}} Citation address and announcements
 * (the page that collects clauses) are whole addresses */

const SAID_FOR = 2500;

/** @type {HTMLElement | null} */
let open = null;

/** What a control cites. @param {HTMLAnchorElement} control @returns {Citation} */
function citationOf(control) {
  const { clause = "", citation = "", root = "./" } = control.dataset;
  return { id: clause, address: control.href, citation, announcements: new URL(`${root}announcements/`, location.href).href };
}

/** Open the menu where the click was on a control. @param {MouseEvent} event */
export function onCite(event) {
  const control = event.target instanceof Element ? event.target.closest("a.cite[data-clause]") : null;
  if (!(control instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) {
    if (open && event.target instanceof Node && !open.contains(event.target)) close();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (open) close();
  else show(control);
}

/** @param {HTMLAnchorElement} control */
function show(control) {
  const citation = citationOf(control);
  const items = [...actions(citation, (said) => say(control, said), "menuitem"),
    el("a", { role: "menuitem", class: "cite-item", href: citation.address }, "打开条款页")];
  const menu = el("div", { class: "cite-menu", role: "menu", "aria-label": `引用 ${citation.id}`,
    keydown: (/** @type {KeyboardEvent} */ event) => onKey(event, items) }, ...items);
  open = menu;
  control.setAttribute("aria-expanded", "true");
  control.after(menu);
  items[0]?.focus();
}

/**
 * The buttons for one clause, for the menu and for the clause's own page.
 * @param {Citation} citation
 * @param {(said: Node | string) => void} say  tells what was done
 * @param {"menuitem" | null} [role]
 */
export function actions(citation, say, role = null) {
  /** @param {string} label @param {() => Promise<Node | string> | Node | string} act */
  const item = (label, act) => button(label, async () => say(await act()), { role, class: "cite-item" });
  /** @param {string} text @param {string} what */
  const copy = async (text, what) => (await copyText(text) === "copied" ? `已复制${what}` : "请长按复制");
  return [
    item("复制链接", () => copy(citation.address, "链接")),
    item("复制引用文字", () => copy(`${citation.citation}\n${citation.address}`, "引用文字")),
    item("加入公告", () => {
      const count = addToDraft(citation.id);
      return el("span", {}, `已加入公告（共 ${count} 条）。`, el("a", { href: citation.announcements }, "去写公告"));
    }),
  ];
}

/** @param {KeyboardEvent} event @param {HTMLElement[]} items */
function onKey(event, items) {
  const at = items.findIndex((item) => item === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(at + step + items.length) % items.length]?.focus();
  else if (event.key === "Escape") close();
  else if (event.key === "Tab") close(false);
  else return;
  if (event.key !== "Tab") event.preventDefault();
}

/** @param {boolean} [back] whether the focus goes back to the control */
function close(back = true) {
  const control = open?.previousElementSibling;
  open?.remove();
  open = null;
  if (!(control instanceof HTMLElement)) return;
  control.removeAttribute("aria-expanded");
  if (back) control.focus();
}

/** @param {HTMLElement} control @param {Node | string} said */
function say(control, said) {
  close();
  const note = el("span", { class: "cite-said", role: "status" }, said);
  control.after(note);
  setTimeout(() => note.remove(), said instanceof Node ? 2 * SAID_FOR : SAID_FOR);
}
