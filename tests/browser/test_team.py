"""A manager pastes a team with merged cells and gaps: ranking, groups, periods, the workbook, paper, the keyboard."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.calculator_page import START
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

RATIOS = ("实际完成销售额(万元)", "计划完成销售额(万元)", "实际回款额", "应回款额")


def table(*rows: str) -> str:
    """Return a team's table; each row is `姓名|团队|月份|完成|回款`, plans at 100, nothing else filled in."""
    heading = "\t".join(("姓名", "团队", "月份", *RATIOS))
    lines = ["\t".join([*cells[:4], "100", cells[4], "100"]) for row in rows for cells in [row.split("|")]]
    return "\n".join(("四季度考核数据", heading, *lines))


def part(page: Page, name: str) -> Locator:
    """Return a part of the result."""
    return page.get_by_role("region", name=name, exact=True).last


def open_team(page: Page) -> None:
    """Go to the page and wait for the calculator and its schemes."""
    page.goto("calculators/team/")
    expect(page.get_by_label("考核方案").locator("option")).to_have_count(3)


def fill(page: Page, text: str) -> None:
    """Paste a table with the keyboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_role("textbox", name="考核数据", exact=True).focus()
    page.keyboard.press("Control+v")


def test_the_example_is_ranked_grouped_and_compared_with_the_period_before(page: Page) -> None:
    open_team(page)
    page.get_by_role("button", name="填入示例", exact=True).click()
    ranking = part(page, "排名")
    expect(ranking.locator("tbody tr")).to_have_count(5, timeout=START)
    expect(ranking.locator("tbody tr").first).to_contain_text("周敏1华东组华东100.00")
    expect(page.locator(".team-left")).to_contain_text("孙悦（第 6 行，已评 88 分）：合同回款率：缺少实际回款额")
    expect(part(page, "按团队").locator("tbody tr").first).to_contain_text("华东组3 人0")
    expect(part(page, "等级变化")).to_contain_text("↓ 降 优秀 → 良好")
    expect(page.get_by_label("“团队”取作").first).to_have_value("")
    expect(page.get_by_label("“团队”取作").first.locator("option").first).to_have_text("分组")
    page.get_by_label("看哪一期").select_option("2026年第3季度")
    expect(ranking.locator("tbody tr")).to_have_count(6)
    expect(page.locator(".team-left")).to_have_count(0)


def test_schemes_that_came_by_halves_are_told_and_asked_for_again(page: Page) -> None:
    page.route("**/assets/schemes/index.json", lambda route: route.fulfill(body='[{"id": "am-qua'))
    page.goto("calculators/team/")
    expect(page.get_by_role("alert").filter(has_text="考核方案没有取到：只收到一部分")).to_be_visible()
    page.get_by_role("button", name="填入示例", exact=True).click()
    retry = page.get_by_role("button", name="重试", exact=True)
    expect(retry).to_be_visible(timeout=START)
    page.unroute("**/assets/schemes/index.json")
    retry.click()
    expect(part(page, "排名").locator("tbody tr")).to_have_count(5, timeout=START)
    expect(page.get_by_text("考核方案没有取到")).to_have_count(0)


def test_all_that_it_needs_is_in_the_image_that_loads_meanwhile(page: Page, watch: PageWatch) -> None:
    for address in ("team", "lead-log"):
        page.goto(f"calculators/{address}/")
        page.get_by_role("button", name="填入示例", exact=True).click()
        expect(page.locator("[data-paper=result] .kpi-table").first).to_be_visible(timeout=START)
    assert [address for address in watch.requests if address.endswith("/pandas.image")]
    assert [address for address in watch.requests if address.endswith((".zip", ".whl"))] == []


def test_a_table_as_people_keep_it_says_who_is_left_out_and_why(page: Page) -> None:
    open_team(page)
    fill(
        page,
        table(
            "张三|一组|10月|96|90", "|一组|11月|88|#DIV/0!", "李四||10月|100|100", "|二组|11月|100|100", "合计|||384|"
        ),
    )
    left_out = page.locator(".team-left")
    expect(left_out).to_contain_text("2 人没有计入", timeout=START)
    expect(left_out).to_contain_text("张三（第 2 行，已评 25 分）：合同回款率：缺少实际回款额")
    notes = page.locator(".kpi-notes").first
    expect(notes).to_contain_text("2 行没有姓名（合并单元格），沿用上一行的姓名")
    expect(page.get_by_role("button", name="第 2 行 · 实际回款额")).to_be_visible()


def test_the_workbook_checks_itself_and_pasted_formulas_stay_text(page: Page, tmp_path: Path) -> None:
    open_team(page)
    page.get_by_role("button", name="填入示例", exact=True).click()
    expect(part(page, "排名").locator("tbody tr")).to_have_count(5, timeout=START)
    box = page.get_by_role("textbox", name="考核数据", exact=True)
    box.fill(box.input_value().replace("周敏", "=1+1"))
    expect(part(page, "排名").locator("tbody tr").first).to_contain_text("=1+1")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载结果 .xlsx").click()
    assert download.value.suggested_filename.endswith("-团队.xlsx")
    download.value.save_as(tmp_path / "team.xlsx")
    sheets = load_workbook(io.BytesIO((tmp_path / "team.xlsx").read_bytes()))
    assert sheets.sheetnames == ["成绩", "分组汇总", "等级变化", "未计入和要核对", "方案"]
    names = [cell for cell in sheets["成绩"]["B"] if cell.value == "=1+1"]
    assert [cell.data_type for cell in names] == ["s"]
    assert str(sheets["成绩"].cell(3, sheets["成绩"].max_column).value).startswith("=IF(")


def test_the_cross_table_turns_and_the_page_prints_its_result_alone(page: Page) -> None:
    open_team(page)
    page.get_by_role("button", name="填入示例", exact=True).click()
    expect(part(page, "团队 × 区域")).to_be_visible(timeout=START)
    page.get_by_label("交叉表的列").select_option("考核期")
    expect(part(page, "团队 × 考核期").locator("thead")).to_contain_text("2026年第3季度2026年第4季度")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印").last.click()
    expect(page.locator("body[data-print=paper]")).to_have_count(1)
    page.emulate_media(media="print")
    expect(part(page, "排名")).to_be_visible()
    expect(page.get_by_role("textbox", name="考核数据", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="复制结果")).to_be_hidden()


def month(rate: int) -> str:
    """Return the table of one month without a column of months: 张三 with so many percent of everything."""
    return "\n".join(("\t".join(("姓名", *RATIOS)), "\t".join(("张三", str(rate), "100", str(rate), "100"))))


def test_months_are_added_and_taken_away_with_the_keyboard_alone_on_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    open_team(page)
    box = page.get_by_role("textbox", name="考核数据", exact=True)
    box.fill(month(100))
    page.get_by_label("考核数据是哪一期").fill("2026年5月")
    page.get_by_role("textbox", name="往期的表（可不填）", exact=True).fill(month(60))
    page.get_by_label("往期的表是哪一期").fill("2026年4月")
    for place, (name, rate) in enumerate((("2026年3月", 100), ("2026年2月", 70)), 2):
        page.get_by_role("button", name="再加一期的表").press("Enter")
        added = page.get_by_role("textbox", name=f"往期的表 {place}（可不填）")
        expect(added).to_be_focused()
        added.fill(month(rate))
        page.keyboard.press("Tab")  # the file chooser, then the field
        page.keyboard.press("Tab")
        expect(page.get_by_label(f"往期的表 {place}是哪一期")).to_be_focused()
        page.keyboard.type(name)
    lines = part(page, "每个人各期总分").locator("thead")
    expect(lines).to_contain_text("2026年2月2026年3月2026年4月2026年5月", timeout=START)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    page.get_by_role("button", name="去掉往期的表 2", exact=True).press("Enter")
    expect(page.locator(".kpi-notes").filter(has_text="2026年2月和2026年4月之间缺 1 期")).to_be_visible()
    expect(page.get_by_role("textbox", name="往期的表（可不填）", exact=True)).to_be_focused()


def test_a_link_with_data_brings_every_month_back(new_page: NewPage) -> None:
    page = new_page()
    open_team(page)
    page.get_by_role("textbox", name="考核数据", exact=True).fill(month(100))
    page.get_by_label("考核数据是哪一期").fill("2026年5月")
    for _ in range(2):
        page.get_by_role("button", name="再加一期的表").click()
    page.get_by_role("button", name="去掉往期的表 2", exact=True).click()
    page.get_by_role("textbox", name="往期的表 3（可不填）").fill(month(60))
    page.get_by_label("往期的表 3是哪一期").fill("2026年4月")
    expect(part(page, "各期汇总").locator("tbody")).to_contain_text("2026年4月", timeout=START)
    page.get_by_text("分享这个计算").press("Enter")
    page.get_by_label("连同数据一起放进链接").check()
    page.get_by_role("button", name="复制链接", exact=True).click()
    expect(page.get_by_text("个字符，带数据")).to_be_visible()
    other = new_page()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(other.get_by_text("2026年5月：1 人")).to_be_visible(timeout=START)
    expect(other.get_by_role("textbox", name="往期的表 3（可不填）")).to_have_value(month(60))
    expect(part(other, "各期汇总").locator("tbody tr")).to_have_count(2)


def test_groups_are_chosen_with_the_keyboard_alone_on_a_phone(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    open_team(page)
    fill(page, table("张三|一组|10月|96|90", "李四|二组|10月|100|100").replace("团队", "门店"))
    tick = page.get_by_role("checkbox", name="按门店分组")
    expect(tick).to_have_count(0, timeout=START)
    fill(page, table("张三|一组|10月|96|90", "李四|一组|10月|100|100", "王五|二组|10月|1|1").replace("团队", "门店"))
    page.keyboard.press("End")
    expect(tick).to_be_attached(timeout=START)
    tick.focus()
    page.keyboard.press("Space")
    expect(part(page, "按门店")).to_be_visible()
    expect(tick).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
