/** A team's result: who is ahead, how groups and periods compare, whose grade changed, and who is not in the figures. */

import { barChart, figure } from "../charts.js";
import { el, grouped, replace, select } from "../dom.js";
import { teamBlock } from "../results.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** @typedef {{count: number, left_out: number, mean: string | null, highest: string | null, lowest: string | null}} Figures */
/** @typedef {Figures & {label: string, grades: number[]}} GroupLine */
/** @typedef {{axes: string[], rows: string, columns: string, row_labels: string[], column_labels: string[],
 *   cells: (Figures | null)[][]}} Cross */
/** @typedef {{grades: string[], periods: (Figures & {name: string, grades: number[]})[], count: number,
 *   people: {name: string, totals: (string | null)[]}[]}} Trend */
/** @typedef {{name: string, from: string, to: string, total_before: string, total: string, grade_before: string,
 *   grade: string, up: boolean}} Crossing */
/** @typedef {{periods: string[], period: string, headings: {name: string, chosen: boolean}[], notes: string[], people_count: number,
 *   team: import("../protocol.js").Team | null, left_out: {count: number, people: {name: string, row: number, judged: string, reason: string}[]},
 *   ranking: {count: number, by: string[], lines: {rank: number, name: string, total: string, grade: string,
 *     vetoed_by: string | null, groups: string[], change: string | null}[]},
 *   groups: {name: string, grades: string[], lines: GroupLine[]}[], cross: Cross | null, trend: Trend | null,
 *   crossings: Crossing[]}} Team */

const NONE = "—";
/** Groups drawn as bars; more are a table only. */
const BARS = 20;

/** @param {PageTools} tools */
export function createTeamView(tools) {
  /** @type {Record<string, unknown>} */
  let chosen = {};
  const node = el("div");

  /** @param {Record<string, unknown>} change */
  function choose(change) {
    chosen = { ...chosen, ...change };
    tools.adjust(chosen);
  }

  /** @param {Team} team */
  function show(team) {
    const focused = document.activeElement?.getAttribute("aria-label");
    replace(node,
      el("p", { class: "kpi-summary" }, `${team.period}：${grouped(team.people_count)} 人，其中 ${grouped(team.ranking.count)} 人计入`),
      team.notes.length > 0 && el("ul", { class: "kpi-notes" }, ...team.notes.map((note) => el("li", {}, note))),
      choices(team), leftOut(team), team.team && teamBlock(team.team), ranking(team),
      ...team.groups.map(group), team.cross && cross(team.cross), team.trend && trend(team.trend), crossings(team));
    const again = focused && [...node.querySelectorAll("[aria-label]")].find((candidate) => candidate.getAttribute("aria-label") === focused);
    if (again instanceof HTMLElement) again.focus();
  }

  /** @param {Team} team */
  function choices({ periods, period, headings }) {
    const by = headings.filter((heading) => heading.chosen).map(({ name }) => name);
    return el("div", { class: "kpi-actions kpi-noprint" },
      periods.length > 1 && select("看哪一期", periods.map((text) => ({ value: text, text })), period, (value) => choose({ period: value })),
      headings.length > 0 && el("span", {}, "按这些列分组："),
      ...headings.map(({ name, chosen: ticked }) => el("label", { class: "team-tick" }, el("input", {
        type: "checkbox", checked: ticked, "aria-label": `按${name}分组`,
        change: () => choose({ by: ticked ? by.filter((other) => other !== name) : [...by, name] }),
      }), name)));
  }

  /** @param {Cross} shown */
  function cross({ axes, rows, columns, row_labels: down, column_labels: across, cells }) {
    const options = axes.map((axis) => ({ value: axis, text: axis }));
    return el("section", { class: "team-part", "aria-label": "交叉表" }, el("h4", {}, `${rows} × ${columns}：平均分`),
      el("div", { class: "kpi-actions kpi-noprint" },
        "行 ", select("交叉表的行", options, rows, (value) => choose({ rows: value, columns: value === columns ? rows : columns })),
        "列 ", select("交叉表的列", options, columns, (value) => choose({ columns: value, rows: value === rows ? columns : rows }))),
      table(`${rows} × ${columns}`, [rows, ...across], down.map((label, at) => [label, ...(cells[at] ?? []).map(cellText)])));
  }

  return { node, show };
}

/** @param {Figures | null} cell */
function cellText(cell) {
  return cell?.mean ? `${cell.mean}（${cell.count} 人）` : NONE;
}

/** @param {Team} team */
function leftOut({ left_out: { count, people } }) {
  return count > 0 && el("details", { class: "team-left", open: count <= 10 },
    el("summary", {}, `${grouped(count)} 人没有计入下面的数：数据不全或有错误单元格`),
    el("ul", {}, ...people.map(({ name, row, judged, reason }) => el("li", {}, `${name}（第 ${row} 行，已评 ${judged} 分）：${reason}`))));
}

