"""The `.xlsx` of each form: a sheet to fill in, one row a record, and a sheet 填写说明.

The module of this package that knows openpyxl. Text is written as text, never as a formula, and nothing depends on
the clock: the same form gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from handbook.content.forms import COLUMNS
from handbook.pages.work_links import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from handbook.content.forms import Form, FormField

NOTES = "填写说明"
CHOICES = "选项"
PRINTED_ROWS = 30
"""Rows with borders, so that an empty sheet can be printed and filled in by hand."""
CHECKED_ROWS = 1000
"""Rows in which Excel checks what is typed."""
TEXT = "@"
FORMATS = {"数字": "General", "金额": "#,##0.00", "百分比": "0.00%", "日期": "yyyy-mm-dd", "时间": "hh:mm"}
"""Number formats by type of field; every other type is text."""
WIDTHS = {"长文本": 36, "文本": 16, "金额": 14, "日期": 13, "附件": 18}
LANDSCAPE_FROM = 6
"""Number of columns from which the sheet is printed across."""
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
"""When every workbook says it was made."""

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_HEAD = PatternFill("solid", fgColor="E8EEF7")
_LINE = Side("thin", color="999999")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_LONGEST_PROMPT = 250
_LONGEST_ERROR = 220
"""Excel allows 255 and 225 characters; the sheet 填写说明 has the whole text."""
_made: dict[tuple[str, str, str], bytes] = {}
"""Workbooks by form, its text and the handbook's name, for builds that follow each other while somebody writes."""


def workbooks(forms: Iterable[Form], handbook: str) -> dict[str, bytes]:
    """Return every form's workbook by its path; those that were asked for before are not made again."""
    found: dict[str, bytes] = {}
    for form in forms:
        key = (form.path, form.document.text, handbook)
        if key not in _made:
            _made[key] = form_workbook(form, handbook)
        found[form.workbook_path] = _made[key]
    return found


def form_workbook(form: Form, handbook: str) -> bytes:
    """Return the workbook of a checked form; `handbook` is the name under which it is handed out."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name(form.title)
    _fill_sheet(sheet, form)
    _notes(book.create_sheet(NOTES), form)
    choices = [form_field for form_field in form.form_fields if form_field.type == "单选"]
    if choices:
        _lists(book.create_sheet(CHOICES), sheet, form, choices)
    book.properties.title = form.title
    book.properties.creator = handbook
    book.properties.created = STAMP.replace(tzinfo=None)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def sheet_name(title: str) -> str:
    """Return a title as Excel allows it on a sheet: at most 31 characters, some of which it keeps for itself.

    >>> sheet_name("AAK/订单目标 [月度]")
    'AAK 订单目标 月度'
    """
    return " ".join(_FORBIDDEN.sub(" ", title).split())[:31]


def _fill_sheet(sheet: Worksheet, form: Form) -> None:
    """Write the headings with their units, and give every column its format, width and check."""
    for column, form_field in enumerate(form.form_fields, 1):
        _write(sheet, 1, column, form_field.heading, bold=True)
        number_format = FORMATS.get(form_field.type, TEXT)
        for row in range(2, PRINTED_ROWS + 2):
            cell = sheet.cell(row, column)
            cell.number_format = number_format
            cell.border = _BORDER
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.number_format = number_format
        dimension.width = max(WIDTHS.get(form_field.type, 12), min(2 * len(form_field.heading) + 3, 24))
        check = _check(form_field)
        if check:
            _apply(sheet, check, column)
    _lay_out(sheet, form.title, across=len(form.form_fields) >= LANDSCAPE_FROM)


def _apply(sheet: Worksheet, check: DataValidation, column: int) -> None:
    letter = get_column_letter(column)
    check.sqref = MultiCellRange(f"{letter}2:{letter}{CHECKED_ROWS + 1}")
    sheet.add_data_validation(check)


def _check(form_field: FormField) -> DataValidation | None:
    """Return what Excel checks in a field's column and says beside it; lists of choices come with their own sheet."""
    prompt = "；".join(filter(None, ["必填" if form_field.required else "", *_help(form_field)]))[:_LONGEST_PROMPT]
    if form_field.type == "单选" or (form_field.type not in FORMATS and not prompt):
        return None
    check = _rule(form_field.type)
    if form_field.type in FORMATS:
        _refuse(check, form_field, f"这一列填{form_field.type}。")
    return _advise(check, form_field, prompt)


