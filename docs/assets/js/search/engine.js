/** The search itself: an index over the records, and for every query the records that answer it, best first. */

import MiniSearch from "../../vendor/minisearch.js";
import { cited } from "./citations.js";
import { excerpt, marks } from "./excerpt.js";
import { fold, pairs } from "./fold.js";
import { Readings } from "./pinyin.js";
import { readQuery } from "./query.js";
import { score } from "./ranking.js";
import { Vocabulary } from "./vocabulary.js";

/** @typedef {import("./index-file.js").SearchFile} SearchFile */
/** @typedef {import("./protocol.js").Hit} Hit */
/** @typedef {import("./protocol.js").Found} Found */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./ranking.js").Prepared} Prepared */

const CANDIDATES = 500;
const SHOWN = 30;
/** Sections of one page among the first results: more of them would hide other pages. */
const OF_ONE_PAGE = 2;
const FIRST = 6;
/** What is this much worse than the best is no answer. */
const FAR = 0.12;
const NEAREST = 5;

export class Engine {
  /** @type {Prepared[]} */
  #records;
  /** @type {MiniSearch} */
  #index;
  /** @type {Vocabulary} */
  #vocabulary;
  /** @type {Readings} */
  #readings;

  /** @param {SearchFile} file */
  constructor(file) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    /** @type {Map<string, number>} */
    const characters = new Map();
    this.#records = file.records.map((source) => ({
      source,
      title: fold(source.title),
      names: (source.names ?? []).map(fold),
      section: fold(source.section ?? ""),
      place: fold(source.place ?? ""),
      text: fold(source.text ?? ""),
      aside: fold(source.aside ?? ""),
    }));
    this.#index = new MiniSearch({
      fields: ["title", "section", "text", "aside"],
      extractField: (document, field) => this.#field(Number(document.id), field),
      tokenize: (text, field) => (field ? pairs(text) : text.split(" ")),
      processTerm: (term) => term,
    });
    this.#index.addAll(this.#records.map((_, id) => ({ id })));
    for (const record of this.#records) {
      const texts = [record.title, ...record.names, record.section, record.text, record.aside];
      for (const pair of new Set(texts.flatMap(pairs))) counts.set(pair, (counts.get(pair) ?? 0) + 1);
      for (const character of new Set(texts.join(""))) characters.set(character, (characters.get(character) ?? 0) + 1);
    }
    this.#vocabulary = new Vocabulary(file, counts, characters);
    this.#readings = new Readings(file.readings);
  }

  /** @param {number} id @param {string} field */
  #field(id, field) {
    const record = this.#records[id];
    if (!record || field === "id") return String(id);
    if (field === "title") return [record.title, ...record.names].join(" ");
    return field === "section" ? record.section : field === "text" ? record.text : record.aside;
  }

  /** @param {string} typed @returns {Found} */
  search(typed) {
    const query = readQuery(typed, this.#vocabulary, this.#readings);
    const exact = cited(query, this.#records);
    const ranked = this.#ranked(query);
    const best = ranked[0]?.score ?? 0;
    const rest = spread(ranked.filter(({ score: own }) => own >= best * FAR).map(({ record }) => record));
    const records = [...new Set([...exact, ...rest])];
    return {
      total: records.length,
      guessed: query.mended && exact.length === 0,
      hits: records.slice(0, SHOWN).map((record) => hit(record, query)),
      nearest: records.length === 0 ? this.#nearest(query) : [],
    };
  }

  /** @param {Query} query @returns {{record: Prepared, score: number}[]} */
  #ranked(query) {
    const terms = [...new Set(query.concepts.flatMap(({ forms }) => forms.flatMap((form) => lookedUp(form.text))))];
    if (terms.length === 0) return [];
    const options = { boost: { title: 3, section: 2, aside: 0.4 }, prefix: (/** @type {string} */ term) => /^[a-z0-9]/.test(term) };
    return this.#index.search(terms.join(" "), options).slice(0, CANDIDATES)
      .flatMap(({ id, score: base }) => {
        const record = this.#records[Number(id)];
        const own = record ? score(record, query) : 0;
        return record && own > 0 ? [{ record, score: own + base * 1e-4 }] : [];
      })
      .sort((a, b) => b.score - a.score);
  }

  /** Names that share the most with what was typed. @param {Query} query @returns {string[]} */
  #nearest(query) {
    const wanted = new Set([...query.folded]);
    const ranked = this.#records.map(({ source, title }) => {
      const common = [...new Set(title)].filter((character) => wanted.has(character)).length;
      return { title: source.title, likeness: common / Math.sqrt(title.length || 1) };
    });
    ranked.sort((a, b) => b.likeness - a.likeness);
    return [...new Set(ranked.filter(({ likeness }) => likeness > 0).map(({ title }) => title))].slice(0, NEAREST);
  }
}

/** @param {string} text */
function lookedUp(text) {
  const all = pairs(text);
  return all.length > 0 ? all : [text];
}

/** Put no more than a few sections of one page among the first results; clauses stand for themselves. @param {Prepared[]} records */
function spread(records) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @type {Prepared[]} */
  const first = [];
  /** @type {Prepared[]} */
  const later = [];
  for (const record of records) {
    const page = record.source.article ? record.source.url : record.source.url.replace(/#.*/, "");
    const count = (seen.get(page) ?? 0) + 1;
    seen.set(page, count);
    if (first.length < FIRST && count > OF_ONE_PAGE) later.push(record);
    else first.push(record);
  }
  return [...first.slice(0, FIRST), ...later, ...first.slice(FIRST)];
}

/** @param {Prepared} record @param {Query} query @returns {Hit} */
function hit({ source }, query) {
  const forms = query.concepts.flatMap((concept) => concept.forms.map(({ text }) => text));
  return {
    kind: source.kind,
    id: source.id ?? "",
    article: source.article !== undefined,
    title: marks(source.section ? `${source.title} · ${source.section}` : source.title, forms),
    place: source.place ?? "",
    url: source.url,
    excerpt: excerpt([source.text, source.aside].filter(Boolean).join("\n"), forms),
  };
}
