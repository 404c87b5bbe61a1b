"""A hundred thousand rows through the worker: how long, whether it tells, how soon it stops when asked."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import sync_playwright

from tests import chromium

RUN = """async ({ address, scheme, table }) => {
    const worker = new Worker(address, { type: "module", name: "bench" });
    let id = 0;
    let reports = 0;
    const ask = (op, fields, cancelAfter) => new Promise((resolve) => {
        const own = ++id;
        let asked = 0;
        worker.onmessage = ({ data }) => {
            if (data.id !== own) return;
            if (data.type === "progress") {
                reports += 1;
                if (cancelAfter && !asked && data.progress.kind === "working") {
                    asked = performance.now();
                    worker.postMessage({ type: "cancel", id: own });
                }
            } else resolve({ ...data, seconds: (performance.now() - (asked || began)) / 1000 });
        };
        const began = performance.now();
        worker.postMessage({ type: "request", id: own, op, fields, payload: null });
    });
    const settings = { columns: {}, units: {} };
    await ask("start", { sets: [] });
    await ask("open_scheme", { scheme });
    const stopped = await ask("read_text", { text: table, settings }, true);
    const read = await ask("read_text", { text: table, settings });
    const score = await ask("score", {});
    const { reply: { memory } } = await ask("start", { sets: [] });
    worker.terminate();
    if (stopped.type !== "cancelled" || score.type !== "ok") throw new Error(stopped.type + score.type);
    return { read: read.seconds, score: score.seconds, cancel: stopped.seconds, memory, reports };
}"""


@dataclass(frozen=True, slots=True)
class Throughput:
    """What was measured; times in seconds."""

    read: float
    score: float
    cancel: float
    memory: float
    """Bytes that Python may use afterwards."""
    reports: int


def measure_throughput(address: str, worker: str, scheme: dict[str, Any], table: str) -> Throughput:
    """Read and score a large table in a worker, after having cancelled a first try."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.goto(f"{address}/404.html")
        found = page.evaluate(RUN, {"address": worker, "scheme": scheme, "table": table})
        browser.close()
    return Throughput(**found)
