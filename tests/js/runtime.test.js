import assert from "node:assert/strict";
import { test } from "node:test";

import { Cancelled, Runtime, RuntimeFault, WorkerLost } from "../../docs/assets/js/runtime.js";
import { Session } from "../../docs/assets/js/session.js";
import { fakeWorker, turn } from "./fakes.js";

/** @typedef {import("../../docs/assets/js/worker/handler.js").Outcome} Outcome */
/** @typedef {import("./fakes.js").Request} Request */

/** @type {Outcome} */
const WORKING = { state: "working", label: "计分", done: 0, of: 9 };
const SCHEME = { id: "am-quarter", title: "季度考核", inputs: {}, clauses: {}, sample: "" };
const SETTINGS = { columns: {}, units: {} };

/**
 * A runtime over fake workers, with everything that they were asked.
 * @param {(request: Request) => Outcome[]} [script]
 */
function setUp(script = ({ op }) => [{ state: "done", reply: { op } }]) {
  /** @type {ReturnType<typeof fakeWorker>[]} */
  const workers = [];
  /** @type {string[]} */
  const asked = [];
  const runtime = new Runtime({
    spawn() {
      const fake = fakeWorker((request) => {
        asked.push(request.op);
        return script(request);
      });
      workers.push(fake);
      return { worker: fake.worker, name: "test" };
    },
    died: () => workers.at(-1)?.gone ?? Promise.resolve(),
    grace: 100, // longer than a job may hold the loop
  });
  /** @type {string[]} */
  const states = [];
  runtime.subscribe(({ kind }) => states.push(kind));
  return { runtime, workers, asked, states };
}

/**
 * @param {Runtime} runtime
 * @param {string} kind
 */
async function until(runtime, kind) {
  while (runtime.state.kind !== kind) await turn();
}

test("the interpreter is started once, however many ask", async () => {
  const { runtime, workers, states } = setUp();
  await Promise.all([runtime.start(), runtime.start(), runtime.request("score", {})]);
  assert.equal(workers.length, 1);
  assert.deepEqual([...new Set(states)], ["loading", "ready"]);
});

test("a request comes back with its reply", async () => {
  const { runtime } = setUp();
  const { reply } = await runtime.request("score", {});
  assert.deepEqual(reply, { op: "score" });
});

test("a refusal is a fault with advice, and the runtime stays ready", async () => {
  const error = { reason: "还没有数据", hint: "先粘贴表格" };
  const { runtime } = setUp(() => [{ state: "failed", error }]);
  await assert.rejects(runtime.request("score", {}), (thrown) => thrown instanceof RuntimeFault && thrown.fault.hint === error.hint);
  assert.equal(runtime.state.kind, "ready");
});

test("a cancelled request ends at once and leaves the worker alive", async () => {
  const { runtime, workers } = setUp(({ op }) => op === "score" ? [WORKING] : [{ state: "done", reply: {} }]);
  await runtime.start();
  const abort = new AbortController();
  const running = runtime.request("score", {}, { signal: abort.signal });
  await turn();
  abort.abort();
  await assert.rejects(running, Cancelled);
  await runtime.request("people", { offset: 0, limit: 50, sort: "row" });
  assert.equal(workers.length, 1);
});

test("a worker that does not stop when asked is replaced", async () => {
  const { runtime, workers } = setUp();
  await runtime.start();
  workers[0]?.hang();
  const abort = new AbortController();
  const running = runtime.request("score", {}, { signal: abort.signal });
  await turn();
  abort.abort();
  await assert.rejects(running, Cancelled);
  while (workers.length < 2) await turn();
  await until(runtime, "ready");
  assert.equal(runtime.generation, 2);
});

test("a dead worker is noticed and replaced without being asked", async () => {
  const { runtime, workers } = setUp();
  await runtime.start();
  workers[0]?.die();
  while (workers.length < 2) await turn();
  await until(runtime, "ready");
  assert.equal(runtime.generation, 2);
});

test("a request that dies with its worker says so", async () => {
  const { runtime, workers } = setUp(() => [WORKING]);
  await runtime.start();
  const running = runtime.request("score", {});
  await turn();
  workers[0]?.die();
  await assert.rejects(running, WorkerLost);
});

test("a worker that keeps dying is not restarted for ever, and can be started by hand", async () => {
  const { runtime, workers } = setUp();
  await runtime.start();
  workers[0]?.die();
  while (workers.length < 2) await turn();
  await until(runtime, "ready");
  workers[1]?.die();
  await until(runtime, "failed");
  await runtime.start();
  assert.equal(runtime.state.kind, "ready");
});

