/** A clause's own page: its state today, what changed since the revision that the link was made for, and its tools. */

import { actions } from "./citing.js";
import { inForce, today } from "./days.js";
import { el, replace } from "./dom.js";
import { followBuilds, look } from "./offline/updates.js";
import { preparePaper } from "./paper.js";
import { followScheme } from "./scheme.js";
import { tellServedAddress } from "./served-address.js";
import { nameWideTables } from "./wide-tables.js";

/** @typedef {import("./days.js").Revision} Revision */

const root = new URL(document.body.dataset["root"] ?? "./", location.href).href;
followScheme(root);
followBuilds();
void look();
nameWideTables();
void tellServedAddress();
preparePaper();

const page = document.querySelector(".clause-page");
if (page instanceof HTMLElement) mount(page);

/** @param {HTMLElement} page */
function mount(page) {
  const { clause = "", title = "", document: name = "", number = "", shown = "0", latest = "0", repealed = "", dated } = page.dataset;
  const revisions = (page.dataset["revisions"] ?? "").split(" ").map((entry) => {
    const [n = "0", day = ""] = entry.split(":");
    return { number: Number(n), day };
  });
  const said = page.querySelector(".clause-said");
  const state = page.querySelector(".clause-state");
  const asked = new URLSearchParams(location.search);
  const on = asked.get("on");
  if (on && !dated && said) return openDay(clause, revisions, on, said);
  if (Number(latest) > 0 && state instanceof HTMLElement) {
    const word = stateOf(revisions, Number(shown), dated !== undefined, repealed);
    state.textContent = word;
    state.dataset["state"] = word;
    state.hidden = false;
  }
  if (!dated && said) tellRevision(said, Number(asked.get("r") ?? "0"), revisions, repealed);
  const tools = page.querySelector(".clause-tools");
  const address = new URL(`c/${clause}/${Number(latest) > 0 ? `?r=${dated ? shown : latest}` : ""}`, root).href;
  const citation = `《${name}》${number}“${title}”（${clause}）`;
  if (tools && said) {
    tools.prepend(...actions({ id: clause, address, citation, announcements: new URL("announcements/", root).href },
      (message) => replace(said, el("p", { class: "clause-note" }, message))));
  }
}

/**
 * 未生效, 现行, 已修订 or 已废止, on the reader's day.
 * @param {Revision[]} revisions
 * @param {number} shown
 * @param {boolean} dated  whether the page is about this revision alone
 * @param {string} repealed  day of the repeal, "" when there is none
 */
function stateOf(revisions, shown, dated, repealed) {
  const now = inForce(revisions, today());
  if (!now) return "未生效";
  if (repealed && repealed <= today()) return "已废止";
  if (now.number === shown) return "现行";
  const future = (revisions.find((each) => each.number === shown)?.day ?? "") > today();
  if (future) return dated ? "未生效" : `现行第 ${now.number} 版，第 ${shown} 版未生效`;
  return "已修订";
}

/**
 * @param {Element} said
 * @param {number} asked  the revision that the link was made for; 0 when it says none
 * @param {Revision[]} revisions
 * @param {string} repealed
 */
function tellRevision(said, asked, revisions, repealed) {
  const last = revisions.at(-1);
  if (!asked || !last) return;
  if (!revisions.some(({ number }) => number === asked)) {
    replace(said, el("p", { class: "clause-note" }, `链接写的是第 ${asked} 版，本条没有这一版。下面是最新的一版。`));
  } else if (asked === last.number) {
    replace(said, el("p", { class: "clause-note" }, `链接引用的第 ${asked} 版就是最新的一版，没有改过。`));
  } else {
    const difference = document.querySelector(`#r${asked} .difference`)?.cloneNode(true);
    const verb = repealed && last.day === repealed ? "已废止" : "已修订";
    replace(said, el("div", { class: "clause-note clause-note--changed" },
      el("p", {}, el("strong", {}, `本条自第 ${asked} 版后${verb}`), `，现在是第 ${last.number} 版，自 ${last.day} 起。`,
        el("a", { href: `${revisions.find(({ number }) => number === asked)?.day}/` }, `看第 ${asked} 版全文`)),
      difference ?? el("p", {}, "条文的文字没有变。")));
  }
}

/**
 * @param {string} clause
 * @param {Revision[]} revisions
 * @param {string} day
 * @param {Element} said
 */
function openDay(clause, revisions, day, said) {
  const revision = inForce(revisions, day);
  if (revision && revision.number > 0) location.replace(new URL(`c/${clause}/${revision.day}/`, root));
  else replace(said, el("p", { class: "clause-note" }, `${day} 那一天还没有本条，它自 ${revisions[0]?.day} 起适用。`));
}
