/** 团队: what the page asks for. */

import { createSchemeChoice } from "./scheme-choice.js";
import { createTeamView } from "./team-view.js";

/** @typedef {import("../kit/table-input.js").TableSpec} TableSpec */

const PLACEHOLDER = "上一期的同样一张表；几期的，加一列“月份”或“季度”。";

/** Which period a table is of. @param {string} name @param {string} label @param {string} placeholder */
function period(name, label, placeholder) {
  return [{ name, label: `${label}是哪一期`, placeholder }];
}

/** @param {number} place @returns {TableSpec} */
function earlier(place) {
  const [name, label] = place > 2 ? [`earlier${place - 1}`, `往期的表 ${place - 1}`] : ["earlier", "往期的表"];
  return { name, label, like: "table", optional: true, placeholder: PLACEHOLDER, options: period(name, label, "如 2026年第2季度") };
}

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "team_analyse",
  pandas: true,
  tables: [{
    name: "table",
    label: "考核数据",
    placeholder: "把考核方案的数据表连同表头粘贴到这里，可以多带几列：团队、区域、车型、月份。\n\n姓名\t团队\t实际完成销售额\t计划完成销售额\n张三\t华东组\t1,100万\t1200万",
    hint: "列名与考核方案页的空白模板相同，再加上要分组的列。一张表里有几个月的，加一列“月份”；一个月一张表的，往下一张一张加。",
    options: period("table", "考核数据", "如 2026年第3季度；表里有月份列就不用填"),
  }, earlier(2)],
  more: { most: 24, add: "再加一期的表", spec: earlier },
  options: [],
  createResult: createTeamView,
  createExtra(changed, root) {
    const choice = createSchemeChoice(root, { label: "考核方案", changed });
    return {
      node: choice.node,
      fields: async () => ({ scheme: await choice.file() }),
      unasked: () => false,
      show() {},
      settings: () => choice.chosen,
      open(settings) {
        if (typeof settings === "string") choice.choose(settings);
      },
    };
  },
};
