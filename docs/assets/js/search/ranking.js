/** How well a record answers a query. */

import { MARKS } from "./questions.js";

/** @typedef {import("./index-file.js").SearchRecord} SearchRecord */
/** @typedef {import("./query.js").Concept} Concept */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {{source: SearchRecord, title: string, names: string[], section: string, place: string, text: string, aside: string}}
 * Prepared a record with its texts folded */

/** What a place is worth where a word is found in it. */
const TITLE = 1.9;
const WHOLE_TITLE = 1.1;
const SECTION = 1.3;
const PLACE = 0.7;
const ASIDE = 0.35;
/** A page's title stands over all its sections, and first over the one that leads. */
const NOT_LEADING = 0.55;
/** Above its first heading a page only introduces itself. */
const BEGINNING = 0.85;
/** Kinds whose records are sections of a page. */
const PAGES = new Set(["岗位", "流程", "表单", "指标", "方案"]);
/** Terms say what a thing is, not what holds for it; articles and forms are seldom what a question is about. @type {Record<string, number>} */
const ASKED = { 词条: 0.88, 制度: 0.8, 表单: 0.88 };
const ABOUT_FORMS = /表|单|填|申请/;
const LONG_TEXT = 160;

/** What readers want more often than the rest, everything else being equal. @type {Record<string, number>} */
const KINDS = { 条款: 1.3, 词条: 0.96, 指标: 0.75, 岗位: 1, 流程: 0.97, 步骤: 0.65, 表单: 0.93, 计算器: 0.9, 方案: 0.9, 制度: 0.8, 时限: 0.7, 新人路径: 0.6, 页面: 0.45 };
/** A heading that names what is asked for, and a text that looks like an answer. */
const WANTED_HEADING = 1.6;
const WANTED_MARK = 1.2;
/** What counts besides single words: that all are there, that they stand in one sentence, that the query stands there as it was typed. */
const ALL = 0.8;
const TOGETHER = 0.4;
const AS_TYPED = 1.15;
/** The kinds of records and the headings under which answers of a kind stand. @type {Partial<Record<import("./questions.js").Wanted, {kind?: string, heading?: RegExp}>>} */
const PLACES_WANTED = {
  what: { kind: "词条", heading: /定义/ },
  formula: { heading: /公式|算法/ },
  when: { heading: /时限|时间|天数|周期|频次|何时/ },
  who: { heading: /审批|批准|审核人|考核人|由谁|负责人/ },
  where: { heading: /来源|渠道|途径|地点|在哪里/ },
  may: { heading: /权限|不得|规定/ },
  list: { heading: /内容|议程|范围|[二三四五六七八九十]/ },
  steps: { kind: "流程", heading: /步骤|手续/ },
  form: { kind: "表单" },
  purpose: { heading: /目的|用途/ },
};
/** Each article and part of the menu stands a little behind those before it: what holds for all comes first. */
const RANK = 0.012;

/**
 * @param {Prepared} record
 * @param {Query} query
 * @returns {number} 0 where nothing fits
 */
export function score(record, query) {
  const whole = query.concepts.reduce((sum, { mass }) => sum + mass, 0);
  const asked = query.wanted.some((wanted) => wanted !== "what");
  let sum = 0;
  let found = 0;
  for (const concept of query.concepts) {
    const { worth, share } = fit(record, concept, (asked ? 0.5 : 1) * concept.mass / whole);
    sum += concept.mass * worth;
    found += concept.mass * share;
  }
  if (sum === 0 || whole === 0) return 0;
  const covered = found / whole;
  const together = query.concepts.length > 1 ? 1 + TOGETHER * closest(record.text, query.concepts) / whole : 1;
  const phrase = query.folded.length > 2 && `${record.title} ${record.text}`.includes(query.folded) ? AS_TYPED : 1;
  const aside = asked && !(record.source.kind === "表单" && ABOUT_FORMS.test(query.folded)) ? ASKED[record.source.kind] ?? 1 : 1;
  const begins = PAGES.has(record.source.kind) && !record.source.section && !record.source.lead ? BEGINNING : 1;
  const prior = aside * begins * (KINDS[record.source.kind] ?? 1) * (1 - RANK * (record.source.rank ?? 0));
  return (sum / whole) * (1 - ALL + ALL * covered ** 2) * together * phrase * wantedFactor(record, query) * prior;
}

