"""A manager collects clauses, puts them in order, chooses a template and copies the text for a chat."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handbook.compiler import compile_handbook
from handbook.revisions.announcing import Words, cited, compose
from handbook.revisions.clause_history import ClauseTexts
from tests.conftest import NewPage
from tests.site_server import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site_url(published_site: Path) -> Iterator[str]:
    """The site after several publications, in place of the one that is shipped."""
    with serving(published_site) as address:
        yield address


def collect(page: Page) -> None:
    """Put two clauses into the announcement: one in its document, one on its own page."""
    page.goto("rules/general/")
    page.locator("[id='KH-204'] > a.cite").click()
    page.get_by_role("menuitem", name="加入公告").click()
    expect(page.get_by_role("status").filter(has_text="已加入公告（共 1 条）")).to_be_visible()
    page.goto("c/KH-101/")
    page.get_by_role("button", name="加入公告").click()
    page.get_by_role("link", name="去写公告").click()
    expect(page.locator(".announcement-clauses > li")).to_have_count(2)


def test_clauses_collected_in_two_places_become_one_announcement(page: Page) -> None:
    collect(page)
    page.get_by_role("button", name="上移 KH-101").click()
    expect(page.locator(".announcement-clauses > li").first).to_contain_text("KH-101")
    page.get_by_label("按编号加条款").fill("kh301、KH-999")
    page.get_by_role("button", name="加入", exact=True).click()
    expect(page.get_by_text("手册里没有 KH-999。")).to_be_visible()
    expect(page.locator(".announcement-clauses > li")).to_have_count(3)
    page.get_by_role("button", name="去掉 KH-301").click()
    expect(page.locator(".announcement-clauses > li")).to_have_count(2)
    page.reload()
    expect(page.locator(".announcement-clauses > li").first).to_contain_text("KH-101")


@pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu", "plain", "mail"])
def test_the_page_and_the_command_write_the_same(page: Page, site_url: str, published_site: Path, channel: str) -> None:
    collect(page)
    page.get_by_label("模板", exact=True).select_option("revised")
    page.get_by_label("生效或截止日期").fill("2027-01-01")
    page.get_by_label("发到哪里", exact=True).first.select_option(channel)
    box = page.get_by_role("textbox", name="公告文字")
    texts = ClauseTexts.of(compile_handbook(published_site.parent / "handbook_src"))
    clauses = cited(["KH-204", "KH-101"], texts, site_url, whole=False)
    composed = compose(Words("revised", day="2027-01-01"), clauses, channel)
    expect(box).to_have_value(composed.messages[0])
    page.get_by_role("button", name="复制公告文字").click()
    expect(page.get_by_text("已复制。")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == composed.messages[0]
    if channel == "mail":
        html = page.evaluate(
            "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
        )
        assert f'<a href="{site_url}/c/KH-204/?r=4">' in html


def test_where_the_clipboard_is_closed_the_text_is_selected_for_a_long_press(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, permissions=[])
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    )
    collect(page)
    page.get_by_role("button", name="复制公告文字").click()
    dialog = page.get_by_role("dialog").filter(has_text="长按")
    expect(dialog).to_be_visible()
    chosen = dialog.locator("textarea").evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen.startswith("# 新规发布：出差天数")


def test_what_is_kept_as_a_file_passes_the_check(page: Page) -> None:
    collect(page)
    page.get_by_label("发到哪里", exact=True).first.select_option("archive")
    text = page.get_by_role("textbox", name="公告文字").input_value()
    assert re.match(r'---\ntitle: "新规发布：出差天数 等 2 条"\ndate: \d{4}-\d\d-\d\d\nkind: 新规发布\n---\n', text)
    assert "c/KH-204/?r=4" in text


def test_the_draft_stays_on_the_device_and_can_be_thrown_away(page: Page) -> None:
    collect(page)
    kept = page.evaluate("localStorage.getItem('handbook.announcement')")
    assert [each["id"] for each in json.loads(kept)["picked"]] == ["KH-204", "KH-101"]
    page.get_by_role("button", name="清空，重新写").click()
    expect(page.get_by_text("还没有条款。")).to_be_visible()
    assert page.evaluate("localStorage.getItem('handbook.announcement')") is None
