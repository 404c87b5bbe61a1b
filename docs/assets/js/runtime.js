/**
 * The page's end of the worker: one for the whole visit. Its state is one union; requests go out with an id and come back
 * as a promise; a worker that dies is replaced, and whoever had data in it is told by a new generation.
 */

import { LIFE_LOCK, readFromWorker } from "./protocol.js";

/** @typedef {import("./protocol.js").Op} Op */
/** @typedef {import("./protocol.js").Progress} Progress */
/** @typedef {import("./protocol.js").Fault} Fault */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").Operations} Operations */
/** @typedef {import("./protocol.js").PackageSet} PackageSet */

/** @typedef {{kind: "idle"} | {kind: "loading", progress: Progress | null} | {kind: "ready"}
 *   | {kind: "failed", fault: Fault}} State */
/** @typedef {{payload?: ArrayBuffer | null, onProgress?: (progress: Progress) => void, signal?: AbortSignal,
 *   generation?: number, again?: boolean}} Options generation: send to this interpreter or not at all; again: what another had
 * done before it died, so that being answered says nothing of what killed it */
/** @typedef {{resolve: (message: import("./protocol.js").OkMessage) => void, reject: (error: Error) => void,
 *   onProgress: (progress: Progress) => void}} Waiting */
/** What the runtime needs of a worker; tests pass one end of a MessageChannel.
 * @typedef {{postMessage(message: ToWorker, transfer: ArrayBuffer[]): void, terminate(): void,
 *   onmessage: ((event: MessageEvent) => void) | null, onerror: ((event: ErrorEvent) => void) | null}} WorkerLike */
/** @typedef {{worker: WorkerLike, name: string, isHeard?: boolean}} Spawned  the worker holds a lock of its name, by the time that it
 * is heard of */
/**
 * @typedef {object} Ports
 * @property {() => Spawned} spawn  may throw a `RuntimeFault`
 * @property {(name: string, signal: AbortSignal) => Promise<void>} died  resolves when the worker of that name is gone
 * @property {number} grace  milliseconds a cancelled request may still hold the worker before it is replaced
 */

/** The request was given up by the user. */
export class Cancelled extends Error {
  constructor() {
    super("已取消");
    this.name = "Cancelled";
  }
}

/** The worker died while the request was under way. */
export class WorkerLost extends Error {
  constructor() {
    super("计算进程意外停止");
    this.name = "WorkerLost";
  }
}

/** The worker, or the start of it, answered with a fault that has words for people. */
export class RuntimeFault extends Error {
  /**
   * @param {Fault} fault
   * @param {boolean} [retry] whether the same may work another time
   */
  constructor(fault, retry = true) {
    super(fault.reason);
    this.name = "RuntimeFault";
    this.fault = fault;
    this.retry = retry;
  }
}

const CRASH_LIMIT = 2;
/** The request that early.js made, before there was a runtime. */
const EARLY = 0;

/** @type {Fault} */
const EXHAUSTED = {
  reason: "计算进程接连停止，没有再自动重启。",
  hint: "可能是内存不够：请关掉别的网页，把数据分成几批，再点“重试”。粘贴的内容还在。",
};
/** @type {Fault} */
const SILENT = {
  reason: "计算进程没有运行起来。",
  hint: "可能是网络中断，或浏览器、公司网关拦下了它：请检查网络后点“重试”，或换一个浏览器打开本页。粘贴的内容还在。",
};

export class Runtime {
  /** @type {State} */
  state = { kind: "idle" };
  /** Counts the interpreters that became ready; data sent to an older one is gone. */
  generation = 0;
  /** How the interpreter came up, once it has. @type {Operations["start"]["gives"] | null} */
  started = null;

