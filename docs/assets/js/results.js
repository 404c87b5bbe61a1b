/** Step three: everybody's totals, and the open sheet of one person. */

import { button, el, grouped, replace, select } from "./dom.js";
import { createPager, WINDOW } from "./pager.js";

/** @typedef {import("./protocol.js").Score} Score */
/** @typedef {import("./protocol.js").Team} Team */
/** @typedef {import("./protocol.js").PersonLine} PersonLine */
/** @typedef {"row" | "total"} Sort */
/**
 * @typedef {object} ResultEvents
 * @property {(offset: number, sort: Sort) => Promise<PersonLine[] | undefined>} fetchPeople
 * @property {(index: number) => void} onOpen
 * @property {() => void} onCopy
 * @property {() => void} onWorkbook
 */

const SORTS = [{ value: "row", text: "按表中次序" }, { value: "total", text: "按总分从高到低" }];

/** @param {ResultEvents} events */
export function createResults({ fetchPeople, onOpen, onCopy, onWorkbook }) {
  /** @type {Score | null} */
  let score = null;
  /** @type {Sort} */
  let sort = "row";
  let offset = 0;
  /** @type {number | null} */
  let opened = null;

  const summary = el("p", { class: "kpi-summary" });
  const team = el("div");
  const order = select("排序", SORTS, sort, (value) => { sort = value === "total" ? "total" : "row"; void move(0); });
  const body = el("tbody");
  const list = el("div", { class: "kpi-scroll", role: "region", "aria-label": "各人得分" },
    el("table", { class: "kpi-table kpi-people" },
      el("thead", {}, el("tr", {}, ...["姓名", "总分", "等级", "要点"].map((text) =>
        el("th", { scope: "col", class: text === "总分" && "kpi-number" }, text)))), body));
  const pager = createPager("人", (to) => void move(to));
  const people = el("div", {}, el("div", { class: "kpi-actions" }, order), list, pager.node);
  const node = el("div", {}, summary, team, people,
    el("div", { class: "kpi-actions" }, button("复制全部结果", onCopy), button("下载结果 .xlsx", onWorkbook)));

  /** @param {Score} newScore */
  async function show(newScore) {
    score = newScore;
    const { people_count: all, complete_count: complete } = newScore;
    replace(summary, all === complete ? `${grouped(all)} 人，全部评完` : `${grouped(all)} 人，其中 ${grouped(complete)} 人评完；其余数据不全，按已评部分列出`);
    people.hidden = all <= 1;
    replace(team, newScore.team && teamBlock(newScore.team));
    if (offset >= all) offset = 0;
    await draw();
  }

  /** @param {number} to */
  async function move(to) {
    offset = Math.max(0, to);
    await draw();
  }

  async function draw() {
    const shown = score;
    const [at, by] = [offset, sort];
    if (!shown) return;
    const lines = at === 0 && by === "row" ? shown.people : await fetchPeople(at, by);
    if (!lines || shown !== score || at !== offset || by !== sort) return; // overtaken by something newer
    replace(body, ...lines.slice(0, WINDOW).map(line));
    pager.show(at, shown.people_count);
  }

  /** @param {PersonLine} person */
  function line({ index, name, total, judged, grade, headline, complete, vetoed_by: veto }) {
    return el("tr", { "aria-current": index === opened && "true" },
      el("th", { scope: "row", class: "kpi-sticky" }, button(name || `第 ${index + 1} 人`, () => onOpen(index), { class: "kpi-link" })),
      el("td", { class: "kpi-number" }, judged === "0" ? "未评" : total, !complete && judged !== "0" && el("small", {}, `已评 ${judged} 分`)),
      el("td", {}, veto ? `${grade ?? ""} 一票否决` : grade ?? "—"), el("td", { class: "kpi-headline" }, headline));
  }

  return {
    node,
    show,
    /** Mark whose sheet is open. @param {number | null} index */
    mark(index) {
      opened = index;
      void draw();
    },
  };
}

/** A team in figures and bars. @param {Team} team */
export function teamBlock({ count, left_out: left, mean, median, highest, lowest, grades, bars }) {
  const facts = [["计入", `${grouped(count)} 人`], ...left ? [["数据不全，未计入", `${grouped(left)} 人`]] : [], ["平均", mean], ["中位数", median], ["最高", highest], ["最低", lowest]];
  return el("section", { class: "kpi-team", "aria-label": "团队汇总" },
    el("dl", { class: "kpi-facts" }, ...facts.flatMap(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value)))),
    el("div", { class: "kpi-charts" }, barChart("等级人数", grades.map(({ name, count: people }) => ({ label: name, count: people }))),
      barChart("总分分布", bars)));
}

/**
 * Counts as bars with their numbers beside them: readable without the bars.
 * @param {string} title
 * @param {{label: string, count: number}[]} bars
 */
function barChart(title, bars) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return el("table", { class: "kpi-bars" }, el("caption", {}, title), el("tbody", {}, ...bars.map(({ label, count }) => {
    const bar = el("span", { class: "kpi-bar" });
    bar.style.inlineSize = `${(count / most) * 100}%`;
    return el("tr", {}, el("th", { scope: "row" }, label), el("td", { class: "kpi-bars__track" }, bar),
      el("td", { class: "kpi-number" }, `${grouped(count)} 人`));
  })));
}
