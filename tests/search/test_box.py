"""The search box in a real browser: opened by intent, worked by keys, shared by link, and what there is without it."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

INDEX = "assets/search.json"


def box(page: Page) -> None:
    """Open the search as somebody at a keyboard does."""
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="搜索")).to_be_focused()


def type_in(page: Page, query: str) -> None:
    page.keyboard.insert_text(query)
    expect(page.locator("[data-search]")).to_have_attribute("data-shown", query)


def test_the_index_is_fetched_on_the_first_intent_and_once_a_visit(page: Page, watch: PageWatch) -> None:
    page.goto("")
    page.wait_for_load_state("networkidle")
    assert [address for address in watch.requests if "search.json" in address or "worker" in address] == []
    box(page)
    type_in(page, "KH-204")
    page.keyboard.press("Enter")
    expect(page.locator("#KH-204")).to_be_in_viewport()
    box(page)
    page.keyboard.press("Control+a")
    type_in(page, "出差")
    assert len([address for address in watch.requests if address.endswith(INDEX)]) == 1


def test_keys_alone_lead_to_a_result_and_back(page: Page) -> None:
    page.goto("glossary/")
    box(page)
    type_in(page, "出差")
    links = page.locator(".md-search-result__link")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="搜索")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_role("textbox", name="搜索")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_the_first_result_opens_on_enter_and_what_was_sought_is_marked(page: Page) -> None:
    page.goto("")
    box(page)
    type_in(page, "出差天数")
    page.keyboard.press("Enter")
    expect(page.locator("#KH-204")).to_be_in_viewport()
    expect(page.locator("#KH-204 mark")).to_have_text("出差天数")
    expect(page).to_have_url(re.compile(r"/rules/general/#KH-204$"))
    expect(page.locator("#__search")).not_to_be_checked()


def test_a_result_says_its_kind_its_place_and_why(page: Page) -> None:
    page.goto("")
    box(page)
    type_in(page, "出差天数")
    first = page.locator(".md-search-result__item").first
    expect(first.locator(".hit__kind")).to_have_text("条款")
    expect(first.locator(".hit__id")).to_have_text("KH-204")
    expect(first.locator(".hit__place")).to_contain_text("大客户部管理制度 › 第二章")
    expect(first.locator(".hit__text mark").first).to_contain_text("出差")


def test_the_number_of_results_is_announced(page: Page) -> None:
    page.goto("")
    box(page)
    type_in(page, "出差天数")
    said = page.locator("[data-search]").get_by_role("status")
    expect(said).to_have_text(re.compile(r"^找到 \d+ 条"))
    expect(page.get_by_role("list", name="搜索结果").get_by_role("listitem").first).to_be_visible()


def test_where_nothing_is_found_near_names_are_offered_and_searched_for(page: Page) -> None:
    page.goto("")
    box(page)
    type_in(page, "龙虾考察")
    said = page.locator("[data-search]").get_by_role("status")
    expect(said).to_contain_text("没有找到“龙虾考察”")
    offered = said.get_by_role("button").first
    name = offered.inner_text()
    offered.click()
    expect(page.get_by_role("textbox", name="搜索")).to_have_value(name)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_a_mended_query_says_so(page: Page) -> None:
    page.goto("")
    box(page)
    type_in(page, "合同回款滤")
    expect(page.locator("[data-search]").get_by_role("status")).to_contain_text("没有“合同回款滤”，按相近的字或拼音")
    expect(page.locator(".md-search-result__link").first).to_contain_text("合同回款率")


def test_a_search_is_shared_by_its_link(page: Page, new_page: NewPage) -> None:
    page.goto("rules/general/")
    box(page)
    type_in(page, "贵重礼品")
    page.get_by_role("button", name="复制这次搜索的链接").click()
    expect(page.locator("[data-search]").get_by_role("status")).to_have_text("已复制这次搜索的链接")
    link = page.evaluate("navigator.clipboard.readText()")
    assert unquote(link).endswith("/rules/general/?q=贵重礼品")
    other = new_page()
    other.goto(link)
    expect(other.locator(".md-search-result__link").first).to_contain_text("贵重礼品")
    other.keyboard.press("Escape")
    expect(other).to_have_url(re.compile(r"/rules/general/$"))


def test_what_was_opened_is_listed_in_the_empty_box_and_on_the_home_page(page: Page) -> None:
    page.goto("")
    expect(page.locator("[data-lately]")).to_be_empty()
    box(page)
    type_in(page, "出差天数")
    page.keyboard.press("Enter")
    expect(page.locator("#KH-204")).to_be_in_viewport()
    box(page)
    page.keyboard.press("Delete")
    expect(page.locator(".md-search-result__link")).to_have_text(["KH-204 出差天数"])
    page.keyboard.press("Escape")
    page.locator(".md-header a.md-logo").click()
    lately = page.get_by_role("region", name="最近看过")
    expect(lately.get_by_role("link")).to_have_text(["KH-204 出差天数"])
    page.get_by_role("button", name="清除").click()
    expect(page.locator("[data-lately]")).to_be_empty()


def test_an_index_that_cannot_be_had_is_said_and_tried_again(page: Page, watch: PageWatch) -> None:
    watch.allow("503")
    page.route(f"**/{INDEX}", lambda route: route.fulfill(status=503))
    page.goto("")
    box(page)
    page.keyboard.insert_text("出差")
    said = page.locator("[data-search]").get_by_role("status")
    expect(said).to_contain_text("搜索没有打开")
    expect(said.get_by_role("link", name="索引")).to_be_visible()
    page.unroute(f"**/{INDEX}")
    page.keyboard.press("Control+a")
    type_in(page, "天数")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_on_a_phone_the_box_fills_the_window_and_no_more(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("")
    page.locator(".home-search").click()
    expect(page.get_by_role("textbox", name="搜索")).to_be_focused()
    type_in(page, "销售计划完成率怎么算")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_home_page_answers_all_three_readers_in_one_screen(new_page: NewPage, width: int, height: int) -> None:
    page = new_page(viewport={"width": width, "height": height})
    page.goto("")
    for way in page.locator(".ways > div").all():
        expect(way).to_be_in_viewport(ratio=1)


def test_without_scripts_there_is_an_index_to_leaf_through(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("rules/general/")
    page.get_by_role("link", name="索引", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("索引")
    page.locator(".index-columns").get_by_role("link", name="出差天数", exact=True).click()
    expect(page.locator("#KH-204")).to_be_in_viewport()


def test_every_address_in_the_index_is_a_place_in_the_site(site: Path) -> None:
    places: dict[str, set[str]] = {}
    missing: list[str] = []
    for record in json.loads((site / INDEX).read_text(encoding="utf-8"))["records"]:
        path, _, place = record["url"].partition("#")
        if path not in places:
            text = (site / path / "index.html").read_text(encoding="utf-8")
            places[path] = {"", *re.findall(r'\bid="([^"]+)"', text)}
        if place not in places[path]:
            missing.append(record["url"])
    assert missing == []
