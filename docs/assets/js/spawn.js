/** The browser's side of the runtime's ports: real workers, real locks, and an honest word where they are missing. */

import { RuntimeFault } from "./runtime.js";

/** @typedef {import("./runtime.js").Ports} Ports */
/** @typedef {import("./runtime.js").Spawned} Spawned */

const HINT = "请换用近三年的 Chrome、Edge、Safari 或 Firefox 打开本页（企业微信、钉钉里可选“在浏览器中打开”），或对照页面上的算例手算。";

/** @type {Ports} */
export const browserPorts = { spawn: take, died, grace: 5000 };

/** The worker that early.js started, once; after that a new one. @returns {Spawned} */
function take() {
  /** @type {{handbookEarly?: Spawned}} */
  const shared = /** @type {any} */ (globalThis);
  const { handbookEarly: early } = shared;
  delete shared.handbookEarly;
  return early ?? spawn();
}

/** A worker of this page's own, which it can end. @returns {Spawned} */
export function spawn() {
  const name = Math.random().toString(36).slice(2);
  if (typeof WebAssembly !== "object") {
    throw new RuntimeFault({ reason: "这个浏览器不支持 WebAssembly，计算程序无法在这里运行。", hint: HINT });
  }
  if (typeof Worker !== "function") throw new RuntimeFault({ reason: "这个浏览器没有后台线程，计算程序无法在这里运行。", hint: HINT });
  let askedForType = false;
  const options = {
    name,
    /** Only a browser that knows module workers reads this. @returns {"module"} */
    get type() {
      askedForType = true;
      return "module";
    },
  };
  const worker = begin(options);
  if (!askedForType) {
    worker.terminate();
    throw new RuntimeFault({ reason: "这个浏览器不支持模块化的后台线程，计算程序无法在这里运行。", hint: HINT });
  }
  return { worker, name };
}

/** @param {WorkerOptions} options */
function begin(options) {
  try {
    return new Worker(new URL("worker/worker.js", import.meta.url), options);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new RuntimeFault({ reason: "浏览器或网站的设置不让后台线程运行，计算程序无法启动。", hint: HINT });
  }
}

/**
 * The worker holds a lock of its name as long as it lives; being granted the same lock means that it is gone. Without
 * the Web Locks API (plain http), or where storage is blocked, this never resolves, and the page offers a restart by hand.
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
async function died(name, signal) {
  if (!("locks" in navigator)) return new Promise(() => {});
  try {
    await navigator.locks.request(name, { signal }, () => {});
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof DOMException)) throw error;
    await new Promise(() => {}); // refused
  }
}
