/** Step two: what was understood. Headings with what each was taken for, cells with receipts, and every fault. */

import { button, el, grouped, replace } from "./dom.js";
import { createGrid } from "./grid.js";
import { createPager, WINDOW } from "./pager.js";

/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {import("./protocol.js").CellError} CellError */
/** @typedef {import("./protocol.js").Row} Row */
/** @typedef {import("./protocol.js").Heading} Heading */
/**
 * @typedef {object} PreviewEvents
 * @property {(offset: number) => Promise<Row[] | undefined>} fetchRows
 * @property {(row: number, index: number, text: string) => void} onEdit
 * @property {(heading: Heading, change: {input?: string, unit?: string}) => void} onMap
 */

const FAULTS_SHOWN = 8;

/** @param {PreviewEvents} events */
export function createPreview({ fetchRows, onEdit, onMap }) {
  /** @type {TableView | null} */
  let table = null;
  let offset = 0;

  const summary = el("p", { class: "kpi-summary" });
  const notes = el("ul", { class: "kpi-notes" });
  const missing = el("div", { class: "kpi-card kpi-list" });
  const faults = el("div", { class: "kpi-faults kpi-list" });
  const grid = createGrid({ onEdit, onMap });
  const pager = createPager("行", (to) => void move(to));
  const node = el("div", {}, summary, notes, missing, faults, grid.node, pager.node);

  /**
   * Show a table, at the window that was open when it is the same one after an edit.
   * @param {TableView} view
   * @param {{keep: boolean}} options
   */
  async function show(view, { keep }) {
    table = view;
    if (!keep || offset >= view.row_count) offset = 0;
    replace(summary, view.summary);
    replace(notes, ...view.notes.map((text) => el("li", {}, text)));
    showMissing(view);
    showFaults(view, false);
    await draw(offset === 0 ? view.rows : null);
  }

  /** @param {number} to */
  async function move(to) {
    if (!table) return;
    offset = Math.max(0, to);
    await draw(offset === 0 ? table.rows : null);
  }

  /** @param {Row[] | null} rows  null: ask for them */
  async function draw(rows) {
    const shown = table;
    const at = offset;
    const window = rows ?? await fetchRows(at);
    if (!shown || !window || shown !== table || at !== offset) return; // overtaken by something newer
    grid.show(shown, window.slice(0, WINDOW));
    pager.show(at, shown.row_count);
  }

  /** @param {CellError} fault */
  async function jump({ row, index }) {
    if (!table) return;
    if (row === 0) {
      grid.focusHeading(index);
      return;
    }
    const at = Math.floor((row - 1) / WINDOW) * WINDOW;
    if (at !== offset) await move(at);
    grid.edit(row, index);
  }

  /** @param {TableView} view */
  function showMissing({ missing_inputs: inputs, headings }) {
    missing.hidden = inputs.length === 0;
    replace(missing,
      el("p", {}, `还缺 ${inputs.length} 列，用到它们的指标暂不计分。可在下表“取作”一行里为某一列选上，或补上再粘贴：`),
      el("ul", {}, ...inputs.map(({ input, suggestions }) => el("li", {}, el("strong", {}, input), " ",
        ...suggestions.map((text) => {
          const heading = headings.find((candidate) => candidate.text === text);
          return heading && button(`用“${text}”`, () => onMap(heading, { input }), { class: "kpi-button kpi-button--small" });
        })))));
  }

  /**
   * @param {TableView} view
   * @param {boolean} all
   */
  function showFaults(view, all) {
    // A column that is missing is among the errors too, at no place of the table; it is said above.
    const errors = view.errors.filter(({ index }) => index >= 0);
    const count = view.error_count - (view.errors.length - errors.length);
    const listed = all ? errors : errors.slice(0, FAULTS_SHOWN);
    faults.hidden = count === 0;
    replace(faults,
      el("p", { class: "kpi-faults__title" }, `⚠ ${grouped(count)} 处要改，点一下就到那一格`),
      el("ul", {}, ...listed.map((fault) => el("li", {},
        button(`${fault.row ? `第 ${fault.row} 行` : "表头"} · ${fault.column}`, () => void jump(fault), { class: "kpi-link" }),
        ` 读到“${fault.read}”：${fault.reason}。`, fault.hint && el("span", { class: "kpi-hint" }, ` ${fault.hint}`)))),
      !all && errors.length > FAULTS_SHOWN && button(`再列 ${errors.length - FAULTS_SHOWN} 处`, () => showFaults(view, true),
        { class: "kpi-button kpi-button--small" }),
      all && count > errors.length && el("p", { class: "kpi-hint" }, `只列前 ${errors.length} 处，改好后会列出后面的。`));
  }

  return { node, show };
}
