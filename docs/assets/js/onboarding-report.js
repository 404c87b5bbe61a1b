/** What a newcomer hands to the manager: the same content as lines of text and as one page on paper. */

import { el } from "./dom.js";

/** @typedef {import("./onboarding.js").Step} Step */
/** @typedef {import("./onboarding.js").Answer} Answer */

/** Progress in words: `阅读 2/15，任务 1/10，小测答对 3/12`. @param {Step[]} steps */
export function progressText(steps) {
  const kinds = /** @type {[Step["kind"], string][]} */ ([["read", "阅读"], ["do", "任务"], ["quiz", "小测答对"]]);
  return kinds.map(([kind, name]) => `${name} ${share(steps.filter((step) => step.kind === kind))}`).join("，");
}

/**
 * @param {string} title
 * @param {string} name
 * @param {Date} date
 * @param {Step[]} steps
 * @returns {string[]}
 */
export function reportLines(title, name, date, steps) {
  return [
    title,
    `姓名：${name || "（未填）"}`,
    `日期：${day(date)}`,
    `已完成 ${share(steps)}：${progressText(steps)}`,
    ...phases(steps).flatMap(({ phase, own }) => [
      `【${phase}】已完成 ${share(own)}：${progressText(own)}`,
      ...answers(own).map((answer) => `- ${answer.title}${said(answer)}（${answer.clause?.textContent ?? ""}）`),
    ]),
  ];
}

/**
 * @param {string} title
 * @param {string} name
 * @param {Date} date
 * @param {Step[]} steps
 * @returns {HTMLElement[]}
 */
export function reportPage(title, name, date, steps) {
  return [
    el("p", { class: "path-report__title" }, title),
    el("p", {}, `姓名：${name || "＿＿＿＿＿＿"}　日期：${day(date)}　主管签字：＿＿＿＿＿＿`),
    el("p", {}, el("strong", {}, `已完成 ${share(steps)}`), `：${progressText(steps)}`),
    ...phases(steps).map(({ phase, own }) => el("div", { class: "path-report__phase" },
      el("p", {}, el("strong", {}, phase), `　已完成 ${share(own)}：${progressText(own)}`),
      el("ul", {}, ...answers(own).map((answer) =>
        el("li", {}, `${answer.title}${said(answer)}　依据 ${answer.clause?.textContent ?? ""}`))))),
  ];
}

/** @param {Step[]} steps */
function share(steps) {
  return `${steps.filter((step) => step.done).length}/${steps.length}`;
}

/** @param {Step[]} steps @returns {{phase: string, own: Step[]}[]} in the order of the page */
function phases(steps) {
  const names = [...new Set(steps.map((step) => step.phase))];
  return names.map((phase) => ({ phase, own: steps.filter((step) => step.phase === phase) }));
}

/** @param {Step[]} steps @returns {Answer[]} */
function answers(steps) {
  return steps.flatMap((step) => step.answer ?? []);
}

/** @param {Answer} answer */
function said({ chosen, right }) {
  return chosen === null ? " 未答" : ` 答：${chosen}，${right ? "对" : "不对"}`;
}

/** The day where the reader is: 2026-12-01. @param {Date} date */
function day(date) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
