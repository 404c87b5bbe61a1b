"""Tables and workbooks of the command line: files and standard streams in, grids and faults out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from calculators.tables import MAX_BYTES, Grid, TableError, check_size, decode, read_grid

if TYPE_CHECKING:
    from calculators.pasted import CellError

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".md")
WORKBOOK_SUFFIXES = (".xlsx",)
STANDARD_INPUT = "-"


class UsageError(Exception):
    """The call or a file cannot be used at all; the text is one Chinese line naming the file."""


def load_grid(table: str) -> Grid:
    """Read a table from a file (.csv .tsv .txt .md .xlsx) or, for `-`, from standard input; raise `UsageError`."""
    content = sys.stdin.buffer.read(MAX_BYTES + 1) if table == STANDARD_INPUT else _bytes(table)
    try:
        check_size(len(content))
        if content.startswith(b"PK\x03\x04") or Path(table).suffix.lower() in WORKBOOK_SUFFIXES:
            from calculators.workbook_reading import read_workbook  # noqa: PLC0415 -- openpyxl costs half a second

            return read_workbook(content)
        return read_grid(decode(content))
    except TableError as error:
        raise UsageError(f"{shown_name(table)}：{error.reason}；{error.hint}") from error


def shown_name(table: str) -> str:
    """Return what a table is called in messages."""
    return "标准输入" if table == STANDARD_INPUT else table


def _bytes(table: str) -> bytes:
    path = Path(table)
    if path.suffix.lower() not in (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES):
        allowed = " ".join((*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES))
        raise UsageError(f"{table}：不认识的文件类型；可用 {allowed}，或 - 表示标准输入")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{table}：读不了这个文件（{system_reason(error)}）") from error


def system_reason(error: OSError) -> str:
    """Say why a file cannot be read or written."""
    match error:
        case FileNotFoundError():
            return "没有这个文件或文件夹"
        case PermissionError():
            return "没有权限"
        case IsADirectoryError():
            return "这是文件夹"
        case _:
            return f"系统错误 {error.errno}"


def check_workbook_name(out: Path) -> None:
    """Raise `UsageError` where `--out` names no .xlsx file: before the work, not after it."""
    if out.suffix.lower() not in WORKBOOK_SUFFIXES:
        raise UsageError(f"{out}：--out 只写 .xlsx 文件")


def write_file(out: Path, content: bytes) -> None:
    """Write a workbook; raise `UsageError` when the file cannot be written."""
    check_workbook_name(out)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{out}：写不了这个文件（{system_reason(error)}）") from error


def faults_text(errors: list[CellError], table: str = "") -> list[str]:
    """Return the lines that list bad cells: file, row, column, what was read, why, and how to write it."""
    if not errors:
        return []
    of = f"{shown_name(table)}：" if table else ""
    return [f"未能使用的单元格 {len(errors)} 处：", *(f"  {of}{_place(e)}：{e.reason}。{e.hint}" for e in errors)]


def _place(error: CellError) -> str:
    where = f"第 {error.row} 行" if error.row else "表头"
    return f"{where}“{error.column}”" + (f"读到“{error.read}”" if error.read else "")
