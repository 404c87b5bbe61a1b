/** What was filled into a form, as text: what is missing or cannot be read, lines for a chat, a row for its sheet. */

/** @typedef {import("./protocol.js").Copyable} Copyable */
/**
 * @typedef {object} FormField
 * @property {string} name
 * @property {string} type  one of the handbook's: 文本, 长文本, 数字, 金额, 百分比, 日期, 时间, 单选, 多选, 附件, 签字
 * @property {string} unit
 * @property {boolean} required
 * @property {string[]} choices
 */
/** @typedef {Record<string, string>} Values by field name; several choices are joined by 、, dates are 2027-01-31 */

export const SIGNATURE = "签字";
const SEPARATOR = "、";
const NUMBERS = ["数字", "金额", "百分比"];
const TEXTS = ["文本", "长文本", "单选", "多选", "附件"];
/** As the calculators' own copies: Excel would run these as formulas, but for numbers and dashes. */
const FORMULA = /^\s*[=+@＝＋＠\-－−]/;
const NO_FORMULA = /^(?:[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?|[\-－−]+)$/;

/** @param {string} value */
export function chosen(value) {
  return value.split(SEPARATOR).filter(Boolean);
}

/** @param {string[]} choices */
export function joined(choices) {
  return choices.join(SEPARATOR);
}

/**
 * The number that a person wrote, full-width or with thousands separated, in plain digits; null where it is none.
 * @param {string} text
 */
export function plainNumber(text) {
  const written = text.normalize("NFKC").trim().replace("−", "-");
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(written);
  if (!grouped && !/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(written)) return null;
  return written.replaceAll(",", "").replace(/^\+/, "").replace(/\.$/, "");
}

/**
 * A field's value as its sheet takes it: plain digits, a sign behind percentages; what is no number stays as written.
 * @param {FormField} field
 * @param {string} value
 */
function cell({ type }, value) {
  if (!NUMBERS.includes(type)) return value;
  const number = plainNumber(type === "百分比" ? value.normalize("NFKC").trim().replace(/\s*%$/, "") : value);
  if (number === null) return value;
  return type === "百分比" ? `${number}%` : number;
}

/**
 * A field's value for people, with its unit.
 * @param {FormField} field
 * @param {string} value
 */
export function shown(field, value) {
  const { type, unit } = field;
  if (type === "日期") return value.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1 年 $2 月 $3 日");
  if (!NUMBERS.includes(type)) return value;
  if (type === "百分比") return cell(field, value);
  return unit && plainNumber(value) !== null ? `${value} ${unit}` : value;
}

/**
 * What a reader should know before handing the form on: nothing of it holds anything up.
 * @param {FormField[]} fields
 * @param {Values} values
 * @param {string[]} unfinished  names of dates and times that are only half there
 * @returns {{name: string, kind: "missing" | "number" | "date"}[]}
 */
export function faultsOf(fields, values, unfinished) {
  /** @type {{name: string, kind: "missing" | "number" | "date"}[]} */
  const faults = [];
  for (const field of fields) {
    const { name, type, required } = field;
    const value = values[name]?.trim() ?? "";
    if (unfinished.includes(name)) faults.push({ name, kind: "date" });
    else if (!value && required && type !== SIGNATURE) faults.push({ name, kind: "missing" });
    else if (value && NUMBERS.includes(type) && plainNumber(cell(field, value).replace(/%$/, "")) === null) {
      faults.push({ name, kind: "number" });
    }
  }
  return faults;
}

/**
 * @param {ReturnType<typeof faultsOf>} faults
 * @returns {string[]} a sentence for each kind
 */
export function sentences(faults) {
  /** @param {string} kind */
  const names = (kind) => joined(faults.filter((fault) => fault.kind === kind).map(({ name }) => name));
  const [missing, number, date] = ["missing", "number", "date"].map(names);
  return [
    missing ? `必填没有填：${missing}。` : "",
    number ? `不是数字：${number}。只写数字，不写单位。` : "",
    date ? `日期或时间没有填完整：${date}。` : "",
  ].filter(Boolean);
}

/**
 * Lines for a chat; what is empty is left out.
 * @param {string} title
 * @param {FormField[]} fields
 * @param {Values} values
 */
export function chatText(title, fields, values) {
  const lines = fields.map((field) => ({ name: field.name, text: shown(field, values[field.name]?.trim() ?? "") }));
  return [title, ...lines.filter(({ text }) => text).map(({ name, text }) => `${name}：${text}`)].join("\n");
}

/**
 * One row for the form's sheet, a cell for each heading in their order.
 * @param {FormField[]} fields
 * @param {Values} values
 * @returns {Copyable}
 */
export function sheetRow(fields, values) {
  const cells = fields.map((field) => {
    const flat = cell(field, values[field.name]?.trim() ?? "").replace(/[\t\r\n]+/g, " ");
    const number = NUMBERS.includes(field.type) && plainNumber(flat.replace(/%$/, "")) !== null;
    return { field, text: !number && FORMULA.test(flat) && !NO_FORMULA.test(flat) ? `'${flat}` : flat };
  });
  // Text stays text: a telephone number keeps its zeros and all of its digits.
  const html = cells.map(({ field, text }) => `<td${TEXTS.includes(field.type) ? ` style="mso-number-format:'\\@'"` : ""}>${escape(text)}</td>`);
  return {
    text: `${cells.map(({ text }) => text).join("\t")}\n`,
    html: `<table><tbody><tr>${html.join("")}</tr></tbody></table>`,
  };
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
