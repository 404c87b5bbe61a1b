"""X+Y 滚动: what past months leave of the year's target, spread again over the months to come (SPEC 3, QC-303).

The year is the sum of the plan. A month with an actual figure is over. A month whose 期别 is X期 is locked and keeps
its plan. The others share the rest, `left` less the locked plans, in proportion to their plans (or evenly, as QC-303
has it), by largest remainder in whole units; where the rest is negative they get 0. Nothing is cut at the capacity of
a month: what exceeds it is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from calculators.amounts import Fixing, Measure, read_fixed
from calculators.apportion import ZERO, Allotment, ApportionError, Part, apportion
from calculators.doubts import roll_doubts
from calculators.numbers import decimal_text
from calculators.record_tables import cannot_leave_out
from calculators.records import Records
from calculators.roll_tables import MonthRow, month_rows, read_capacity, units_of
from calculators.stateless import CalculationError

type Shape = Literal["plan", "even"]


class NoRollError(CalculationError):
    """The months were read, but some of them have bad cells."""


@dataclass(frozen=True, slots=True)
class RolledMonth:
    """One month of the revised plan; amounts in base units."""

    row: int
    """Of the table."""
    name: str
    plan: Fraction
    actual: Fraction | None
    """None for a month to come."""
    revised: Fraction
    """The actual figure of a month that is over, else what it is to bring now."""
    locked: bool
    capacity: Fraction | None
    given: Allotment | None
    """How a month to come got its share; None for the others."""

    @property
    def fixed(self) -> bool:
        """Whether it was fixed by hand."""
        return self.given is not None and self.given.part.fixed is not None


@dataclass(frozen=True, slots=True)
class Shared:
    """What the open months share that are not fixed by hand."""

    rest: Fraction
    weight: Fraction
    """The sum of their weights."""
    by_plan: bool
    """Their weights are their plans."""
    beside_fixed: bool

    @classmethod
    def among(cls, rest: Fraction, months: Sequence[RolledMonth]) -> "Shared":
        """Say it of the months of a year; `rest` is for all open ones."""
        fixed = sum((month.revised for month in months if month.fixed), ZERO)
        open_months = [(month.plan, month.given.part.weight) for month in months if month.given and not month.fixed]
        by_plan = all(weight == plan for plan, weight in open_months)
        return cls(rest - fixed, sum((weight for _, weight in open_months), ZERO), by_plan, bool(fixed))


@dataclass(frozen=True, slots=True)
class Rolled:
    """A year rolled on."""

    year: Fraction
    done: Fraction
    left: Fraction
    """year − done; negative after over-fulfilment."""
    months: tuple[RolledMonth, ...]
    shared: Shared
    unit: Fraction
    measure: Measure
    shape: Shape
    notes: tuple[str, ...]

    @property
    def locked(self) -> Fraction:
        """What the locked months are to bring."""
        return sum((month.plan for month in self.months if month.locked), ZERO)

    @property
    def rest(self) -> Fraction:
        """What the open months share; negative where there is nothing left to share."""
        return self.left - self.locked


def roll(
    table: Records,
    shape: Shape = "plan",
    capacity: str = "",
    fixed: Mapping[str, Fixing] | None = None,
) -> Rolled:
    """Roll a year on; `capacity` is what any month can bring, where the table does not say it; in the plans' unit.

    `fixed` holds open months that were fixed by hand, by row number; the other open months share the rest.

    Faults of single cells go to the table's list, and nothing is rolled until they are mended: `NoRollError`. Of a
    month that is pasted twice with the same figures one is listed and left out. Raises `CalculationError` otherwise.
    """
    if table.missing:
        raise CalculationError(f"还没有“{'”“'.join(table.missing)}”一列", "在“取作”一行里为某一列选上")
    rows, twice = month_rows(table, read_capacity(table, capacity))
    if any(record.bad and record.row not in twice for record in table.records):
        raise NoRollError(*cannot_leave_out(table, "滚动"))
    if not rows:
        raise CalculationError("没有一个月能用", "每月一行：月份、计划、实际（未到的月份留空）")
    measure, unit = units_of(table, rows)
    done = sum((row.actual for row in rows if row.actual is not None), ZERO)
    year = sum((row.plan for row in rows), ZERO)
    open_rows = [row for row in rows if row.actual is None and not row.locked]
    rest = year - done - sum((row.plan for row in rows if row.locked), ZERO)
    held = {
        row.record.row: read_fixed(row.record.text("月份"), fixing, unit, measure)
        for row in open_rows
        if (fixing := (fixed or {}).get(str(row.record.row)))
    }
    try:
        given = _spread(rest, unit, open_rows, shape, held)
    except ApportionError as error:
        reason = f"余下可分的是 {measure.text(max(rest, ZERO))}：{error.reason}"
        raise CalculationError(reason, "改固定的数，或松开一项") from error
    months = tuple(_month(row, given.get(row.record.row)) for row in rows)
    shared = Shared.among(max(rest, ZERO), months)
    rolled = Rolled(year, done, year - done, months, shared, unit, measure, shape, ())
    notes = [f"第 {'、'.join(map(str, sorted(twice)))} 行与前面的月份完全相同，只算一次"] if twice else []
    notes += roll_doubts((month.name, month.plan, month.actual) for month in months)
    return replace(rolled, notes=(*notes, *_notes(rolled)))


def _spread(
    rest: Fraction, unit: Fraction, rows: Sequence[MonthRow], shape: Shape, held: Mapping[int, Fraction]
) -> dict[int, Allotment]:
    """Return each open month's part of the rest, by row; by plan, or evenly where that is asked or no month has one."""
    if not rows:
        return {}
    even = shape == "even" or not any(row.plan for row in rows)
    parts = [
        Part(row.record.text("月份"), Fraction(1) if even else row.plan, fixed=held.get(row.record.row)) for row in rows
    ]
    given = apportion(max(rest, ZERO), unit, parts)
    return {row.record.row: allotment for row, allotment in zip(rows, given, strict=True)}


