/** The search without a browser: folding, taking queries apart, mending them, ranking, excerpts. */

import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";

// The build puts the library beside the modules; here it comes from npm's folder.
registerHooks({
  resolve: (specifier, context, next) => next(specifier.endsWith("vendor/minisearch.js") ? "minisearch" : specifier, context),
});

const { Engine } = await import("../../docs/assets/js/search/engine.js");
const { fold, pairs } = await import("../../docs/assets/js/search/fold.js");
const { excerpt } = await import("../../docs/assets/js/search/excerpt.js");
const { numeral } = await import("../../docs/assets/js/search/query.js");

/** @param {string} id @param {number} article @param {string} title @param {string} text @param {string} [document] */
function clause(id, article, title, text, document = "大客户部管理制度") {
  return { kind: "条款", id, title, url: `${document}/#${id}`, place: `${document} › 第二章 出差 › 第七条`, text, chapter: 2, article };
}

const engine = new Engine({
  records: [
    clause("KH-204", 7, "出差天数", "销售人员每月出差不少于 15 天。内勤按出差记录统计。"),
    clause("KH-203", 8, "不得与客户冲突", "销售人员不得与客户发生冲突，包括争吵和肢体冲突。"),
    clause("FW-301", 7, "有库存的订单", "有库存的，当天的订单须当天发货。", "大客户服务办法"),
    clause("FW-401", 9, "响应需求", "客户服务团队须及时响应客户的需求，当天答复，出差在外的由同事代办。", "大客户服务办法"),
    { kind: "指标", id: "K09", title: "合同回款率", url: "kpi/#公式", section: "公式", lead: true, text: "合同回款率 = 实际回款金额 ÷ 应回款金额 × 100%" },
    { kind: "词条", title: "高值客户", url: "glossary/#高值客户", text: "设备采购费超过 500 万元的客户。", names: ["KA"] },
  ],
  synonyms: [{ words: ["出差", "差旅"], meant: ["出差", "差旅"] }, { words: ["还嘴", "顶嘴"], meant: ["冲突"] }, { words: ["现货"], meant: ["有库存"] }],
  readings: {
    chu: "出初", chai: "差拆", tian: "天", shu: "数", he: "合", tong: "同", hui: "回", kuan: "款", lv: "率滤", ke: "客", hu: "户互", gao: "高", zhi: "值", you: "有", ku: "库", cun: "存",
  },
});

engine.index(Infinity);

/** @param {string} query */
const first = (query) => engine.search(query).hits[0]?.id || engine.search(query).hits[0]?.title.map(({ text }) => text).join("");

test("writing that means the same is folded into one", () => {
  assert.equal(fold("ＫＨ－２０４"), "kh204");
  assert.equal(fold("５００ 万元"), fold("5,000,000元"));
  assert.equal(fold("B/C 转 H/A"), "bc转ha");
  assert.equal(fold("一，二。三"), "一 二\n三");
});

test("what is looked up are neighbours, and words of letters and figures", () => {
  assert.deepEqual(pairs("出差15天"), ["出差", "差15", "15", "15天"]);
  assert.deepEqual(pairs("一 二"), []);
});

test("numerals are read as people say them", () => {
  assert.deepEqual(["七", "十", "十七", "二十", "一百零一", "一百一十", "35", ""].map(numeral), [7, 10, 17, 20, 101, 110, 35, 0]);
});

test("an id leads to its clause, however it is written", () => {
  for (const query of ["KH-204", "kh204", "KH 204", "ｋｈ２０４"]) assert.equal(first(query), "KH-204");
});

test("a citation leads to its clause; without a document, to one in each, the general one first", () => {
  assert.equal(first("管理制度第七条"), "KH-204");
  assert.equal(first("服务办法第7条"), "FW-301");
  assert.equal(first("第二章第八条"), "KH-203");
  assert.deepEqual(engine.search("第七条").hits.slice(0, 2).map(({ id }) => id), ["KH-204", "FW-301"]);
});

test("a question without blanks is taken apart", () => {
  assert.equal(first("出差最少几天"), "KH-204");
  assert.equal(first("高值客户是什么"), "高值客户");
});

test("characters in the middle of words are found", () => {
  assert.equal(first("体冲"), "KH-203");
});

test("synonyms find what they stand for, behind what has the word itself", () => {
  assert.equal(first("差旅"), "KH-204");
  assert.equal(first("能不能还嘴"), "KH-203");
  assert.equal(first("现货"), "FW-301");
});

test("one wrong character is mended, and that is said", () => {
  for (const [query, id] of [["出拆天数", "KH-204"], ["合同回款滤", "K09"], ["差出天数", "KH-204"], ["合同款率", "K09"]]) {
    assert.equal(first(query ?? ""), id, query);
  }
  assert.equal(engine.search("合同回款滤").guessed, true);
  assert.equal(engine.search("合同回款率").guessed, false);
});

test("letters stand for syllables or for initials", () => {
  for (const query of ["chuchai", "chu chai", "cc"]) assert.equal(first(query), "KH-204", query);
  assert.equal(first("huikuanlv"), "K09");
  assert.equal(first("hkl"), "K09");
});

test("figures are found in every writing", () => {
  for (const query of ["500万", "５００万元", "5,000,000"]) assert.equal(first(query), "高值客户", query);
});

test("where nothing is found, the nearest names are offered", () => {
  const { total, nearest } = engine.search("库管");
  assert.equal(total, 0);
  assert.deepEqual(nearest, ["有库存的订单"]);
});

test("an empty query finds nothing and does not fail", () => {
  for (const query of ["", " ", "。", "的"]) assert.equal(engine.search(query).hits.length, 0, JSON.stringify(query));
});

test("an excerpt shows the find in its words, marked", () => {
  const text = `${"前文。".repeat(40)}设备采购费超过 500 万元的客户。${"后文。".repeat(40)}`;
  const pieces = excerpt(text, [fold("500万")]);
  assert.deepEqual(pieces.filter(({ marked }) => marked).map((piece) => piece.text), ["500 万"]);
  assert.equal(pieces[0]?.text, "…");
});

test("characters that only happen to stand side by side are no word", async () => {
  const { Vocabulary } = await import("../../docs/assets/js/search/vocabulary.js");
  const counts = new Map([["内部", 20], ["部谁", 1], ["了解", 24], ["客户", 90]]);
  const characters = new Map([["内", 200], ["部", 300], ["谁", 60], ["了", 67], ["解", 60], ["客", 95], ["户", 90]]);
  const vocabulary = new Vocabulary({ records: [], synonyms: [], readings: {} }, counts, characters);
  /** @param {string} query */
  const taken = (query) => vocabulary.segment(query).map(({ text }) => text);
  assert.deepEqual(taken("客户内部谁"), ["客户", "内部", "谁"]);
  assert.deepEqual(taken("内部了解客户"), ["内部", "了解", "客户"]);
  assert.deepEqual(taken("怎么了解"), ["怎么", "了解"]);
  assert.deepEqual(taken("客护"), ["客护"], "what nobody knows stays together to be mended");
});
