/**
 * A calculator page: tables and options in, what was read, and the result. Every request carries all of it, so a worker
 * that was replaced needs nothing but the same request again. It knows nothing of what is calculated.
 */

import { Activity } from "../activity.js";
import { createCarrying } from "../carrying.js";
import { chartsDrawn } from "../charts.js";
import { advice, button, el, replace } from "../dom.js";
import { createShare } from "../share.js";
import { createSkip, createStep } from "../steps.js";
import { WorkerLost } from "../runtime.js";
import { clauseLink, exampleOf, rowsOf } from "./around.js";
import { createOptions } from "./options.js";
import { printAlone } from "./paper.js";
import { createTableInput } from "./table-input.js";
import { createTableList } from "./table-list.js";
import { createTakeaway } from "./takeaway.js";

/** @typedef {import("../protocol.js").CalculatorOp} CalculatorOp */
/** @typedef {import("../protocol.js").CalculatorReply} CalculatorReply */
/** @typedef {import("../protocol.js").CalculatorRequest} CalculatorRequest */
/** @typedef {import("../runtime.js").Runtime} Runtime */
/** @typedef {import("./options.js").OptionField} OptionField */
/** @typedef {import("./table-input.js").TableSpec} TableSpec */
/** @typedef {import("./table-list.js").MoreTables} MoreTables */
/**
 * What a result view can do to its page.
 * @typedef {object} PageTools
 * @property {(adjust: Record<string, unknown>) => void} adjust  calculate again with this dragged or typed
 * @property {(values: Record<string, string>) => void} setOptions  and calculate again
 * @property {(name: string, choices: {value: string, text: string}[]) => void} offer
 * @property {(id: string) => HTMLElement} clauseLink  to a clause that the page refers to
 * @property {(text: string) => void} say
 * @property {(what: string) => void} print  only the element `[data-paper=what]`
 * @property {(op: CalculatorOp) => void} workbook  of another op, from the same tables and options
 */
/** @typedef {{node: HTMLElement, show(result: any): void}} ResultView */
/**
 * What a calculator asks for besides tables and options.
 * @typedef {object} Extra
 * @property {HTMLElement} node  stands above the tables
 * @property {() => Promise<Record<string, unknown>>} fields  go into every request
 * @property {() => boolean} unasked  calculate without a table too: a fault of its own may have to be shown
 * @property {(reply: any) => void} show
 * @property {() => unknown} settings  without data, for a link
 * @property {(settings: unknown) => void} open  what a link brought
 */
/**
 * @typedef {object} Definition
 * @property {CalculatorOp} op
 * @property {TableSpec[]} tables
 * @property {MoreTables} [more]  tables that can be added to them
 * @property {boolean} [pandas]  it works with pandas, which is then fetched while the user pastes
 * @property {OptionField[]} options
 * @property {(tools: PageTools) => ResultView} createResult
 * @property {(changed: () => void, root: string) => Extra} [createExtra]  root: address of the site's root
 */

export class CalculatorPage {
  /** @type {Definition} */ #definition;
  /** @type {Runtime} */ #runtime;
  /** @type {Activity} */ #activity;
  /** @type {ReturnType<typeof createTakeaway>} */ #takeaway;
  /** @type {ReturnType<typeof createTableList>} */ #tables;
  /** @type {ReturnType<typeof createOptions>} */ #options;
  /** @type {ResultView} */ #result;
  /** @type {Extra | undefined} */ #extra;
  /** What is there only with a result. @type {HTMLElement[]} */ #shown;
  /** @type {Record<string, unknown>} */ #adjust = {};
  /** @type {CalculatorReply["copy"]} */ #copy = null;
  /** Left undone by a dead worker or a failed start. */
  #unfinished = false;
  #generation = 0;
  #fault = el("p", { class: "kpi-card kpi-card--bad", role: "alert", hidden: true });
  #live = el("p", { class: "kpi-offscreen", "aria-live": "polite" });

