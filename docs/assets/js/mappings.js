/** Column mappings that the user made by hand, remembered in this browser by scheme and heading. Never any data. */

import * as kept from "./kept.js";

/** @typedef {import("./protocol.js").Heading} Heading */
/** @typedef {import("./protocol.js").Settings} Settings */
/** @typedef {Record<string, {input?: string, unit?: string}>} Mapping by heading text */

const PREFIX = "handbook.columns.";

/** @param {string} scheme @returns {Mapping} */
export function recall(scheme) {
  const stored = kept.recall(PREFIX + scheme);
  return typeof stored === "object" && stored !== null && !Array.isArray(stored) ? /** @type {Mapping} */ (stored) : {};
}

/**
 * @param {string} scheme
 * @param {string} heading
 * @param {{input?: string, unit?: string}} change
 */
export function remember(scheme, heading, change) {
  const mapping = recall(scheme);
  kept.keep(PREFIX + scheme, { ...mapping, [heading]: { ...mapping[heading], ...change } });
}

/** Everything that a link brought along. @param {string} scheme @param {Mapping} mapping */
export function rememberAll(scheme, mapping) {
  for (const [heading, change] of Object.entries(mapping)) remember(scheme, heading, change);
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
