"""Measure what people wait for: the build, the first score in a browser, a hundred thousand rows.

Prints a table and writes the same figures to build/bench.json. Everything runs on this machine; nothing is fetched.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, expect, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from calculators.desk import Desk  # noqa: E402 - after the path
from tests import chromium  # noqa: E402
from tests.site_server import serving  # noqa: E402

SCHEME = "am-quarter"
RUNS = 5
BROWSER_ROWS = 20
MANY_ROWS = 100_000
WAIT_MILLISECONDS = 120_000


def table_of(sample: str, rows: int) -> str:
    """Repeat a scheme's worked example, each row under a name of its own, to a table of this many rows."""
    head, *lines = sample.rstrip("\n").split("\n")
    cells = [line.split("\t") for line in lines]
    name = head.split("\t").index("姓名")
    people: list[str] = []
    for number in range(rows):
        row = list(cells[number % len(cells)])
        row[name] += f"{number + 1:06d}"
        people.append("\t".join(row))
    return "\n".join([head, *people]) + "\n"


@contextmanager
def timed(seconds: list[float]) -> Generator[None]:
    """Add the time that the block takes to a list."""
    start = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - start)


def ask(desk: Desk, request: dict[str, object]) -> None:
    """Carry out one request, as the worker does; a failed one ends the measurement."""
    job = desk.start(json.dumps(request, ensure_ascii=False), None)
    answer = json.loads(job.step())
    while answer["state"] == "working":
        answer = json.loads(job.step())
    if answer["state"] != "done":
        raise SystemExit(f"{request['op']}: {answer['error']}")


def measure_build() -> float:
    """Build the whole site into an empty folder; in seconds."""
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder, timed(seconds):
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", f"{folder}/site"]
        subprocess.run(command, cwd=PROJECT, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    return seconds[0]


def measure_rows(scheme: dict[str, object], text: str) -> dict[str, float]:
    """Read and score a large table in CPython; in seconds."""
    desk = Desk()
    ask(desk, {"op": "open_scheme", "scheme": scheme})
    reading: list[float] = []
    scoring: list[float] = []
    with timed(reading):
        ask(desk, {"op": "read_text", "text": text, "settings": {"columns": {}, "units": {}}})
    with timed(scoring):
        ask(desk, {"op": "score"})
    return {"read": reading[0], "score": scoring[0]}


def first_score(context: BrowserContext, address: str, text: str) -> float:
    """Open a scheme's page and paste at once; seconds from the navigation to the last person's total on the page."""
    page = context.new_page()
    page.set_default_timeout(WAIT_MILLISECONDS)
    seconds: list[float] = []
    with timed(seconds):
        page.goto(f"{address}/kpi/schemes/{SCHEME}/", wait_until="commit")
        page.get_by_label("考核数据").fill(text)
        people = page.get_by_role("region", name="各人得分").locator("tbody tr")
        expect(people).to_have_count(BROWSER_ROWS, timeout=WAIT_MILLISECONDS)
    page.close()
    return seconds[0]


def measure_browser(address: str, text: str) -> dict[str, list[float]]:
    """Measure with an empty profile (cold), then once more with what that visit left (warm); in seconds."""
    cold: list[float] = []
    warm: list[float] = []
    with sync_playwright() as playwright:
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                context = playwright.chromium.launch_persistent_context(
                    profile, executable_path=chromium.require(), args=list(chromium.FLAGS), locale="zh-CN"
                )
                cold.append(first_score(context, address, text))
                warm.append(first_score(context, address, text))
                context.close()
    return {"cold": cold, "warm": warm}


def sizes(site: Path) -> dict[str, int]:
    """Add up what a first visit to a calculator fetches, and what a log needs on top; in bytes, uncompressed."""
    manifest = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))
    packages = manifest["packages"]
    first = [*manifest["core"], *packages["calculators"]]
    return {
        name: sum(file["bytes"] for file in files) for name, files in (("core", first), ("pandas", packages["pandas"]))
    }


def main() -> None:
    """Measure everything, print it, and keep it in build/bench.json."""
    site = PROJECT / "site"
    scheme = json.loads((site / "assets" / "schemes" / f"{SCHEME}.json").read_text(encoding="utf-8"))
    sample = str(scheme["sample"])
    build = measure_build()
    rows = measure_rows(scheme, table_of(sample, MANY_ROWS))
    with serving(site) as address:
        browser = measure_browser(address, table_of(sample, BROWSER_ROWS))
    size = sizes(site)
    lines = [
        ("build of the whole site", f"{build:.2f} s"),
        (f"first score of {BROWSER_ROWS} rows, cold (median of {RUNS})", f"{statistics.median(browser['cold']):.2f} s"),
        (f"first score of {BROWSER_ROWS} rows, warm (median of {RUNS})", f"{statistics.median(browser['warm']):.2f} s"),
        (f"{MANY_ROWS:,} rows read in CPython", f"{rows['read']:.2f} s"),
        (f"{MANY_ROWS:,} rows scored in CPython", f"{rows['score']:.2f} s"),
        ("fetched for the first score, uncompressed", f"{size['core'] / 1e6:.1f} MB"),
        ("fetched on top for an order log", f"{size['pandas'] / 1e6:.1f} MB"),
    ]
    width = max(len(name) for name, _ in lines)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for name, value in lines:
        print(f"{name:<{width}}  {value:>9}")
    result = {"build": build, "rows": rows, "browser": browser, "bytes": size}
    path = PROJECT / "build" / "bench.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
