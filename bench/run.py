"""Measure what people wait for, against stock Pyodide pages where there is something to compare with.

Prints one table and writes the same figures to build/bench.json (docs/maintain/runtime.md lists what is in it), each
part as soon as it is measured: whatever stops the rest, what is there stays.
Ours and stock take turns in one run, so that a busy machine is busy for both. Everything runs on this machine; nothing
is fetched but the stock wheels, once.

    python bench/run.py [build | bytes | machine | cpu | network | rows …]

With names it measures these parts alone (and the bytes, which come first whatever is asked for), and puts them in place
of what build/bench.json says of them. Everything takes some twenty minutes, half of it `cpu`. BENCH_RUNS is the number
of visits of each kind, 7 unless it says otherwise.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.ratios import (  # noqa: E402 - after the path
    BUILD,
    BYTES,
    CONDITIONS,
    MANY_ROWS,
    ROWS,
    Condition,
    Ratio,
    compare,
    compare_bytes,
    compare_rows,
    keep,
)
from bench.server import Line, serving  # noqa: E402
from bench.stock import build_stock  # noqa: E402
from bench.throughput import measure_throughput  # noqa: E402
from bench.visits import PEOPLE, Visit, Visitor, profile, slowed, visit  # noqa: E402
from calculators.desk import Desk  # noqa: E402
from tests.site_server import script_address  # noqa: E402

SCHEME = "am-quarter"
PAGE = f"/kpi/schemes/{SCHEME}/"
RUNS = int(os.environ.get("BENCH_RUNS", "7"))
INDICATORS = 6
LOG_ROWS = 400
READING_SECONDS = 15.0
"""A reader stays so long before the next page, on ours and on stock alike; the browser writes its caches then."""


def with_indicators(scheme: dict[str, Any], count: int) -> dict[str, Any]:
    """Keep a scheme's first indicators with what they need of its example; the last takes the weight that is left."""
    rows = [dict(row) for row in scheme["rows"][:count]]
    rows[-1]["weight"] = str(int(scheme["total"]) - sum(int(row["weight"]) for row in rows[:-1]))
    inputs = {name: entry for name, entry in scheme["inputs"].items() if any(name in row["expression"] for row in rows)}
    lines = [line.split("\t") for line in scheme["sample"].rstrip("\n").split("\n")]
    kept = [place for place, name in enumerate(lines[0]) if name == "姓名" or name in inputs]
    sample = "\n".join("\t".join(line[place] for place in kept) for line in lines) + "\n"
    return {**scheme, "rows": rows, "inputs": inputs, "sample": sample}


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


def measure_rows(scheme: dict[str, Any], text: str) -> dict[str, float]:
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


def log_text() -> str:
    """Write an order log of as many people as the table has."""
    kinds = ("销售", "销售", "退货", "回款")
    lines = [
        f"2026/7/{1 + row % 28}\t员工{row % PEOPLE:02d}\t{1 + row % 9}万\t{kinds[row // PEOPLE % len(kinds)]}"
        for row in range(LOG_ROWS)
    ]
    return "\n".join(["日期\t姓名\t金额\t类别", *lines]) + "\n"


def measure_visits(
    address: str, line: Line, visitors: tuple[Visitor, ...], condition: Condition
) -> dict[str, list[Visit]]:
    """Let the visitors take turns: with an empty profile (cold), once more (warm), and in a new browser (later)."""
    line.bytes_per_second, line.delay_seconds = condition.bytes_per_second, condition.delay_seconds
    found: dict[str, list[Visit]] = {}
    with sync_playwright() as playwright:
        for run in range(RUNS):
            print(f"{condition.name}: {run + 1} of {RUNS}", file=sys.stderr, flush=True)
            for visitor in visitors:
                with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                    for times in (("cold", "warm"), ("later",)):
                        with profile(playwright, folder) as (context, browser), slowed(condition.slower, browser):
                            for time in times:
                                stay = READING_SECONDS if time == "cold" else 0
                                made = visit(context, address, visitor, browser, stay)
                                found.setdefault(f"{visitor.name} {time}", []).append(made)
    return found


