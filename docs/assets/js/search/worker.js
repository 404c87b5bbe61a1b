/** The search's own thread: loads the index once, then answers the latest question. */

import { Engine } from "./engine.js";

/** @typedef {import("./protocol.js").ToSearch} ToSearch */
/** @typedef {import("./protocol.js").FromSearch} FromSearch */

/** @type {Engine | null} */
let engine = null;
/** Asked and not answered yet; a newer question takes its place. @type {{number: number, query: string} | null} */
let asked = null;

addEventListener("message", (/** @type {MessageEvent<ToSearch>} */ { data }) => {
  if (data.type === "load") void load(data.file);
  else {
    asked = data;
    // Not at once: keys that were pressed meanwhile are taken in first.
    setTimeout(answer);
  }
});

/** @param {string} address */
async function load(address) {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`服务器答复 ${response.status}`);
    const file = await response.json();
    const start = performance.now();
    engine = new Engine(file);
    say({ type: "ready", milliseconds: performance.now() - start });
    answer();
  } catch (error) {
    say({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}

function answer() {
  if (!engine || !asked) return;
  const { number, query } = asked;
  asked = null;
  say({ type: "found", number, query, found: engine.search(query) });
}

/** @param {FromSearch} message */
function say(message) {
  postMessage(message);
}