test("a browser that cannot is told apart, and asking again tries again", async () => {
  const fault = { reason: "这个浏览器不支持 WebAssembly", hint: "换一个" };
  let tries = 0;
  const runtime = new Runtime({
    spawn() {
      tries += 1;
      throw new RuntimeFault(fault);
    },
    died: () => new Promise(() => {}),
    grace: 5,
  });
  await assert.rejects(runtime.request("score", {}), RuntimeFault);
  await assert.rejects(runtime.start(), RuntimeFault);
  assert.deepEqual(runtime.state, { kind: "failed", fault });
  assert.equal(tries, 2);
});

test("a page that is told that the interpreter is gone takes another worker, whoever asked for what", async () => {
  const { runtime, workers } = setUp();
  await runtime.start();
  const fault = { reason: "计算程序出错", hint: "" };
  workers[0]?.worker.onmessage?.(/** @type {any} */ ({ data: { type: "error", id: 0, fault, kind: "lost" } }));
  await until(runtime, "ready");
  assert.equal(workers.length, 2);
});

test("requests are sent before Python is there, and are answered when it is", async () => {
  const { runtime, workers } = setUp();
  const session = new Session(runtime, SCHEME);
  const reading = session.shape("read_text", { text: "姓名", settings: SETTINGS });
  for (let microtasks = 0; microtasks < 10; microtasks += 1) await null;
  assert.equal(runtime.state.kind, "loading");
  assert.deepEqual(workers[0]?.sent, ["start", "open_scheme", "read_text"]);
  await reading;
  assert.equal(runtime.state.kind, "ready");
});

test("a session opens its scheme once and then only asks", async () => {
  const { runtime, asked } = setUp();
  const session = new Session(runtime, SCHEME);
  await session.shape("read_text", { text: "姓名", settings: SETTINGS });
  await session.ask("score", {});
  assert.deepEqual(asked, ["open_scheme", "read_text", "score"]);
});

test("a scheme that cannot be opened is what a table fails with, not what comes of it", async () => {
  const error = { reason: "考核方案有误", hint: "告诉维护的人" };
  const { runtime } = setUp(({ op }) => [{ state: "failed", error: op === "open_scheme" ? error : { ...error, reason: "还没有方案" } }]);
  const session = new Session(runtime, SCHEME);
  await assert.rejects(session.shape("read_text", { text: "甲", settings: SETTINGS }), { message: "考核方案有误" });
  assert.equal(session.synced, false);
  assert.deepEqual(session.journal, []);
});

test("a new worker is given the paste and its changes again", async () => {
  const { runtime, workers, asked } = setUp();
  const session = new Session(runtime, SCHEME);
  await session.shape("read_text", { text: "旧", settings: SETTINGS });
  await session.shape("read_text", { text: "新", settings: SETTINGS });
  await session.shape("edit_cell", { row: 1, index: 1, text: "9" });
  await session.shape("remap", { settings: SETTINGS });
  await session.shape("remap", { settings: SETTINGS });
  asked.length = 0;
  workers[0]?.die();
  while (workers.length < 2) await turn();
  await session.ask("score", {});
  assert.deepEqual(asked, ["open_scheme", "read_text", "edit_cell", "remap", "score"]);
});

test("two schemes take turns at one worker without mixing their tables", async () => {
  const { runtime, workers, asked } = setUp();
  const first = new Session(runtime, SCHEME);
  const second = new Session(runtime, { ...SCHEME, id: "director-quarter" });
  await first.shape("read_text", { text: "甲", settings: SETTINGS });
  await second.shape("read_text", { text: "乙", settings: SETTINGS });
  asked.length = 0;
  await first.ask("score", {});
  assert.deepEqual(asked, ["open_scheme", "read_text", "score"]);
  assert.equal(workers.length, 1);
});

test("two schemes that ask at the same moment are each answered from their own table", async () => {
  const { runtime, asked } = setUp();
  const first = new Session(runtime, SCHEME);
  const second = new Session(runtime, { ...SCHEME, id: "director-quarter" });
  await first.shape("read_text", { text: "甲", settings: SETTINGS });
  asked.length = 0;
  await Promise.all([second.ask("template", {}), first.ask("score", {}), second.ask("template", {})]);
  const [open, read] = ["open_scheme", "read_text"];
  assert.deepEqual(asked, [open, "template", open, read, "score", open, "template"]);
});

test("a table that was cut off while it was scored is not what the next request is about", async () => {
  const { runtime, workers, asked } = setUp(({ op, text }) => text === "新" && op === "read_text" ? [WORKING] : [{ state: "done", reply: {} }]);
  const session = new Session(runtime, SCHEME);
  await session.shape("read_text", { text: "旧", settings: SETTINGS });
  const abort = new AbortController();
  const reading = session.shape("read_text", { text: "新", settings: SETTINGS }, { signal: abort.signal });
  while (workers[0]?.events.at(-1) !== "begin read_text") await turn();
  abort.abort();
  await assert.rejects(reading, Cancelled);
  asked.length = 0;
  await session.ask("person", { index: 0 });
  assert.deepEqual(asked, ["open_scheme", "read_text", "person"]);
});

