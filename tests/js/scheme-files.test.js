import assert from "node:assert/strict";
import { test } from "node:test";

import { readSchemeFile } from "../../docs/assets/js/scheme-files.js";

/** @typedef {() => Response | Error} Answer */

/** @param {Answer[]} answers  one after the other */
function server(answers) {
  const asked = { times: 0 };
  globalThis.fetch = async () => {
    const answer = answers[asked.times++]?.() ?? new Error("nothing more was foreseen");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return asked;
}

const late = () => /** @type {Error} */ (/** @type {unknown} */ (new DOMException("signal timed out", "TimeoutError")));
const scheme = () => Response.json({ id: "a" });

test("a file that nobody answers for is asked for once more", async () => {
  const asked = server([late, scheme]);
  assert.deepEqual(await readSchemeFile("/first.json"), { id: "a" });
  assert.equal(asked.times, 2);
});

test("what stays away is said, and asked for again when it is needed", async () => {
  const asked = server([late, late, scheme]);
  await assert.rejects(() => readSchemeFile("/second.json"), ({ fault }) => /等了太久/.test(fault.reason));
  assert.equal(asked.times, 2);
  assert.deepEqual(await readSchemeFile("/second.json"), { id: "a" });
});

test("half a file and a refusal are said as what they are", async () => {
  server([() => new Response('[{"id":'), () => new Response("", { status: 503 })]);
  await assert.rejects(() => readSchemeFile("/third.json"), ({ fault }) => /只收到一部分/.test(fault.reason));
  await assert.rejects(() => readSchemeFile("/third.json"), ({ fault }) => /503/.test(fault.reason));
});
