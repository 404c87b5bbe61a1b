/** 申诉单: one person's sheet on one page, with a code that `appeal-check.js` takes. */

import { copyText } from "./clipboard.js";
import { button, el, replace } from "./dom.js";

/** @typedef {import("./protocol.js").Appeal} Appeal */
/**
 * @typedef {object} AppealEvents
 * @property {(index: number) => Promise<Appeal | undefined>} fetchAppeal
 * @property {(id: string) => HTMLElement} clauseLink
 * @property {() => void} onPrint
 */

/** @param {AppealEvents} events */
export function createAppeal({ fetchAppeal, clauseLink, onPrint }) {
  const node = el("article", { class: "kpi-appeal", tabindex: -1, hidden: true, "aria-label": "申诉单" });

  /** @param {number} index */
  async function open(index) {
    const appeal = await fetchAppeal(index);
    if (!appeal) return;
    const { title, period, person, inputs, missing, version, fingerprint, code } = appeal;
    const copied = el("span", { role: "status", class: "kpi-hint" });
    const today = new Intl.DateTimeFormat("zh-CN", { dateStyle: "long" }).format(new Date());
    node.hidden = false;
    replace(node,
      el("header", {}, el("h4", {}, `申诉单：${person.name || "本人"}`),
        el("p", {}, `${title} · ${period} · 考核表核对码 ${version} · 制表 ${today}`),
        el("p", { class: "kpi-appeal__total" }, `${person.headline}（已评 ${person.judged} / ${person.weight} 分）`)),
      el("h5", {}, "按哪些数"),
      el("dl", { class: "kpi-appeal__inputs" }, ...inputs.map(({ name, shown }) => el("div", {}, el("dt", {}, name), el("dd", {}, shown)))),
      missing.length > 0 && el("p", {}, `没有的数：${missing.join("、")}`),
      el("h5", {}, "怎么算的"),
      el("ol", { class: "kpi-appeal__steps" }, ...person.items.map((item) => el("li", {},
        el("b", {}, `${item.indicator} ${item.points ?? "未评"} / ${item.weight}`), ` ${item.explain}`,
        item.clause && " 依据 ", item.clause && clauseLink(item.clause)))),
      el("h5", {}, "申诉内容"),
      el("p", { class: "kpi-appeal__lines" }, "有异议的指标：________________　应为：________________"),
      el("p", { class: "kpi-appeal__lines" }, "理由和证据：__________________________________________________"),
      el("h5", {}, "核验"),
      el("p", {}, "校验码 ", el("code", { class: "kpi-appeal__hash" }, fingerprint.replace(/(.{8})/g, "$1 ").trim())),
      el("p", { class: "kpi-appeal__code" }, code),
      el("p", { class: "kpi-hint" }, "把上面的代码粘贴到任何一张考核表页面的“核验申诉单”里，会按这些数重算，并说明方案有没有改过。它只证明这些数按这份方案得这个分，不是签名；数是否属实，要对原始记录。"),
      el("p", { class: "kpi-appeal__sign" }, el("span", {}, "申诉人签字：__________"), el("span", {}, "受理人签字：__________"), el("span", {}, "日期：__________")),
      el("div", { class: "kpi-actions kpi-noprint" }, button("打印申诉单", onPrint),
        button("复制代码", () => void copyCode(code, copied)), button("收起", hide), copied));
    node.focus();
    node.scrollIntoView({ block: "start" });
  }

  /** @param {string} code @param {HTMLElement} copied */
  async function copyCode(code, copied) {
    if (await copyText(code) === "copied") replace(copied, "代码已复制，可以和申诉单一起发给受理人。");
  }

  function hide() {
    node.hidden = true;
    replace(node);
  }

  return { node, open, hide };
}
