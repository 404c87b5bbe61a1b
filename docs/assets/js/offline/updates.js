/**
 * Which build is open, whether the server has a newer one, and the way from one to the other: announced, and taken when
 * the reader asks for it. Also what a reader should know about the network and the device's clock.
 */

import { button, el } from "../dom.js";
import { ROOT } from "../place.js";
import { anyUnsaved, canHandOver, handOver, letGo, othersUnsaved } from "../unsaved.js";
import { tell } from "./bar.js";
import { buildIn, container, isCopied, registration, settled } from "./copy.js";
import { buildOf, own, readServed } from "./site-build.js";

/** @typedef {import("./site-build.js").Build} Build */
/** @typedef {import("./site-build.js").ServedBuild} ServedBuild */

/** Coming back to the page looks again after so many milliseconds. */
const LOOK_AGAIN = 10 * 60_000;
/** The device's clock may differ from the server's by so many milliseconds. */
const CLOCK = 36 * 3_600_000;
/** How long a reader waits for a newer service worker to take over, in milliseconds. */
const PATIENCE = 10_000;
const DAY = 24 * 3_600_000;

let looked = -Infinity;
/** The reader asked for the newer build. */
let switching = false;
/** The newer build is in charge while this tab, which has unsaved data, still shows the one before. */
let stale = false;
/** The service worker did not take what was to be handed over: it is not promised again. */
let refused = false;

const CARRIED = "粘贴和填写的内容会带到新的一页。";
const LOST = "粘贴和填写的内容带不过去：要留，请先复制出来，或用完再换。";

/** Begin to follow; called once a visit. */
export function followBuilds() {
  if (!own) return;
  tellNetwork(navigator.onLine);
  addEventListener("offline", () => tellNetwork(false));
  addEventListener("online", () => void look());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && performance.now() - looked > LOOK_AGAIN) void look();
  });
  document.addEventListener("click", wholePage, { capture: true });
  container()?.addEventListener("controllerchange", () => void controllerChanged());
}

/** Ask the server for its build, and offer it when it is another one. @returns {Promise<ServedBuild | null>} */
export async function look() {
  if (!own) return null; // `make serve`
  looked = performance.now();
  const served = await readServed();
  tellNetwork(served !== null);
  if (!served) return null;
  tellClock(served.day);
  if (served.build.id !== own.id) {
    const found = await registration();
    await found?.update().catch(() => {}); // it says why on the console; the page is loaded over the network then
    const next = found?.installing ?? found?.waiting;
    if (next) await settled(next);
    await offer(served.build);
  }
  return served.build;
}

/** Whether instant navigation brought a page of another build than that of the scripts that run. */
export function isMixed() {
  const shown = buildOf(document);
  if (!own || !shown || shown.id === own.id) return false;
  if (anyUnsaved()) void offer(shown);
  else location.reload();
  return true;
}

/** @param {Build} build */
async function offer(build) {
  const found = `手册有新版本（${build.version}，${build.id}）。`;
  if (!anyUnsaved()) announce(found, build);
  else if (await isRenewed(build) && !refused && canHandOver()) announce(`${found}${CARRIED}`, build);
  else offerLoss(build);
}

/** @param {string} text @param {Build} build */
function announce(text, build) {
  tell("update", el("span", {}, text), button("重新载入", () => void change(build)), button("以后再说", () => tell("update")));
}

/** What was typed is given up only by a button that says so, and not by the one that a second click would hit. @param {Build} build */
function offerLoss(build) {
  tell("update", el("span", {}, `手册有新版本（${build.version}，${build.id}）。${LOST}`),
    button("以后再说", () => tell("update")), button("放弃内容并重新载入", () => void change(build, true)));
}

/** Whether the service worker has, or is about to have, the build: without that the next page is none of its own. @param {Build} build */
async function isRenewed(build) {
  const found = await registration();
  return Boolean(found?.waiting) || (await buildIn(found?.active))?.id === build.id;
}

/** @param {Build} build @param {boolean} [giveUp]  the reader said that what was typed may go */
async function change(build, giveUp = false) {
  if (await othersUnsaved()) {
    announce("手册有新版本。另一个标签页里还有粘贴或填写的内容：先到那里用完，清除或关掉它，再来重新载入。", build);
    return;
  }
  const renewed = await isRenewed(build);
  if (!giveUp && anyUnsaved() && !(renewed && !refused && canHandOver())) return offerLoss(build); // typed since it was offered
  switching = true;
  tell("update", el("span", {}, "正在换到新的一版……"));
  const found = await registration();
  if (found?.waiting) await activate(found.waiting);
  else if (!renewed) await found?.unregister(); // its copy could not be renewed: the next page comes over the network
  if (giveUp) letGo();
  else if (renewed ? !await handOver() : anyUnsaved()) {
    switching = false;
    stale = refused = true;
    return offerLoss(build);
  }
  location.reload();
}

/**
 * Let a newer service worker take over. A browser puts that off while the older one is busy: then the page is loaded anew
 * all the same, and offers the newer build once more where it got the older.
 * @param {ServiceWorker} waiting
 */
function activate(waiting) {
  const switched = new Promise((resolve) => {
    container()?.addEventListener("controllerchange", resolve, { once: true });
    setTimeout(resolve, PATIENCE);
  });
  waiting.postMessage({ type: "activate" });
  return switched;
}

/** Another tab switched to a newer build. */
async function controllerChanged() {
  if (switching || !own) return;
  const build = await buildIn(container()?.controller);
  if (!build || build.id === own.id) return;
  stale = anyUnsaved();
  if (stale) await offer(build);
  else location.reload();
}

/** In a tab that is behind, a link loads its page whole, with the scripts that belong to it. @param {MouseEvent} event */
function wholePage(event) {
  if (stale && event.target instanceof Element && event.target.closest("a[href]")) event.stopImmediatePropagation();
}

/** @param {boolean} reached  the site */
function tellNetwork(reached) {
  const why = navigator.onLine ? "没有连上网站" : "没有网络";
  if (reached || !own) tell("network");
  else if (isCopied()) {
    tell("network", el("span", {}, `${why}。看的是存在这台设备上的手册：${own.version} 的一版（${own.id}）。`),
      el("a", { href: new URL("offline/", ROOT).href }, "离线使用"));
  } else tell("network", el("span", {}, `${why}。已经打开的这一页还能用，别的页没有存在这台设备上。`));
}

/** @param {number} day  of the server, NaN where it did not say */
function tellClock(day) {
  const off = Math.abs(Date.now() - day);
  if (!(off > CLOCK)) return tell("clock");
  const now = new Date().toLocaleDateString("zh-CN");
  tell("clock", el("span", {}, `这台设备的日期是 ${now}，与网站差 ${Math.round(off / DAY)} 天。哪一版现行是按这台设备的日期看的，请先改对日期。`),
    button("知道了", () => tell("clock")));
}
