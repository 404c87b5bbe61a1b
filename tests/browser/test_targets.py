"""The planning calculators in a real browser, with tables as people keep them."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START
from tests.browser.charts import Drawn, chart, written
from tests.browser.plan_page import PlanPage
from tests.browser.test_scoring import SCROLLING_OVER
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

SPLIT_FORM = (
    "2027 年 1 月分解\t\t\t\t\t\t\t\n月份\t车型\t姓名\t权重\t下限\t上限\t锁定\t订单目标\n"
    "2027年1月\t甲型\t张三\t５\t\t4台\t\t\n\t\t李四\t4\t\t\t\t\n\t\t王五\t#N/A\t\t\t\t\n合计\t\t\t9\t\t\t\t\n"
)
ROLLING_FORM = (
    "月份\t期别\t计划\t实际\t承担上限\n1月\t已过\t20\t18\t\n2月\tX期\t20\t\t\n3月\tY期\t20\t\t25\n4月\tY期\t30\t\t25\n"
)


def test_a_department_is_divided_down_to_people_and_each_figure_says_why(page: Page, watch: PageWatch) -> None:
    with page.expect_request("**/sitemap.xml"):  # the last thing that the theme asks for
        calculator = PlanPage.open(page, "targets")
        calculator.press("填入示例：逐级分解")
    calculator.expect_part("张三", "1,550")
    expect(calculator.part("王五").locator("+ tr")).to_contain_text("上限是 600 万元，取上限")
    tree = chart(calculator.result, "逐级分解")
    for shown in ("合计 4,900", "华东组 2,761.11", "张三 1,550", "王五 600"):
        expect(tree.locator("svg")).to_contain_text(shown)
    expect(calculator.result).to_contain_text("⚠ 赵六的负荷")
    expect(calculator.result).to_contain_text("900 万元 × 1.05 = 945 万元")
    asked = len(watch.requests)
    calculator.fill("总数", "5000万元")
    calculator.expect_part("张三", "1,550")
    expect(calculator.result.locator(".kpi-summary")).to_contain_text("合计正好 5,000 万元")
    assert watch.requests[asked:] == []
    link = calculator.result.get_by_role("link", name="MB-202").first
    link.focus()
    page.evaluate(SCROLLING_OVER)
    page.keyboard.press("Enter")
    expect(page.locator("#MB-202")).to_be_in_viewport()
    page.go_back()
    calculator.expect_part("张三", "1,550")


def test_the_form_pasted_as_it_is_is_read_corrected_and_divided_anew(page: Page) -> None:
    calculator = PlanPage.open(page, "targets")
    calculator.paste("权重表", SPLIT_FORM)
    expect(calculator.fault).to_contain_text("没有填总数", timeout=START)
    calculator.fill("总数", "12台")
    expect(calculator.fault).to_contain_text("第 3 行有错误，现在不能分")
    expect(page.locator(".kpi-faults")).to_contain_text("Excel 错误值 #N/A")
    page.get_by_role("button", name="第 3 行 · 权重").click()
    editor = page.get_by_role("textbox", name="第 3 行 权重")
    editor.fill("3")
    editor.press("Enter")
    calculator.expect_part("王五", "3")
    calculator.expect_part("李四", "5")
    calculator.fill("总数", "1台")
    calculator.expect_part("张三", "1")
    calculator.fill("总数", "十二")
    expect(calculator.fault).to_contain_text("总数：“十二”不是数")


def test_a_part_that_is_dragged_or_typed_stays_and_the_rest_follows_exactly(page: Page) -> None:
    calculator = PlanPage.open(page, "targets")
    calculator.press("填入示例：一张月度分解表")
    calculator.expect_part("张三", "5")
    slider = calculator.part("张三").get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    calculator.expect_part("张三", "6")
    calculator.expect_part("李四", "3")
    calculator.expect_part("王五", "3")
    expect(slider).to_be_focused()
    box = calculator.part("李四").get_by_role("textbox")
    box.fill("1.5")
    box.press("Enter")
    expect(calculator.fault).to_contain_text("李四：锁定的数不是最小单位的整数倍")
    expect(box).to_be_visible()
    calculator.fill("最小单位", "0.5")
    calculator.expect_part("王五", "4.5")
    calculator.press("全部松开")
    calculator.expect_part("张三", "5")


def test_a_department_that_is_fixed_keeps_it_and_its_people_and_the_others_follow(page: Page) -> None:
    calculator = PlanPage.open(page, "targets")
    calculator.press("填入示例：逐级分解")
    calculator.expect_part("张三", "1,550")
    box = calculator.part("华南组").get_by_role("textbox")
    box.fill("2000")
    box.press("Enter")
    calculator.expect_part("华南组", "2,000")
    calculator.expect_part("华东组", "2,900")
    expect(calculator.part("华南组").locator("+ tr")).to_contain_text("锁定为 2,000 万元")
    expect(box).to_be_focused()
    calculator.press("松开华南组")
    calculator.expect_part("华南组", "2,138.89")


def test_confirmations_are_filled_in_for_everybody(page: Page, tmp_path: Path) -> None:
    calculator = PlanPage.open(page, "targets")
    calculator.press("填入示例：一张月度分解表")
    calculator.expect_part("王五", "3")
    calculator.result.get_by_text("个人目标确认书", exact=True).first.click()
    form = page.get_by_role("region", name="王五的个人目标确认书")
    expect(form).to_contain_text("2027年1月")
    expect(form).to_contain_text("3 台")
    with page.expect_download() as download:
        calculator.press("下载确认书 .xlsx")
    download.value.save_as(tmp_path / "forms.xlsx")
    book = load_workbook(tmp_path / "forms.xlsx")
    assert book.sheetnames == ["张三", "李四", "王五"]
    assert [row[1].value for row in book["李四"].iter_rows(min_row=2, max_row=5)] == [
        "李四",
        "2027年1月",
        "甲型",
        "4 台",
    ]
    page.evaluate("window.print = () => {}")
    calculator.press("打印确认书")
    expect(page.locator("body[data-print]")).to_have_count(1)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) == 3


def test_results_are_copied_and_written_as_a_workbook(page: Page, tmp_path: Path) -> None:
    calculator = PlanPage.open(page, "targets")
    calculator.press("填入示例：一张月度分解表")
    calculator.expect_part("王五", "3")
    calculator.press("复制结果")
    expect(page.locator(".kpi-message")).to_contain_text("结果已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].split("\t")[:3] == ["姓名", "分得(台)", "占比"]
    with page.expect_download() as download:
        calculator.press("下载结果 .xlsx")
    download.value.save_as(tmp_path / "result.xlsx")
    assert [cell.value for cell in load_workbook(tmp_path / "result.xlsx")["目标分解"][2]][:2] == ["张三", 5]
    with page.expect_download() as template:
        calculator.press("下载空白模板 .xlsx：权重表")
    template.value.save_as(tmp_path / "template.xlsx")
    assert [cell.value for cell in load_workbook(tmp_path / "template.xlsx").worksheets[0][1]][2:4] == ["姓名", "权重"]


def test_a_workbook_that_is_dropped_is_read_into_the_box(page: Page) -> None:
    book = Workbook()
    for row in (["姓名", "权重"], ["张三", 5], ["李四", 4]):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    calculator = PlanPage.open(page, "targets")
    calculator.fill("总数", "9")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator('.calc input[type="file"]').set_input_files(
        {"name": "权重.xlsx", "mimeType": kind, "buffer": content.getvalue()}
    )
    calculator.expect_part("李四", "4")
    expect(calculator.box("权重表")).to_have_value("姓名\t权重\n张三\t5\n李四\t4\n")


def test_a_year_goes_to_months_and_weeks(page: Page) -> None:
    calculator = PlanPage.open(page, "months")
    calculator.press("填入示例：按工作日分到周")
    expect(calculator.result.locator(".kpi-notes")).to_contain_text("按 2026 年的工作日", timeout=START)
    expect(calculator.part("2月9日–2月15日").locator("+ tr")).to_contain_text("6 个工作日")
    fixed = calculator.part("2月9日–2月15日").get_by_role("textbox")
    fixed.fill("200")
    fixed.press("Enter")
    calculator.expect_part("2月9日–2月15日", "200")
    quarter = calculator.part("第1季度").get_by_role("textbox")
    quarter.fill("1000")
    quarter.press("Enter")
    calculator.expect_part("第1季度", "1,000")
    calculator.expect_part("2月9日–2月15日", "200")
    expect(calculator.part("第2季度").locator("+ tr")).to_contain_text("除去固定的，余下 3,900 万元")
    calculator.press("填入示例：按上年实绩")
    calculator.expect_part("12月", "25")
    page.get_by_label("按什么分").select_option("手写各月的比重")
    expect(calculator.fault).to_contain_text("曲线要写 12 个不小于 0 的数")
    page.get_by_label("各月的比重").fill("1 1 1 1 1 1 1 1 1 1 1 1")
    calculator.expect_part("12月", "20")


def test_a_matrix_meets_both_margins_and_is_read_with_the_keyboard(page: Page) -> None:
    calculator = PlanPage.open(page, "matrix")
    calculator.press("填入示例")
    matrix = calculator.result.get_by_role("region", name="填好的矩阵")
    rows = matrix.locator("tbody tr, table > tr")
    expect(rows).to_have_count(4, timeout=START)
    cells = [[int(cell.inner_text()) for cell in row.locator("td").all()] for row in rows.all()]
    for *inner, total in cells:
        assert sum(inner) == total
    for column in zip(*cells, strict=True):
        assert sum(column[:-1]) == column[-1]
    matrix.locator("td").first.click()
    page.keyboard.press("ArrowDown")
    expect(calculator.result.locator(".kpi-readout")).to_contain_text("2月 · 张三：权重 5 按行合计 13")
    page.keyboard.press("Enter")
    expect(page.get_by_label("这一格固定为")).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(calculator.result.locator(".kpi-readout")).to_contain_text("2月 · 张三：固定为 9")
    expect(matrix.locator("td.calc-fixed")).to_have_text("9（已固定）")
    expect(matrix.locator("td.calc-fixed")).to_be_focused()
    fixed = [[int(cell.inner_text().split("（")[0]) for cell in row.locator("td").all()] for row in rows.all()]
    assert [line[-1] for line in fixed] == [line[-1] for line in cells]
    assert fixed[-1] == cells[-1]
    assert [sum(line[:-1]) for line in fixed] == [line[-1] for line in fixed]
    calculator.press("全部松开")
    expect(matrix.locator("td.calc-fixed")).to_have_count(0)
    calculator.box("矩阵").fill("2027 年分解表\n\t东\t南\t合计\n1月\t1\t1\t6\n1月\t1\t1\t4\n合计\t5\t5\t10\n")
    expect(calculator.result.locator(".kpi-notes")).to_contain_text("重名：行“1月”出现 2 次")
    calculator.box("矩阵").fill("\t东\t合计\n1月\t1\t5\n合计\t6\t6\n")
    expect(calculator.fault).to_contain_text("各行合计之和与各列合计之和不相等")


def test_a_plan_is_rolled_on_and_what_cannot_be_borne_is_said(page: Page) -> None:
    calculator = PlanPage.open(page, "rolling")
    calculator.paste("滚动计划表", ROLLING_FORM)
    table = calculator.result.get_by_role("region", name="修订后的计划")
    expect(table.locator("tbody tr").nth(7)).to_contain_text("52 × 30 ÷ 50 = 31.2", timeout=START)
    expect(calculator.result).to_contain_text("4月要完成 31，超过承担上限 25，超出 6")
    bridge, months = chart(calculator.result, "全年的变化"), chart(calculator.result, "各月计划")
    expect(written(bridge)).to_have_text(["90", "-2", "+2", "90"])
    assert Drawn.of(bridge).bars == [(0, 90), (88, 90), (88, 90), (0, 90)]
    assert Drawn.of(months).bars == [(0, 18), (0, 20), (0, 21), (0, 31)]
    assert Drawn.of(months).lines == [20, 20, 20, 30]
    done, *to_come = Drawn.of(months).marks["fills"]
    assert to_come == [to_come[0]] * 3 != [done] * 3
    page.get_by_label("余下的怎么分").select_option("按月平均（QC-303）")
    expect(table.locator("tbody tr").nth(7)).to_contain_text("52 × 1 ÷ 2 = 26")
    assert Drawn.of(chart(calculator.result, "各月计划")).bars[2:] == [(0, 26), (0, 26)]
    box = table.get_by_role("textbox", name="3月固定为")
    box.fill("30")
    box.press("Enter")
    expect(table.locator("tbody tr").nth(5)).to_contain_text("固定为 30，其余各月分剩下的")
    expect(table.locator("tbody tr").nth(7)).to_contain_text("除去固定的，余下 22 × 1 ÷ 1 = 22")
    expect(box).to_be_focused()
    table.get_by_role("slider", name="拖动4月").press("End")
    expect(calculator.fault).to_contain_text("余下可分的是 52：")
    calculator.press("全部松开")
    expect(table.locator("tbody tr").nth(5)).to_contain_text("52 × 1 ÷ 2 = 26")


def test_a_plan_with_decimals_of_all_lengths_is_rolled_the_latest_month_first(page: Page) -> None:
    calculator = PlanPage.open(page, "rolling")
    calculator.paste("滚动计划表", "月份\t计划\t实际\n3月\t34.45\t\n2月\t20\t10.1\n1月\t20\t12.125\n")
    table = calculator.result.get_by_role("region", name="修订后的计划")
    expect(table.locator("tbody tr").nth(1)).to_contain_text("52.225 × 34.45 ÷ 34.45 = 52.225", timeout=START)


@pytest.mark.parametrize("name", ["targets", "months", "matrix", "rolling"])
def test_pages_fit_a_phone_with_a_result_on_them(new_page: NewPage, name: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme="dark")
    calculator = PlanPage.open(page, name)
    page.get_by_role("button", name=re.compile("^填入示例")).first.click()
    expect(calculator.result).to_be_visible(timeout=START)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_index_leads_to_every_calculator(page: Page) -> None:
    page.goto("calculators/")
    main = page.get_by_role("article")
    for title in ("目标分解", "年度目标分到月", "矩阵分解", "X+Y 滚动", "大客户总监季度考核"):
        expect(main.get_by_role("link", name=title, exact=True)).to_be_visible()
    main.get_by_role("link", name="X+Y 滚动", exact=True).click()
    expect(page.locator(".calc")).to_be_visible()
