import assert from "node:assert/strict";
import { test } from "node:test";

import { WorkerFault } from "../../docs/assets/js/worker/handler.js";
import { fakeInterpreter, recordingHandler, turn } from "./fakes.js";

/** @typedef {import("../../docs/assets/js/protocol.js").Op} Op */
/** @typedef {import("../../docs/assets/js/worker/handler.js").Outcome} Outcome */

/** @type {Outcome} */
const DONE = { state: "done", reply: { fine: true } };
/** @type {Outcome} */
const WORKING = { state: "working", label: "读取表格", done: 1, of: 9 };

/**
 * @param {number} id
 * @param {Op} op
 */
const request = (id, op, fields = {}) => ({ type: /** @type {const} */ ("request"), id, op, fields, payload: null });

test("a request is answered with the reply under its own id", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(4, "score"));
  assert.deepEqual(posted, [{ type: "ok", id: 4, reply: { fine: true }, payload: null }]);
});

test("start answers with the build that runs", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "start"));
  assert.deepEqual(posted, [{ type: "ok", id: 1, reply: { build: "fake", missing: null, path: "image", image: "core", refused: null, files: 4, bytes: 0, fetched: 0, memory: 0, steps: [] }, payload: null }]);
});

test("bytes that a job made travel beside the reply", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "workbook", { what: "result" }));
  const [answer] = posted;
  assert.equal(answer?.type === "ok" && answer.payload?.byteLength, 3);
});

test("requests are answered one after the other, in order", async () => {
  const { interpreter, events } = fakeInterpreter(() => [WORKING, WORKING, DONE]);
  const { handle } = recordingHandler(async () => interpreter);
  await Promise.all([handle(request(1, "score")), handle(request(2, "people"))]);
  assert.deepEqual(events, ["begin score", "close score", "begin people", "close people"]);
});

test("progress is posted while a job works", async () => {
  const { interpreter } = fakeInterpreter(() => [...Array(40).fill(WORKING), DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "score"));
  const progress = posted.filter(({ type }) => type === "progress");
  assert.ok(progress.length > 0 && progress.length < 40, `${progress.length} messages for 40 steps`);
  assert.deepEqual(progress[0], { type: "progress", id: 1, progress: { kind: "working", label: "读取表格", done: 1, of: 9 } });
});

test("cancel takes effect between steps, and the job is closed", async () => {
  const { interpreter, events } = fakeInterpreter(() => [WORKING]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  const running = handle(request(1, "score"));
  while (!events.length) await turn();
  await handle({ type: "cancel", id: 1 });
  await running;
  assert.deepEqual(posted.at(-1), { type: "cancelled", id: 1 });
  assert.deepEqual(events, ["begin score", "close score"]);
});

test("a request that is cancelled while it waits never begins", async () => {
  const { interpreter, events } = fakeInterpreter(({ op }) => op === "score" ? [WORKING, DONE] : [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  const both = [handle(request(1, "score")), handle(request(2, "people"))];
  await handle({ type: "cancel", id: 2 });
  await Promise.all(both);
  assert.deepEqual(posted.at(-1), { type: "cancelled", id: 2 });
  assert.ok(!events.includes("begin people"));
});

test("a cancel that comes too late is forgotten, not kept for a later request", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "score"));
  await handle({ type: "cancel", id: 1 });
  await handle(request(1, "score"));
  assert.deepEqual(posted.map(({ type }) => type), ["ok", "ok"]);
});

test("what the desk refuses is passed on with its advice", async () => {
  const error = { reason: "还没有数据", hint: "先粘贴表格" };
  const { interpreter } = fakeInterpreter(() => [{ state: "failed", error }]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "score"));
  assert.deepEqual(posted, [{ type: "error", id: 1, fault: error, kind: "refused" }]);
});

test("an exception becomes an answer, and the next request is served", async () => {
  const { interpreter } = fakeInterpreter(({ op }) => {
    if (op === "score") throw new Error("Traceback\nKeyError: 'row'");
    return [DONE];
  });
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "score"));
  await handle(request(2, "people"));
  const [first, second] = posted;
  assert.ok(first?.type === "error" && first.fault.reason.includes("KeyError: 'row'") && first.kind === "broken");
  assert.equal(second?.type, "ok");
});

