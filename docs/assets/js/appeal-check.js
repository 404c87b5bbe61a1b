/**
 * 核验申诉单: a code is calculated anew by the version of the scheme that it names, and by the one that applies today. A
 * code of another scheme is calculated by that one, and a link leads to its page.
 */

import { inForce, today } from "./days.js";
import { button, el, replace, uniqueId } from "./dom.js";
import { RuntimeFault } from "./runtime.js";
import { readSchemeFile } from "./scheme-files.js";

/** @typedef {import("./protocol.js").Operations} Operations */
/** @typedef {import("./protocol.js").SchemeFile} SchemeFile */
/** @typedef {import("./protocol.js").Verdict} Verdict */
/** @typedef {import("./runtime.js").Runtime} Runtime */
/** @typedef {import("./runtime.js").Options} Options */
/** @typedef {{verdict: Verdict, elsewhere: string | null}} Checked elsewhere: the other scheme's page, with the day of the
 * sheet's version where there are several */
/** @typedef {(label: string, work: (options: Options) => Promise<Checked>) => Promise<Checked | undefined>} RunTask */

/**
 * @param {SchemeFile} file  of the page
 * @param {Runtime} runtime
 * @param {string} root  address of the site's root
 * @param {RunTask} run  shows progress and faults
 */
export function createAppealCheck(file, runtime, root, run) {
  const id = uniqueId("code");
  const box = el("textarea", { id, class: "kpi-paste", rows: 3, spellcheck: "false", autocomplete: "off", placeholder: "SSD1.…" });
  const answer = el("div", { role: "status" });
  const node = el("details", { class: "kpi-verify kpi-noprint" }, el("summary", {}, "核验申诉单"),
    el("label", { for: id, class: "kpi-label" }, "申诉单上的代码"), box,
    el("div", { class: "kpi-actions" }, button("按代码重算", () => void check())), answer);

  async function check() {
    replace(answer);
    const checked = await run("按代码重算", verify);
    if (checked) replace(answer, ...shown(checked));
  }

  /** @param {Options} options @returns {Promise<Checked>} */
  async function verify(options) {
    const code = box.value;
    const { scheme: of, title, version } = (await runtime.request("appeal_read", { code }, options)).reply;
    const own = of === file.id ? file : await otherScheme(of, title);
    const revisions = own.revisions ?? [];
    const applies = inForce(revisions, today());
    const named = revisions.find((revision) => revision.version === version);
    const [scheme, then] = await Promise.all([applies, named].map((revision) =>
      revision ? readSchemeFile(new URL(revision.url, root).href) : own)); // a draft is on its own page only
    const verdict = (await runtime.request("appeal_verify", { scheme, then, code }, options)).reply;
    const day = named && revisions.length > 1 ? `?on=${named.day}` : "";
    return { verdict, elsewhere: own === file ? null : new URL(`${own.page ?? ""}${day}`, root).href };
  }

  /** The code names the scheme: only one that the site lists is asked for. @param {string} wanted @param {string} title */
  async function otherScheme(wanted, title) {
    /** @type {{id: string}[]} */
    const listed = await readSchemeFile(new URL("assets/schemes/index.json", root).href);
    if (!listed.some((scheme) => scheme.id === wanted)) {
      throw new RuntimeFault({ reason: `这是《${title}》的申诉单，本站没有这张考核表`, hint: "请到发这张申诉单的网站核验。" });
    }
    return /** @type {Promise<SchemeFile>} */ (readSchemeFile(new URL(`assets/schemes/${wanted}.json`, root).href));
  }

  return node;
}

/** @param {Checked} checked */
function shown({ verdict, elsewhere }) {
  const { agrees, scheme_changed: changed, text, name, title, total, grade, fingerprint, rows, inputs } = verdict;
  const headings = ["指标", "单上得分", ...changed ? ["按单上那一版", "按现行方案"] : ["现在重算"]];
  return [
    el("div", { class: `kpi-card kpi-card--${agrees ? "good" : "bad"}` },
      el("p", {}, el("strong", {}, text)),
      el("p", {}, `${title}：${name || "本人"}，单上总分 ${total} 分 ${grade}。请对照纸面上的总分和校验码 `, el("code", {}, fingerprint.slice(0, 16)), "…",
        changed && `。各版的差别见${elsewhere ? "那一页" : "本页"}的“沿革”。`),
      elsewhere && el("p", {}, "这张申诉单不是本页这张考核表的，已按它自己的考核表核验。", el("a", { href: elsewhere }, `打开《${title}》`))),
    el("div", { class: "kpi-scroll", role: "region", "aria-label": "核验", tabindex: 0 }, el("table", { class: "kpi-table" },
      el("thead", {}, el("tr", {}, ...headings.map((heading) => el("th", { scope: "col" }, heading)))),
      el("tbody", {}, ...rows.map(({ indicator, points, points_then: then, points_now: now }) =>
        el("tr", { class: points !== now && "kpi-differs" }, el("th", { scope: "row" }, indicator), el("td", { class: "kpi-number" }, points),
          ...(changed ? [then ?? "没有这一版", now] : [now]).map((again) =>
            el("td", { class: "kpi-number" }, again === points || again === "没有这一版" ? again : `${again}（不同）`))))))),
    el("p", { class: "kpi-hint" }, `代码里的数：${inputs.map((input) => `${input.name} ${input.shown}`).join("；")}`),
  ];
}