  /** @type {Ports} */ #ports;
  /** @type {WorkerLike | null} */ #worker = null;
  /** @type {Promise<void> | null} */ #starting = null;
  /** @type {Map<number, Waiting>} in the order in which the worker takes them */ #waiting = new Map();
  /** @type {Set<(state: State) => void>} */ #listeners = new Set();
  /** @type {(() => void)[]} */ #resting = [];
  /** Package sets that there is reason to expect. @type {Set<PackageSet>} */ #wanted = new Set();
  #watch = new AbortController();
  #ids = 0;
  /** Deaths since the last answer. */
  #crashes = 0;
  /** A worker died in this visit: what comes after it takes the way that nothing is left out of. */
  #careful = false;
  /** Whether any worker of this visit has ever said something. */
  #heard = false;

  /** Whether anybody waits for an answer. */
  get busy() {
    return this.#waiting.size > 0;
  }

  /** @param {Ports} ports */
  constructor(ports) {
    this.#ports = ports;
  }

  /**
   * @param {(state: State) => void} listener
   * @returns {() => void} stops listening
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Bring the interpreter up, once; after a failure the next call tries again. @returns {Promise<void>} */
  start() {
    if (this.#starting) return this.#starting;
    const starting = this.#start();
    this.#starting = starting;
    starting.catch(() => { if (this.#starting === starting) this.#starting = null; });
    return starting;
  }

  /** Have a worker, whether Python is there yet or not: it takes requests in the order in which they are made. */
  async begin() {
    const starting = this.start();
    if (!this.#worker) await starting; // which says why there is none
  }

  /**
   * Ask the worker for one operation.
   * @template {Op} O
   * @param {O} op
   * @param {Operations[O]["takes"]} fields
   * @param {Options} [options]
   * @returns {Promise<{reply: Operations[O]["gives"], payload: ArrayBuffer | null}>} rejects with `Cancelled`,
   *   `WorkerLost` or `RuntimeFault`
   */
  async request(op, fields, { payload = null, onProgress = () => {}, signal, generation, again } = {}) {
    if (!this.#worker) await this.begin();
    if (signal?.aborted) throw new Cancelled();
    if (generation !== undefined && generation !== this.generation) throw new WorkerLost();
    const answer = await this.#send(op, fields, payload, onProgress, signal);
    if (!again) this.#crashes = 0;
    return { reply: /** @type {Operations[O]["gives"]} */ (answer.reply), payload: answer.payload };
  }

  /**
   * Say that a package set will probably be needed: an interpreter that is still to come begins with it, one that runs
   * makes it ready now. Whether that works shows when it is used.
   * @param {PackageSet} set
   */
  want(set) {
    if (this.#wanted.has(set)) return;
    this.#wanted.add(set);
    if (!this.#worker) return;
    void this.#send("start", { sets: [set] }, null, () => {})
      .then(({ reply }) => { this.started = /** @type {Operations["start"]["gives"]} */ (reply); }, () => {});
  }

  /** Resolves when Python has come up, or has failed to, and nobody waits for an answer. @returns {Promise<void>} */
  rest() {
    return new Promise((resolve) => {
      this.#resting.push(resolve);
      this.#tellRest();
    });
  }

  /** Throw the worker away and bring up a new one; everything under way is lost. */
  restart() {
    this.#discard(new WorkerLost());
    this.#starting = null;
    return this.start();
  }

  /** Throw the worker away. */
  stop() {
    this.#discard(new WorkerLost());
    this.#starting = null;
    this.#become({ kind: "idle" });
  }

  async #start() {
    this.#become({ kind: "loading", progress: null });
    try {
      this.#worker = this.#spawn();
      this.generation += 1;
      const fields = { sets: [...this.#wanted], careful: this.#careful };
      const { reply } = await this.#send("start", fields, null, (progress) => this.#become({ kind: "loading", progress }));
      this.started = /** @type {Operations["start"]["gives"]} */ (reply);
    } catch (error) {
      if (error instanceof WorkerLost) throw error; // its replacement is already starting, or has been given up
      const fault = error instanceof RuntimeFault ? error.fault : unexpected(error);
      this.#discard(new RuntimeFault(fault));
      this.#become({ kind: "failed", fault });
      throw new RuntimeFault(fault);
    }
    this.#become({ kind: "ready" });
  }

  #spawn() {
    const { worker, name, isHeard } = this.#ports.spawn();
    let watched = false;
    const watch = () => {
      if (watched) return;
      watched = true;
      this.#heard = true;
      const { signal } = this.#watch;
      void this.#ports.died(LIFE_LOCK + name, signal).then(() => { if (!signal.aborted) this.#crashed(worker); });
    };
    if (isHeard) watch();
    worker.onmessage = (event) => {
      if (worker !== this.#worker) return;
      watch();
      this.#receive(readFromWorker(event.data));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#crashed(worker);
    };
    return worker;
  }

  /**
   * @param {Op} op
   * @param {object} fields
   * @param {ArrayBuffer | null} payload
   * @param {(progress: Progress) => void} onProgress
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("./protocol.js").OkMessage>}
   */
  #send(op, fields, payload, onProgress, signal) {
    const worker = this.#worker;
    if (!worker) throw new WorkerLost();
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      signal?.addEventListener("abort", () => this.#cancel(id), { once: true });
      worker.postMessage({ type: "request", id, op, fields, payload }, payload ? [payload] : []);
    });
  }

  /** @param {number} id */
  #cancel(id) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    waiting.reject(new Cancelled());
    this.#worker?.postMessage({ type: "cancel", id }, []);
    const worker = this.#worker;
    setTimeout(() => {
      // Only the request that the worker is at can be in the way; the rest is skipped when its turn comes.
      const [first] = this.#waiting.keys();
      if (worker === this.#worker && first === id) void this.restart().catch(() => {}); // the state tells
    }, this.#ports.grace);
  }

  /** @param {FromWorker} message */
  #receive(message) {
    if (message.type === "error" && message.kind === "lost" && this.#worker) {
      this.#crashed(this.#worker);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (!waiting) {
      const isEarly = message.id === EARLY && message.type === "progress" && this.state.kind === "loading";
      if (isEarly) this.#become({ kind: "loading", progress: message.progress });
      return;
    }
    if (message.type === "progress") {
      waiting.onProgress(message.progress);
      return;
    }
    this.#waiting.delete(message.id);
    this.#tellRest();
    if (message.type === "ok") waiting.resolve(message);
    else if (message.type === "cancelled") waiting.reject(new Cancelled());
    else waiting.reject(new RuntimeFault(message.fault, message.kind === "broken"));
  }

  /** @param {WorkerLike} worker */
  #crashed(worker) {
    if (worker !== this.#worker) return;
    this.#crashes += 1;
    this.#careful = true;
    this.#discard(new WorkerLost());
    this.#starting = null;
    if (this.#crashes < CRASH_LIMIT) {
      void this.start().catch(() => {}); // the state tells
      return;
    }
    this.#crashes = 0;
    this.#become({ kind: "failed", fault: this.#heard ? EXHAUSTED : SILENT });
  }

  /** @param {Error} error */
  #discard(error) {
    this.#watch.abort();
    this.#watch = new AbortController();
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  /** @param {State} state */
  #become(state) {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
    this.#tellRest();
  }

  #tellRest() {
    if (this.busy || this.state.kind === "idle" || this.state.kind === "loading") return;
    for (const resolve of this.#resting.splice(0)) resolve();
  }
}

/**
 * Wait for something that others wait for too: giving up ends the wait, not the thing.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export function abortable(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Cancelled());
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    promise.then(resolve, reject);
  });
}

/**
 * @param {unknown} error
 * @returns {Fault}
 */
function unexpected(error) {
  return {
    reason: `计算程序没有启动：${error instanceof Error ? error.message : String(error)}`,
    hint: "请点“重试”；仍然不行时换一个新版浏览器（Chrome、Edge、Safari、Firefox 近三年的版本），或对照页面上的算例手算。",
  };
}
