/**
 * The tables that a calculator asks for, with what was read of them; a calculator of months takes as many as there are:
 * then tables can be added and taken away.
 */

import { button, el } from "../dom.js";

/** @typedef {import("../protocol.js").PastedTable} PastedTable */
/** @typedef {import("../protocol.js").TableView} TableView */
/** @typedef {import("./table-input.js").TableSpec} TableSpec */
/** @typedef {ReturnType<typeof import("./table-input.js").createTableInput>} TableInput */
/**
 * @typedef {object} MoreTables
 * @property {number} most  tables in all
 * @property {string} add  what the button for another one says
 * @property {(place: number) => TableSpec} spec  of an added table; `place` counts all tables from 1
 */

/**
 * @param {TableSpec[]} specs
 * @param {MoreTables | undefined} more
 * @param {(spec: TableSpec) => TableInput} create
 * @param {() => void} changed  a table was taken away
 */
export function createTableList(specs, more, create, changed) {
  const node = el("div");
  const checks = el("div");
  /** @type {TableInput[]} */
  let inputs = [];
  const adder = more && button(more.add, () => {
    const spec = unused()[0];
    if (spec) add(spec).focus();
  });
  for (const spec of specs) add(spec);

  /** Specs of tables that may still be added. */
  function unused() {
    const places = Array.from({ length: more ? more.most - specs.length : 0 }, (_, at) => specs.length + 1 + at);
    return places.flatMap((place) => more ? [more.spec(place)] : []).filter(({ name }) => inputs.every((input) => input.spec.name !== name));
  }

  /** @param {TableSpec} spec */
  function add(spec) {
    const input = create(spec);
    inputs.push(input);
    checks.append(input.check);
    const isOwn = specs.includes(spec);
    if (!isOwn) input.node.append(button(`去掉${spec.label}`, () => takeAway(input), { class: "kpi-button kpi-button--small" }));
    node.append(input.node);
    follow();
    return input;
  }

  /** @param {TableInput} input */
  function takeAway(input) {
    inputs[inputs.indexOf(input) - 1]?.focus();
    drop(input);
    if (!input.empty) changed();
  }

  /** @param {TableInput} input */
  function drop(input) {
    inputs = inputs.filter((other) => other !== input);
    input.node.remove();
    input.check.remove();
    follow();
  }

  /** The button stands behind the last table. */
  function follow() {
    if (!adder || !more) return;
    node.append(adder);
    adder.hidden = inputs.length >= more.most;
  }

  return {
    node,
    checks,
    get inputs() {
      return inputs;
    },
    /** Whether a table that is needed is not there. */
    get lacking() {
      return inputs.some(({ empty, spec }) => empty && !spec.optional);
    },
    get empty() {
      return inputs.every(({ empty }) => empty);
    },
    /** By name, in the order of the page. @returns {Record<string, PastedTable>} */
    get pasted() {
      return Object.fromEntries(inputs.map(({ spec, pasted }) => [spec.name, pasted]));
    },
    /** The fields that stand with the tables. @returns {Record<string, string>} */
    get options() {
      return Object.assign({}, ...inputs.map(({ options }) => options.settings()));
    },
    /** @param {Record<string, string>} values */
    setOptions(values) {
      for (const { options } of inputs) options.set(values);
    },
    lookAgain() {
      for (const input of inputs) input.lookAgain();
    },
    /** Have a table of each name, and no added ones besides. @param {string[]} names */
    arrange(names) {
      for (const input of [...inputs]) if (!specs.includes(input.spec) && !names.includes(input.spec.name)) drop(input);
      for (const spec of unused()) if (names.includes(spec.name)) add(spec);
    },
    /** @param {Record<string, TableView>} views @returns {Promise<boolean>} whether columns mapped in another visit apply now */
    async show(views) {
      let again = false;
      for (const input of inputs) again = await input.show(views[input.spec.name], true) || again;
      return again;
    },
  };
}
