"""Measure what a first visit to a page for reading moves, as it goes over the line: `python bench/weight.py`.

Every page is opened in a browser that knows nothing yet and may do what a visitor's may, with a service worker too,
until it is loaded and the network is still; the bytes are those of the answers' bodies, compressed as the server sends
them. tests/browser/test_weight.py holds the same bound. What the browser then fetches in the background, to have the
handbook without a network, is measured by itself: it costs traffic, though nobody waits for it.
"""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

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
DEVICES: dict[str, dict[str, Any]] = {
    "电脑": {},
    "手机": {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 800}},
}
"""By what decides how much is stored without being asked: docs/assets/js/offline/unasked.js."""
BACKGROUND_SECONDS = 30


def bytes_moved(browser: Browser, address: str, line: Line, stay: int, **device: Any) -> tuple[int, int]:
    """Open a page afresh; return the bytes until it is loaded and still, and those of so many seconds after it."""
    line.sent.clear()
    context = browser.new_context(service_workers="allow", **device)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    loaded = sum(line.sent.values())
    page.wait_for_timeout(stay * 1000)
    later = sum(line.sent.values()) - loaded
    context.close()
    return loaded, later


def figures(loaded: dict[str, int], later: dict[str, int]) -> list[Figure]:
    """Name what was measured: bytes of pages until they are loaded, bytes in the background by device."""
    found = [Figure(name=f"第一次打开{page}", ours=size / 1000, unit="KB", goal=GOAL) for page, size in loaded.items()]
    return [
        *found,
        *(
            Figure(
                name=f"打开首页以后 {BACKGROUND_SECONDS} 秒内，在后台为离线使用下载，{device}",
                ours=size / 1e6,
                unit="MB",
            )
            for device, size in later.items()
        ),
    ]


def main() -> None:
    """Open every page and keep what it moved."""
    line = Line()
    with sync_playwright() as playwright, serving(PROJECT / "site", PROJECT / "build", line) as address:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=[*chromium.FLAGS])
        loaded = {name: bytes_moved(browser, f"{address}/{path}", line, 0)[0] for name, path in PAGES.items()}
        later = {
            name: bytes_moved(browser, f"{address}/", line, BACKGROUND_SECONDS, **device)[1]
            for name, device in DEVICES.items()
        }
        browser.close()
    found = figures(loaded, later)
    for figure in found:
        print(f"{figure.name}: {figure.ours:,.1f} {figure.unit}")
    write("weight", "python bench/weight.py", found)


if __name__ == "__main__":
    main()
