/**
 * Parts of a result that are fixed by hand, dragged or typed: the rest follows. What is fixed goes with every request,
 * and falls away when a result comes back without it (another table was pasted).
 */

import { button, el } from "../dom.js";

/** @typedef {import("../kit/page.js").PageTools} PageTools */
/** A part: `value` as it may be typed, `steps` how many of the smallest unit.
 * @typedef {{key: string, value: string, steps: string, fixed: boolean}} Part */
/** @typedef {Record<string, {typed: string} | {steps: string}>} Fixed */

/** @param {PageTools} tools */
export function createFixing(tools) {
  /** @type {Fixed} */
  let fixed = {};
  const loosen = button("全部松开", () => change({}), { class: "kpi-button kpi-button--small kpi-noprint", hidden: true });

  /** @param {Fixed} changed */
  function change(changed) {
    fixed = changed;
    tools.adjust({ fixed: changed });
  }

  /** @param {string} key */
  function release(key) {
    const { [key]: _gone, ...rest } = fixed;
    change(rest);
  }

  /** Fix a part at what was typed; nothing typed lets it go. @param {string} key @param {string} typed */
  function type(key, typed) {
    if (typed.trim()) change({ ...fixed, [key]: { typed: typed.trim() } });
    else release(key);
  }

  /** Take over a result: what it does not hold fixed is not. @param {Part[]} parts @param {string} unitLabel */
  function follow(parts, unitLabel) {
    // Steps are those of the unit that was: what was dragged stays an amount when the unit changes.
    fixed = Object.fromEntries(parts.filter(({ key, fixed: isFixed }) => isFixed && key in fixed)
      .map(({ key, value }) => [key, fixed[key] && "steps" in fixed[key] ? { typed: `${value}${unitLabel}` } : fixed[key] ?? { typed: value }]));
    loosen.hidden = Object.keys(fixed).length === 0;
  }

  /** A slider and a box for a part. @param {Part} part @param {string} name @param {string} most steps @param {string} unitLabel */
  function control({ key, value, steps, fixed: isFixed }, name, most, unitLabel) {
    const slider = el("input", {
      type: "range", class: "calc-slider", min: 0, max: most, step: 1, "aria-label": `拖动${name}`, "data-part": `slide-${key}`,
      "aria-valuetext": `${value} ${unitLabel}`, change: () => change({ ...fixed, [key]: { steps: slider.value } }),
    });
    slider.value = steps;
    const box = el("input", {
      type: "text", class: "kpi-input kpi-input--short", inputmode: "decimal", autocomplete: "off", "aria-label": `${name}固定为`, "data-part": `type-${key}`,
      placeholder: "不固定", change: () => type(key, box.value),
    });
    box.value = isFixed ? value : "";
    return el("div", { class: "calc-fix" }, slider, box, key in fixed && button("松开", () => release(key),
      { class: "kpi-button kpi-button--small", "aria-label": `松开${name}` }));
  }

  /** Draw controls anew, and give the focus back to the one that had it. @param {HTMLElement} place @param {() => void} draw */
  function redraw(place, draw) {
    const focused = document.activeElement?.getAttribute("data-part");
    draw();
    const again = focused && place.querySelector(`[data-part="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }

  return { loosen, follow, control, redraw, type, has: (/** @type {string} */ key) => key in fixed };
}
