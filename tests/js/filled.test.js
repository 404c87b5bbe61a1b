import assert from "node:assert/strict";
import { test } from "node:test";

import { chatText, faultsOf, plainNumber, sheetRow } from "../../docs/assets/js/filled.js";

/** @typedef {import("../../docs/assets/js/filled.js").FormField} FormField */

/** @param {string} name @param {string} type @param {Partial<FormField>} more @returns {FormField} */
const field = (name, type, more = {}) => ({ name, type, unit: "", required: false, choices: [], ...more });

test("a number is plain digits, grouped or full-width", () => {
  for (const [written, read] of [["1200", "1200"], ["1,200.50", "1200.50"], ["１２．５", "12.5"], ["-3", "-3"], ["+.5", ".5"]]) {
    assert.equal(plainNumber(written ?? ""), read);
  }
  for (const written of ["", "两件", "1200元", "1,20", "1e3", "0x1", "1.2.3", "12%"]) assert.equal(plainNumber(written), null);
});

test("a percentage goes with its sign, whether or not it was written", () => {
  const rate = field("比例", "百分比", { unit: "%" });
  for (const written of ["12.5", "12.5%", "12.5 ％"]) {
    assert.equal(sheetRow([rate], { 比例: written }).text, "12.5%\n");
    assert.deepEqual(faultsOf([rate], { 比例: written }, []), []);
  }
  assert.equal(chatText("表", [rate], { 比例: "12.5" }), "表\n比例：12.5%");
});

test("a row is one line of cells, with no formula and with telephone numbers as text", () => {
  const fields = [field("客户", "文本"), field("电话", "文本"), field("说明", "长文本"), field("净额", "金额"), field("签字", "签字")];
  const { text, html } = sheetRow(fields, { 客户: "=1+1", 电话: "013800138000", 说明: "一\n二\t三", 净额: "-1,200" });
  assert.equal(text, "'=1+1\t013800138000\t一 二 三\t-1200\t\n");
  assert.match(html, /<td style="mso-number-format:'\\@'">013800138000<\/td>/);
  assert.match(html, /<td>-1200<\/td><td><\/td>/);
});

test("what is required is missed, a signature is not", () => {
  const fields = [field("客户", "文本", { required: true }), field("签字", "签字", { required: true }), field("备注", "文本"), field("日期", "日期")];
  assert.deepEqual(faultsOf(fields, { 客户: "  " }, ["日期"]), [{ name: "客户", kind: "missing" }, { name: "日期", kind: "date" }]);
});
