/**
 * Charts as SVG by Observable Plot, which the site serves itself and which is fetched when the first chart is drawn. Every
 * chart is a figure with a caption; what it shows also stands in words or in a table beside it, so the drawing itself is
 * hidden from screen readers. Numbers come as text and become floats for the drawing only.
 */

import { el, grouped, replace } from "./dom.js";

/** @typedef {typeof import("@observablehq/plot")} Plot */
/** @typedef {(plot: Plot, width: number) => SVGSVGElement | HTMLElement} Draw */
/** @typedef {{label: string, value: string, shown?: string | undefined, soft?: boolean}} Bar soft: lighter than the others */

const NARROW = 480;
const ACCENT = "var(--hb-accent)";
const SOFT = "color-mix(in srgb, var(--hb-accent) 35%, transparent)";
const GOOD = "var(--hb-good)";
const BAD = "var(--hb-bad)";

/** @type {Promise<Plot> | null} */
let library = null;
/** What is being drawn at this moment. @type {Set<Promise<void>>} */
const drawings = new Set();

/** @returns {Promise<Plot>} */
function load() {
  library ??= import("../vendor/plot.js").then((module) => /** @type {Plot} */ (module.default));
  return library;
}

/** Wait until the charts that are on the page by now are drawn, or cannot be. */
export async function chartsDrawn() {
  // Observers of size report at the end of a frame, and a frame's own callback runs before them.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await Promise.allSettled(drawings);
}

/**
 * A figure that is drawn as wide as its place, and again when that changes.
 * @param {string} caption
 * @param {Draw} draw
 * @param {{headings: string[], rows: string[][]}} [table]  the same in numbers, folded away below
 */
export function figure(caption, draw, table) {
  const canvas = el("div", { class: "chart__canvas", "aria-hidden": "true" });
  const node = el("figure", { class: "chart" }, el("figcaption", { class: "chart__caption" }, caption), canvas, table && numbers(table));
  let drawn = 0;
  const observer = new ResizeObserver(() => {
    const drawing = redraw().finally(() => drawings.delete(drawing));
    drawings.add(drawing);
  });
  observer.observe(canvas);

  async function redraw() {
    const width = Math.floor(canvas.clientWidth);
    // On paper the drawing is scaled: one begun for a sheet would be done after the sheet is gone.
    if (!width || width === drawn || matchMedia("print").matches) return;
    drawn = width;
    const plot = await load();
    replace(canvas, draw(plot, width));
  }

  return node;
}

/** @param {{headings: string[], rows: string[][]}} table */
function numbers({ headings, rows }) {
  return el("details", { class: "chart__numbers" }, el("summary", {}, "图中的数"),
    el("div", { class: "kpi-scroll" }, el("table", { class: "kpi-table" },
      el("thead", {}, el("tr", {}, ...headings.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...rows.map(([first = "", ...rest]) => el("tr", {}, el("th", { scope: "row" }, first),
        ...rest.map((text) => el("td", { class: "kpi-number" }, text))))))));
}

/** Room for labels on the left, from the longest of them. @param {string[]} labels @param {number} width */
function labelRoom(labels, width) {
  const longest = Math.max(...labels.map((text) => [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 255 ? 13 : 7.5), 0)), 30);
  return Math.min(longest + 12, width * 0.4);
}

/** @param {{label: string}[]} entries */
function labelsOf(entries) {
  return entries.map(({ label }) => label);
}

/**
 * Horizontal bars with their values behind them.
 * @param {string} caption
 * @param {Bar[]} bars
 */
