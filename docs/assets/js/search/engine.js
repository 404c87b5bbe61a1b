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

  /** Records of which the texts are in the index. */
  #ready = 0;
  /** Records in which two neighbours stand. @type {Map<string, number>} */
  #counts = new Map();
  /** Records in which a character stands. @type {Map<string, number>} */
  #characters = new Map();

  /** Titles can be searched at once; texts as `index` goes on. @param {SearchFile} file */
  constructor(file) {
    this.#records = file.records.map((source) => ({
      source,
      title: fold(source.title),
      names: (source.names ?? []).map(fold),
      section: fold(source.section ?? ""),
      place: fold(source.place ?? ""),
      text: "",
      aside: "",
    }));
    this.#index = new MiniSearch({
      fields: ["title", "text"],
      tokenize: (text) => text.split(" "),
      processTerm: (term) => term,
    });
    for (const record of this.#records) {
      increase(this.#counts, titlePairs(record));
      increase(this.#characters, new Set(titles(record).join("")));
    }
    this.#vocabulary = new Vocabulary(file, this.#counts, this.#characters);
    this.#readings = new Readings(file.readings);
  }

  /** Whether every text is in the index. */
  get complete() {
    return this.#ready === this.#records.length;
  }

  /** Take the next texts in. @param {number} milliseconds how long about */
  index(milliseconds) {
    const end = performance.now() + milliseconds;
    while (!this.complete && performance.now() < end) {
      const record = this.#records[this.#ready];
      if (record) this.#take(record, this.#ready);
      this.#ready += 1;
    }
  }

  /** @param {Prepared} record @param {number} id */
  #take(record, id) {
    record.text = fold(record.source.text ?? "");
    record.aside = fold(record.source.aside ?? "");
    const title = titlePairs(record);
    const text = new Set([...pairs(record.text), ...pairs(record.aside)]);
    this.#index.add({ id, title: [...title].join(" "), text: [...text].join(" ") });
    increase(this.#counts, text, title);
    increase(this.#characters, new Set(record.text + record.aside), new Set(titles(record).join("")));
  }

  /** @param {string} typed @returns {Found} */
  search(typed) {
    const query = readQuery(typed, this.#vocabulary, this.#readings);
    const exact = cited(query, this.#records);
    // What no title has may stand in a text: too early to guess.
    const ranked = query.mended && !this.complete ? [] : this.#ranked(query);
    const best = ranked[0]?.score ?? 0;
    const rest = spread(ranked.filter(({ score: own }) => own >= best * FAR).map(({ record }) => record));
    const records = [...new Set([...exact, ...rest])];
    return {
      total: records.length,
      complete: this.complete,
      guessed: query.mended && exact.length === 0,
      hits: records.slice(0, SHOWN).map((record) => hit(record, query)),
      nearest: records.length === 0 ? this.#nearest(query) : [],
    };
  }

  /** @param {Query} query @returns {{record: Prepared, score: number}[]} */
  #ranked(query) {
    const terms = [...new Set(query.concepts.flatMap(({ forms }) => forms.flatMap((form) => lookedUp(form.text))))];
    if (terms.length === 0) return [];
    const options = { boost: { title: 3 }, prefix: (/** @type {string} */ term) => /^[a-z0-9]/.test(term) };
    const found = this.#index.search(terms.join(" "), options).slice(0, CANDIDATES);
    const candidates = [...found.map(({ id, score: base }) => ({ record: this.#records[Number(id)], base })), ...this.#titled(query)];
    return candidates
      .flatMap(({ record, base }) => {
        const own = record ? score(record, query) : 0;
        return record && own > 0 ? [{ record, score: own + base * 1e-4 }] : [];
      })
      .sort((a, b) => b.score - a.score);
  }

  /** Of the records whose texts are not in the index yet, those with a word in the title. @param {Query} query */
  #titled(query) {
    const forms = query.concepts.flatMap((concept) => concept.forms.map(({ text }) => text));
    return this.#records.slice(this.#ready)
      .filter(({ title, names }) => forms.some((form) => title.includes(form) || names.includes(form)))
      .map((record) => ({ record, base: 0 }));
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

/** @param {Prepared} record */
function titles(record) {
  return [record.title, ...record.names, record.section];
}

/** @param {Prepared} record */
function titlePairs(record) {
  return new Set(titles(record).flatMap(pairs));
}

/** @param {Map<string, number>} counts @param {Set<string>} there @param {Set<string>} [counted] */
function increase(counts, there, counted) {
  for (const each of there) if (!counted?.has(each)) counts.set(each, (counts.get(each) ?? 0) + 1);
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