def _month(row: MonthRow, given: Allotment | None) -> RolledMonth:
    revised = row.actual if row.actual is not None else given.value if given else row.plan
    return RolledMonth(
        row.record.row, row.record.text("月份"), row.plan, row.actual, revised, row.locked, row.capacity, given
    )


def _notes(rolled: Rolled) -> list[str]:
    text = rolled.measure.text
    to_come = [month for month in rolled.months if month.actual is None]
    open_months = [month for month in to_come if not month.locked]
    notes: list[str] = []
    done, year, left, locked = text(rolled.done), text(rolled.year), text(rolled.left), text(rolled.locked)
    if open_months and rolled.year and rolled.rest == 0:
        met = f"全年 {year} 已经正好完成" if not rolled.left else f"锁定的月份合计 {locked}，正好是余下的 {left}"
        notes.append(f"{met}；其余各月按 0 计")
    if rolled.left < 0:
        notes.append(f"已超额完成：累计 {done}，比全年 {year} 多 {text(-rolled.left)}；未锁定的各月按 0 计")
    elif rolled.rest < 0:
        notes.append(f"锁定的月份合计 {locked}，比余下的 {left} 多 {text(-rolled.rest)}；其余各月按 0 计")
    if not open_months and rolled.rest > 0:
        what = "没有可以再分的月份" if to_come else "全年已过"
        notes.append(f"{what}，还差 {text(rolled.rest)} 没有着落")
    if open_months and rolled.shape == "plan" and not any(month.plan for month in open_months) and rolled.rest > 0:
        notes.append("余下各月原来没有计划，改为按月平均")
    return notes + _over_capacity(rolled, to_come)


def _over_capacity(rolled: Rolled, to_come: Sequence[RolledMonth]) -> list[str]:
    text = rolled.measure.text
    over = [month for month in to_come if month.capacity is not None and month.revised > month.capacity]
    notes = [
        f"{month.name}要完成 {text(month.revised)}，超过承担上限 {text(month.capacity or ZERO)}，"
        f"超出 {text(month.revised - (month.capacity or ZERO))}"
        for month in over
    ]
    limits = [month.capacity for month in to_come]
    if over and None not in limits:
        room = sum((limit or ZERO for limit in limits), ZERO)
        if room < rolled.left:
            short = text(rolled.left - room)
            notes.append(f"余下 {text(rolled.left)}，各月最多承担 {text(room)}，还有 {short} 承担不下")
    return notes


def explain(month: RolledMonth, rolled: Rolled) -> str:
    """Say how a month's revised figure came about, with the numbers put in."""
    text = rolled.measure.text
    if month.actual is not None:
        return f"已完成 {text(month.actual)}，计划 {text(month.plan)}"
    if month.locked:
        return f"X 期已锁定，仍是计划的 {text(month.plan)}"
    if month.given is None:
        return text(month.revised)
    if month.fixed:
        return f"固定为 {text(month.revised)}，其余各月分剩下的"
    shared = rolled.shared
    number = rolled.measure.number if shared.by_plan else decimal_text
    what = "除去固定的，余下 " if shared.beside_fixed else ""
    formula = f"{what}{text(shared.rest)} × {number(month.given.part.weight)} ÷ {number(shared.weight)}"
    rounded = f"，取整为 {text(month.revised)}" if month.given.place else ""
    return f"{formula} = {text(month.given.exact)}{rounded}"
