"""What browser tests add to the shared fixtures: a sitemap that names the address at which the site is served."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.conftest import NewPage


@pytest.fixture
def new_page(new_page: NewPage, site_url: str) -> NewPage:
    """Open pages whose instant navigation works.

    Material follows only links that the sitemap lists, and takes the port in there at its word. A published site is
    built with SITE_URL set; the tests' server has another port each time.
    """

    def serve_sitemap(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"(?<=<loc>)https?://[^/<]+", site_url, answer.text()))

    def open_page(**options: Any) -> Page:
        page = new_page(**options)
        page.context.route("**/sitemap.xml", serve_sitemap)
        return page

    return open_page
