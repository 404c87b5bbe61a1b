/** The module worker's entry: joins the handler to the worker's own port, clock and event loop. */

// Named here although others import them: so they are all fetched at once, not one after the other.
import "./bridge.js";
import "./files.js";
import "./image.js";
import "./ordinary.js";
import "./restored.js";

import { LIFE_LOCK, readToWorker } from "../protocol.js";
import { createHandler } from "./handler.js";
import { startInterpreter } from "./interpreter.js";

const port = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const turns = new MessageChannel();
/** @type {(() => void)[]} */
const sleepers = [];
turns.port1.onmessage = () => sleepers.shift()?.();

/** What is to be said before this worker holds the lock by which the page knows that it lives; null from then on.
 * @type {[message: object, transfer: Transferable[]][] | null} */
let unsaid = [];

function speak() {
  for (const [message, transfer] of unsaid ?? []) port.postMessage(message, transfer);
  unsaid = null;
}

const handle = createHandler({
  start: startInterpreter,
  post: (message, transfer) => (unsaid ? void unsaid.push([message, transfer]) : port.postMessage(message, transfer)),
  // A message to ourselves comes back without the clamp that timers have, after messages that already wait.
  pause: () => new Promise((resolve) => { sleepers.push(resolve); turns.port2.postMessage(null); }),
  now: () => performance.now(),
});

/**
 * Resolves once this worker holds its lock, or never will: locks are absent on plain http in an intranet, refused where
 * storage is blocked, and the page then notices a dead worker only by its silence.
 */
async function locked() {
  await new Promise((resolve, reject) => {
    if (!navigator.locks) return resolve(null);
    const hold = () => { resolve(null); return new Promise(() => {}); };
    navigator.locks.request(LIFE_LOCK + self.name, hold).catch((error) => (error instanceof DOMException ? resolve(null) : reject(error)));
  });
}

void locked().then(speak);
port.onmessage = (event) => void handle(readToWorker(event.data));
