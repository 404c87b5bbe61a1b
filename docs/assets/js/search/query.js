/** From what was typed to what is looked for: an id, a citation, and things that each can be said in several ways. */

import { fold, pairs } from "./fold.js";
import { ASKING } from "./questions.js";
import { ALIKE_WEIGHT, mended } from "./mending.js";
import { spelled } from "./spelling.js";

/** @typedef {import("./questions.js").Wanted} Wanted */
/** @typedef {import("./vocabulary.js").Form} Form */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {import("./pinyin.js").Readings} Readings */
/** @typedef {{forms: Form[], parts: {text: string, weight: number}[], mass: number}} Concept parts: the pairs that what was
 * typed consists of; mass: how much it tells */
/** @typedef {{document: string, chapter: number, article: number}} Citation 0 or "" where not named */
/** @typedef {{folded: string, id: string, citation: Citation | null, concepts: Concept[], wanted: Wanted[], mended: boolean}} Query */

const ID = /^([a-z]{1,3})[-_ ‐–—]*([0-9]{2,3})$/;
const NUMERAL = "[0-9零〇一二三四五六七八九十百]+";
const CITATION = new RegExp(`^(.*?)(?:第(${NUMERAL})章)?第?(${NUMERAL})条$`);
const CHAPTER = new RegExp(`^(.*?)第(${NUMERAL})章$`);
/** Longer than this is a question. */
const LONGEST_NAME = 8;
const MERGED_WEIGHT = 0.95;

/**
 * @param {string} typed
 * @param {Vocabulary} vocabulary
 * @param {Readings} readings
 * @returns {Query}
 */
export function readQuery(typed, vocabulary, readings) {
  const folded = fold(typed);
  const compact = folded.replace(/\s/g, "");
  const id = ID.exec(compact);
  const query = { folded: compact, id: id ? `${id[1]}-${id[2]}` : "", citation: readCitation(compact) };
  const parts = folded.split(/\s/).filter(Boolean);
  const segments = joinLetters(parts, vocabulary, readings).flatMap((part) => isMistypedName(part, vocabulary, readings)
    ? [{ text: part, kind: /** @type {const} */ ("rest") }] : vocabulary.segment(part));
  const wanted = segments.map(({ text, kind }) => kind === "asking" ? ASKING.get(text) : null);
  // 大客户 says 客户 already.
  const telling = segments.filter(({ text, kind }) => kind !== "asking" && !segments.some((other) => other.text !== text && other.text.includes(text)));
  const texts = (telling.length > 0 ? telling : segments).map(({ text }) => text);
  const all = texts.map((text, place) => {
    const next = texts[place + 1] ?? "";
    const alone = readSegment(text, vocabulary, readings);
    return text.length > 1 && next.length === 1 && compact.includes(text + next) ? longer(alone, text + next, vocabulary, readings) : alone;
  });
  // Beside a word that nobody knows a guess is no answer: 龙虾考察 is not about 考核.
  const isLost = all.some(({ concept }, place) => concept.mass === 0 && (texts[place] ?? "").length > 1);
  const read = isLost ? all.filter(({ guessed }) => !guessed) : all;
  return {
    ...query,
    concepts: weighty(read.map(({ concept }) => concept)),
    wanted: wanted.filter((each) => each !== null && each !== undefined),
    mended: read.some(({ guessed }) => guessed),
  };
}

/** 大客互经理 is a name with a slip in it, not 大客互 and 经理. @param {string} part @param {Vocabulary} vocabulary @param {Readings} readings */
function isMistypedName(part, vocabulary, readings) {
  if (part.length > LONGEST_NAME || isWhollyKnown(part, vocabulary)) return false;
  return mended(part, vocabulary, readings).some(({ text }) => vocabulary.names.has(text));
}

/** Syllables typed apart are one word: `chu chai`. @param {string[]} parts @param {Vocabulary} vocabulary @param {Readings} readings */
function joinLetters(parts, vocabulary, readings) {
  const isPinyin = (/** @type {string} */ part) => /^[a-z]+$/.test(part) && !vocabulary.counts.has(part);
  const whole = parts.join("");
  return parts.length > 1 && parts.every(isPinyin) && spelled(whole, vocabulary, readings).length > 0 ? [whole] : parts;
}

/**
 * @param {string} text
 * @param {Vocabulary} vocabulary
 * @param {Readings} readings
 * @returns {{concept: Concept, guessed: boolean}}
 */
function readSegment(text, vocabulary, readings) {
  const forms = [...vocabulary.formsOf(text), ...otherNumerals(text)];
  const own = massOf(text, vocabulary);
  const known = forms.filter((form) => massOf(form.text, vocabulary) > 0).map((form) => tempered(form, own, vocabulary));
  const isKnown = isWhollyKnown(text, vocabulary);
  const guessed = isKnown || known.some((form) => form.text !== text) ? [] : guesses(text, vocabulary, readings);
  const all = [...known, ...guessed];
  const mass = own > 0 && (isKnown || guessed.length === 0) ? own : Math.max(0, ...all.map((form) => massOf(form.text, vocabulary)));
  const parts = pairs(text).map((part) => ({ text: part, weight: vocabulary.weight(part) })).filter(({ weight }) => weight > 0);
  return { concept: { forms: all, parts, mass }, guessed: guessed.length > 0 };
}

