/**
 * One scheme's stay in the worker: what was sent to shape its table is kept here as a journal, in this page's memory
 * only, and played again when the worker is a new one or has served another scheme meanwhile.
 */

import { abortable } from "./runtime.js";

/** @typedef {import("./protocol.js").Op} Op */
/** @typedef {import("./protocol.js").Operations} Operations */
/** @typedef {import("./protocol.js").Scheme} Scheme */
/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {{onProgress?: (progress: import("./protocol.js").Progress) => void, signal?: AbortSignal}} Options */
/** @typedef {"read_text" | "read_file" | "read_form" | "edit_cell" | "remap" | "log_read" | "log_apply"} ShapingOp */
/** @typedef {{op: ShapingOp, fields: any, file: File | null}} Step */

/** Up to so many people nobody sees that their table comes a moment later, with its score. */
const SCORED_ALONG = 1000;

/** Which session the worker of which runtime holds now. @type {WeakMap<Runtime, Session>} */
const tenants = new WeakMap();

export class Session {
  /** @type {Scheme | null} known once the worker has opened it */
  scheme = null;
  /** @type {TableView | null} */
  table = null;
  /** @type {Step[]} */
  journal = [];

  /** @type {Runtime} */ #runtime;
  /** @type {SchemeFile} */ #file;
  #generation = 0;
  /** @type {Promise<void> | null} */ #syncing = null;

  /**
   * @param {Runtime} runtime
   * @param {SchemeFile} file
   */
  constructor(runtime, file) {
    this.#runtime = runtime;
    this.#file = file;
  }

  /** Whether the worker holds this session's scheme and table. */
  get synced() {
    return this.#generation === this.#runtime.generation && this.#generation > 0 && tenants.get(this.#runtime) === this;
  }

  /**
   * Send an operation that only asks.
   * @template {Op} O
   * @param {O} op
   * @param {Operations[O]["takes"]} fields
   * @param {Options} [options]
   */
  async ask(op, fields, options = {}) {
    const generation = await this.sync(options);
    return await this.#runtime.request(op, fields, { ...options, generation });
  }

  /**
   * Send an operation that shapes the table, and remember it. A table of few people comes back with its score.
   * @template {ShapingOp} O
   * @param {O} op
   * @param {Operations[O]["takes"]} fields
   * @param {Options & {file?: File | null}} [options]
   * @returns {Promise<Operations[O]["gives"]>}
   */
  async shape(op, fields, { file = null, ...options } = {}) {
    const step = { op, fields, file };
    const scored = op === "log_read" ? step : { ...step, fields: { ...fields, score_up_to: SCORED_ALONG } };
    await this.#runtime.begin();
    // The first table need not wait for the answer that its scheme is open, nor that one for Python.
    if (this.journal.length > 0) await this.#open(options);
    const [, reply] = await Promise.all([this.#open(options), this.#play(scored, this.#runtime.generation, options)]);
    this.#remember(step);
    return /** @type {Operations[O]["gives"]} */ (reply);
  }

  /** Forget the table. */
  clear() {
    this.journal = this.journal.filter(({ op }) => op === "log_read");
    this.table = null;
    this.#generation = 0; // the worker still has it: open the scheme anew before the next request
  }

  /**
   * Make the worker hold this scheme and table.
   * @param {Options} [options]
   * @returns {Promise<number>} the generation that holds them
   */
  async sync(options = {}) {
    await this.#runtime.begin();
    await this.#open(options);
    return this.#generation;
  }

  /** @param {Options} options @returns {Promise<void>} */
  async #open({ onProgress = () => {}, signal }) {
    if (this.synced) return;
    // Without the signal: others may wait for the same.
    this.#syncing ??= this.#replay({ onProgress }).finally(() => { this.#syncing = null; });
    await abortable(this.#syncing, signal);
  }

  /** @param {Options} options */
  async #replay(options) {
    const { generation } = this.#runtime;
    tenants.delete(this.#runtime);
    const { reply } = await this.#runtime.request("open_scheme", { scheme: this.#file }, { ...options, generation });
    this.scheme = reply;
    for (const step of this.journal) await this.#play(step, generation, options);
    tenants.set(this.#runtime, this);
    this.#generation = generation;
  }

  /**
   * @param {Step} step
   * @param {number} generation
   * @param {Options} options
   */
  async #play({ op, fields, file }, generation, options) {
    const payload = file ? await file.arrayBuffer() : null;
    const { reply } = await this.#runtime.request(op, fields, { ...options, payload, generation });
    if (op !== "log_read") this.table = /** @type {TableView} */ (reply);
    return reply;
  }

  /** @param {Step} step */
  #remember(step) {
    const last = this.journal.at(-1);
    if (step.op.startsWith("read_")) this.journal = this.journal.filter(({ op }) => op === "log_read");
    // Each of these replaces the one before it, so the journal stays short.
    else if (last?.op === step.op && (step.op === "remap" || step.op === "log_read")) this.journal.pop();
    this.journal.push(step);
  }
}
