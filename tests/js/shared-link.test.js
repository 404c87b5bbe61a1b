import assert from "node:assert/strict";
import { test } from "node:test";

import { LinkFault, linkFor, LONGEST_LINK, readFragment } from "../../docs/assets/js/shared-link.js";

const PAGE = "https://handbook.example/kpi/schemes/am-quarter/?r=3";
const SHARED = { page: "kpi.am-quarter", settings: { columns: { "签约额": { input: "实际完成销售额" } } }, data: [{ op: "read_text", fields: { text: "姓名\t签约额\n张三\t１２０万😀" } }] };

/** @param {string} link */
const fragment = (link) => new URL(link).hash;

test("a link brings back what was put into it", async () => {
  const link = await linkFor(`${PAGE}#calculator`, SHARED);
  assert.deepEqual(await readFragment(fragment(link)), SHARED);
});

test("everything stands behind the mark that no server sees, in letters that chats leave alone", async () => {
  const link = await linkFor(PAGE, SHARED);
  const [address, behind = "", ...rest] = link.split("#");
  assert.equal(address, PAGE);
  assert.deepEqual(rest, []);
  assert.match(behind, /^hb-[A-Za-z0-9_-]+$/);
});

test("what a chat puts behind a link does no harm", async () => {
  const link = await linkFor(PAGE, SHARED);
  for (const tail of ["。", ")", "&from=groupmessage", "，请看", "?t=1"]) {
    assert.deepEqual(await readFragment(fragment(link + tail)), SHARED);
  }
});

test("a link that was cut or changed is refused, with what to do", async () => {
  const letters = fragment(await linkFor(PAGE, SHARED));
  const half = Math.floor(letters.length / 2);
  for (const damaged of [letters.slice(0, half), letters.slice(0, -6), `${letters.slice(0, half)}AAAA${letters.slice(half + 4)}`, "#hb-AAAA", "#hb-H4sI"]) {
    await assert.rejects(readFragment(damaged), (error) => error instanceof LinkFault && /不完整/.test(error.message));
  }
});

test("other fragments are left to the page", async () => {
  for (const other of ["", "#", "#KP-201", "#calculator", "#%E7%AE%97%E4%BE%8B"]) assert.equal(await readFragment(other), null);
});

test("a link longer than chats carry is not made, and the limit is said", async () => {
  const noise = Array.from({ length: LONGEST_LINK }, (_, at) => String.fromCharCode(0x4e00 + (at * 7919) % 20000)).join("");
  await assert.rejects(linkFor(PAGE, { ...SHARED, data: noise }), (error) => error instanceof LinkFault && error.message.includes(String(LONGEST_LINK)));
});

test("a link made to fill the memory is refused", async () => {
  const bomb = await linkFor(PAGE, { ...SHARED, data: "0".repeat(4_000_000) });
  await assert.rejects(readFragment(fragment(bomb)), LinkFault);
});
