/**
 * Entry of every page: mounts calculators, forms, the reader's role and onboarding paths, lets clause ids copy their
 * address. Lives for the whole visit.
 */

import { Calculator } from "./calculator.js";
import { copyText } from "./clipboard.js";
import { el } from "./dom.js";
import { mountFilling } from "./filling.js";
import { mountMyRole } from "./my-role.js";
import { mountOnboarding } from "./onboarding.js";
import { Runtime } from "./runtime.js";
import { browserPorts } from "./spawn.js";

/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** Material's stream of pages under instant navigation.
 * @typedef {{subscribe(listener: () => void): void}} PageStream */

const runtime = new Runtime(browserPorts);
/** By address of the scheme: coming back to a page finds the calculator as it was left. @type {Map<string, Calculator>} */
const calculators = new Map();

const pages = /** @type {{document$?: PageStream}} */ (/** @type {unknown} */ (globalThis)).document$;
if (pages) pages.subscribe(mountAll);
else mountAll();
document.addEventListener("click", copyClause, { capture: true });

function mountAll() {
  for (const place of document.querySelectorAll(".kpi-calculator")) {
    if (place instanceof HTMLElement) void mount(place);
  }
  for (const place of document.querySelectorAll(".blank-form[data-form]")) {
    if (place instanceof HTMLElement) mountFilling(place);
  }
  for (const place of document.querySelectorAll(".my-role")) {
    if (place instanceof HTMLElement) void mountMyRole(place);
  }
  for (const place of document.querySelectorAll(".diag")) {
    if (place instanceof HTMLElement) void import("./diag.js").then(({ mountDiagnosis }) => mountDiagnosis(place));
  }
  for (const place of document.querySelectorAll(".path-desk")) {
    if (place instanceof HTMLElement) mountOnboarding(place);
  }
}

/** @param {HTMLElement} place */
async function mount(place) {
  const { scheme = "", root = "./" } = place.dataset;
  const address = new URL(scheme, location.href).href;
  let calculator = calculators.get(address);
  if (!calculator) {
    const rootAddress = new URL(root, location.href).href;
    const file = await readScheme(address);
    if (typeof file === "string") {
      place.append(el("p", { class: "kpi-card kpi-card--bad", role: "alert" }, file));
      return;
    }
    calculator = calculators.get(address) ?? new Calculator(file, runtime, rootAddress);
    calculators.set(address, calculator);
  }
  place.replaceChildren(calculator.node);
  calculator.follow();
  wakeWhenNear(place, calculator);
}

/**
 * @param {string} address
 * @returns {Promise<SchemeFile | string>} or why it could not be had
 */
async function readScheme(address) {
  try {
    const response = await fetch(address);
    if (response.ok) return await response.json();
    return `考核方案没有取到（服务器答复 ${response.status}）。请刷新页面再试。`;
  } catch (error) {
    return `考核方案没有取到：${error instanceof Error ? error.message : String(error)}。请检查网络后刷新页面。`;
  }
}

/**
 * Somebody who scrolls to the calculator is about to use it; where data is to be saved, wait for a touch.
 * @param {HTMLElement} place
 * @param {Calculator} calculator
 */
function wakeWhenNear(place, calculator) {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (/** @type {unknown} */ (navigator));
  if (connection?.saveData) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    if (runtime.state.kind === "idle") calculator.wake();
  }, { rootMargin: "100px" });
  observer.observe(place);
}

/** The address of a clause goes to the clipboard when its id is clicked. @param {MouseEvent} event */
async function copyClause(event) {
  const badge = event.target instanceof Element ? event.target.closest("a.clause-id[data-clause]") : null;
  if (!(badge instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Following the hash would let Material fetch and replace the page, the badge with it: it must not see the click.
  event.preventDefault();
  event.stopPropagation();
  const done = await copyText(badge.href);
  if (done !== "copied") return;
  badge.dataset["copied"] = "已复制链接";
  setTimeout(() => delete badge.dataset["copied"], 2000);
}
