"""A rep pastes a table, mends a cell, gets the score, looks up the clause and comes back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage, starts_of
from tests.browser.tables import MESSY, CPython
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

SCROLLING_OVER = """() => new Promise((resolve) => {
    let [place, since] = [scrollY, performance.now()];
    const look = (now) => {
        if (scrollY !== place) [place, since] = [scrollY, now];
        return now - since > 250 ? resolve() : requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
"""Material notes the place scrolled to a moment later; a link followed before that would keep it on the next page."""


def test_a_rep_mends_a_cell_gets_the_score_and_comes_back_from_the_clause(page: Page, watch: PageWatch) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    expect(calculator.cell(1, 2)).to_contain_text("11,000,000 元")
    fault = page.get_by_role("button", name="第 2 行 · 实际完成销售额")
    expect(fault.locator("..")).to_contain_text("#DIV/0!")

    fault.click()
    editor = page.get_by_role("textbox", name="第 2 行 实际完成销售额")
    expect(editor).to_be_focused()
    editor.fill("1056")
    editor.press("Enter")
    expect(fault).to_have_count(0)
    expect(calculator.cell(2, 2)).to_contain_text("10,560,000 元")

    calculator.open_person("李四")
    item = calculator.sheet.get_by_role("listitem").filter(has_text="销售完成率")
    expect(item).to_contain_text("10,560,000 ÷ 12,000,000 = 88%")
    expect(item).to_contain_text("23.00 / 25")
    page.evaluate("window.sameVisit = true")
    link = item.get_by_role("link", name="KP-201")
    link.focus()
    page.evaluate(SCROLLING_OVER)
    page.keyboard.press("Enter")
    expect(page.locator("#KP-201")).to_be_in_viewport()

    page.go_back()
    expect(calculator.sheet.get_by_role("heading", name="李四")).to_be_visible()
    expect(calculator.box).to_have_value(MESSY)
    calculator.press("优秀（90）")
    expect(calculator.sheet.locator(".kpi-wish__answer")).not_to_be_empty()
    assert page.evaluate("window.sameVisit") is True
    assert starts_of(watch.requests) == 1


def test_pasted_markup_stays_text(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    title = page.title()
    calculator.paste(MESSY.replace("张三", "<b onclick=alert(1)>张三</b>"))
    calculator.expect_scored(3)
    expect(calculator.cell(1, 21)).to_contain_text("<img src=x")
    calculator.open_person("<b onclick=alert(1)>张三</b>")
    assert calculator.root.locator("img, b[onclick]").count() == 0
    assert page.title() == title


def test_figures_equal_those_of_cpython(page: Page, site: Path) -> None:
    desk = CPython(site)
    desk.ask("read_text", text=MESSY)
    expected = desk.ask("score")
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    for line in expected["people"]:
        sheet = desk.ask("person", index=line["index"])
        calculator.open_person(line["name"])
        assert calculator.total() == sheet["total"]
        shown = calculator.sheet.get_by_role("listitem")
        for place, item in enumerate(sheet["items"]):
            said = item["explain"] if item["points"] is not None else f"未评：{item['unjudged']}"
            expect(shown.nth(place)).to_contain_text(said)
            expect(shown.nth(place)).to_contain_text(f"{item['points'] or '未评'} / {item['weight']}")


@pytest.mark.parametrize("scheme", ["am-quarter", "director-quarter", "support-quarter"])
def test_the_worked_example_of_every_scheme_scores_as_printed(page: Page, scheme: str) -> None:
    calculator = CalculatorPage.open(page, scheme)
    calculator.press("填入示例")
    expect(calculator.people.first).to_be_visible(timeout=START)
    printed = page.locator("#算例 ~ .wide-table table").first
    headings = printed.locator("thead th").all_inner_texts()
    rows = printed.locator("tbody tr").all()
    totals = [row.locator("th, td").nth(headings.index("总分")).inner_text() for row in rows]
    shown = [row.locator("td").first.inner_text() for row in calculator.people.all()]
    assert [float(total) for total in shown] == [float(total) for total in totals]


def test_one_person_needs_no_table_on_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    calculator = CalculatorPage.open(page)
    calculator.tab("只算一个人")
    form = page.locator(".kpi-form")
    form.get_by_label("实际完成销售额", exact=True).fill("1056")
    form.get_by_label("实际完成销售额的单位").select_option("万元")
    form.get_by_label("计划完成销售额", exact=True).fill("1200万")
    form.get_by_label("有效投诉次数", exact=True).fill("两次半")
    calculator.press("计算得分")
    expect(calculator.sheet).to_contain_text("23.00", timeout=START)
    expect(calculator.sheet).to_contain_text("已评 25 / 100 分")
    expect(form).to_contain_text("读作 10,560,000 元")
    expect(form.get_by_label("有效投诉次数", exact=True)).to_have_attribute("aria-invalid", "true")


def test_the_preview_is_worked_with_the_keyboard_alone(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    calculator.cell(1, 1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(calculator.cell(2, 2)).to_be_focused()
    expect(page.locator(".kpi-readout")).to_contain_text("#DIV/0!")
    page.keyboard.press("Enter")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    expect(calculator.cell(2, 2)).to_contain_text("12,000,000 元")
    expect(calculator.cell(2, 2)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(calculator.cell(2, 2)).to_contain_text("12,000,000 元")


def test_a_sheet_prints_on_one_page(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.press("填入示例")
    expect(calculator.people.first).to_be_visible(timeout=START)
    calculator.people.first.get_by_role("button").click()
    page.evaluate("window.print = () => {}")
    calculator.press("打印")
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + paper.count(b"/Type /Page/") == 1
    expect(page.locator("body[data-print]")).to_have_count(0)
    calculator.press("打印")
    page.emulate_media(media="print")
    expect(calculator.sheet.locator(".kpi-sheet__foot")).to_contain_text("考核表核对码")
    expect(page.locator("h1")).to_be_hidden()
    expect(calculator.box).to_be_hidden()
