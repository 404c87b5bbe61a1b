/** 如果规则变了: what the page asks for: a scheme with cells rewritten or another scheme, and a table. */

import { el } from "../dom.js";
import { createRuleEditor } from "./rule-editor.js";
import { createSchemeChoice } from "./scheme-choice.js";
import { createComparisonView } from "./what-if-view.js";

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "team_what_if",
  tables: [{
    name: "table",
    label: "考核数据",
    placeholder: "把考核方案的数据表连同表头粘贴到这里。\n\n姓名\t实际完成销售额\t计划完成销售额\n张三\t1,100万\t1200万",
    hint: "列名与考核方案页的空白模板相同。表里有月份列的，可以挑一期来比。",
  }],
  options: [],
  createResult: createComparisonView,
  createExtra(changed, root) {
    const editor = createRuleEditor(changed);
    const choice = createSchemeChoice(root, { label: "现行方案", changed: () => void open(true) });
    const other = createSchemeChoice(root, {
      label: "和什么比", first: "改过的规则（在下表里改）",
      changed: () => { follow(); changed(); },
    });
    const hint = el("p", { class: "kpi-hint" }, "改下面任何一格：权重、标准、计分规则，写法与手册里的考核表相同。改动只在这一页，不保存，也不影响手册。");
    const node = el("div", {}, el("div", { class: "kpi-form__fields" }, choice.node, other.node), hint, editor.node);
    let opened = "";
    let opening = open(false);
    /** Cells that a link brought, until the scheme is there. @type {any[]} */
    let brought = [];

    /** @param {boolean} again */
    async function open(again) {
      const file = await choice.file();
      if (!file) return;
      if (opened !== file.id) {
        if (opened) editor.set([]);
        editor.open(file);
        opened = file.id;
      }
      if (brought.length > 0) editor.set(brought);
      brought = [];
      if (again) changed();
    }

    function follow() {
      editor.node.hidden = Boolean(other.chosen);
      hint.hidden = editor.node.hidden;
    }

    return {
      node,
      async fields() {
        await opening;
        return { scheme: await choice.file(), other: await other.file(), edits: editor.edits() };
      },
      unasked: () => editor.edits().length > 0 && !other.chosen,
      show: ({ problems, remark }) => editor.say(problems, remark),
      settings: () => ({ scheme: choice.chosen, other: other.chosen, edits: editor.edits() }),
      open(settings) {
        const { scheme, other: second, edits } = /** @type {any} */ (settings ?? {});
        if (typeof scheme === "string") choice.choose(scheme);
        if (typeof second === "string") other.choose(second);
        brought = Array.isArray(edits) ? edits.filter((edit) => typeof edit?.text === "string") : [];
        follow();
        opening = open(false);
      },
    };
  },
};