/** @param {Team} team */
function ranking({ ranking: { count, by, lines } }) {
  const changed = lines.some(({ change }) => change !== null);
  const rows = lines.map(({ rank, name, groups, total, change, grade, vetoed_by: veto }) =>
    [name, String(rank), ...groups, total, ...changed ? [change ?? NONE] : [], veto ? `${grade}（${veto}一票否决）` : grade]);
  return el("section", { class: "team-part", "aria-label": "排名" }, el("h4", {}, "排名"),
    table("排名", ["姓名", "名次", ...by, "总分", ...changed ? ["比上期"] : [], "等级"], rows, by),
    count > lines.length && el("p", { class: "kpi-hint" }, `只列前 ${lines.length} 人，全部 ${grouped(count)} 人在 .xlsx 里。`));
}

/** @param {{name: string, grades: string[], lines: GroupLine[]}} shown */
function group({ name, grades, lines }) {
  const drawn = lines.filter(({ mean }) => mean !== null);
  return el("section", { class: "team-part", "aria-label": `按${name}` }, el("h4", {}, `按${name}`),
    drawn.length > 1 && drawn.length <= BARS && barChart(`各${name}平均分`, drawn.map(({ label, mean }) => ({ label, value: mean ?? "0" }))),
    table(`按${name}`, [name, "计入", "未计入", "平均", "最高", "最低", ...grades],
      lines.map((line) => [line.label, ...figures(line), ...line.grades.map(String)])));
}

/** @param {Figures} line */
function figures({ count, left_out: left, mean, highest, lowest }) {
  return [`${count} 人`, left ? `${left} 人` : "0", mean ?? NONE, highest ?? NONE, lowest ?? NONE];
}

/** @param {Trend} shown */
function trend({ grades, periods, count, people }) {
  const rows = periods.flatMap(({ name, mean }) => mean === null ? [] : [{ name, mean: Number(mean), shown: mean }]);
  const names = periods.map(({ name }) => name);
  return el("section", { class: "team-part", "aria-label": "趋势" }, el("h4", {}, "各期趋势"),
    figure("各期平均分", (plot, width) => plot.plot({
      width, height: 220, marginLeft: 44, marginTop: 26, style: { fontSize: "12px" },
      x: { type: "point", label: null, domain: names, tickRotate: width / names.length < 90 ? -30 : 0 }, y: { label: null, grid: true, nice: true },
      marginBottom: width / names.length < 90 ? 54 : 30,
      marks: [
        plot.lineY(rows, { x: "name", y: "mean", stroke: "var(--hb-accent)", strokeWidth: 2 }),
        plot.dot(rows, { x: "name", y: "mean", fill: "var(--hb-accent)", r: 4 }),
        plot.text(rows, { x: "name", y: "mean", text: "shown", dy: -12 }),
      ],
    })),
    table("各期汇总", ["考核期", "计入", "未计入", "平均", "最高", "最低", ...grades],
      periods.map((line) => [line.name, ...figures(line), ...line.grades.map(String)])),
    el("h5", {}, "每个人各期总分"), table("每个人各期总分", ["姓名", ...names], people.map(({ name, totals }) => [name, ...totals.map((total) => total ?? NONE)])),
    count > people.length && el("p", { class: "kpi-hint" }, `只列前 ${people.length} 人，全部 ${grouped(count)} 人在 .xlsx 里。`));
}

/** @param {Team} team */
function crossings({ crossings: lines, periods }) {
  if (periods.length < 2) return null;
  const up = lines.filter((line) => line.up).length;
  return el("section", { class: "team-part", "aria-label": "等级变化" }, el("h4", {}, "谁的等级变了"),
    lines.length === 0 ? el("p", {}, "相邻两期都计入的人里，没有人的等级变化。") : [
      el("p", {}, `${up} 人次升、${lines.length - up} 人次降；只比较相邻两期都计入、期内没有重名的人。`),
      table("等级变化", ["姓名", "从", "到", "原总分", "总分", "等级变化"], lines.map((line) =>
        [line.name, line.from, line.to, line.total_before, line.total, `${line.up ? "↑ 升" : "↓ 降"} ${line.grade_before} → ${line.grade}`])),
    ].reduce((part, child) => { part.append(child); return part; }, el("div")));
}

/** @param {string} label @param {string[]} headings @param {string[][]} rows @param {string[]} words  headings of texts */
function table(label, headings, rows, words = []) {
  const texts = new Set(["等级", "等级变化", "从", "到", ...words]);
  return el("div", { class: "kpi-scroll", role: "region", "aria-label": label, tabindex: 0 }, el("table", { class: "kpi-table" },
    el("thead", {}, el("tr", {}, ...headings.map((text, at) => el("th", { scope: "col", class: at === 0 ? "kpi-sticky" : !texts.has(text) && "kpi-number" }, text)))),
    el("tbody", {}, ...rows.map(([first = "", ...rest]) => el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, first),
      ...rest.map((text, at) => el("td", { class: !texts.has(headings[at + 1] ?? "") && "kpi-number" }, text)))))));
}
