/** A matrix between two margins: what the page asks for, and the filled matrix with each cell's reason. */

import { el, replace } from "../dom.js";
import { createFixing } from "./fixing.js";

/** @typedef {{unit_label: string, unit: string, total: string, notes: string[], rows: string[], columns: string[],
 *   row_totals: string[], column_totals: string[], cells: Cell[][]}} Filled */
/** @typedef {{shown: string, fixed: boolean, explain: string}} Cell */

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "plan_matrix",
  tables: [{
    name: "matrix",
    label: "矩阵",
    placeholder: "第一列行名，最后一列行合计，最后一行列合计，中间是权重。\n\n月份\t张三\t李四\t合计\n1月\t5\t4\t20\n2月\t5\t4\t16\n合计\t20\t16\t36",
    hint: "两边的合计加起来要相等。权重只看比例；不参加的格子空着或写 0。",
  }],
  options: [{ name: "unit", label: "最小单位", placeholder: "不填：金额 0.01 万元，台数 1" }],
  createResult: createMatrixView,
};

/** @param {import("../kit/page.js").PageTools} tools */
function createMatrixView(tools) {
  const fixing = createFixing(tools);
  /** The cell whose reason is shown. @type {[number, number] | null} */
  let chosen = null;
  const summary = el("p", { class: "kpi-summary" });
  const notes = el("ul", { class: "kpi-notes" });
  const readout = el("div", { class: "kpi-readout", "aria-live": "polite" });
  const box = el("input", { type: "text", class: "kpi-input kpi-input--short", inputmode: "decimal", autocomplete: "off", placeholder: "不固定",
    change: () => chosen && fixing.type(chosen.join(":"), box.value),
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") box.value = box.defaultValue;
      if (event.key === "Escape" || event.key === "Enter") back();
    } });
  const fix = el("label", { class: "calc-fix kpi-noprint", hidden: true }, "这一格固定为", box);
  const table = el("table", { class: "kpi-table calc-matrix", focusin: onFocus, click: onClick, keydown: onKey });
  const scroll = el("div", { class: "kpi-scroll", role: "region", "aria-label": "填好的矩阵" }, table);
  const node = el("div", {}, summary, notes, fix, readout, scroll, fixing.loosen);

  /** @type {Filled | null} */
  let filled = null;
  /** @type {HTMLElement[][]} */
  let grid = [];
  /** The cell that a tab stops at. @type {HTMLElement | undefined} */
  let stop;

  /** From the box to the cell that it is about. */
  function back() {
    if (chosen) grid[chosen[0]]?.[chosen[1]]?.focus();
  }

  /** @param {Event} event @returns {[number, number] | null} */
  function placeOf(event) {
    const cell = event.target instanceof Element && event.target.closest("td.kpi-cell");
    if (!(cell instanceof HTMLTableCellElement) || !(cell.parentElement instanceof HTMLTableRowElement)) return null;
    return [cell.parentElement.sectionRowIndex, cell.cellIndex - 1];
  }

  /** @param {Event} event */
  function onFocus(event) {
    const place = placeOf(event);
    if (place) choose(...place);
  }

  /** @param {Event} event */
  function onClick(event) {
    const place = placeOf(event);
    if (place) grid[place[0]]?.[place[1]]?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const place = placeOf(event);
    if (!place) return;
    if (event.key === "Enter") box.focus();
    else move(event, grid, ...place);
  }

  /** @param {number} i @param {number} j */
  function choose(i, j) {
    const cell = filled?.cells[i]?.[j];
    chosen = [i, j];
    stopAt(i, j);
    replace(readout, `${filled?.rows[i]} · ${filled?.columns[j]}：${cell?.explain}`);
    box.value = box.defaultValue = cell?.fixed ? cell.shown : "";
    fix.hidden = false;
  }

  /** @param {number} i @param {number} j */
  function stopAt(i, j) {
    if (stop) stop.tabIndex = -1;
    stop = grid[i]?.[j];
    if (stop) stop.tabIndex = 0;
  }

  /** @param {Filled} newlyFilled */
  function show(newlyFilled) {
    const { unit_label: label, unit, total, notes: said, rows, columns, row_totals: across, column_totals: down, cells } = newlyFilled;
    filled = newlyFilled;
    replace(summary, `合计 ${total}，${rows.length} 行 ${columns.length} 列，最小单位 ${unit}；每行每列的合计都正好`);
    replace(notes, ...said.map((text) => el("li", {}, text)));
    fixing.follow(cells.flatMap((line, i) => line.map(({ shown, fixed }, j) => ({ key: `${i}:${j}`, value: shown, steps: "", fixed }))), label);
    const inside = table.contains(document.activeElement);
    grid = cells.map((line) => line.map(({ shown, fixed }) => el("td", { class: `kpi-number kpi-cell ${fixed ? "calc-fixed" : ""}`, tabindex: -1 },
      shown, fixed && el("span", { class: "kpi-offscreen" }, "（已固定）"))));
    if (chosen && grid[chosen[0]]?.[chosen[1]]) {
      choose(...chosen);
    } else {
      chosen = null;
      fix.hidden = true;
      stopAt(0, 0);
      replace(readout, "点一格，看它怎么来的；方向键换格，回车填一个数把这一格固定下来，其余各格重新分，两边的合计不变。");
    }
    replace(table,
      el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "kpi-sticky" }, label), ...columns.map((text) => el("th", { scope: "col", class: "kpi-number" }, text)),
        el("th", { scope: "col", class: "kpi-number" }, "合计"))),
      el("tbody", {}, ...grid.map((line, i) => el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, rows[i]), ...line,
        el("td", { class: "kpi-number calc-sum" }, el("b", {}, across[i])))),
      el("tr", { class: "calc-sum" }, el("th", { scope: "row", class: "kpi-sticky" }, "合计"), ...down.map((text) => el("td", { class: "kpi-number" }, el("b", {}, text))),
        el("td", { class: "kpi-number" }, el("b", {}, total.split(" ")[0])))));
    if (inside) back();
  }

  return { node, show };
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** @param {KeyboardEvent} event @param {HTMLElement[][]} grid @param {number} i @param {number} j */
function move(event, grid, i, j) {
  const step = ARROWS[event.key];
  const next = step && grid[i + step[0]]?.[j + step[1]];
  if (!next) return;
  next.focus();
  event.preventDefault();
}
