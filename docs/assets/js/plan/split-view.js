/** A divided total: every part with its reason; a part that is dragged or typed is fixed, and the rest follows. */

import { createForms } from "./confirmations.js";
import { barChart, treeChart } from "../charts.js";
import { button, el, grouped, replace } from "../dom.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{path: string[], row: number | null, value: string, shown: string, share: string, weight: string,
 *   fixed: boolean, steps: string, explain: string}} SplitNode */
/** @typedef {{total: string, unit: string, unit_label: string, steps: string, levels: string[], notes: string[],
 *   nodes: SplitNode[], count: number, checks?: Check[], confirmations?: Confirmation[]}} Split */
/** @typedef {{what: string, text: string, verdict: "in" | "out" | "told", clause: string}} Check */
/** @typedef {{name: string, fields: [string, string][], open: string[], note: string}} Confirmation */

const BARS = 30;
/** Colour is never the only sign. */
const MARKS = { in: "✓ ", out: "⚠ ", told: "" };
const LEAVES_DRAWN = 80;

/** Parts that are rows of a table can be fixed by hand. @param {Split} split */
function isFixable({ nodes }) {
  return nodes.some(({ row }) => row !== null);
}

/** @param {PageTools} tools */
export function createSplitView(tools) {
  /** By row of the table, as typed or dragged. @type {Record<string, {typed: string} | {steps: string}>} */
  let fixed = {};
  const summary = el("p", { class: "kpi-summary" });
  const notes = el("ul", { class: "kpi-notes" });
  const body = el("tbody");
  const head = el("thead");
  const drawing = el("div");
  const loosen = button("全部松开", () => change({}), { class: "kpi-button kpi-button--small kpi-noprint" });
  const weighed = el("div", { class: "calc-checks" });
  const forms = createForms(tools);
  const how = el("p", { class: "kpi-hint kpi-noprint" }, "拖动横条或直接填数，就把那一项固定下来，其余各项按权重重新分，合计不变。");
  const node = el("div", {}, summary, notes, drawing,
    el("div", { class: "kpi-scroll", role: "region", "aria-label": "分解结果", tabindex: 0 }, el("table", { class: "kpi-table calc-table" }, head, body)),
    how, loosen, weighed, forms.node);

  /** @param {typeof fixed} changed */
  function change(changed) {
    fixed = changed;
    tools.adjust({ fixed: changed });
  }

  /** @param {Split} split */
  function show(split) {
    const { total, unit, unit_label: label, nodes, count, levels } = split;
    if (!nodes.some(({ row }) => row !== null && String(row) in fixed)) fixed = {};
    for (const { row, value } of nodes) {
      // Steps are those of the unit that was: what was dragged stays an amount when the unit changes.
      if (row !== null && fixed[row] && "steps" in fixed[row]) fixed[row] = { typed: `${value}${label}` };
    }
    replace(summary, `${total} 分给 ${grouped(count)} 项，最小单位 ${unit}，合计正好 ${total}`);
    replace(notes, ...split.notes.map((text) => el("li", {}, text)));
    loosen.hidden = Object.keys(fixed).length === 0;
    const fixable = isFixable(split);
    how.hidden = !fixable;
    replace(head, el("tr", {}, el("th", { scope: "col", class: "kpi-sticky" }, levels.join(" › ")),
      el("th", { scope: "col", class: "kpi-number" }, label ? `分得（${label}）` : "分得"), el("th", { scope: "col", class: "kpi-number" }, "占比"),
      fixable && el("th", { scope: "col", class: "kpi-noprint" }, "固定")));
    const focused = document.activeElement?.getAttribute("data-part");
    replace(body, ...nodes.flatMap((part) => lines(part, split)));
    const again = focused && body.querySelector(`[data-part="${focused}"]`);
    if (again instanceof HTMLElement) again.focus();
    draw(split);
    showChecks(split.checks ?? []);
    forms.show(split.confirmations ?? []);
  }

  /** @param {Check[]} checks */
  function showChecks(checks) {
    replace(weighed, checks.length > 0 && el("h4", {}, "要权衡的"), checks.length > 0 && el("ul", { class: "calc-checks__list" },
      ...checks.map(({ what, text, verdict, clause }) => el("li", { class: `calc-check--${verdict}` },
        el("b", {}, `${MARKS[verdict]}${what}`), `：${text}　`, tools.clauseLink(clause)))));
  }

  /** A part and, below it, how it came about. @param {SplitNode} part @param {Split} split */
  function lines(part, split) {
    const { path, row, shown, share, explain } = part;
    const name = el("th", { scope: "row", class: `kpi-sticky calc-level-${Math.min(path.length, 4)}` }, path.at(-1) ?? "");
    const columns = isFixable(split) ? 4 : 3;
    return [el("tr", { class: row === null && "calc-sum" }, name, el("td", { class: "kpi-number" }, el("b", {}, shown)),
      el("td", { class: "kpi-number" }, share), isFixable(split) && el("td", { class: "kpi-noprint" }, row !== null && fixing(part, String(row), split))),
    el("tr", { class: "calc-why" }, el("td", { colspan: columns }, el("span", {}, explain)))];
  }

  /** @param {SplitNode} part @param {string} row @param {Split} split */
  function fixing({ path, value, steps, fixed: isFixed }, row, split) {
    const name = path.join("·");
    const slider = el("input", {
      type: "range", class: "calc-slider", min: 0, max: split.steps, step: 1, "aria-label": `拖动${name}`, "data-part": `slide-${row}`,
      "aria-valuetext": `${value} ${split.unit_label}`, change: () => change({ ...fixed, [row]: { steps: slider.value } }),
    });
    slider.value = steps;
    const box = el("input", {
      type: "text", class: "kpi-input kpi-input--short", inputmode: "decimal", autocomplete: "off", "aria-label": `${name}固定为`, "data-part": `type-${row}`,
      placeholder: "不固定", change: () => box.value.trim() ? change({ ...fixed, [row]: { typed: box.value.trim() } }) : release(),
    });
    box.value = isFixed ? value : "";
    function release() {
      const { [row]: _gone, ...rest } = fixed;
      change(rest);
    }
    return el("div", { class: "calc-fix" }, slider, box, row in fixed && button("松开", release,
      { class: "kpi-button kpi-button--small", "aria-label": `松开${name}` }));
  }

  /** @param {Split} split */
  function draw({ nodes, count, levels, total }) {
    if (levels.length > 1 && count <= LEAVES_DRAWN) {
      replace(drawing, treeChart("逐级分解", [{ path: ["合计"], shown: total }, ...nodes.map(({ path, shown }) => ({ path: ["合计", ...path], shown }))]));
    } else if (count <= BARS) {
      replace(drawing, barChart("各项分得", nodes.map(({ path, value, shown, fixed: isFixed }) => ({ label: path.join("·"), value, shown, soft: isFixed }))));
    } else replace(drawing);
  }

  return { node, show };
}
