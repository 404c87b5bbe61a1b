/** Elements from data. Text goes in as text nodes only, so nothing that was pasted can become markup. */

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

/**
 * Make an element. Attributes: true sets the bare name, false and null leave it out, a function listens to the event of
 * that name.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter(isPresent));
  return node;
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isPresent(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/**
 * @param {string} label
 * @param {(event: MouseEvent) => void} press
 * @param {Attributes} [attributes]
 */
export function button(label, press, attributes = {}) {
  return el("button", { type: "button", class: "kpi-button", click: press, ...attributes }, label);
}

/**
 * @param {ParentNode & Element} parent
 * @param {...Child} children
 */
export function replace(parent, ...children) {
  parent.replaceChildren(...children.filter(isPresent));
}

let ids = 0;

/** An id that no other element of this visit has. @param {string} stem */
export function uniqueId(stem) {
  ids += 1;
  return `kpi-${stem}-${ids}`;
}

/**
 * A select of texts.
 * @param {string} label
 * @param {{value: string, text: string}[]} options
 * @param {string} chosen
 * @param {(value: string) => void} change
 */
export function select(label, options, chosen, change) {
  const node = el("select", { class: "kpi-select", "aria-label": label, change: () => change(node.value) });
  fill(node, options, chosen);
  return node;
}

/**
 * A select that has only what is chosen until somebody comes to it. A table of twenty columns has hundreds of choices otherwise,
 * which take as long to draw as its cells do.
 * @param {string} label
 * @param {{value: string, text: string}[]} options
 * @param {string} chosen
 * @param {(value: string) => void} change
 */
export function lateSelect(label, options, chosen, change) {
  const shown = options.find(({ value }) => value === chosen) ?? options[0];
  const node = select(label, shown ? [shown] : [], chosen, change);
  const complete = () => {
    if (node.length === options.length) return;
    node.style.inlineSize = `${node.getBoundingClientRect().width}px`; // else the column grows under the pointer
    fill(node, options, chosen);
  };
  node.addEventListener("change", () => node.style.removeProperty("inline-size"));
  for (const coming of ["pointerdown", "focus"]) node.addEventListener(coming, complete);
  return node;
}

/**
 * @param {HTMLSelectElement} node
 * @param {{value: string, text: string}[]} options
 * @param {string} chosen
 */
function fill(node, options, chosen) {
  node.replaceChildren(...options.map(({ value, text }) => el("option", { value, selected: value === chosen }, text)));
}

/** What is wrong and what to do, as one text. @param {{reason: string, hint: string}} fault */
export function advice({ reason, hint }) {
  return hint ? `${reason.replace(/[。；]$/, "")}。${hint}` : reason;
}

const SIZES = [["MB", 1024 * 1024], ["KB", 1024]];

/** Bytes for people: `3.2 MB`. @param {number} bytes */
export function size(bytes) {
  for (const [unit, scale] of /** @type {[string, number][]} */ (SIZES)) {
    if (bytes >= scale) return `${(bytes / scale).toFixed(1)} ${unit}`;
  }
  return `${bytes} 字节`;
}

/** Thousands separated: `100,000`. @param {number | string} count */
export function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
