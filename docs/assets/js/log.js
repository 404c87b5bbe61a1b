/** Step one from an order log: paste or drop it, look at what counts, then take the sums into the table. */

import { button, el, grouped, replace, select, uniqueId } from "./dom.js";
import { createSourceInput } from "./paste.js";

/** @typedef {import("./paste.js").Source} Source */
/** @typedef {import("./protocol.js").LogView} LogView */
/** @typedef {import("./protocol.js").LogHeading} LogHeading */
/** @typedef {import("./protocol.js").Settings} Settings */
/** @typedef {{onRead: (source: Source, settings: Settings, period: string | null) => void, onClear: () => void, onApply: (period: string) => void}} LogEvents */

const ROWS_NAMED = 12;
const PEOPLE_SHOWN = 50;

/** @param {LogEvents} events */
export function createLog({ onRead, onClear, onApply }) {
  /** @type {Source | null} */
  let source = null;
  /** @type {Settings} */
  let settings = { columns: {}, units: {} };
  const input = createSourceInput({
    label: "订单流水",
    placeholder: "一行一笔：日期、姓名、金额、类别（销售、退货、投诉……）。\n\n日期\t姓名\t金额\t类别\n2026/7/3\t张三\t12万\t销售",
    onSource: (chosen) => {
      source = chosen;
      settings = { columns: {}, units: {} };
      if (chosen) onRead(chosen, settings, null);
      else {
        replace(report);
        onClear();
      }
    },
  });
  const report = el("div", { class: "kpi-log" });
  const node = el("div", {}, el("p", { class: "kpi-hint" },
    "第一次用会另外下载汇总组件（十几 MB），之后留在浏览器缓存里。流水只在这台设备上处理。"), input.node, report);

  /** Read this, as if it had been pasted here. @param {Source} chosen */
  function open(chosen) {
    source = chosen;
    input.show(chosen);
    onRead(chosen, settings, null);
  }

  /** @param {LogView} view */
  function show(view) {
    const id = uniqueId("period");
    const period = el("select", {
      id, class: "kpi-select", change: () => { if (source) onRead(source, settings, period.value); },
    }, ...view.periods.map((text) => el("option", { selected: text === view.period }, text)));
    replace(report,
      el("p", { class: "kpi-summary" }, view.summary),
      el("div", { class: "kpi-scroll" }, el("table", { class: "kpi-table" }, el("caption", {}, "各列取作"),
        el("thead", {}, el("tr", {}, ...view.headings.map(({ text }) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, el("tr", {}, ...view.headings.map((heading) => el("td", {}, roleSelect(heading, view.roles))))))),
      account(view),
      el("div", { class: "kpi-actions" }, el("label", { for: id, class: "kpi-label" }, "考核期"), period,
        button("汇总到考核表", () => onApply(period.value), { class: "kpi-button kpi-button--primary", disabled: view.periods.length === 0 })),
      sums(view));
  }

  /**
   * @param {LogHeading} heading
   * @param {string[]} roles
   */
  function roleSelect({ index, text, role }, roles) {
    const choices = [{ value: "", text: "不用这一列" }, ...roles.map((value) => ({ value, text: value }))];
    return select(`“${text}”取作`, choices, roles.includes(role) ? role : "", (value) => {
      settings = { ...settings, columns: { ...settings.columns, [index]: value } };
      if (source) onRead(source, settings, null);
    });
  }

  return { node, show, open, get source() { return input.source; } };
}

/** @param {LogView} view */
function account({ kinds, account: reasons, notes }) {
  return el("div", { class: "kpi-card kpi-list" },
    el("ul", {}, ...notes.map((text) => el("li", {}, `⚠ ${text}`)),
      ...kinds.map(({ name, rows, used_by: by }) =>
        el("li", {}, `${name}：${grouped(rows)} 行，${by.length ? `用于 ${by.join("、")}` : "本方案不用"}`)),
      ...reasons.map(({ reason, count, rows }) => {
        const named = rows.slice(0, ROWS_NAMED).join("、");
        return el("li", {}, `${reason}：${grouped(count)} 行（第 ${named}${count > ROWS_NAMED ? " …" : ""} 行）`);
      })));
}

/** @param {LogView} view */
function sums({ people }) {
  const inputs = people[0]?.values.map(({ input }) => input) ?? [];
  const shown = people.slice(0, PEOPLE_SHOWN);
  return people.length > 0 && el("div", { class: "kpi-scroll" }, el("table", { class: "kpi-table" },
    el("caption", {}, people.length > PEOPLE_SHOWN ? `汇总结果（前 ${PEOPLE_SHOWN} 人，共 ${grouped(people.length)} 人）` : "汇总结果"),
    el("thead", {}, el("tr", {}, ...["姓名", ...inputs].map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...shown.map(({ name, values }) => el("tr", {}, el("th", { scope: "row", class: "kpi-sticky" }, name),
      ...values.map(({ shown: sum, rows, how }) => el("td", { class: "kpi-number" }, sum, el("small", {}, `${how}，${grouped(rows)} 行`))))))));
}
