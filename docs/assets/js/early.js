/**
 * The first module of a page with a calculator, and one that imports nothing: it starts the worker and asks for the
 * interpreter while the page and its other modules are still coming. spawn.js hands the worker to the runtime. Where this
 * comes to nothing the runtime starts one itself, and says what is in the way.
 */

/** @typedef {import("./runtime.js").Spawned} Spawned */
/** @type {{handbookEarly?: Spawned, handbookStarted?: Promise<void> | null}} */
const shared = /** @type {any} */ (globalThis);
// For the theme's script, which gives way to what is started here: see theme-later.js. Null: nothing is.
shared.handbookStarted = null;
const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (/** @type {unknown} */ (navigator));
// Where data is to be saved, wait for a touch, as site.js does. On a phone the page itself comes first: with both at once its
// slow processor keeps a finger waiting. There site.js starts the worker, when the calculator is near.
const waits = connection?.saveData || matchMedia("(pointer: coarse)").matches;
if (typeof WebAssembly === "object" && typeof Worker === "function" && !waits) {
  const { build = "", sets = "" } = /** @type {HTMLElement | null} */ (document.querySelector("script[data-sets]"))?.dataset ?? {};
  const early = begin(build);
  const { worker } = early;
  // Until somebody takes the worker over, who hears of its answers then.
  shared.handbookStarted = new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      early.isHeard = true;
      if (data.type !== "progress") resolve();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      delete shared.handbookEarly;
      resolve();
    };
  });
  // Asked for here, while the worker comes into being. Whoever takes the worker over asks again, and is answered when Python is
  // there.
  const wanted = expected(sets);
  const start = (/** @type {unknown} */ manifest) =>
    worker.postMessage({ type: "request", id: 0, op: "start", fields: { sets: wanted, manifest }, payload: null }, []);
  fetch(new URL("../runtime/runtime.json", import.meta.url), { cache: "no-cache" })
    .then((response) => response.json()).then(start, () => start(null)); // what is wrong with it, the worker says
  shared.handbookEarly = early;
}

/**
 * Pages of the same build have one worker together where the browser keeps that for a while (extendedLifetime) when the last of
 * them has gone: the next page finds Python running. Without locks a page would not learn of its end.
 * @param {string} build
 * @returns {Spawned}
 */
function begin(build) {
  const address = new URL("worker/worker.js", import.meta.url);
  const type = /** @type {const} */ ("module");
  if (build && navigator.userAgent.includes("Chrome/") && typeof SharedWorker === "function" && "locks" in navigator) {
    const options = { type, name: `${address.pathname} ${build}`, extendedLifetime: true };
    try {
      return { worker: seatIn(new SharedWorker(address, options)), name: options.name };
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // storage is blocked
    }
  }
  const name = `early-${Math.random().toString(36).slice(2)}`;
  return { worker: new Worker(address, { type, name }), name };
}

/** This page's part of a worker that others have too. @param {SharedWorker} shared @returns {Spawned["worker"]} */
function seatIn(shared) {
  const { port } = shared;
  const leave = () => port.postMessage({ type: "leave", id: 0 });
  addEventListener("pagehide", ({ persisted }) => { if (!persisted) leave(); });
  return {
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    terminate() { // it goes on for the others
      leave();
      port.close();
    },
    set onmessage(/** @type {Spawned["worker"]["onmessage"]} */ listener) { port.onmessage = listener; },
    set onerror(/** @type {((event: ErrorEvent) => void) | null} */ listener) { shared.onerror = listener; },
  };
}

/**
 * The package sets that this page works with, or that the reader worked with the last time: see log-used.js.
 * @param {string} sets
 * @returns {string[]}
 */
function expected(sets) {
  if (sets !== "lately") return sets ? [sets] : [];
  try {
    return localStorage.getItem("handbook.log-used") ? ["pandas"] : [];
  } catch {
    return []; // storage is blocked
  }
}
