"""How often the search box leads to an answer: queries typed into a real browser, the sections that results open, read.

    .venv/bin/python tests/search/recall.py [SITE] [--theme]     SITE: a built site, by default site/;
                                                                 --theme: one that has the theme's own search

Prints a table and the queries that were missed. `test_recall.py` holds the site to the bounds.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parents[1]
SECTION_TEXT = (FOLDER / "sections.js").read_text(encoding="utf-8")
FIRST = 3
"""Results that count."""
THEME_PAUSE_MILLISECONDS = 400
"""The theme's search does not say when it is done."""


@dataclass(frozen=True)
class Case:
    """A query and what answers it."""

    query: str
    kind: str
    states: tuple[tuple[str, ...], ...]

    def is_answered_by(self, section: str) -> bool:
        """Tell whether a section's text says one of the things wanted."""
        text = _bare(section)
        return any(all(any(_bare(word) in text for word in token.split("|")) for token in fact) for fact in self.states)


@dataclass(frozen=True)
class Outcome:
    """What a query led to."""

    case: Case
    urls: tuple[str, ...]
    """What the first results open, from the site's root."""
    answered: tuple[bool, ...]


def _bare(text: str) -> str:
    return re.sub(r"[\s*`_]+", "", text).lower()


def read_cases(path: Path) -> list[Case]:
    """Read a file of queries."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Case(str(entry["query"]), entry["kind"], tuple(tuple(map(str, fact)) for fact in entry["states"]))
        for entry in entries
    ]


def measure(page: Page, cases: Iterable[Case], *, theme: bool = False) -> list[Outcome]:
    """Type every query into the box of an open page and read what its first results open."""
    box = page.locator(".md-search__input")
    box.click()
    outcomes: list[Outcome] = []
    for case in cases:
        box.fill("")
        page.keyboard.insert_text(case.query)
        if theme:  # which listens to keys only
            page.keyboard.press("Shift")
            page.wait_for_timeout(THEME_PAUSE_MILLISECONDS)
        else:
            page.locator("[data-search]").and_(page.locator(f'[data-shown="{case.query}"]')).wait_for(state="attached")
        links = page.locator(".md-search-result__link").all()[:FIRST]
        urls = [str(link.evaluate("link => link.href")) for link in links]
        answered = [case.is_answered_by(page.evaluate(SECTION_TEXT, url)) for url in urls]
        root = page.evaluate("location.origin")
        outcomes.append(Outcome(case, tuple(url.removeprefix(f"{root}/") for url in urls), tuple(answered)))
    return outcomes


def recall(outcomes: Sequence[Outcome], among: int) -> float:
    """Return the share of queries that one of the first results answers."""
    return sum(any(outcome.answered[:among]) for outcome in outcomes) / len(outcomes)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return recall by kind, and the queries that none of the first results answers."""
    kinds = list(dict.fromkeys(outcome.case.kind for outcome in outcomes))
    lines = [f"{'kind':10} {'queries':>7} {'first':>7} {'first three':>11}"]
    for kind in [*kinds, "all"]:
        own = [outcome for outcome in outcomes if kind in {"all", outcome.case.kind}]
        lines.append(f"{kind:10} {len(own):7} {recall(own, 1):7.1%} {recall(own, FIRST):11.1%}")
    for outcome in outcomes:
        if not outcome.answered[:1] or not outcome.answered[0]:
            found = "later " if any(outcome.answered) else "missed"
            lines.append(f"{found} {outcome.case.query}: {'  '.join(outcome.urls)}")
    return "\n".join(lines)


def main() -> int:
    """Measure a built site."""
    from tests import chromium  # noqa: PLC0415 - after the path
    from tests.site_server import serving  # noqa: PLC0415

    parser = argparse.ArgumentParser()
    parser.add_argument("site", nargs="?", type=Path, default=PROJECT / "site")
    parser.add_argument("--theme", action="store_true")
    parser.add_argument("--queries", type=Path, default=FOLDER / "queries.yaml")
    arguments = parser.parse_args()
    with serving(arguments.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=chromium.FLAGS)
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{address}/")
        page.wait_for_load_state("networkidle")
        sys.stdout.write(table(measure(page, read_cases(arguments.queries), theme=arguments.theme)) + "\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    sys.exit(main())
