/** 转化预测: deals of the months ahead with intervals, the probability of a target, and what would secure it. */

import { fanChart, funnelChart } from "../charts.js";
import { el, replace } from "../dom.js";
import { cell, headRow, plainTable, scrolling } from "./tables.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{label: string, expected: string, interval80: [string, string], interval95: [string, string], held80: string, held95: string}} Outlook */
/** @typedef {{target: string, chance: string, level: string, needed: {wish: string, leads: string | null}[]}} Target */
/** @typedef {{months: Outlook[], running: Outlook[], total: Outlook, levels: {level: string, count: string, reach: string}[],
 *   history: {headings: string[], rows: string[][]}, spread: string, thin: string[], notes: string[], models: string[],
 *   target: Target | null}} Result */

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "lead_projection",
  tables: [{
    name: "stock",
    label: "月初存量",
    placeholder: "级别\t数量\nH\t12\nA\t30\nB\t50\n\n也可以粘贴月度基盘客户盘点表：车型、H/A存量、B/C存量、D级存量",
    hint: "要推算的第一个月开始时，各级别有多少客户。级别用部门自己的名字，与历史转化里的一致就行。",
  }, {
    name: "transitions",
    label: "历史转化",
    placeholder: "月份\t月初级别\t月末级别\t数量\n2027年5月\tH\t成交\t8\n2027年5月\tH\tH\t5\n2027年5月\tA\tH\t6",
    hint: "一行写一种去向：月初在哪一级、月末在哪一级、有多少客户。留在原级别的也要写；成交和战败是终点。",
  }, {
    name: "new",
    label: "今后新集客",
    optional: true,
    placeholder: "第几个月\t级别\t数量\n1\tC\t80\n2\tC\t80",
    hint: "当月新集的客户按月初就在计算。",
  }],
  options: [
    { name: "months", label: "推算几个月", kind: "choice", value: "3", choices: [1, 2, 3, 4, 5, 6, 9, 12].map((count) => ({ value: String(count), text: `${count} 个月` })) },
    { name: "target", label: "几个月合计的订单目标", placeholder: "不填就不算达到的可能", unit: "台", data: true },
    { name: "level", label: "再多集的客户进入", kind: "choice", choices: [{ value: "", text: "最低的级别" }] },
    { name: "model", label: "车型", kind: "choice", data: true, choices: [{ value: "", text: "全部车型" }] },
  ],
  createResult: createProjectionView,
};

/** @param {PageTools} tools */
function createProjectionView(tools) {
  const node = el("div");

  /** @param {Result} result */
  function show(result) {
    const { months, running, total, levels, history, spread, thin, notes, models, target } = result;
    tools.offer("model", [{ value: "", text: "全部车型" }, ...models.map((name) => ({ value: name, text: name }))]);
    tools.offer("level", [{ value: "", text: "最低的级别" }, ...levels.map(({ level }) => ({ value: level, text: `${level} 级` }))]);
    const cumulative = months.length > 1;
    replace(node,
      el("p", { class: "kpi-summary" }, `${months.length} 个月预计成交 ${total.expected}，八成的可能在 ${range(total.interval80)} 之间`),
      target && targetPart(target),
      el("ul", { class: "kpi-notes" }, ...[...notes, ...thin].map((text) => el("li", {}, text))),
      fanChart(cumulative ? "累计成交：预计和区间（深色 80%，浅色 95%）" : "成交：预计和区间（深色 80%，浅色 95%）", cumulative ? running : months, target?.target),
      scrolling("各月成交", headRow("", "预计成交", "80% 区间", "95% 区间"), [...months, ...cumulative ? [total] : []].map(outlookLine)),
      el("p", { class: "kpi-hint" }, "区间的两头都是整数，括号里是这一个区间实际含的可能。预计成交按历史比率精确算出，只在显示时四舍五入。", `${spread}。`),
      funnelChart("客户漏斗：各级别的客户，和从第一个月起跟进到期末成交的可能",
        [...levels.map(({ level, count, reach }) => ({ label: level, value: count, note: `成交可能 ${reach}` })), { label: "成交", value: total.expected, note: "预计" }]),
      el("h4", {}, "依据的历史"),
      plainTable("历史转化", history.headings, history.rows),
      el("p", { class: "kpi-hint" }, "每格是月末到了那里的比率和客户数。级别的含义是示例，待企业核定，见 ", tools.clauseLink("QC-201"), "。"));
  }

  /** @param {Target} target */
  function targetPart({ target, chance, level, needed }) {
    return el("section", { "aria-label": "达到目标的可能" },
      el("p", {}, `合计成交至少 ${target} 的可能：`, el("b", {}, chance)),
      el("ul", {}, ...needed.map(({ wish, leads }) => el("li", {}, leads === null ? `要有 ${wish} 的把握：靠本月再多集客做不到`
        : leads === "0" ? `要有 ${wish} 的把握：不用再多集客` : `要有 ${wish} 的把握：本月须再多集客 ${leads} 个（按进入 ${level} 级计）`))));
  }

  return { node, show };
}

/** @param {Outlook} outlook */
function outlookLine({ label, expected, interval80, interval95, held80, held95 }) {
  return el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, label), cell(el("b", {}, expected)),
    cell(`${range(interval80)}（${held80}）`), cell(`${range(interval95)}（${held95}）`));
}

/** @param {[string, string]} bounds */
function range([low, high]) {
  return low === high ? low : `${low} 到 ${high}`;
}
