/**
 * The text of an announcement for each channel, within that channel's limits. No page and no clock in here: the
 * announcement page calls it, and `handbook announce` runs the same file by Node, so that there is one wording.
 */

/** @typedef {{id: string, title: string, document: string, number: string, revision: number, date: string,
 *   repealed: boolean, text: string, address: string, whole: boolean}} Cited a clause: its text is plain, its address
 *   complete and ASCII, with the revision; whole says whether all of the text is quoted */
/** @typedef {{template: string, title: string, day: string, note: string, clauses: Cited[]}} Announcement "" for what is
 *   not given */
/** @typedef {{messages: string[], html: string, limit: number, sizes: number[], notes: string[]}} Composed html only for
 *   mail; sizes in bytes */

/** @typedef {{name: string, lead: (day: string) => string}} Template */
/** @type {Record<string, Template>} */
export const TEMPLATES = {
  new: { name: "新规发布", lead: (day) => (day ? `以下规定自 ${day} 起执行，请相关人员阅读。` : "以下规定请相关人员阅读并执行。") },
  revised: { name: "修订通知", lead: (day) => `以下规定已修订${day && `，自 ${day} 起按新条文执行`}。点链接可看修改前后的差别。` },
  appraisal: { name: "考核提醒", lead: (day) => `考核按以下规定进行，请${day && `在 ${day} 前`}核对自己的数据。` },
  training: { name: "培训通知", lead: (day) => `${day && `${day} `}培训以下规定，请参加的人提前阅读。` },
};

/**
 * Limits in bytes of UTF-8. Tables and nested lists are never used: 企业微信 and 钉钉 show neither.
 * - wecom: a robot's markdown.content has at most 4096 (developer.work.weixin.qq.com/document/path/91770; the server
 *   answers 40058 "exceed max length 4096").
 * - dingtalk: the whole request has at most 20000 (the server answers 460101 "请保持大小在 20000bytes 以内"); the rest of the
 *   request is given 1000.
 * - feishu: a custom robot's request has at most 20 KB (open.feishu.cn, 自定义机器人使用指南); the rest is given 2 KB.
 * - plain: the narrowest of the three, a 企业微信 robot's text.content, has at most 2048 (same page as wecom).
 * - mail: Gmail clips above 102 KB; nobody else is narrower.
 * @typedef {{name: string, limit: number, heading: (text: string) => string, strong: (text: string) => string,
 *   quote: (text: string) => string, link: (clause: Cited) => string, gap: string}} Channel
 */
/** @type {Record<string, Channel>} */
export const CHANNELS = {
  wecom: {
    name: "企业微信", limit: 4096, heading: (text) => `# ${text}`, strong: bold, quote: quoted, link: titled, gap: "\n",
  },
  dingtalk: {
    name: "钉钉", limit: 19_000, heading: (text) => `### ${text}`, strong: bold, quote: quoted, link: titled, gap: "\n\n",
  },
  feishu: {
    name: "飞书", limit: 18_000, heading: bold, strong: bold, quote: (text) => marked(text), link: titled, gap: "\n",
  },
  plain: {
    name: "纯文本", limit: 2048, heading: (text) => `【${text}】`, strong: same, quote: same, link: ({ address }) => address, gap: "\n",
  },
  mail: {
    name: "邮件", limit: 100_000, heading: (text) => text, strong: same, quote: same, link: ({ address }) => address, gap: "\n",
  },
};

const EXCERPT = 80;
const SHORTENED = "……（全文见链接）";
const CLOSING = "链接打开的是本公告引用的那一版；以后有修订，页面会说明。";
const encoder = new TextEncoder();

/** @param {string} text */
function bytes(text) {
  return encoder.encode(text).length;
}

/** @param {string} text */
function same(text) {
  return text;
}

/** @param {string} text */
function bold(text) {
  return `**${marked(text)}**`;
}

/** @param {string} text */
function quoted(text) {
  return marked(text).split("\n").map((line) => `> ${line}`).join("\n");
}

