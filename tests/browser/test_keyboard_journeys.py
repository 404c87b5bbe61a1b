"""Every calculator and all else that people fill in or press, by the keyboard alone: what comes of it is said."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.moving_site import MovingSite
from tests.browser.plan_page import PlanPage
from tests.browser.test_keyboard import reach

pytestmark = pytest.mark.browser

CALCULATORS = ["targets", "months", "matrix", "leads", "rolling", "projection", "lead-log", "team", "what-if"]


def skip_to_text(page: Page) -> None:
    """Follow the link with which a page begins, past the header and the menu."""
    reach(page, page.locator("a.md-skip"))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("name", CALCULATORS)
def test_an_example_is_calculated_said_and_jumped_to(page: Page, name: str) -> None:
    PlanPage.open(page, name)
    reach(page, page.get_by_role("button", name=re.compile("^填入示例")).first)
    page.keyboard.press("Enter")
    expect(page.locator(".calc > [aria-live=polite]")).to_have_text(re.compile("已算好"), timeout=START)
    reach(page, page.get_by_role("button", name="跳到结果"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="结果").first).to_be_focused()


def test_a_part_is_fixed_and_let_go(page: Page) -> None:
    calculator = PlanPage.open(page, "targets")
    reach(page, page.get_by_role("button", name=re.compile("^填入示例")).first)
    page.keyboard.press("Enter")
    calculator.expect_part("张三", "5")
    fixed = page.get_by_role("textbox", name="张三固定为")
    reach(page, fixed)
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    calculator.expect_part("张三", "6")
    expect(page.get_by_role("textbox", name="张三固定为")).to_be_focused()
    reach(page, page.get_by_role("button", name="松开张三"))
    page.keyboard.press("Enter")
    calculator.expect_part("张三", "5")


def test_an_appeal_is_made_and_its_code_checked(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    reach(page, page.get_by_role("button", name="填入示例"))
    page.keyboard.press("Enter")
    calculator.expect_scored(5)
    reach(page, page.get_by_role("button", name="跳到结果"))
    page.keyboard.press("Enter")
    reach(page, calculator.people.get_by_role("button", name="李强"))
    page.keyboard.press("Enter")
    reach(page, calculator.sheet.get_by_role("button", name="申诉单"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="申诉单")).to_be_focused()
    reach(page, page.get_by_role("button", name="复制代码"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("代码已复制")).to_be_visible()
    reach(page, page.locator("summary", has_text="核验申诉单"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("申诉单上的代码"))
    page.keyboard.press("Control+v")
    reach(page, page.get_by_role("button", name="按代码重算"))
    page.keyboard.press("Enter")
    expect(page.locator(".kpi-verify .kpi-card")).to_contain_text("一致", timeout=START)


def test_a_form_is_filled_and_its_gaps_are_said(page: Page) -> None:
    page.goto("forms/visit-plan/")
    reach(page, page.get_by_role("link", name="在线填写或打印"))
    page.keyboard.press("Enter")
    reach(page, page.locator(".fill-control input[type=text]").first)
    page.keyboard.type("华东机械")
    reach(page, page.get_by_role("button", name="复制文字"))
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="已复制")
    expect(said).to_contain_text("必填没有填")
    assert "华东机械" in page.evaluate("navigator.clipboard.readText()")


def test_a_clause_is_announced(page: Page) -> None:
    page.goto("c/KH-101/")
    reach(page, page.get_by_role("button", name="加入公告"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name="去写公告"))
    page.keyboard.press("Enter")
    expect(page.locator(".announcement-clauses > li")).to_have_count(1)
    skip_to_text(page)
    reach(page, page.get_by_role("button", name="复制公告文字"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已复制。")).to_be_visible()
    assert "KH-101" in page.evaluate("navigator.clipboard.readText()")


def test_a_question_of_a_newcomer_s_path_is_answered(page: Page) -> None:
    page.goto("onboarding/office/")
    skip_to_text(page)
    asked = page.get_by_role("group").filter(has=page.get_by_role("radio")).first
    reach(page, asked.get_by_role("radio").first)
    page.keyboard.press("Space")
    expect(asked.get_by_role("status")).to_have_text(re.compile("^(答对了|不对)。"))
    page.keyboard.press("ArrowDown")
    expect(asked.get_by_role("radio").nth(1)).to_be_checked()
    expect(asked.get_by_role("status")).to_have_text(re.compile("^(答对了|不对)。"))


def test_the_offline_copy_is_stored_and_removed(place: MovingSite) -> None:
    context = place.visitor()
    context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page = context.new_page()
    page.goto("offline/")
    skip_to_text(page)
    reach(page, page.get_by_role("button", name="存全部页面和搜索"))
    page.keyboard.press("Enter")
    expect(page.locator(".offline-desk").get_by_role("row", name="全部页面和搜索")).to_contain_text(
        "已存好", timeout=START
    )
    reach(page, page.get_by_role("button", name="从这台设备上删掉"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("这台设备上还没有存手册")).to_be_visible()


def test_what_is_kept_in_the_browser_is_cleared(page: Page) -> None:
    page.goto("roles/account-manager/")
    reach(page, page.get_by_role("button", name="设为我的岗位"))
    page.keyboard.press("Enter")
    page.goto("local-data/")
    expect(page.get_by_role("row").filter(has_text="我的岗位")).to_be_visible()
    skip_to_text(page)
    reach(page, page.get_by_role("button", name="全部清除"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已清除。")).to_be_visible()
    expect(page.get_by_text("这个浏览器里没有记着手册的任何内容")).to_be_visible()


def test_an_update_is_put_off_and_taken(place: MovingSite, later: Path) -> None:
    page = place.visitor(service_workers="block").new_page()
    calculator = CalculatorPage.open(page)
    reach(page, calculator.box)
    place.publish(later)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status").filter(has_text="手册有新版本")).to_be_visible(timeout=START)
    page.keyboard.type("张三")
    reach(page, page.get_by_role("button", name="重新载入"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="带不过去")).to_be_visible()
    expect(page.get_by_role("button", name="以后再说")).to_be_focused()
    reach(page, page.get_by_role("button", name="放弃内容并重新载入"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_function("() => globalThis.mark === '新版'")
