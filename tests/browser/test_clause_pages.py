"""A link from a chat: the right clause, whether it has changed since, and how it read on another day."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.page_watch import PageWatch
from tests.site_server import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site_url(published_site: Path) -> Iterator[str]:
    """The site after several publications, in place of the one that is shipped."""
    with serving(published_site) as address:
        yield address


def test_a_link_to_the_newest_revision_says_so(page: Page) -> None:
    page.goto("c/KH-204/?r=4")
    expect(page.get_by_role("status").filter(has_text="第 4 版就是最新的一版")).to_be_visible()


def test_a_link_to_an_older_revision_shows_what_changed_word_by_word(page: Page) -> None:
    page.goto("c/KH-204/?r=2")
    said = page.get_by_role("status").filter(has_text="本条自第 2 版后已修订")
    expect(said.locator("ins")).to_have_text("，次月 5 日前公布")
    said.get_by_role("link", name="看第 2 版全文").click()
    expect(page).to_have_url(re.compile(r"/c/KH-204/2020-04-01/$"))
    expect(page.locator(".clause-words")).to_contain_text("内勤按报销单统计，计入")


def test_the_state_is_that_of_the_readers_day(page: Page) -> None:
    page.goto("c/KH-204/")
    expect(page.locator(".clause-state")).to_have_text("现行第 3 版，第 4 版未生效")
    states = {
        "c/KH-204/2020-07-01/": "现行",
        "c/KH-204/2020-01-01/": "已修订",
        "c/KH-204/2999-01-01/": "未生效",
        "c/KH-101/": "现行",
        "c/KH-203/": "已废止",
    }
    for path, state in states.items():
        page.goto(path)
        expect(page.locator(".clause-state")).to_have_text(state)


def test_any_day_opens_the_clause_in_force_then(page: Page, watch: PageWatch) -> None:
    watch.allow("404")  # static hosts answer so for days on which nothing began; the page then leads on
    page.goto("c/KH-204/2020-05-17/")
    expect(page).to_have_url(re.compile(r"/c/KH-204/2020-04-01/$"))
    page.goto("c/KH-204/?on=2020-03-01")
    expect(page).to_have_url(re.compile(r"/c/KH-204/2020-01-01/$"))
    page.goto("c/KH-204/2019-05-17/")
    expect(page.get_by_text("2019-05-17 那一天还没有 KH-204")).to_be_visible()
    page.goto("c/KH/2020-05-17/")
    expect(page).to_have_url(re.compile(r"/c/KH/2020-04-01/$"))


def test_a_document_reads_as_of_a_day(page: Page) -> None:
    page.goto("c/KH/2020-01-01/")
    expect(page.locator("#KH-203, .clause", has_text="KH-203")).to_be_visible()
    page.goto("c/KH/2020-07-01/")
    expect(page.locator(".clause", has_text="KH-203")).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "opened"),
    [
        ("KH204", "KH-204"),
        ("kh-204", "KH-204"),
        ("《大客户部管理制度》第十条", "KH-204"),
        ("部管理制度第10条", "KH-204"),
    ],
)
def test_the_address_bar_takes_ids_and_citations(page: Page, query: str, opened: str) -> None:
    page.goto(f"c/?q={query}")
    expect(page).to_have_url(re.compile(rf"/c/{opened}/$"))


def test_an_ambiguous_citation_lists_what_it_may_mean(page: Page) -> None:
    page.goto("c/?q=第十三条")
    found = page.get_by_role("status")
    expect(found).to_contain_text("可能是下面")
    expect(found.get_by_role("link").nth(1)).to_be_visible()


def test_the_page_can_be_read_without_a_script(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("c/KH-204/?r=1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("出差天数")
    expect(page.locator(".clause-status")).to_contain_text("第 4 版，自 2999-01-01 起适用")
    page.locator("#r2 summary").click()
    expect(page.locator("#r2 .difference ins")).to_be_visible()
    expect(page.locator(".clause-code svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_its_buttons_copy_the_address_with_the_revision_and_the_citation(page: Page, site_url: str) -> None:
    page.goto("c/KH-204/")
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_text("已复制链接")).to_be_visible()
    address = f"{site_url}/c/KH-204/?r=4"
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.get_by_role("button", name="复制引用文字").click()
    expect(page.get_by_text("已复制引用文字")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()") == f"《大客户部管理制度》第十条“出差天数”（KH-204）\n{address}"
    )


def test_every_clause_heading_has_a_menu_that_the_keyboard_reaches(page: Page, site_url: str) -> None:
    page.goto("rules/general/")
    assert page.locator(".clause-heading").count() == page.locator(".clause-heading > a.cite").count()
    control = page.locator("[id='KH-204'] > a.cite")
    control.focus()
    control.press("Enter")
    menu = page.get_by_role("menu", name="引用 KH-204")
    expect(menu.get_by_role("menuitem", name="复制链接")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("menuitem", name="复制引用文字")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(control).to_be_focused()
    control.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已复制链接")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site_url}/c/KH-204/?r=4"


def test_a_paragraph_has_an_address_on_both_pages(page: Page) -> None:
    page.goto("c/BF-501/#k2")
    expect(page.locator("#k2")).to_be_in_viewport()
    page.goto("rules/visits/#BF-501-k2")
    expect(page.locator("[id='BF-501-k2']")).to_be_in_viewport()


def test_changes_are_those_for_me_since_i_last_read(page: Page) -> None:
    page.goto("changes/")
    desk = page.locator(".my-changes")
    desk.get_by_role("button", name="我看过了").click()
    expect(desk.get_by_role("status")).to_have_text("上次看过以后，没有新改动。")
    page.reload()
    expect(desk.get_by_role("status")).to_have_text("上次看过以后，没有新改动。")
    desk.get_by_label("看谁的").select_option("大客户总监")
    entry = page.locator("ul.changes li[data-audience='大客户经理、大客户专员']").first
    expect(entry).to_be_hidden()


def test_a_calculator_can_be_asked_for_a_past_quarter(page: Page, watch: PageWatch) -> None:
    watch.allow("404.*runtime.json")  # this site is built without the browser's Python
    page.goto("kpi/schemes/am-quarter/?on=2020-06-30")
    said = page.get_by_role("status").filter(has_text="按第 1 版计分：自 2020-01-01 起，适用到 2020-07-01 前")
    expect(said).to_be_visible()
    said.get_by_label("按哪一版计分").select_option("2")
    expect(page.get_by_role("status").filter(has_text="按第 2 版计分：自 2020-07-01 起")).to_be_visible()
    expect(page.locator("#history")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["c/KH-204/?r=1", "c/", "c/KH/2020-01-01/", "announcements/", "changes/"])
def test_no_page_is_wider_than_a_phone(new_page: NewPage, path: str, scheme: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_is_what_the_device_says_until_the_reader_picks(new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    page.goto("c/KH-204/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
