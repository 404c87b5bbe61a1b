"""滚动计划表: the months of a year as they are pasted, what can be used of each, and the unit of their figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from calculators.amounts import CENT, MONEY_STEP, Measure
from calculators.dates import read_month
from calculators.numbers import MONEY, base_unit, read_number
from calculators.records import ColumnSpec, Record, Records, TableSpec
from calculators.stateless import CalculationError

LOCKED = "X期"
MONTHS = TableSpec(
    (
        ColumnSpec("月份", "text", ("月", "期间", "month"), required=True),
        ColumnSpec("计划", "number", ("计划数", "年度计划", "plan"), required=True, amount=True),
        ColumnSpec("实际", "number", ("实绩", "actual"), required=True, may_be_empty=True, amount=True),
        ColumnSpec("期别", "text", ("阶段",)),
        ColumnSpec("承担上限", "number", ("月产能", "产能", "上限", "承担能力", "capacity"), amount=True),
    ),
    title="滚动计划表",
)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month; amounts in base units."""

    record: Record
    plan: Fraction
    actual: Fraction | None
    locked: bool
    capacity: Fraction | None


def plan_unit(table: Records) -> str:
    """Return the unit in the heading of the plans."""
    return next((column.unit for column in table.columns if column.input == "计划"), "")


def read_capacity(table: Records, written: str) -> Fraction | None:
    """Read what any month can bring, in the plans' unit; raise `CalculationError` where it is no number."""
    reading = read_number(written, plan_unit(table))
    if reading.reason:
        raise CalculationError(f"每月承担上限：{reading.reason}", reading.hint)
    return reading.value


def month_rows(table: Records, capacity: Fraction | None) -> tuple[list[MonthRow], set[int]]:
    """Return the rows that can be used, and the numbers of those that only repeat one of them."""
    seen: dict[str, Record] = {}
    rows: list[MonthRow] = []
    twice: set[int] = set()
    for record in table.records:
        plan, actual, name = record.number("计划"), record.number("实际"), record.text("月份")
        if plan is not None and plan < 0:
            table.fault(record, "计划", "计划是负数", "写 0 或更大的数")
        elif name and name in seen and not record.bad:
            table.fault(record, "月份", f"与第 {seen[name].row} 行是同一个月", "一个月只留一行")
            if record.values == seen[name].values:
                twice.add(record.row)
        if record.bad or plan is None:
            continue
        seen[name] = record
        locked = record.text("期别").upper() == LOCKED and actual is None
        own = table.amount(record, "承担上限", plan_unit(table))
        rows.append(MonthRow(record, plan, actual, locked, own if own is not None else capacity))
    order = _order(rows)
    last = max(
        (place for place, row in zip(order, rows, strict=True) if row.actual is not None), default=min(order, default=0)
    )
    for place, row in zip(order, rows, strict=True):
        if row.actual is None and place < last:
            # It lies between months that are over: what it brought is not known, which is not 0.
            table.fault(row.record, "实际", "后面的月份已有实际，这个月却空着", "没有完成写 0")
    return rows, twice


def _order(rows: Sequence[MonthRow]) -> list[int]:
    """Return the rows' places in time: by the calendar where years are written, else as they stand, or turned round."""
    months = [read_month(row.record.text("月份")) for row in rows]
    known = [month for month in months if month]
    if known and len(known) == len(rows) and all(month.year for month in known):
        return [month.year * 12 + month.part for month in known]
    # Over the turn of the year, from 12月 to 1月 is a step ahead.
    ahead = [(after.part - before.part) % 12 <= 6 for before, after in pairwise(known) if before.part != after.part]
    latest_first = ahead.count(False) > ahead.count(True)
    return [-row.record.row if latest_first else row.record.row for row in rows]


def units_of(table: Records, rows: Sequence[MonthRow]) -> tuple[Measure, Fraction]:
    """Return the unit of the headings, and the step: 0.01 万元 or 1, and 0.01 where the figures have decimals."""
    label = plan_unit(table)
    measure = Measure(label if base_unit(label) else f"{label}{MONEY}" if label else "")
    figures = [figure for row in rows for figure in (row.plan, row.actual) if figure is not None]
    # Without a unit in the heading, 100 is taken for a step of money only where the cells say so (120万).
    steps = (MONEY_STEP, Fraction(1), CENT) if base_unit(measure.label) == MONEY else (Fraction(1), CENT)
    for step in steps:
        if all((figure / step).denominator == 1 for figure in figures):
            return measure.fitting(step), step
    return measure, _finest(figures)


def _finest(figures: Sequence[Fraction]) -> Fraction:
    """Return the largest decimal unit of which all figures are multiples: 0.001 for 12.125 and 10.1."""
    grid = lcm(*(figure.denominator for figure in figures))
    decimals = (10**places for places in range(grid.bit_length()))
    return Fraction(1, next((each for each in decimals if each % grid == 0), grid))
