/** Which 考核方案 a page works with: the list of all, and the chosen one's file, fetched when it is needed. */

import { el, replace, uniqueId } from "../dom.js";

/** @typedef {import("../protocol.js").SchemeFile & {rows: {indicator: string, weight: string, standard: string,
 *   rule: string}[]}} SchemeTable a scheme's file with its rows as written */
/** @typedef {{id: string, title: string, period: string}} Listed */

/** By address: a page that comes back asks for nothing again. @type {Map<string, Promise<any>>} */
const fetched = new Map();

/** @param {string} address @returns {Promise<any>} */
function read(address) {
  let reading = fetched.get(address);
  if (!reading) {
    reading = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`考核方案没有取到（服务器答复 ${response.status}）`);
      return response.json();
    });
    reading.catch(() => fetched.delete(address)); // so that the next try asks again
    fetched.set(address, reading);
  }
  return reading;
}

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
  const listed = list();

  async function list() {
    try {
      /** @type {Listed[]} */
      const schemes = await read(`${folder}index.json`);
      replace(box, first && el("option", { value: "" }, first),
        ...schemes.map(({ id: scheme, title, period }) => el("option", { value: scheme }, `${title}（${period}）`)));
      if (wanted) choose(wanted);
    } catch (error) {
      replace(fault, `${error instanceof Error ? error.message : String(error)}。请检查网络后刷新页面。`);
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
    /** The chosen scheme's file; null where none is chosen. @returns {Promise<SchemeTable | null>} */
    async file() {
      await listed;
      return box.value ? await read(`${folder}${box.value}.json`) : null;
    },
  };
}
