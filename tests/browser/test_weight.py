"""What a reader's first page moves, compressed as servers send it: at most 300 KB, and no Python.

With a service worker, as a reader has it; what it stores in the background comes when the page is there.
"""

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.calculator_page import START
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

MOST = 300_000
"""Bytes of a cold visit to a page that is for reading."""
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")
"""Kinds that the shipped server configurations compress; everything else goes as it is."""


@pytest.mark.parametrize(
    "path", ["", "rules/general/", "rules/performance/", "c/KP-107/", "process/complaints/", "glossary/"]
)
def test_a_cold_visit_is_light(new_page: NewPage, path: str) -> None:
    page = new_page(service_workers="allow")
    answers = list[Response]()
    # Those that a service worker asks for are the context's and no page's.
    page.context.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- Playwright marks what it is given
    page.goto(path)
    page.wait_for_load_state("networkidle")
    sizes: dict[str, int] = {}
    for answer in answers[:]:
        body = answer.body()
        kind = answer.headers.get("content-type", "")
        sizes[answer.url] = len(gzip.compress(body, 6) if kind.startswith(COMPRESSED) else body)
    assert not [address for address in sizes if "/runtime/" in address]
    assert sum(sizes.values()) <= MOST, sorted(sizes.items(), key=lambda entry: -entry[1])[:8]


def test_what_is_stored_for_offline_use_is_asked_for_after_all_that_the_page_needs(
    new_page: NewPage, watch: PageWatch
) -> None:
    page = new_page(service_workers="allow")
    with page.context.expect_event("serviceworker", timeout=START):
        page.goto("")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    is_stored = [("/runtime/" in address or "/offline/pack-" in address) for address in watch.requests]
    assert any(is_stored)
    assert is_stored == sorted(is_stored)
