/** 线索盘点: stock, transitions and ageing out of a log of levels. */

import { copyTable } from "../clipboard.js";
import { button, el, replace } from "../dom.js";
import { cell, headRow, plainTable, scrolling } from "./tables.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{headings: string[], rows: string[][], copy: import("../protocol.js").Copyable}} Table */
/** @typedef {{customer: string, model: string, level: string, since: string, days: string, limit: string, over: string,
 *   last: string, silent: string, contact: string, late: string}} Customer */
/** @typedef {{until: string, months: string[], account: {reason: string, count: string}[], notes: string[], stock: Table, transitions: Table, new: Table,
 *   ageing: {level: string, count: string, median: string, most: string, limit: string, over: string}[], overdue: Customer[],
 *   overdue_count: number}} Result */

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "lead_log",
  pandas: true,
  tables: [{
    name: "log",
    label: "线索流水",
    placeholder: "客户名称\t车型\t级别\t走访日期\n甲公司\t甲型\tB\t2027-03-02\n甲公司\t甲型\tA\t2027-03-16",
    hint: "一行是一次判定：哪个客户、哪个车型、判为哪一级、哪一天。大用户走访跟踪表可以整张粘贴，也可以拖入 .xlsx。",
  }],
  options: [
    { name: "until", label: "盘点日期", placeholder: "不填取流水的最后一天", data: true },
    { name: "levels", label: "在跟进的级别", value: "H、A、B、C" },
    { name: "deals", label: "算作成交的级别", value: "O、D" },
    { name: "lost", label: "算作战败的写法", placeholder: "战败、流失已认得" },
    { name: "days", label: "在同一级别最多几天", value: "H 7、A 30、B 90" },
    { name: "contacts", label: "两次联系最多隔几天", value: "H 2、A 7、B 15、C 30" },
  ],
  createResult: createLogView,
};

/** @param {PageTools} tools */
function createLogView(tools) {
  const node = el("div");

  /** @param {Result} result */
  function show({ until, account, notes, stock, transitions, new: fresh, ageing, overdue, overdue_count: count }) {
    replace(node,
      el("p", { class: "kpi-summary" }, `盘点日期 ${until}：${account.map(({ reason, count: rows }) => `${rows} 行${reason}`).join("；")}`),
      el("ul", { class: "kpi-notes" }, ...notes.map((text) => el("li", {}, text))),
      el("h4", {}, `超过时限的客户：${count} 个`),
      count > 0 && scrolling("超过时限的客户", customerHead(), overdue.map(customerLine)),
      count > overdue.length && el("p", { class: "kpi-hint" }, `只列出前 ${overdue.length} 个，下载的 .xlsx 里有全部。`),
      el("p", { class: "kpi-hint" }, "在本级的时限按预计购买时间，见 ", tools.clauseLink("QC-201"), "；联系间隔见 ", tools.clauseLink("QC-204"), "。都是示例，可在上面改。"),
      el("h4", {}, "各级别的时间"),
      plainTable("各级别的时间", ["级别", "客户", "天数中位", "最长", "时限", "超过"], ageing.map((row) => [row.level, row.count, row.median, row.most, row.limit, row.over])),
      part("月初存量", stock), part("历史转化", transitions), part("每月新集客", fresh));
  }

  /** @param {string} title @param {Table} table */
  function part(title, { headings, rows, copy: copyable }) {
    const copy = button(`复制${title}`, async () => {
      if (await copyTable(copyable) === "copied") tools.say(`${title}已复制，可以粘贴到“转化预测”里。`);
    }, { class: "kpi-button kpi-button--small kpi-noprint" });
    return el("section", { "aria-label": title }, el("h4", {}, title),
      rows.length ? plainTable(title, headings, rows) : el("p", {}, "还没有：流水要跨过至少一个整月。"), rows.length > 0 && copy);
  }

  return { node, show };
}

function customerHead() {
  return headRow("客户", "车型和级别", "在本级", "时限", "超过", "未联系", "间隔", "超过");
}

/** @param {Customer} customer */
function customerLine({ customer, model, level, since, days, limit, over, last, silent, contact, late }) {
  return el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, customer), el("td", {}, `${model} ${level} 级`.trim()),
    cell(el("span", { title: `自 ${since}` }, `${days} 天`)), cell(limit || "—"), cell(over && el("b", { class: "calc-bad" }, over)),
    cell(el("span", { title: `最后一次 ${last}` }, `${silent} 天`)), cell(contact || "—"), cell(late && el("b", { class: "calc-bad" }, late)));
}
