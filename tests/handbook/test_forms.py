"""What a form becomes: an `.xlsx` to fill in and an empty form to print."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from calculators.workbook_reading import read_workbook
from handbook.compiler import compile_files
from handbook.pages.blank_forms import blank_form
from handbook.pages.form_workbooks import form_workbook, sheet_name, workbooks
from tests.handbook.test_findings import EXAMPLE

if TYPE_CHECKING:
    import pytest

    from handbook.content.forms import Form

PATH = "forms/visit-record.md"
NAME = "大客户部运营手册"


def form(old: str = "", new: str = "") -> Form:
    handbook = compile_files(EXAMPLE | {PATH: EXAMPLE[PATH].replace(old, new) if old else EXAMPLE[PATH]})
    assert handbook.findings == ()
    return handbook.work.forms[0]


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_headings_have_units_and_stay_in_sight() -> None:
    book = opened(form_workbook(form(), NAME))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["客户名称", "走访日期", "走访方式", "预计金额（元）"]
    assert sheet.title == "大客户走访记录表"
    assert sheet.freeze_panes == "A2"
    assert book.sheetnames == ["大客户走访记录表", "填写说明", "选项"]


def test_columns_have_the_format_of_their_type() -> None:
    sheet = opened(form_workbook(form(), NAME)).worksheets[0]
    assert [sheet.cell(2, column).number_format for column in range(1, 5)] == ["@", "yyyy-mm-dd", "@", "#,##0.00"]
    assert sheet.column_dimensions["D"].number_format == "#,##0.00"


def test_what_is_typed_is_checked() -> None:
    book = opened(form_workbook(form(), NAME))
    checks = {str(check.sqref): check for check in book.worksheets[0].data_validations.dataValidation}
    assert checks["B2:B1001"].type == "date"
    assert checks["D2:D1001"].type == "decimal"
    assert checks["C2:C1001"].formula1 == "'选项'!$A$2:$A$3"
    assert [cell.value for cell in book["选项"]["A"]] == ["走访方式", "上门", "电话"]
    assert book["选项"].sheet_state == "hidden"
    assert checks["A2:A1001"].prompt == "必填；写全称"


def test_it_is_printed_on_a4_with_its_title() -> None:
    sheet = opened(form_workbook(form(), NAME)).worksheets[0]
    scaling = sheet.sheet_properties.pageSetUpPr
    assert scaling is not None
    assert (sheet.page_setup.paperSize, scaling.fitToPage) == (9, True)
    assert sheet.print_title_rows == "$1:$1"
    header = sheet.HeaderFooter.oddHeader
    assert header is not None
    assert header.center.text == "大客户走访记录表"


def test_it_says_whose_handbook_it_is_from() -> None:
    made = [workbooks([form()], name)["forms/visit-record.xlsx"] for name in (NAME, "仓储部运营手册")]
    assert [opened(content).properties.creator for content in made] == [NAME, "仓储部运营手册"]


def test_text_never_becomes_a_formula() -> None:
    content = form_workbook(
        form("| 客户名称 | 文本 | - | 是 | - | 写全称 |", "| =1+1 | 文本 | - | 是 | - | =A1 |"), NAME
    )
    book = opened(content)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book.worksheets[0]["A1"].value == "=1+1"


def test_the_same_form_gives_the_same_bytes_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    first = form_workbook(form(), NAME)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2
    later = SimpleNamespace(now=lambda tz: datetime(2031, 5, 6, tzinfo=tz))
    monkeypatch.setattr("openpyxl.writer.excel.datetime", SimpleNamespace(datetime=later, timezone=timezone))
    assert form_workbook(form(), NAME) == first
    assert list(workbooks([form()], NAME)) == ["forms/visit-record.xlsx"]


def test_a_filled_sheet_is_read_by_the_calculators() -> None:
    book = opened(form_workbook(form(), NAME))
    book.worksheets[0]["A2"], book.worksheets[0]["D2"] = "甲公司", 1200
    stream = io.BytesIO()
    book.save(stream)
    rows = read_workbook(stream.getvalue()).rows
    assert rows[0] == ["客户名称", "走访日期", "走访方式", "预计金额（元）"]
    assert rows[1] == ["甲公司", "", "", "1200"]


def test_sheet_names_are_what_excel_allows() -> None:
    assert sheet_name("大用户销量/订单目标年度规划表") == "大用户销量 订单目标年度规划表"
    assert len(sheet_name("长" * 40)) == 31


def test_the_empty_form_has_a_box_for_every_field_and_no_holes() -> None:
    sheet = blank_form(form())
    assert sheet.count("<dt>") == 4
    assert "□ 上门" in sheet
    assert "年　　月　　日" in sheet
    assert '<span class="blank-unit">元</span>' in sheet
    assert sheet.count('class="short"') == 4
    odd = blank_form(form("| 走访方式 | 单选 | - | 是 | 上门、电话 | - |\n", ""))
    assert (odd.count('class="short"'), odd.count('class="wide"')) == (2, 1)


def test_a_box_says_what_can_be_filled_in() -> None:
    sheet = blank_form(form("| 客户名称 | 文本 | - | 是 | - |", '| 甲"&乙 | 文本 | - | 是 | - |'))
    assert 'data-form="T01" data-title="大客户走访记录表"' in sheet
    assert 'data-field="甲&quot;&amp;乙" data-type="文本" data-required>' in sheet
    assert 'data-field="预计金额" data-type="金额" data-unit="元">' in sheet
    assert '<span class="blank-choice" data-choice="上门">□ 上门</span>' in sheet


def test_the_page_leads_to_the_workbook_and_the_empty_form() -> None:
    page = compile_files(EXAMPLE).pages[PATH]
    assert "[下载 Excel 表](visit-record.xlsx){ .md-button }" in page
    assert "## 空白表 {: #blank }" in page
