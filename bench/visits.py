"""Visits to a page in a real Chromium, from navigation to the first score, measured inside the page."""

import os
import signal
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

from tests import chromium

PEOPLE = 20
WAIT_MILLISECONDS = 300_000
SETTLING_SECONDS = 1.0
"""A browser that has just been started is busy with itself; readers' browsers run when they follow a link."""

PASTE = """(text) => {
    const paste = (box) => {
        box.focus();
        box.value = text;
        box.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    };
    const find = (selector, text) => [...document.querySelectorAll(selector)].find((node) => node.textContent === text);
    const steps = {
        table: [
            () => document.querySelector("textarea.kpi-paste"), paste,
        ],
        pandas: [
            () => find("[role=tab]", "从订单流水汇总"),
            (tab) => { tab.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })); tab.click(); },
            () => [...document.querySelectorAll("textarea.kpi-paste")].find((box) => box.offsetParent), paste,
            () => find("button:not([disabled])", "汇总到考核表"), (button) => button.click(),
        ],
    };
    window.marks = {};
    const todo = [...steps[KIND]];
    const look = () => {
        const found = todo.length ? todo[0]() : null;
        if (found) {
            todo.shift();
            todo.shift()(found);
        }
        const people = document.querySelectorAll("[aria-label=各人得分] tbody tr");
        if (!todo.length && people.length === PEOPLE) window.marks.score ??= performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


WAIT = """() => new Promise((resolve) => {
    const timer = setInterval(() => {
        if (!window.marks?.score) return;
        clearInterval(timer);
        resolve(window.marks);
    }, 50);
})"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who visits: on which page, with what to paste."""

    name: str
    path: str
    kind: str
    """`table` or `pandas`."""
    text: str | None
    """None for a stock page, which knows what to do."""

    def script(self) -> str | None:
        """Give what is to run in the page before its own scripts."""
        if self.text is None:
            return None
        import json  # noqa: PLC0415

        source = PASTE.replace("KIND", json.dumps(self.kind)).replace("PEOPLE", str(PEOPLE))
        return f"({source})({json.dumps(self.text)})"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit measured."""

    ready: float
    """Seconds until the interpreter was there; only stock pages say so."""
    score: float
    """Seconds until the score was on the page."""
    memory: float
    """Bytes that no other process shares, and the part of those that others do: of all processes that pages are in."""


@contextmanager
def slowed(factor: int, browser: int) -> Generator[None]:
    """Let every process of a browser run only one part of this many of the time, as on a slow device."""
    done = threading.Event()
    period = 0.02

    def loop() -> None:
        while not done.is_set():
            pids = [*children(browser), browser]
            _signal(pids, signal.SIGSTOP)
            time.sleep(period * (factor - 1) / factor)
            _signal(pids, signal.SIGCONT)
            time.sleep(period / factor)

    thread = threading.Thread(target=loop, daemon=True)
    if factor > 1:
        thread.start()
    try:
        yield
    finally:
        done.set()
        if factor > 1:
            thread.join()


def visit(context: BrowserContext, address: str, visitor: Visitor, browser: int, stay: float = 0) -> Visit:
    """Make one visit in a page of its own; it stays open so many seconds after the score."""
    page = context.new_page()
    script = visitor.script()
    if script:
        page.add_init_script(script)
    page.set_default_timeout(WAIT_MILLISECONDS)
    page.wait_for_timeout(SETTLING_SECONDS * 1000)
    page.goto(address + visitor.path, wait_until="commit")
    marks = page.evaluate(WAIT)
    found = Visit(marks.get("ready", 0) / 1000, marks["score"] / 1000, memory_of(browser))
    page.wait_for_timeout(stay * 1000)
    page.close()
    return found


@contextmanager
def profile(playwright: Playwright, folder: str) -> Generator[tuple[BrowserContext, int]]:
    """A browser whose profile is in the folder, and its process."""
    before = set(children(os.getpid()))
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=chromium.require(), args=list(chromium.FLAGS), locale="zh-CN"
    )
    started = [
        pid for pid in children(os.getpid()) if pid not in before and f"--user-data-dir={folder}" in _command(pid)
    ]
    root = min(started, key=lambda pid: _command(pid).count("--type="))
    yield context, root
    context.close()


def memory_of(browser: int) -> float:
    """Give what the pages' processes hold, in bytes: Python may be in a process of its own."""
    return sum(_pss(pid) for pid in children(browser) if "--type=renderer" in _command(pid))


def children(pid: int) -> list[int]:
    """Give all processes that descend from one."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found: list[int] = []
    todo = [pid]
    while todo:
        below = parents.get(todo.pop(), [])
        found += below
        todo += below
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _pss(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((float(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
