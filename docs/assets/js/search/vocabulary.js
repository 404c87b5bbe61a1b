/** The words that queries are taken apart by: names of things, synonyms, and what stands next to what in the texts. */

import { fold } from "./fold.js";
import { ASKING } from "./questions.js";

/** @typedef {import("./index-file.js").SearchFile} SearchFile */
/** @typedef {{text: string, weight: number}} Form one way to say a thing, folded; weight 1 is as typed */
/** @typedef {{text: string, kind: "word" | "asking" | "rest"}} Segment */

/** @typedef {{score: number, segments: Segment[]}} Way */

/** These end a word wherever they stand. */
const PARTICLES = "的吗呢吧啊呀嘛";

export const SYNONYM_WEIGHT = 0.85;
const LONGEST_WORD = 16;

export class Vocabulary {
  /** What else a word finds, by the folded word. @type {Map<string, Form[]>} */
  #forms = new Map();
  /** Names of records, folded. @type {Set<string>} */
  names = new Set();
  /** Records in which two neighbours stand. @type {Map<string, number>} */
  counts;
  /** @type {number} */
  #records;

  /**
   * @param {SearchFile} file
   * @param {Map<string, number>} counts
   */
  constructor(file, counts) {
    this.counts = counts;
    this.#records = file.records.length;
    for (const record of file.records) {
      const names = [record.title, ...(record.names ?? [])].map(fold);
      for (const name of names) {
        if (name.length > 1 && !/\s/.test(name)) this.names.add(name);
      }
      if (names.length > 1) this.#group(names, names);
    }
    for (const { words, meant } of file.synonyms) this.#group(words.map(fold), meant.map(fold));
  }

  /** @param {string[]} words @param {string[]} meant */
  #group(words, meant) {
    for (const word of words) {
      const known = this.#forms.get(word) ?? [];
      const added = meant.filter((text) => text !== word && !known.some((form) => form.text === text));
      this.#forms.set(word, [...known, ...added.map((text) => ({ text, weight: SYNONYM_WEIGHT }))]);
    }
  }

  /** Every word known, names and synonyms. */
  words() {
    return new Set([...this.names, ...this.#forms.keys()]);
  }

  /** What a word stands for, itself first. @param {string} text @returns {Form[]} */
  formsOf(text) {
    return [{ text, weight: 1 }, ...(this.#forms.get(text) ?? [])];
  }

  /** How much finding this tells: rare things tell more. 0 where no text has it. @param {string} pair */
  weight(pair) {
    const count = this.counts.get(pair) ?? 0;
    return count === 0 ? 0 : Math.log(1 + this.#records / count);
  }

  /**
   * Take a folded text without gaps apart: known words, asking words, and the rest. Of all ways to do it, the one with
   * the longest words; what the texts know side by side stays together, even where one half could be an asking word: 了解.
   * @param {string} text
   * @returns {Segment[]}
   */
  segment(text) {
    const characters = text.match(/[a-z0-9.%]+|[^]/g) ?? [];
    /** The best ways to read the first n pieces: one that ends in a rest, to which more may belong, and one that does not. @type {Way[][]} */
    const best = [[{ score: 0, segments: [] }]];
    for (let end = 1; end <= characters.length; end += 1) {
      /** @type {Way[]} */
      const ways = [];
      for (let start = Math.max(0, end - LONGEST_WORD); start < end; start += 1) {
        const part = characters.slice(start, end).join("");
        for (const before of best[start] ?? []) ways.push(...this.#ways(before, part, end - start));
      }
      const ending = (/** @type {boolean} */ inRest) => ways.filter((way) => (way.segments.at(-1)?.kind === "rest") === inRest)
        .reduce((/** @type {Way[]} */ [top], way) => [top && top.score >= way.score ? top : way], []);
      best.push([...ending(false), ...ending(true)]);
    }
    return best.at(-1)?.reduce((top, way) => (way.score > top.score ? way : top)).segments ?? [];
  }

  /** The ways to go on with a part. @param {Way} before @param {string} part @param {number} length @returns {Way[]} */
  #ways(before, part, length) {
    /** @param {Segment["kind"]} kind @param {number} score @returns {Way} */
    const added = (kind, score) => ({ score: before.score + score, segments: [...before.segments, { text: part, kind }] });
    /** @type {Way[]} */
    const ways = [];
    if (this.#forms.has(part) || (length > 1 && this.names.has(part))) ways.push(added("word", length * length));
    if (ASKING.has(part)) ways.push(added("asking", length === 1 ? 0.5 : length * length * 0.8));
    if (length > 1 || PARTICLES.includes(part)) return ways;
    const last = before.segments.at(-1);
    if (last?.kind !== "rest") return [...ways, added("rest", 0.1)];
    const score = before.score + (this.#areNeighbours(last.text, part) ? 1.1 : 0.1);
    return [...ways, { score, segments: [...before.segments.slice(0, -1), { text: last.text + part, kind: "rest" }] }];
  }

  /** @param {string} before @param {string} part */
  #areNeighbours(before, part) {
    const last = before.match(/[a-z0-9.%]+$|[^]$/)?.[0] ?? "";
    return this.counts.has(last + part);
  }
}
