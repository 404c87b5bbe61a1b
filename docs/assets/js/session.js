/**
 * One scheme's stay in the worker: what was sent to shape its table is kept here as a journal, in this page's memory
 * only, and played again when the worker is a new one or has served another scheme meanwhile.
 */

import { abortable, Cancelled } from "./runtime.js";

/** @typedef {import("./protocol.js").Op} Op */
/** @typedef {import("./protocol.js").Operations} Operations */
/** @typedef {import("./protocol.js").Scheme} Scheme */
/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {{onProgress?: (progress: import("./protocol.js").Progress) => void, signal?: AbortSignal}} Options */
/** @typedef {"read_text" | "read_file" | "read_form" | "edit_cell" | "remap" | "log_read" | "log_apply"} ShapingOp */
/** @typedef {{op: ShapingOp, fields: any, file: File | null}} Step */

/** What brings a table; what changes one may be cut off by the next change, and must not take long. */
const SCORED = new Set(["read_text", "read_file", "read_form", "log_apply"]);
/** Up to so many people nobody sees that their table comes a moment later, with its score. */
const SCORED_ALONG = 1000;

/** Which session the worker of which runtime was sent last. @type {WeakMap<Runtime, Session>} */
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
  /** Of the worker that was sent this session's scheme and table. */
  #generation = 0;
  /** @type {Promise<unknown>} */ #opening = Promise.resolve();
  /** The last operation that shapes the table, fulfilled when it has ended. @type {Promise<void>} */ #shaping = Promise.resolve();

  /**
   * @param {Runtime} runtime
   * @param {SchemeFile} file
   */
  constructor(runtime, file) {
    this.#runtime = runtime;
    this.#file = file;
  }

  /** Whether what is sent now finds this session's scheme and table in the worker. */
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
    await abortable(this.#shaping, options.signal);
    return await this.#behind(this.journal, options, (generation) => this.#runtime.request(op, fields, { ...options, generation }));
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
    // One after the other: what comes next is about what this one leaves behind, and must know whether it was carried out.
    const shaping = this.#shaping.then(() => this.#shape({ op, fields, file }, options));
    this.#shaping = shaping.then(() => {}, () => {});
    return /** @type {Operations[O]["gives"]} */ (await shaping);
  }

  /**
   * @param {Step} step
   * @param {Options} options
   */
  async #shape(step, options) {
    const isNew = SCORED.has(step.op);
    const sent = isNew ? { ...step, fields: { ...step.fields, score_up_to: SCORED_ALONG } } : step;
    // A table that is to be replaced need not be read again first.
    const under = step.op.startsWith("read_") ? withoutTable(this.journal) : this.journal;
    const payload = await contentOf(step);
    try {
      const reply = await this.#behind(under, options, (generation) => this.#send(sent, payload, { ...options, generation }));
      this.#remember(step);
      return reply;
    } catch (error) {
      // The table may be there while its score was given up, or the one before may not: the worker holds not what is shown.
      if (isNew) this.#generation = 0;
      throw error;
    }
  }

  /** Forget the table. */
  clear() {
    this.journal = withoutTable(this.journal);
    this.table = null;
    this.#generation = 0; // the worker still has it: open the scheme anew before the next request
  }

  /** Make the worker hold this scheme and table. @param {Options} [options] */
  async sync(options = {}) {
    await abortable(this.#shaping, options.signal);
    await this.#behind(this.journal, options, async () => {});
  }

  /**
   * Send something behind the scheme and the table that it is about. The worker takes what it is sent in that order, so nothing
   * waits for an answer, not even that Python is there; and all is sent at once, so that no other scheme comes in between.
   * @template T
   * @param {Step[]} journal
   * @param {Options} options
   * @param {(generation: number) => Promise<T>} send
   * @returns {Promise<T>}
   */
  async #behind(journal, { onProgress = () => {}, signal }, send) {
    await this.#runtime.begin();
    const steps = [...journal];
    const withFile = !this.synced && steps.some(({ file }) => file);
    const payloads = withFile ? await Promise.all(steps.map(contentOf)) : [];
    if (signal?.aborted) throw new Cancelled(); // the table may have been cleared meanwhile
    if (!this.synced) this.#open(steps, payloads, { onProgress });
    const [, answer] = await Promise.all([abortable(this.#opening, signal), send(this.#generation)]);
    return answer;
  }

  /**
   * Without a signal: others may wait for the same.
   * @param {Step[]} steps
   * @param {(ArrayBuffer | null)[]} payloads
   * @param {Options} options
   */
  #open(steps, payloads, options) {
    const { generation } = this.#runtime;
    const sent = { ...options, generation, again: true };
    tenants.set(this.#runtime, this);
    this.#generation = generation;
    const opening = this.#runtime.request("open_scheme", { scheme: this.#file }, sent).then(({ reply }) => { this.scheme = reply; });
    const all = Promise.all([opening, ...steps.map((step, at) => this.#send(step, payloads[at] ?? null, sent))]);
    all.catch(() => { if (this.#opening === all) this.#generation = 0; });
    this.#opening = all;
  }

  /**
   * @param {Step} step
   * @param {ArrayBuffer | null} payload
   * @param {import("./runtime.js").Options} options
   */
  async #send({ op, fields }, payload, options) {
    const { reply } = await this.#runtime.request(op, fields, { ...options, payload });
    if (op !== "log_read") this.table = /** @type {TableView} */ (reply);
    return reply;
  }

  /** @param {Step} step */
  #remember(step) {
    const last = this.journal.at(-1);
    if (step.op.startsWith("read_")) this.journal = withoutTable(this.journal);
    // Each of these replaces the one before it, so the journal stays short.
    else if (last?.op === step.op && (step.op === "remap" || step.op === "log_read")) this.journal.pop();
    this.journal.push(step);
  }
}

/** What stays when the table goes. @param {Step[]} journal */
function withoutTable(journal) {
  return journal.filter(({ op }) => op === "log_read");
}

/** @param {Step} step @returns {Promise<ArrayBuffer | null>} */
async function contentOf({ file }) {
  return file ? await file.arrayBuffer() : null;
}
