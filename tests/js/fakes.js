/** Stand-ins for the worker: a desk that answers at once, and a worker whose other end is a handler in this process. */

import { createHandler } from "../../docs/assets/js/worker/handler.js";

/** @typedef {import("../../docs/assets/js/worker/handler.js").Interpreter} Interpreter */
/** @typedef {import("../../docs/assets/js/worker/handler.js").Outcome} Outcome */
/** @typedef {import("../../docs/assets/js/worker/handler.js").Ports} HandlerPorts */
/** @typedef {import("../../docs/assets/js/protocol.js").FromWorker} FromWorker */
/** @typedef {import("../../docs/assets/js/runtime.js").WorkerLike} WorkerLike */
/** @typedef {{op: string, [field: string]: unknown}} Request */

/** A turn of the event loop. @returns {Promise<void>} */
export const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/**
 * An interpreter whose jobs are given as lists of outcomes; it notes what happens to it.
 * @param {(request: Request) => Outcome[]} script
 */
export function fakeInterpreter(script) {
  /** @type {string[]} */
  const events = [];
  /** @type {Interpreter} */
  const interpreter = {
    build: "fake",
    started: () => ({ path: "image", image: "core", refused: null, files: 4, bytes: 0, fetched: 0, memory: 0, steps: [] }),
    async need(set) {
      events.push(`need ${set}`);
    },
    rehearse: () => events.push("rehearse") % 2 === 0,
    forget: (page) => void events.push(`forget ${page}`),
    begin(_page, request) {
      const { op } = /** @type {Request} */ (request);
      const outcomes = script(/** @type {Request} */ (request));
      events.push(`begin ${op}`);
      let at = 0;
      return {
        step() {
          const outcome = outcomes[Math.min(at, outcomes.length - 1)];
          at += 1;
          if (!outcome) throw new Error("the script has no outcome");
          return outcome;
        },
        payload: () => op === "workbook" ? new Uint8Array([1, 2, 3]).buffer : null,
        close: () => void events.push(`close ${op}`),
      };
    },
  };
  return { interpreter, events };
}

/**
 * A handler whose messages are kept, and whose clock moves ten milliseconds at a look.
 * @param {HandlerPorts["start"]} start
 */
export function recordingHandler(start) {
  /** @type {FromWorker[]} */
  const posted = [];
  let time = 0;
  const { connect } = createHandler({ start, pause: turn, now: () => (time += 10) });
  return { ...connect((message) => void posted.push(message)), connect, posted };
}

/**
 * A worker in this process. `die` ends it as a crash would: without a word, its lock given back.
 * @param {(request: Request) => Outcome[]} script
 */
export function fakeWorker(script) {
  let alive = true;
  /** @type {() => void} */
  let release = () => {};
  /** @type {Promise<void>} */
  const gone = new Promise((resolve) => { release = resolve; });
  const { interpreter, events } = fakeInterpreter(script);
  /** What was asked, whether it was begun or not. @type {string[]} */
  const sent = [];
  /** @type {WorkerLike} */
  const worker = {
    postMessage(message) {
      if (message.type === "request") sent.push(message.op);
      if (alive && message.type !== "leave") void turn().then(() => handle(structuredClone(message)));
    },
    terminate() {
      alive = false;
      events.push("terminate");
    },
    onmessage: null,
    onerror: null,
  };
  const { handle } = createHandler({
    start: async () => interpreter,
    pause: () => alive ? turn() : new Promise(() => {}), // a dead worker's loop stands still
    now: () => performance.now(),
  }).connect((message) => {
    if (alive) worker.onmessage?.(/** @type {MessageEvent} */ (/** @type {unknown} */ ({ data: structuredClone(message) })));
  });
  return {
    worker, events, sent, gone,
    /** Hang: it hears and says nothing any more, and nobody notices. */
    hang() {
      alive = false;
    },
    die() {
      alive = false;
      release();
    },
  };
}
