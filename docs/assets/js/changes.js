/** The page of changes: those for a role alone, and what is new since this reader last said that all was read. */

import { button, el, replace, select } from "./dom.js";
import { keep, recall } from "./kept.js";
import { pickedRole, readRoles } from "./my-role.js";

const KEY = "handbook.changes-read";
const EVERYBODY = "全体人员";

/** @param {HTMLElement} place */
export async function mountChanges(place) {
  const root = new URL(place.dataset["root"] ?? "./", location.href).href;
  const lists = [...document.querySelectorAll("ul.changes")].filter((list) => list instanceof HTMLElement);
  const newest = Math.max(...lists.map((list) => Number(list.dataset["publication"])));
  const roles = await readRoles(root) ?? [];
  const kept = recall(KEY);
  let read = typeof kept === "number" ? kept : 0;
  let role = roles.find(({ id }) => id === pickedRole())?.title ?? "";

  const draw = () => {
    let fresh = 0;
    for (const list of lists) {
      const isNew = Number(list.dataset["publication"]) > read;
      list.classList.toggle("changes--new", isNew && read > 0);
      for (const entry of list.children) {
        const audience = (entry.getAttribute("data-audience") ?? "").split("、");
        const concerns = !role || audience.includes(EVERYBODY) || audience.includes(role);
        entry.toggleAttribute("hidden", !concerns);
        if (concerns && isNew) fresh += 1;
      }
    }
    const options = [{ value: "", text: "所有人" }, ...roles.map(({ title }) => ({ value: title, text: title }))];
    const whose = role ? `与${role}有关的` : "";
    const said = read === 0 ? `一共有 ${fresh} 处${whose}改动。` : fresh > 0
      ? `上次看过以后，有 ${fresh} 处${whose}新改动，下面用竖线标出。` : `上次看过以后，没有${whose}新改动。`;
    replace(place, select("看谁的", options, role, (title) => { role = title; draw(); }), el("p", { role: "status" }, said),
      read < newest && button("我看过了", () => { read = newest; keep(KEY, newest); draw(); }),
      el("p", { class: "kpi-hint" }, "看到哪里只记在这台设备上。"));
  };
  draw();
}
