"""axe-core finds nothing against WCAG 2.2 AA on one page of each kind, light and dark, on a desk and a phone."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START
from tests.browser.page_kinds import CALCULATING, READING, PageKind
from tests.conftest import PROJECT, NewPage

pytestmark = pytest.mark.browser

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
type Scheme = Literal["light", "dark"]
SCHEMES: dict[Scheme, str] = {"light": "default", "dark": "slate"}
"""What the theme calls the schemes that a browser asks for."""


def violations(page: Page) -> list[str]:
    """Return what axe finds: rule, place, and what is wrong with it."""
    found: list[dict[str, Any]] = page.evaluate(
        "async (tags) => (await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })).violations", TAGS
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}\n  {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def look_at(page: Page, kind: PageKind, schemes: tuple[Scheme, ...]) -> list[str]:
    """Open a page, bring it into its state, and return what is wrong with it in each colour scheme."""
    page.goto(kind.path)
    if kind.prepare:
        kind.prepare(page)
    page.wait_for_load_state("networkidle", timeout=START)
    found: list[str] = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.locator(f"body[data-md-color-scheme={SCHEMES[scheme]}]").wait_for()
        found += [f"{kind.name} ({scheme}): {each}" for each in violations(page)]
    return found


LONGEST_MOTION = """() => {
    const nodes = [...document.querySelectorAll("*")];
    const parts = nodes.flatMap((node) => [[node], [node, "::before"], [node, "::after"]]);
    return Math.max(...parts.flatMap((part) => {
        const { animationDuration, transitionDuration, transitionDelay } = getComputedStyle(...part);
        return [animationDuration, transitionDuration, transitionDelay].join().split(",").map(parseFloat);
    }));
}"""
"""Seconds that anything on the page moves, or waits until it does."""


MOVING = """() => {
    const moving = document.body.appendChild(document.createElement("div"));
    moving.style = "animation: moving 2s infinite; scroll-behavior: smooth";
    moving.id = "moving";
}"""
"""The theme animates what this site does not use yet, and stops only transitions by itself."""


def test_nothing_moves_for_whoever_asked_for_that(page: Page) -> None:
    page.goto("kpi/schemes/am-quarter/")
    page.evaluate(MOVING)
    assert page.evaluate(LONGEST_MOTION) == 2
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(LONGEST_MOTION) < 0.001
    expect(page.locator("#moving")).to_have_css("scroll-behavior", "auto")
    expect(page.locator("#moving")).to_have_css("animation-iteration-count", "1")


@pytest.mark.parametrize("kinds", [READING, CALCULATING], ids=["reading", "calculating"])
@pytest.mark.parametrize(("width", "schemes"), [(1280, ("light", "dark")), (390, ("light",))], ids=["desk", "phone"])
def test_no_page_has_a_barrier_that_axe_knows(
    new_page: NewPage, kinds: tuple[PageKind, ...], width: int, schemes: tuple[Scheme, ...]
) -> None:
    # Without motion, colours are where they are going.
    page = new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.add_init_script(path=Path(AXE))
    assert [fault for kind in kinds for fault in look_at(page, kind, schemes)] == []
