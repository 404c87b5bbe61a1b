"""Fixtures that tests share: the built site, a server for it, a real Chromium whose pages are watched.

A browser test asks for `page` (desktop) or calls `new_page(viewport=…, color_scheme=…)`; it navigates with relative
addresses: `page.goto("kpi/schemes/am-quarter/")`. It fails on any error on the console and on any request that leaves
the site's origin, unless it says `watch.allow("pattern")`.
"""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.page_watch import PageWatch
from tests.site_server import serving

PROJECT = Path(__file__).resolve().parents[1]

# How long an example takes says more about the machine than about the code; timings belong in `make bench`.
settings.register_profile("handbook", deadline=None)
settings.load_profile("handbook")


class NewPage(Protocol):
    """Open a page in a context of its own; options are those of Playwright's `browser.new_context`."""

    def __call__(self, *, together: bool = False, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site. Make builds it only where something is newer."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
    }
    (PROJECT / "build").mkdir(exist_ok=True)
    # Tests run in several processes; the first that finds the site stale builds it, the others wait and find it made.
    with (PROJECT / "build" / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(
            ["make", "--silent", "site"], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        pytest.fail(f"make site failed:\n{done.stdout}{done.stderr}", pytrace=False)
    return PROJECT / "site"


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The address of the site, served with the headers that it ships; no slash at the end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium that can reach this machine only."""
    flags = [*chromium.FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def watch(site_url: str) -> PageWatch:
    """What this test's pages did behind its back."""
    return PageWatch(site_url)


@pytest.fixture
def new_page(browser: Browser, site_url: str, watch: PageWatch) -> Iterator[NewPage]:
    """Opens pages; when the test ends, their faults fail it.

    Each page has a worker of its own, since nobody here sees what one does that pages have `together`.
    """
    contexts: list[Any] = []

    def open_page(*, together: bool = False, **options: Any) -> Page:
        defaults: dict[str, Any] = {
            "base_url": f"{site_url}/",
            "locale": "zh-CN",
            "viewport": {"width": 1280, "height": 800},
            "permissions": ["clipboard-read", "clipboard-write"],
            # What it stores in the background would be among a test's requests; tests/browser/test_offline.py has it.
            "service_workers": "block",
        }
        context = browser.new_context(**{**defaults, **options})
        contexts.append(context)
        watch.attach(context)
        if not together:
            context.add_init_script("delete globalThis.SharedWorker")
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page as on a desk: 1280 by 800, light."""
    return new_page()
