"""Fixtures: each test that asks for `visit` runs in Firefox and in WebKit."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.engines import engine, programs
from tests.engines.engine import Engine
from tests.engines.visit import Visit
from tests.engines.watched_site import Changes, watched_site
from tests.site_server import serving

STARTERS = {"firefox": engine.firefox, "webkit": engine.webkit}


class ChangedVisit(Protocol):
    """Begin a visit to a site of which something is changed on purpose, so that faults are no surprise."""

    def __call__(self, changes: Changes, *, first: str = "", headers: dict[str, str] | None = None) -> Visit: ...


@pytest.fixture(scope="session", params=STARTERS)
def name(request: pytest.FixtureRequest) -> str:
    """The engine's name."""
    return request.param


@pytest.fixture(scope="session")
def browser(name: str) -> Iterator[Engine]:
    """The running browser."""
    program = programs.FINDERS[name]()
    if program is None:
        say = pytest.fail if "CI" in os.environ else pytest.skip
        say(f"no {name} here: make browser installs it on Debian")
    with STARTERS[name](program) as running:
        yield running


@pytest.fixture(scope="session")
def watched_url(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, whose pages note what goes wrong in them."""
    with serving(watched_site(site, tmp_path_factory.mktemp("watched"))) as address:
        yield address


@pytest.fixture
def visit(browser: Engine, watched_url: str) -> Iterator[Visit]:
    """A visit to the site on a desk; faults that its pages noted fail the test."""
    visit = Visit(browser, watched_url)
    browser.resize(1280, 800)
    yield visit
    visit.leave()
    assert visit.faults == []


@pytest.fixture
def changed_visit(browser: Engine, site: Path, tmp_path: Path) -> Iterator[ChangedVisit]:
    """Begins visits to changed sites, and ends them."""
    with ExitStack() as stack:

        def begin(changes: Changes, *, first: str = "", headers: dict[str, str] | None = None) -> Visit:
            address = stack.enter_context(serving(watched_site(site, tmp_path, changes, first), headers))
            visit = Visit(browser, address)
            stack.callback(visit.leave)
            browser.resize(1280, 800)
            return visit

        yield begin
