/** The form beside a calculator's tables: what is not in a table. Fields hold text as typed; the calculator reads it. */

import { el, replace, uniqueId } from "../dom.js";

/**
 * @typedef {object} OptionField
 * @property {string} name  as the calculator calls it
 * @property {string} label
 * @property {"text" | "choice" | "tick"} [kind]  text by default; a tick is "1" or ""
 * @property {string} [value]  at first
 * @property {string} [placeholder]
 * @property {string} [hint]
 * @property {string} [unit]
 * @property {{value: string, text: string}[]} [choices]
 * @property {boolean} [data]  it holds the user's data, so it is no setting to keep in a link
 * @property {(values: Record<string, string>) => boolean} [when]  shown only then
 */

const DEBOUNCE = 400;

/**
 * @param {OptionField[]} fields
 * @param {() => void} onChange
 */
export function createOptions(fields, onChange) {
  let timer = 0;
  const controls = new Map(fields.map((field) => [field.name, createControl(field)]));
  const node = el("form", {
    class: "kpi-form__fields calc-options",
    input: () => {
      follow();
      clearTimeout(timer);
      timer = setTimeout(onChange, DEBOUNCE);
    },
    submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      clearTimeout(timer);
      onChange();
    },
  }, ...[...controls.values()].map((control) => control.node));
  follow();

  function get() {
    return Object.fromEntries([...controls].map(([name, control]) => [name, control.read()]));
  }

  function follow() {
    const values = get();
    for (const { field, node: place } of controls.values()) place.hidden = field.when ? !field.when(values) : false;
  }

  return {
    node,
    get,
    /** What may be kept in a link: choices, never data. */
    settings() {
      return Object.fromEntries([...controls].filter(([, { field }]) => !field.data).map(([name, { read }]) => [name, read()]));
    },
    /** @param {Record<string, string>} values */
    set(values) {
      for (const [name, value] of Object.entries(values)) controls.get(name)?.write(value);
      follow();
    },
    /** Put other choices into a field. @param {string} name @param {{value: string, text: string}[]} choices */
    offer(name, choices) {
      controls.get(name)?.offer(choices);
    },
  };
}

/** @param {OptionField} field */
function createControl(field) {
  const id = uniqueId("option");
  const hint = field.hint ? el("p", { class: "kpi-hint", id: `${id}-hint` }, field.hint) : null;
  const common = { id, "aria-describedby": hint?.id };
  const box = field.kind === "choice" ? el("select", { class: "kpi-select calc-select", ...common }) : el("input", {
    class: field.kind === "tick" ? "" : "kpi-input", type: field.kind === "tick" ? "checkbox" : "text", autocomplete: "off",
    placeholder: field.placeholder, ...common,
  });
  const label = el("label", { for: id, class: "kpi-label" }, field.label);
  const isTick = box instanceof HTMLInputElement && box.type === "checkbox";
  const row = el("div", { class: "kpi-field__row" }, box, isTick && label, field.unit && el("span", { class: "kpi-unit" }, field.unit));

  /** @param {{value: string, text: string}[]} choices */
  function offer(choices) {
    if (!(box instanceof HTMLSelectElement)) return;
    const before = box.value;
    replace(box, ...choices.map(({ value, text }) => el("option", { value }, text)));
    if (choices.some(({ value }) => value === before)) box.value = before;
  }

  /** @param {string} value */
  function write(value) {
    if (isTick) box.checked = value === "1";
    else box.value = value;
  }

  offer(field.choices ?? []);
  if (field.value !== undefined) write(field.value);
  return {
    field,
    node: el("div", { class: "kpi-field" }, !isTick && label, row, hint),
    read: () => isTick ? (box.checked ? "1" : "") : box.value.trim(),
    write,
    offer,
  };
}
