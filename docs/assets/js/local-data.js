/**
 * 本机数据: what the handbook keeps in this browser, read from the browser's storages at that moment and told in plain
 * words, and a button that clears it. What other pages of the same address keep is neither shown nor touched.
 */

import { button, el, replace, size } from "./dom.js";
import { forget, sinceOf } from "./kept.js";
import { removeCopy, storedCopies } from "./offline/copy.js";
import { ROOT } from "./place.js";

/** @typedef {{name: string, value: string, why: string, since: string}} Line */
/** @typedef {{key: RegExp, name: string, why: string, tell: (value: unknown, key: string) => string}} Kind */

const UNKNOWN = "不详";

/** @type {Kind[]} by key of local storage; the first that fits */
const KINDS = [
  { key: /^handbook\.role$/, name: "我的岗位", why: "首页先列出这个岗位要看的", tell: (value) => `岗位 ${value}` },
  { key: /^handbook\.visits$/, name: "看过的条款", why: "首页列出最近和常看的", tell: (value) => list(entries(value).map(([, visit]) => text(visit, "title"))) },
  { key: /^handbook\.changes-read$/, name: "修订看到哪里", why: "只提示没看过的修订", tell: (value) => `${value} 为止` },
  { key: /^handbook\.announcement$/, name: "没写完的公告", why: "下次接着写", tell: (value) => list([text(value, "title"), ...picked(value)]) },
  { key: /^handbook\.form\./, name: "填了一半的表单", why: "下次接着填", tell: (value, key) => `${lastPart(key)}：填了 ${list(entries(value).filter(([, typed]) => typed !== "").map(([name]) => name))}` },
  { key: /^handbook\.columns\./, name: "手工指定的列", why: "下次粘贴同样的表头不用再指定；只记表头，不记数据", tell: (value, key) => `${lastPart(key)}：${list(entries(value).map(([heading]) => heading))}` },
  { key: /^handbook\.onboarding\./, name: "新人路径的勾选和答案", why: "下次接着学", tell: (value, key) => `${lastPart(key)}：${entries(value).length} 项` },
  { key: /^handbook\.offline$/, name: "不要离线副本", why: "你删过离线副本，手册不再自动存", tell: () => "是" },
  { key: /^handbook\.rehearsed$/, name: "计算程序热过身", why: "下次打开算得更快；只记版本号", tell: (value) => `版本 ${String(value).replace(" pandas", "，连同流水和团队分析")}` },
  { key: /^handbook\.log-used$/, name: "上次从流水汇总", why: "下次打开考核表，先备好汇总组件；不记流水", tell: () => "是" },
  { key: /^handbook\.single-keys$/, name: "单键快捷键", why: "下次还是关着", tell: (value) => `${value}` },
  { key: /\.__palette$/, name: "深色或浅色", why: "下次还用这种颜色", tell: paletteOf },
  { key: /\.__/, name: "界面的样子", why: "主题记住的开合和提示", tell: (value) => JSON.stringify(value).slice(0, 60) },
  { key: /^handbook\./, name: "其他", why: "手册记的小设置", tell: (value) => JSON.stringify(value).slice(0, 60) },
];
/** @type {Record<string, string>} */
const SCHEMES = { default: "浅色", slate: "深色" };

/** What the theme notes of its switch; its first place follows the system. @param {unknown} value */
function paletteOf(value) {
  const { index = 0, color = {} } = /** @type {{index?: number, color?: {scheme?: string}}} */ (value ?? {});
  return (index > 0 && SCHEMES[color.scheme ?? ""]) || "跟随系统";
}

/** @param {HTMLElement} place */
export async function mountLocalData(place) {
  const said = el("p", { role: "status" });
  const table = el("div", {});
  const clear = button("全部清除", async () => {
    await clearAll();
    await draw();
    said.textContent = "已清除。";
  }, { class: "kpi-button kpi-button--primary" });
  const draw = async () => {
    const lines = [...storedLines(), ...visitLines(), ...await copyLines()];
    replace(table, lines.length > 0 ? tableOf(lines) : el("p", {}, "这个浏览器里没有记着手册的任何内容。"));
    clear.disabled = lines.length === 0;
  };
  await draw();
  replace(place, table, el("div", { class: "kpi-actions" }, clear), said);
}

