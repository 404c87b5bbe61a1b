/**
 * From message to answer, without a worker around it: requests are answered one after the other, a cancel message takes
 * effect between two steps of a job, and every exception becomes an answer here and nowhere else. Several pages may ask;
 * each has a desk of its own in the one interpreter.
 */

import { packagesFor } from "../protocol.js";

/** @typedef {import("../protocol.js").RequestMessage} RequestMessage */
/** @typedef {import("../protocol.js").CancelMessage} CancelMessage */
/** @typedef {import("../protocol.js").FromWorker} FromWorker */
/** @typedef {import("../protocol.js").FinalMessage} FinalMessage */
/** @typedef {import("../protocol.js").Progress} Progress */
/** @typedef {import("../protocol.js").Fault} Fault */

/** @typedef {{state: "working", done: number, of: number, label: string} | {state: "done", reply: unknown}
 *   | {state: "failed", error: Fault}} Outcome */
/** @typedef {{step(): Outcome, payload(): ArrayBuffer | null, close(): void}} Job */
/** @typedef {import("../protocol.js").PackageSet} PackageSet */
/** @typedef {import("../protocol.js").StartReport} StartReport */
/** page: whose desk; rehearse: ask one request for nobody; whether that was the last of a round; forget: drop a page's desk.
 * @typedef {{build: string, started(): StartReport, rehearse(): boolean, need(set: PackageSet, report: Report): Promise<void>,
 *   begin(page: string, request: object, payload: ArrayBuffer | null): Job, forget(page: string): void}} Interpreter */
/** @typedef {(progress: Progress) => void} Report */
/**
 * @typedef {object} Ports
 * @property {(report: Report, wanted: ReadonlySet<PackageSet>, wish: {careful?: boolean, manifest?: unknown}) => Promise<Interpreter>} start
 *   brings the interpreter up; wanted: what requests that came so far need, and it grows while they come; careful: one before
 *   it stopped; manifest: the list of files, where it is there already
 * @property {() => Promise<void>} pause  lets waiting messages in
 * @property {() => number} now  milliseconds
 */

/** @typedef {(message: FromWorker, transfer: ArrayBuffer[]) => void} Post */
/** A page that asks. waiting, cancelled: ids of its requests.
 * @typedef {{name: string, post: Post, waiting: Set<number>, cancelled: Set<number>}} Page */
/**
 * @typedef {object} Seat  one page's way in
 * @property {(message: RequestMessage | CancelMessage) => Promise<void>} handle  resolves when the message has been dealt with
 * @property {() => Promise<void>} leave  the page is gone: what it waits for is given up, what it gave is forgotten
 */

/** Progress is posted at most this often, in milliseconds. */
const PROGRESS_EVERY = 100;
/** The event loop is given a turn when a job has held it this long, in milliseconds. */
const TURN = 30;
/** An interpreter that nobody uses is kept for the next page, but not with so many bytes: a table made it grow. */
const MOST_KEPT = 80 << 20;
/** Browsers say it in words of their own, Python in its own, and some throw no Error. @type {Fault} */
const SHORT_OF_MEMORY = {
  reason: "浏览器给计算程序的内存不够。",
  hint: "请关掉别的网页，或把数据分成几批再试；数据还在页面上。",
};
/** @type {Fault} */
const GONE = { reason: "计算程序已经停止。", hint: "" };

/** A fault that already has words for people. */
export class WorkerFault extends Error {
  /** @param {Fault} fault */
  constructor(fault) {
    super(fault.reason);
    this.name = "WorkerFault";
    this.fault = fault;
  }
}

/**
 * @param {Ports} ports
 * @returns {{connect(post: Post): Seat, lose(fault: Fault): void}} connect: for a page that comes; lose: tell all pages that the
 *   interpreter is gone
 */
