/** The page 离线使用: what of the handbook is on this device, which version, and buttons to store the rest or remove it all. */

import { button, el, replace, size } from "../dom.js";
import { forget, keep } from "../kept.js";
import { buildIn, container, parts, registration, removeCopy, storeHandbook, storePart } from "./copy.js";
import { own, readServed } from "./site-build.js";
import { MOST, REFUSED } from "./unasked.js";

/** @typedef {import("./copy.js").Part} Part */
/** @typedef {import("./copy.js").Storing} Storing */

const FAULTS = /** @type {Record<Exclude<Storing, "done">, string>} */ ({
  full: "这台设备上放不下：清出一些空间，或在浏览器里清理别的网站的数据，再试一次。",
  failed: "没有存成：请检查网络后再试；无痕窗口里、禁止网站保存数据时存不了。",
});

/** @param {HTMLElement} place */
export async function mountOffline(place) {
  if (!own) return replace(place, el("p", {}, "预览网站时没有离线副本。"));
  if (!container()) {
    return replace(place, el("p", { class: "kpi-card" }, "这个浏览器不能离线使用：聊天软件里打开的页面、没有加密的网址（http）、禁止网站保存数据时都是这样。有网络时一切照常；要离线，请用 Chrome、Edge、Safari 或 Firefox 打开同一个网址。"));
  }
  const worker = (await registration())?.active;
  const build = await buildIn(worker);
  const served = await readServed();
  const found = await parts();
  const bytes = (build ?? served?.build)?.bytes ?? 0;
  const said = el("p", { role: "status" });

  /** @param {string} title @param {() => Promise<Storing>} work */
  async function store(title, work) {
    forget(REFUSED);
    replace(said, `正在存${title}……`);
    const done = await work();
    if (done === "done") await mountOffline(place);
    else replace(said, el("span", { class: "kpi-card kpi-card--bad" }, FAULTS[done]));
  }

  /** @param {string} title @param {number} bytes @param {boolean} stored @param {() => Promise<Storing>} work */
  const row = (title, bytes, stored, work) => el("tr", {}, el("th", { scope: "row" }, title), el("td", { class: "kpi-number" }, bytes ? size(bytes) : ""),
    el("td", {}, stored ? "已存好，没有网络也能用" : button("存", () => void store(title, work), { "aria-label": `存${title}` })));
  const progress = (/** @type {Part} */ part) => () =>
    storePart(part, (bytes) => replace(said, `正在存${part.title}：${size(bytes)} / ${size(part.bytes)}`));
  replace(place,
    el("p", {}, build ? `存在这台设备上的手册是 ${build.version} 的一版（${build.id}）。` : "这台设备上还没有存手册。",
      served && build && served.build.id !== build.id ? `网站上现在是 ${served.build.version} 的一版（${served.build.id}）。` : ""),
    !build && bytes > MOST && el("p", {}, `手册有 ${size(bytes)}，超过 ${size(MOST)} 不自动存：要离线使用，请按下面的按钮。`),
    el("div", { class: "kpi-scroll", role: "region", "aria-label": "离线副本", tabindex: 0 },
      el("table", { class: "kpi-table" },
        el("thead", {}, el("tr", {}, ...["内容", "占用", "这台设备上"].map((text) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, row("全部页面和搜索", bytes, Boolean(build), () => storeHandbook(bytes)),
          ...found.map((part) => row(part.title, part.bytes, part.stored, progress(part)))))),
    said,
    (build || found.some(({ stored }) => stored)) && button("从这台设备上删掉", async () => {
      keep(REFUSED, "no");
      await removeCopy();
      await mountOffline(place);
    }),
    el("p", { class: "kpi-hint" }, "这里只有手册和算分程序，没有你粘贴或填写的内容。删掉以后不再自动存，除非你再按上面的按钮。"));
}
