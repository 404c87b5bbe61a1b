/** One step away from what was typed: a character that sounds alike, another one, two swapped, one too many or too few. */

/** @typedef {import("./vocabulary.js").Form} Form */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {import("./pinyin.js").Readings} Readings */

export const ALIKE_WEIGHT = 0.7;
/** Below what sounds alike. */
const OTHER_WEIGHT = 0.55;
const MOST = 5;

/**
 * @param {string} text folded, with pairs that no text has
 * @param {Vocabulary} vocabulary
 * @param {Readings} readings
 * @returns {Form[]} likeliest first
 */
export function mended(text, vocabulary, readings) {
  const characters = [...text];
  if (characters.length < 2) return [];
  const before = unknownPairs(text, vocabulary);
  /** @type {Map<string, number>} */
  const found = new Map();
  /** @param {string} candidate @param {number} weight */
  const consider = (candidate, weight) => {
    const left = unknownPairs(candidate, vocabulary);
    if (candidate.length < 2 || left >= before) return;
    const score = weight / (1 + left) + 0.01 * rarest(candidate, vocabulary);
    found.set(candidate, Math.max(found.get(candidate) ?? 0, score));
  };
  characters.forEach((character, place) => {
    /** @param {string} other @param {number} [taken] */
    const replaced = (other, taken = 1) => [...characters.slice(0, place), other, ...characters.slice(place + taken)].join("");
    for (const other of readings.alike(character)) consider(replaced(other), ALIKE_WEIGHT);
    const next = characters[place + 1];
    if (next !== undefined) consider(replaced(next + character, 2), OTHER_WEIGHT);
    if (characters.length > 3) consider(replaced(""), OTHER_WEIGHT - 0.1);
  });
  if (characters.length > 2) for (const word of nearWords(characters, vocabulary)) consider(word, OTHER_WEIGHT);
  const ranked = [...found].sort(([, a], [, b]) => b - a).slice(0, MOST);
  return ranked.map(([candidate, score]) => ({ text: candidate, weight: Math.min(score, ALIKE_WEIGHT) }));
}

/** @param {string} text @param {Vocabulary} vocabulary */
function unknownPairs(text, vocabulary) {
  let count = 0;
  for (let place = 0; place + 1 < text.length; place += 1) {
    if (!vocabulary.counts.has(text.slice(place, place + 2))) count += 1;
  }
  return count;
}

/** @param {string} text @param {Vocabulary} vocabulary */
function rarest(text, vocabulary) {
  let least = Infinity;
  for (let place = 0; place + 1 < text.length; place += 1) {
    least = Math.min(least, vocabulary.counts.get(text.slice(place, place + 2)) ?? 0);
  }
  return Math.log(1 + least);
}

/** The text with a stretch of it put right by a known word that differs in one place. @param {string[]} characters @param {Vocabulary} vocabulary */
function nearWords(characters, vocabulary) {
  /** @type {Set<string>} */
  const near = new Set();
  for (const word of vocabulary.words()) {
    if (word.length < 3 || word.length > characters.length + 1) continue;
    for (const length of [word.length - 1, word.length, word.length + 1]) {
      if (length < 2) continue;
      for (let start = 0; start + length <= characters.length; start += 1) {
        const stretch = characters.slice(start, start + length).join("");
        if (!isOneAway(stretch, word)) continue;
        near.add(characters.slice(0, start).join("") + word + characters.slice(start + length).join(""));
      }
    }
  }
  return near;
}

/** @param {string} one @param {string} other */
function isOneAway(one, other) {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return Math.max(one.length, other.length) - start - end === 1;
}
