/** The calculator's frame: numbered steps that read top down, and tabs for the ways in. */

import { button, el, uniqueId } from "./dom.js";

/**
 * @param {number} number
 * @param {string} title
 * @param {...Node} children
 */
export function createStep(number, title, ...children) {
  const id = uniqueId("step");
  const node = el("section", { class: "kpi-step", "aria-labelledby": id },
    el("h3", { id, class: "kpi-step__title" }, el("span", { class: "kpi-step__number", "aria-hidden": "true" }, String(number)), title),
    ...children);
  return { node };
}

/**
 * A way past what lies between: to another step's title.
 * @param {string} text
 * @param {() => HTMLElement} target  the step
 */
export function createSkip(text, target) {
  return button(text, () => {
    const title = target().querySelector("h3");
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  }, { class: "kpi-link kpi-skip" });
}

/**
 * Tabs after the ARIA pattern: one tab stop, arrow keys choose.
 * @param {{text: string, panel: HTMLElement, onIntent?: () => void}[]} entries  onIntent: the tab is being reached for
 */
export function createTabs(entries) {
  const tabs = entries.map(({ text, panel, onIntent = () => {} }, at) => {
    panel.id ||= uniqueId("panel");
    const tab = el("button", {
      type: "button", role: "tab", id: uniqueId("tab"), class: "kpi-tab", "aria-controls": panel.id, click: () => choose(at),
      pointerdown: onIntent, focus: onIntent,
    }, text);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    return tab;
  });
  const list = el("div", {
    class: "kpi-tabs", role: "tablist", "aria-label": "怎样给出数据",
    keydown: (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const at = tabs.findIndex((tab) => tab === document.activeElement);
      const next = (at + step + tabs.length) % tabs.length;
      choose(next);
      tabs[next]?.focus();
      event.preventDefault();
    },
  }, ...tabs);
  choose(0);

  /** @param {number} chosen */
  function choose(chosen) {
    entries.forEach(({ panel }, at) => {
      panel.hidden = at !== chosen;
      tabs[at]?.setAttribute("aria-selected", String(at === chosen));
      if (tabs[at]) tabs[at].tabIndex = at === chosen ? 0 : -1;
    });
  }

  return { node: el("div", {}, list, ...entries.map(({ panel }) => panel)) };
}
