"""Tables whose columns are fixed: the steps of a process, the fields of a form, the positions outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding, nearest
from handbook.markdown.documents import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.markdown.documents import CellText, Document, Table

EMPTY = "-"
"""What an author writes into a cell where there is nothing to say."""

_SEPARATOR = re.compile(r"[、，,]\s*")


@dataclass(frozen=True, slots=True)
class WorkTable:
    """A table whose columns are as they should be."""

    table: Table
    rows: tuple[Mapping[str, CellText], ...]
    """Cells by column name, row by row."""


def read_table(
    document: Document, columns: tuple[str, ...], section: str | None, owner: str
) -> tuple[WorkTable | None, list[Finding]]:
    """Return the first table of a section (of the page, where that is None), once its columns are right.

    `owner` says in messages whose table it is: 流程页「步骤」.
    """
    table = next((table for table in document.tables() if section in {None, table.section}), None)
    expected = f"表头是：{' | '.join(columns)}。"
    if table is None:
        heading = next((heading for heading in document.headings() if heading.text == section), None)
        if section is not None and heading is None:
            return None, []  # the missing section is a finding already
        place = Place(heading.line, heading.column) if heading else Place(document.body_line)
        message = f"{owner}没有表格"
        return None, [document.finding(Code.WORK_TABLE, place, message, read="", fix=f"写一张表，{expected}")]
    findings = _check_headings(document, table, columns, owner, expected)
    if findings:
        return None, findings
    names = [cell.text for cell in table.headings]
    rows = tuple(dict(zip(names, cells, strict=True)) for cells in table.rows)
    if not rows:
        message = f"{owner}的表格是空的"
        fix = "至少写一行。"
        return None, [document.finding(Code.WORK_TABLE, Place(table.line), message, read="", fix=fix)]
    return WorkTable(table, rows), []


def _check_headings(
    document: Document, table: Table, columns: tuple[str, ...], owner: str, expected: str
) -> list[Finding]:
    findings: list[Finding] = []
    found = [cell.text for cell in table.headings]
    meant: set[str] = set()
    for place, cell in enumerate(table.headings):
        message, hint = "", ""
        if cell.text not in columns:
            near = nearest(cell.text, [name for name in columns if name not in found], 1)
            meant.update(near)
            message, hint = f"{owner}的表格没有「{cell.text}」这一列", f"是不是「{near[0]}」？" if near else ""
        elif cell.text in found[:place]:
            message = f"{owner}的表格里「{cell.text}」一列出现了两次"
        if message:
            findings.append(document.finding(Code.WORK_TABLE, cell, message, read=cell.text, fix=f"{hint}{expected}"))
    missing = [name for name in columns if name not in found and name not in meant]
    if missing:
        message = f"{owner}的表格缺少列：{'、'.join(missing)}"
        read = " | ".join(found)
        findings.append(document.finding(Code.WORK_TABLE, Place(table.line), message, read=read, fix=expected))
    return findings


def filled(cell: CellText) -> str:
    """Return a cell's text, "" where it holds `-` or nothing."""
    return "" if cell.text in {EMPTY, "－", "—"} else cell.text


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that are joined by 、 in a cell or front matter value.

    >>> names_in("大客户经理、内勤")
    ('大客户经理', '内勤')
    """
    return tuple(name.strip() for name in _SEPARATOR.split(text) if name.strip() not in {"", EMPTY})
