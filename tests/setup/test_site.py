"""The finished site as it is shipped: one policy on every page, nothing loaded from elsewhere, true runtime files."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.page_watch import PageWatch

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
LOADED = re.compile(r'<(?:script|img|iframe|source|link rel="(?:stylesheet|icon|preload|modulepreload)")\b[^>]*>')
UNREAD = re.compile(r"\]\([^()\s]*\.md[^()\s]*\)")
CODE = re.compile(r"<(code|pre|script)\b.*?</\1>", re.DOTALL)
ELSEWHERE = re.compile(r'\b(?:src|href|srcset)="(?:https?:)?//')


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, str]:
    """Every page of the site, by its path."""
    return {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def test_no_link_stands_on_a_page_as_its_markdown(pages: dict[str, str]) -> None:
    unread = {name: UNREAD.findall(CODE.sub("", page)) for name, page in pages.items()}
    assert {name: found for name, found in unread.items() if found} == {}


def test_every_page_carries_the_same_policy(pages: dict[str, str]) -> None:
    policies = {name: [html.unescape(policy) for policy in META.findall(page)] for name, page in pages.items()}
    assert [name for name, found in policies.items() if len(found) != 1] == []
    assert len({found[0] for found in policies.values()}) == 1


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, str]) -> None:
    tags = [(name, tag) for name, page in pages.items() for tag in LOADED.findall(page)]
    assert [(name, tag) for name, tag in tags if ELSEWHERE.search(tag)] == []


def test_the_runtime_s_files_are_those_that_its_list_promises(site: Path) -> None:
    folder = site / "assets" / "runtime"
    manifest = json.loads((folder / "runtime.json").read_text(encoding="utf-8"))
    files = [*manifest["core"], *(file for files in manifest["packages"].values() for file in files)]
    promised = {file["url"]: file["sha256"] for file in files}
    found = {url: base64.b64encode(hashlib.sha256((folder / url).read_bytes()).digest()).decode() for url in promised}
    assert found == promised


def test_a_page_asks_for_the_theme_s_style_sheets_and_one_more(pages: dict[str, str], site: Path) -> None:
    asked = {
        name: re.findall(r'<link rel="stylesheet" href="[./]*(assets/[^"]+)">', page) for name, page in pages.items()
    }
    assert {tuple(re.sub(r"\.[0-9a-f]{8}\.", ".", sheet) for sheet in sheets) for sheets in asked.values()} == {
        tuple(f"assets/stylesheets/{name}.css" for name in ("main.min", "palette.min", "handbook"))
    }
    assert [sheet for sheet in asked["index.html"] if not (site / sheet).is_file()] == []


@pytest.mark.browser
def test_the_first_page_opens_without_faults_and_asks_nobody_else(page: Page, watch: PageWatch, site_url: str) -> None:
    page.goto("")
    page.get_by_role("main").wait_for()
    assert [address for address in watch.requests if not address.startswith(f"{site_url}/")] == []


@pytest.mark.browser
def test_an_address_that_does_not_exist_gets_the_site_s_own_page(page: Page, watch: PageWatch) -> None:
    watch.allow("404")
    answer = page.goto("rules/nothing-here/")
    assert answer is not None
    assert answer.status == 404
    assert META.search(answer.text()) is not None
