/** One person's score sheet: the total, what to do next, then every row with its sum and its clause. */

import { button, el, replace } from "./dom.js";
import { createWish } from "./wish.js";

/** @typedef {import("./protocol.js").Person} Person */
/** @typedef {import("./protocol.js").Item} Item */
/** @typedef {import("./protocol.js").Scheme} Scheme */
/** @typedef {import("./protocol.js").Wish} Wish */
/**
 * @typedef {object} SheetEvents
 * @property {(id: string) => HTMLElement} clauseLink
 * @property {(index: number, target: {total: string} | {grade: string}) => Promise<Wish | undefined>} askWish
 * @property {(index: number) => void} onCopy
 * @property {(index: number) => void} onAppeal
 * @property {() => void} onPrint
 */

/** @param {SheetEvents} events */
export function createSheet({ clauseLink, askWish, onCopy, onAppeal, onPrint }) {
  const node = el("article", { class: "kpi-sheet", tabindex: -1, hidden: true });

  /**
   * @param {Person} person
   * @param {Scheme} scheme
   */
  function show(person, scheme) {
    const { index, name, total, judged, weight, grade, vetoed_by: veto, headline, items, best_next: next } = person;
    const today = new Intl.DateTimeFormat("zh-CN", { dateStyle: "long" }).format(new Date());
    node.hidden = false;
    node.setAttribute("aria-label", `${name || "本人"}的得分`);
    replace(node,
      el("header", { class: "kpi-sheet__head" },
        el("p", { class: "kpi-sheet__scheme" }, `${scheme.title} · ${scheme.period}`),
        el("h4", { class: "kpi-sheet__name" }, name || "本人"),
        el("p", { class: "kpi-score" }, el("span", { class: "kpi-score__total" }, judged === "0" ? "未评" : total),
          el("span", { class: "kpi-score__of" }, judged === weight ? ` / ${weight} 分` : ` 分（已评 ${judged} / ${weight} 分）`),
          grade && el("span", { class: "kpi-grade" }, grade)),
        veto && el("p", { class: "kpi-card kpi-card--bad" }, `一票否决：${veto}触发，总分记 0。`),
        el("p", { class: "kpi-sheet__headline" }, headline),
        next && el("p", { class: "kpi-next" }, el("strong", {}, "一步加分最多："), `${next.indicator}。${next.text}`)),
      el("div", { class: "kpi-items", role: "list" }, ...items.map(itemRow)),
      createWish(scheme, (target) => askWish(index, target)),
      el("div", { class: "kpi-actions kpi-noprint" }, button("复制这份结果", () => onCopy(index)), button("打印", onPrint),
        button("申诉单", () => onAppeal(index))),
      el("footer", { class: "kpi-sheet__foot" },
        el("span", {}, `考核表核对码 ${scheme.version}`), el("span", {}, `打印日期 ${today}`),
        el("span", {}, "被考核人签字：__________"), el("span", {}, "考核人签字：__________")));
  }

  /** @param {Item} item */
  function itemRow(item) {
    const { indicator, weight, points, lost, percent, value_shown: value, explain, clause, note, unjudged, next_point: next } = item;
    const bar = el("span", { class: "kpi-bar" });
    bar.style.inlineSize = `${Math.max(0, Math.min(100, percent))}%`;
    return el("div", { class: "kpi-item", role: "listitem" },
      el("div", { class: "kpi-item__head" },
        el("span", {}, el("span", { class: "kpi-item__name" }, indicator), el("span", { class: "kpi-item__value" }, value)),
        el("span", { class: "kpi-item__points" }, el("b", {}, points ?? "未评"), ` / ${weight}`),
        el("span", { class: "kpi-lost" }, lost && lost !== "0" && `失 ${lost}`)),
      el("div", { class: "kpi-track", "aria-hidden": "true" }, bar),
      unjudged ? el("p", { class: "kpi-unjudged" }, `未评：${unjudged}`) : el("p", { class: "kpi-explain" }, explain),
      next && el("p", { class: "kpi-item__next" }, next.text),
      el("p", { class: "kpi-item__foot" }, clause && "依据 ", clause && clauseLink(clause), note && el("span", {}, ` ${note}`)));
  }

  return {
    node,
    show,
    hide() {
      node.hidden = true;
      replace(node);
    },
  };
}
