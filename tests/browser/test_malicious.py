"""Pastes that are made to run or to hang, in a real browser: nothing runs, the page answers and stays usable."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

SCRIPTS = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
HEADINGS = "姓名\t实际完成销售额\t计划完成销售额"


def paste_html(page: Page, html: str, text: str) -> None:
    """Paste as from a web page: with the rich form beside the plain one."""
    page.evaluate(
        """async ([html, text]) => {
            const kinds = { "text/html": html, "text/plain": text };
            const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
            await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
        }""",
        [html, text],
    )
    page.get_by_role("textbox", name="考核数据").focus()
    page.keyboard.press("Control+v")


def test_scripts_on_the_clipboard_are_neither_run_nor_shown_as_markup(page: Page, watch: PageWatch) -> None:
    # The browser itself reads the rich form, under the page's policy, and says that it ran no handler in it.
    watch.allow("Executing inline event handler violates")
    calculator = CalculatorPage.open(page)
    title = page.title()
    paste_html(
        page, f"<table><tr><td>{SCRIPTS}</td></tr></table>", f"{HEADINGS}\n{SCRIPTS}\t900\t1000\n李四\t900\t1000\n"
    )
    calculator.expect_scored(2)
    expect(calculator.people.first).to_contain_text("<script>")
    assert page.locator(".kpi script, .kpi img").count() == 0
    assert page.title() == title


def test_turned_and_invisible_characters_do_not_reach_the_page(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste_event("")
    calculator.box.fill(f"{HEADINGS}\n张\u202e三\u200b\t900\t1000\n李四\t900\t1000\n")
    calculator.expect_scored(2)
    expect(page.get_by_text("2 个看不见的字符")).to_be_visible()
    assert page.locator(".kpi").evaluate("node => /[\\u200b\\u202e]/.test(node.innerText)") is False


def test_an_enormous_line_is_refused_and_the_next_paste_is_read(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste_event(f"{HEADINGS}\n{'九' * 5_000_000}\t1\t1\n")
    expect(page.get_by_text("有一格长 5,000,000 字")).to_be_visible(timeout=START)
    page.get_by_role("button", name="清除", exact=True).click()
    calculator.paste(f"{HEADINGS}\n张三\t900\t1000\n李四\t900\t1000\n")
    calculator.expect_scored(2)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_and_the_next_is_read(page: Page) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in range(5):
            archive.writestr(f"xl/worksheets/sheet{place}.xml", b" " * 100_000_000)
    book = Workbook()
    for line in (HEADINGS, "=1+1\t900\t1000", "李四\t900\t1000"):
        book.worksheets[0].append(line.split("\t"))
    book.worksheets[0]["A2"].data_type = "s"
    good = io.BytesIO()
    book.save(good)
    calculator = CalculatorPage.open(page)
    chooser = page.locator("input[type=file]").first
    chooser.set_input_files({"name": "a.xlsx", "mimeType": "application/zip", "buffer": bomb.getvalue()})
    expect(page.get_by_text("解开后有 500 MB，太大")).to_be_visible(timeout=START)
    chooser.set_input_files({"name": "b.xlsx", "mimeType": "application/zip", "buffer": good.getvalue()})
    calculator.expect_scored(2)
    expect(calculator.people.first).to_contain_text("=1+1")
