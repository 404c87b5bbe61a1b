/**
 * What is going on, in one place: progress with a cancel button once something takes longer than half a second, and the
 * end of it when that is worth saying (cancelled, failed with what to do, restarted).
 */

import { button, el, grouped, replace, size } from "./dom.js";
import { Cancelled, RuntimeFault, WorkerLost } from "./runtime.js";

/** @typedef {import("./protocol.js").Progress} Progress */
/** @typedef {import("./protocol.js").Fault} Fault */
/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {{signal: AbortSignal, onProgress: (progress: Progress) => void}} TaskOptions */
/** @typedef {{label: string, abort: AbortController, progress: Progress | null, shown: boolean, moved: number}} Task */

const SHOW_AFTER = 500;
/** How long what was done is said, in milliseconds. */
const DONE_SHOWN = 6000;
const STALLED_AFTER = 20_000;

export class Activity {
  /** @type {Runtime} */ #runtime;
  /** The interpreter's coming up is shown like any task: once it takes long. @type {ReturnType<typeof setTimeout> | undefined} */ #coming;
  #isLate = false;
  /** @type {Map<string, Task>} by lane: a new task takes the place of the one before it in its lane */ #tasks = new Map();
  #bar = el("progress", { class: "kpi-progress__bar", "aria-label": "进度" });
  #text = el("span", { class: "kpi-progress__text" });
  #cancel = button("取消", () => this.cancel(), { class: "kpi-button kpi-button--small" });
  #restart = button("没有进展？重新启动计算程序", () => void this.#runtime.restart().catch(() => {}),
    { class: "kpi-button kpi-button--small" });
  #progress = el("div", { class: "kpi-progress", hidden: true }, this.#text, this.#bar, this.#cancel, this.#restart);
  #message = el("div", { class: "kpi-message", role: "status" });

  /** @param {Runtime} runtime */
  constructor(runtime) {
    this.#runtime = runtime;
    this.node = el("div", { class: "kpi-activity" }, this.#progress, this.#message);
  }

  /**
   * Run a task and answer with its result, or with undefined when it was cancelled or failed; the user has been told then.
   * @template T
   * @param {string} lane
   * @param {string} label
   * @param {(options: TaskOptions) => Promise<T>} work
   * @param {() => void} [retry] starts the whole thing again after a failure
   * @returns {Promise<T | undefined>}
   */
  async run(lane, label, work, retry) {
    this.#tasks.get(lane)?.abort.abort();
    /** @type {Task} */
    const task = { label, abort: new AbortController(), progress: null, shown: false, moved: Date.now() };
    this.#tasks.set(lane, task);
    replace(this.#message);
    const timer = setTimeout(() => { task.shown = true; this.draw(); }, SHOW_AFTER);
    const stall = setInterval(() => this.draw(), STALLED_AFTER / 4);
    try {
      return await work({
        signal: task.abort.signal,
        onProgress: (progress) => {
          task.progress = progress;
          task.moved = Date.now();
          this.draw();
        },
      });
    } catch (error) {
      if (this.#tasks.get(lane) === task) this.#explain(error, retry);
      return undefined;
    } finally {
      clearTimeout(timer);
      clearInterval(stall);
      if (this.#tasks.get(lane) === task) this.#tasks.delete(lane);
      this.draw();
    }
  }

  /** Whether anything is under way there. @param {string} lane */
  has(lane) { return this.#tasks.has(lane); }

  /** Give up whatever is under way. */
  cancel() {
    for (const { abort } of this.#tasks.values()) abort.abort();
  }

  /** The same without a word about it: what was asked for is no longer wanted. */
  drop() {
    const tasks = [...this.#tasks.values()];
    this.#tasks.clear();
    for (const { abort } of tasks) abort.abort();
    replace(this.#message);
    this.draw();
  }

  /**
   * @param {string} text
   * @param {"note" | "good"} [tone]
   */
  say(text, tone = "note") {
    const card = el("p", { class: `kpi-card kpi-card--${tone}` }, text);
    replace(this.#message, card);
    if (tone === "good") setTimeout(() => card.remove(), DONE_SHOWN); // it floats over the page: not for ever
  }

  /**
   * @param {Fault} fault
   * @param {() => void} [retry]
   */
  fail({ reason, hint }, retry) {
    replace(this.#message, el("div", { class: "kpi-card kpi-card--bad" }, el("p", {}, el("strong", {}, reason)),
      hint && el("p", {}, hint), retry && button("重试", retry)));
  }

  /** Show the state of things; called by the owner when the runtime's state changes. */
  draw() {
    const { state } = this.#runtime;
    if (state.kind !== "loading") {
      clearTimeout(this.#coming);
      [this.#coming, this.#isLate] = [undefined, false];
    } else this.#coming ??= setTimeout(() => { this.#isLate = true; this.draw(); }, SHOW_AFTER);
    const tasks = [...this.#tasks.values()].filter(({ shown }) => shown);
    const task = tasks.at(-1);
    const progress = state.kind === "loading" ? state.progress : task?.progress ?? null;
    this.#progress.hidden = !this.#isLate && !task;
    this.#cancel.hidden = !task;
    this.#restart.hidden = !task || Date.now() - task.moved < STALLED_AFTER;
    this.#text.textContent = describe(progress, state.kind === "loading" ? "正在准备计算程序" : `正在${task?.label ?? ""}`);
    const of = progress?.kind === "loading" ? progress.of_bytes : progress?.of;
    const done = progress?.kind === "loading" ? progress.bytes : progress?.done;
    if (of && done !== undefined && done < of) {
      this.#bar.max = of;
      this.#bar.value = done;
    } else this.#bar.removeAttribute("value"); // moving, without a known end
  }

  /**
   * @param {unknown} error
   * @param {(() => void) | undefined} retry
   */
  #explain(error, retry) {
    if (error instanceof Cancelled) this.say("已取消。上面的数据没有变，可以修改后再来。");
    else if (!(error instanceof RuntimeFault || error instanceof WorkerLost)) {
      this.fail(unforeseen(error), retry);
      throw error; // to the console, with where it was
    } else if (this.#runtime.state.kind === "failed") return; // a runtime that is not coming back is told by the owner
    else if (error instanceof WorkerLost) this.say("计算进程意外停止，正在重新启动；数据还在，会自动恢复。");
    else this.fail(error.fault, error.retry ? retry : undefined);
  }
}

/**
 * @param {Progress | null} progress
 * @param {string} doing
 */
function describe(progress, doing) {
  if (!progress) return `${doing}…`;
  if (progress.kind === "loading") {
    const { step, steps, label, bytes, of_bytes } = progress;
    const amount = bytes < of_bytes ? ` · ${size(bytes)} / ${size(of_bytes)}` : "";
    return `${doing} · 第 ${step} 步（共 ${steps} 步）${label}${amount}`;
  }
  const { label, done, of } = progress;
  return of > 1 ? `正在${label} ${grouped(done)} / ${grouped(of)}` : `正在${label}…`;
}

/** @param {unknown} error @returns {Fault} */
function unforeseen(error) {
  return {
    reason: `没有算成：${error instanceof Error ? error.message : String(error)}`,
    hint: "粘贴的内容还在：请点“重试”；仍然不行时复制出来，刷新这一页再粘贴，并把这句话告诉手册维护人。",
  };
}
