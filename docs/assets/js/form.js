/** Step one for one person: a field for each input, no table needed. Fillable before Python is there. */

import { advice, el, replace, uniqueId } from "./dom.js";

/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {{name: string, unit?: string | undefined, note?: string | undefined}} FormInput */
/** @typedef {{name: string, values: Record<string, string>}} Filled */
/** The form as it stands, to be put back. @typedef {{name: string, fields: Record<string, {text: string, unit: string}>}} Written */
/** @typedef {{field: HTMLInputElement, unit: HTMLSelectElement | null, said: HTMLElement}} Field */

const DEBOUNCE = 400;
/** A bare number takes the unit chosen beside it; a text with a unit of its own is sent as typed. */
const BARE = /^[\s\d０-９.．,，+\-－−]+$/;

/**
 * @param {FormInput[]} inputs
 * @param {(filled: Filled, pressed: boolean) => void} onFill pressed: by the button, not while typing
 */
export function createForm(inputs, onFill) {
  /** @type {Map<string, Field>} */
  const fields = new Map();
  let timer = 0;
  const nameId = uniqueId("name");
  const name = el("input", { id: nameId, class: "kpi-input", type: "text", autocomplete: "off", placeholder: "可不填" });
  const list = el("div", { class: "kpi-form__fields" });
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => onFill(filled(), false), DEBOUNCE);
  };
  const node = el("form", {
    class: "kpi-form",
    input: later,
    submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      clearTimeout(timer);
      onFill(filled(), true);
    },
  },
  el("div", { class: "kpi-field" }, el("label", { for: nameId, class: "kpi-label" }, "姓名"), name),
  list,
  el("div", { class: "kpi-actions" }, el("button", { type: "submit", class: "kpi-button kpi-button--primary" }, "计算得分")));

  /** @param {FormInput} input */
  function makeField({ name: text, unit, note }) {
    const id = uniqueId("field");
    const said = el("p", { class: "kpi-said", id: `${id}-said` });
    const field = el("input", { id, class: "kpi-input", type: "text", inputmode: "decimal", autocomplete: "off",
      "aria-describedby": said.id });
    const units = unit === "元"
      ? el("select", { class: "kpi-select", "aria-label": `${text}的单位` }, ...["元", "万元", "亿元"].map((u) => el("option", {}, u)))
      : null;
    fields.set(text, { field, unit: units, said });
    return el("div", { class: "kpi-field" }, el("label", { for: id, class: "kpi-label" }, text),
      el("div", { class: "kpi-field__row" }, field, units ?? (unit ? el("span", { class: "kpi-unit" }, unit) : null)),
      note && el("p", { class: "kpi-hint" }, note), said);
  }

  /** @returns {Filled} */
  function filled() {
    /** @type {Record<string, string>} */
    const values = {};
    for (const [input, { field, unit }] of fields) {
      const text = field.value.trim();
      const chosen = unit?.value ?? "";
      values[input] = text && chosen !== "元" && BARE.test(text) ? text + chosen : text;
    }
    return { name: name.value.trim(), values };
  }

  /** Add fields for inputs that have none yet. @param {FormInput[]} more */
  function extend(more) {
    list.append(...more.filter((input) => !fields.has(input.name)).map(makeField));
  }
  extend(inputs);

  return {
    node,
    extend,
    get empty() {
      return [...fields.values()].every(({ field }) => !field.value.trim());
    },
    /** What is in the fields, or null where nothing is. @returns {Written | null} */
    get written() {
      const boxes = [...fields].map(([input, { field, unit }]) => /** @type {const} */ ([input, { text: field.value, unit: unit?.value ?? "" }]));
      return name.value || boxes.some(([, { text }]) => text) ? { name: name.value, fields: Object.fromEntries(boxes) } : null;
    },
    /** @param {Written} written */
    write(written) {
      name.value = written.name;
      for (const [input, { text, unit }] of Object.entries(written.fields)) {
        const target = fields.get(input);
        if (!target) continue;
        target.field.value = text;
        if (target.unit) target.unit.value = unit;
      }
    },
    /** Say under each field what was understood. @param {TableView} table */
    show(table) {
      const cells = table.rows[0]?.cells ?? [];
      table.headings.forEach(({ text, input }, at) => {
        const target = fields.get(input ?? text);
        const cell = cells[at];
        if (!target || !cell) return;
        const fault = table.errors.find(({ index }) => index === table.headings[at]?.index);
        target.field.setAttribute("aria-invalid", String(Boolean(fault)));
        target.said.classList.toggle("kpi-said--bad", Boolean(fault));
        replace(target.said, fault ? `⚠ ${advice(fault)}` : cell.receipt);
      });
    },
  };
}
