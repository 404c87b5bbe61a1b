/** Windows of fifty rows: whatever the size of the paste, the page holds one window. */

import { button, el, grouped } from "./dom.js";

export const WINDOW = 50;

/**
 * @param {string} what what is counted: 行, 人
 * @param {(offset: number) => void} onMove
 */
export function createPager(what, onMove) {
  let offset = 0;
  let count = 0;
  const small = { class: "kpi-button kpi-button--small" };
  const back = button(`上 ${WINDOW} ${what}`, () => onMove(offset - WINDOW), small);
  const next = button(`显示更多`, () => onMove(offset + WINDOW), small);
  const place = el("span", { class: "kpi-pager__place" });
  const node = el("div", { class: "kpi-pager", hidden: true }, place, back, next);
  return {
    node,
    /**
     * @param {number} newOffset
     * @param {number} newCount
     */
    show(newOffset, newCount) {
      offset = newOffset;
      count = newCount;
      node.hidden = count <= WINDOW;
      back.disabled = offset === 0;
      next.disabled = offset + WINDOW >= count;
      place.textContent = `第 ${grouped(offset + 1)}–${grouped(Math.min(offset + WINDOW, count))} ${what}，共 ${grouped(count)} ${what}`;
    },
  };
}
