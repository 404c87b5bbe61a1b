/**
 * What was pasted or typed into a calculator, across a change of pages: noted as unsaved while it is there, and put back
 * when the page before this one left it (`unsaved.js`).
 */

import { carriedOver, unsaved } from "./unsaved.js";

/**
 * @typedef {object} Carrying
 * @property {string} name  of the calculator
 * @property {HTMLElement} node
 * @property {() => unknown} carry  what is to be put back; null where there is nothing
 * @property {(carried: any) => void} bring
 * @property {(text: string) => void} tell
 */

/**
 * @param {Carrying} calculator
 * @returns {() => Promise<void>} puts back what the page before this one had
 */
export function createCarrying({ name, node, carry, bring, tell }) {
  // An example or a link that was opened is no loss; what is typed on top of it is.
  let typed = false;
  const follow = () => { if (typed) unsaved(name, carry() ? carry : null); };
  for (const type of ["input", "change", "paste", "drop"]) {
    node.addEventListener(type, () => {
      typed = true;
      follow(); // at once: the page may be left before anything else runs
      setTimeout(follow); // and when what was pasted or dropped has arrived
    });
  }
  node.addEventListener("click", () => setTimeout(follow));

  return async () => {
    const carried = await carriedOver(name);
    if (!carried) return;
    typed = true;
    bring(carried);
    follow();
    tell("重新载入前粘贴和填写的内容已放回来。它只在浏览器的内存里转过来，没有保存，也没有上传。");
  };
}
