/** The page 公告: the clauses that were collected, in order; a template; the text for a channel, ready to copy. */

import { changeDraft, draft, forgetDraft } from "./announcement-draft.js";
import { archive, CHANNELS, compose, TEMPLATES, titleOf } from "./announcement-text.js";
import { copyTable } from "./clipboard.js";
import { today } from "./days.js";
import { button, el, replace, select, uniqueId } from "./dom.js";

/** @typedef {import("./announcement-draft.js").Picked} Picked */
/** @typedef {import("./announcement-text.js").Announcement} Announcement */
/** @typedef {import("./clause-index.js").ClauseEntry & {text: string}} ClauseText */

const ARCHIVE = "archive";
const ID = /([A-Za-z]{2,3})[-‐-―−_ ]*([0-9]{3})/g;

/** Texts of clauses by the code of their document, asked for once a visit. @type {Map<string, Promise<Record<string, ClauseText>>>} */
const asked = new Map();

/** @param {string} root @param {string} id @returns {Promise<ClauseText | undefined>} */
async function readClause(root, id) {
  const [code = ""] = id.split("-");
  let texts = asked.get(code);
  if (!texts) {
    texts = fetch(new URL(`assets/clauses/${code}.json`, root)).then((response) => (response.ok ? response.json() : {}));
    asked.set(code, texts);
  }
  try {
    return (await texts)[id];
  } catch (error) {
    asked.delete(code); // no network: it may be there the next time
    throw error;
  }
}

