/**
 * The form in which texts and queries are compared: full-width becomes half-width, capitals small, blanks between
 * Chinese and figures go, `KH-204` and `kh204`, `500 万` and `5,000,000` become the same. What separates words becomes
 * one blank, what ends a sentence one line end.
 */

/** @typedef {{text: string, at: number[]}} Folded at: for every character of the text, where it stood in the original */

export const GAP = " ";
export const STOP = "\n";

const WORD = /[a-z0-9%]/;
const UNIT = /[a-z0-9.%]/;
const LETTER = /[a-z]/;
const DIGIT = /[0-9]/;
/** Between letters, or a letter and a figure, these are only a way of writing: KH-204, B/C, X+Y. */
const JOINT = /[-/+&.·_‐–—−]/;
const SENTENCE_END = /[。；;!?\n]/;
const NUMBER = /[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?/g;
/** @type {Record<string, number>} */
const SCALES = { 百万: 1e6, 千万: 1e7, 万: 1e4, 亿: 1e8, 千: 1e3 };
const SCALE = /^(百万|千万|万|亿|千)/;

/** @param {string} written @returns {Folded} */
export function foldWithPlaces(written) {
  const plain = [...written].map(plainCharacter).join("");
  // Characters outside the basic plane would shift the places: none of them is worth finding.
  return plain.length === written.length ? foldNumbers(foldCharacters(plain)) : { text: "", at: [] };
}

/** @param {string} written */
export function fold(written) {
  return foldWithPlaces(written).text;
}

/** Full-width letters, figures and signs as half-width ones, small letters; every character stays one. @param {string} character */
function plainCharacter(character) {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase();
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}

/** @param {string} plain @returns {Folded} */
function foldCharacters(plain) {
  let text = "";
  /** @type {number[]} */
  const at = [];
  /** @param {string} character @param {number} place */
  const put = (character, place) => {
    const last = text.at(-1) ?? STOP;
    if (character === GAP && (last === GAP || last === STOP)) return;
    if (character === STOP && last === STOP) return;
    if (character === STOP && last === GAP) {
      text = text.slice(0, -1);
      at.pop();
    }
    text += character;
    at.push(place);
  };
  for (let place = 0; place < plain.length; place += 1) {
    const character = plain[place] ?? "";
    const before = plain[place - 1] ?? "";
    const after = plain[place + 1] ?? "";
    if (isHan(character) || WORD.test(character)) put(character, place);
    else if (character === "," && DIGIT.test(before) && /^[0-9]{3}(?![0-9])/.test(plain.slice(place + 1))) put(",", place);
    else if (character === "." && DIGIT.test(before) && DIGIT.test(after)) put(".", place);
    else if (JOINT.test(character) && joins(before, after)) continue;
    else if (SENTENCE_END.test(character)) put(STOP, place);
    else if (/\s/.test(character)) {
      if (WORD.test(before) && WORD.test(after)) put(GAP, place);
    } else put(GAP, place);
  }
  return { text, at };
}

/** @param {string} text */
function isHan(text) {
  const code = text.charCodeAt(0);
  return code >= 0x3400 && code <= 0x9fff;
}

/** @param {string} before @param {string} after */
function joins(before, after) {
  return LETTER.test(before) && WORD.test(after);
}

/** Numbers in full: 500万 becomes 5000000, its first figure where the number began, its last where it ended. @param {Folded} folded @returns {Folded} */
function foldNumbers({ text, at }) {
  let out = "";
  /** @type {number[]} */
  const places = [];
  let done = 0;
  /** @param {string} part @param {(offset: number) => number} place */
  const put = (part, place) => {
    out += part;
    for (let offset = 0; offset < part.length; offset += 1) places.push(place(offset));
  };
  for (const match of text.matchAll(NUMBER)) {
    const start = match.index;
    put(text.slice(done, start), (offset) => at[done + offset] ?? 0);
    const digits = match[0].replaceAll(",", "");
    const unit = SCALE.exec(text.slice(start + match[0].length))?.[1] ?? "";
    const value = unit ? String(Number((Number(digits) * (SCALES[unit] ?? 1)).toPrecision(15))) : digits;
    done = start + match[0].length + unit.length;
    const last = at[done - 1] ?? 0;
    put(value, (offset) => (offset > 0 && offset === value.length - 1 ? last : at[start] ?? 0));
  }
  put(text.slice(done), (offset) => at[done + offset] ?? 0);
  return { text: out, at: places };
}

/**
 * What is looked up: every two neighbours, and every word of letters and figures.
 * @param {string} folded
 * @returns {string[]}
 */
export function pairs(folded) {
  /** @type {string[]} */
  const found = [];
  let before = "";
  for (let start = 0; start < folded.length;) {
    const end = unitEnd(folded, start);
    const unit = end > start ? folded.slice(start, end) : "";
    if (before && unit) found.push(before + unit);
    if (unit && !isHan(unit)) found.push(unit);
    before = unit;
    start = Math.max(end, start + 1);
  }
  return found;
}

/** Where a single Chinese character or a word of letters and figures ends; where it begins if there is none. @param {string} folded @param {number} start */
function unitEnd(folded, start) {
  if (isHan(folded.charAt(start))) return start + 1;
  let end = start;
  while (end < folded.length && UNIT.test(folded.charAt(end))) end += 1;
  return end;
}
