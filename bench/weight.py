"""Measure what a first visit to a page for reading moves, as it goes over the line: `python bench/weight.py`.

Every page is opened in a browser that knows nothing yet; the bytes are those of the answers' bodies, compressed as the
server sends them. tests/browser/test_weight.py holds the same bound.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from bench.server import Line, serving  # noqa: E402
from tests import chromium  # noqa: E402

PAGES = {
    "首页": "",
    "制度": "rules/general/",
    "条款": "c/KP-107/",
    "流程": "process/complaints/",
    "词汇表": "glossary/",
}
GOAL = 300
"""KB."""


def main() -> None:
    """Open every page and keep what it moved."""
    figures: list[Figure] = []
    line = Line()
    with sync_playwright() as playwright, serving(PROJECT / "site", PROJECT / "build", line) as address:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=[*chromium.FLAGS])
        for name, path in PAGES.items():
            line.sent.clear()
            # What the service worker fetches later, in the background, is no part of reading.
            context = browser.new_context(service_workers="block")
            page = context.new_page()
            page.goto(f"{address}/{path}")
            page.wait_for_load_state("networkidle")
            figures.append(Figure(name=f"第一次打开{name}", ours=sum(line.sent.values()) / 1000, unit="KB", goal=GOAL))
            print(f"/{path}: {figures[-1].ours:.0f} KB in {len(line.sent)} files")
            context.close()
        browser.close()
    write("weight", "python bench/weight.py", figures)


if __name__ == "__main__":
    main()
