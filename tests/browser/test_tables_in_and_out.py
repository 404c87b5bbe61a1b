"""Files in, workbooks and copies out, columns mapped by hand, an order log aggregated."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import CPython, workbook_of

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RENAMED = "姓名\t本季数字\t计划完成销售额\n张三\t1056\t1200万\n"
LOG = """\
日期,姓名,金额,类别
2026/7/3,张三,12万,销售
2026-08-09,张三,300000,销售
2026/8/20,张三,2万,退货
2026年9月1日,李四,50万,销售
2026/9/2,李四,0,投诉
2026/13/2,李四,5万,销售
2026/9/9,,5万,销售
"""


def drop(target: Locator, name: str, content: bytes) -> None:
    """Drop a file onto an element, as from a folder."""
    target.evaluate(
        """(node, [name, bytes]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
            for (const type of ["dragenter", "dragover", "drop"]) {
                node.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
            }
        }""",
        [name, list(content)],
    )


def test_a_workbook_goes_in_and_comes_out(page: Page, site: Path) -> None:
    desk = CPython(site)
    desk.ask("read_text", text=desk.sample)
    expected = desk.ask("score")

    calculator = CalculatorPage.open(page)
    with page.expect_file_chooser() as chooser:
        calculator.press("选择文件")
    chooser.value.set_files({"name": "小组.xlsx", "mimeType": XLSX, "buffer": workbook_of(desk.sample)})
    calculator.expect_scored(expected["people_count"])
    expect(page.locator(".kpi-chip:visible")).to_contain_text("小组.xlsx")
    with page.expect_download() as download:
        calculator.press("下载结果 .xlsx")
    assert download.value.suggested_filename.endswith(".xlsx")
    cells = [
        str(cell)
        for sheet in load_workbook(io.BytesIO(download.value.path().read_bytes()))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert all(person["name"] in cells for person in expected["people"])


def test_a_csv_as_excel_saves_it_in_china_is_read(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    content = "姓名,实际完成销售额,计划完成销售额\n张三,1056万,1200万\n李四,900万,1200万\n".encode("gb18030")
    drop(calculator.box, "季度.csv", content)
    calculator.expect_scored(2)
    expect(calculator.cell(1, 1)).to_have_text("张三")


def test_the_empty_template_pastes_as_a_table(page: Page, site: Path) -> None:
    expected = CPython(site).ask("template")["text"]
    calculator = CalculatorPage.open(page)
    calculator.press("复制空白模板")
    expect(calculator.card).to_contain_text("空白模板已复制", timeout=START)
    text, html = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const read = async (type) => await (await item.getType(type)).text();
            return [await read("text/plain"), await read("text/html")];
        }"""
    )
    assert text == expected
    assert "<table" in html
    assert html.count("<td") >= len(expected.splitlines()[0].split("\t"))


def test_a_result_is_copied_without_the_clipboard_api(page: Page) -> None:
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    page.add_init_script("document.addEventListener('copy', (event) => { window.copied = event; })")
    calculator = CalculatorPage.open(page)
    calculator.box.fill(RENAMED.replace("本季数字", "实际完成销售额"))
    expect(calculator.sheet).to_be_visible(timeout=START)
    calculator.press("复制这份结果")
    expect(calculator.card).to_contain_text("结果已复制")


def test_a_column_has_its_choices_when_the_pointer_or_the_keyboard_comes_to_it(page: Page, site: Path) -> None:
    calculator = CalculatorPage.open(page)
    calculator.box.fill(RENAMED)
    calculator.expect_summary("1 行计算")
    column, other = (page.get_by_label(f"“{heading}”取作", exact=True) for heading in ("本季数字", "计划完成销售额"))
    choices = len(CPython(site).ask("template")["text"].splitlines()[0].split("\t")) + 1  # or none
    for select in (column, other):
        expect(select.locator("option")).to_have_count(1)
    width = column.evaluate("(select) => select.offsetWidth")
    column.dispatch_event("pointerdown")
    expect(column.locator("option")).to_have_count(choices)
    assert column.evaluate("(select) => select.offsetWidth") == width
    expect(column).to_have_value("")

    other.focus()
    expect(other.locator("option")).to_have_count(choices)
    expect(other).to_have_value("计划完成销售额")
    page.keyboard.press("ArrowUp")
    expect(other).to_have_value("实际完成销售额")
    expect(other.locator("option")).to_have_count(1)


def test_a_column_mapped_by_hand_is_remembered_and_no_data_is(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.box.fill(RENAMED)
    calculator.expect_summary("1 行计算")
    expect(calculator.root).to_contain_text("还缺")
    calculator.choose("“本季数字”取作", "实际完成销售额")
    calculator.choose("“本季数字”的单位", "万元")
    expect(calculator.cell(1, 2)).to_contain_text("10,560,000 元")
    expect(calculator.sheet).to_contain_text("10,560,000 ÷ 12,000,000 = 88%")

    page.reload()
    calculator.box.fill(RENAMED)
    expect(calculator.sheet).to_contain_text("10,560,000 ÷ 12,000,000 = 88%", timeout=START)
    stored = page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert "本季数字" in stored
    assert "张三" not in stored
    assert "1056" not in stored


def test_a_manager_drops_an_order_log(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.tab("从订单流水汇总")
    drop(page.get_by_role("textbox", name="订单流水"), "流水.csv", LOG.encode())
    log = page.locator(".kpi-log")
    expect(log).to_contain_text("7 行流水，5 行计入，2 行未计入", timeout=START)
    expect(log).to_contain_text("没有姓名：1 行（第 7 行）")
    expect(log.get_by_role("row", name="张三")).to_contain_text("400,000 元")
    calculator.press("汇总到考核表")
    calculator.expect_scored(2)
    expect(calculator.cell(1, 2)).to_contain_text("400,000 元")
    calculator.cell(1, 3).dblclick()
    page.get_by_role("textbox", name="第 1 行 计划完成销售额").fill("50万")
    page.keyboard.press("Enter")
    calculator.open_person("张三")
    expect(calculator.sheet).to_contain_text("400,000 ÷ 500,000 = 80%")
