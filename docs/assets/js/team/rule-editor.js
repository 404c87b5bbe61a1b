/** 考核表 with cells that can be rewritten: 权重, 标准, 计分规则. What cannot be read is said at its cell. */

import { advice, button, el, replace, uniqueId } from "../dom.js";

/** @typedef {import("./scheme-choice.js").SchemeTable} SchemeTable */
/** @typedef {{row: number, field: string, text: string}} Edit */
/** @typedef {{row: number, field: string, read: string, reason: string, hint: string}} Problem */
/** @typedef {{box: HTMLTextAreaElement, said: HTMLElement, written: string}} Place */

const FIELDS = [{ name: "weight", text: "权重" }, { name: "standard", text: "标准" }, { name: "rule", text: "计分规则" }];
const DEBOUNCE = 500;

/** @param {() => void} changed */
export function createRuleEditor(changed) {
  let timer = 0;
  /** @type {Map<string, Place>} by `row field` */
  let places = new Map();
  const body = el("tbody");
  const remark = el("p", { class: "kpi-card kpi-card--note", role: "status", hidden: true });
  const back = button("全部改回原样", () => { set([]); changed(); }, { class: "kpi-button kpi-button--small", hidden: true });
  const node = el("div", {}, el("div", { class: "kpi-scroll", role: "region", "aria-label": "改规则", tabindex: 0 },
    el("table", { class: "kpi-table rule-table" }, el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "kpi-sticky" }, "指标"),
      ...FIELDS.map(({ text }) => el("th", { scope: "col" }, text)))), body)), remark, el("div", { class: "kpi-actions" }, back));

  /** @param {SchemeTable} file */
  function open(file) {
    const kept = edits();
    places = new Map();
    replace(body, ...file.rows.map((row, at) => el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, row.indicator),
      ...FIELDS.map(({ name, text }) => el("td", { "data-label": text }, ...cell(at, name, `${row.indicator}的${text}`, /** @type {any} */ (row)[name]))))));
    set(kept.filter(({ row, field }) => places.has(`${row} ${field}`)));
  }

  /** @param {number} row @param {string} field @param {string} label @param {string} written */
  function cell(row, field, label, written) {
    const said = el("p", { class: "kpi-said kpi-said--bad", id: uniqueId("fault") });
    const box = el("textarea", {
      class: "kpi-input rule-box", rows: field === "rule" && written.length > 24 ? 3 : 1, "aria-label": label, spellcheck: "false", autocomplete: "off",
      "aria-describedby": said.id,
      input: () => {
        follow();
        clearTimeout(timer);
        timer = setTimeout(changed, DEBOUNCE);
      },
      keydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") event.preventDefault(); },
    });
    box.value = written;
    places.set(`${row} ${field}`, { box, said, written });
    return [box, said];
  }

  /** Mark what is no longer as it was written. */
  function follow() {
    for (const { box, written } of places.values()) box.classList.toggle("rule-box--changed", box.value.trim() !== written.trim());
    back.hidden = edits().length === 0;
  }

  /** @returns {Edit[]} */
  function edits() {
    return [...places].filter(([, { box, written }]) => box.value.trim() !== written.trim()).map(([key, { box }]) => {
      const [row = "0", field = ""] = key.split(" ");
      return { row: Number(row), field, text: box.value.trim() };
    });
  }

  /** @param {Edit[]} wanted */
  function set(wanted) {
    for (const place of places.values()) place.box.value = place.written;
    for (const { row, field, text } of wanted) {
      const place = places.get(`${row} ${field}`);
      if (place) place.box.value = text;
    }
    say([], "");
    follow();
  }

  /** @param {Problem[]} problems @param {string} said  a remark on the whole */
  function say(problems, said) {
    for (const { box, said: place } of places.values()) {
      replace(place);
      box.removeAttribute("aria-invalid");
    }
    const elsewhere = problems.filter(({ row, field }) => !places.has(`${row} ${field}`));
    for (const { row, field, read, reason, hint } of problems) {
      const place = places.get(`${row} ${field}`);
      if (!place) continue;
      place.box.setAttribute("aria-invalid", "true");
      replace(place.said, `⚠ ${advice({ reason: read ? `${reason}：“${read}”` : reason, hint })}`);
    }
    remark.textContent = [said, ...elsewhere.map(advice)].filter(Boolean).join("；");
    remark.hidden = !remark.textContent;
  }

  return { node, open, edits, set, say };
}
