"""Figures that can be read but hardly be meant: said for the user to look at, never changed."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from calculators.numbers import COUNT_UNITS, MONEY, RATIOS, Reading, shown
from calculators.people import Person, Roster
from calculators.schemes import Scheme

LISTED = 10
FAR_BELOW = 1000
FAR_ABOVE = 100
"""A quotient below 1/1000 or above 100 is taken for a forgotten 万, in one of its two inputs."""


def doubts(scheme: Scheme, roster: Roster) -> list[str]:
    """Return up to ten sentences on doubtful figures, and how many more there are."""
    return _listed([*roster.doubts, *_quotients(scheme, roster.people)])


def roll_doubts(months: Iterable[tuple[str, Fraction, Fraction | None]]) -> list[str]:
    """Return the same on months of a rolled year: name, plan, actual figure."""
    return _listed(
        [
            f"{name}的实际是计划的 {shown(actual / plan, '%')}，实际和计划是不是有一个漏了“万”"
            for name, plan, actual in months
            if actual and plan and _lacks_scale(actual, plan)
        ]
    )


def _listed(found: Sequence[str]) -> list[str]:
    rest = len(found) - LISTED
    return [f"请核对：{text}" for text in found[:LISTED]] + ([f"请核对：另有 {rest} 处类似的数"] if rest > 0 else [])


def cell_doubt(reading: Reading, unit: str) -> str:
    """Return why a number can hardly be meant in a column that the scheme counts in `unit`; empty where it can."""
    if reading.value is None or not unit or unit in RATIOS:
        return ""
    if reading.unit in RATIOS:
        return f"这一列以{unit}计，却写了百分数"
    if reading.value < 0 and (unit == MONEY or unit in COUNT_UNITS):
        return "是负数"
    if unit in COUNT_UNITS and unit != "分" and reading.value.denominator != 1:
        return f"以{unit}计的数不是整数"
    return ""


def _quotients(scheme: Scheme, people: list[Person]) -> Iterator[str]:
    rows = [(row, *row.expression.names) for row in scheme.rows if row.expression.is_ratio and row.rule.percent]
    for person in people:
        for row, over, under in rows:
            above, below = person.values.get(over), person.values.get(under)
            if above and below and _lacks_scale(above, below):
                value = shown(above / below, "%")
                yield f"{person.name}的{row.indicator}是 {value}，{over}和{under}是不是有一个漏了“万”"


def _lacks_scale(above: Fraction, below: Fraction) -> bool:
    """Whether a quotient is so far off that one of the two can hardly be meant."""
    # Compared as whole numbers: every row of every person comes by here.
    one, two = above.numerator * below.denominator, below.numerator * above.denominator
    if two < 0:
        one, two = -one, -two
    return 0 < one * FAR_BELOW < two or one > two * FAR_ABOVE
