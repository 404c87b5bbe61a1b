/** What a calculator's page hands over and takes in as files: its result as a copy or a workbook, empty templates. */

import { copyTable, download } from "../clipboard.js";

/** @typedef {import("../protocol.js").CalculatorOp} CalculatorOp */
/** @typedef {import("../protocol.js").CalculatorReply} CalculatorReply */
/** @typedef {import("../protocol.js").CalculatorRequest} CalculatorRequest */

/**
 * @param {import("../runtime.js").Runtime} runtime
 * @param {import("../activity.js").Activity} activity
 * @param {() => Promise<CalculatorRequest>} request  what the page asks now
 */
export function createTakeaway(runtime, activity, request) {
  /** @param {ArrayBuffer} payload @param {string} filename */
  function handOver(payload, filename) {
    download(payload, filename);
    activity.say(`${filename} 已交给浏览器下载。手机聊天软件里下载不了时，请选“在浏览器中打开”。`, "good");
  }

  return {
    /** The table in a file as text. @param {File} file */
    async readFile(file) {
      const answer = await activity.run("file", "读取文件", async (options) =>
        runtime.request("table_file", { name: file.name }, { ...options, payload: await file.arrayBuffer() }));
      return answer?.reply.text;
    },
    /** @param {string} title @param {string[]} headings */
    async template(title, headings) {
      const answer = await activity.run("workbook", "生成 Excel 文件", (options) =>
        runtime.request("table_workbook", { title, headings }, options));
      if (answer?.payload) handOver(answer.payload, answer.reply.filename);
    },
    /** @param {CalculatorOp} of */
    async workbook(of) {
      const op = /** @type {CalculatorOp} */ (`${of}_workbook`);
      const answer = await activity.run("workbook", "生成 Excel 文件", async (options) => runtime.request(op, await request(), options));
      const { filename } = /** @type {{filename: string}} */ (/** @type {unknown} */ (answer?.reply ?? {}));
      if (answer?.payload) handOver(answer.payload, filename);
    },
    /** @param {CalculatorReply["copy"]} result */
    async copy(result) {
      if (result && await copyTable(result) === "copied") activity.say("结果已复制，可以粘贴到 Excel 或聊天里。", "good");
    },
  };
}
