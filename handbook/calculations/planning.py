"""`handbook decompose`, `decompose-matrix` and `roll`: the planning calculators on files (SPEC 5)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from calculators.margins import BAD_CELLS, MEND_CELLS, read_margins
from calculators.matrix import MatrixError, solve
from calculators.matrix_views import explained, matrix_sheets
from calculators.numbers import decimal_text
from calculators.records import Records, TableSpec, read_records
from calculators.report import error_report
from calculators.roll_tables import MONTHS
from calculators.rolling import NoRollError, explain, roll
from calculators.rolling_views import roll_sheets
from calculators.split_views import explained as part_reasons
from calculators.split_views import share_of, split_sheets
from calculators.splits import WEIGHTS, NoSplitError, row_names, split
from calculators.stateless import CalculationError
from calculators.tables import TableError
from handbook.calculations.progress import watched
from handbook.calculations.table_files import UsageError, load_grid, shown_name

if TYPE_CHECKING:
    from calculators.pasted import CellError
    from calculators.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Answer:
    """What a planning command found."""

    found: dict[str, Any]
    lines: list[str]
    """The same to be read."""
    sheets: tuple[Sheet, ...]
    """Empty where bad cells left nothing to be calculated."""
    errors: list[CellError]

    @property
    def report(self) -> dict[str, Any]:
        """The object of SPEC 5."""
        return self.found | {"errors": [error_report(error) for error in self.errors]}


def decompose(table: str, total: str, unit: str) -> Answer:
    """Divide a total over the parts of a table; raise `UsageError` where that cannot be done at all."""
    records = _records(table, WEIGHTS)
    try:
        found = watched("分解", split(records, total, unit))
    except NoSplitError as error:
        if not records.errors:
            raise _refused(table, error) from error
        amount = error.total
        parts = [{"name": name, "value": None, "share": None} for name in row_names(records)]
        report = {"total": decimal_text(amount.value), "unit": decimal_text(amount.unit), "parts": parts}
        return Answer(report, [f"{error.reason}；{error.hint}"], (), records.errors)
    except CalculationError as error:
        raise _refused(table, error) from error
    amount, measure = found.total, found.total.measure
    parts = [
        {
            "name": " ".join(leaf.path),
            "value": decimal_text(leaf.value),
            "share": decimal_text(share_of(leaf.exact, amount.value)),
        }
        for leaf in found.leaves()
    ]
    report = {"total": decimal_text(amount.value), "unit": decimal_text(amount.unit), "parts": parts}
    head = f"总数 {measure.text(amount.value)}，最小单位 {measure.text(amount.unit)}"
    lines = [head, *_notes(records, found.notes), ""]
    reasons = watched("写说明", part_reasons(found))
    lines += [
        f"{'  ' * len(node.path)}{node.path[-1]}　{measure.text(node.value)}　{reason}"
        for node, reason in zip(found.nodes(), reasons, strict=True)
    ]
    return Answer(report, lines, split_sheets(found, reasons), records.errors)


def decompose_matrix(table: str, unit: str) -> Answer:
    """Fill a matrix between its margins; raise `UsageError` where that cannot be done at all."""
    try:
        margins = read_margins(load_grid(table), unit)
    except CalculationError as error:
        raise _refused(table, error) from error
    empty: dict[str, Any] = {
        "rows": margins.rows,
        "columns": margins.columns,
        "cells": [[None] * len(margins.columns) for _ in margins.rows],
    }
    if not margins.is_whole:
        return Answer(empty, [f"{BAD_CELLS}；{MEND_CELLS}"], (), margins.errors)
    names = margins.rows, margins.columns
    try:
        work = solve(margins.weights, margins.row_totals, margins.column_totals, margins.unit, names)
        found = watched("配平", work)
    except MatrixError as error:
        if not margins.errors:
            raise _refused(table, error) from error
        return Answer(empty, [error.reason], (), margins.errors)
    report = {
        "rows": margins.rows,
        "columns": margins.columns,
        "cells": [[decimal_text(value) for value in line] for line in found.values],
    }
    sheets = matrix_sheets(margins, found, explained(margins, found))
    lines = [*(f"注意：{note}" for note in margins.notes), ""]
    lines += ["\t".join(row) for row in sheets[0].text_rows()]
    return Answer(report, lines, sheets, margins.errors)


def roll_plan(table: str) -> Answer:
    """Roll a year's plan on; raise `UsageError` where that cannot be done at all."""
    records = _records(table, MONTHS)
    try:
        found = roll(records)
    except NoRollError as error:
        return Answer(_unrolled(records, error), [f"{error.reason}；{error.hint}"], (), records.errors)
    except CalculationError as error:
        raise _refused(table, error) from error
    measure = found.measure
    report = {
        "year": decimal_text(found.year),
        "done": decimal_text(found.done),
        "left": decimal_text(found.left),
        "months": [
            {
                "name": month.name,
                "plan": decimal_text(month.plan),
                "actual": None if month.actual is None else decimal_text(month.actual),
                "revised": decimal_text(month.revised),
            }
            for month in found.months
        ],
        "notes": list(found.notes),
    }
    year, done, left = measure.text(found.year), measure.text(found.done), measure.text(found.left)
    lines = [f"全年 {year}，已完成 {done}，余下 {left}", *_notes(records, found.notes), ""]
    lines += [f"  {month.name}　{measure.text(month.revised)}　{explain(month, found)}" for month in found.months]
    return Answer(report, lines, roll_sheets(found), records.errors)


def _unrolled(records: Records, error: NoRollError) -> dict[str, Any]:
    """Return what the months say, without what would follow from them; `done` adds the actuals that can be read."""
    plans = [record.number("计划") for record in records.records]
    actuals = [record.number("实际") for record in records.records]
    known = [plan for plan in plans if plan is not None]
    return {
        "year": decimal_text(sum(known, Fraction(0))) if len(known) == len(plans) else None,
        "done": decimal_text(sum((actual for actual in actuals if actual is not None), Fraction(0))),
        "left": None,
        "months": [
            {
                "name": record.text("月份"),
                "plan": None if plan is None else decimal_text(plan),
                "actual": None if actual is None else decimal_text(actual),
                "revised": None,
            }
            for record, plan, actual in zip(records.records, plans, actuals, strict=True)
        ],
        "notes": [error.reason],
    }


def _records(table: str, spec: TableSpec) -> Records:
    try:
        return watched("读取表格", read_records(load_grid(table), spec))
    except TableError as error:
        raise UsageError(f"{shown_name(table)}：{error.reason}；{error.hint}") from error


def _refused(table: str, error: CalculationError | MatrixError) -> UsageError:
    option = error.option if isinstance(error, CalculationError) else ""
    return UsageError(f"{f'--{option}' if option else shown_name(table)}：{error.reason}；{error.hint}")


def _notes(records: Records, notes: tuple[str, ...]) -> list[str]:
    return [records.summary, *(f"注意：{note}" for note in (*records.notes, *notes))]
