/** What a scheme's calculator puts into a link, and takes out of one: columns mapped by hand, and the steps that gave the table. */

import { recall, rememberAll } from "./mappings.js";
import { createShare } from "./share.js";
import { LinkFault } from "./shared-link.js";

/** @typedef {import("./mappings.js").Mapping} Mapping */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").Step} Step */

/** What a link may do: read a text or a form, and mend it. */
const STEPS = ["read_text", "read_form", "edit_cell", "remap"];

/**
 * @param {Session} session
 * @param {string} scheme
 * @param {(pasted: string | null) => void} onData  a link brought steps for the session to play; the text of the box
 */
export function shareSession(session, scheme, onData) {
  return createShare({
    name: `kpi.${scheme}`,
    settings() {
      const mapping = recall(scheme);
      const headings = session.table?.headings.map(({ text }) => text) ?? Object.keys(mapping);
      return { columns: Object.fromEntries(headings.filter((text) => Object.hasOwn(mapping, text)).map((text) => [text, mapping[text]])) };
    },
    data() {
      if (session.journal.length === 0) return null;
      if (session.journal.some(({ op }) => !STEPS.includes(op))) {
        throw new LinkFault("从文件或流水读入的数据放不进链接。请在 Excel 里选中表格，复制后粘贴到上面的框里，再来分享。");
      }
      return session.journal.map(({ op, fields }) => ({ op, fields }));
    },
    open(settings, data) {
      const { columns } = /** @type {{columns?: unknown}} */ (settings ?? {});
      if (typeof columns === "object" && columns !== null) rememberAll(scheme, /** @type {Mapping} */ (columns));
      if (data === null) return;
      session.clear();
      session.journal = stepsOf(data);
      onData(session.journal[0]?.fields.text ?? null);
    },
  });
}

/** @param {unknown} data @returns {Step[]} */
function stepsOf(data) {
  const steps = Array.isArray(data) ? data : [];
  if (steps.length === 0 || steps.some((step) => !STEPS.includes(step?.op) || typeof step.fields !== "object" || step.fields === null)) {
    throw new LinkFault("链接里的数据不是这个计算器的。请对方在同一页上重新复制链接。");
  }
  return steps.map(({ op, fields }) => ({ op, fields, file: null }));
}
