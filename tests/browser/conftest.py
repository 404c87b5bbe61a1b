"""Fixtures for journeys through sites other than the one that is shipped."""

from pathlib import Path

import pytest

from tests.browser.published_site import build_published_site


@pytest.fixture(scope="session")
def published_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of a handbook with several publications."""
    return build_published_site(tmp_path_factory.mktemp("published"))
