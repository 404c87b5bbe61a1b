/**
 * The first module of a page with a calculator, and one that imports nothing: it starts the worker and asks for the
 * interpreter while the page and its other modules are still coming. spawn.js hands the worker to the runtime. Where this
 * comes to nothing the runtime starts one itself, and says what is in the way.
 */

/** @type {{handbookEarly?: import("./runtime.js").Spawned}} */
const shared = /** @type {any} */ (globalThis);
const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (/** @type {unknown} */ (navigator));
// Where data is to be saved, wait for a touch, as site.js does. On a phone the page itself comes first: with both at once its
// slow processor keeps a finger waiting. There site.js starts the worker, when the calculator is near.
const waits = connection?.saveData || matchMedia("(pointer: coarse)").matches;
if (typeof WebAssembly === "object" && typeof Worker === "function" && !waits) {
  const name = `early-${Math.random().toString(36).slice(2)}`;
  const worker = new Worker(new URL("worker/worker.js", import.meta.url), { type: "module", name });
  worker.onerror = (event) => {
    event.preventDefault();
    delete shared.handbookEarly;
  };
  // Asked for here, while the worker comes into being. Its answer is for nobody: whoever takes the worker over asks again, and
  // is answered when Python is there.
  const sets = expected();
  const start = (/** @type {unknown} */ manifest) =>
    worker.postMessage({ type: "request", id: 0, op: "start", fields: { sets, manifest }, payload: null });
  fetch(new URL("../runtime/runtime.json", import.meta.url), { cache: "no-cache" })
    .then((response) => response.json()).then(start, () => start(null)); // what is wrong with it, the worker says
  shared.handbookEarly = { worker, name };
}

/** The package sets that this page works with, or that the reader worked with the last time: see log-used.js. @returns {string[]} */
function expected() {
  const { sets = "" } = /** @type {HTMLElement | null} */ (document.querySelector("script[data-sets]"))?.dataset ?? {};
  if (sets !== "lately") return sets ? [sets] : [];
  try {
    return localStorage.getItem("handbook.log-used") ? ["pandas"] : [];
  } catch {
    return []; // storage is blocked
  }
}
