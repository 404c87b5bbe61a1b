"""Excel workbooks in and out, with openpyxl: tables that were dropped, results and templates."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openpyxl import Workbook, load_workbook

from calculators.copies import template_rows
from calculators.explanations import explain, headline, value_text
from calculators.kpi import score
from calculators.people import NAME, Roster
from calculators.schemes import Scheme
from calculators.sheets import Sheet
from calculators.tables import Grid, TableError, check_size, grid_of
from calculators.workbook_sheets import add_sheet, append, book_bytes, first_sheet, lay_out

MAX_UNPACKED_BYTES = 400_000_000


def read_workbook(content: bytes) -> Grid:
    """Return the sheet that is open in a workbook (or the first with cells) as a grid.

    A cell becomes the text that Excel shows for it, to Excel's own 15 digits; percentages keep their sign; formulas
    give their stored result, and one without a result is left as `=…`, so that it is reported and not read as empty.
    """
    check_size(len(content))
    _check_archive(content)
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except Exception as error:  # openpyxl lets whatever a broken file provokes through: KeyError, ParseError …
        raise TableError("这个 .xlsx 打不开", "在 Excel 里另存为新的 .xlsx，或直接复制单元格粘贴") from error
    active = values.active.title if values.active else ""
    for name in dict.fromkeys((active, *values.sheetnames)):
        sheet, written = values[name], formulas[name]
        if not hasattr(sheet, "iter_rows"):  # a chart sheet
            continue
        sheet.reset_dimensions()
        written.reset_dimensions()
        rows = [
            [_cell_text(cell, source) for cell, source in zip(row, sources, strict=True)]
            for row, sources in zip(sheet.iter_rows(), written.iter_rows(), strict=True)
        ]
        if any(cell for row in rows for cell in row):
            return grid_of(rows, f"工作表“{name}”")
    raise TableError("这个 .xlsx 里没有内容", "确认数据在打开的那张工作表上，保存后再试")


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableError("这不是 .xlsx 文件", "旧的 .xls 请先在 Excel 里另存为 .xlsx") from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise TableError(f"解开后有 {unpacked / 1e6:.0f} MB，太大", "只保留要用的工作表和列，另存后再试")


def _cell_text(cell: Any, source: Any) -> str:  # noqa: PLR0911 -- one kind of cell a line
    value = cell.value
    if value is None:
        return str(source.value) if source.data_type == "f" else ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        if "%" in (cell.number_format or ""):
            return f"{(number * 100).normalize():f}%"
        return f"{number:f}" if abs(number) < Decimal(10) ** 15 else str(number)
    return str(value)


def result_workbook(scheme: Scheme, roster: Roster) -> bytes:
    """Write scores (sheet 成绩), every row's explanation (明细) and what is to be looked at (要核对)."""
    book = Workbook()
    sheet = first_sheet(book, "成绩")
    source = scheme.source
    append(sheet, [f"{source.title}（{source.period}，考核表核对码 {source.version}，自 {source.effective} 起施行）"])
    headings = [NAME, *(row.indicator for row in scheme.rows), "总分", "已评分值", "等级", "结论"]
    append(sheet, headings, bold=True)
    details = add_sheet(book, "明细")
    append(details, [NAME, "指标", "权重", "取值", "得分", "怎么算的", "依据", "说明"], bold=True)
    for person in roster.people:
        result = score(scheme, person.values)
        points = [item.points for item in result.items]
        append(sheet, [person.name, *points, result.total, result.judged, result.grade or "", headline(scheme, result)])
        for item in result.items:
            shown = "" if item.value is None else value_text(item.row.rule, item.value)
            text = explain(item, person.values)
            row = [
                person.name,
                item.row.indicator,
                item.row.weight,
                shown,
                item.points,
                text,
                item.row.clause,
                item.row.note,
            ]
            append(details, row)
    faults = add_sheet(book, "要核对")
    append(faults, ["行", "列", "读到", "原因", "怎么改"], bold=True)
    for error in roster.errors:
        append(faults, [Fraction(error.row), error.column, error.read, error.reason, error.hint])
    lay_out(sheet, [12, *[11] * len(scheme.rows), 9, 10, 9, 40], heading_rows=2)
    lay_out(details, [12, 22, 7, 12, 8, 70, 10, 18], heading_rows=1)
    lay_out(faults, [6, 22, 18, 40, 40], heading_rows=1)
    return book_bytes(book)


def template_workbook(scheme: Scheme) -> bytes:
    """Write an empty sheet with the scheme's columns, and a sheet 填写说明 that says what belongs into each."""
    book = Workbook()
    sheet = first_sheet(book, "数据")
    append(sheet, template_rows(scheme)[0], bold=True)
    notes = add_sheet(book, "填写说明")
    append(notes, ["列", "单位", "填什么", "用于指标"], bold=True)
    append(notes, [NAME, "", "每人一行；同名的人分别计算", "全部"])
    for name in scheme.inputs:
        entry = scheme.source.inputs.get(name)
        used = "、".join(row.indicator for row in scheme.rows if name in row.expression.names)
        append(notes, [name, entry.unit if entry else "", entry.note if entry else "", used])
    lay_out(sheet, [12, *[16] * len(scheme.inputs)], heading_rows=1)
    lay_out(notes, [22, 8, 50, 40], heading_rows=1)
    return book_bytes(book)


def sheets_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write tables as the sheets of a workbook; columns are as wide as what stands in them, up to a line of text."""
    book = Workbook()
    for place, table in enumerate(sheets):
        title = re.sub(r"[\\/*?:\[\]]", "、", table.title)[:31]
        sheet = add_sheet(book, title) if place else first_sheet(book, title)
        append(sheet, table.headings, bold=True)
        for row in table.rows:
            append(sheet, row)
        lay_out(sheet, [_width(column) for column in zip(*table.text_rows(), strict=True)], heading_rows=1)
    return book_bytes(book)


def _width(column: Sequence[str]) -> int:
    """Return a column's width: Chinese characters take two places."""
    return min(max(sum(2 if ord(char) > 0xFF else 1 for char in text) for text in column) + 2, 60)