/** A common word that stands for a rare one tells less than it. @param {Form} form @param {number} own @param {Vocabulary} vocabulary */
function tempered(form, own, vocabulary) {
  if (form.weight === 1 || own === 0) return form;
  return { ...form, weight: form.weight * Math.min(1, Math.max(0.8, massOf(form.text, vocabulary) / own)) };
}

/** @param {string} text @param {Vocabulary} vocabulary @param {Readings} readings @returns {Form[]} */
function guesses(text, vocabulary, readings) {
  if (/^[a-z]+$/.test(text)) return spelled(text, vocabulary, readings);
  return mended(text, vocabulary, readings);
}

/** @param {string} text @param {Vocabulary} vocabulary */
function isWhollyKnown(text, vocabulary) {
  return pairs(text).every((pair) => vocabulary.counts.has(pair) || /^[0-9]/.test(pair));
}

/** @param {string} text @param {Vocabulary} vocabulary */
function massOf(text, vocabulary) {
  const weights = pairs(text).map((pair) => vocabulary.weight(pair)).filter((weight) => weight > 0);
  if (weights.length === 0) return text.length === 1 ? 0.6 : 0;
  return Math.max(...weights) + 0.25 * (weights.reduce((sum, weight) => sum + weight, 0) - Math.max(...weights));
}

/**
 * A single character beside a word may belong to it: 大客户 and 部 are looked for as 大客户部 too; or be mistyped and
 * belong to it: 回款 and 滤 as 回款率.
 * @param {{concept: Concept, guessed: boolean}} read
 * @param {string} text the word and the character
 * @param {Vocabulary} vocabulary
 * @param {Readings} readings
 */
function longer({ concept, guessed }, text, vocabulary, readings) {
  const isKnown = isWhollyKnown(text, vocabulary);
  const likely = isKnown ? [] : mended(text, vocabulary, readings).filter(({ weight }) => weight >= ALIKE_WEIGHT);
  const forms = isKnown ? [text] : likely.map((form) => form.text);
  if (forms.length === 0) return { concept, guessed };
  const own = concept.forms.map((form) => ({ ...form, weight: form.weight * MERGED_WEIGHT }));
  return { concept: { ...concept, forms: [...forms.map((form) => ({ text: form, weight: 1 })), ...own] }, guessed: guessed || !isKnown };
}

/** A single character tells little beside whole words. @param {Concept[]} concepts */
function weighty(concepts) {
  const known = concepts.filter(({ mass }) => mass > 0);
  const isWord = (/** @type {Concept} */ { forms }) => forms.some(({ text }) => text.length > 1);
  return known.some(isWord) ? known.map((concept) => (isWord(concept) ? concept : { ...concept, mass: concept.mass / 3 })) : known;
}

/** @param {string} compact @returns {Citation | null} */
function readCitation(compact) {
  const cited = CITATION.exec(compact);
  if (cited) return { document: cited[1] ?? "", chapter: numeral(cited[2] ?? ""), article: numeral(cited[3] ?? "") };
  const chapter = CHAPTER.exec(compact);
  return chapter ? { document: chapter[1] ?? "", chapter: numeral(chapter[2] ?? ""), article: 0 } : null;
}

const DIGITS = "零一二三四五六七八九";

/** @param {string} written a whole number below 1000; "" is 0 @returns {number} */
export function numeral(written) {
  if (/^[0-9]*$/.test(written)) return Number(written);
  const [, hundreds = "", tens = "", ones = ""] = /^(?:(.)百)?零?(?:(.?)十)?(.?)$/.exec(written.replaceAll("〇", "零")) ?? [];
  const digit = (/** @type {string} */ character) => Math.max(0, DIGITS.indexOf(character));
  const tensValue = written.includes("十") ? (tens === "" ? 1 : digit(tens)) : 0;
  return (hundreds ? digit(hundreds) : 0) * 100 + tensValue * 10 + (ones ? digit(ones) : 0);
}

/** The same with figures for numerals and the reverse: 十五天 and 15天, 3种 and 三种. @param {string} text @returns {Form[]} */
function otherNumerals(text) {
  const figures = text.replace(/[零一二两三四五六七八九十百]+/g, (written) => String(numeral(written.replace("两", "二"))));
  const numerals = text.replace(/(?<![0-9.])[1-9](?![0-9.%])/g, (digit) => DIGITS[Number(digit)] ?? digit);
  return [figures, numerals].filter((other) => other !== text).map((other) => ({ text: other, weight: 0.95 }));
}
