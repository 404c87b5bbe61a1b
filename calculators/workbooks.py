"""Excel workbooks out, with openpyxl: results and templates."""

import re
from collections.abc import Sequence
from fractions import Fraction

from openpyxl import Workbook

from calculators.copies import template_rows
from calculators.explanations import explain, headline, value_text
from calculators.kpi import score
from calculators.people import NAME, Roster
from calculators.schemes import Scheme
from calculators.sheets import Sheet
from calculators.workbook_sheets import add_sheet, append, book_bytes, first_sheet, lay_out


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
