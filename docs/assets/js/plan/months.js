/** A year's target over quarters, months and weeks: what the page asks for; the result is that of any divided total. */

import { createSplitView } from "./split-view.js";

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "plan_season",
  tables: [{
    name: "history",
    label: "各月历史",
    placeholder: "一行一个月，一列一年；也可以一行一个年月。\n\n月份\t2024年\t2025年\n1月\t15\t18\n2月\t12\t11",
    hint: "按历史分时要填；按工作日或手写比重分时不用。",
    optional: true,
  }],
  options: [
    { name: "total", label: "全年总数", placeholder: "4900万元 或 240台", data: true },
    { name: "year", label: "年度", value: "2027" },
    { name: "basis", label: "按什么分", kind: "choice", choices: [
      { value: "history", text: "往年各月的占比" }, { value: "workdays", text: "各月的工作日" }, { value: "curve", text: "手写各月的比重" },
    ] },
    { name: "curve", label: "各月的比重", placeholder: "6 6 8 8 9 9 8 8 10 10 9 9", hint: "十二个数，用空格或逗号隔开。", when: ({ basis }) => basis === "curve" },
    { name: "unit", label: "最小单位", placeholder: "不填：金额 0.01 万元，台数 1" },
    { name: "weeks", label: "再分到周（按每周的工作日）", kind: "tick" },
  ],
  createResult: createSplitView,
};
