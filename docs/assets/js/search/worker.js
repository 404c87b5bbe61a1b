/**
 * The search's own thread: loads the records once, then answers the latest question, by titles at once and by all texts
 * when they are in the index.
 */

import { Engine } from "./engine.js";

/** @typedef {import("./protocol.js").ToSearch} ToSearch */
/** @typedef {import("./protocol.js").FromSearch} FromSearch */

/** How long texts are taken in before a question is looked for. */
const SLICE_MILLISECONDS = 40;

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
    engine = new Engine(file);
    answer();
    takeIn(engine);
  } catch (error) {
    say({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}

/** @param {Engine} loaded */
function takeIn(loaded) {
  loaded.index(SLICE_MILLISECONDS);
  if (loaded.complete) answer();
  else setTimeout(takeIn, 0, loaded);
}

function answer() {
  if (!engine || !asked) return;
  const { number, query } = asked;
  const found = engine.search(query);
  if (found.complete) asked = null;
  say({ type: "found", number, query, found });
}

/** @param {FromSearch} message */
function say(message) {
  postMessage(message);
}
