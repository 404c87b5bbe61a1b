"""KPI scores (SPEC 2): inputs of one person and a scheme in, points, total and grade out. Exact throughout."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from calculators.expressions import CannotJudgeError, Values
from calculators.numbers import half_up
from calculators.rules import Outcome
from calculators.schemes import Scheme, SchemeRow

PLACES = 2
"""Decimals of a row's points on the sheet."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a person's sheet."""

    row: SchemeRow
    value: Fraction | None
    """取数 evaluated; None where it cannot be."""
    points: Fraction | None
    """Rounded half-up to 2 decimals; None where the row was not judged."""
    outcome: Outcome | None
    unjudged: str = ""
    """Why the row was not judged; empty where it was."""


@dataclass(frozen=True, slots=True)
class Score:
    """A person's sheet."""

    items: tuple[Item, ...]
    total: Fraction
    """Sum of the rounded points of the judged rows; 0 with a veto."""
    judged: Fraction
    """Sum of the weights of the judged rows."""
    weight: Fraction
    """Sum of all weights."""
    grade: str | None
    """None while rows are unjudged (unless a veto has settled it), or where no bound is reached."""
    vetoed_by: str | None
    """The indicator whose 一票否决 made the total 0."""

    @property
    def complete(self) -> bool:
        """Whether every row was judged."""
        return self.judged == self.weight


def score_row(row: SchemeRow, values: Values) -> Item:
    """Score one row; a missing input or zero denominator leaves it unjudged, with the reason, never 0."""
    try:
        value = row.expression.evaluate(values)
    except CannotJudgeError as reason:
        return Item(row, None, None, None, str(reason))
    try:
        outcome = row.rule.apply(value)
    except CannotJudgeError as reason:
        return Item(row, None, None, None, str(reason))
    return Item(row, value, half_up(outcome.points, PLACES), outcome)


def score(scheme: Scheme, values: Mapping[str, Fraction | None]) -> Score:
    """Score one person.

    `values` maps the scheme's inputs to base units (元, ratio 0–1, plain counts), None or absent for missing.
    Points are rounded per row and then added, so that the printed sheet adds up.
    """
    items = tuple(score_row(row, values) for row in scheme.rows)
    total, judged = Fraction(0), scheme.weight
    for item in items:
        if item.points is None:
            judged -= item.row.weight
        else:
            total += item.points
    vetoed_by = next((item.row.indicator for item in items if item.outcome and item.outcome.veto), None)
    if vetoed_by is not None:
        total = Fraction(0)
    settled = vetoed_by is not None or judged == scheme.weight
    return Score(items, total, judged, scheme.weight, scheme.grade(total) if settled else None, vetoed_by)
