/** One scheme's calculator: joins the steps' views to the session that the worker holds. It knows nothing of scoring. */

import { Activity } from "./activity.js";
import { createAppeal } from "./appeal.js";
import { createAppealCheck } from "./appeal-check.js";
import { createCarrying } from "./carrying.js";
import { clauseLink } from "./clause-link.js";
import { button, el, grouped, replace } from "./dom.js";
import { createForm } from "./form.js";
import { createLog } from "./log.js";
import { expectsLog, noteLog } from "./log-used.js";
import { WINDOW } from "./pager.js";
import { createPaste } from "./paste.js";
import { createPreview } from "./preview.js";
import { createResults } from "./results.js";
import { mapColumn, noSettings, readLog, readTable } from "./reading.js";
import { RuntimeFault, WorkerLost } from "./runtime.js";
import { Session } from "./session.js";
import { createSheet } from "./sheet.js";
import { createSkip, createStep, createTabs } from "./steps.js";
import { shareSession } from "./shared-session.js";
import { createTakeaway } from "./takeaway.js";

/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** @typedef {import("./protocol.js").Score} Score */
/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {import("./protocol.js").Settings} Settings */
/** @typedef {import("./protocol.js").Heading} Heading */
/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {import("./activity.js").TaskOptions} TaskOptions */
/** @typedef {import("./paste.js").Source} Source */
/** @typedef {{pasted: Source | null, log: Source | null, form: import("./form.js").Written | null, journal: import("./session.js").Step[]}} Carried */

/** Up to so many people are scored without being asked to. */
const SCORE_UNASKED = 20_000;

export class Calculator {
  /** @type {SchemeFile} */ #file;
  /** @type {Runtime} */ #runtime;
  /** @type {Session} */ #session;
  /** @type {Activity} */ #activity;
  /** @type {ReturnType<typeof createTakeaway>} */ #takeaway;
  /** Mapped by hand for the table at hand. @type {Settings} */ #manual = noSettings();
  /** @type {number | null} */ #opened = null;
  /** What a dead worker or a failed start left undone. @type {{lane: string, again: () => void} | null} */ #unfinished = null;
  /** How many tables were shown or cleared. */
  #turn = 0;
  /** @type {string} */ #root;
  #generation = 0;

