/** Step one, the usual way in: a box to paste into, files by choosing or dropping, and the empty template. */

import { button, el, grouped, size, uniqueId } from "./dom.js";

/** @typedef {{kind: "text", text: string} | {kind: "file", file: File}} Source */
/** @typedef {{onSource: (source: Source | null) => void, onTemplate: () => void, onWorkbook: () => void,
 *   onSample: () => void}} PasteEvents */

/** A paste of more characters than this stays in memory instead of in the box, which would take seconds to lay it out. */
const LARGE = 200_000;
const DEBOUNCE = 300;
export const FILE_TYPES = ".csv,.tsv,.txt,.md,.xlsx";

/** @param {PasteEvents} events */
export function createPaste({ onSource, onTemplate, onWorkbook, onSample }) {
  const input = createSourceInput({
    label: "考核数据",
    placeholder: "在 Excel、WPS 或飞书、钉钉表格里连同表头一起复制，粘贴到这里。\n\n姓名\t实际完成销售额\t计划完成销售额\n张三\t1,100万\t1200万",
    onSource,
  });
  const template = button("复制空白模板", onTemplate);
  const node = el("div", {},
    input.node,
    el("div", { class: "kpi-actions" }, template,
      button("下载空白模板 .xlsx", onWorkbook), button("填入示例", onSample)));
  return { node, input, template, show: input.show };
}

/**
 * The box, the chip that stands for what is too large for it, and the file chooser.
 * @param {{label: string, placeholder: string, onSource: (source: Source | null) => void}} options
 */
export function createSourceInput({ label, placeholder, onSource }) {
  const id = uniqueId("paste");
  let timer = 0;
  /** What the chip stands for. @type {Source | null} */
  let large = null;
  const box = el("textarea", {
    id, class: "kpi-paste", rows: 7, wrap: "off", spellcheck: "false", autocomplete: "off", placeholder,
    input: (/** @type {InputEvent} */ event) => {
      clearTimeout(timer);
      const tell = () => onSource(box.value.trim() ? { kind: "text", text: box.value } : null);
      if (event.inputType === "insertFromPaste") tell(); // whole at once
      else timer = setTimeout(tell, DEBOUNCE); // typing goes on
    },
    paste: (/** @type {ClipboardEvent} */ event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.length <= LARGE) return;
      event.preventDefault();
      take({ kind: "text", text });
    },
  });
  const chip = el("p", { class: "kpi-chip", hidden: true });
  const chooser = el("input", {
    type: "file", accept: FILE_TYPES, class: "kpi-offscreen", tabindex: -1, "aria-hidden": "true",
    change: () => { takeFile(chooser.files?.[0]); chooser.value = ""; },
  });
  const choose = button("选择文件", () => chooser.click(), { class: "kpi-button kpi-button--small" });
  const drop = el("p", { class: "kpi-drop" }, choose, chooser, el("span", {}, `或把文件拖到这里：${FILE_TYPES.replaceAll(",", " ")}`));
  const node = el("div", {
    class: "kpi-source",
    dragover: (/** @type {DragEvent} */ event) => { event.preventDefault(); node.classList.add("kpi-source--over"); },
    dragleave: () => node.classList.remove("kpi-source--over"),
    drop: (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      node.classList.remove("kpi-source--over");
      const file = event.dataTransfer?.files[0];
      const text = event.dataTransfer?.getData("text/plain");
      if (file) takeFile(file);
      else if (text) take({ kind: "text", text });
    },
  }, el("label", { for: id, class: "kpi-label" }, label), box, chip, drop);

  /** @param {File | undefined} file */
  function takeFile(file) {
    if (file) take({ kind: "file", file });
  }

  /** @param {Source} source */
  function take(source) {
    clearTimeout(timer);
    show(source);
    onSource(source);
  }

  /** Show a source without reporting it. @param {Source | null} source */
  function show(source) {
    const inBox = source?.kind === "text" && source.text.length <= LARGE;
    box.value = inBox ? source.text : "";
    box.hidden = source !== null && !inBox;
    chip.hidden = !box.hidden;
    large = inBox ? null : source;
    if (!source || inBox) return;
    const clear = button("清除", () => { show(null); onSource(null); box.focus(); }, { class: "kpi-button kpi-button--small" });
    chip.replaceChildren(el("span", {}, describe(source)), clear);
  }

  return {
    node,
    show,
    focus: () => box.focus(),
    /** What is there now, read already or not. @returns {Source | null} */
    get source() {
      return large ?? (box.value.trim() ? { kind: "text", text: box.value } : null);
    },
  };
}

/** @param {Source} source */
function describe(source) {
  if (source.kind === "file") return `${source.file.name} · ${size(source.file.size)}`;
  const { text } = source;
  let rows = text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) rows += 1;
  return `已粘贴 ${grouped(rows)} 行 · ${size(new Blob([text]).size)}`;
}