export function barChart(caption, bars) {
  return figure(caption, (plot, width) => {
    const entries = bars.map(({ label, value, shown, soft }) => ({ label, value: Number(value), shown: shown ?? value, fill: soft ? SOFT : ACCENT }));
    return plot.plot({
      width, marginLeft: labelRoom(labelsOf(bars), width), marginRight: 64, height: 34 + entries.length * 26,
      style: { fontSize: "12px" }, x: { axis: null }, y: { label: null, domain: labelsOf(bars), tickSize: 0 },
      marks: [
        plot.barX(entries, { x: "value", y: "label", fill: "fill", insetTop: 3, insetBottom: 3 }),
        plot.text(entries, { x: "value", y: "label", text: "shown", textAnchor: "start", dx: 6 }),
        plot.ruleX([0]),
      ],
    });
  });
}

/**
 * Months as columns: plan as a thin line behind, done and revised as bars.
 * @param {string} caption
 * @param {{label: string, plan: string, value: string, done: boolean}[]} months
 */
export function planChart(caption, months) {
  const rows = months.map(({ label, plan, value, done }) => ({ label, plan: Number(plan), value: Number(value), kind: done ? "已完成" : "修订后" }));
  return figure(caption, (plot, width) => plot.plot({
    width, height: width < NARROW ? 220 : 280, marginLeft: 48, style: { fontSize: "12px" },
    x: { label: null, domain: labelsOf(months), tickRotate: width / months.length < 44 ? -60 : 0 }, y: { label: null, grid: true, zero: true },
    marginBottom: width / months.length < 44 ? 56 : 32,
    color: { legend: true, domain: ["已完成", "修订后", "原计划"], range: [GOOD, ACCENT, "currentColor"] },
    marks: [
      plot.barY(rows, { x: "label", y: "value", fill: "kind", insetLeft: 2, insetRight: 2 }),
      plot.tickY(rows, { x: "label", y: "plan", stroke: "currentColor", strokeWidth: 2 }),
      plot.ruleY([0]),
    ],
  }));
}

/**
 * A bridge: from one amount to another in steps up and down; a step that is a total begins at zero.
 * @param {string} caption
 * @param {{label: string, value: string, total?: boolean}[]} steps  value: of a total the amount, else the change
 */
export function bridgeChart(caption, steps) {
  let level = 0;
  const rows = steps.map(({ label, value, total }) => {
    const from = total ? 0 : level;
    level = total ? Number(value) : level + Number(value);
    const written = value.replace(/\d+/, (whole) => grouped(whole));
    return { label, from, to: level, top: Math.max(from, level), shown: total || Number(value) < 0 ? written : `+${written}`,
      fill: total ? ACCENT : level >= from ? GOOD : BAD };
  });
  return figure(caption, (plot, width) => plot.plot({
    width, height: width < NARROW ? 240 : 300, marginLeft: 48, marginTop: 28, style: { fontSize: "12px" },
    x: { label: null, domain: labelsOf(steps), tickRotate: width / steps.length < 110 ? -30 : 0 }, y: { label: null, grid: true, zero: true },
    marginBottom: width / steps.length < 110 ? 64 : 32,
    marks: [
      plot.barY(rows, { x: "label", y1: "from", y2: "to", fill: "fill", insetLeft: 4, insetRight: 4 }),
      plot.text(rows, { x: "label", y: "top", text: "shown", dy: -8 }),
      plot.ruleY([0]),
    ],
  }), { headings: ["项目", "数"], rows: steps.map(({ label, value }) => [label, value]) });
}

/**
 * Expected values with two intervals around them.
 * @param {string} caption
 * @param {{label: string, expected: string, interval80: [string, string], interval95: [string, string]}[]} points
 * @param {string} [target]
 */
