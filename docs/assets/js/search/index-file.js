/** What assets/search.json holds; handbook/search/index.py writes it. */

/** @typedef {{kind: string, title: string, url: string, section?: string, place?: string, id?: string, text?: string,
 *   aside?: string, names?: string[], lead?: boolean, chapter?: number, article?: number, rank?: number}} SearchRecord */
/** @typedef {{records: SearchRecord[], synonyms: {words: string[], meant: string[]}[],
 *   readings: Record<string, string>}} SearchFile readings: characters by syllable */

export {};
