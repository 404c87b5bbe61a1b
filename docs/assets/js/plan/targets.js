/** 目标分解 by weights: what the page asks for, and how its result is shown. */

import { createSplitView } from "./split-view.js";

/** @type {import("../kit/page.js").Definition} */
export const definition = {
  op: "plan_split",
  tables: [{
    name: "weights",
    label: "权重表",
    placeholder: "在 Excel 里连同表头一起复制，粘贴到这里。\n\n姓名\t权重\t下限\t上限\t锁定\n张三\t5\t\t\t\n李四\t4",
    hint: "必要的只有姓名（或部门、车型……）和权重；下限、上限、锁定可以不填。前面多写几列部门、团队，就逐级分解。",
  }],
  options: [
    { name: "total", label: "总数", placeholder: "4900万元 或 240台", data: true },
    { name: "unit", label: "最小单位", placeholder: "不填：金额 0.01 万元，台数 1" },
  ],
  createResult: createSplitView,
};