  #live = el("p", { class: "kpi-offscreen", "aria-live": "polite" });
  #paste = createPaste({
    onSource: (source) => void this.#read(source),
    onTemplate: () => void this.#takeaway.copyTemplate(),
    onWorkbook: () => void this.#takeaway.workbook("template"),
    onSample: () => {
      const source = { kind: /** @type {const} */ ("text"), text: this.#file.sample };
      this.#paste.show(source);
      void this.#read(source);
    },
  });
  #log = createLog({
    onRead: (source, settings, period) => void this.#readLog(source, settings, period),
    onClear: () => this.#activity.drop(),
    onApply: (period) => void this.#applyLog(period),
  });
  #preview = createPreview({
    fetchRows: async (offset) => (await this.#ask("rows", "取下一页", { offset, limit: WINDOW }))?.rows,
    onEdit: (row, index, text) => void this.#reshape("修改单元格", (options) =>
      this.#session.shape("edit_cell", { row, index, text }, options)),
    onMap: (heading, change) => this.#map(heading, change),
  });
  #results = createResults({
    fetchPeople: async (offset, sort) => (await this.#ask("people", "取下一页", { offset, limit: WINDOW, sort }))?.people,
    onOpen: (index) => void this.#open(index, true),
    onCopy: () => void this.#takeaway.copyResult(null),
    onWorkbook: () => void this.#takeaway.workbook("result"),
  });
  #form = createForm([], (filled, pressed) => void this.#readForm(filled, pressed));
  #sheet = createSheet({
    clauseLink: (id) => clauseLink(this.#file, id, this.#root),
    askWish: (index, target) => this.#ask("wish", "反推", { index, ...target }),
    onCopy: (index) => void this.#takeaway.copyResult(index),
    onAppeal: (index) => void this.#appeal.open(index),
    onPrint: () => this.#takeaway.print("sheet"),
  });
  #appeal = createAppeal({
    fetchAppeal: (index) => this.#ask("appeal", "准备申诉单", { index }),
    clauseLink: (id) => clauseLink(this.#file, id, this.#root),
    onPrint: () => this.#takeaway.print("appeal"),
  });
  #unscored = el("p", { class: "kpi-actions", hidden: true });
  #checkStep = createStep(2, "核对", createSkip("跳到结果", () => this.#resultStep.node), this.#preview.node);
  #resultStep = createStep(3, "结果", this.#unscored, this.#results.node, this.#sheet.node, this.#appeal.node);

  /**
   * @param {SchemeFile} file
   * @param {Runtime} runtime
   * @param {string} root  address of the site's root
   */
  constructor(file, runtime, root) {
    this.#file = file;
    this.#runtime = runtime;
    this.#session = new Session(runtime, file);
    this.#activity = new Activity(runtime);
    this.#takeaway = createTakeaway(this.#session, this.#activity);
    this.#root = root;
    this.#form.extend(Object.entries(file.inputs).map(([name, { unit, note }]) => ({ name, unit, note })));
    const withLog = Object.values(file.inputs).some(({ log }) => log);
    const tabs = createTabs([
      { text: "粘贴表格", panel: this.#paste.node },
      { text: "只算一个人", panel: this.#form.node },
      ...(withLog ? [{ text: "从订单流水汇总", panel: this.#log.node, onIntent: () => runtime.want("pandas") }] : []),
    ]);
    if (withLog && expectsLog()) runtime.want("pandas");
    this.#hideTable();
    this.share = shareSession(this.#session, file.id, (pasted) => {
      this.#paste.show(pasted === null ? null : { kind: "text", text: pasted });
      void this.#restore("读取链接里的数据");
    });
    this.node = el("div", { class: "kpi" }, this.share.origin,
      createStep(1, "数据", tabs.node, this.#activity.node).node, this.#checkStep.node, this.#resultStep.node,
      this.share.node, createAppealCheck(file, runtime, root, (label, work) => this.#activity.run("appeal", label, work)), this.#live);
    for (const type of ["focusin", "pointerdown", "paste", "dragenter"]) {
      this.node.addEventListener(type, () => { if (runtime.state.kind === "idle") this.wake(); });
    }
    runtime.subscribe(() => this.follow());
    /** Put back what the page before this one had. */
    this.carryOn = createCarrying({
      name: `kpi.${file.id}`, node: this.node, carry: () => this.#carry(), bring: (carried) => this.#bring(carried), tell: this.share.tell,
    });
  }

  #carry() {
    const carried = { pasted: this.#paste.input.source, log: this.#log.source, form: this.#form.written };
    return Object.values(carried).some(Boolean) ? { ...carried, journal: this.#session.journal } : null;
  }

  /** @param {Carried} carried */
  #bring({ pasted, log, form, journal }) {
    this.#paste.show(pasted);
    if (form) this.#form.write(form);
    this.#session.clear();
    this.#session.journal = journal.filter(({ op }) => op !== "log_read");
    if (this.#session.journal.length > 0) void this.#restore("放回数据");
    else if (pasted) void this.#read(pasted);
    if (log) this.#log.open(log);
  }

  /** Start the interpreter, unless it runs: its state tells how that goes. */
  wake() { void this.#runtime.start().catch(() => {}); }

  /** Show where the runtime stands; called when that changes, and when the calculator comes back onto a page. */
  follow() {
    if (!this.node.isConnected) return;
    this.#activity.draw();
    const { state, generation } = this.#runtime;
    if (state.kind === "failed") {
      this.#activity.fail(state.fault, () => (this.#unfinished ? this.#unfinished.again() : this.wake()));
    } else if (state.kind === "ready" && generation !== this.#generation) {
      const restarted = this.#generation > 0;
      this.#generation = generation;
      void this.#settle(restarted);
    }
  }

  /** After a start: open the scheme, and after a restart bring the table back. @param {boolean} restarted */
  async #settle(restarted) {
    const unfinished = this.#unfinished;
    this.#unfinished = null;
    if (this.#activity.has(unfinished?.lane ?? "table")) return; // with what was asked for meanwhile
    if (unfinished) unfinished.again();
    else if (restarted && this.#session.journal.length) {
      if (await this.#restore("恢复数据")) this.#activity.say("计算进程已重新启动，数据也恢复了。");
    } else await this.#prepare();
  }

  /** What a later click will want; never in the way of a table that waits to be scored. */
  async #prepare() {
    await this.#takeaway.prepare();
    this.#form.extend(this.#session.scheme?.inputs ?? []);
  }

  /** Have the worker read what the session holds. @param {string} label */
  #restore(label) {
    return this.#reshape(label, async (options) => {
      await this.#session.sync(options);
      return this.#session.table;
    });
  }

  /** @param {Source | null} source */
  async #read(source) {
    this.#manual = noSettings();
    if (!source) {
      this.#activity.drop();
      this.#unfinished = null;
      this.#session.clear();
      this.#hideTable();
      return;
    }
    await this.#reshape("读取表格", async (options) => {
      try {
        return await readTable(this.#session, this.#file.id, source, options);
      } catch (error) {
        if (error instanceof RuntimeFault) this.#hideTable(); // what it shows is no longer what was pasted
        throw error;
      }
    }, { keep: false });
    noteLog(false); // only now: the score comes first
  }

  #hideTable() {
    this.#turn += 1;
    this.#checkStep.node.hidden = true;
    this.#resultStep.node.hidden = true;
  }

  /**
   * @param {import("./form.js").Filled} filled
   * @param {boolean} pressed
   */
  async #readForm(filled, pressed) {
    if (this.#form.empty || (!pressed && this.#runtime.state.kind !== "ready")) return;
    await this.#reshape("计算", (options) => this.#session.shape("read_form", filled, options), { keep: false });
  }

  /**
   * @param {Source} source
   * @param {Settings} settings
   * @param {string | null} period  null: the latest
   */
  async #readLog(source, settings, period) {
    const view = await this.#attempt("log", "读取流水",
      (options) => readLog(this.#session, source, { settings, period }, options),
      () => void this.#readLog(source, settings, period));
    if (!view) return;
    this.#log.show(view);
    noteLog(true);
  }

  /** @param {string} period */
  async #applyLog(period) {
    await this.#reshape("汇总流水", (options) => this.#session.shape("log_apply", { period }, options), { keep: false });
    this.#checkStep.node.scrollIntoView({ block: "start" });
  }

  /**
   * @param {Heading} heading
   * @param {{input?: string, unit?: string}} change
   */
  #map(heading, change) {
    const headings = this.#session.table?.headings ?? [];
    const settings = mapColumn(this.#file.id, headings, this.#manual, { heading, ...change });
    void this.#reshape("重新读取", (options) => this.#session.shape("remap", { settings }, options));
  }

  /**
   * Run something that gives a table, show it, and score it.
   * @param {string} label
   * @param {(options: TaskOptions) => Promise<TableView | null>} work
   * @param {{keep?: boolean}} [options] keep: the window of rows and the open sheet stay
   * @returns {Promise<boolean>} whether all of it is there
   */
  async #reshape(label, work, { keep = true } = {}) {
    const table = await this.#attempt("table", label, work, () => void this.#reshape(label, work, { keep }));
    if (!table) return false;
    const turn = ++this.#turn;
    const isForm = table.layout === "form";
    if (isForm) this.#form.show(table);
    if (!keep) this.#opened = null;
    // What did not come along is asked for before the table is laid out: the worker scores meanwhile.
    const scoring = table.people_count <= SCORE_UNASKED ? table.score ?? this.#askScore() : null;
    this.#checkStep.node.hidden = isForm;
    if (!isForm) await this.#preview.show(table, { keep });
    if (turn !== this.#turn) return false; // overtaken by something newer
    if (scoring) {
      if (!await this.#showScore(scoring)) return false;
      void this.#prepare();
    } else {
      this.#resultStep.node.hidden = false;
      this.#results.node.hidden = true;
      this.#sheet.hide();
      this.#unscored.hidden = false;
      replace(this.#unscored, button(`计算 ${grouped(table.people_count)} 人的得分`, () => void this.#showScore(this.#askScore())));
    }
    return true;
  }

  /**
   * Run a task that is done again later when the worker dies under it or did not start.
   * @template T
   * @param {string} lane
   * @param {string} label
   * @param {(options: TaskOptions) => Promise<T>} work
   * @param {() => void} again
   * @returns {Promise<T | undefined>}
   */
  #attempt(lane, label, work, again) {
    if (this.#unfinished?.lane === lane) this.#unfinished = null;
    return this.#activity.run(lane, label, async (options) => {
      try {
        return await work(options);
      } catch (error) {
        if (error instanceof WorkerLost || this.#runtime.state.kind === "failed") this.#unfinished = { lane, again };
        throw error;
      }
    }, again);
  }

  async #askScore() {
    return (await this.#activity.run("table", "计算得分", (options) => this.#session.ask("score", {}, options)))?.reply;
  }

  /**
   * @param {Score | Promise<Score | undefined>} coming
   * @returns {Promise<boolean>} whether it came
   */
  async #showScore(coming) {
    const score = await coming;
    if (!score) return false;
    this.#unscored.hidden = true;
    this.#results.node.hidden = score.people_count === 1 && this.#session.table?.layout === "form";
    this.#resultStep.node.hidden = false;
    await this.#results.show(score);
    const index = score.people_count === 1 ? score.people[0]?.index ?? null : this.#opened;
    if (index === null || index >= score.people_count) this.#sheet.hide();
    else await this.#open(index, false);
    const [first] = score.people;
    const alone = score.people_count === 1 && first;
    this.#live.textContent = alone ? `${first.name} ${first.total} 分 ${first.grade ?? ""}` : `已算好 ${score.people_count} 人`;
    return true;
  }

  /** @param {number} index @param {boolean} go  move there */
  async #open(index, go) {
    const person = await this.#ask("person", "取得分明细", { index });
    if (!person || !this.#session.scheme) return;
    this.#opened = index;
    this.#sheet.show(person, this.#session.scheme);
    if (!go) return;
    this.#results.mark(index);
    this.#sheet.node.focus();
    this.#sheet.node.scrollIntoView({ block: "start" });
  }

  /**
   * @template {import("./protocol.js").Op} O
   * @param {O} op
   * @param {string} label
   * @param {import("./protocol.js").Operations[O]["takes"]} fields
   */
  async #ask(op, label, fields) {
    return (await this.#activity.run(op, label, (options) => this.#session.ask(op, fields, options)))?.reply;
  }
}
