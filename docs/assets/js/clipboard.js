/**
 * Copying a table so that Excel pastes it as one, by whatever this browser allows: the clipboard API (https only), the
 * old command (works on plain http), and at last a box to copy from by hand.
 */

import { button, el } from "./dom.js";

/** @typedef {import("./protocol.js").Copyable} Copyable */

/**
 * @param {Copyable} table
 * @returns {Promise<"copied" | "by hand">}
 */
export async function copyTable({ text, html }) {
  if (await viaApi(text, html) || viaCommand(text, html)) return "copied";
  byHand(text);
  return "by hand";
}

/**
 * @param {string} text
 * @returns {Promise<"copied" | "by hand">}
 */
export function copyText(text) {
  return copyTable({ text, html: "" });
}

/**
 * @param {string} text
 * @param {string} html
 */
async function viaApi(text, html) {
  const { clipboard } = navigator;
  if (!clipboard) return false; // plain http
  try {
    if (html && typeof ClipboardItem === "function") {
      /** @type {Record<string, Blob>} */
      const kinds = {};
      for (const [type, content] of [["text/plain", text], ["text/html", html]]) {
        if (type && content) kinds[type] = new Blob([content], { type });
      }
      await clipboard.write([new ClipboardItem(kinds)]);
    } else await clipboard.writeText(text);
    return true;
  } catch (error) {
    // Refused (no permission, no user gesture, no focus): the next way may still work.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/**
 * @param {string} text
 * @param {string} html
 */
function viaCommand(text, html) {
  /** @param {ClipboardEvent} event */
  const fill = (event) => {
    event.clipboardData?.setData("text/plain", text);
    if (html) event.clipboardData?.setData("text/html", html);
    event.preventDefault();
    event.stopImmediatePropagation();
    filled = true;
  };
  let filled = false;
  // Safari fires no copy event without a selection.
  const anchor = el("textarea", { class: "kpi-offscreen", readonly: true, "aria-hidden": "true", tabindex: -1 });
  anchor.value = text.slice(0, 1000) || " ";
  const before = document.activeElement;
  document.body.append(anchor);
  anchor.select();
  document.addEventListener("copy", fill, true);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, true);
  anchor.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done && filled;
}

/** @param {string} text */
function byHand(text) {
  const box = el("textarea", { class: "kpi-paste", rows: 8, readonly: true, wrap: "off", "aria-label": "要复制的内容" });
  box.value = text;
  const dialog = el("dialog", { class: "kpi-dialog", close: () => dialog.remove() },
    el("p", {}, "这个浏览器不让网页写剪贴板。内容已选中，请按 Ctrl+C（苹果电脑 ⌘C）；手机上长按选择“复制”。"),
    box, button("关闭", () => dialog.close()));
  document.body.append(dialog);
  dialog.showModal();
  box.select();
}

/**
 * Hand bytes to the browser as a download.
 * @param {ArrayBuffer} bytes
 * @param {string} filename
 */
export function download(bytes, filename) {
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const href = URL.createObjectURL(new Blob([bytes], { type }));
  const link = el("a", { href, download: filename, class: "kpi-offscreen" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
