/**
 * One table that a calculator asks for: a box to paste into, files, the page's example, the empty template, and below it
 * what was read. What the user set by hand (columns, units, cells) travels with the text: the worker keeps nothing.
 */

import { copyTable } from "../clipboard.js";
import { button, el } from "../dom.js";
import { settingsFor } from "../mappings.js";
import { createSourceInput } from "../paste.js";
import { createPreview } from "../preview.js";
import { mapColumn } from "../reading.js";
import { createOptions } from "./options.js";

/** @typedef {import("../protocol.js").Heading} Heading */
/** @typedef {import("../protocol.js").PastedTable} PastedTable */
/** @typedef {import("../protocol.js").Row} Row */
/** @typedef {import("../protocol.js").TableView} TableView */
/** @typedef {import("./options.js").OptionField} OptionField */
/**
 * @typedef {object} TableSpec
 * @property {string} name  as the calculator calls it
 * @property {string} label
 * @property {string} [hint]
 * @property {string} placeholder
 * @property {boolean} [optional]
 * @property {string} [like]  the table that it has its columns in common with: what is mapped there holds here too
 * @property {OptionField[]} [options]  fields that stand with the table
 */
/**
 * @typedef {object} TableEvents
 * @property {() => void} onChange  the text or a setting is another one now
 * @property {() => void} onMapped  a column was mapped by hand
 * @property {(file: File) => Promise<string | undefined>} readFile  the table in a file as text
 * @property {(offset: number) => Promise<Row[] | undefined>} fetchRows
 * @property {(headings: string[]) => void} onWorkbook  the template as .xlsx
 * @property {(text: string) => void} say
 */

/**
 * @param {TableSpec} spec
 * @param {string} key  under which mapped columns are remembered
 * @param {string[][]} example  rows of the page's example, headings first; empty where there is none
 * @param {TableEvents} events
 */
export function createTableInput(spec, key, example, { onChange, onMapped, readFile, fetchRows, onWorkbook, say }) {
  const [headings = []] = example;
  let text = "";
  /** The headings for which remembered columns have been looked up. */
  let recalled = "";
  /** @type {PastedTable["settings"]} */
  let settings = noSettings();

  const input = createSourceInput({
    label: spec.optional ? `${spec.label}（可不填）` : spec.label,
    placeholder: spec.placeholder,
    onSource: (source) => void take(source),
  });
  const template = headings.length > 0 && [
    button("复制空白模板", () => void copyTemplate(), { "aria-label": `复制空白模板：${spec.label}` }),
    button("下载空白模板 .xlsx", () => onWorkbook(headings), { "aria-label": `下载空白模板 .xlsx：${spec.label}` }),
  ];
  const options = createOptions(spec.options ?? [], onChange);
  const node = el("div", { class: "calc-input" }, input.node, spec.options && options.node, spec.hint && el("p", { class: "kpi-hint" }, spec.hint),
    el("div", { class: "kpi-actions" }, ...template || []));
  const preview = createPreview({
    fetchRows,
    onEdit(row, index, written) {
      settings.cells[`${row}:${index}`] = written;
      onChange();
    },
    onMap(heading, change) {
      const mapped = mapColumn(key, view?.headings ?? [], settings, { heading, ...change });
      settings = { ...settings, ...mapped };
      onMapped();
      onChange();
    },
  });
  const title = el("h4", { class: "calc-input__title" }, spec.label);
  const check = el("div", { class: "calc-check", hidden: true }, title, preview.node);
  /** @type {TableView | null} */
  let view = null;

  /** @param {import("../paste.js").Source | null} source */
  async function take(source) {
    const read = source?.kind === "file" ? await readFile(source.file) : source?.text ?? "";
    if (read === undefined) return; // cancelled or refused: said already
    if (source?.kind === "file") input.show({ kind: "text", text: read });
    set(read);
    onChange();
  }

  /** @param {string} newText */
  function set(newText) {
    text = newText;
    settings = noSettings();
    recalled = "";
  }

  async function copyTemplate() {
    const row = headings.map((heading) => `<td>${escapeHtml(heading)}</td>`).join("");
    const copied = await copyTable({ text: `${headings.join("\t")}\n`, html: `<table><tbody><tr>${row}</tr></tbody></table>` });
    if (copied === "copied") say("空白模板已复制，到 Excel 里选中一个单元格粘贴即可。");
  }

  return {
    spec,
    node,
    check,
    options,
    focus: input.focus,
    /** Look up remembered columns once more. */
    lookAgain() {
      recalled = "";
    },
    get empty() {
      return !text.trim();
    },
    /** @returns {PastedTable} */
    get pasted() {
      return { text, settings };
    },
    /** The same, with what stands in the box and is not read yet. @returns {PastedTable} */
    get written() {
      const now = input.source?.kind === "text" ? input.source.text : "";
      return { text: now, settings: now === text ? settings : noSettings() };
    },
    /** Put another text into the box. @param {string} newText @param {Partial<PastedTable["settings"]>} [made] by hand */
    write(newText, made) {
      input.show(newText ? { kind: "text", text: newText } : null);
      set(newText);
      settings = { ...settings, ...made };
    },
    /**
     * Show what was read, and say whether columns that were mapped in another visit apply now.
     * @param {TableView | undefined} newView
     * @param {boolean} keep  the window of rows stays
     */
    async show(newView, keep) {
      view = newView ?? null;
      check.hidden = !newView;
      if (!newView) return false;
      await preview.show(newView, { keep });
      const named = newView.headings.map((heading) => heading.text).join("\t");
      const known = recalled === named ? null : settingsFor(key, newView.headings);
      recalled = named;
      if (known) settings = { ...settings, ...known };
      return known !== null;
    },
  };
}

/** @returns {PastedTable["settings"]} */
function noSettings() {
  return { columns: {}, units: {}, cells: {} };
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
