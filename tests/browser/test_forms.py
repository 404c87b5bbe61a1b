"""A form is filled in on its page: kept on the device, printed, copied for a chat and for its own Excel sheet."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.conftest import NewPage

pytestmark = pytest.mark.browser

FORM = "forms/gift-plan/"
MARKUP = "<img src=x onerror=alert(1)> & 甲公司"


def box(page: Page, name: str) -> Any:
    """Return the input of a field by its name or heading."""
    return page.locator(".blank-form").get_by_label(name, exact=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def stored(page: Page) -> dict[str, str]:
    return json.loads(page.evaluate("localStorage.getItem('handbook.form.T19')") or "{}")


def expect_stored(page: Page, name: str, value: str) -> None:
    page.wait_for_function(
        "([name, value]) => JSON.parse(localStorage.getItem('handbook.form.T19') ?? '{}')[name] === value",
        arg=[name, value],
    )


def clipboard(page: Page) -> list[str]:
    """Return what was copied: as text, and as HTML where there is some."""
    return page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const read = async (type) => item.types.includes(type) ? await (await item.getType(type)).text() : "";
            return [await read("text/plain"), await read("text/html")];
        }"""
    )


def fill(page: Page) -> None:
    box(page, "计划期间").fill("2027年第1季度")
    box(page, "客户名称").fill(MARKUP)
    box(page, "客户单位性质").select_option("企业")
    for choice in ("履约", "服务"):
        page.get_by_role("checkbox", name=choice, exact=True).check()


def test_what_was_filled_in_is_there_after_coming_back_and_after_reloading(page: Page) -> None:
    page.goto(FORM)
    expect(page.locator(".fill-where")).to_contain_text("只存在这台设备上")
    fill(page)
    box(page, "审批日期").fill("2027-01-08")
    page.locator(".md-tabs__link", has_text="制度").click()
    expect(page.locator("h1")).to_contain_text("制度")
    page.go_back()
    expect(box(page, "客户名称")).to_have_value(MARKUP)
    page.reload()
    expect(box(page, "客户单位性质")).to_have_value("企业")
    expect(box(page, "审批日期")).to_have_value("2027-01-08")
    expect(page.get_by_role("checkbox", name="履约", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="洽谈", exact=True)).not_to_be_checked()
    assert page.locator(".blank-form img").count() == 0


def test_typing_is_kept_without_leaving_the_page(page: Page) -> None:
    page.goto(FORM)
    box(page, "客户名称").press_sequentially("甲公司")
    expect_stored(page, "客户名称", "甲公司")
    box(page, "客户名称").fill("")
    page.wait_for_function("() => localStorage.getItem('handbook.form.T19') === '{}'")


def test_clearing_asks_first(page: Page) -> None:
    page.goto(FORM)
    fill(page)
    expect_stored(page, "客户单位性质", "企业")
    press(page, "清空")
    press(page, "取消")
    expect(box(page, "客户名称")).to_have_value(MARKUP)
    press(page, "清空")
    press(page, "全部清空")
    expect(box(page, "客户名称")).to_have_value("")
    expect(page.get_by_role("checkbox", name="履约", exact=True)).not_to_be_checked()
    assert stored(page) == {}
    page.reload()
    expect(box(page, "客户名称")).to_have_value("")


def test_a_chat_gets_a_line_for_each_field_and_the_reader_hears_what_is_missing(page: Page) -> None:
    page.goto(FORM)
    fill(page)
    box(page, "单价（元）").fill("1，200")
    box(page, "数量（件）").fill("两件")
    box(page, "审批日期").fill("2027-01-08")
    press(page, "复制文字")
    said = page.locator(".fill-said")
    expect(said).to_contain_text("已复制")
    expect(said).to_contain_text(re.compile("必填没有填：对象、"))
    expect(said).to_contain_text("不是数字：数量。")
    expect(said).not_to_contain_text("审批人签字")
    expect(box(page, "数量（件）")).to_have_attribute("aria-invalid", "true")
    assert clipboard(page)[0].splitlines() == [
        "礼品馈赠计划表",
        "计划期间：2027年第1季度",
        f"客户名称：{MARKUP}",
        "客户单位性质：企业",
        "个人信息用途：履约、服务",
        "单价：1，200 元",
        "数量：两件",
        "审批日期：2027 年 1 月 8 日",
    ]


