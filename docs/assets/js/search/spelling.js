/** What letters may stand for, typed without an input method: `chuchai`, `huikuanlv`, `cc`. */

/** @typedef {import("./vocabulary.js").Form} Form */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {import("./pinyin.js").Readings} Readings */

const MOST = 6;
const HAN_RUN = /\p{Script=Han}+/gu;

/**
 * Likeliest first: whole syllables before initials, the beginning of a name before its middle, frequent before rare.
 * @param {string} letters
 * @param {Vocabulary} vocabulary
 * @param {Readings} readings
 * @returns {Form[]}
 */
export function spelled(letters, vocabulary, readings) {
  if (letters.length < 2) return [];
  const full = found(letters, vocabulary, readings, false);
  const ranked = full.length > 0 ? full : letters.length <= MOST ? found(letters, vocabulary, readings, true) : [];
  const best = ranked[0]?.score ?? 1;
  return ranked.slice(0, MOST).map(({ text, score }) => ({ text, weight: 0.9 * Math.sqrt(score / best) }));
}

/**
 * @param {string} letters
 * @param {Vocabulary} vocabulary
 * @param {Readings} readings
 * @param {boolean} initials
 */
function found(letters, vocabulary, readings, initials) {
  /** @type {Map<string, number>} */
  const scores = new Map();
  for (const word of vocabulary.words()) {
    for (const run of word.matchAll(HAN_RUN)) {
      for (let start = 0; start < run[0].length - 1; start += 1) {
        const length = readings.covers(letters, run[0], initials, start);
        // The count begins at `start`: one character is too little to go by.
        if (length < 2) continue;
        const text = run[0].slice(start, start + length);
        const whole = text.length === word.length ? 3 : start === 0 ? 2 : 1;
        scores.set(text, (scores.get(text) ?? 0) + whole);
      }
    }
  }
  return [...scores].map(([text, score]) => ({ text, score })).sort((a, b) => b.score - a.score || a.text.length - b.text.length);
}