/** @param {Prepared} record @param {Query} query */
function wantedFactor(record, query) {
  const text = `${record.source.title}${record.source.text ?? ""}`;
  return Math.max(1, ...query.wanted.map((wanted) => {
    const place = PLACES_WANTED[wanted];
    const fits = place && (place.kind === record.source.kind || place.heading?.test(record.title + record.section));
    return (fits ? WANTED_HEADING : 1) * (MARKS[wanted].test(text) ? WANTED_MARK : 1);
  }));
}

/**
 * @param {Prepared} record
 * @param {Concept} concept
 * @param {number} all how much of the query the thing is: a title that is this and nothing else counts by it
 * @returns {{worth: number, share: number}} share: how much of the thing is there, 0 to 1
 */
function fit(record, concept, all) {
  let worth = 0;
  let share = 0;
  for (const { text, weight } of concept.forms) {
    const here = weight * inTitle(record, text, all) + weight * inText(record, text);
    if (here > worth) worth = here;
    if (here > 0) share = Math.max(share, weight);
  }
  if (share < 1 && concept.parts.length > 1) {
    const partly = inParts(record, concept);
    if (partly.share * 0.9 > share) {
      worth = Math.max(worth, partly.worth);
      share = partly.share * 0.9;
    }
  }
  return { worth, share };
}

/** @param {Prepared} record @param {string} text @param {number} all */
function inTitle(record, text, all) {
  const own = record.source.lead || record.source.lead === undefined && !PAGES.has(record.source.kind) ? 1 : 1 - (1 - NOT_LEADING) * all;
  const titles = [record.title, ...record.names];
  const best = Math.max(...titles.map((title) => (title === text ? TITLE + WHOLE_TITLE * all : title.includes(text) ? TITLE * (0.6 + 0.4 * text.length / title.length) : 0)));
  const section = record.section.includes(text) ? SECTION * (0.5 + 0.5 * text.length / record.section.length) : 0;
  const place = record.place.includes(text) ? PLACE : 0;
  return Math.max(best * own + section * 0.5, section, place) + (best > 0 ? 0 : place * 0.3);
}

/** @param {Prepared} record @param {string} text */
function inText(record, text) {
  const times = count(record.text, text);
  if (times === 0) return record.aside.includes(text) ? ASIDE : 0;
  const length = Math.max(1, record.text.length / LONG_TEXT);
  return (1 + 0.2 * Math.min(3, times - 1)) / (1 + 0.25 * Math.log(length));
}

/** Part of the thing: the weight of those of its pairs that are there. @param {Prepared} record @param {Concept} concept */
function inParts(record, concept) {
  let whole = 0;
  let title = 0;
  let text = 0;
  for (const { text: part, weight } of concept.parts) {
    whole += weight;
    if (record.title.includes(part) || record.section.includes(part)) title += weight;
    if (record.text.includes(part)) text += weight;
  }
  const share = Math.max(title, text) / whole;
  return { worth: share ** 1.5 * (0.9 * (title / whole) + 0.8 * (text / whole)), share };
}

/** @param {string} text @param {string} part */
function count(text, part) {
  let times = 0;
  for (let place = text.indexOf(part); place >= 0; place = text.indexOf(part, place + part.length)) times += 1;
  return times;
}

/** The weight of the things that stand together in the best sentence. @param {string} text @param {Concept[]} concepts */
function closest(text, concepts) {
  let best = 0;
  for (const sentence of text.split("\n")) {
    const there = concepts.filter(({ forms }) => forms.some((form) => sentence.includes(form.text)));
    best = Math.max(best, there.length > 1 ? there.reduce((sum, { mass }) => sum + mass, 0) : 0);
  }
  return best;
}