export function fanChart(caption, points, target) {
  const rows = points.map(({ label, expected, interval80: [low80, high80], interval95: [low95, high95] }) => ({
    label, expected: Number(expected), low80: Number(low80), high80: Number(high80), low95: Number(low95), high95: Number(high95),
  }));
  return figure(caption, (plot, width) => plot.plot({
    width, height: width < NARROW ? 230 : 300, marginLeft: 48, style: { fontSize: "12px" },
    x: { type: "point", label: null, domain: labelsOf(points) }, y: { label: null, grid: true, zero: true },
    marks: [
      plot.areaY(rows, { x: "label", y1: "low95", y2: "high95", fill: ACCENT, fillOpacity: 0.18 }),
      plot.areaY(rows, { x: "label", y1: "low80", y2: "high80", fill: ACCENT, fillOpacity: 0.3 }),
      plot.ruleX(rows, { x: "label", y1: "low95", y2: "high95", stroke: ACCENT, strokeOpacity: 0.6 }),
      plot.lineY(rows, { x: "label", y: "expected", stroke: ACCENT, strokeWidth: 2 }),
      plot.dot(rows, { x: "label", y: "expected", fill: ACCENT, r: 4 }),
      ...target ? [plot.ruleY([Number(target)], { stroke: BAD, strokeDasharray: "4 3" })] : [],
      plot.ruleY([0]),
    ],
  }), { headings: ["", "预计", "80% 区间", "95% 区间"], rows: points.map(({ label, expected, interval80, interval95 }) =>
    [label, expected, interval80.join(" – "), interval95.join(" – ")]) });
}

/**
 * A funnel: centred bars, each as wide as its count, with what is left of the one before.
 * @param {string} caption
 * @param {{label: string, value: string, note?: string}[]} stages
 */
export function funnelChart(caption, stages) {
  const rows = stages.map(({ label, value, note }) => ({ label, from: -Number(value) / 2, to: Number(value) / 2, shown: note ? `${value}（${note}）` : value }));
  return figure(caption, (plot, width) => plot.plot({
    width, height: 20 + stages.length * 44, marginLeft: labelRoom(labelsOf(stages), width), style: { fontSize: "12px" },
    x: { axis: null }, y: { label: null, domain: labelsOf(stages), tickSize: 0 },
    marks: [
      plot.barX(rows, { x1: "from", x2: "to", y: "label", fill: SOFT, insetTop: 4, insetBottom: 4 }),
      plot.text(rows, { x: 0, y: "label", text: "shown" }),
    ],
  }), { headings: ["环节", "数"], rows: stages.map(({ label, value, note }) => [label, note ? `${value}（${note}）` : value]) });
}

/**
 * A tree from the left: every node with its amount.
 * @param {string} caption
 * @param {{path: string[], shown: string}[]} nodes  the root first, with a path of one name
 */
export function treeChart(caption, nodes) {
  const amounts = new Map(nodes.map(({ path, shown }) => [key(path), shown]));
  const leaves = nodes.filter(({ path }) => !nodes.some((other) => other.path.length === path.length + 1 && key(other.path).startsWith(`${key(path)}/`)));
  const depth = Math.max(...nodes.map(({ path }) => path.length));
  const room = labelRoom(leaves.map(({ path, shown }) => `${path.at(-1)} ${shown}`), Infinity);
  return figure(caption, (plot, width) => plot.plot({
    axis: null, width: Math.max(width, depth * 150 + room - 150), height: 30 + leaves.length * 24, marginLeft: 130, marginRight: room, marginTop: 16, marginBottom: 16,
    style: { fontSize: "12px" },
    marks: [plot.tree(nodes.map(({ path }) => key(path)), {
      path: (/** @type {string} */ text) => text, treeSort: null, treeAnchor: "left", stroke: "var(--hb-line)", strokeWidth: 1.5, fill: ACCENT,
      textStroke: "var(--md-default-bg-color)",
      text: (/** @type {string} */ text) => `${unescape(text.split("/").at(-1) ?? "")} ${amounts.get(text) ?? ""}`,
    })],
  }), { headings: ["", "数"], rows: nodes.map(({ path, shown }) => [path.join(" › "), shown]) });
}

/** A path as Plot takes it: parts joined by a slash, slashes in names made something else. @param {string[]} path */
function key(path) {
  return path.map((part) => part.replaceAll("/", "\u2215")).join("/");
}

/** @param {string} part */
function unescape(part) {
  return part.replaceAll("\u2215", "/");
}