  /**
   * @param {Definition} definition
   * @param {Runtime} runtime
   * @param {string} name  of the calculator
   * @param {string} root  address of the site's root
   */
  constructor(definition, runtime, name, root) {
    this.#definition = definition;
    this.#runtime = runtime;
    this.#activity = new Activity(runtime);
    this.#takeaway = createTakeaway(runtime, this.#activity, () => this.#whole());
    this.#options = createOptions(definition.options, () => void this.#calculate());
    this.#tables = createTableList(definition.tables, definition.more, (spec) => this.#createInput(spec), () => this.#changed());
    this.#result = definition.createResult(this.#tools());
    this.#extra = definition.createExtra?.(() => void this.#calculate(), root);
    this.share = createShare({
      name: `page.${name}`,
      settings: () => ({ options: { ...this.#options.settings(), ...this.#tables.options }, extra: this.#extra?.settings() }),
      data: () => {
        const { tables, options } = this.#request();
        return this.#tables.empty ? null : { tables, options };
      },
      open: (settings, data) => this.#open(settings, data),
    });
    const { examples } = this;
    const actions = el("div", { class: "kpi-actions" }, ...examples.map(({ text, fill }) => button(text, fill)));
    this.check = createStep(2, "核对", createSkip("跳到结果", () => this.result.node), this.#tables.checks);
    const takeaway = el("div", { class: "kpi-actions kpi-noprint" }, button("复制结果", () => void this.#takeaway.copy(this.#copy)),
      button("下载结果 .xlsx", () => void this.#takeaway.workbook(definition.op)), button("打印", () => void this.#print("result")));
    this.#shown = [el("div", { "data-paper": "result" }, this.#result.node), takeaway];
    this.result = createStep(3, "结果", this.#fault, ...this.#shown);
    this.node = el("div", { class: "kpi calc" }, this.share.origin,
      createStep(1, "数据", ...this.#extra ? [this.#extra.node] : [], this.#tables.node, this.#options.node, actions, this.#activity.node).node,
      this.check.node, this.result.node, this.share.node, this.#live);
    this.#hide();
    for (const type of ["focusin", "pointerdown", "paste", "dragenter"]) {
      this.node.addEventListener(type, () => { if (runtime.state.kind === "idle") this.wake(); });
    }
    runtime.subscribe(() => this.follow());
    if (definition.pandas) runtime.want("pandas");
    const untouched = JSON.stringify(this.#options.get());
    /** Put back what the page before this one had. */
    this.carryOn = createCarrying({
      name: `page.${name}`, node: this.node, tell: this.share.tell,
      carry: () => this.#tables.inputs.some(({ written }) => written.text) || JSON.stringify(this.#options.get()) !== untouched ? this.#carry() : null,
      bring: (carried) => this.#open(carried, carried, carried.adjust),
    });
  }

  #carry() {
    const tables = Object.fromEntries(this.#tables.inputs.map(({ spec, written }) => [spec.name, written]));
    const options = { ...this.#options.get(), ...this.#tables.options };
    return { tables, options, extra: this.#extra?.settings(), adjust: this.#adjust };
  }

  /** @param {TableSpec} spec */
  #createInput(spec) {
    const name = spec.like ?? spec.name;
    return createTableInput(spec, `${this.#definition.op}.${name}`, spec.like ? [] : exampleOf(name), {
      onChange: () => this.#changed(),
      onMapped: () => this.#tables.lookAgain(),
      readFile: (file) => this.#takeaway.readFile(file),
      fetchRows: async (offset) => (await this.#ask({ [spec.name]: offset }))?.tables[spec.name]?.rows,
      onWorkbook: (headings) => void this.#takeaway.template(spec.label, headings),
      say: (text) => this.#activity.say(text, "good"),
    });
  }

  /** Buttons that fill in an example: the tables of the page, and the options that go with them. */
  get examples() {
    const places = [...document.querySelectorAll(".md-content [data-example]")];
    return places.map((place) => ({
      text: places.length > 1 ? `填入示例：${place.getAttribute("data-example")}` : "填入示例",
      fill: () => this.#fillExample(place),
    }));
  }

  /** Start the interpreter, unless it runs. */
  wake() {
    void this.#runtime.start().catch(() => {}); // the state tells
  }

  /** Show where the runtime stands; called when that changes, and when the calculator comes back onto a page. */
  follow() {
    if (!this.node.isConnected) return;
    this.#activity.draw();
    const { state, generation } = this.#runtime;
    if (state.kind === "failed") {
      this.#activity.fail(state.fault, () => (this.#unfinished ? void this.#calculate() : this.wake()));
    } else if (state.kind === "ready" && generation !== this.#generation) {
      this.#generation = generation;
      if (this.#unfinished) void this.#calculate();
    }
  }

  /** @returns {PageTools} */
  #tools() {
    return {
      adjust: (adjust) => { this.#adjust = adjust; void this.#calculate(); },
      setOptions: (values) => { this.#setOptions(values); void this.#calculate(); },
      offer: (name, choices) => this.#options.offer(name, choices),
      clauseLink,
      say: (text) => this.#activity.say(text, "good"),
      print: (what) => void this.#print(what),
      workbook: (op) => void this.#takeaway.workbook(op),
    };
  }

  /** @param {Element} place */
  #fillExample(place) {
    this.#tables.arrange([]);
    for (const input of this.#tables.inputs) {
      const rows = rowsOf(place.querySelector(`[data-table="${input.spec.name}"] table`));
      input.write(rows.map((row) => row.join("\t")).join("\n"));
    }
    const written = place.getAttribute("data-options");
    if (written) this.#setOptions(JSON.parse(written));
    this.#adjust = {};
    void this.#calculate();
  }

  /**
   * Take over what a link or the page before this one brought.
   * @param {any} settings
   * @param {any} data
   * @param {Record<string, unknown>} [adjust]
   */
  #open(settings, data, adjust = {}) {
    const values = textsOf(data?.options ?? settings?.options);
    this.#tables.arrange(Object.keys(data?.tables ?? values));
    this.#setOptions(values);
    this.#extra?.open(settings?.extra);
    for (const input of this.#tables.inputs) {
      const pasted = data?.tables?.[input.spec.name];
      if (typeof pasted?.text === "string") input.write(pasted.text, pasted.settings);
    }
    this.#adjust = adjust;
    void this.#calculate();
  }

  /** @param {Record<string, number>} [windows] @returns {CalculatorRequest} */
  #request(windows = {}) {
    const options = { ...this.#options.get(), ...this.#tables.options };
    return { tables: this.#tables.pasted, options, adjust: this.#adjust, windows };
  }

  /** With what a calculator asks for besides. @param {Record<string, number>} [windows] */
  async #whole(windows) {
    return { ...await this.#extra?.fields(), ...this.#request(windows) };
  }

  /** @param {Record<string, string>} values */
  #setOptions(values) {
    this.#options.set(values);
    this.#tables.setOptions(values);
  }

  /** A table is another one now: what was fixed by hand was about the old one. */
  #changed() {
    this.#adjust = {};
    if (this.#tables.lacking) this.#activity.drop();
    void this.#calculate();
  }

  async #calculate() {
    const without = this.#tables.lacking;
    if (without) {
      this.#hide();
      if (!this.#extra?.unasked()) return;
    }
    const reply = await this.#ask({}, "table");
    if (!reply) return;
    this.#extra?.show(reply);
    if (without) return;
    this.check.node.hidden = false;
    if (await this.#tables.show(reply.tables)) {
      await this.#calculate();
      return;
    }
    this.result.node.hidden = false;
    this.#copy = reply.copy;
    this.#fault.hidden = !reply.fault;
    replace(this.#fault, reply.fault && advice(reply.fault));
    // What was typed into a result to make it impossible is put right there.
    const adjusted = Object.keys(this.#adjust).length > 0;
    for (const part of this.#shown) part.hidden = !reply.result && !adjusted;
    if (reply.result) this.#result.show(reply.result);
    this.#live.textContent = reply.fault ? advice(reply.fault) : "已算好";
  }

  #hide() {
    this.check.node.hidden = true;
    this.result.node.hidden = true;
  }

  /**
   * @param {Record<string, number>} windows
   * @param {string} [lane]
   */
  async #ask(windows, lane = "rows") {
    return await this.#activity.run(lane, "计算", async (options) => {
      try {
        this.#unfinished = false;
        return (await this.#runtime.request(this.#definition.op, await this.#whole(windows), options)).reply;
      } catch (error) {
        if (error instanceof WorkerLost || this.#runtime.state.kind === "failed") this.#unfinished = true;
        throw error;
      }
    }, () => void this.#calculate());
  }

  /** @param {string} what */
  async #print(what) {
    await chartsDrawn();
    printAlone(this.node.querySelector(`[data-paper="${what}"]`));
  }
}

/** Texts by name, whatever a link held. @param {unknown} values @returns {Record<string, string>} */
function textsOf(values) {
  const entries = typeof values === "object" && values !== null ? Object.entries(values) : [];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
}
