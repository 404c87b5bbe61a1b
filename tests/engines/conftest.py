"""Fixtures: each test that asks for `visit` runs in Firefox."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import engine, programs
from tests.engines.engine import Engine
from tests.engines.visit import Visit
from tests.engines.watched_site import watched_site
from tests.site_server import serving

STARTERS = {"firefox": engine.firefox, "webkit": engine.webkit}


@pytest.fixture(scope="session", params=["firefox"])
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