def _rule(kind: str) -> DataValidation:
    """Return the check for a type of field; text is not checked."""
    match kind:
        case "数字" | "金额" | "百分比":
            return DataValidation("decimal", "-1E+15", "1E+15", operator="between", allow_blank=True)
        case "日期":
            return DataValidation("date", "1", operator="greaterThanOrEqual", allow_blank=True)
        case "时间":
            return DataValidation("time", "0", "0.999999", operator="between", allow_blank=True)
        case _:
            return DataValidation(allow_blank=True)


def _help(form_field: FormField) -> list[str]:
    note = plain(form_field.note)
    if form_field.type == "多选":
        return [f"可选：{'、'.join(form_field.choices)}，几项用顿号隔开", note]
    return [note]


def _refuse(check: DataValidation, form_field: FormField, message: str) -> None:
    check.showErrorMessage = True
    check.errorTitle, check.error = form_field.name[:30], message


def _advise(check: DataValidation, form_field: FormField, prompt: str) -> DataValidation:
    if prompt:
        check.showInputMessage = True
        check.promptTitle, check.prompt = form_field.name[:30], prompt
    return check


def _lists(sheet: Worksheet, target: Worksheet, form: Form, fields: Sequence[FormField]) -> None:
    """Write the choices, one field a column, on a hidden sheet, and let the fields' columns choose from them."""
    for column, form_field in enumerate(fields, 1):
        for row, choice in enumerate((form_field.name, *form_field.choices), 1):
            _write(sheet, row, column, choice, bold=row == 1)
        letter = get_column_letter(column)
        source = f"'{CHOICES}'!${letter}$2:${letter}${len(form_field.choices) + 1}"
        check = DataValidation(type="list", formula1=source, allow_blank=True)
        _refuse(check, form_field, f"从列表里选：{'、'.join(form_field.choices)}。"[:_LONGEST_ERROR])
        prompt = "；".join(filter(None, ["必填" if form_field.required else "", plain(form_field.note)]))
        _advise(check, form_field, prompt[:_LONGEST_PROMPT])
        _apply(target, check, form.form_fields.index(form_field) + 1)
    sheet.sheet_state = "hidden"


def _notes(sheet: Worksheet, form: Form) -> None:
    facts = [
        ("表单", f"{form.title}（{form.id}）"),
        ("谁填", "、".join(form.filled_by)),
        ("什么时候填", plain(form.when)),
        ("交给", form.submit_to),
    ]
    for row, (name, value) in enumerate(facts, 1):
        _write(sheet, row, 1, name, bold=True)
        _write(sheet, row, 2, value)
    head = len(facts) + 2
    for column, name in enumerate(COLUMNS, 1):
        _write(sheet, head, column, name, bold=True)
    for row, form_field in enumerate(form.form_fields, head + 1):
        required = "是" if form_field.required else "否"
        values = (form_field.name, form_field.type, form_field.unit, required, "、".join(form_field.choices))
        for column, value in enumerate((*values, plain(form_field.note)), 1):
            _write(sheet, row, column, value)
    for column, width in enumerate((22, 26, 8, 7, 30, 40), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _lay_out(sheet, f"{form.title}：{NOTES}", across=True, heading_row=head)


def _write(sheet: Worksheet, row: int, column: int, value: str, *, bold: bool = False) -> None:
    """Write text as text: what begins with = stays what it is, also when someone edits the cell."""
    cell = sheet.cell(row, column, value)
    cell.data_type = "s"
    cell.number_format = TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="center" if bold else "top")
    if bold:
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BORDER


def _lay_out(sheet: Worksheet, title: str, *, across: bool, heading_row: int = 1) -> None:
    """Freeze the heading, and print on A4: as wide as the page, the heading on every one, the title above."""
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddHeader = _centred(title.replace("&", "&&"))
    sheet.HeaderFooter.oddFooter = _centred("第 &P 页，共 &N 页")


def _centred(text: str) -> HeaderFooterItem:
    item = HeaderFooterItem()
    item.center.text = text
    return item


def _without_clock(content: bytes) -> bytes:
    """Return the same workbook with fixed times inside."""
    stream = io.BytesIO()
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            fixed = zipfile.ZipInfo(entry.filename, STAMP.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, data)
    return stream.getvalue()
