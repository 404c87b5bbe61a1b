/** How each way in becomes requests: a pasted or dropped table, an order log, and columns mapped by hand. */

import { remember, settingsFor } from "./mappings.js";

/** @typedef {import("./protocol.js").Heading} Heading */
/** @typedef {import("./protocol.js").LogView} LogView */
/** @typedef {import("./protocol.js").Settings} Settings */
/** @typedef {import("./protocol.js").TableView} TableView */
/** @typedef {import("./activity.js").TaskOptions} TaskOptions */
/** @typedef {import("./paste.js").Source} Source */
/** @typedef {import("./session.js").Session} Session */

/** @returns {Settings} */
export const noSettings = () => ({ columns: {}, units: {} });

/**
 * Read a table, with the columns that were mapped by hand before.
 * @param {Session} session
 * @param {string} scheme
 * @param {Source} source
 * @param {TaskOptions} options
 * @returns {Promise<TableView>}
 */
export async function readTable(session, scheme, source, options) {
  const settings = noSettings();
  const table = source.kind === "text"
    ? await session.shape("read_text", { text: source.text, settings }, options)
    : await session.shape("read_file", { name: source.file.name, settings }, { ...options, file: source.file });
  const remembered = settingsFor(scheme, table.headings);
  return remembered ? await session.shape("remap", { settings: remembered }, options) : table;
}

/**
 * @param {Session} session
 * @param {Source} source
 * @param {{settings: Settings, period: string | null}} choices  period null: the latest
 * @param {TaskOptions} options
 * @returns {Promise<LogView>}
 */
export function readLog(session, source, choices, options) {
  return source.kind === "text"
    ? session.shape("log_read", { text: source.text, ...choices }, options)
    : session.shape("log_read", { name: source.file.name, ...choices }, { ...options, file: source.file });
}

/**
 * Note what a column was mapped to, and give the settings for the whole table.
 * @param {string} scheme
 * @param {Heading[]} headings
 * @param {Settings} manual  what was mapped by hand in this table; gets the change
 * @param {{heading: Heading, input?: string | undefined, unit?: string | undefined}} change
 * @returns {Settings}
 */
export function mapColumn(scheme, headings, manual, { heading, input, unit }) {
  const { index, text } = heading;
  const alone = headings.filter((other) => other.text === text).length === 1;
  if (alone && text) remember(scheme, text, { ...input !== undefined && { input }, ...unit !== undefined && { unit } });
  if (input !== undefined) manual.columns[index] = input;
  if (unit !== undefined) manual.units[index] = unit;
  const known = settingsFor(scheme, headings) ?? noSettings();
  return { columns: { ...known.columns, ...manual.columns }, units: { ...known.units, ...manual.units } };
}
