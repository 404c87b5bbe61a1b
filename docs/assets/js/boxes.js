/** The boxes of a form: on screen what one fills in, on paper what was filled in, or the empty box as the build made it. */

import { el, replace, select } from "./dom.js";
import { chosen, joined, shown, SIGNATURE } from "./filled.js";

/** @typedef {import("./filled.js").FormField} FormField */
/**
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {() => string} read
 * @property {(value: string) => void} write
 * @property {() => boolean} unfinished  half of a date is there, which the browser does not give out
 */
/**
 * @typedef {object} Box
 * @property {FormField} field
 * @property {() => string} read
 * @property {(value: string) => void} write
 * @property {() => boolean} unfinished
 * @property {(bad: boolean) => void} mark
 */

/**
 * Make a box fillable.
 * @param {HTMLElement} place
 * @param {() => void} change
 * @returns {Box | null} null for what is no box of a field
 */
export function createBox(place, change) {
  const inside = place.querySelector("dd");
  const { field: name, type = "", unit = "" } = place.dataset;
  if (!inside || name === undefined) return null;
  const choices = [...inside.querySelectorAll("[data-choice]")].map((choice) => choice.getAttribute("data-choice") ?? "");
  /** @type {FormField} */
  const field = { name, type, unit, required: place.dataset["required"] !== undefined, choices };
  const empty = [...inside.childNodes];
  const paper = el("div", { class: "fill-paper" }, ...empty);
  const control = createControl(field, () => {
    mark(false);
    drawPaper();
    change();
  });
  const suffix = type === "百分比" ? "%" : unit;
  replace(inside, paper, el("div", { class: "fill-control kpi-noprint" }, control.node,
    suffix && type !== SIGNATURE && el("span", { class: "kpi-unit", "aria-hidden": "true" }, suffix)));

  function drawPaper() {
    const value = control.read().trim();
    if (!value) replace(paper, ...empty);
    else if (choices.length > 0) replace(paper, ...choices.map((choice) =>
      el("span", { class: "blank-choice" }, `${chosen(value).includes(choice) ? "☑" : "□"} ${choice} `)));
    else replace(paper, shown(field, value));
  }

  /** @param {boolean} bad */
  function mark(bad) {
    if (bad) control.node.setAttribute("aria-invalid", "true");
    else control.node.removeAttribute("aria-invalid");
  }

  return {
    field,
    read: control.read,
    write(value) {
      control.write(value);
      mark(false);
      drawPaper();
    },
    unfinished: control.unfinished,
    mark,
  };
}

/**
 * @param {FormField} field
 * @param {() => void} change
 * @returns {Control}
 */
function createControl(field, change) {
  const { name, type, unit, required, choices } = field;
  const label = unit ? `${name}（${unit}）` : name;
  const named = { "aria-label": label, "aria-required": required && "true" };
  switch (type) {
    case SIGNATURE:
      return { node: el("span", { class: "fill-signature" }, "打印后手写"), read: () => "", write() {}, unfinished: () => false };
    case "单选": {
      const options = [{ value: "", text: "请选择" }, ...choices.map((choice) => ({ value: choice, text: choice }))];
      const node = select(label, options, "", change);
      if (required) node.setAttribute("aria-required", "true");
      // A choice that the form no longer has leaves the select without one.
      return { node, read: () => node.value, write: (value) => { node.value = choices.includes(value) ? value : ""; }, unfinished: () => false };
    }
    case "多选": return severalChoices(label, choices, change);
    case "长文本": return writable(el("textarea", { class: "kpi-input fill-long", rows: 3, input: change, ...named }));
    case "日期": return writable(el("input", { class: "kpi-input", type: "date", min: "1900-01-01", max: "9999-12-31", input: change, ...named }));
    case "时间": return writable(el("input", { class: "kpi-input", type: "time", input: change, ...named }));
    case "附件":
      return writable(el("input", { class: "kpi-input", type: "text", autocomplete: "off", placeholder: "写文件名，文件另交", input: change, ...named }));
    case "文本":
      return writable(el("input", { class: "kpi-input", type: "text", autocomplete: "off", input: change, ...named }));
    default:
      return writable(el("input", { class: "kpi-input fill-number", type: "text", inputmode: "decimal", autocomplete: "off", input: change, ...named }));
  }
}

/** @param {HTMLInputElement | HTMLTextAreaElement} node @returns {Control} */
function writable(node) {
  return {
    node,
    read: () => node.value,
    write: (value) => { node.value = value; },
    // A year of which one figure is typed is the year 2 to the browser.
    unfinished: () => node.validity.badInput || node.validity.rangeUnderflow,
  };
}

/**
 * @param {string} label
 * @param {string[]} choices
 * @param {() => void} change
 * @returns {Control}
 */
function severalChoices(label, choices, change) {
  const ticks = choices.map((choice) => el("input", { type: "checkbox", value: choice, change }));
  const labels = ticks.map((tick) => el("label", { class: "fill-tick" }, tick, ` ${tick.value}`));
  return {
    node: el("div", { class: "fill-ticks", role: "group", "aria-label": label }, ...labels),
    read: () => joined(ticks.filter((tick) => tick.checked).map((tick) => tick.value)),
    write(value) {
      for (const tick of ticks) tick.checked = chosen(value).includes(tick.value);
    },
    unfinished: () => false,
  };
}
