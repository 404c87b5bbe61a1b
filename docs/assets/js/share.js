/** 分享: a link to a calculation, and what is done with one that was opened. */

import { copyText } from "./clipboard.js";
import { button, el, grouped, replace, uniqueId } from "./dom.js";
import { LinkFault, linkFor, LONGEST_LINK, readFragment } from "./shared-link.js";

/** @typedef {import("./shared-link.js").Shared} Shared */
/**
 * What a calculator lets be shared.
 * @typedef {object} Shareable
 * @property {string} name  a link opens only the calculator of the same name
 * @property {() => unknown} settings  choices without any data
 * @property {() => unknown} data  what was pasted; null where there is none; may throw a `LinkFault`
 * @property {(settings: unknown, data: unknown) => void} open  fill the page; data is null where the link has none
 */

/** @param {Shareable} calculator */
export function createShare(calculator) {
  const id = uniqueId("share");
  const warningId = `${id}-warning`;
  const tick = el("input", { type: "checkbox", id, "aria-describedby": warningId, change: () => follow() });
  const warning = el("p", { class: "kpi-card kpi-card--note", id: warningId, hidden: true },
    "注意：姓名和业绩会写进链接。链接 # 之后的部分不会发给服务器，但拿到链接的人都能看到，聊天软件也会留下它。只发给应当看到这些数的人。");
  const said = el("p", { class: "kpi-hint", role: "status" });
  const origin = el("div", { role: "status" });
  const node = el("details", { class: "kpi-share kpi-noprint" }, el("summary", {}, "分享这个计算"),
    el("p", { class: "kpi-hint" }, `链接只带设置（列的取法、选项、改过的规则），不带粘贴的数据。链接最长 ${grouped(LONGEST_LINK)} 个字符。`),
    el("p", {}, tick, " ", el("label", { for: id }, "连同数据一起放进链接")), warning,
    el("div", { class: "kpi-actions" }, button("复制链接", () => void copy())), said);

  function follow() {
    warning.hidden = !tick.checked;
    replace(said);
  }

  async function copy() {
    try {
      const data = tick.checked ? calculator.data() : null;
      if (tick.checked && data === null) {
        replace(said, "还没有数据：先粘贴表格，或不带数据。");
        return;
      }
      const link = await linkFor(location.href, { page: calculator.name, settings: calculator.settings(), data });
      if (await copyText(link) === "copied") {
        replace(said, `链接已复制（${grouped(link.length)} 个字符，${data === null ? "不带数据" : "带数据"}）。`);
      }
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      replace(said, error.message);
    }
  }

  /** Fill the page from the address that it was opened with, say so, and take it out of the address. */
  async function openAddress() {
    try {
      const shared = await readFragment(location.hash);
      if (!shared || shared.page !== calculator.name) return;
      // Whoever copies the address from the bar later must not send data without knowing.
      history.replaceState(history.state, "", location.pathname + location.search);
      calculator.open(shared.settings, shared.data);
      replace(origin, notice(shared.data === null
        ? "这一页的设置来自你打开的链接，里面没有数据。粘贴自己的表格即可。"
        : "下面的数据来自你打开的链接，是发链接的人放进去的；它只在链接里，没有经过服务器，这里也不保存。请先核对再用。"));
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      replace(origin, notice(error.message));
    }
  }

  /** @param {string} text */
  function notice(text) {
    return el("p", { class: "kpi-card kpi-card--note kpi-origin" }, text, " ",
      button("知道了", () => replace(origin), { class: "kpi-button kpi-button--small" }));
  }

  return { node, origin, openAddress, tell: (/** @type {string} */ text) => replace(origin, notice(text)) };
}
