/** The part of a text around what was found, with the finds marked. */

import { foldWithPlaces } from "./fold.js";

/** @typedef {import("./protocol.js").Piece} Piece */
/** @typedef {{start: number, end: number}} Span */

const LENGTH = 110;
const BEFORE = 24;

/**
 * @param {string} text
 * @param {string[]} forms folded
 * @returns {Piece[]}
 */
export function excerpt(text, forms) {
  const spans = spansOf(text, forms);
  const start = beginning(text, bestStart(spans));
  const end = Math.min(text.length, start + LENGTH);
  const shown = text.slice(start, end).replaceAll("\n", " ");
  const inside = spans.filter((span) => span.start >= start && span.end <= end).map((span) => ({ start: span.start - start, end: span.end - start }));
  const pieces = cut(shown, inside);
  if (start > 0) pieces.unshift({ text: "…", marked: false });
  if (end < text.length) pieces.push({ text: "…", marked: false });
  return pieces;
}

/** @param {string} text @param {string[]} forms folded @returns {Piece[]} */
export function marks(text, forms) {
  return cut(text, spansOf(text, forms));
}

/** @param {string} text @param {Span[]} spans in order, apart @returns {Piece[]} */
function cut(text, spans) {
  /** @type {Piece[]} */
  const pieces = [];
  let done = 0;
  for (const { start, end } of spans) {
    if (start > done) pieces.push({ text: text.slice(done, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), marked: false });
  return pieces;
}

/** Where the forms stand, in order, those that touch made one. @param {string} text @param {string[]} forms @returns {Span[]} */
export function spansOf(text, forms) {
  const folded = foldWithPlaces(text);
  /** @type {Span[]} */
  const spans = [];
  for (const form of forms) {
    for (let place = folded.text.indexOf(form); place >= 0; place = folded.text.indexOf(form, place + form.length)) {
      const start = folded.at[place] ?? 0;
      const end = (folded.at[place + form.length - 1] ?? start) + 1;
      spans.push({ start, end });
    }
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  /** @type {Span[]} */
  const apart = [];
  for (const span of spans) {
    const last = apart.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else apart.push({ ...span });
  }
  return apart;
}

/** The place from which the most is found within an excerpt's length. @param {Span[]} spans */
function bestStart(spans) {
  let best = 0;
  let most = -1;
  for (const { start } of spans) {
    const inside = spans.filter((span) => span.start >= start && span.end <= start + LENGTH - BEFORE);
    const weight = inside.reduce((sum, span) => sum + (span.end - span.start), 0);
    if (weight > most) [best, most] = [start, weight];
  }
  return best;
}

/** Begin a little before the place, at the beginning of a sentence where one is near. @param {string} text @param {number} place */
function beginning(text, place) {
  if (place <= BEFORE) return 0;
  const before = text.slice(place - BEFORE, place);
  const stop = Math.max(before.lastIndexOf("。"), before.lastIndexOf("；"), before.lastIndexOf("\n"));
  return stop >= 0 ? place - BEFORE + stop + 1 : place - BEFORE;
}
