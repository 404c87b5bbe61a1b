/**
 * A newcomer's path. The page has its lists and questions already (`handbook/pages/onboarding_pages.py`); this remembers ticks
 * and answers, says what is right, counts, and hands one page to the manager.
 */

import { copyText } from "./clipboard.js";
import { button, el, replace, uniqueId } from "./dom.js";
import { forget, lasting, recall, remember } from "./marks.js";
import { progressText, reportLines, reportPage } from "./onboarding-report.js";

/** @typedef {{title: string, clause: HTMLAnchorElement | null, chosen: string | null, right: boolean}} Answer */
/** @typedef {{kind: "read" | "do" | "quiz", phase: string, done: boolean, answer: Answer | null}} Step */

/** @param {HTMLElement} place  the empty desk at the top of a path */
export function mountOnboarding(place) {
  if (place.dataset["mounted"]) return;
  place.dataset["mounted"] = "yes";
  new Onboarding(place).show();
}

class Onboarding {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.path = place.dataset["path"] ?? "";
    this.page = place.closest("article") ?? document.body;
    this.title = this.page.querySelector("h1")?.firstChild?.textContent?.trim() ?? "";
    this.boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.page.querySelectorAll("input[type=checkbox][data-item]"))];
    this.questions = [.../** @type {NodeListOf<HTMLFieldSetElement>} */ (this.page.querySelectorAll("fieldset[data-item]"))];
    this.progress = el("progress", { class: "path-progress", max: this.boxes.length + this.questions.length });
    this.words = el("p", { class: "path-words", role: "status" });
    this.said = el("p", { class: "kpi-said", role: "status" });
    this.name = el("input", { class: "kpi-input", id: uniqueId("name"), autocomplete: "off", maxlength: 30 });
    this.report = el("section", { class: "path-report", "aria-label": "交给主管的一页" });
    for (const box of this.boxes) box.addEventListener("change", () => this.tick(box));
    for (const question of this.questions) {
      question.append(el("p", { class: "path-verdict", role: "status" }));
      question.addEventListener("change", () => this.choose(question));
    }
    replace(place, this.words, this.progress, this.desk(), this.report);
  }

  desk() {
    const kept = lasting()
      ? "勾选和答案只记在这个浏览器里，不会上传；换一台设备看不到。"
      : "这个浏览器不让网页保存内容：勾选和答案只在这次打开期间有效，离开前请先导出。";
    return el("details", { class: "path-export kpi" },
      el("summary", {}, "导出给主管"),
      el("label", { for: this.name.id }, "姓名（只用在导出的一页上，不保存）"),
      this.name,
      el("div", { class: "kpi-actions" },
        button("复制文字", () => void this.copy()),
        button("打印一页", () => this.print()),
        button("清空", () => this.askToClear())),
      this.said,
      el("p", { class: "kpi-hint" }, kept));
  }

  /** @param {HTMLInputElement} box */
  tick(box) {
    remember(this.path, box.dataset["item"] ?? "", box.checked || null);
    this.count();
  }

  /** @param {HTMLFieldSetElement} question */
  choose(question) {
    const chosen = question.querySelector("input:checked");
    if (!(chosen instanceof HTMLInputElement)) return;
    remember(this.path, question.dataset["item"] ?? "", Number(chosen.value));
    judge(question);
    this.count();
  }

  /** Put what is remembered onto the page. */
  show() {
    const marks = recall(this.path);
    for (const box of this.boxes) box.checked = marks[box.dataset["item"] ?? ""] === true;
    for (const question of this.questions) {
      const mark = marks[question.dataset["item"] ?? ""];
      for (const choice of choices(question)) choice.checked = choice.value === String(mark);
      judge(question);
    }
    this.count();
  }

  count() {
    const steps = this.steps();
    const done = steps.filter((step) => step.done).length;
    this.progress.value = done;
    this.progress.setAttribute("aria-label", `已完成 ${done}/${steps.length}`);
    replace(this.words, el("strong", {}, `已完成 ${done}/${steps.length}`), `：${progressText(steps)}`);
  }

  /** Everything on the path as it stands now. @returns {Step[]} */
  steps() {
    /** @type {Step[]} */
    const ticks = this.boxes.map((box) => ({
      kind: box.dataset["kind"] === "read" ? "read" : "do", phase: box.dataset["phase"] ?? "", done: box.checked, answer: null,
    }));
    /** @type {Step[]} */
    const answers = this.questions.map((question) => {
      const chosen = choices(question).find((choice) => choice.checked);
      const right = chosen !== undefined && chosen.value === question.dataset["answer"];
      const title = question.querySelector("legend")?.textContent ?? "";
      const answer = { title, clause: clauseOf(question), chosen: chosen ? labelOf(chosen) : null, right };
      return { kind: "quiz", phase: question.dataset["phase"] ?? "", done: right, answer };
    });
    return [...ticks, ...answers];
  }

  async copy() {
    const done = await copyText(reportLines(this.title, this.name.value.trim(), new Date(), this.steps()).join("\n"));
    if (done === "copied") this.say("已复制，可以粘贴到聊天或邮件里。");
  }

  print() {
    replace(this.report, ...reportPage(this.title, this.name.value.trim(), new Date(), this.steps()));
    document.body.dataset["print"] = "path";
    addEventListener("afterprint", () => delete document.body.dataset["print"], { once: true });
    window.print();
  }

  askToClear() {
    const clear = () => {
      dialog.close();
      forget(this.path);
      this.show();
      this.say("已清空，可以从头再走一遍。");
    };
    const title = el("p", { id: uniqueId("clear") }, "清空本页的全部勾选和答案？清空后不能恢复。");
    const dialog = el("dialog", { class: "kpi-dialog", "aria-labelledby": title.id, close: () => dialog.remove() },
      title,
      el("div", { class: "kpi-actions" }, button("确定清空", clear), button("取消", () => dialog.close(), { autofocus: true })));
    document.body.append(dialog);
    dialog.showModal();
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }
}

/** Say under a question whether the choice is right, and where to read on. @param {HTMLFieldSetElement} question */
function judge(question) {
  const verdict = question.querySelector(".path-verdict");
  if (!verdict) return;
  const chosen = choices(question).find((choice) => choice.checked);
  const right = chosen?.value === question.dataset["answer"];
  const clause = clauseOf(question)?.cloneNode(true);
  verdict.classList.toggle("path-verdict--bad", chosen !== undefined && !right);
  if (!chosen) replace(verdict);
  else if (right) replace(verdict, "答对了。依据：", clause);
  else replace(verdict, "不对。先读 ", clause, "，再选一次。");
}

/** @param {HTMLFieldSetElement} question @returns {HTMLInputElement[]} */
function choices(question) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (question.querySelectorAll("input[type=radio]"))];
}

/** @param {HTMLInputElement} choice */
function labelOf(choice) {
  return choice.closest("label")?.textContent?.trim() ?? "";
}

/** @param {HTMLFieldSetElement} question @returns {HTMLAnchorElement | null} */
function clauseOf(question) {
  return question.querySelector(".path-answer a");
}
