"""A calculation kept in a link, and an appeal checked by its code: what goes in, what never does, what is said."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY, large
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

TICK = "连同数据一起放进链接"


def copied_link(page: Page, *, with_data: bool) -> str:
    """Copy the link of the calculation on the page."""
    page.get_by_text("分享这个计算").press("Enter")
    tick = page.get_by_label(TICK)
    if with_data:
        tick.check()
        expect(page.get_by_text("姓名和业绩会写进链接")).to_be_visible()
    page.get_by_role("button", name="复制链接", exact=True).click()
    expect(page.get_by_text(re.compile(r"链接已复制（[\d,]+ 个字符，"))).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_link_without_data_keeps_how_columns_were_mapped(new_page: NewPage) -> None:
    page, text = new_page(), MESSY.replace("实际回款额", "到手的钱")
    calculator = CalculatorPage.open(page)
    calculator.paste(text)
    calculator.expect_scored(3)
    calculator.choose("“到手的钱”取作", "实际回款额")
    expect(page.locator(".kpi-people tbody tr").first).to_contain_text("优秀")
    link = copied_link(page, with_data=False)
    assert re.fullmatch(r"http://[\d.:]+/kpi/schemes/am-quarter/#hb-[A-Za-z0-9_-]+", link)
    assert len(link) < 500

    other = new_page()
    other.goto(link)
    expect(other.get_by_text("这一页的设置来自你打开的链接，里面没有数据")).to_be_visible()
    opened = CalculatorPage(other)
    expect(opened.box).to_have_value("")
    opened.paste(text)
    opened.expect_scored(3)
    expect(other.get_by_label("“到手的钱”取作")).to_have_value("实际回款额")


def test_a_link_with_data_fills_the_page_and_never_reaches_a_server(new_page: NewPage, watch: PageWatch) -> None:
    page = new_page()
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    page.get_by_role("button", name="第 2 行 · 实际完成销售额").click()
    page.get_by_role("textbox", name="第 2 行 实际完成销售额").fill("1056")
    page.keyboard.press("Enter")
    expect(calculator.people.nth(1)).to_contain_text(re.compile(r"李四\s*96\.32"))
    scores = calculator.people.all_inner_texts()
    link = copied_link(page, with_data=True)

    other = new_page()
    other.goto(link)
    expect(other.get_by_text("下面的数据来自你打开的链接")).to_be_visible()
    opened = CalculatorPage(other)
    opened.expect_scored(3)
    expect(opened.box).to_have_value(MESSY)
    assert opened.people.all_inner_texts() == scores
    assert "#" not in other.url
    assert [address for address in watch.requests if "hb-" in address.partition("#")[0]] == []
    other.reload()
    expect(opened.box).to_have_value("")


def test_a_table_that_chats_would_cut_is_refused_with_the_limit(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste_event(large(12_000))
    calculator.expect_summary("12000 行粘贴")
    page.get_by_text("分享这个计算").press("Enter")
    page.get_by_label(TICK).check()
    page.get_by_role("button", name="复制链接", exact=True).click()
    expect(page.get_by_text(re.compile(r"超过 8000 的上限"))).to_be_visible()


def test_a_link_that_was_cut_is_said_to_be(page: Page) -> None:
    page.goto("kpi/schemes/am-quarter/#hb-H4sIAAAAAAAAA6tWKkstKs7Mz1OyUjI0MlbSUSoqzcvLzEsH")
    expect(page.get_by_text("链接不完整：可能被聊天软件截断或改动了")).to_be_visible()


def test_a_changed_rule_travels_in_a_link(new_page: NewPage) -> None:
    page = new_page()
    page.goto("calculators/what-if/")
    page.get_by_role("textbox", name="销售完成率的计分规则").fill("每低于 5% 扣 2 分")
    page.get_by_role("button", name="填入示例", exact=True).click()
    expect(page.get_by_role("region", name="新旧得分")).to_be_visible(timeout=START)
    link = copied_link(page, with_data=True)
    other = new_page()
    other.goto(link)
    expect(other.get_by_role("textbox", name="销售完成率的计分规则")).to_have_value("每低于 5% 扣 2 分", timeout=START)
    expect(other.locator(".kpi-summary").last).to_contain_text("3 人减分", timeout=START)


def test_an_appeal_is_checked_by_its_code_and_a_changed_code_is_noticed(new_page: NewPage) -> None:
    page = new_page()
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    calculator.open_person("张三")
    calculator.press("申诉单")
    appeal = page.get_by_role("article", name="申诉单")
    expect(appeal.get_by_role("heading", name="申诉单：张三")).to_be_visible()
    expect(appeal.get_by_role("link", name="KP-201")).to_be_visible()
    total = calculator.total()
    calculator.press("复制代码")
    expect(appeal.get_by_text("代码已复制")).to_be_visible()
    code = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"SSD1\.[A-Za-z0-9_-]+\.[0-9a-f]{16}", code)
    page.evaluate("window.print = () => {}")
    calculator.press("打印申诉单")
    page.emulate_media(media="print")
    expect(appeal).to_be_visible()
    expect(calculator.sheet).to_be_hidden()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1

    other = new_page()
    CalculatorPage.open(other)
    other.get_by_text("核验申诉单", exact=True).press("Enter")
    box = other.get_by_label("申诉单上的代码")
    box.fill(f"张三的代码：\n{code[:60]}\n{code[60:]}")
    other.get_by_role("button", name="按代码重算").click()
    expect(other.get_by_text(f"一致：按单上的数和现行方案重算，总分 {total} 分")).to_be_visible(timeout=START)
    box.fill(code.replace(code[40], "A" if code[40] != "A" else "B", 1))
    other.get_by_role("button", name="按代码重算").click()
    expect(other.get_by_text("代码缺了一段，或有字符抄错")).to_be_visible()


@pytest.mark.parametrize(
    "name", ["leads", "projection", "lead-log", "targets", "months", "matrix", "rolling", "team", "what-if"]
)
def test_a_link_with_data_brings_back_what_a_calculator_shows(new_page: NewPage, watch: PageWatch, name: str) -> None:
    page = new_page()
    page.goto(f"calculators/{name}/")
    page.get_by_role("button", name=re.compile("^填入示例")).first.click()
    tables = "[data-paper=result] table"
    expect(page.locator(tables).filter(visible=True).first).to_be_visible(timeout=START)
    shown = page.locator(tables).all_text_contents()
    link = copied_link(page, with_data=True)

    other = new_page()
    other.goto(link)
    expect(other.get_by_text("下面的数据来自你打开的链接")).to_be_visible(timeout=START)
    expect(other.locator(tables).filter(visible=True).first).to_be_visible(timeout=START)
    assert other.locator(tables).all_text_contents() == shown
    assert [address for address in watch.requests if "hb-" in address.partition("#")[0]] == []
