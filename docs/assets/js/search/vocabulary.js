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
/** Pieces of the rest: what it is worth that two are known side by side, or that nobody knows; and that one is left alone. */
const KNOWN = 1.1;
const UNKNOWN = -0.05;
const ALONE = -0.3;
/** Of the rarer of two characters, the share that must stand beside the other for the two to be a word: 内部, not 改销. */
const COHESION = 0.04;
/** The same where one could be an asking word by itself: 了解, not 部是. */
const COHESION_ASKING = 0.12;

export class Vocabulary {
  /** What else a word finds, by the folded word. @type {Map<string, Form[]>} */
  #forms = new Map();
  /** Names of records, folded. @type {Set<string>} */
  names = new Set();
  /** Records in which two neighbours stand. @type {Map<string, number>} */
  counts;
  /** Records in which a character stands. @type {Map<string, number>} */
  #characters;
  /** @type {number} */
  #records;

  /**
   * @param {SearchFile} file
   * @param {Map<string, number>} counts
   * @param {Map<string, number>} characters
   */
  constructor(file, counts, characters) {
    this.counts = counts;
    this.#characters = characters;
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
    return best.at(-1)?.reduce((top, way) => (left(way) > left(top) ? way : top)).segments ?? [];
  }

  /** The ways to go on with a part. @param {Way} before @param {string} part @param {number} length @returns {Way[]} */
  #ways(before, part, length) {
    /** @param {Segment["kind"]} kind @param {number} score @returns {Way} */
    const added = (kind, score) => ({ score: left(before) + score, segments: [...before.segments, { text: part, kind }] });
    /** @type {Way[]} */
    const ways = [];
    if (this.#forms.has(part) || (length > 1 && this.names.has(part))) ways.push(added("word", length * length));
    if (ASKING.has(part)) ways.push(added("asking", length === 1 ? 0.5 : length * length * 0.8));
    if (length > 1 || PARTICLES.includes(part)) return ways;
    ways.push(added("rest", 0));
    const last = before.segments.at(-1);
    if (last?.kind !== "rest") return ways;
    const score = before.score + this.#join(last.text, part);
    return [...ways, { score, segments: [...before.segments.slice(0, -1), { text: last.text + part, kind: "rest" }] }];
  }

  /** What it is worth to keep a piece with those before it. @param {string} before @param {string} part */
  #join(before, part) {
    const last = before.match(/[a-z0-9.%]+$|[^]$/)?.[0] ?? "";
    const together = this.counts.get(last + part) ?? 0;
    if (together === 0) return UNKNOWN;
    const rarer = Math.min(this.#characters.get(last) ?? together, this.#characters.get(part) ?? together);
    const needed = ASKING.has(last) || ASKING.has(part) ? COHESION_ASKING : COHESION;
    return together >= needed * rarer ? KNOWN : 0;
  }
}

/** What a way is worth once its last part is complete. @param {Way} way */
function left({ score, segments }) {
  const last = segments.at(-1);
  return last?.kind === "rest" && last.text.length === 1 ? score + ALONE : score;
}
