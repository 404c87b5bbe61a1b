"""Measure the search: what readers download, how long the index takes to make, how long an answer takes after a key.

    .venv/bin/python bench/search.py

Handbooks of 30, 300 and 3,000 clauses are generated from the shipped one: its first records, or its records over again
with other names, so that words are as common as in real text and titles differ. Everything runs in a real Chromium.
"""

import gzip
import shutil
import statistics
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from handbook.compiler import compile_handbook  # noqa: E402
from handbook.search.index import index_json  # noqa: E402
from handbook.search.records import Record, search_records  # noqa: E402
from tests import chromium  # noqa: E402
from tests.search.recall import FOLDER, read_cases  # noqa: E402
from tests.site_server import serving  # noqa: E402

CLAUSES = (30, 300, 3_000)
INDEX = "assets/search.json"
RUNS = 3
SURNAMES = "赵钱孙李周吴郑王冯陈"

# Type a query a character at a time; after each key, wait for its answer to be on the page. Long tasks are those that
# keep the page from answering the reader for more than 50 ms.
TYPE = """async (query) => {
  const box = document.querySelector("[data-search]");
  const input = box.querySelector("input");
  const long = (globalThis.longTasks ??= (() => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: "longtask", buffered: false });
    return seen;
  })());
  const times = [];
  for (let length = 1; length <= query.length; length += 1) {
    const typed = query.slice(0, length);
    const start = performance.now();
    input.value = typed;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => {
      const look = () => (box.dataset.shown === typed.trim() || !typed.trim() ? resolve() : setTimeout(look));
      look();
    });
    times.push(performance.now() - start);
  }
  return { times, long: long.splice(0) };
}"""

# From the first intent to the first answer by titles, and to that by all texts, fetched from this machine.
OPEN = """async () => {
  const box = document.querySelector("[data-search]");
  const input = box.querySelector("input");
  const start = performance.now();
  input.focus();
  input.value = "出差";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  let titles = 0;
  while (box.dataset.shown !== "出差") {
    await new Promise((resolve) => setTimeout(resolve));
    if (!titles && box.querySelector("li")) titles = performance.now() - start;
  }
  return { titles, texts: performance.now() - start };
}"""


def enlarged(records: list[Record], clauses: int) -> list[Record]:
    """Return records with this many clauses among them, the other kinds in proportion."""
    own = sum(record.article > 0 for record in records)
    if clauses <= own:
        kept = [record for record in records if record.article > 0][:clauses]
        others = [record for record in records if record.article == 0]
        return [*kept, *others[: round(len(others) * clauses / own)]]
    many: list[Record] = []
    copy = 0
    while sum(record.article > 0 for record in many) < clauses:
        mark = "".join(SURNAMES[int(digit)] for digit in f"{copy:02}")
        for record in records:
            fields: dict[str, Any] = {name: getattr(record, name) for name in Record.__slots__}
            if copy:
                fields |= {"title": f"{record.title}{mark}", "id": record.id and f"{record.id}{copy}"}
                fields |= {"text": record.text.replace("大客户", f"{mark}客户"), "url": f"{copy}/{record.url}"}
            many.append(Record(**fields))
        copy += 1
    for surplus in [record for record in many if record.article > 0][clauses:]:
        many.remove(surplus)
    return many


@contextmanager
def site_copy() -> Generator[Path]:
    """Give a copy of the built site, without the browser's Python, whose index may be replaced."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(PROJECT / "site", copy, ignore=shutil.ignore_patterns("runtime"))
        yield copy


def measure(page: Page, address: str) -> dict[str, float]:
    """Open the search some times afresh, then type the project's own queries; in milliseconds."""
    openings: list[dict[str, float]] = []
    for _ in range(RUNS):
        page.goto(f"{address}/")
        page.wait_for_load_state("networkidle")
        openings.append(page.evaluate(OPEN))
    times: list[float] = []
    long: list[float] = []
    for case in read_cases(FOLDER / "queries.yaml"):
        typed = page.evaluate(TYPE, case.query)
        times += typed["times"]
        long += typed["long"]
    ordered = sorted(times)
    return {
        "titles": statistics.median(opening["titles"] for opening in openings),
        "texts": statistics.median(opening["texts"] for opening in openings),
        "p50": statistics.median(ordered),
        "p95": ordered[int(len(ordered) * 0.95)],
        "long_tasks": float(len(long)),
    }


def figures(result: dict[str, float]) -> list[Figure]:
    """Name what was measured at one size."""
    size = f"{result['clauses']:,.0f} 条"
    whole = f"{size}手册的真实文字，连流程、表单、词条等共 {result['records']:,.0f} 项"
    return [
        Figure(name=f"搜索索引，压缩后，{whole}", ours=result["gzip"] / 1024, unit="KB"),
        Figure(name=f"第一次有结果，按标题，{size}", ours=result["titles"], unit="毫秒"),
        Figure(name=f"第一次有结果，按全文，{size}", ours=result["texts"], unit="毫秒"),
        Figure(name=f"按一个键到出结果，中位数，{size}", ours=result["p50"], unit="毫秒"),
        Figure(name=f"按一个键到出结果，第 95 百分位，{size}", ours=result["p95"], unit="毫秒"),
        Figure(name=f"卡住页面超过 50 毫秒的次数，{size}", ours=result["long_tasks"], unit="次"),
    ]


def main() -> int:
    """Print the table; keep the same as figures."""
    handbook = compile_handbook(PROJECT / "handbook_src")
    records = search_records(handbook, {})
    groups = handbook.synonyms.groups if handbook.synonyms else ()
    synonyms = [(group.words, group.meant) for group in groups]
    print(f"{'clauses':>7} {'records':>7} {'index KB':>9} {'gzip KB':>8} {'bytes/clause':>12} {'gzip/clause':>11}"
          f" {'by titles ms':>12} {'by texts ms':>11} {'key p50 ms':>10} {'key p95 ms':>10}"
          f" {'long tasks':>10}")  # fmt: skip
    results: list[dict[str, float]] = []
    with sync_playwright() as playwright, site_copy() as folder, serving(folder) as address:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=chromium.FLAGS)
        for clauses in CLAUSES:
            chosen = enlarged(records, clauses)
            content = index_json(chosen, synonyms).encode()
            (folder / INDEX).write_bytes(content)
            page = browser.new_page()
            own = sum(record.article > 0 for record in chosen)
            packed = len(gzip.compress(content, 6))
            result = {"clauses": own, "records": len(chosen), "bytes": len(content), "gzip": packed}
            result |= measure(page, address)
            results.append(result)
            print(f"{own:7} {len(chosen):7} {len(content) / 1024:9.0f} {packed / 1024:8.0f} {len(content) / own:12.0f}"
                  f" {packed / own:11.0f} {result['titles']:12.0f} {result['texts']:11.0f}"
                  f" {result['p50']:10.1f} {result['p95']:10.1f} {result['long_tasks']:10.0f}")  # fmt: skip
            page.close()
        browser.close()
    write("search", "python bench/search.py", [figure for result in results for figure in figures(result)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
