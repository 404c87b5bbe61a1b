"""Nothing on the built site leads nowhere, and nothing on it is hard to get to. `make links` prints the figures."""

from pathlib import Path

import pytest

from tests.handbook.drawing import draw, write
from tests.site_walk import Site, read_site

FARTHEST = 3
"""Clicks from the home page, along links in pages' content and the tabs."""


@pytest.fixture(scope="session")
def walked(site: Path) -> Site:
    """The whole built site."""
    return read_site(site)


def test_no_address_on_the_site_leads_nowhere(walked: Site) -> None:
    assert len(walked.pages) > 150
    assert walked.dead() == []


def test_every_page_is_reached_from_the_home_page(walked: Site) -> None:
    assert walked.orphans() == []


def test_no_page_is_farther_than_three_clicks(walked: Site) -> None:
    assert [(page, clicks) for page, clicks in walked.clicks().items() if clicks > FARTHEST] == []


SMALL = """
index.html
  | <link rel="canonical" href="https://handbook.example/sub/">
  | <nav class="md-tabs"><a href="one/">一</a></nav>
  | <nav class="md-nav"><a href="two/">二</a></nav>
  | <article class="md-content__inner">
  | <a href="one/#here">在</a> <a href="one/#gone">不在</a> <a href="/">站外</a>
  | </article>
one/
  index.html
    | <article class="md-content__inner"><p id="here">这里</p><a href="../none/">没有</a></article>
two/
  index.html
    | <div data-scheme="../assets/none.json"></div>
404.html
  | <a href="/sub/">首页</a> <a href="one/">一</a>
assets/
  roles.json
    | [{"title": "一", "url": "one/#here"}, {"title": "二", "url": "two/#gone"}]
"""


def test_the_walk_finds_what_is_wrong_with_a_site(tmp_path: Path) -> None:
    write(tmp_path, draw(SMALL))
    small = read_site(tmp_path)
    assert small.dead() == [
        "404.html: one/: relative, on the page that is shown at any address",
        "assets/roles.json: two/#gone: no place #gone",
        "home: /: leads above the site",
        "home: one/#gone: no place #gone",
        "one/: ../none/: no file",
        "two/: ../assets/none.json: no file",
    ]
    assert small.orphans() == ["two/"]
    assert small.clicks() == {"": 0, "one/": 1}
