/** 个人目标确认书: one for everybody who got a part, to print or as a workbook. */

import { button, el, replace } from "../dom.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {import("./split-view.js").Confirmation} Confirmation */

/** @param {PageTools} tools */
export function createForms(tools) {
  const paper = el("div", { class: "calc-papers", "data-paper": "forms" });
  const actions = el("div", { class: "kpi-actions kpi-noprint" }, button("打印确认书", () => tools.print("forms")),
    button("下载确认书 .xlsx", () => tools.workbook("plan_confirm")));
  const node = el("details", { class: "calc-forms" }, el("summary", {}, "个人目标确认书"), actions, paper);

  /** @param {Confirmation[]} forms */
  function show(forms) {
    node.hidden = forms.length === 0;
    replace(paper, ...forms.map(sheet));
  }

  /** @param {Confirmation} form */
  function sheet({ name, fields, open, note }) {
    return el("section", { class: "calc-paper", "aria-label": `${name}的个人目标确认书` }, el("h4", {}, "个人目标确认书"),
      el("dl", {}, ...fields.map(([term, value]) => line(term, value)), ...open.map((term) => line(term, ""))),
      el("p", { class: "kpi-hint" }, note));
  }

  return { node, show };
}

/** @param {string} term @param {string} value */
function line(term, value) {
  return el("div", {}, el("dt", {}, term), el("dd", {}, value));
}
