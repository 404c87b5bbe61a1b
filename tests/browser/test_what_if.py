"""A rule is changed on the page: a cell that cannot be read says what would work, then who gains and who loses."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START
from tests.browser.tables import MESSY
from tests.conftest import NewPage

pytestmark = pytest.mark.browser


def open_page(page: Page) -> None:
    """Go to the page and wait for the scheme's rows."""
    page.goto("calculators/what-if/")
    expect(page.get_by_role("textbox", name="销售完成率的计分规则")).to_be_visible(timeout=START)


def test_a_rule_that_cannot_be_read_is_mended_by_what_is_offered(page: Page) -> None:
    open_page(page)
    rule = page.get_by_role("textbox", name="销售完成率的计分规则")
    rule.fill("每少 5% 扣 2 分")
    expect(rule).to_have_attribute("aria-invalid", "true", timeout=START)
    expect(rule).to_have_accessible_description(
        "⚠ 这句计分规则看不懂：“每少 5% 扣 2 分”。最接近的写法：每低于 5% 扣 1 分"
    )
    page.get_by_role("button", name="填入示例", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="改过的规则里有看不懂的格子")).to_be_visible()
    rule.fill("每低于 5% 扣 2 分")
    result = page.get_by_role("region", name="新旧得分")
    expect(page.locator(".kpi-summary").last).to_have_text("6 人：0 人加分，3 人减分，2 人不变；0 人等级变化")
    expect(result.locator("tbody tr").first).to_contain_text("李强84.5782.57-2.00良好销售完成率 -2")
    expect(rule).not_to_have_attribute("aria-invalid", "true")
    rule.fill("每低于 5% 扣 4 分")
    expect(result).to_contain_text("良好 → 合格")
    page.get_by_role("button", name="全部改回原样").click()
    expect(page.locator(".kpi-summary").last).to_contain_text("0 人减分")
    expect(rule).to_have_value("每低于 5% 扣 1 分")


def test_weights_that_do_not_add_up_are_said_and_calculated_with(page: Page) -> None:
    open_page(page)
    page.get_by_role("textbox", name="销售完成率的权重").fill("30")
    expect(page.get_by_text("权重合计现在是 105 分，方案要求 100 分")).to_be_visible(timeout=START)


def test_another_scheme_is_compared_and_who_cannot_be_is_named(page: Page) -> None:
    open_page(page)
    page.get_by_label("和什么比").select_option("support-quarter")
    expect(page.get_by_role("region", name="改规则")).to_be_hidden()
    page.get_by_role("textbox", name="考核数据", exact=True).fill(MESSY)
    expect(page.locator(".kpi-card").filter(has_text="3 人数据不全，不能比较：张三、李四、王五")).to_be_visible(
        timeout=START
    )


def test_nothing_of_it_is_stored_and_nothing_leaves_the_page(page: Page) -> None:
    open_page(page)
    before = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    page.get_by_role("textbox", name="销售完成率的计分规则").fill("每低于 5% 扣 3 分")
    page.get_by_role("button", name="填入示例", exact=True).click()
    expect(page.get_by_role("region", name="新旧得分")).to_be_visible(timeout=START)
    assert page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)") == before
    page.reload()
    expect(page.get_by_role("textbox", name="销售完成率的计分规则")).to_have_value("每低于 5% 扣 1 分")


def test_a_rule_is_changed_with_the_keyboard_alone_on_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    open_page(page)
    page.get_by_role("button", name="填入示例", exact=True).press("Enter")
    expect(page.get_by_role("region", name="新旧得分")).to_be_visible(timeout=START)
    page.get_by_label("和什么比").focus()
    for _ in range(4):  # the table that scrolls, then weight, standard and rule of the first row
        page.keyboard.press("Tab")
    rule = page.get_by_role("textbox", name="销售完成率的计分规则")
    expect(rule).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("每低于 5% 扣 2 分")
    expect(page.locator(".kpi-summary").last).to_contain_text("3 人减分")
    expect(rule).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
