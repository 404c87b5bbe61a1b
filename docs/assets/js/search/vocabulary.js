/** The words that queries are taken apart by: names of things, synonyms, and what stands next to what in the texts. */

import { fold } from "./fold.js";
import { ASKING } from "./questions.js";

/** @typedef {import("./index-file.js").SearchFile} SearchFile */
/** @typedef {{text: string, weight: number}} Form one way to say a thing, folded; weight 1 is as typed */
/** @typedef {{text: string, kind: "word" | "asking" | "rest"}} Segment */

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

  /** Take a folded text without gaps apart: known words, asking words, and the rest. @param {string} text @returns {Segment[]} */
  segment(text) {
    const characters = text.match(/[a-z0-9.%]+|[^]/g) ?? [];
    /** The best way to read the first n pieces. @type {{score: number, segments: Segment[]}[]} */
    const best = [{ score: 0, segments: [] }];
    for (let end = 1; end <= characters.length; end += 1) {
      /** @type {{score: number, segments: Segment[]} | undefined} */
      let found;
      for (let start = end - 1; start >= 0 && end - start <= LONGEST_WORD; start -= 1) {
        const part = characters.slice(start, end).join("");
        const kind = this.#kind(part, end - start);
        const before = best[start];
        if (!kind || !before) continue;
        const next = extended(before, part, kind, end - start, this);
        if (!found || next.score > found.score) found = next;
      }
      best.push(found ?? { score: 0, segments: [] });
    }
    return best.at(-1)?.segments ?? [];
  }

  /** @param {string} part @param {number} length @returns {Segment["kind"] | null} */
  #kind(part, length) {
    if (length > 1 && (this.names.has(part) || this.#forms.has(part))) return "word";
    if (this.#forms.has(part)) return "word";
    if (ASKING.has(part)) return "asking";
    return length === 1 ? "rest" : null;
  }
}

/**
 * @param {{score: number, segments: Segment[]}} before
 * @param {string} part
 * @param {Segment["kind"]} kind
 * @param {number} length
 * @param {Vocabulary} vocabulary
 */
function extended(before, part, kind, length, vocabulary) {
  const last = before.segments.at(-1);
  if (kind === "rest" || (kind === "asking" && length === 1 && last?.kind === "rest" && pairKnown(last.text, part, vocabulary))) {
    // What the texts know side by side belongs together, even where one half could be an asking word: 对手.
    if (last?.kind === "rest") {
      const bonus = pairKnown(last.text, part, vocabulary) ? 1.1 : 0.1;
      return { score: before.score + bonus, segments: [...before.segments.slice(0, -1), { text: last.text + part, kind: last.kind }] };
    }
    return { score: before.score + 0.1, segments: [...before.segments, { text: part, kind: /** @type {const} */ ("rest") }] };
  }
  const score = kind === "word" ? length * length : length === 1 ? 0.5 : length * length * 0.8;
  return { score: before.score + score, segments: [...before.segments, { text: part, kind }] };
}

/** @param {string} before @param {string} part @param {Vocabulary} vocabulary */
function pairKnown(before, part, vocabulary) {
  const last = before.match(/[a-z0-9.%]+$|[^]$/)?.[0] ?? "";
  return vocabulary.counts.has(last + part);
}