/** Marks that the channels would take for their own. @param {string} text */
function marked(text) {
  return text.replace(/[*_`[\]<>]/g, (mark) => ({ "<": "＜", ">": "＞" }[mark] ?? `\\${mark}`));
}

/** @param {Cited} clause */
function titled({ id, address }) {
  return `[看 ${id} 条文](${address})`;
}

/** The beginning of a text, up to the end of a sentence. @param {string} text */
export function excerpt(text) {
  const line = text.replaceAll("\n", " ");
  if ([...line].length <= EXCERPT) return line;
  const start = [...line].slice(0, EXCERPT).join("");
  const end = Math.max(...["。", "；", "！", "？"].map((mark) => start.lastIndexOf(mark)));
  return end > EXCERPT / 3 ? `${start.slice(0, end + 1)}……` : `${start}……`;
}

/** What the announcement is called when nobody names it. @param {Announcement} announcement */
export function titleOf({ template, title, clauses }) {
  const [first] = clauses;
  const about = first ? `：${first.title}${clauses.length > 1 ? ` 等 ${clauses.length} 条` : ""}` : "";
  return title || `${TEMPLATES[template]?.name ?? ""}${about}`;
}

/**
 * @param {Announcement} announcement
 * @param {string} channelName  a key of CHANNELS
 * @returns {Composed}
 */
export function compose(announcement, channelName) {
  const channel = CHANNELS[channelName];
  const template = TEMPLATES[announcement.template];
  if (!channel || !template) throw new RangeError(`no channel ${channelName} or template ${announcement.template}`);
  const notes = /** @type {string[]} */ ([]);
  const title = titleOf(announcement);
  const lead = [template.lead(announcement.day), announcement.note].filter(Boolean);
  // Room for the heading that a continued message repeats.
  const room = channel.limit - bytes(`${channel.heading(`${title}（99/99）`)}\n\n`);
  const blocks = announcement.clauses.map((clause, place) => clauseBlock(clause, place + 1, channel, room, notes));
  const opening = lead.map((line) => (channel.link === titled ? marked(line) : line)).join(channel.gap);
  const packed = pack([opening, ...blocks, CLOSING], room, `\n\n`);
  const messages = packed.map((body, place) => {
    const part = packed.length > 1 ? `（${place + 1}/${packed.length}）` : "";
    return `${channel.heading(`${title}${part}`)}\n\n${body}`;
  });
  if (packed.length > 1) notes.push(`超过${channel.name}一条消息的长度，分成 ${packed.length} 条。`);
  let html = channelName === "mail" ? mail(title, lead, announcement.clauses) : "";
  if (bytes(html) > channel.limit) {
    html = mail(title, lead, announcement.clauses.map((clause) => ({ ...clause, whole: false })));
    notes.push("全文放在一封邮件里太长，只引了每条的开头。");
  }
  return {
    messages, html, limit: channel.limit, sizes: messages.map(bytes), notes,
  };
}

/** @param {Cited} clause */
function placeOf({ document, number, revision, date, repealed }) {
  const version = revision > 0 ? `第 ${revision} 版，自 ${date} 起${repealed ? "废止" : "适用"}` : "草稿";
  return `《${document}》${number}，${version}`;
}

/**
 * @param {Cited} clause
 * @param {number} place
 * @param {Channel} channel
 * @param {number} room
 * @param {string[]} notes
 */
function clauseBlock(clause, place, channel, room, notes) {
  /** @param {string} text */
  const block = (text) => [channel.strong(`${place}. ${clause.id} ${clause.title}`), channel.quote(placeOf(clause)),
    channel.quote(text), channel.link(clause)].join(channel.gap);
  const text = clause.whole ? clause.text : excerpt(clause.text);
  if (bytes(block(text)) <= room) return block(text);
  notes.push(`${clause.id} 的全文太长，${channel.name}里只放得下前一部分。`);
  let letters = [...text];
  while (letters.length > 0 && bytes(block(letters.join("") + SHORTENED)) > room) {
    letters = letters.slice(0, Math.floor(letters.length * 0.95));
  }
  return block(letters.join("") + SHORTENED);
}

/**
 * Fill messages in order. @param {string[]} blocks @param {number} room @param {string} gap
 * @returns {string[]}
 */
function pack(blocks, room, gap) {
  /** @type {string[]} */
  const packed = [];
  for (const block of blocks) {
    const last = packed.at(-1);
    if (last !== undefined && bytes(last + gap + block) <= room) packed[packed.length - 1] = last + gap + block;
    else packed.push(block);
  }
  return packed;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }[mark] ?? mark));
}

/** Mail programs keep styles in attributes and little else. @param {string} title @param {string[]} lead @param {Cited[]} clauses */
function mail(title, lead, clauses) {
  const paragraph = (/** @type {string} */ text) => `<p>${escaped(text).replaceAll("\n", "<br>")}</p>`;
  const entries = clauses.map((clause, place) => `<h3>${place + 1}. ${escaped(`${clause.id} ${clause.title}`)}</h3>
<p style="color:#666">${escaped(placeOf(clause))}</p>
<blockquote style="margin:0;padding-left:12px;border-left:3px solid #ccc">${
  paragraph(clause.whole ? clause.text : excerpt(clause.text))}</blockquote>
<p><a href="${escaped(clause.address)}">${escaped(clause.address)}</a></p>`);
  return [`<h2>${escaped(title)}</h2>`, ...lead.map(paragraph), ...entries, paragraph(CLOSING)].join("\n");
}

/**
 * The file to keep in handbook_src/announcements/.
 * @param {Announcement} announcement
 * @param {string} today
 */
export function archive(announcement, today) {
  const lines = announcement.clauses.map((clause, place) => `${place + 1}. ${clause.address}`);
  const { name, lead } = /** @type {Template} */ (TEMPLATES[announcement.template]);
  const head = ["---", `title: ${JSON.stringify(titleOf(announcement))}`, `date: ${today}`, `kind: ${name}`, "---"];
  return [head.join("\n"), lead(announcement.day), announcement.note, lines.join("\n")].filter(Boolean).join("\n\n") + "\n";
}
