import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { linked } from "../../handbook/browser/image_builder/link.mjs";
import { withCustomSection } from "../../handbook/browser/image_builder/sections.mjs";
import { BINARYEN, assemble } from "./assembler.js";

const work = fs.mkdtempSync(path.join(os.tmpdir(), "link-"));
after(() => fs.rmSync(work, { recursive: true }));

/** Emscripten's script in small: it starts the module and says where everything lies. */
const SCRIPT = `globalThis._createPyodideModule = (settings) => new Promise((resolve) => {
  const number = (value, mutable) => new WebAssembly.Global({ value: "i32", mutable }, value);
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 3 });
  const imports = { env: {
    memory: settings.wasmMemory, __indirect_function_table: table, __stack_pointer: number(5000, true),
    __memory_base: number(1024, false), __table_base: number(1, false),
  }, "GOT.func": { asked: number(7, true), idle: number(8, true) } };
  settings.instantiateWasm(imports, (instance) => { instance.exports.write(); resolve({ instance, table }); });
});`;

/** @param {string} body  of what it does at its start */
function interpreter(body) {
  fs.writeFileSync(path.join(work, "pyodide.asm.js"), SCRIPT);
  return withCustomSection(assemble(work, `(module
    (import "env" "memory" (memory 1)) (import "env" "__indirect_function_table" (table 3 funcref))
    (import "env" "__memory_base" (global $data i32)) (import "env" "__table_base" (global $first i32))
    (import "env" "__stack_pointer" (global $stack (mut i32)))
    (import "GOT.func" "asked" (global $asked (mut i32))) (import "GOT.func" "idle" (global $idle (mut i32)))
    (global $name (mut i32) (i32.const 4)) (global $seen (export "seen") i32 (i32.const 16))
    (func $begin ${body}) (start $begin)
    (func $read (export "read") (result i32) (i32.load (global.get $name)))
    (func $write (export "write") (i32.store offset=8 (global.get $name) (global.get $asked)))
    (elem (global.get $first) $read $write)
    (data (global.get $data) "\\00\\00\\00\\00\\2a"))`), "dylink.0", [1, 4, 0, 0, 0, 0]);
}

test("an interpreter with its addresses in it does the same, and asks for nothing that it does not use", async () => {
  const made = await linked(work, interpreter("(global.set $name (i32.add (global.get $data) (global.get $name)))"), 1, BINARYEN, path.join(work, "made"));
  const module = new WebAssembly.Module(new Uint8Array(made));
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ module, name }) => `${module}.${name}`).sort(),
    ["GOT.func.asked", "env.__indirect_function_table", "env.memory"]);
  assert.deepEqual(WebAssembly.Module.exports(module).map(({ name }) => name).sort(), ["read", "seen", "write"]);
  assert.deepEqual([...new Uint8Array(WebAssembly.Module.customSections(module, "dylink.0")[0] ?? new ArrayBuffer(0))], [1, 4, 0, 0, 0, 0]);

  const memory = new WebAssembly.Memory({ initial: 1 });
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 3 });
  const asked = new WebAssembly.Global({ value: "i32", mutable: true }, 7);
  const instance = new WebAssembly.Instance(module, { env: { memory, __indirect_function_table: table }, "GOT.func": { asked } });
  assert.equal(/** @type {Function} */ (instance.exports["read"])(), 42);
  assert.equal(table.get(1), instance.exports["read"]);
});

test("an interpreter that does more at its start than set addresses is refused", async () => {
  const more = "(global.set $name (i32.add (global.get $data) (global.get $name))) (i32.store (i32.const 64) (i32.const 1))";
  await assert.rejects(() => linked(work, interpreter(more), 1, BINARYEN, path.join(work, "more")), /the same memory/);
});
