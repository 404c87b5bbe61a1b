"""`handbook score`: the same functions as in the browser, on files (SPEC 5)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from calculators.explanations import explain, headline
from calculators.goals import next_point
from calculators.numbers import decimal_text
from calculators.report import PROGRESS_PEOPLE
from calculators.roster import read_roster
from calculators.tables import TableError
from handbook.calculations.progress import watched
from handbook.calculations.table_files import UsageError, faults_text, load_grid, shown_name, system_reason
from handbook.checks.examples import UNJUDGED
from handbook.content.schemes import read_scheme_page
from handbook.markdown.documents import read_document

if TYPE_CHECKING:
    from calculators.kpi import Score
    from calculators.pasted import Progress
    from calculators.people import Roster
    from calculators.schemes import Scheme


def load_scheme(reference: str, source: Path) -> Scheme:
    """Return the scheme with the id `reference` in the handbook at `source`, or the one on the page at that path.

    Raises `UsageError` with every fault of the page in one line.
    """
    path = Path(reference)
    if path.suffix == ".md" or path.is_file():
        return _compile(path, reference)
    known = scheme_pages(source)
    if reference in known:
        return _compile(known[reference], str(known[reference]))
    listed = f"可用的方案：{'、'.join(known)}" if known else f"{source}/kpi/schemes 里没有方案"
    raise UsageError(f"没有方案“{reference}”，也没有这个文件；{listed}")


def scheme_pages(source: Path) -> dict[str, Path]:
    """Return the pages with schemes of the handbook at `source`, by the id of the scheme."""
    pages = sorted((source / "kpi" / "schemes").glob("*.md"))
    return {str(read_document(page.name, page.read_bytes())[0].meta.get("id", page.stem)): page for page in pages}


def _compile(path: Path, shown: str) -> Scheme:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown}：读不了这个文件（{system_reason(error)}）") from error
    document, findings = read_document(shown, content)
    page, faults = read_scheme_page(document)
    findings = [*findings, *faults]
    if findings or page is None or page.scheme is None:
        listed = "；".join(
            f"{f.path}:{f.line}:{f.column}: {f.message}（{f.fix.rstrip('。')}）" for f in sorted(findings)
        )
        raise UsageError(listed)
    return page.scheme


def read_table(scheme: Scheme, table: str) -> Roster:
    """Understand a table as inputs of the scheme; raise `UsageError` when it cannot be used at all."""
    grid = load_grid(table)
    try:
        return watched("读取表格", read_roster(grid, scheme))
    except TableError as error:
        raise UsageError(f"{shown_name(table)}：{error.reason}；{error.hint}") from error


def workbook(scheme: Scheme, roster: Roster) -> bytes:
    """Return the scores and their explanations as .xlsx."""
    from calculators.workbooks import result_workbook  # noqa: PLC0415 -- openpyxl costs half a second

    return result_workbook(scheme, roster)


def plain_report(scheme: Scheme, roster: Roster, results: list[Score], table: str) -> Progress[str]:
    """Return scores as text: a headline and a line for each row of every person, then what could not be read.

    Yields (people done, people).
    """
    lines = [f"{scheme.source.title}（{scheme.source.period}，考核表核对码 {scheme.source.version}）", roster.summary]
    lines += [f"注意：{note}" for note in roster.notes]
    for done, (person, result) in enumerate(zip(roster.people, results, strict=True)):
        if done % PROGRESS_PEOPLE == 0:
            yield done, len(roster.people)
        lines += ["", f"{person.name}：{headline(scheme, result)}"]
        for item in result.items:
            points = UNJUDGED if item.points is None else decimal_text(item.points, 2)
            lines.append(f"  {points:>6}  {item.row.indicator}（{item.row.clause}）　{explain(item, person.values)}")
            change = None if result.vetoed_by else next_point(scheme, item, person.values)
            if change:
                lines.append(f"          下一分：{change.text}")
    if roster.errors:
        lines += ["", *faults_text(roster.errors, table)]
    return "\n".join(lines)
