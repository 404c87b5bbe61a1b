import assert from "node:assert/strict";
import { test } from "node:test";

import { packagesFor, readFromWorker, readToWorker } from "../../docs/assets/js/protocol.js";

test("messages of the protocol pass as they are", () => {
  const request = { type: "request", id: 1, op: "score", fields: {}, payload: null };
  assert.deepEqual(readToWorker(request), request);
  assert.deepEqual(readFromWorker({ type: "cancelled", id: 7 }), { type: "cancelled", id: 7 });
});

test("each direction has its own closed set of types", () => {
  assert.throws(() => readToWorker({ type: "ok", id: 1 }), TypeError);
  assert.throws(() => readFromWorker({ type: "request", id: 1 }), TypeError);
});

test("what has no id, no type or no shape at all is refused", () => {
  for (const data of [null, undefined, "ok", 3, {}, { type: "ok" }, { id: 1 }, { type: "ok", id: "1" }]) {
    assert.throws(() => readFromWorker(data), TypeError);
  }
});

test("packages are loaded only for operations that need them", () => {
  assert.deepEqual(packagesFor("read_text", { text: "姓名" }), []);
  assert.deepEqual(packagesFor("read_file", { name: "表.csv" }), []);
  assert.deepEqual(packagesFor("read_file", { name: "表.XLSX" }), ["openpyxl"]);
  assert.deepEqual(packagesFor("workbook", { what: "result" }), ["openpyxl"]);
  assert.deepEqual(packagesFor("log_read", { text: "日期" }), ["pandas"]);
  assert.deepEqual(packagesFor("team_analyse", {}), ["pandas"]);
  assert.deepEqual(packagesFor("team_analyse_workbook", {}), ["openpyxl", "pandas"]);
  assert.deepEqual(packagesFor("team_what_if", {}), []);
  assert.deepEqual(packagesFor("log_read", { name: "流水.xlsx" }), ["openpyxl", "pandas"]);
});

test("a person's name that ends like a workbook asks for nothing", () => {
  assert.deepEqual(packagesFor("read_form", { name: "张三.xlsx", values: {} }), []);
});
