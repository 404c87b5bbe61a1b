/**
 * Entry of every page: mounts calculators, forms, the reader's role and onboarding paths, lets clause ids copy their
 * address. Lives for the whole visit.
 */

import { mountAnnouncementDesk } from "./announcement.js";
import { arrive, noteFollowed } from "./arriving.js";
import { Calculator } from "./calculator.js";
import { mountChanges } from "./changes.js";
import { onCite } from "./citing.js";
import { copyText } from "./clipboard.js";
import { el } from "./dom.js";
import { mountFilling } from "./filling.js";
import { mountMyRole } from "./my-role.js";
import { mountOnboarding } from "./onboarding.js";
import { keep, recall } from "./kept.js";
import { CalculatorPage } from "./kit/page.js";
import { storeUnasked } from "./offline/unasked.js";
import { followBuilds, isMixed, look } from "./offline/updates.js";
import { preparePaper } from "./paper.js";
import { mountPastDay } from "./past-day.js";
import { rehearseWhenIdle } from "./rehearsal.js";
import { Runtime, RuntimeFault } from "./runtime.js";
import { readSchemeFile } from "./scheme-files.js";
import { pickRevision } from "./scheme-revisions.js";
import { mountSearch } from "./search/box.js";
import { highlight } from "./search/highlight.js";
import { mountLately } from "./search/lately.js";
import { noteReading } from "./search/visits.js";
import { tellServedAddress } from "./served-address.js";
import { guardSingleKeys, mountSingleKeys } from "./single-keys.js";
import { savesData } from "./sparing.js";
import { browserPorts } from "./spawn.js";
import { mountThemeKeys } from "./theme-keys.js";
import { nameWideTables } from "./wide-tables.js";

/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** @typedef {import("./kit/page.js").Definition} Definition */
/** Material's stream of pages under instant navigation.
 * @typedef {{subscribe(listener: () => void): void}} PageStream */

const runtime = new Runtime(browserPorts);
const { pathname: firstPath } = location;
/** By address of the scheme: coming back to a page finds the calculator as it was left. @type {Map<string, Calculator>} */
const calculators = new Map();
/** The same by the name of the calculator. @type {Map<string, CalculatorPage>} */
const calculatorPages = new Map();
/** What stood last on the page of a scheme, by the address of the scheme's current file. @type {Map<string, Calculator>} */
const shown = new Map();
/** What each calculator page is made of; fetched when one is opened. @type {Record<string, () => Promise<{definition: Definition}>>} */
const DEFINITIONS = {
  leads: () => import("./leads/targets.js"),
  projection: () => import("./leads/projection.js"),
  "lead-log": () => import("./leads/log.js"),
  targets: () => import("./plan/targets.js"),
  months: () => import("./plan/months.js"),
  matrix: () => import("./plan/matrix.js"),
  rolling: () => import("./plan/rolling.js"),
  team: () => import("./team/team.js"),
  "what-if": () => import("./team/what-if.js"),
};

/** Places whose calculator has been mounted, or is about to be. @type {WeakSet<Element>} */
const begun = new WeakSet();
/** Resolve when a calculator is on the page with what it begins with. @type {Promise<void>[]} */
const mounting = [];

// The calculator can be used before the theme's own script is there, which stands behind this one.
mountCalculators();
// The theme writes every address in the head anew; this one would be fetched again.
document.querySelector("link[rel=preload][as=fetch]")?.remove();
if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();
rehearseWhenIdle(runtime, { recall, keep });
document.addEventListener("click", copyClause, { capture: true });
document.addEventListener("click", noteFollowed, { capture: true });
document.addEventListener("click", foldContents);
document.addEventListener("click", onCite, { capture: true });

function begin() {
  const pages = pageStream();
  if (pages) pages.subscribe(mountAll);
  else {
    mountAll();
    document.addEventListener("handbook-theme", followTheme);
    void giveWay();
  }
  mountSearch();
  followBuilds();
  // Not while the page itself is on its way.
  if (document.readyState === "complete") void lookAround();
  else addEventListener("load", () => void lookAround());
  preparePaper();
  guardSingleKeys();
}

/** The theme's, where its script is there already. */
function pageStream() {
  return /** @type {{document$?: PageStream}} */ (/** @type {unknown} */ (globalThis)).document$;
}

/**
 * The theme has come late, see theme-later.js. What it passes on first is this page, which is mounted but for the theme's part;
 * unless a link was followed meanwhile.
 */
function followTheme() {
  let mount = location.pathname === firstPath ? nameWideTables : mountAll;
  pageStream()?.subscribe(() => {
    mount();
    mount = mountAll;
  });
}

/**
 * Say when the theme's script is not in the way any more: the calculators are on the page, Python runs, and what has been asked of
 * it can be seen.
 */
async function giveWay() {
  if (document.readyState !== "complete") await new Promise((resolve) => { addEventListener("load", resolve); });
  await Promise.all(mounting);
  const { handbookStarted } = /** @type {{handbookStarted?: Promise<void> | null}} */ (globalThis);
  if (handbookStarted) await Promise.race([handbookStarted, runtime.rest()]);
  do {
    if (runtime.busy) await runtime.rest();
    await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
  } while (runtime.busy);
  document.dispatchEvent(new Event("handbook-rest"));
}

