/** The module worker's entry: joins the handler to the pages' ports, to the worker's clock and event loop. */

// Named here although others import them: so they are all fetched at once, not one after the other.
import "./bridge.js";
import "./files.js";
import "./image.js";
import "./ordinary.js";
import "./restored.js";

import { LIFE_LOCK, readToWorker } from "../protocol.js";
import { createHandler, describe } from "./handler.js";
import { startInterpreter } from "./interpreter.js";

const scope = /** @type {any} */ (self);
/** Where several pages may ask: see early.js. */
const isShared = "onconnect" in scope;

const turns = new MessageChannel();
/** @type {(() => void)[]} */
const sleepers = [];
turns.port1.onmessage = () => sleepers.shift()?.();

const { connect, lose } = createHandler({
  start: startInterpreter,
  // A message to ourselves comes back without the clamp that timers have, after messages that already wait.
  pause: () => new Promise((resolve) => { sleepers.push(resolve); turns.port2.postMessage(null); }),
  now: () => performance.now(),
});

/**
 * Resolves once this worker holds its lock, or never will: locks are absent on plain http in an intranet, refused where
 * storage is blocked, and the page then notices a dead worker only by its silence.
 * @type {Promise<void>}
 */
const locked = new Promise((resolve, reject) => {
  if (!navigator.locks) return resolve();
  const hold = () => { resolve(); return new Promise(() => {}); };
  navigator.locks.request(LIFE_LOCK + self.name, hold).catch((error) => (error instanceof DOMException ? resolve() : reject(error)));
});

/**
 * Answer a page. Nothing is said before this worker holds the lock by which the page knows that it lives.
 * @param {DedicatedWorkerGlobalScope | MessagePort} port
 */
function serve(port) {
  const seat = connect((message, transfer) => void locked.then(() => port.postMessage(message, transfer)));
  port.onmessage = (/** @type {MessageEvent} */ { data }) => {
    const message = readToWorker(data);
    void (message.type === "leave" ? seat.leave() : seat.handle(message));
  };
}

if (isShared) {
  scope.onconnect = (/** @type {MessageEvent} */ { ports: [port] }) => port && serve(port);
  // Pages hear of an exception in a worker of their own, but not of one here.
  self.addEventListener("error", ({ message }) => lose(describe(message)));
} else serve(scope);
