"""Measure how often the search leads to an answer, beside Material's own search on the same pages.

    .venv/bin/python bench/recall.py

Both get the queries of tests/search/queries.yaml, typed into the box of a real Chromium.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from bench.plain import build, write_plain  # noqa: E402
from handbook.compiler import compile_handbook  # noqa: E402
from tests import chromium  # noqa: E402
from tests.search.recall import FIRST, FOLDER, Outcome, measure, read_cases, recall  # noqa: E402
from tests.site_server import serving  # noqa: E402

GOALS = {1: 0.85, FIRST: 0.97}
"""What tests/search/test_recall.py holds the site to, by how many results count."""


def outcomes(browser: Browser, site: Path, *, theme: bool) -> list[Outcome]:
    """Type every query into a site's box."""
    with serving(site, None if not theme else {}) as address:
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{address}/")
        page.wait_for_load_state("networkidle")
        return measure(page, read_cases(FOLDER / "queries.yaml"), theme=theme)


def main() -> None:
    """Measure both, print and keep the figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain = Path(folder) / "plain"
        write_plain(plain, compile_handbook(PROJECT / "handbook_src"), with_clause_pages=False)
        build(plain)
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=chromium.FLAGS)
        ours = outcomes(browser, PROJECT / "site", theme=False)
        theirs = outcomes(browser, plain / "site", theme=True)
        browser.close()
    figures: list[Figure] = []
    for among, goal in GOALS.items():
        first = "第一个结果就是答案" if among == 1 else f"前 {among} 个结果里有答案"
        name, own, other = f"{len(ours)} 个提问，{first}", recall(ours, among), recall(theirs, among)
        figures.append(
            Figure(name=name, ours=own * 100, unit="%", reference=other * 100, against="Material 自带的搜索")
        )
        figures.append(Figure(name=f"{name}：下限", ours=own * 100, unit="%", goal=goal * 100, at_least=True))
        print(f"{name}: {own:.1%}, Material {other:.1%}")
    write("recall", "python bench/recall.py", figures)


if __name__ == "__main__":
    main()