test("what is asked while one table takes the place of another is about the second", async () => {
  const { runtime, workers, asked } = setUp(({ op, text }) => text === "一" && op === "read_text" ? [WORKING] : [{ state: "done", reply: {} }]);
  const session = new Session(runtime, SCHEME);
  const abort = new AbortController();
  const first = session.shape("read_text", { text: "一", settings: SETTINGS }, { signal: abort.signal });
  while (workers[0]?.events.at(-1) !== "begin read_text") await turn();
  abort.abort();
  const second = session.shape("read_text", { text: "二", settings: SETTINGS });
  const person = session.ask("person", { index: 0 });
  await assert.rejects(first, Cancelled);
  await Promise.all([second, person]);
  assert.deepEqual(asked.slice(2), ["open_scheme", "read_text", "person"]);
  assert.deepEqual(session.journal.map(({ fields }) => fields.text), ["二"]);
});

test("a table that is refused leaves the one before it, and one that is to be replaced is not read again", async () => {
  const error = { reason: "没有表头", hint: "" };
  const { runtime, asked } = setUp(({ op, text }) => [text === "坏" && op === "read_text" ? { state: "failed", error } : { state: "done", reply: {} }]);
  const session = new Session(runtime, SCHEME);
  await session.shape("read_text", { text: "一", settings: SETTINGS });
  await assert.rejects(session.shape("read_text", { text: "坏", settings: SETTINGS }), RuntimeFault);
  asked.length = 0;
  await session.ask("score", {});
  assert.deepEqual(asked, ["open_scheme", "read_text", "score"]);
  await assert.rejects(session.shape("read_text", { text: "坏", settings: SETTINGS }), RuntimeFault);
  asked.length = 0;
  await session.shape("read_text", { text: "二", settings: SETTINGS });
  assert.deepEqual(asked, ["open_scheme", "read_text"]);
});

test("the runtime rests when Python is there and all that was asked is answered", async () => {
  let isLate = true;
  const { runtime } = setUp(({ op }) => op === "score" && isLate ? [WORKING] : [{ state: "done", reply: {} }]);
  let rests = false;
  const resting = runtime.rest().then(() => { rests = true; });
  await turn();
  assert.equal(rests, false); // nobody has started it
  void runtime.request("score", {}).catch(() => {});
  await until(runtime, "ready");
  for (let turns = 0; turns < 5; turns += 1) await turn();
  assert.equal(rests, false);
  isLate = false;
  runtime.stop();
  await runtime.start();
  await resting;
});

test("the runtime rests when Python cannot be had", async () => {
  const runtime = new Runtime({
    spawn() { throw new RuntimeFault({ reason: "没有后台线程", hint: "" }); },
    died: () => Promise.resolve(),
    grace: 100,
  });
  await assert.rejects(runtime.start());
  await runtime.rest();
});

test("a table that kills every worker is not tried for ever", async () => {
  const { runtime, workers } = setUp(({ op }) => op === "read_text" ? [WORKING] : [{ state: "done", reply: {} }]);
  const session = new Session(runtime, SCHEME);
  for (const lives of [1, 2]) {
    const reading = session.shape("read_text", { text: "甲", settings: SETTINGS });
    while (workers[lives - 1]?.events.at(-1) !== "begin read_text") await turn();
    workers[lives - 1]?.die();
    await assert.rejects(reading, WorkerLost);
  }
  await until(runtime, "failed");
  assert.equal(workers.length, 2);
});

test("giving up one request leaves another that waits for the same opening alone", async () => {
  const { runtime, asked } = setUp();
  const session = new Session(runtime, SCHEME);
  const abort = new AbortController();
  const first = session.ask("template", {}, { signal: abort.signal });
  const second = session.ask("score", {});
  abort.abort();
  await assert.rejects(first, Cancelled);
  await second;
  assert.deepEqual(asked, ["open_scheme", "score"]);
});

test("a failed reading is not kept in the journal", async () => {
  const { runtime } = setUp(({ op }) => op === "read_text"
    ? [{ state: "failed", error: { reason: "超过 20 MB", hint: "分批" } }] : [{ state: "done", reply: {} }]);
  const session = new Session(runtime, SCHEME);
  await assert.rejects(session.shape("read_text", { text: "大", settings: SETTINGS }), RuntimeFault);
  assert.deepEqual(session.journal, []);
});
