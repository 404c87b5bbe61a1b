/** A divided total: every part with its reason; a part that is dragged or typed is fixed, and the rest follows. */

import { createForms } from "./confirmations.js";
import { barChart, treeChart } from "../charts.js";
import { el, grouped, replace } from "../dom.js";
import { createFixing } from "./fixing.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{path: string[], key: string, is_leaf: boolean, value: string, shown: string, share: string, weight: string,
 *   fixed: boolean, steps: string, explain: string}} SplitNode */
/** @typedef {{total: string, unit: string, unit_label: string, steps: string, levels: string[], notes: string[],
 *   nodes: SplitNode[], count: number, checks?: Check[], confirmations?: Confirmation[]}} Split */
/** @typedef {{what: string, text: string, verdict: "in" | "out" | "told", clause: string}} Check */
/** @typedef {{name: string, fields: [string, string][], open: string[], note: string}} Confirmation */

const BARS = 30;
/** Colour is never the only sign. */
const MARKS = { in: "✓ ", out: "⚠ ", told: "" };
const LEAVES_DRAWN = 80;

/** @param {PageTools} tools */
export function createSplitView(tools) {
  const fixing = createFixing(tools);
  const summary = el("p", { class: "kpi-summary" });
  const notes = el("ul", { class: "kpi-notes" });
  const body = el("tbody");
  const head = el("thead");
  const drawing = el("div");
  const weighed = el("div", { class: "calc-checks" });
  const forms = createForms(tools);
  const how = el("p", { class: "kpi-hint kpi-noprint" }, "拖动横条或直接填数，就把那一项固定下来，其余各项按权重重新分，合计不变。");
  const node = el("div", {}, summary, notes, drawing,
    el("div", { class: "kpi-scroll", role: "region", "aria-label": "分解结果", tabindex: 0 }, el("table", { class: "kpi-table calc-table" }, head, body)),
    how, fixing.loosen, weighed, forms.node);

  /** @param {Split} split */
  function show(split) {
    const { total, unit, unit_label: label, nodes, count, levels } = split;
    fixing.follow(nodes, label);
    replace(summary, `${total} 分给 ${grouped(count)} 项，最小单位 ${unit}，合计正好 ${total}`);
    replace(notes, ...split.notes.map((text) => el("li", {}, text)));
    replace(head, el("tr", {}, el("th", { scope: "col", class: "kpi-sticky" }, levels.join(" › ")),
      el("th", { scope: "col", class: "kpi-number" }, label ? `分得（${label}）` : "分得"), el("th", { scope: "col", class: "kpi-number" }, "占比"),
      el("th", { scope: "col", class: "kpi-noprint" }, "固定")));
    fixing.redraw(body, () => replace(body, ...nodes.flatMap((part) => lines(part, split))));
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
    const { path, is_leaf: isLeaf, shown, share, explain } = part;
    const name = el("th", { scope: "row", class: `kpi-sticky calc-level-${Math.min(path.length, 4)}` }, path.at(-1) ?? "");
    return [el("tr", { class: !isLeaf && "calc-sum" }, name, el("td", { class: "kpi-number" }, el("b", {}, shown)),
      el("td", { class: "kpi-number" }, share), el("td", { class: "kpi-noprint" }, fixing.control(part, path.join("·"), split.steps, split.unit_label))),
    el("tr", { class: "calc-why" }, el("td", { colspan: 4 }, el("span", {}, explain)))];
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
