"""Fixtures for journeys through sites other than the one that is shipped."""

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.moving_site import MovingSite, moving_site, published_again
from tests.browser.published_site import build_published_site


@pytest.fixture(scope="session")
def published_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of a handbook with several publications."""
    return build_published_site(tmp_path_factory.mktemp("published"))


@pytest.fixture
def place(site: Path, tmp_path: Path, browser: Browser) -> Generator[MovingSite]:
    """The built site, where it can be published anew, for browsers that may store it."""
    with moving_site(site, tmp_path, browser) as moving:
        yield moving


@pytest.fixture(scope="session")
def later(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published some weeks later."""
    return published_again(site, tmp_path_factory.mktemp("later"), "新版")
