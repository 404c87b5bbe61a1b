"""Fixtures: each test that asks for `visit` runs in Chromium, Firefox and WebKit."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Protocol

import pytest

from calculators.desk import Desk
from handbook.browser.image_builder import probe
from tests.engines import engine as engines
from tests.engines import programs
from tests.engines.engine import Engine
from tests.engines.visit import Visit
from tests.engines.watched_site import Spoilt, spoilt_site, watched_site
from tests.site_server import serving

STARTERS = {"firefox": engines.firefox, "webkit": engines.webkit}


class SpoiltVisit(Protocol):
    """Begin a visit to a site of which something is spoilt on purpose, so that faults are no surprise."""

    def __call__(self, spoilt: Spoilt) -> Visit: ...


@pytest.fixture(scope="session", params=["chromium", *STARTERS])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The running browser, with one tab."""
    name: str = request.param
    if name == "chromium":
        with closing(engines.Chromium(request.getfixturevalue("browser"))) as chromium:
            yield chromium
        return
    program = programs.FINDERS[name]()
    if program is None:
        say = pytest.fail if "CI" in os.environ else pytest.skip
        say(f"no {name} here: make browser installs it on Debian")
    with STARTERS[name](program) as running:
        yield running


@pytest.fixture(scope="session")
def watched(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, whose pages note what goes wrong in them."""
    return watched_site(site, tmp_path_factory.mktemp("watched"))


@pytest.fixture(scope="session")
def watched_url(watched: Path) -> Iterator[str]:
    """The address of the watched site."""
    with serving(watched) as address:
        yield address


@pytest.fixture
def visit(engine: Engine, watched_url: str) -> Iterator[Visit]:
    """A visit to the site on a desk; faults that its pages noted fail the test."""
    visit = Visit(engine, watched_url)
    engine.resize(1280, 800)
    yield visit
    visit.leave()
    assert visit.faults == []


@pytest.fixture
def spoilt_visit(engine: Engine, watched: Path, tmp_path: Path) -> Iterator[SpoiltVisit]:
    """Begins a visit to a spoilt site, and ends it."""
    with ExitStack() as stack:

        def begin(spoilt: Spoilt) -> Visit:
            copy = spoilt_site(watched, tmp_path, spoilt)
            visit = Visit(engine, stack.enter_context(serving(copy, spoilt.headers(copy))))
            stack.callback(visit.leave)
            engine.resize(1280, 800)
            return visit

        yield begin


@pytest.fixture(scope="session")
def by_cpython() -> list[Any]:
    """What a desk without a browser replies to the probe's requests."""
    desk = Desk()
    return [json.loads(json.dumps(probe.ask(desk, request))) for request in [*probe.REQUESTS, *probe.LOG_REQUESTS]]
