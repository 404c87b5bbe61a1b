import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { rehearseWhenIdle } from "../../docs/assets/js/rehearsal.js";

/** @typedef {import("../../docs/assets/js/runtime.js").Runtime} Runtime */

/** A runtime that is ready, and does so many rounds at each request. @param {number[]} rounds */
function readyRuntime(rounds) {
  /** @type {number[]} */ const asked = [];
  const runtime = {
    state: { kind: "ready" }, busy: false, started: { build: "b1", image: /** @type {"core" | "pandas" | null} */ ("core") },
    subscribe: (/** @type {(state: {kind: string}) => void} */ listener) => listener({ kind: "ready" }),
    async request(/** @type {string} */ _, /** @type {{rounds: number}} */ fields) {
      asked.push(fields.rounds);
      return { reply: { rounds: rounds.shift() ?? fields.rounds } };
    },
  };
  return { runtime: /** @type {Runtime} */ (/** @type {unknown} */ (runtime)), settings: runtime, asked };
}

/** Let time pass until nothing is waited for. */
async function settle() {
  for (let turn = 0; turn < 12; turn += 1) {
    mock.timers.tick(2000);
    await new Promise((resolve) => { setImmediate(resolve); });
  }
}

/** @param {string} userAgent @param {object} [connection] */
function browser(userAgent, connection) {
  Object.defineProperty(globalThis, "navigator", { value: { userAgent, connection }, configurable: true });
}

/** @type {Map<string, unknown>} */ const stored = new Map();
const store = { recall: (/** @type {string} */ key) => stored.get(key), keep: (/** @type {string} */ key, /** @type {unknown} */ value) => stored.set(key, value) };
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  stored.clear();
  Object.assign(globalThis, { document: { hidden: false } });
  browser("Mozilla/5.0 Chrome/156.0 Safari/537.36");
});

test("it begins with small portions, and is done once for a version", async () => {
  const { runtime, asked } = readyRuntime([]);
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.deepEqual(asked, [2, 2, 2, 2, 2, 2, 138]);
  assert.equal(stored.get("handbook.rehearsed"), "b1");
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.equal(asked.length, 7);
});

test("whoever has pandas in use goes through it once more, for both", async () => {
  const { runtime, settings, asked } = readyRuntime([]);
  rehearseWhenIdle(runtime, store);
  await settle();
  settings.started.image = "pandas";
  asked.length = 0;
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.deepEqual(asked, [2, 2, 2, 2, 2, 2, 18]);
  assert.equal(stored.get("handbook.rehearsed"), "b1 pandas");
  for (const image of /** @type {const} */ (["core", "pandas"])) {
    settings.started.image = image;
    rehearseWhenIdle(runtime, store);
    await settle();
  }
  assert.equal(asked.length, 7);
});

test("an interpreter of Pyodide's own has no need of it", async () => {
  const { runtime, settings, asked } = readyRuntime([]);
  settings.started.image = null;
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.deepEqual(asked, []);
});

test("what others interrupted is gone on with", async () => {
  const { runtime, asked } = readyRuntime([2, 0, 2, 2, 2, 2, 2, 40]);
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.deepEqual(asked, [2, 2, 2, 2, 2, 2, 2, 138, 98]);
  assert.equal(stored.get("handbook.rehearsed"), "b1");
});

test("a reader's own calculation comes first", async () => {
  const { runtime, settings, asked } = readyRuntime([]);
  settings.busy = true;
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.deepEqual(asked, []);
  settings.busy = false;
  await settle();
  assert.notDeepEqual(asked, []);
});

test("a page that nobody looks at does not rehearse", async () => {
  const { runtime, asked } = readyRuntime([]);
  Object.assign(globalThis, { document: { hidden: true } });
  rehearseWhenIdle(runtime, store);
  await settle();
  assert.deepEqual(asked, []);
});

for (const [name, userAgent, connection] of /** @type {const} */ ([
  ["another engine", "Mozilla/5.0 Firefox/140.0", undefined], ["whoever saves data", "Mozilla/5.0 Chrome/156.0", { saveData: true }],
])) {
  test(`${name} does not rehearse`, async () => {
    browser(userAgent, connection);
    const { runtime, asked } = readyRuntime([]);
    rehearseWhenIdle(runtime, store);
    await settle();
    assert.deepEqual(asked, []);
  });
}
