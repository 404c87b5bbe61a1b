"""What a reader's first page moves, compressed as servers send it: at most 300 KB, and no Python."""

import gzip

import pytest
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

MOST = 300_000
"""Bytes of a cold visit to a page that is for reading."""
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")
"""Kinds that the shipped server configurations compress; everything else goes as it is."""


@pytest.mark.parametrize(
    "path", ["", "rules/general/", "rules/performance/", "c/KP-107/", "process/complaints/", "glossary/"]
)
def test_a_cold_visit_is_light(page: Page, path: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- Playwright marks what it is given
    page.goto(path)
    page.wait_for_load_state("networkidle")
    sizes: dict[str, int] = {}
    for answer in answers:
        body = answer.body()
        kind = answer.headers.get("content-type", "")
        sizes[answer.url] = len(gzip.compress(body, 6) if kind.startswith(COMPRESSED) else body)
    assert not [address for address in sizes if "/runtime/" in address]
    assert sum(sizes.values()) <= MOST, sorted(sizes.items(), key=lambda entry: -entry[1])[:8]
