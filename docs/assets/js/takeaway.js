/** What people take with them: the empty template and results, as a copy for Excel, as a workbook, on paper. */

import { copyTable, download } from "./clipboard.js";

/** @typedef {import("./protocol.js").Copyable} Copyable */
/** @typedef {import("./activity.js").Activity} Activity */
/** @typedef {import("./session.js").Session} Session */

/**
 * @param {Session} session
 * @param {Activity} activity
 */
export function createTakeaway(session, activity) {
  /** @type {Copyable | null} */
  let template = null;
  /** @type {Promise<void> | null} */
  let preparing = null;

  /** Have the template ready before it is asked for: browsers copy only right after a click. @returns {Promise<void>} */
  function prepare() {
    if (template) return Promise.resolve();
    preparing ??= activity.run("template", "准备模板", (options) => session.ask("template", {}, options))
      .then((answer) => { template = answer?.reply ?? null; })
      .finally(() => { preparing = null; });
    return preparing;
  }

  /**
   * @param {Copyable} table
   * @param {string} done
   */
  async function copy(table, done) {
    if (await copyTable(table) === "copied") activity.say(done, "good");
  }

  return {
    prepare,
    async copyTemplate() {
      await prepare();
      if (template) await copy(template, "空白模板已复制，到 Excel 里选中一个单元格粘贴即可。");
    },
    /** @param {number | null} index  null: everybody */
    async copyResult(index) {
      const answer = await activity.run("copy", "准备结果", (options) => session.ask("result_text", { index }, options));
      if (answer) await copy(answer.reply, "结果已复制，可以粘贴到 Excel 或聊天里。");
    },
    /** @param {"result" | "template"} what */
    async workbook(what) {
      const answer = await activity.run("workbook", "生成 Excel 文件", (options) => session.ask("workbook", { what }, options));
      if (!answer?.payload) return;
      download(answer.payload, answer.reply.filename);
      activity.say(`${answer.reply.filename} 已交给浏览器下载。手机聊天软件里下载不了时，请选“在浏览器中打开”。`, "good");
    },
    /** Print one thing alone; the style sheet does the rest. @param {"sheet" | "appeal"} what */
    print(what) {
      document.body.dataset["print"] = what;
      addEventListener("afterprint", () => delete document.body.dataset["print"], { once: true });
      window.print();
    },
  };
}
