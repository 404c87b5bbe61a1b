/**
 * /diag/: what this browser can do, how the interpreter comes up in it, how long that takes and how much it fetches; as a
 * table to read and as a text for support. It starts interpreters of its own, so nothing that was pasted is in reach.
 */

import { copyText } from "./clipboard.js";
import { button, el, grouped, replace, size } from "./dom.js";
import { Runtime, RuntimeFault, WorkerLost } from "./runtime.js";
import { browserPorts, spawn } from "./spawn.js";

/** @typedef {import("./protocol.js").PackageSet} PackageSet */
/** @typedef {import("./protocol.js").Operations["start"]["gives"]} Started */
/** @typedef {[name: string, value: string]} Fact */

const WAYS = /** @type {const} */ ({ image: "快速启动", ordinary: "普通启动" });
const TRIALS = /** @type {{title: string, sets: PackageSet[]}[]} */ ([
  { title: "算分", sets: [] },
  { title: "流水汇总", sets: ["pandas"] },
]);

/** @param {HTMLElement} place */
export function mountDiagnosis(place) {
  if (place.childElementCount) return;
  const table = el("div", { role: "region", "aria-label": "检测结果" });
  const said = el("p", { role: "status" });
  /** @type {Fact[]} */ let facts = abilities();
  const draw = () => replace(table, tableOf(facts));
  const begin = button("开始检测", async () => {
    begin.disabled = true;
    facts = abilities();
    for (const { title, sets } of TRIALS) {
      said.textContent = `正在检测：${title}……`;
      facts = [...facts, ...await trial(title, sets)];
      draw();
    }
    said.textContent = "检测完成。";
    begin.disabled = false;
  }, { class: "kpi-button kpi-button--primary" });
  const copy = button("复制结果", async () => {
    if (await copyText(textOf(facts)) === "copied") said.textContent = "已复制，可以粘贴给维护手册的人。";
  });
  draw();
  place.append(el("div", { class: "kpi" }, el("p", { class: "kpi-actions" }, begin, " ", copy), said, table));
}

/** @returns {Fact[]} */
function abilities() {
  const has = (/** @type {boolean} */ found) => found ? "有" : "没有";
  const { deviceMemory } = /** @type {{deviceMemory?: number}} */ (/** @type {unknown} */ (navigator));
  return [
    ["时间", new Date().toLocaleString("zh-CN")],
    ["浏览器", navigator.userAgent],
    ["处理器线程", String(navigator.hardwareConcurrency ?? "未知")],
    ["内存（浏览器所报）", deviceMemory ? `${deviceMemory} GB` : "未知"],
    ["运行计算程序的能力（WebAssembly）", has(typeof WebAssembly === "object")],
    ["边下载边准备（compileStreaming）", has(typeof WebAssembly === "object" && "compileStreaming" in WebAssembly)],
    ["解压快速启动文件（DecompressionStream）", has("DecompressionStream" in globalThis)],
    ["安全连接（https 或本机）", has(globalThis.isSecureContext)],
    ["核对文件内容（crypto.subtle）", has(Boolean(globalThis.crypto?.subtle))],
    ["察觉计算程序意外停止（Web Locks）", has("locks" in navigator)],
  ];
}

/**
 * Bring an interpreter up and see it off again.
 * @param {string} title
 * @param {PackageSet[]} sets
 * @returns {Promise<Fact[]>}
 */
async function trial(title, sets) {
  const runtime = new Runtime({ ...browserPorts, spawn }); // never one that runs already
  for (const set of sets) runtime.want(set);
  const began = performance.now();
  const failed = (/** @type {string} */ reason) => /** @type {Fact[]} */ ([[`${title}：方式`, "没有启动"], [`${title}：原因`, reason]]);
  try {
    await runtime.start();
  } catch (error) {
    if (!(error instanceof RuntimeFault || error instanceof WorkerLost)) throw error;
    return failed(error instanceof WorkerLost ? `${error.message}。` : error.fault.reason + error.fault.hint);
  } finally {
    runtime.stop();
  }
  const seconds = (performance.now() - began) / 1000;
  const { started } = runtime;
  if (started?.missing) return failed(started.missing.reason + started.missing.hint);
  return started ? [...factsOf(started, seconds)].map(([name, value]) => [`${title}：${name}`, value]) : [];
}

/**
 * @param {Started} started
 * @param {number} seconds
 * @returns {Fact[]}
 */
function factsOf(started, seconds) {
  /** @type {Fact[]} */
  const facts = [
    ["方式", WAYS[started.path]],
    ["用时", `${seconds.toFixed(2)} 秒`],
    ["文件", started.bytes ? `${started.files} 个，压缩后 ${size(started.bytes)}，其中这次从网络取得 ${size(started.fetched)}`
      : `${started.files} 个，这个浏览器不报大小`],
    ["占用内存", `${size(started.memory)}`],
    ["各步（毫秒）", started.steps.map(({ name, at }) => `${name} ${grouped(at)}`).join("，")],
    ["版本", started.build],
  ];
  if (started.refused) facts.splice(1, 0, ["没有快速启动的原因", started.refused]);
  return facts;
}

/** @param {Fact[]} facts */
function tableOf(facts) {
  return el("table", { class: "local-table" }, el("tbody", {},
    ...facts.map(([name, value]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value)))));
}

/** @param {Fact[]} facts */
export function textOf(facts) {
  const site = document.querySelector(".md-header__topic")?.textContent?.trim() ?? "手册";
  return [`${site} 本机检测`, location.origin, ...facts.map(([name, value]) => `${name}：${value}`)].join("\n");
}
