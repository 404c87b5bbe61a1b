/** Column mappings that the user made by hand, remembered in this browser by scheme and heading. Never any data. */

/** @typedef {import("./protocol.js").Heading} Heading */
/** @typedef {import("./protocol.js").Settings} Settings */
/** @typedef {Record<string, {input?: string, unit?: string}>} Mapping by heading text */

const PREFIX = "handbook.columns.";

/** Where storage is refused (private windows, policies) a mapping holds for the visit. @type {Map<string, Mapping>} */
const visit = new Map();

/** @param {string} scheme @returns {Mapping} */
export function recall(scheme) {
  const known = visit.get(scheme);
  if (known) return known;
  const stored = read(PREFIX + scheme);
  visit.set(scheme, stored);
  return stored;
}

/**
 * @param {string} scheme
 * @param {string} heading
 * @param {{input?: string, unit?: string}} change
 */
export function remember(scheme, heading, change) {
  const mapping = { ...recall(scheme), [heading]: { ...recall(scheme)[heading], ...change } };
  visit.set(scheme, mapping);
  try {
    localStorage.setItem(PREFIX + scheme, JSON.stringify(mapping));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // refused or full: `visit` has it
  }
}

/**
 * Settings for these headings from what is remembered, or null where nothing is.
 * @param {string} scheme
 * @param {Heading[]} headings
 * @returns {Settings | null}
 */
export function settingsFor(scheme, headings) {
  const mapping = recall(scheme);
  /** @type {Settings} */
  const settings = { columns: {}, units: {} };
  let any = false;
  for (const { index, text } of headings) {
    const { input, unit } = (Object.hasOwn(mapping, text) && mapping[text]) || {};
    if (input !== undefined) settings.columns[index] = input;
    if (unit !== undefined) settings.units[index] = unit;
    any ||= input !== undefined || unit !== undefined;
  }
  return any ? settings : null;
}

/** @param {string} key @returns {Mapping} */
function read(key) {
  try {
    /** @type {unknown} */
    const stored = JSON.parse(localStorage.getItem(key) ?? "{}");
    return typeof stored === "object" && stored !== null && !Array.isArray(stored) ? /** @type {Mapping} */ (stored) : {};
  } catch (error) {
    // Storage refused, or written by something else: start with nothing remembered.
    if (error instanceof DOMException || error instanceof SyntaxError) return {};
    throw error;
  }
}
