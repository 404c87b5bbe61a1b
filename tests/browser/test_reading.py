"""A new hire reads: home, rules, references from clause to clause, search. No interpreter is fetched for that."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import starts_of
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser


def test_a_new_hire_gets_from_home_to_a_rule_and_follows_a_reference(page: Page, watch: PageWatch) -> None:
    page.goto("")
    page.locator(".ways > div", has_text="新人").get_by_role("link", name="大客户部管理制度").click()
    expect(page.locator(".clause").first).to_be_visible()
    reference = page.locator(".clause p > a").filter(has_text=re.compile(r"^[A-Z]{2,3}-\d{3} ")).first
    target = (reference.get_attribute("href") or "").partition("#")[2]
    reference.click()
    expect(page.locator(f"[id='{target}']").first).to_be_in_viewport()
    expect(page).to_have_url(re.compile(re.escape(f"#{target}") + "$"))
    assert starts_of(watch.requests) == 0


def test_a_clause_is_found_by_its_id(page: Page) -> None:
    page.goto("")
    field = page.get_by_role("textbox", name="搜索")
    field.click()
    field.press_sequentially("KH-204")
    result = page.locator(".md-search-result__link[href*='KH-204']").first
    expect(result).to_be_visible()
    result.click()
    expect(page.locator("#KH-204")).to_be_in_viewport()


def test_a_clause_id_copies_its_address(page: Page) -> None:
    page.goto("rules/general/")
    badge = page.locator("a.clause-id").first
    badge.click()
    expect(badge).to_have_attribute("data-copied", "已复制链接")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == badge.evaluate("badge => badge.href")


@pytest.mark.parametrize(
    "path", ["", "rules/general/", "kpi/", "kpi/schemes/am-quarter/", "kpi/indicators/", "glossary/"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(new_page: NewPage, path: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 844})
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_contents_of_a_long_article_stay_in_reach(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("rules/performance/#KP-406")
    expect(page.locator("#KP-406")).to_be_in_viewport()
    page.locator(".page-contents > summary").press("Enter")  # a tap can miss it while the page still finds its place
    page.locator(".page-contents").get_by_role("link", name="大客户有效投诉数").click()
    expect(page.locator("#KP-303")).to_be_in_viewport()
    expect(page.locator(".page-contents ul").first).to_be_hidden()
    below = page.locator("#KP-303").bounding_box()
    bar = page.locator(".page-contents").bounding_box()
    assert below
    assert bar
    assert below["y"] >= bar["y"] + bar["height"]


def test_every_link_of_the_home_page_leads_to_a_page(page: Page, site_url: str) -> None:
    page.goto("")
    links = page.locator("article a[href]:not(.headerlink)").evaluate_all("links => links.map((link) => link.href)")
    assert links
    assert [link for link in links if not page.request.get(link).ok] == []
    assert all(link.startswith(f"{site_url}/") for link in links)
