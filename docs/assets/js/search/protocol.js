/** What the search box and its worker say to each other: each question gets one answer with its number. */

/** @typedef {{text: string, marked: boolean}} Piece */
/** @typedef {{kind: string, id: string, article: boolean, title: Piece[], place: string, url: string, excerpt: Piece[]}} Hit article: whether it is a clause;
 * url is relative to the root of the site */
/** @typedef {{total: number, hits: Hit[], nearest: string[], guessed: boolean, complete: boolean}} Found nearest: names to try where nothing was
 * found; guessed: found by a word one step away from what was typed; complete: false
 * while texts are still being read, then the same question is answered again */

/** @typedef {{type: "load", file: string} | {type: "ask", number: number, query: string}} ToSearch */
/** @typedef {{type: "failed", reason: string} |
 *   {type: "found", number: number, query: string, found: Found}} FromSearch */

export {};
