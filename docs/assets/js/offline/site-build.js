/** Which build of the site this page is, and which one the server has now. */

import { ROOT } from "../place.js";

/** @typedef {{id: string, version: string}} Build version: the day of the publication, 2026-12-01 */
/** @typedef {Build & {bytes: number}} ServedBuild bytes: of the offline copy */

/** Of the page that the visit began with, whose scripts run; null under `make serve`. */
export const own = buildOf(document);

/** @param {Document} page @returns {Build | null} */
export function buildOf(page) {
  const meta = page.querySelector("meta[name=handbook-build]");
  return meta instanceof HTMLMetaElement ? { id: meta.content, version: meta.dataset["version"] ?? "" } : null;
}

/** @returns {Promise<{build: ServedBuild, day: number} | null>} day: the server's clock in milliseconds; null without a network */
export async function readServed() {
  if (!navigator.onLine) return null;
  try {
    const response = await fetch(new URL("assets/build.json", ROOT), { cache: "no-store" });
    if (!response.ok) return null;
    return { build: await response.json(), day: Date.parse(response.headers.get("Date") ?? "") };
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null; // no network, or something else in its place
    throw error;
  }
}
