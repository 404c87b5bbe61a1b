"""Every calculator, an appeal, a form and an announcement, by the keyboard alone: each result is said, and reached."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.plan_page import PlanPage
from tests.browser.test_keyboard import reach

pytestmark = pytest.mark.browser

CALCULATORS = ["targets", "months", "matrix", "leads", "rolling", "projection", "lead-log", "team", "what-if"]


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
    expect(page.locator(".fill-where")).not_to_be_empty()