def measure_bytes(address: str, line: Line, visitors: tuple[Visitor, ...]) -> dict[str, int]:
    """Add up what a first visit fetches to compute, compressed; the page itself apart."""
    sizes: dict[str, int] = {}
    line.bytes_per_second, line.delay_seconds = None, 0.0
    with sync_playwright() as playwright:
        for visitor in visitors:
            line.sent.clear()
            with (
                tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
                profile(playwright, folder) as (context, browser),
            ):
                visit(context, address, visitor, browser)
            own = ("/stock/calculators.whl", "/stock/scheme.json", "/stock/table.txt", "/stock/log.txt")
            sizes[visitor.name] = sum(
                size
                for path, size in line.sent.items()
                if path.startswith(("/assets/runtime/", "/stock/")) and path not in own
            )
    return sizes


def show(ratios: list[Ratio]) -> None:
    """Print lines of the table."""
    print("\n".join(ratio.line for ratio in ratios), flush=True)


def main(parts: list[str]) -> None:
    """Measure everything or some parts, print each, and keep it in build/bench.json."""
    known = [BUILD, BYTES, *(condition.part for condition in CONDITIONS), ROWS]
    if unknown := set(parts) - set(known):
        raise SystemExit(f"no part is called {'、'.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = parts or known
    site = PROJECT / "site"
    text = (site / "assets" / "schemes" / f"{SCHEME}.json").read_text(encoding="utf-8")
    scheme = json.loads(text)
    table, log = table_of(str(scheme["sample"]), PEOPLE), log_text()
    visitors = (
        Visitor("core", PAGE, "table", table),
        Visitor("bare", "/stock/?kind=bare", "table", None),
        Visitor("pandas", PAGE, "pandas", log),
        Visitor("stock pandas", "/stock/?kind=pandas", "pandas", None),
    )
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {RUNS}\n")
    if BUILD in chosen:
        build = measure_build()
        keep(BUILD, {"build": build}, ())
        print(f"build of the whole site, images in the cache: {build:.2f} s\n", flush=True)
    print(f"{'ours : stock':<72}  {'ratio':>6}  {'goal':>5}  {'':<6}  measured")
    line = Line()
    with tempfile.TemporaryDirectory() as folder:
        stock = Path(folder) / "stock"
        build_stock(stock, text, table, log)
        with serving(site, stock, line) as address:
            # Always, and first: the server has everything compressed afterwards, whoever comes first.
            size = measure_bytes(address, line, visitors)
            keep(BYTES, {"bytes": size}, ratios := compare_bytes(size))
            show(ratios)
            for condition in CONDITIONS:
                if condition.part in chosen:
                    found = measure_visits(address, line, visitors, condition)
                    visits = {name: [asdict(each) for each in some] for name, some in found.items()}
                    keep(condition.part, {"runs": RUNS, condition.name: visits}, ratios := compare(condition, found))
                    show(ratios)
            line.bytes_per_second, line.delay_seconds = None, 0.0
            if ROWS in chosen:
                small = with_indicators(scheme, INDICATORS)
                many_rows = table_of(small["sample"], MANY_ROWS)
                rows = measure_rows(small, many_rows)
                worker = f"/{script_address(site, 'worker/worker.js')}"
                many = measure_throughput(address, worker, small, many_rows)
                keep(ROWS, {"rows": rows, "many rows": asdict(many)}, ratios := compare_rows(rows, many))
                show(ratios)
                held = f"{many.memory / 1e6:.0f} MB"
                print(f"cancel of a long reading answered after: {many.cancel * 1000:.0f} ms (goal 200)")
                print(f"memory of Python after {MANY_ROWS:,} rows: {held}; progress reports: {many.reports}")


if __name__ == "__main__":
    main(sys.argv[1:])
