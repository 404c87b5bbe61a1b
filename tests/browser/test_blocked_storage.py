"""Where nothing can be kept, because site data is really blocked or the site comes over plain http, all else works."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import chromium
from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}
"""What Chromium notes when somebody forbids all sites to keep data."""
REFUSED = """async () => Promise.all([() => localStorage.length, () => navigator.locks.request("", () => {}),
    () => navigator.locks.query()]
    .map(async (ask) => { try { await ask(); return "given"; } catch ({ name }) { return name; } }))"""
STALLED = 25_000
"""Milliseconds without a sign of life after which a restart is offered, and some more."""
MISSING = """() => [isSecureContext, "locks" in navigator, "serviceWorker" in navigator, "caches" in window,
    "subtle" in crypto]"""

type OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser, watch: PageWatch, tmp_path: Path) -> Iterator[OpenContext]:
    """Opens a Chromium of its own, with preferences; faults of its pages fail the test."""
    contexts: list[BrowserContext] = []

    def begin(origin: str, preferences: object, hosts: str, color_scheme: str) -> BrowserContext:
        (tmp_path / "Default").mkdir()
        (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")
        context = browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=chromium.require(),
            args=[*chromium.FLAGS, f"--host-resolver-rules={hosts}"],
            base_url=f"{origin}/",
            locale="zh-CN",
            viewport={"width": 1280, "height": 800},
            color_scheme=color_scheme,  # pyright: ignore[reportArgumentType] - one of Playwright's words
        )
        contexts.append(context)
        watch.origin = origin
        watch.attach(context)
        return context

    yield begin
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def blocked(open_context: OpenContext, site_url: str) -> Page:
    """A page where all site data is blocked; the system is dark."""
    context = open_context(site_url, BLOCKED, "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "dark")
    page = context.new_page()
    page.goto("licences/")
    assert page.evaluate(REFUSED) == ["SecurityError"] * 3
    return page


@pytest.fixture
def plain(open_context: OpenContext, site_url: str) -> Page:
    """A page that came over plain http from a name in an intranet."""
    origin = site_url.replace("127.0.0.1", "handbook.test")
    page = open_context(origin, {}, "MAP handbook.test 127.0.0.1", "light").new_page()
    page.goto("licences/")
    assert page.evaluate(MISSING) == [False] * 5
    return page


def test_with_site_data_blocked_a_worker_that_died_is_started_again_by_hand(blocked: Page) -> None:
    blocked.clock.install()
    calculator = CalculatorPage.open(blocked)
    calculator.box.fill(MESSY)
    calculator.expect_scored(3)
    blocked.workers[-1].evaluate("self.close()")
    calculator.press("李四")
    restart = blocked.get_by_role("button", name="没有进展？重新启动计算程序")
    expect(blocked.locator(".kpi-progress")).to_be_visible()
    expect(restart).to_be_hidden()
    blocked.clock.fast_forward(STALLED)
    restart.click()
    expect(calculator.card).to_contain_text("数据也恢复了", timeout=START)
    calculator.open_person("李四")
    expect(calculator.people).to_have_count(3)


def test_with_site_data_blocked_the_system_s_dark_colours_come_and_the_switch_works(blocked: Page) -> None:
    body = blocked.locator("body")
    blocked.goto("rules/general/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    blocked.get_by_title("切换到浅色").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    blocked.locator(".md-tabs").get_by_role("link", name="流程").click()
    expect(blocked.locator("h1")).to_contain_text("流程")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    blocked.get_by_title("切换到深色").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_with_site_data_blocked_the_pages_about_it_say_so(blocked: Page) -> None:
    blocked.goto("offline/")
    expect(blocked.locator(".offline-desk")).to_contain_text("这台设备上还没有存手册")
    blocked.get_by_role("button", name="存全部页面和搜索").click()
    expect(blocked.locator(".offline-desk")).to_contain_text("禁止网站保存数据时存不了")
    blocked.goto("local-data/")
    expect(blocked.get_by_text("这个浏览器里没有记着手册的任何内容")).to_be_visible()


def test_over_plain_http_a_table_is_scored_and_a_team_ranked(plain: Page) -> None:
    calculator = CalculatorPage.open(plain)
    calculator.box.fill(MESSY)
    calculator.expect_scored(3)
    plain.goto("calculators/team/")
    plain.get_by_role("button", name="填入示例", exact=True).click()
    expect(plain.get_by_role("region", name="排名", exact=True).locator("tbody tr")).to_have_count(5, timeout=START)


def test_over_plain_http_the_pages_about_what_is_kept_are_there(plain: Page) -> None:
    plain.goto("offline/")
    expect(plain.locator(".offline-desk")).to_contain_text("没有加密的网址（http）")
    plain.goto("roles/account-manager/")
    plain.get_by_role("button", name="设为我的岗位").click()
    plain.goto("local-data/")
    expect(plain.get_by_role("row").filter(has_text="我的岗位")).to_be_visible()
    plain.get_by_role("button", name="全部清除").click()
    expect(plain.get_by_text("这个浏览器里没有记着手册的任何内容")).to_be_visible()