/** @param {Line[]} lines */
function tableOf(lines) {
  const heads = ["记了什么", "内容", "为什么", "从哪天起"];
  return el("table", { class: "local-table", "aria-label": "本机数据" },
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...lines.map(({ name, value, why, since }) => el("tr", {},
      el("th", { scope: "row" }, name),
      ...[value, why, since].map((cell, place) => el("td", { "data-label": heads[place + 1] }, cell))))));
}

/** The handbook's own keys of local storage. @returns {string[]} */
function ownKeys() {
  return keysOf(() => localStorage).filter((key) => key.startsWith("handbook.") || key.startsWith(`${ROOT.pathname}.__`)).sort();
}

/** @param {() => Storage} storage @returns {string[]} none where the browser keeps nothing */
function keysOf(storage) {
  try {
    return Object.keys(storage());
  } catch (error) {
    if (error instanceof DOMException) return [];
    throw error;
  }
}

/** @returns {Line[]} */
function storedLines() {
  return ownKeys().flatMap((key) => describe(key, localStorage.getItem(key) ?? "", sinceOf(key)));
}

/**
 * @param {string} key
 * @param {string} written  as it stands in the storage
 * @param {string | null} since
 * @returns {Line[]} none for the handbook's own notes about the list
 */
export function describe(key, written, since) {
  const kind = KINDS.find((known) => known.key.test(key));
  if (!kind || key === "handbook.since") return [];
  return [{ name: kind.name, value: kind.tell(parsed(written), key) || "空", why: kind.why, since: since ?? UNKNOWN }];
}

/** What lasts as long as the tab. @returns {Line[]} */
function visitLines() {
  const own = keysOf(() => sessionStorage).filter((key) => key.startsWith("handbook.") || key.startsWith(`${ROOT.pathname}.__`));
  return own.length > 0 ? [{ name: "这个标签页的编号", value: `${own.length} 项`, why: "换页、更新时接着用打开的数据；关掉标签页就没有了", since: "这次打开" }] : [];
}

/** The offline copy. @returns {Promise<Line[]>} */
async function copyLines() {
  return await Promise.all((await storedCopies()).map(async ({ cache: name, title }) => {
    const cache = await caches.open(name);
    const files = await cache.keys();
    const answers = await Promise.all(files.map((file) => cache.match(file)));
    const bytes = answers.reduce((sum, answer) => sum + Number(answer?.headers.get("content-length") ?? 0), 0);
    const dates = answers.map((answer) => Date.parse(answer?.headers.get("date") ?? "")).filter((time) => !Number.isNaN(time));
    const since = dates.length > 0 ? new Date(Math.min(...dates)).toLocaleDateString("zh-CN") : UNKNOWN;
    return { name: `离线副本：${title}`, value: `${files.length} 个文件${bytes ? `，约 ${size(bytes)}` : ""}`, why: "没有网络时也能用；里面没有你的数据", since };
  }));
}

/** Everything that the list can show, and the worker that serves the offline copy. */
async function clearAll() {
  for (const key of ownKeys()) forget(key);
  for (const key of keysOf(() => sessionStorage)) if (key.startsWith("handbook.")) sessionStorage.removeItem(key);
  await removeCopy();
}

/** @param {string} written @returns {unknown} the text itself where it is nothing that the handbook wrote */
function parsed(written) {
  try {
    return JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError) return written;
    throw error;
  }
}

/** @param {unknown} value @returns {[string, unknown][]} */
function entries(value) {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** @param {unknown} value @param {string} key @returns {string} */
function text(value, key) {
  const found = entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "string" ? found : "";
}

/** The clauses of an announcement. @param {unknown} value */
function picked(value) {
  const clauses = entries(value).find(([name]) => name === "picked")?.[1];
  return entries(clauses).map(([, clause]) => text(clause, "id"));
}

/** @param {string[]} names */
function list(names) {
  const said = names.filter(Boolean);
  return said.length > 6 ? `${said.slice(0, 6).join("、")} 等 ${said.length} 项` : said.join("、");
}

/** @param {string} key */
function lastPart(key) {
  return key.split(".").slice(2).join(".");
}
