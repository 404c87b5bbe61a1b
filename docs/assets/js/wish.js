/** “想得多少分”: the scheme turned round for one person. */

import { button, el, replace, uniqueId } from "./dom.js";

/** @typedef {import("./protocol.js").Scheme} Scheme */
/** @typedef {import("./protocol.js").Wish} Wish */
/** @typedef {import("./protocol.js").WishStep} WishStep */
/** @typedef {{total: string} | {grade: string}} Target */

/**
 * @param {Scheme} scheme
 * @param {(target: Target) => Promise<Wish | undefined>} ask
 */
export function createWish(scheme, ask) {
  const id = uniqueId("wish");
  const answer = el("div", { class: "kpi-wish__answer", "aria-live": "polite" });
  const input = el("input", { id, class: "kpi-input kpi-input--short", type: "text", inputmode: "decimal", autocomplete: "off" });
  const form = el("form", {
    class: "kpi-wish__form",
    submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      void find({ total: input.value.trim() });
    },
  },
  el("label", { for: id, class: "kpi-label" }, "想得多少分"), input, el("button", { type: "submit", class: "kpi-button" }, "算一算"),
  // A bound of 0 is reached by everybody: nobody wishes for it.
  ...scheme.grades.filter(({ bound }) => Number(bound) > 0).map(({ name, bound }) => button(`${name}（${bound}）`, () => {
    input.value = bound;
    void find({ grade: name });
  })));

  /** @param {Target} target */
  async function find(target) {
    replace(answer); // an answer to another wish must not stand under this one
    const wish = await ask(target);
    if (wish) replace(answer, ...describe(wish));
  }

  return el("section", { class: "kpi-wish kpi-noprint", "aria-label": "想得多少分" }, form, answer);
}

/** @param {Wish} wish */
function describe({ text, single, combined }) {
  return [
    el("p", {}, text),
    single.length > 0 && steps(single),
    combined.length > 0 && steps(combined),
  ];
}

/** @param {WishStep[]} list */
function steps(list) {
  return el("ul", {}, ...list.map(({ indicator, text }) => el("li", {}, el("b", {}, indicator), `：${text}`)));
}
