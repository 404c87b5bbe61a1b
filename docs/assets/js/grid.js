/**
 * The preview's table. One tab stop, arrow keys between cells, Enter to edit; what the cell at hand was read as stands in
 * a line above the table, the way a spreadsheet shows a formula.
 */

import { advice, button, el, lateSelect, replace } from "./dom.js";

/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {import("./protocol.js").Heading} Heading */
/** @typedef {import("./protocol.js").Row} Row */
/** @typedef {import("./protocol.js").Cell} Cell */
/** @typedef {{onEdit: (row: number, index: number, text: string) => void,
 *   onMap: (heading: Heading, change: {input?: string, unit?: string}) => void}} GridEvents */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** @param {GridEvents} events */
export function createGrid({ onEdit, onMap }) {
  /** @type {TableView | null} */
  let view = null;
  /** @type {Row[]} */
  let rows = [];
  /** Position in `rows` and in the row's cells. */
  let at = [0, 0];
  /** @type {HTMLTableCellElement[][]} */
  let places = [];

  const readout = el("div", { class: "kpi-readout" });
  const body = el("tbody");
  const head = el("thead");
  const table = el("table", { class: "kpi-table kpi-grid" }, head, body);
  const scroll = el("div", { class: "kpi-scroll", role: "region", "aria-label": "读到的表格" }, table);
  const node = el("div", {}, readout, scroll);
  body.addEventListener("keydown", onKey);
  body.addEventListener("focusin", onPoint);
  body.addEventListener("pointerover", onPoint);
  body.addEventListener("dblclick", () => openEditor());

  /**
   * @param {TableView} newView
   * @param {Row[]} newRows
   */
  function show(newView, newRows) {
    const kept = document.activeElement instanceof HTMLElement && body.contains(document.activeElement);
    view = newView;
    rows = newRows;
    head.replaceChildren(...headRows(newView));
    places = rows.map((row) => row.cells.map((cell, column) => makeCell(cell, newView.headings[column])));
    body.replaceChildren(...rows.map((row, line) => el("tr", { class: row.kind === "total" && "kpi-row--total" },
      el("th", { scope: "row", class: "kpi-rownumber" }, row.kind === "total" ? `${row.row} 合计` : String(row.row)),
      ...places[line] ?? [])));
    const [line = 0, column = 0] = at;
    at = places[line]?.[column] ? at : [0, 0];
    setTabStop();
    if (kept) current()?.focus();
    describe();
  }

  /** @param {TableView} shown */
  function headRows({ headings, inputs, units }) {
    const choices = inputs.map((value) => ({ value, text: value }));
    return [
      el("tr", {}, el("th", { scope: "col", class: "kpi-rownumber" }, "行"),
        ...headings.map((heading) => el("th", { scope: "col", class: nameClass(heading) }, heading.text))),
      el("tr", { class: "kpi-mapping" }, el("th", { scope: "row", class: "kpi-rownumber" }, "取作"),
        ...headings.map((heading) => el("td", { class: nameClass(heading) }, ...mapping(heading, [{ value: "", text: heading.use ?? "不用这一列" }, ...choices], units)))),
    ];
  }

  /**
   * @param {Heading} heading
   * @param {{value: string, text: string}[]} choices
   * @param {string[]} units
   */
  function mapping(heading, choices, units) {
    const { text, input, role, unit, measured = true, mapped_by: by, suggestions } = heading;
    const fixed = role !== "name" && role !== "input" && role !== "extra"; // 指标, 目标, 实际 of the long layout
    if (fixed) return [el("span", { class: "kpi-hint" }, text)];
    const chosen = input ?? "";
    const nearest = choices.filter(({ value }) => value && suggestions.includes(value));
    const options = [...choices.slice(0, 1), ...nearest.map(({ value }) => ({ value, text: `${value}（相近）` })),
      ...choices.slice(1).filter((choice) => !nearest.includes(choice))];
    /** @type {HTMLElement[]} */
    const parts = [lateSelect(`“${text}”取作`, options, chosen, (value) => onMap(heading, { input: value }))];
    if (role === "input" && measured) {
      parts.push(lateSelect(`“${text}”的单位`, units.map((value) => ({ value, text: value || "单位" })), unit ?? "",
        (value) => onMap(heading, { unit: value })));
    }
    const how = by === "synonym" ? "同义" : by === "user" ? "手选" : !chosen && suggestions.length ? "未认出" : "";
    if (how) parts.push(el("span", { class: "kpi-hint" }, how));
    return parts;
  }

  /**
   * @param {Cell} cell
   * @param {Heading | undefined} heading
   */
  function makeCell(cell, heading) {
    const kind = heading?.role === "input" || heading?.role === "actual" || heading?.role === "target" ? cell.state : "text";
    const classes = `kpi-cell kpi-cell--${kind} ${cell.receipt ? "kpi-cell--read" : ""} ${nameClass(heading)}`;
    const shown = kind === "missing" ? cell.text.trim() || "未填" : cell.text;
    return el("td", { class: classes, tabindex: -1 }, kind === "bad" && el("span", { "aria-label": "读不懂：" }, "⚠ "), shown,
      cell.receipt && cell.shown !== cell.text && el("small", {}, cell.shown));
  }

  /** @param {Heading | undefined} heading */
  function nameClass(heading) {
    return heading?.role === "name" ? "kpi-sticky" : "";
  }

  function current() {
    const [line = 0, column = 0] = at;
    return places[line]?.[column];
  }

  function setTabStop() {
    for (const cell of places.flat()) cell.tabIndex = -1;
    const cell = current();
    if (cell) cell.tabIndex = 0;
  }

  /** @param {Event} event */
  function onPoint(event) {
    const target = event.target instanceof Element ? event.target.closest("td") : null;
    const line = places.findIndex((cells) => target && cells.includes(target));
    if (!target || line < 0 || body.querySelector("input")) return;
    at = [line, places[line]?.indexOf(target) ?? 0];
    if (event.type === "focusin") setTabStop();
    describe();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.target instanceof HTMLInputElement) return;
    const move = ARROWS[event.key];
    const [line = 0, column = 0] = at;
    if (move && places[line + move[0]]?.[column + move[1]]) {
      at = [line + move[0], column + move[1]];
      current()?.focus();
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === "F2") {
      openEditor();
      event.preventDefault();
    }
  }

  /** Say what the cell at hand was read as. */
  function describe() {
    // Spoken to whoever walks through the cells, not over everything else that is said when a table is shown.
    readout.setAttribute("aria-live", body.contains(document.activeElement) ? "polite" : "off");
    const [line = 0, column = 0] = at;
    const row = rows[line];
    const cell = row?.cells[column];
    const heading = view?.headings[column];
    if (!row || !cell || !heading) return replace(readout);
    const fault = view?.errors.find((error) => error.row === row.row && error.index === heading.index);
    const said = fault ? `⚠ ${advice(fault)}` : cell.receipt || (cell.state === "missing" ? "没有填：不当作 0" : "");
    return replace(readout, el("span", {}, `第 ${row.row} 行 · ${heading.text}：`, el("b", {}, cell.text || "（空）"), said && ` ${said}`),
      row.kind === "person" && button("改这一格", () => openEditor(), { class: "kpi-button kpi-button--small" }));
  }

  function openEditor() {
    const [line = 0, column = 0] = at;
    const [row, target] = [rows[line], current()];
    const heading = view?.headings[column];
    if (!row || !target || !heading || row.kind === "total" || target.querySelector("input")) return;
    const before = [...target.childNodes];
    const text = row.cells[column]?.text ?? "";
    let open = true;
    const input = el("input", {
      class: "kpi-edit", type: "text", "aria-label": `第 ${row.row} 行 ${heading.text}`,
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") close(true);
        else if (event.key === "Escape") close(false);
        else return;
        event.preventDefault();
        event.stopPropagation();
        target.focus();
      },
      blur: () => close(true),
    });
    input.value = text;
    target.replaceChildren(input);
    input.focus();
    input.select();

    /** @param {boolean} save */
    function close(save) {
      if (!open || !row || !heading || !target) return;
      open = false;
      const typed = input.value;
      target.replaceChildren(...before);
      if (save && typed !== text) onEdit(row.row, heading.index, typed);
    }
  }

  return {
    node,
    show,
    /** Go to where a column is mapped. @param {number} index heading index */
    focusHeading(index) {
      const column = view?.headings.findIndex((heading) => heading.index === index) ?? -1;
      head.querySelectorAll(".kpi-mapping td")[column]?.querySelector("select")?.focus();
    },
    /** Open a cell for editing. @param {number} row @param {number} index heading index */
    edit(row, index) {
      const line = rows.findIndex((candidate) => candidate.row === row);
      const column = view?.headings.findIndex((heading) => heading.index === index) ?? -1;
      if (!places[line]?.[column]) return;
      at = [line, column];
      setTabStop();
      current()?.scrollIntoView({ block: "center", inline: "center" });
      describe();
      openEditor();
    },
  };
}
