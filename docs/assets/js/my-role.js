/** The reader's own role: picked once, kept on this device, and shown first on the home page. Nothing else is hidden. */

import { button, el, replace, select } from "./dom.js";
import { forget, keep, recall } from "./kept.js";

/** @typedef {{title: string, url: string}} PageLink an address relative to the root of the site */
/** @typedef {PageLink & {id: string, rules: PageLink[], clauses: PageLink[], schemes: PageLink[], processes: PageLink[], forms: PageLink[]}} Role */

const KEY = "handbook.role";
const ROLES_JSON = "assets/roles.json";
const ONLY_HERE = "只记在这台设备上；别的岗位的内容照常都能看。";

/** The roles of the site, asked for once a visit; null where they could not be had. @type {Promise<Role[] | null> | null} */
let asked = null;

/** @param {HTMLElement} place */
export async function mountMyRole(place) {
  const { role = "", title = "", root = "./", home } = place.dataset;
  const address = new URL(root, location.href).href;
  const draw = () => mountMyRole(place);
  if (role) return drawOnRolePage(place, role, title, draw);
  const picked = pickedRole();
  if (home !== undefined && !picked) return replace(place);
  asked ??= readRoles(address);
  const roles = await asked;
  if (!roles) {
    asked = null;
    return replace(place, el("p", { class: "kpi-hint", role: "alert" }, "岗位清单没有取到，请检查网络后刷新页面。"));
  }
  if (home !== undefined) drawOnHomePage(place, roles.find(({ id }) => id === picked), address);
  else drawPicker(place, roles, picked);
}

/** @returns {string} the id of the role, "" when none is picked */
export function pickedRole() {
  const kept = recall(KEY);
  return typeof kept === "string" ? kept : "";
}

/** @param {string} root @returns {Promise<Role[] | null>} */
export async function readRoles(root) {
  try {
    const response = await fetch(new URL(ROLES_JSON, root));
    return response.ok ? await response.json() : null;
  } catch {
    return null; // no network, or something else in its place
  }
}

/**
 * @param {HTMLElement} place
 * @param {string} role
 * @param {string} title
 * @param {() => void} draw
 */
function drawOnRolePage(place, role, title, draw) {
  if (pickedRole() !== role) {
    replace(place, button("设为我的岗位", () => { keep(KEY, role); draw(); }),
      el("p", { class: "kpi-hint" }, `以后首页先列${title}的制度、流程、表单和考核表。${ONLY_HERE}`));
  } else {
    replace(place, el("p", { class: "my-role__said", role: "status" }, "这是我的岗位，首页先列它的制度、流程、表单和考核表。"),
      button("不再记住", () => { forget(KEY); draw(); }));
  }
}

/**
 * @param {HTMLElement} place
 * @param {Role[]} roles
 * @param {string} picked
 */
function drawPicker(place, roles, picked) {
  const options = [{ value: "", text: "没有选" }, ...roles.map(({ id, title }) => ({ value: id, text: title }))];
  const said = el("p", { class: "kpi-hint", role: "status" }, `选一次，首页就先列这个岗位的制度、流程、表单和考核表。${ONLY_HERE}`);
  const list = select("我的岗位", options, picked, (id) => {
    if (id) keep(KEY, id);
    else forget(KEY);
    replace(said, id ? `已记住，首页先列这个岗位的制度、流程、表单和考核表。${ONLY_HERE}` : "已不再记住。");
  });
  replace(place, el("label", { class: "kpi-label", "aria-hidden": "true" }, "我的岗位"), list, said);
}

/**
 * @param {HTMLElement} place
 * @param {Role | undefined} role  undefined: the handbook no longer has it
 * @param {string} root
 */
function drawOnHomePage(place, role, root) {
  if (!role) return replace(place);
  /** @param {PageLink} page @param {string} [text] */
  const link = ({ title, url }, text = title) => el("a", { href: new URL(url, root).href }, text);
  const roomy = matchMedia("(min-width: 45em)").matches;
  /** @param {string} heading @param {PageLink[]} pages @param {boolean} open */
  const group = (heading, pages, open) => pages.length > 0 && el("details", { class: "my-role__group", open },
    el("summary", {}, `${heading}（${pages.length}）`), el("ul", {}, ...pages.map((page) => el("li", {}, link(page)))));
  replace(place, el("section", { class: "my-role__block", "aria-label": "我的岗位" },
    el("div", { class: "my-role__head" }, el("h2", {}, "我的岗位：", link(role)),
      button("不再记住", () => { forget(KEY); replace(place); }, { class: "kpi-button kpi-button--small" })),
    group("我要守的制度", role.rules, true), group("写明我的条", role.clauses, false),
    group("我负责步骤的流程", role.processes, roomy), group("我要填的表单", role.forms, roomy), group("直接算分", role.schemes, true),
    el("p", { class: "kpi-hint" }, ONLY_HERE)));
}