export function createHandler({ start, pause, now }) {
  /** @type {Promise<Interpreter> | null} */
  let interpreter = null;
  /** @type {Promise<void>} */
  let queue = Promise.resolve();
  /** What any request so far needs. @type {Set<PackageSet>} */
  const wanted = new Set();
  let names = 0;
  /** How many interpreters broke. */
  let losses = 0;
  /** @type {Set<Page>} */
  const pages = new Set();

  return { connect, lose };

  /** @param {Post} post @returns {Seat} */
  function connect(post) {
    /** @type {Page} */
    const page = { name: String(++names), post, waiting: new Set(), cancelled: new Set() };
    pages.add(page);
    return { handle: (message) => handle(message, page), leave: () => leave(page) };
  }

  /**
   * The next page that comes gets another. Those that are here have data in this one: they must not go on as if it were there.
   * @param {Fault} fault
   */
  function lose(fault) {
    losses += 1;
    interpreter = null;
    queue = Promise.resolve(); // what is under way may never end
    wanted.clear();
    for (const page of pages) {
      giveUp(page);
      page.post({ type: "error", id: 0, fault, kind: "lost" }, []);
    }
    pages.clear();
  }

  /** @param {Page} page */
  function giveUp({ waiting, cancelled }) {
    for (const id of waiting) cancelled.add(id);
  }

  /**
   * @param {RequestMessage | CancelMessage} message
   * @param {Page} page
   * @returns {Promise<void>}
   */
  function handle(message, page) {
    const { waiting, cancelled } = page;
    if (message.type === "cancel") {
      if (waiting.has(message.id)) cancelled.add(message.id);
      return Promise.resolve();
    }
    if (!pages.has(page)) { // sent before it heard, or it has just come to a worker that it had started long ago
      page.post({ type: "error", id: message.id, fault: GONE, kind: "lost" }, []);
      return Promise.resolve();
    }
    waiting.add(message.id);
    for (const set of packagesFor(message.op, message.fields)) wanted.add(set);
    queue = queue.then(async () => {
      const before = losses;
      const answer = await settle(message, page);
      waiting.delete(message.id);
      cancelled.delete(message.id);
      page.post(answer, answer.type === "ok" && answer.payload ? [answer.payload] : []);
      if (answer.type === "error" && answer.kind === "lost" && before === losses) lose(answer.fault);
    });
    return queue;
  }

  /** @param {Page} page */
  async function leave(page) {
    if (!pages.delete(page)) return;
    giveUp(page);
    await queue;
    const python = await interpreter?.catch(() => null); // what kept it from starting, whoever asked was told
    if (!python) return;
    python.forget(page.name);
    if (pages.size > 0 || python.started().memory < MOST_KEPT) return;
    interpreter = null;
    wanted.clear();
  }

  /**
   * @param {RequestMessage} message
   * @param {Page} page
   * @returns {Promise<FinalMessage>}
   */
  async function settle(message, page) {
    const { id } = message;
    try {
      return await run(message, page);
    } catch (error) {
      return { type: "error", id, fault: describe(error), kind: isFatal(error) ? "lost" : "broken" };
    }
  }

  /**
   * @param {RequestMessage} message
   * @param {Page} page
   * @returns {Promise<FinalMessage>}
   */
  async function run({ id, op, fields, payload }, page) {
    const { name, post, cancelled } = page;
    /** @type {Report} */
    const report = (progress) => post({ type: "progress", id, progress }, []);
    const stopped = () => cancelled.has(id);
    if (stopped()) return { type: "cancelled", id };
    const starting = interpreter ??= start(report, wanted, fields);
    /** @type {Interpreter} */
    let python;
    try {
      python = await starting;
    } catch (error) {
      if (interpreter === starting) interpreter = null; // so that the next request tries again
      throw error;
    }
    /** @type {Fault | null} */
    let missing = null;
    for (const set of packagesFor(op, fields)) {
      try {
        await python.need(set, report);
      } catch (error) {
        if (op !== "start") throw error;
        missing = describe(error); // no more than expected so far: what runs is of use without it
      }
    }
    if (op === "start") return { type: "ok", id, reply: { build: python.build, missing, ...python.started() }, payload: null };
    await pause();
    if (stopped()) return { type: "cancelled", id };
    if (op === "rehearse") return { type: "ok", id, reply: { rounds: await rehearse(python, fields, page) }, payload: null };

    const job = python.begin(name, { op, ...fields }, payload);
    let lost = false;
    try {
      let turn = now();
      let reported = turn;
      for (;;) {
        const outcome = job.step();
        if (outcome.state === "done") return { type: "ok", id, reply: outcome.reply, payload: job.payload() };
        if (outcome.state === "failed") return { type: "error", id, fault: outcome.error, kind: "refused" };
        const { label, done, of } = outcome;
        if (now() - reported >= PROGRESS_EVERY) {
          reported = now();
          report({ kind: "working", label, done, of });
        }
        if (now() - turn >= TURN) {
          await pause();
          turn = now();
        }
        if (stopped()) return { type: "cancelled", id };
      }
    } catch (error) {
      if (isFatal(error)) lost = true; // there is nobody left to close it
      throw error;
    } finally {
      if (!lost) job.close();
    }
  }

  /**
   * Let the interpreter calculate for nobody, until somebody asks for something, or the page that asked for this leaves.
   * @param {Interpreter} python
   * @param {object} fields
   * @param {Page} page
   * @returns {Promise<number>} how often it did
   */
  async function rehearse(python, fields, page) {
    const rounds = "rounds" in fields ? Number(fields.rounds) : 0;
    let done = 0;
    const unanswered = () => [...pages].reduce((sum, { waiting }) => sum + waiting.size, 0);
    while (done < rounds && pages.has(page) && unanswered() === 1) {
      if (python.rehearse()) done += 1;
      await pause();
    }
    return done;
  }
}

/** What people are told about it. @param {unknown} error @returns {Fault} */
export function describe(error) {
  if (error instanceof WorkerFault) return error.fault;
  const said = error instanceof Error ? error.message : String(error);
  if (/allocate memory|out of memory|MemoryError/i.test(said)) return SHORT_OF_MEMORY;
  const lines = said.trim().split("\n");
  return {
    reason: `计算程序出错：${lines.at(-1)?.slice(0, 300) ?? ""}`,
    hint: "数据还在页面上。可以再试一次；仍然出错时，请把这句话和所用方案告诉手册维护人。",
  };
}

/**
 * Whether the interpreter must be thrown away: Pyodide marks what it cannot survive, and WebAssembly traps are the rest.
 * @param {unknown} error
 */
function isFatal(error) {
  if (error instanceof WebAssembly.RuntimeError) return true;
  return typeof error === "object" && error !== null && "pyodide_fatal_error" in error;
}
