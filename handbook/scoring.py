"""`handbook score`: the same functions as in the browser, on files (SPEC 5)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from calculators.explanations import explain, headline
from calculators.goals import next_point
from calculators.numbers import decimal_text
from calculators.roster import finished, read_roster
from calculators.tables import MAX_BYTES, Grid, TableError, check_size, decode, read_grid
from handbook.documents import read_document
from handbook.examples import UNJUDGED
from handbook.schemes import read_scheme_page

if TYPE_CHECKING:
    from calculators.kpi import Score
    from calculators.people import CellError, Roster
    from calculators.schemes import Scheme

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".md")
WORKBOOK_SUFFIXES = (".xlsx",)


class UsageError(Exception):
    """The call or a file cannot be used at all; the text is one Chinese line naming the file."""


def load_scheme(reference: str, source: Path) -> Scheme:
    """Return the scheme with the id `reference` in the handbook at `source`, or the one on the page at that path.

    Raises `UsageError` with every fault of the page in one line.
    """
    path = Path(reference)
    if path.suffix == ".md" or path.is_file():
        return _compile(path, reference)
    pages = sorted((source / "kpi" / "schemes").glob("*.md"))
    known: list[str] = []
    for page in pages:
        document, _ = read_document(page.name, page.read_bytes())
        identity = str(document.meta.get("id", page.stem))
        if identity == reference:
            return _compile(page, str(page))
        known.append(identity)
    listed = f"可用的方案：{'、'.join(known)}" if known else f"{source}/kpi/schemes 里没有方案"
    raise UsageError(f"没有方案“{reference}”，也没有这个文件；{listed}")


def _compile(path: Path, shown: str) -> Scheme:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown}：读不了这个文件（{error.strerror}）") from error
    document, findings = read_document(shown, content)
    page, faults = read_scheme_page(document)
    findings = [*findings, *faults]
    if findings or page is None or page.scheme is None:
        listed = "；".join(
            f"{f.path}:{f.line}:{f.column}: {f.message}（{f.fix.rstrip('。')}）" for f in sorted(findings)
        )
        raise UsageError(listed)
    return page.scheme


def load_grid(table: str) -> Grid:
    """Read a table from a file (.csv .tsv .txt .md .xlsx) or, for `-`, from standard input; raise `UsageError`."""
    name, content = ("标准输入", sys.stdin.buffer.read(MAX_BYTES + 1)) if table == "-" else (table, _bytes(table))
    try:
        check_size(len(content))
        if content.startswith(b"PK\x03\x04") or Path(name).suffix.lower() in WORKBOOK_SUFFIXES:
            from calculators.workbooks import read_workbook  # noqa: PLC0415 -- openpyxl costs half a second

            return read_workbook(content)
        return read_grid(decode(content))
    except TableError as error:
        raise UsageError(f"{name}：{error.reason}；{error.hint}") from error


def _bytes(table: str) -> bytes:
    path = Path(table)
    if path.suffix.lower() not in (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES):
        allowed = " ".join((*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES))
        raise UsageError(f"{table}：不认识的文件类型；可用 {allowed}，或 - 表示标准输入")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{table}：读不了这个文件（{error.strerror}）") from error


def read_table(scheme: Scheme, table: str) -> Roster:
    """Understand a table as inputs of the scheme; raise `UsageError` when it cannot be used at all."""
    grid = load_grid(table)
    try:
        return finished(read_roster(grid, scheme))
    except TableError as error:
        raise UsageError(f"{table}：{error.reason}；{error.hint}") from error


def write_workbook(scheme: Scheme, roster: Roster, out: Path) -> None:
    """Write the scores and their explanations as .xlsx; raise `UsageError` when the file cannot be written."""
    from calculators.workbooks import result_workbook  # noqa: PLC0415 -- as above

    if out.suffix.lower() not in WORKBOOK_SUFFIXES:
        raise UsageError(f"{out}：--out 只写 .xlsx 文件")
    try:
        out.write_bytes(result_workbook(scheme, roster))
    except OSError as error:
        raise UsageError(f"{out}：写不了这个文件（{error.strerror}）") from error


def plain_report(scheme: Scheme, roster: Roster, results: list[Score]) -> str:
    """Return scores as text: a headline and a line for each row of every person, then what could not be read."""
    lines = [f"{scheme.source.title}（{scheme.source.period}，考核表核对码 {scheme.source.version}）", roster.summary]
    lines += [f"注意：{note}" for note in roster.notes]
    for person, result in zip(roster.people, results, strict=True):
        lines += ["", f"{person.name}：{headline(scheme, result)}"]
        for item in result.items:
            points = UNJUDGED if item.points is None else decimal_text(item.points, 2)
            lines.append(f"  {points:>6}  {item.row.indicator}（{item.row.clause}）　{explain(item, person.values)}")
            change = None if result.vetoed_by else next_point(scheme, item, person.values)
            if change:
                lines.append(f"          下一分：{change.text}")
    if roster.errors:
        lines += ["", f"未能使用的单元格 {len(roster.errors)} 处："]
        lines += [f"  {_place(error)}：{error.reason}。{error.hint}" for error in roster.errors]
    return "\n".join(lines)


def _place(error: CellError) -> str:
    where = f"第 {error.row} 行" if error.row else "表头"
    return f"{where}“{error.column}”" + (f"读到“{error.read}”" if error.read else "")
