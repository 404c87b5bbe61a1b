/** Filling in a form on its page: kept on this device as it is typed, copied for a chat or for Excel, printed. */

import { createBox } from "./boxes.js";
import { copyTable } from "./clipboard.js";
import { button, el, replace } from "./dom.js";
import { chatText, faultsOf, sentences, sheetRow } from "./filled.js";
import { forget, keepTyped, recall } from "./kept.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./filled.js").Values} Values */

const PREFIX = "handbook.form.";
/** Milliseconds without a keystroke after which what was typed is kept. */
const PAUSE = 300;

/** Ends the listeners of the form that was open before: instant navigation replaces pages, not the window. */
let open = new AbortController();

/** @param {HTMLElement} place */
export function mountFilling(place) {
  const { form = "", title = "" } = place.dataset;
  if (!form || place.querySelector(".fill-control")) return;
  open.abort(); // keeps what was typed a moment ago, before it is read again
  open = new AbortController();
  /** Names of the fields that were touched on this page. @type {Set<string>} */
  const touched = new Set();
  const boxes = [...place.querySelectorAll("[data-field]")]
    .map((box) => (box instanceof HTMLElement ? createBox(box, () => changed(box.dataset["field"] ?? "")) : null)).filter((box) => box !== null);
  const fields = boxes.map(({ field }) => field);
  const key = PREFIX + form;
  const kept = keptValues(recall(key));
  for (const box of boxes) box.write(kept[box.field.name] ?? "");

  const where = el("p", { class: "fill-where kpi-noprint" }, "直接在框里填，填的内容只存在这台设备上，不会上传。");
  const said = el("div", { class: "fill-said kpi-noprint", role: "status" });
  place.prepend(where);
  place.append(el("div", { class: "kpi-actions kpi-noprint" },
    button("复制文字", () => copy({ text: chatText(title, fields, values()), html: "" }, "已复制，可以粘贴到聊天里。")),
    button("复制成 Excel 一行", () => copy(sheetRow(fields, values()), "已复制，到本表的 Excel 里选中一行的第一格粘贴。")),
    button("打印", () => window.print()),
    button("清空", clear)), said);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const { signal } = open;
  addEventListener("beforeprint", () => say(""), { signal });
  addEventListener("pagehide", save, { signal });
  addEventListener("storage", (event) => { if (event.key === key || event.key === null) follow(); }, { signal });
  signal.addEventListener("abort", save);

  /** @param {string} name */
  function changed(name) {
    touched.add(name);
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  }

  function save() {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    const lasts = keepTyped(key, merged());
    if (!lasts) replace(where, "这个浏览器不让网页保存：关掉或刷新页面，填的内容就没有了。填好后请复制或打印。");
  }

  /** The same form in another tab was filled in: each tab has the last word on what was typed in it. */
  function follow() {
    const elsewhere = keptValues(recall(key));
    for (const box of boxes) if (!touched.has(box.field.name)) box.write(elsewhere[box.field.name] ?? "");
  }

  function merged() {
    const elsewhere = Object.entries(keptValues(recall(key))).filter(([name]) => !touched.has(name));
    return { ...values(), ...Object.fromEntries(elsewhere) };
  }

  /** What is filled in, empty fields left out. @returns {Values} */
  function values() {
    return Object.fromEntries(boxes.map((box) => [box.field.name, box.read()]).filter(([, value]) => value));
  }

  /**
   * @param {import("./protocol.js").Copyable} table
   * @param {string} done
   */
  async function copy(table, done) {
    const way = await copyTable(table);
    say(way === "copied" ? done : "");
  }

  /** Say what was done and what is missing or cannot be read; both are the reader's to judge. @param {string} done */
  function say(done) {
    const faults = faultsOf(fields, values(), boxes.filter((box) => box.unfinished()).map(({ field }) => field.name));
    for (const box of boxes) box.mark(faults.some(({ name }) => name === box.field.name));
    replace(said, done && el("p", { class: "kpi-card kpi-card--good" }, done),
      faults.length > 0 && el("div", { class: "kpi-card kpi-card--bad" }, ...sentences(faults).map((text) => el("p", {}, text))));
  }

  function clear() {
    const dialog = el("dialog", { class: "kpi-dialog", "aria-label": "清空", close: () => dialog.remove() },
      el("p", {}, `清空「${title}」在这台设备上填的全部内容？清空后找不回来。`),
      el("div", { class: "kpi-actions" },
        button("全部清空", () => {
          clearTimeout(waiting);
          waiting = undefined;
          touched.clear();
          for (const box of boxes) box.write("");
          forget(key);
          replace(said, el("p", { class: "kpi-card kpi-card--good" }, "已清空。"));
          dialog.close();
        }), button("取消", () => dialog.close())));
    document.body.append(dialog);
    dialog.showModal();
  }
}

/** Only texts by name, whatever else stood in the storage. @param {unknown} kept @returns {Values} */
function keptValues(kept) {
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter((entry) => typeof entry[1] === "string"));
}
