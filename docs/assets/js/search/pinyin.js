/** Chinese by its readings: queries typed without an input method, and characters that sound alike. */

/** Readings that many people do not tell apart. @type {[RegExp, string][]} */
const ALIKE = [[/^zh/, "z"], [/^ch/, "c"], [/^sh/, "s"], [/([aei])ng$/, "$1n"], [/^l(?=[iuae])/, "n"], [/^h(?=u)/, "f"]];

/** @param {string} syllable */
function blurred(syllable) {
  return ALIKE.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), syllable);
}

export class Readings {
  /** @type {Map<string, string[]>} */
  #ofCharacter = new Map();
  /** Characters by blurred syllable. @type {Map<string, string>} */
  #alike = new Map();
  /** @type {Set<string>} */
  #syllables;

  /** @param {Record<string, string>} table characters by syllable */
  constructor(table) {
    this.#syllables = new Set(Object.keys(table));
    for (const [syllable, characters] of Object.entries(table)) {
      const key = blurred(syllable);
      this.#alike.set(key, (this.#alike.get(key) ?? "") + characters);
      for (const character of characters) {
        const known = this.#ofCharacter.get(character);
        if (known) known.push(syllable);
        else this.#ofCharacter.set(character, [syllable]);
      }
    }
  }

  /** Characters that sound like this one, itself left out. @param {string} character @returns {string[]} */
  alike(character) {
    const found = (this.#ofCharacter.get(character) ?? []).flatMap((syllable) => [...(this.#alike.get(blurred(syllable)) ?? "")]);
    return [...new Set(found)].filter((other) => other !== character);
  }

  /** Whether letters are whole syllables, one after another. @param {string} letters @returns {boolean} */
  spells(letters) {
    if (letters === "") return true;
    for (let length = Math.min(6, letters.length); length > 0; length -= 1) {
      if (this.#syllables.has(letters.slice(0, length)) && this.spells(letters.slice(length))) return true;
    }
    return false;
  }

  /**
   * How many characters of a word, from its beginning, letters stand for: syllables, or initials, the last syllable
   * perhaps not finished. 0 where they do not.
   * @param {string} letters
   * @param {string} word
   * @param {boolean} initials
   * @param {number} [from]
   * @returns {number}
   */
  covers(letters, word, initials, from = 0) {
    for (const syllable of this.#ofCharacter.get(word[from] ?? "") ?? []) {
      if (initials) {
        if (syllable[0] !== letters[0]) continue;
        const rest = letters.length === 1 ? 1 : this.covers(letters.slice(1), word, true, from + 1);
        if (rest > 0) return letters.length === 1 ? 1 : rest + 1;
        continue;
      }
      if (syllable.startsWith(letters)) return 1;
      if (!letters.startsWith(syllable)) continue;
      const rest = this.covers(letters.slice(syllable.length), word, false, from + 1);
      if (rest > 0) return rest + 1;
    }
    return 0;
  }
}