def test_a_row_has_a_cell_for_every_heading_of_the_sheet(page: Page, site: Path) -> None:
    page.goto(FORM)
    fill(page)
    box(page, "客户名称").fill("=1+1<b>")
    box(page, "单价（元）").fill("1,200.5")
    box(page, "审批日期").fill("2027-01-08")
    box(page, "登记人").fill("张三")
    press(page, "复制成 Excel 一行")
    expect(page.locator(".fill-said")).to_contain_text("已复制")
    text, html = clipboard(page)
    sheet = load_workbook(io.BytesIO((site / "forms" / "gift-plan.xlsx").read_bytes())).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    cells = text.removesuffix("\n").split("\t")
    assert html.count("<td") == len(cells) == len(headings)
    row = dict(zip(headings, cells, strict=True))
    assert {name: value for name, value in row.items() if value} == {
        "计划期间": "2027年第1季度",
        "客户名称": "'=1+1<b>",
        "客户单位性质": "企业",
        "个人信息用途": "履约、服务",
        "单价（元）": "1200.5",
        "审批日期": "2027-01-08",
        "登记人": "张三",
    }
    assert "'=1+1&lt;b&gt;" in html


def test_a_row_filled_in_on_the_page_of_the_scoring_sheet_is_scored_under_its_headings(page: Page, site: Path) -> None:
    sample = json.loads((site / "assets" / "schemes" / "am-quarter.json").read_text(encoding="utf-8"))["sample"]
    names, _, person, *_ = (line.split("\t") for line in sample.splitlines())
    page.goto("forms/am-appraisal/")
    for name, value in zip(names, person, strict=True):
        page.locator(f'.blank-form [data-field*="{name}"]').locator("input, textarea").first.fill(value)
    press(page, "复制成 Excel 一行")
    expect(page.locator(".fill-said")).to_contain_text("已复制")
    sheet = load_workbook(io.BytesIO((site / "forms" / "am-appraisal.xlsx").read_bytes())).worksheets[0]
    headings = "\t".join(str(cell.value) for cell in sheet[1])
    pasted = f"{headings}\n{clipboard(page)[0]}"
    calculator = CalculatorPage.open(page)
    calculator.paste(pasted)
    expect(calculator.sheet.get_by_role("heading", name=person[0])).to_be_visible(timeout=START)
    assert calculator.total() == "84.57"


def test_paper_shows_what_was_filled_in_and_empty_boxes_elsewhere(page: Page) -> None:
    page.goto(FORM)
    fill(page)
    box(page, "单价（元）").fill("1200")
    page.emulate_media(media="print")
    paper = page.locator(".blank-form")
    expect(paper.get_by_text(MARKUP)).to_be_visible()
    expect(paper.get_by_text("☑ 企业")).to_be_visible()
    expect(paper.get_by_text("□ 国有单位")).to_be_visible()
    expect(paper.get_by_text("1200 元")).to_be_visible()
    expect(paper.get_by_text("年　　月　　日")).to_be_visible()
    expect(paper.locator("input:visible, select:visible, button:visible, .fill-where:visible")).to_have_count(0)
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1


def test_printing_says_what_is_missing_and_goes_on(page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = true; dispatchEvent(new Event('beforeprint')); }")
    page.goto(FORM)
    press(page, "打印")
    expect(page.locator(".fill-said")).to_contain_text("必填没有填：计划期间、")
    assert page.evaluate("window.printed") is True


def test_half_a_date_is_said(page: Page) -> None:
    page.goto(FORM)
    box(page, "审批日期").focus()
    page.keyboard.type("1")
    press(page, "复制文字")
    expect(page.locator(".fill-said")).to_contain_text("日期或时间没有填完整：审批日期。")


def test_a_form_is_filled_in_where_nothing_can_be_stored(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); }")
    page.goto(FORM)
    box(page, "客户名称").fill("甲公司")
    expect(page.locator(".fill-where")).to_contain_text("不让网页保存")
    press(page, "复制文字")
    expect(page.locator(".fill-said")).to_contain_text("已复制")
    assert "客户名称：甲公司" in clipboard(page)[0]


def test_without_javascript_the_empty_form_is_printed(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(FORM)
    expect(page.locator(".blank-form")).to_contain_text("□ 国有单位")
    expect(page.locator(".blank-form input")).to_have_count(0)


def test_a_form_fits_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(FORM)
    expect(box(page, "客户名称")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
