/**
 * The offline copy on this device: the handbook, which the service worker stores whole, and the parts of the browser's
 * Python, which are stored here. Everything that can be refused (old browser, plain http, private window, no room) is an
 * answer and never an error.
 */

import { ROOT } from "../place.js";
import { own } from "./site-build.js";

/** @typedef {import("./site-build.js").ServedBuild} ServedBuild */
/** @typedef {{url: string, sha256: string, bytes: number}} RuntimeFile */
/** @typedef {"score" | "tables" | "workbooks"} PartName */
/** @typedef {{name: PartName, title: string, bytes: number, files: RuntimeFile[], stored: boolean}} Part */
/** @typedef {"done" | "full" | "failed"} Storing full: the device has no room for it */

const RUNTIME = new URL("assets/runtime/", ROOT);
const PREFIX = `handbook ${ROOT.pathname} `;
const RUNTIME_CACHE = `${PREFIX}runtime`;
const TITLES = /** @type {Record<PartName, string>} */ ({
  score: "算分和各个计算器",
  tables: "流水汇总和团队分析",
  workbooks: "读写 Excel 文件",
});

/** @returns {ServiceWorkerContainer | null} null where the browser has none to give */
export function container() {
  try {
    return typeof DecompressionStream === "function" && "caches" in globalThis && isSecureContext ? navigator.serviceWorker ?? null : null;
  } catch (error) {
    if (error instanceof DOMException) return null; // storage is blocked
    throw error;
  }
}

/** @returns {Promise<ServiceWorkerRegistration | null>} */
export async function registration() {
  return await allowed(async () => await container()?.getRegistration(ROOT.href) ?? null, null);
}

/** Have the handbook stored. @param {number} bytes  of the copy @returns {Promise<Storing>} */
export async function storeHandbook(bytes) {
  return await tried(async () => {
    const found = await container()?.register(new URL("sw.js", ROOT), { scope: ROOT.href });
    const worker = found?.installing ?? found?.waiting ?? found?.active;
    if (worker && await settled(worker)) return "done";
    await proveRoom(bytes); // the service worker says only that it failed
    return "failed";
  });
}

/** @param {ServiceWorker} worker @returns {Promise<boolean>} whether it has its copy */
export function settled(worker) {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state === "redundant") resolve(false);
      else if (worker.state !== "installing") resolve(true);
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** Which build a service worker has. @param {ServiceWorker | null | undefined} worker @returns {Promise<ServedBuild | null>} */
export async function buildIn(worker) {
  return worker ? /** @type {ServedBuild | null} */ (await say(worker, { type: "build" })) : null;
}

/**
 * Say something to a service worker and wait for its answer.
 * @param {ServiceWorker} worker
 * @param {object} message
 * @returns {Promise<unknown>} null when none comes
 */
export function say(worker, message) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(null), 5000);
    worker.postMessage(message, [port2]);
  });
}

/** Counts removals: what was being stored meanwhile is not wanted any more. */
let removals = 0;

/** The parts of the browser's Python. @returns {Promise<Part[]>} none where the site has no images of it */
export async function parts() {
  const response = await fetch(new URL("runtime.json", RUNTIME)).catch(() => null);
  const manifest = response?.ok ? await response.json() : null;
  if (!manifest?.images) return [];
  const { images } = manifest;
  const files = /** @type {Record<PartName, RuntimeFile[]>} */ ({
    score: [images.interpreter.script, images.interpreter.wasm, images.core.image],
    tables: [images.pandas.image, images.libraries],
    workbooks: [images.core.rest, images.pandas.rest, images.stdlib],
  });
  const names = /** @type {PartName[]} */ (Object.keys(files));
  return await Promise.all(names.map(async (name) => ({
    name, title: TITLES[name], files: files[name],
    bytes: files[name].reduce((sum, { bytes }) => sum + bytes, 0),
    stored: (await Promise.all(files[name].map(isStored))).every(Boolean),
  })));
}

/** @param {RuntimeFile} file */
function isStored({ url }) {
  const match = () => caches.match(new URL(url, RUNTIME).href, { cacheName: RUNTIME_CACHE });
  return allowed(async () => Boolean(await match()), false);
}

/**
 * Store one part, file by file; what is there already is left alone. What the browser fetched lately comes from its own
 * cache and not over the network.
 * @param {Part} part
 * @param {(bytes: number) => void} [count]
 * @returns {Promise<Storing>}
 */
export async function storePart(part, count = () => {}) {
  const begun = removals;
  let bytes = 0;
  return await tried(async () => {
    const cache = await caches.open(RUNTIME_CACHE);
    for (const file of part.files) {
      const address = new URL(file.url, RUNTIME).href;
      if (removals !== begun) return "failed";
      if (!await cache.match(address)) await cache.add(new Request(address, { integrity: `sha256-${file.sha256}` }));
      count(bytes += file.bytes);
    }
    return "done";
  });
}

/** Drop stored files that no build on this device asks for. @param {Part[]} wanted */
export async function tidyParts(wanted) {
  await allowed(async () => {
    const cache = await caches.open(RUNTIME_CACHE);
    const kept = new Set(wanted.flatMap(({ files }) => files.map(({ url }) => new URL(url, RUNTIME).href)));
    for (const { url } of await cache.keys()) if (!kept.has(url)) await cache.delete(url);
  }, undefined);
}

/** Remove the whole copy from this device. The page that is open goes on from the network. */
export async function removeCopy() {
  removals += 1;
  await allowed(async () => {
    await (await registration())?.unregister();
    for (const name of await ownCaches()) await caches.delete(name);
  }, undefined);
}

/** What the copy is stored under, for the list of what is kept. @returns {Promise<{cache: string, title: string}[]>} */
export async function storedCopies() {
  return (await ownCaches()).map((cache) => ({ cache, title: cache === RUNTIME_CACHE ? "计算程序" : "页面和搜索" }));
}

/** @param {() => Promise<Storing>} work @returns {Promise<Storing>} */
async function tried(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException) return error.name === "QuotaExceededError" ? "full" : "failed";
    if (error instanceof TypeError) return "failed"; // no network, or a file that the server no longer has
    throw error;
  }
}

/** Rejects with what the browser says where so much does not fit: its estimate does not know what other programs have taken. @param {number} bytes */
async function proveRoom(bytes) {
  const name = `${PREFIX}room`;
  try {
    await (await caches.open(name)).put(ROOT, new Response(new Uint8Array(bytes)));
  } finally {
    await caches.delete(name);
  }
}

/** The copy's caches. @returns {Promise<string[]>} none over plain http or where storage is blocked */
async function ownCaches() {
  if (!("caches" in globalThis)) return [];
  return await allowed(async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX)), []);
}

/**
 * Do what a browser may refuse.
 * @template T
 * @param {() => Promise<T>} work
 * @param {T} refused  what it gives then
 * @returns {Promise<T>}
 */
export async function allowed(work, refused) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException) return refused;
    throw error;
  }
}

/** Whether this page came out of the copy. */
export const isCopied = () => Boolean(own && container()?.controller);
