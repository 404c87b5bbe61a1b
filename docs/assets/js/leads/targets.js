/** 集客目标与进度: lead targets for every model, and the weeks gone against the plan to date. */

import { barChart } from "../charts.js";
import { el, replace } from "../dom.js";
import { cell, headRow, scrolling } from "./tables.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{value: string, explain: string, clause: string} | null} Step */
/** @typedef {{name: string, row: number, leads: Step, hot: Step, warm: Step, from_new: Step, sample: string}} Plan */
/** @typedef {{name: string, row: number, target: string, actual: string, week: string, planned: string | null, gap: string | null,
 *   behind: boolean, done: string | null, pace: string | null, explain: string}} Week */
/** @typedef {{plans: {models: Plan[], total: string, left_out: number} | null, weeks: Week[] | null}} Result */

const BARS = 30;
/** @type {[keyof Plan, string][]} */
const STEPS = [["leads", "集客目标"], ["hot", "新增 H/A"], ["warm", "B/C 转 H/A"], ["from_new", "新集客补足 H/A"]];

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "lead_targets",
  tables: [{
    name: "plans",
    label: "月度集客规划表",
    optional: true,
    placeholder: "在 Excel 里连同表头一起复制，粘贴到这里。\n\n车型\t订单目标\t存量预计订单\t历史成交数\t历史集客数\n甲型\t12\t0\t24\t160",
    hint: "必要的有车型、订单目标、历史成交数、历史集客数；有 H/A 和 B/C 各栏时，一并算出新增 H/A 和 B/C 转 H/A。个人版的表多一栏姓名。",
  }, {
    name: "weeks",
    label: "集客进度周盘点表",
    optional: true,
    placeholder: "车型\t月集客目标\t累计实际集客\t已过周数\t当月周数\n甲型\t80\t33\t2\t4",
    hint: "两张表各算各的，粘贴其中一张就行。",
  }],
  options: [{
    name: "stock",
    label: "存量预计订单",
    kind: "choice",
    choices: [{ value: "", text: "按表中所填，没有填按 0" }, { value: "rate", text: "按 H/A存量 × 当月H/A成交率" }],
  }],
  createResult: createTargetsView,
};

/** @param {PageTools} tools */
function createTargetsView(tools) {
  const node = el("div");

  /** @param {Result} result */
  function show({ plans, weeks }) {
    replace(node, plans && plansPart(plans), weeks && weeksPart(weeks));
  }

  /** @param {NonNullable<Result["plans"]>} plans */
  function plansPart({ models, total, left_out: leftOut }) {
    const steps = STEPS.filter(([name]) => name === "leads" || models.some((model) => model[name] !== null));
    const judged = models.filter(({ leads }) => leads !== null);
    return el("section", { "aria-label": "集客目标" },
      el("p", { class: "kpi-summary" }, `集客目标合计 ${total} 个${leftOut ? `；另有 ${leftOut} 行算不出，见上面的核对` : ""}`),
      judged.length > 1 && judged.length <= BARS && barChart("各车型集客目标",
        judged.map(({ name, leads }) => ({ label: name, value: leads?.value ?? "0" }))),
      scrolling("集客目标", headRow("车型", ...steps.map(([, title]) => title)), models.map((model) => planLine(model, steps))),
      ...models.map((model) => explained(model, steps)));
  }

  /** @param {Plan} model @param {typeof STEPS} steps */
  function planLine(model, steps) {
    return el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, model.name), ...steps.map(([name]) => {
      const step = /** @type {Step} */ (model[name]);
      return cell(step ? el("b", {}, step.value) : "未算出");
    }));
  }

  /** @param {Plan} model @param {typeof STEPS} steps */
  function explained(model, steps) {
    const lines = steps.flatMap(([name, title]) => {
      const step = /** @type {Step} */ (model[name]);
      return step ? [el("li", {}, `${title}：${step.explain}　`, tools.clauseLink(step.clause))] : [];
    });
    return el("details", { class: "lead-explained", open: true }, el("summary", {}, `${model.name}怎么算的`),
      el("ul", {}, ...lines, model.sample && el("li", {}, model.sample)));
  }

  /** @param {Week[]} weeks */
  function weeksPart(weeks) {
    const behind = weeks.filter((week) => week.behind);
    return el("section", { "aria-label": "周进度" },
      el("p", { class: "kpi-summary" }, behind.length ? `${weeks.length} 行里有 ${behind.length} 行落后：${behind.map(({ name }) => name).join("、")}` : `${weeks.length} 行都没有落后`),
      scrolling("周进度", headRow("车型", "月目标", "实际", "周", "应完成", "差异", "完成率", "余下每周", ""), weeks.map(weekLine)),
      el("p", { class: "kpi-hint" }, "差异的算法见 ", tools.clauseLink("QC-502"), "，余下每周须集客数见 ", tools.clauseLink("QC-503"),
        "。落后的须写明原因、措施、负责人和完成日期。"));
  }

  /** @param {Week} week */
  function weekLine(week) {
    const { name, target, actual, week: gone, planned, gap, done, pace, explain, behind } = week;
    return el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, name), cell(target), cell(actual), cell(gone), cell(planned ?? "未算出"),
      cell(gap === null ? "" : el("b", { class: behind ? "calc-bad" : "calc-good" }, behind ? `落后 ${gap.replace("-", "")}` : `+${gap}`)),
      cell(done ?? ""), cell(pace ?? "—"), el("td", { class: "kpi-headline" }, explain));
  }

  return { node, show };
}
