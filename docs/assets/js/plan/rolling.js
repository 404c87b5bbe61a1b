/** X+Y 滚动: what the page asks for, and the revised year as a bridge, as columns and as a table. */

import { bridgeChart, planChart } from "../charts.js";
import { el, replace } from "../dom.js";
import { createFixing } from "./fixing.js";

/** @typedef {{key: string, steps: string | null, fixed: boolean, name: string, label: string, state: string, plan: string, actual: string | null, revised: string, difference: string, over: boolean,
 *   plan_value: string, revised_value: string, explain: string}} Month */
/** @typedef {{unit_label: string, year: string, done: string, left: string, how: string, notes: string[], months: Month[], steps: string,
 *   bridge: {label: string, value: string, total: boolean}[]}} Rolled */

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "plan_roll",
  tables: [{
    name: "months",
    label: "滚动计划表",
    placeholder: "一行一个月，还没到的月份实际留空。\n\n月份\t期别\t计划\t实际\n1月\t已过\t20\t18\n2月\t已过\t20\t25\n3月\t\t20\t",
    hint: "期别写 X期 的月份，计划已锁定，不再改动；可以再加一列“承担上限”。",
  }],
  options: [
    { name: "shape", label: "余下的怎么分", kind: "choice", choices: [
      { value: "plan", text: "按原计划的形状" }, { value: "even", text: "按月平均（QC-303）" },
    ] },
    { name: "capacity", label: "每月最多承担", placeholder: "不填就不核对", data: true },
  ],
  createResult: createRollView,
};

/** @param {import("../kit/page.js").PageTools} tools */
function createRollView(tools) {
  const fixing = createFixing(tools);
  const facts = el("dl", { class: "kpi-facts" });
  const why = el("p", { class: "kpi-hint" });
  const notes = el("ul", { class: "kpi-card kpi-list calc-said" });
  const charts = el("div", { class: "kpi-charts" });
  const table = el("table", { class: "kpi-table calc-table" });
  const how = el("p", { class: "kpi-hint kpi-noprint" }, "拖动横条或直接填数，就把还没到的那个月固定下来，其余各月重新分，全年不变。");
  const node = el("div", {}, facts, why, notes, charts, el("div", { class: "kpi-scroll", role: "region", "aria-label": "修订后的计划", tabindex: 0 }, table),
    how, fixing.loosen);

  /** @param {Rolled} rolled */
  function show({ unit_label: label, year, done, left, how: sums, notes: said, months, steps: most, bridge }) {
    fixing.follow(openParts(months), label);
    how.hidden = openParts(months).length === 0;
    replace(facts, ...[["全年计划", year], ["已完成", done], ["余下", left]].map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
    replace(why, sums);
    notes.hidden = said.length === 0;
    replace(notes, ...said.map((text) => el("li", {}, text)));
    replace(charts, bridgeChart("全年的变化", bridge),
      planChart("各月计划", months.map(({ label: short, plan_value: plan, revised_value: value, actual }) => ({ label: short, plan, value, done: actual !== null }))));
    const headings = ["月份", "期别", "计划", "实际", "修订后", "与计划差"];
    fixing.redraw(table, () => replace(table, el("caption", {}, label && `单位：${label}`),
      el("thead", {}, el("tr", {}, ...headings.map((text, at) => el("th", { scope: "col", class: at > 1 ? "kpi-number" : at ? "" : "kpi-sticky" }, text)), el("th", { scope: "col", class: "kpi-noprint" }, "固定"))),
      el("tbody", {}, ...months.flatMap((month) => [el("tr", {},
        el("th", { scope: "row", class: "kpi-sticky" }, month.name), el("td", {}, month.state), el("td", { class: "kpi-number" }, month.plan),
        el("td", { class: "kpi-number" }, month.actual ?? "—"),
        el("td", { class: `kpi-number ${month.over ? "calc-bad" : ""}` }, month.over && "⚠ ", el("b", {}, month.revised)), el("td", { class: "kpi-number" }, month.difference),
        el("td", { class: "kpi-noprint" }, ...openParts([month]).map((part) => fixing.control(part, month.name, most, label)))),
      el("tr", { class: "calc-why" }, el("td", { colspan: headings.length + 1 }, el("span", {}, month.explain)))]))));
  }

  return { node, show };
}

/** Months to come that share the rest, as parts to fix. @param {Month[]} months */
function openParts(months) {
  return months.flatMap(({ key, steps, fixed, revised_value: value }) => steps === null ? [] : [{ key, steps, fixed, value }]);
}
