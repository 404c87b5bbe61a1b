"""A copy of the site opened as files: it reads like the site, and says what it cannot do."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

pytestmark = pytest.mark.browser


def test_a_copy_on_disk_is_read_by_its_links(site: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        failed: list[str] = []
        context.on("requestfailed", lambda request: failed.append(request.url))
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        page.locator(".ways").get_by_role("link", name="大客户部管理制度").click()
        expect(page).to_have_title(re.compile("大客户部管理制度"))
        assert page.locator(".md-header").evaluate("(head) => getComputedStyle(head).position") == "sticky"
        page.locator("article a[href*='/c/KH-204/']").first.click()
        expect(page).to_have_title(re.compile("KH-204"))
        page.get_by_role("link", name="在全文中看").click()
        expect(page.locator("#KH-204")).to_be_in_viewport()
        folders = page.evaluate("[...document.links].filter(({ pathname }) => pathname.endsWith('/')).map(String)")
        assert folders == []
        assert [url for url in failed if not url.endswith(("/site.js", "/clause-page.js"))] == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("kpi/schemes/am-quarter/", "计算器不能从文件里运行"),
        ("calculators/team/", "计算器不能从文件里运行"),
        ("offline/", "只能阅读和打印"),
        ("announcements/", "只能阅读和打印"),
        ("forms/visit-plan/", "打印出来用笔填"),
    ],
)
def test_a_copy_on_disk_says_what_it_cannot_do(site: Path, browser: Browser, path: str, said: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / path / "index.html").as_uri())
        expect(page.locator(".from-file")).to_contain_text(said)


def test_the_search_of_a_copy_on_disk_points_to_the_index(site: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        refused: list[ConsoleMessage] = []
        page.on("console", lambda message: refused.append(message) if "Content Security" in message.text else None)
        page.goto((site / "index.html").as_uri())
        page.get_by_role("textbox", name="搜索").click()
        page.get_by_text("不能搜索").get_by_role("link", name="索引").click()
        expect(page).to_have_title(re.compile("索引"))
        assert refused == []


def test_the_site_itself_says_nothing_of_files(site_url: str, browser: Browser) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{site_url}/kpi/schemes/am-quarter/")
        expect(page.get_by_role("textbox", name="考核数据")).to_be_visible()
        expect(page.locator(".from-file")).to_have_count(0)
