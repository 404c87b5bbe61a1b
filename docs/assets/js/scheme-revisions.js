/**
 * Which revision of a scheme a calculator scores with: the one that applies today, or that of the day in the address
 * (`?on=2026-12-31`, for a quarter that is over), or the one that was picked. Shown only where there is a choice.
 */

import { inForce, today } from "./days.js";
import { el, select } from "./dom.js";

/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** @typedef {{address: string, file: SchemeFile | null, said: HTMLElement[]}} Choice address of the file to score with, the
 * file itself where it is at hand, and what stands above the calculator */

/** By address of the current file: the number that the reader picked in this visit. @type {Map<string, number>} */
const picked = new Map();

/**
 * @param {string} address  of the scheme's current file
 * @param {string} root
 * @param {(address: string) => Promise<SchemeFile | string>} read
 * @param {() => void} changed  called when another one was picked
 * @returns {Promise<Choice>}
 */
export async function pickRevision(address, root, read, changed) {
  const current = await read(address);
  const revisions = typeof current === "string" ? [] : current.revisions ?? [];
  const file = typeof current === "string" ? null : current;
  const newest = revisions.at(-1);
  if (!newest || revisions.length < 2) return { address, file, said: [] };
  const asked = new URLSearchParams(location.search).get("on");
  const byDay = inForce(revisions, asked ?? today()) ?? (asked ? undefined : newest);
  const chosen = revisions.find(({ number }) => number === picked.get(address)) ?? byDay ?? newest;
  const list = select("按哪一版计分", revisions.map(({ number, day }) => ({ value: String(number), text: `第 ${number} 版，自 ${day} 起` })),
    String(chosen.number), (number) => { picked.set(address, Number(number)); changed(); });
  const after = revisions.find(({ number }) => number === chosen.number + 1);
  const until = after ? `，适用到 ${after.day} 前` : "";
  const none = asked && !byDay ? `${asked} 那一天还没有这张考核表。` : "";
  const said = el("div", { class: "kpi-card", role: "status" },
    el("p", {}, none, `按第 ${chosen.number} 版计分：自 ${chosen.day} 起${until}。各版的差别见`, el("a", { href: "#history" }, "沿革"), "。"), list);
  return chosen === newest ? { address, file, said: [said] } : { address: new URL(chosen.url, root).href, file: null, said: [said] };
}
