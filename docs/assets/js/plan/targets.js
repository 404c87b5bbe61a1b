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
    { name: "demand", label: "市场需求预计变动", placeholder: "5%", data: true, hint: "以下四项是 MB-202 的参考因素，填了就与人均对照。" },
    { name: "peers", label: "同类企业人均", placeholder: "与总数同一单位", data: true },
    { name: "recent", label: "本部门近期人均", placeholder: "最近四期的平均", data: true },
    { name: "policy", label: "公司的销售政策", placeholder: "用了哪一条，写一句", data: true },
    { name: "period", label: "月份或季度", placeholder: "表里没有时填，如 2027年第1季度", data: true },
    { name: "object", label: "台数是哪一项目标", kind: "choice", choices: ["订单目标", "AAK目标", "系统提报目标"].map((value) => ({ value, text: value })) },
  ],
  createResult: createSplitView,
};
