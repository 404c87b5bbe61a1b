"""Figures that can be read but hardly be meant: said for the user to look at, never changed."""

from collections.abc import Iterator
from fractions import Fraction

from calculators.expressions import CannotJudgeError
from calculators.numbers import COUNT_UNITS, MONEY, RATIOS, read_number, shown
from calculators.people import Person, Roster
from calculators.schemes import Scheme

LISTED = 10
FAR_BELOW = Fraction(1, 1000)
FAR_ABOVE = Fraction(100)
"""A quotient of two inputs outside these is taken for a forgotten 万, in one of them."""


def doubts(scheme: Scheme, roster: Roster) -> list[str]:
    """Return up to ten sentences on doubtful figures, and how many more there are."""
    found = [*_cells(scheme, roster), *_quotients(scheme, roster.people)]
    rest = len(found) - LISTED
    return [f"请核对：{text}" for text in found[:LISTED]] + ([f"请核对：另有 {rest} 处类似的数"] if rest > 0 else [])


def _cells(scheme: Scheme, roster: Roster) -> Iterator[str]:
    columns = [(column, column.input, scheme.unit(column.input)) for column in roster.columns if column.input]
    for number, row in enumerate(roster.rows, 1):
        for column, name, unit in columns:
            if not unit or unit in RATIOS or not row[column.index].strip():
                continue
            reading = read_number(row[column.index], column.unit or unit)
            if reading.value is None:
                continue
            place = f"第 {number} 行“{name}”读到“{reading.text.strip()}”"
            if reading.unit in RATIOS:
                yield f"{place}，这一列以{unit}计，却写了百分数"
            elif reading.value < 0 and (unit == MONEY or unit in COUNT_UNITS):
                yield f"{place}，是负数"
            elif unit in COUNT_UNITS and unit != "分" and reading.value.denominator != 1:
                yield f"{place}，以{unit}计的数不是整数"


def _quotients(scheme: Scheme, people: list[Person]) -> Iterator[str]:
    rows = [row for row in scheme.rows if row.expression.is_ratio and row.rule.percent]
    for person in people:
        for row in rows:
            try:
                value = row.expression.evaluate(person.values)
            except CannotJudgeError:
                continue
            if 0 < value < FAR_BELOW or value > FAR_ABOVE:
                over, under = row.expression.names
                yield f"{person.name}的{row.indicator}是 {shown(value, '%')}，{over}和{under}是不是有一个漏了“万”"
