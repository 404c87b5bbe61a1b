/**
 * Chromium keeps the machine code of a WebAssembly module for the next visit, but only once its better compiler has made a
 * megabyte of it, and scoring one table makes a third of that. So where nothing else is to be done the interpreter goes on
 * calculating for a moment, once for each version of it; from then on it starts with the code at hand. The libraries of
 * pandas are a module of their own, so whoever has them in use goes through it once more.
 */

import { savesData } from "./sparing.js";

/** @typedef {import("./runtime.js").Runtime} Runtime */

/** The version whose code the browser should have, and whether pandas is among that. */
const REHEARSED = "handbook.rehearsed";
/** Measured: sixty and sixteen are enough; docs/maintain/runtime.md tells how to see it. */
const ROUNDS = { core: 150, pandas: 30 };
/**
 * The first rounds come a few at a time. The compiler makes the code of Python's evaluator on guesses about what it calls; what
 * it learns from each portion it puts right in the pause, so that the megabyte is full only when nothing is wrong any more.
 */
const FIRST_ROUNDS = 12;
const PORTION = 2;
/** Milliseconds from one portion to the next. */
const PAUSE = 500;
/** The reader's own calculations come first, so many milliseconds long. */
const SETTLED = 2000;

/**
 * @param {Runtime} runtime
 * @param {{recall(key: string): unknown, keep(key: string, value: unknown): unknown}} store  lasts from visit to visit
 */
export function rehearseWhenIdle(runtime, { recall, keep }) {
  if (!navigator.userAgent.includes("Chrome/") || savesData()) return;
  let done = 0;
  /** Which image those were of. @type {"core" | "pandas" | undefined} */ let of;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  runtime.subscribe(({ kind }) => {
    clearTimeout(timer);
    if (kind === "ready") timer = setTimeout(rehearse, SETTLED);
  });

  function rehearse() {
    // Where it fails, the next visit tries again; what is wrong is said when the reader asks for something.
    goOn().catch(() => {});
  }

  async function goOn() {
    const { build, image } = runtime.started ?? {};
    if (!build || !image || runtime.state.kind !== "ready") return;
    const what = image === "pandas" ? `${build} pandas` : build;
    if (String(recall(REHEARSED)).startsWith(what)) return; // what pandas went through, core has too
    if (runtime.busy || document.hidden) {
      timer = setTimeout(rehearse, SETTLED);
      return;
    }
    if (image !== of) [of, done] = [image, 0];
    const { reply } = await runtime.request("rehearse", { rounds: done < FIRST_ROUNDS ? PORTION : ROUNDS[image] - done });
    done += reply.rounds;
    if (done >= ROUNDS[image]) keep(REHEARSED, what);
    else timer = setTimeout(rehearse, PAUSE); // the next portion, or somebody needed the interpreter
  }
}
