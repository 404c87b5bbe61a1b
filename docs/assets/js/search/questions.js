/** Words that people wrap a question in. They find nothing by themselves, but say what kind of answer is wanted. */

/** @typedef {"what" | "formula" | "when" | "who" | "where" | "may" | "figure" | "list" | "steps" | "purpose" | "form"} Wanted */

/** What marks an answer of each kind. @type {Record<Wanted, RegExp>} */
export const MARKS = {
  what: /是指|指的是|指在|称为|包括|分为|特征|标准|符合/,
  formula: /[÷×=]|公式|按.{0,8}(?:计算|算出)/,
  when: /[0-9] ?(?:天|日|小时|分钟|个?工作日|个?月|周)|月底|月初|月末|当天|当日|每[日周月季年]|之前|以内/,
  who: /由.{0,12}(?:总监|经理|专员|内勤|客服|部|人)|负责|批准|审批/,
  where: /来源|渠道|途径|网站|部门|库|处/,
  may: /不得|须|应|可以|禁止|不准/,
  figure: /[0-9] ?(?:万|亿|元|%|‰|分|次|家|个|台|人|份|件|天|单)/,
  list: /[、：]/,
  steps: /步骤|流程|依次|先.{2,20}再/,
  form: /《|填写|登记|填在/,
  purpose: /目的|用于|用作|作用|依据|参考/,
};

/** @type {[Wanted | null, string][]} words separated by blanks */
const WORDS = [
  ["what", "什么是 是什么 是啥 啥是 什么叫 叫什么 什么意思 啥意思 是什么意思 指什么 什么样的 什么样 怎样的 怎么定义 怎么界定 怎么认定 算不算 哪些算 什么算"],
  ["formula", "怎么算 怎么计算 如何计算 怎样计算 咋算 怎么来 怎么来的 怎么得出 怎么算的 怎么算出来 计算方法 公式是什么"],
  ["when", "多久 多长时间 多少时间 几天 几天内 多少天 几号 几号前 几月 哪天 哪个月 哪几个月 哪两个月 什么时候 啥时候 何时 几时 多快 多早 要多久 多久内 几小时 多少小时"],
  ["who", "谁 由谁 谁来 归谁 找谁 谁负责 谁管 哪个部门 哪个岗位 什么人 什么岗位 向谁 跟谁 给谁 交给谁 谁批"],
  ["where", "哪里 哪儿 在哪 在哪里 在哪儿 到哪 到哪里 去哪 去哪里 从哪 从哪里 从何处 什么地方"],
  ["may", "能不能 可不可以 可以吗 行吗 行不行 可否 能否 是否 要不要 该不该 用不用 需不需要 允不允许 准不准 让不让 会不会 有没有 能吗 要吗 对吗 好吗 许不许 可以 能 允许"],
  ["figure", "多少 几个 几次 几家 几份 几人 几条 几分 多少分 多少钱 多少次 多少家 多少个 多少人 几起 几种 几类 几级 几项 几点 占多少 多大 多高 几"],
  ["list", "哪些 有哪些 哪几个 哪几种 哪几类 哪几项 包括哪些 包括什么 有什么 有几个 有几种 什么内容 哪些内容 哪几"],
  ["steps", "怎么办 怎么弄 怎么做 怎么处理 咋办 做什么 要做什么 干什么 第一步 下一步 步骤 有哪些步骤 分几步 哪几步 几步 先做什么 怎么走 流程 流程是什么 什么流程"],
  ["form", "填什么表 填哪张表 哪张表 什么表 用什么表 填什么 填哪个表 哪个表 什么单 哪张单 填什么单 用哪张表 要填什么 哪份表"],
  ["purpose", "有什么用 有什么好处 有什么作用 有何作用 有什么意义 干嘛用 为了什么 目的是什么 什么目的 什么用"],
  [null, "怎么 怎么写 怎样 如何 咋 什么 啥 为什么 为啥 哪个 吗 呢 吧 啊 呀 嘛 的 了 得 地 着 过 我 我们 你 咱 咱们 请问 想问 一下 "
    + "要 需要 应该 应 该 须 必须 是 有 在 和 与 或 及 被 把 对 跟 给 就 还 都 也 会 才 怎 么 之 来 去 做 个 这 那 里 时候 的时候 情况 问题 相关 关于 规定 要求 "
    + "从 向 到 让 请 想 查 查一下 看 看看 说 讲 用 一般 平时 直接 整个 如果 时 算"],
];

/** What is wanted, by word; null where the word says nothing. @type {Map<string, Wanted | null>} */
export const ASKING = new Map(WORDS.flatMap(([wanted, words]) =>
  words.split(" ").filter(Boolean).map((word) => /** @type {[string, Wanted | null]} */ ([word, wanted]))));
