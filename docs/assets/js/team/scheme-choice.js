/** Which 考核方案 a page works with: the list of all, and the chosen one's file, fetched when it is needed. */

import { today } from "../days.js";
import { advice, el, replace, uniqueId } from "../dom.js";
import { RuntimeFault } from "../runtime.js";
import { readSchemeFile } from "../scheme-files.js";

/** @typedef {import("../protocol.js").SchemeFile & {rows: {indicator: string, weight: string, standard: string,
 *   rule: string}[]}} SchemeTable a scheme's file with its rows as written */
/** @typedef {{id: string, title: string, period: string, day: string}} Listed  day: from when a revision applies; empty
 * where a scheme has but one */

/**
 * @param {string} root  address of the site's root
 * @param {{label: string, first?: string, changed: () => void}} options  first: what is offered before the schemes, for none
 */
export function createSchemeChoice(root, { label, first, changed }) {
  const folder = new URL("assets/schemes/", root).href;
  const id = uniqueId("scheme");
  const fault = el("p", { class: "kpi-said kpi-said--bad", role: "alert" });
  const box = el("select", { id, class: "kpi-select calc-select", change: () => changed() });
  const node = el("div", { class: "kpi-field" }, el("label", { for: id, class: "kpi-label" }, label), box, fault);
  /** Chosen by a link before the list was there. */
  let wanted = "";
  let listed = list();

  /** @returns {Promise<RuntimeFault | null>} why there is no list */
  async function list() {
    try {
      /** @type {Listed[]} */
      const schemes = await readSchemeFile(`${folder}index.json`);
      replace(box, first && el("option", { value: "" }, first),
        ...schemes.map(({ id: scheme, title, period }) => el("option", { value: scheme }, `${title}（${period}）`)));
      // What comes first may be a revision that does not apply yet.
      const applies = schemes.find(({ day }) => day <= today());
      if (!first && applies) box.value = applies.id;
      if (wanted) choose(wanted);
      replace(fault);
      return null;
    } catch (error) {
      if (!(error instanceof RuntimeFault)) throw error;
      replace(fault, advice(error.fault));
      return error;
    }
  }

  /** @param {string} scheme */
  function choose(scheme) {
    wanted = scheme;
    if ([...box.options].some(({ value }) => value === scheme)) box.value = scheme;
  }

  return {
    node,
    choose,
    get chosen() {
      return box.value || wanted;
    },
    /** The chosen scheme's file; null where none is chosen. @returns {Promise<SchemeTable | null>} rejects with a `RuntimeFault` */
    async file() {
      let missing = await listed;
      if (missing) missing = await (listed = list()); // it may be there by now
      if (missing) throw missing;
      return box.value ? await readSchemeFile(`${folder}${box.value}.json`) : null;
    },
  };
}
