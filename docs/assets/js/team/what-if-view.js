/** Old and new scores side by side: who gains, who loses, whose grade changes, and why. */

import { barChart } from "../charts.js";
import { el, grouped, replace, select } from "../dom.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{name: string, before: string, after: string, change: string | null, grade_before: string, grade_after: string,
 *   crossed: boolean, why: string}} Line */
/** @typedef {{title: string, people_count: number, gain: number, lose: number, same: number, crossed: number,
 *   moves: {from: string, to: string, count: number}[], left_out: string[], lines: Line[], periods: string[], period: string}} Comparison */

/** @param {PageTools} tools */
export function createComparisonView(tools) {
  const node = el("div");

  /** @param {Comparison} found */
  function show({ people_count: people, gain, lose, same, crossed, moves, left_out: left, lines, periods, period }) {
    replace(node,
      periods.length > 1 && el("div", { class: "kpi-actions kpi-noprint" },
        select("比哪一期", periods.map((text) => ({ value: text, text })), period, (value) => tools.adjust({ period: value }))),
      el("p", { class: "kpi-summary" }, `${grouped(people)} 人：${gain} 人加分，${lose} 人减分，${same} 人不变；${crossed} 人等级变化`),
      left.length > 0 && el("p", { class: "kpi-card kpi-card--note" }, `${grouped(left.length)} 人数据不全，不能比较：${left.slice(0, 20).join("、")}${left.length > 20 ? " 等" : ""}`),
      moves.length > 0 && el("p", {}, `等级变化：${moves.map(({ from, to, count }) => `${from} → ${to} ${count} 人`).join("，")}`),
      barChart("加分、减分的人数", [["加分", gain], ["不变", same], ["减分", lose]].map(([label, count]) =>
        ({ label: String(label), value: String(count), shown: `${count} 人` }))),
      el("div", { class: "kpi-scroll", role: "region", "aria-label": "新旧得分", tabindex: 0 }, el("table", { class: "kpi-table" },
        el("thead", {}, el("tr", {}, ...["姓名", "原得分", "新得分", "变化", "等级", "变在哪里"].map((text, at) =>
          el("th", { scope: "col", class: at === 0 ? "kpi-sticky" : at < 4 && "kpi-number" }, text)))),
        el("tbody", {}, ...lines.map(line)))),
      people > lines.length && el("p", { class: "kpi-hint" }, `只列 ${lines.length} 人，变化最大的减分在前；全部 ${grouped(people)} 人在 .xlsx 里。`));
  }

  return { node, show };
}

/** @param {Line} person */
function line({ name, before, after, change, grade_before: was, grade_after: is, crossed, why }) {
  const sign = change?.startsWith("-") ? "lose" : change?.startsWith("+") ? "gain" : "same";
  return el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, name), el("td", { class: "kpi-number" }, before),
    el("td", { class: "kpi-number" }, after), el("td", { class: `kpi-number rule-${sign}` }, change ?? "不能比较"),
    el("td", {}, crossed ? el("b", {}, `${was} → ${is}`) : change === null ? "" : is), el("td", { class: "kpi-headline" }, why));
}