test("an interpreter that is beyond help is said to be lost", async () => {
  const fatal = Object.assign(new Error("memory access out of bounds"), { pyodide_fatal_error: true });
  const { interpreter } = fakeInterpreter(() => { throw fatal; });
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "score"));
  assert.ok(posted[0]?.type === "error" && posted[0].kind === "lost");
});

test("a failed start is answered with its fault, and the next request tries again", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  const fault = { reason: "下载 pyodide.asm.wasm 失败", hint: "检查网络" };
  let starts = 0;
  const { handle, posted } = recordingHandler(async () => {
    starts += 1;
    if (starts === 1) throw new WorkerFault(fault);
    return interpreter;
  });
  await handle(request(1, "start"));
  await handle(request(2, "start"));
  assert.deepEqual(posted[0], { type: "error", id: 1, fault, kind: "broken" });
  assert.equal(posted[1]?.type, "ok");
});

test("package sets are there before the job begins", async () => {
  const { interpreter, events } = fakeInterpreter(() => [DONE]);
  const { handle } = recordingHandler(async () => interpreter);
  await handle(request(1, "log_read", { name: "流水.xlsx" }));
  assert.deepEqual(events, ["need openpyxl", "need pandas", "begin log_read", "close log_read"]);
});

test("what a start only expects may be missing; whoever needs it hears of it", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  const fault = { reason: "下载 pandas.image 失败", hint: "检查网络" };
  const { handle, posted } = recordingHandler(async () => ({ ...interpreter, need: () => Promise.reject(new WorkerFault(fault)) }));
  await handle(request(1, "start", { sets: ["pandas"] }));
  await handle(request(2, "score"));
  await handle(request(3, "log_read"));
  const [started, scored, read] = posted;
  assert.ok(started?.type === "ok" && /** @type {any} */ (started.reply).missing === fault);
  assert.equal(scored?.type, "ok");
  assert.deepEqual(read, { type: "error", id: 3, fault, kind: "broken" });
});

test("what is asked for while the interpreter comes up is known to what brings it up", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  /** @type {string[][]} */ const seen = [];
  const { handle } = recordingHandler(async (_, wanted) => {
    seen.push([...wanted]);
    for (let turns = 0; turns < 10 && wanted.size === 0; turns += 1) await turn();
    seen.push([...wanted]);
    return interpreter;
  });
  const starting = handle(request(1, "start", { sets: [] }));
  await turn();
  await handle(request(2, "start", { sets: ["pandas"] }));
  await starting;
  assert.deepEqual(seen, [[], ["pandas"]]);
});

