/**
 * What the user pasted or typed and what is nowhere but in this page's memory. While there is any, the browser asks before
 * the page is left, and no other tab may switch to a newer build. A page that takes this one's place (reloaded, updated,
 * gone back to) gets it from the service worker's memory; it is never written to storage.
 */

import { allowed, container, say } from "./offline/copy.js";

/** @typedef {() => unknown} Carry  what to hand over; must survive structured cloning */

const LOCK = "handbook.unsaved";
/** Names the tab while its data waits for the next page; holds nothing of the data. */
const TAB = "handbook.tab";

/** By name of the calculator. @type {Map<string, Carry>} */
const owners = new Map();
/** From the page before this one, and not asked for yet. @type {Map<string, unknown>} */
let waiting = new Map();
/** Lets the lock go, also one that is asked for and not granted yet. @type {AbortController | null} null: nothing is guarded */
let guarding = null;
/** Whether the lock was granted. */
let holding = false;
const taken = take();

/**
 * @param {string} owner
 * @param {Carry | null} carry  null: nothing of it would be lost any more
 */
export function unsaved(owner, carry) {
  if (carry) owners.set(owner, carry);
  else owners.delete(owner);
  guard(anyUnsaved());
}

export function anyUnsaved() {
  return owners.size + waiting.size > 0;
}

/** Whether another tab has something; where the browser cannot tell, none has. */
export async function othersUnsaved() {
  if (!("locks" in navigator)) return false;
  const { held = [] } = await allowed(() => navigator.locks.query(), {});
  return held.filter(({ name }) => name === LOCK).length > (holding ? 1 : 0);
}

/** What the page before this one had for a calculator, once. @param {string} owner @returns {Promise<any>} or null */
export async function carriedOver(owner) {
  await taken;
  const found = waiting.get(owner) ?? null;
  waiting.delete(owner);
  guard(anyUnsaved());
  return found;
}

/** Whether there is somebody to hand it to, and a name to ask for it by. */
export function canHandOver() {
  return Boolean(container()?.controller && tabName());
}

/** The reader gave it up: it is neither handed over nor asked for. */
export function letGo() {
  owners.clear();
  waiting.clear();
  guard(false);
}

/**
 * Hand everything to the service worker for the page that takes this one's place.
 * @returns {Promise<boolean>} whether nothing would be lost now
 */
export async function handOver() {
  if (!anyUnsaved()) return true;
  const worker = container()?.controller;
  const key = worker && tabName();
  const held = Boolean(worker && key) && await say(/** @type {ServiceWorker} */ (worker), { type: "hold", key, data: collected() });
  if (held) guard(false);
  return Boolean(held);
}

/** @param {boolean} on */
function guard(on) {
  if (on === (guarding !== null)) return;
  if (on) {
    addEventListener("beforeunload", ask);
    addEventListener("pagehide", leave);
    const { signal } = guarding = new AbortController();
    const hold = () => new Promise((resolve) => {
      if (signal.aborted) return resolve(null);
      holding = true;
      signal.addEventListener("abort", resolve);
    });
    void allowed(async () => await navigator.locks?.request(LOCK, { mode: "shared", signal }, hold), null);
  } else {
    removeEventListener("beforeunload", ask);
    removeEventListener("pagehide", leave);
    guarding?.abort();
    guarding = null;
    holding = false;
  }
}

/** @param {BeforeUnloadEvent} event */
function ask(event) {
  event.preventDefault();
}

function leave() {
  const worker = container()?.controller;
  const key = worker && tabName();
  if (key) worker.postMessage({ type: "hold", key, data: collected() });
}

function collected() {
  return new Map([...waiting, ...[...owners].map(([owner, carry]) => /** @type {const} */ ([owner, carry()]))]);
}

/** @returns {string | null} null where nothing can be noted between two pages */
function tabName() {
  try {
    const name = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
    sessionStorage.setItem(TAB, name);
    return name;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

async function take() {
  try {
    const key = sessionStorage.getItem(TAB);
    const worker = container()?.controller;
    if (!key || !worker) return;
    const data = await say(worker, { type: "take", key });
    // Only now: had this page gone before the answer came, the one after it would ask.
    sessionStorage.removeItem(TAB);
    worker.postMessage({ type: "drop", key });
    if (data instanceof Map) waiting = data;
    guard(anyUnsaved());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is blocked: nothing was handed over
  }
}