async function lookAround() {
  const served = await look();
  if (served) await storeUnasked(served.bytes, runtime);
}

function mountAll() {
  if (isMixed()) return showTyped();
  arrive();
  highlight();
  noteReading();
  nameWideTables();
  void tellServedAddress();
  mountThemeKeys();
  for (const place of document.querySelectorAll("[data-lately]")) {
    if (place instanceof HTMLElement) mountLately(place);
  }
  mountCalculators();
  for (const place of document.querySelectorAll(".blank-form[data-form]")) {
    if (place instanceof HTMLElement) mountFilling(place);
  }
  for (const place of document.querySelectorAll(".my-role")) {
    if (place instanceof HTMLElement) void mountMyRole(place);
  }
  for (const place of document.querySelectorAll(".diag")) {
    if (place instanceof HTMLElement) void import("./diag.js").then(({ mountDiagnosis }) => mountDiagnosis(place));
  }
  for (const place of document.querySelectorAll(".local-data")) {
    if (place instanceof HTMLElement) void import("./local-data.js").then(({ mountLocalData }) => mountLocalData(place));
  }
  for (const place of document.querySelectorAll(".single-keys")) {
    if (place instanceof HTMLElement) mountSingleKeys(place);
  }
  for (const place of document.querySelectorAll(".offline-desk")) {
    if (place instanceof HTMLElement) void import("./offline/desk.js").then(({ mountOffline }) => mountOffline(place));
  }
  for (const place of document.querySelectorAll(".path-desk")) {
    if (place instanceof HTMLElement) mountOnboarding(place);
  }
  for (const place of document.querySelectorAll(".announcement-desk")) {
    if (place instanceof HTMLElement) mountAnnouncementDesk(place);
  }
  for (const place of document.querySelectorAll(".my-changes")) {
    if (place instanceof HTMLElement) void mountChanges(place);
  }
  for (const place of document.querySelectorAll(".past-day")) void mountPastDay(place);
}

function mountCalculators() {
  for (const place of document.querySelectorAll(".kpi-calculator, [data-calculator]")) {
    if (!(place instanceof HTMLElement) || begun.has(place)) continue;
    begun.add(place);
    mounting.push(place.dataset["calculator"] ? mountPage(place) : mount(place));
  }
}

/** On a page of a newer build, whose scripts are not these: only what people typed into and have not saved, to be copied. */
function showTyped() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".kpi-calculator, [data-calculator]"))) {
    const { scheme = "", calculator = "" } = place.dataset;
    const typed = calculator ? calculatorPages.get(calculator) : shown.get(new URL(scheme, location.href).href);
    if (typed) place.replaceChildren(typed.node);
  }
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".blank-form[data-form]"))) mountFilling(place);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".path-desk"))) mountOnboarding(place);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".announcement-desk"))) mountAnnouncementDesk(place);
}

/** @param {HTMLElement} place */
async function mount(place) {
  const { scheme = "", root = "./" } = place.dataset;
  const rootAddress = new URL(root, location.href).href;
  const current = new URL(scheme, location.href).href;
  const picked = await pickRevision(current, rootAddress, readScheme, () => void mount(place));
  const { address } = picked;
  let calculator = calculators.get(address);
  if (!calculator) {
    const file = picked.file ?? await readScheme(address);
    if (typeof file === "string") {
      place.append(el("p", { class: "kpi-card kpi-card--bad", role: "alert" }, file));
      return;
    }
    calculator = calculators.get(address) ?? new Calculator(file, runtime, rootAddress);
    calculators.set(address, calculator);
  }
  shown.set(current, calculator);
  place.replaceChildren(...picked.said, calculator.node);
  calculator.follow();
  wakeWhenNear(place, calculator);
  await Promise.all([calculator.share.openAddress(), calculator.carryOn()]);
}

/** @param {HTMLElement} place */
async function mountPage(place) {
  const { calculator: name = "", root = "./" } = place.dataset;
  const load = DEFINITIONS[name];
  if (!load) throw new Error(`no calculator is called ${name}`);
  const { definition } = await load();
  const page = calculatorPages.get(name) ?? new CalculatorPage(definition, runtime, name, new URL(root, location.href).href);
  calculatorPages.set(name, page);
  place.replaceChildren(page.node);
  page.follow();
  wakeWhenNear(place, page);
  await Promise.all([page.share.openAddress(), page.carryOn()]);
}

/**
 * @param {string} address
 * @returns {Promise<SchemeFile | string>} or why it could not be had
 */
async function readScheme(address) {
  try {
    return await readSchemeFile(address);
  } catch (error) {
    if (!(error instanceof RuntimeFault)) throw error;
    return `${error.fault.reason}。请检查网络后刷新页面。`;
  }
}

/**
 * Somebody who scrolls to the calculator is about to use it; where data is to be saved, wait for a touch.
 * @param {HTMLElement} place
 * @param {{wake(): void}} calculator
 */
function wakeWhenNear(place, calculator) {
  if (savesData()) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    if (runtime.state.kind === "idle") calculator.wake();
  }, { rootMargin: "100px" });
  observer.observe(place);
}

/** Whoever chose an entry of the contents wants to read it. @param {MouseEvent} event */
function foldContents(event) {
  if (event.target instanceof Element && event.target.closest("a")) event.target.closest(".page-contents")?.removeAttribute("open");
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
