/** Shortcuts of one key (p, n, / and their like): whoever speaks to the device, or hits keys unawares, turns them off. */

import { el, replace } from "./dom.js";
import { forget, keep, recall } from "./kept.js";

const KEY = "handbook.single-keys";
const OFF = "关";

export function areSingleKeysOn() {
  return recall(KEY) !== OFF;
}

/** The theme listens on the window: what stops at the document does nothing there. For the whole visit. */
export function guardSingleKeys() {
  document.addEventListener("keydown", (event) => {
    const isSingle = event.key.length === 1 && !(event.ctrlKey || event.metaKey || event.altKey);
    if (isSingle && !areSingleKeysOn()) event.stopPropagation();
  });
}

/** The switch on the page about keys. @param {HTMLElement} place */
export function mountSingleKeys(place) {
  const said = el("p", { role: "status" });
  const box = el("input", { type: "checkbox", checked: areSingleKeysOn(), change: () => {
    if (box.checked) forget(KEY);
    const lasts = box.checked || keep(KEY, OFF);
    said.textContent = `${box.checked ? "已打开" : "已关掉"}单键快捷键${lasts ? "。" : "；这个浏览器不让记，关掉页面就恢复。"}`;
  } });
  replace(place, el("label", { class: "single-keys__label" }, box, "使用单键快捷键"), said);
}