test("rehearsing goes on as often as it was asked to, and no more", async () => {
  const { interpreter, events } = fakeInterpreter(() => [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  await handle(request(1, "rehearse", { rounds: 3 }));
  assert.deepEqual(events, Array(6).fill("rehearse")); // two requests a round
  assert.deepEqual(posted, [{ type: "ok", id: 1, reply: { rounds: 3 }, payload: null }]);
});

test("rehearsing ends at once when somebody asks for something", async () => {
  const { interpreter, events } = fakeInterpreter(() => [DONE]);
  const { handle, posted } = recordingHandler(async () => interpreter);
  const rehearsing = handle(request(1, "rehearse", { rounds: 1000 }));
  while (events.length < 2) await turn();
  await handle(request(2, "score"));
  await rehearsing;
  const [first] = posted;
  assert.ok(first?.type === "ok" && events.length < 10, `${events.length} requests`);
  assert.deepEqual(first.reply, { rounds: Math.floor(events.indexOf("begin score") / 2) });
});

test("pages that ask with the same numbers are answered each for itself, from its own desk", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  /** @type {string[]} */ const desks = [];
  const begin = (/** @type {string} */ page, /** @type {object} */ asked) => {
    desks.push(page);
    return interpreter.begin(page, asked, null);
  };
  const { connect, handle, posted } = recordingHandler(async () => ({ ...interpreter, begin }));
  /** @type {object[]} */ const other = [];
  const second = connect((message) => void other.push(message));
  await Promise.all([handle(request(1, "score")), second.handle(request(1, "people")), handle(request(2, "people"))]);
  assert.deepEqual(posted.map(({ id }) => id), [1, 2]);
  assert.deepEqual(other, [{ type: "ok", id: 1, reply: { fine: true }, payload: null }]);
  const [mine, others] = desks;
  assert.ok(mine !== others);
  assert.deepEqual(desks, [mine, others, mine]);
});

test("one page's cancel leaves the other's request of that number alone", async () => {
  const { interpreter } = fakeInterpreter(() => [WORKING, WORKING, DONE]);
  const { connect, handle, posted } = recordingHandler(async () => interpreter);
  const second = connect(() => {});
  const running = handle(request(1, "score"));
  await second.handle({ type: "cancel", id: 1 });
  await running;
  assert.equal(posted.at(-1)?.type, "ok");
});

test("what a page was waiting for ends when it leaves, and its desk is dropped when that is over", async () => {
  const { interpreter, events } = fakeInterpreter(({ op }) => op === "score" ? [WORKING] : [DONE]);
  const { connect, handle, posted, leave } = recordingHandler(async () => interpreter);
  const second = connect(() => {});
  const running = handle(request(1, "score"));
  while (!events.length) await turn();
  await Promise.all([leave(), second.handle(request(1, "people")), running]);
  assert.deepEqual(posted.at(-1), { type: "cancelled", id: 1 });
  assert.deepEqual(events.slice(0, 2), ["begin score", "close score"]);
  assert.match(String(events.find((event) => event.startsWith("forget"))), /^forget /);
  assert.ok(events.includes("begin people"));
});

test("a page that leaves before Python is there holds nothing up", async () => {
  const { connect, handle, posted } = recordingHandler(() => Promise.reject(new Error("no network")));
  await connect(() => {}).leave();
  await handle(request(1, "start"));
  assert.equal(posted[0]?.type, "error");
});

test("an interpreter that a table made grow is not kept for the next page, unless another page has it", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  let starts = 0;
  const grown = { ...interpreter, started: () => ({ ...interpreter.started(), memory: 200 << 20 }) };
  const { connect, handle, leave } = recordingHandler(async () => { starts += 1; return grown; });
  await handle(request(1, "score"));
  const second = connect(() => {});
  await second.handle(request(1, "score"));
  await leave();
  await leave(); // said twice, counted once
  await second.handle(request(2, "score"));
  assert.equal(starts, 1);
  await second.leave();
  await connect(() => {}).handle(request(1, "score"));
  assert.equal(starts, 2);
});

test("when the interpreter breaks every page is told, none goes on in the next one, and a new page gets that", async () => {
  const { interpreter } = fakeInterpreter(() => [DONE]);
  let starts = 0;
  const breaking = { ...interpreter, begin: () => { throw new WebAssembly.RuntimeError("unreachable"); } };
  const { connect, handle, posted } = recordingHandler(async () => (++starts === 1 ? breaking : interpreter));
  /** @type {import("../../docs/assets/js/protocol.js").FromWorker[]} */ const other = [];
  const second = connect((message) => void other.push(message));
  await Promise.all([handle(request(1, "score")), second.handle(request(7, "people"))]);
  await Promise.all([handle(request(2, "score")), second.handle(request(8, "people"))]);
  const told = (/** @type {typeof other} */ messages) => messages.map((message) => [message.id, message.type === "error" ? message.kind : message.type]);
  assert.deepEqual(told(posted), [[1, "lost"], [0, "lost"], [2, "lost"]]);
  assert.deepEqual(told(other), [[0, "lost"], [7, "cancelled"], [8, "lost"]]);
  /** @type {typeof other} */ const answers = [];
  await connect((message) => void answers.push(message)).handle(request(1, "score"));
  assert.deepEqual(told(answers), [[1, "ok"]]);
  assert.equal(starts, 2);
});

test("rehearsing ends when another page asks for something", async () => {
  const { interpreter, events } = fakeInterpreter(() => [DONE]);
  const { connect, handle } = recordingHandler(async () => interpreter);
  const rehearsing = handle(request(1, "rehearse", { rounds: 1000 }));
  while (events.length < 2) await turn();
  await connect(() => {}).handle(request(1, "score"));
  await rehearsing;
  assert.ok(events.length < 10, `${events.length} requests`);
});