/** @param {HTMLElement} place */
export function mountAnnouncementDesk(place) {
  const root = new URL(place.dataset["root"] ?? "./", location.href).href;
  let channel = "wecom";
  const said = el("p", { class: "kpi-said", role: "status" });
  const list = el("ol", { class: "announcement-clauses" });
  const output = el("div", { class: "announcement-output" });

  /** @param {Partial<import("./announcement-draft.js").Draft>} change */
  const change = (change) => { changeDraft(change); void show(); };
  /** @param {string} message @param {boolean} [bad] */
  const say = (message, bad = false) => {
    said.textContent = message;
    said.classList.toggle("kpi-said--bad", bad);
  };

  const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) => {
    input.id ||= uniqueId("announcement");
    return el("div", { class: "announcement-field" }, el("label", { class: "kpi-label", for: input.id }, label), input);
  };
  const kept = draft();
  const template = select("模板", Object.entries(TEMPLATES).map(([value, { name }]) => ({ value, text: name })),
    kept.template || "new", (value) => change({ template: value }));
  const title = el("input", { class: "kpi-input", value: kept.title, input: () => change({ title: title.value }) });
  const day = el("input", { class: "kpi-input", type: "date", value: kept.day, input: () => change({ day: day.value }) });
  const note = el("textarea", { class: "kpi-paste", rows: 2, input: () => change({ note: note.value }) }, kept.note);
  const ids = el("input", { class: "kpi-input", placeholder: "KH-204、KP-301" });
  const adding = el("form", { class: "clause-finder", submit: add }, el("label", { for: ids.id = uniqueId("announcement") }, "按编号加条款"),
    ids, el("button", { class: "kpi-button", type: "submit" }, "加入"));
  const channels = select("发到哪里", [...Object.entries(CHANNELS).map(([value, { name }]) => ({ value, text: name })),
    { value: ARCHIVE, text: "存档文件（announcements 文件夹）" }], channel, (value) => { channel = value; void show(); });

  replace(place, el("h2", {}, "引用的条款"), list, adding, said,
    el("h2", {}, "公告"), el("div", { class: "announcement-fields" }, field("模板", template), field("生效或截止日期（可不填）", day),
      field("标题（不填就按模板写）", title), field("补充的话（可不填）", note)),
    el("h2", {}, "复制出去"), field("发到哪里", channels), output);
  void show();

  /** @param {Event} event */
  async function add(event) {
    event.preventDefault();
    const { picked } = draft();
    /** @type {Picked[]} */
    const added = [];
    const unknown = [];
    for (const [, code = "", number = ""] of ids.value.normalize("NFKC").matchAll(ID)) {
      const id = `${code.toUpperCase()}-${number}`;
      if ([...picked, ...added].some((each) => each.id === id)) continue;
      if (await known(id)) added.push({ id, whole: false });
      else unknown.push(id);
    }
    say(unknown.length > 0 ? `手册里没有 ${unknown.join("、")}。` : added.length > 0 ? `加入了 ${added.length} 条。` : "没有读到新的编号，写成 KH-204 的样子。",
      added.length === 0);
    if (added.length > 0) ids.value = "";
    change({ picked: [...picked, ...added] });
  }

  /** @param {string} id */
  async function known(id) {
    try {
      return await readClause(root, id);
    } catch (error) {
      if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  async function show() {
    const { picked, ...words } = draft();
    const texts = await Promise.all(picked.map(({ id }) => known(id)));
    replace(list, ...picked.map((each, place) => row(each, place, texts[place])));
    if (picked.length === 0) {
      list.append(el("li", { class: "kpi-hint" }, "还没有条款。在任何一条旁边点「引用」，再点「加入公告」；或在下面按编号加。"));
    }
    const clauses = picked.flatMap(({ id, whole }, place) => {
      const clause = texts[place];
      if (!clause) return [];
      const address = new URL(`c/${id}/${clause.revision > 0 ? `?r=${clause.revision}` : ""}`, root).href;
      return [{ ...clause, address, whole }];
    });
    /** @type {Announcement} */
    const announcement = { ...words, template: words.template || "new", clauses };
    title.placeholder = titleOf(announcement);
    replace(output, ...(clauses.length > 0 ? copies(announcement) : [el("p", { class: "kpi-hint" }, "加了条款，这里就有可以复制的文字。")]));
  }

  /** @param {Picked} each @param {number} place @param {ClauseText | undefined} clause */
  function row(each, place, clause) {
    const { picked } = draft();
    const name = clause ? `${each.id} ${clause.title}` : `${each.id}（没有取到）`;
    const move = (/** @type {number} */ by) => {
      const order = [...picked];
      const [moved] = order.splice(place, 1);
      if (moved) order.splice(place + by, 0, moved);
      change({ picked: order });
    };
    const small = { class: "kpi-button kpi-button--small" };
    return el("li", {}, el("a", { href: new URL(`c/${each.id}/`, root).href }, name),
      el("span", { class: "announcement-tools" },
        el("label", {}, el("input", { type: "checkbox", checked: each.whole,
          change: () => change({ picked: picked.map((one, at) => (at === place ? { ...one, whole: !one.whole } : one)) }) }), "全文"),
        button("上移", () => move(-1), { ...small, disabled: place === 0, "aria-label": `上移 ${each.id}` }),
        button("下移", () => move(1), { ...small, disabled: place === picked.length - 1, "aria-label": `下移 ${each.id}` }),
        button("去掉", () => change({ picked: picked.filter((_, at) => at !== place) }), { ...small, "aria-label": `去掉 ${each.id}` })));
  }

  /** @param {Announcement} announcement */
  function copies(announcement) {
    const { messages, html, limit, sizes, notes } = channel === ARCHIVE
      ? { messages: [archive(announcement, today())], html: "", limit: 0, sizes: [], notes: ["存成 .md 文件，放进 handbook_src/announcements/。"] }
      : compose(announcement, channel);
    return [
      ...notes.map((text) => el("p", { class: "kpi-hint" }, text)),
      ...messages.map((text, place) => {
        const name = messages.length > 1 ? `第 ${place + 1} 条` : "公告文字";
        const box = el("textarea", { class: "kpi-paste", rows: Math.min(16, text.split("\n").length + 1), readonly: true, "aria-label": name });
        box.value = text;
        const done = el("span", { class: "kpi-said", role: "status" });
        const size = limit > 0 ? `${sizes[place]} 字节，上限 ${limit}` : "";
        return el("div", {}, box, el("div", { class: "kpi-actions" },
          button(`复制${name}`, async () => {
            done.textContent = await copyTable({ text, html }) === "copied" ? "已复制。" : "请长按复制。";
          }, { class: "kpi-button kpi-button--primary" }), done, size && el("span", { class: "kpi-hint" }, size)));
      }),
      button("清空，重新写", () => { forgetDraft(); mountAnnouncementDesk(place); }),
    ];
  }
}
