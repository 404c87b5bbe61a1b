"""Scaling a table's rows and columns until both margins hold (biproportional fitting, also called raking or RAS).

Where the weights' own margins are in proportion to the totals, or two sweeps over rows and columns are enough (weights
that are products need one), the shares are exact. Otherwise they are a limit, found to 40 digits: by sweeps, and where
these creep (persons who each have nearly all of their weight in a region of their own) by Newton's method on the
logarithms of the rows' factors (Knight and Ruiz 2013), after each step of which the columns are scaled again.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from operator import mul

from calculators.apportion import ZERO

DIGITS = 40
CLOSE = Decimal(10) ** -24
"""Relative distance of a margin from its total at which scaling has ended."""
NOTHING = Decimal(10) ** -30
"""A pivot so small beside its row's sum is 0: a part of the table that has nothing in common with the rest."""
EXACT_SWEEPS = 2
SWEEPS = 30
STEPS = 100
"""Newton steps at most, after the sweeps; ten are many."""

type Shares = list[list[Fraction]]
type Numbers = list[list[Decimal]]


@dataclass(frozen=True, slots=True)
class Scaled:
    """Weights scaled to margins."""

    shares: Shares
    is_exact: bool
    """Otherwise a limit, near enough to be rounded."""


class ScalingError(ArithmeticError):
    """The scaling did not come to its end."""


def scale(
    weights: Sequence[Sequence[Fraction]], rows: Sequence[Fraction], columns: Sequence[Fraction]
) -> Generator[tuple[int, int], None, Scaled]:
    """Scale weights to margins that some table with nothing but these cells has; yields (rounds done, most)."""
    total, whole = sum(rows, ZERO), sum((sum(line, ZERO) for line in weights), ZERO)
    if not total:
        return Scaled([[ZERO] * len(columns) for _ in rows], is_exact=True)
    shares = [[weight * total / whole for weight in line] for line in weights]
    if _meets(shares, rows, columns):
        return Scaled(shares, is_exact=True)
    numbers, sweeps = yield from _limit(weights, rows, columns)
    # Exact sweeps cost the more digits the more there are: they are made only where they will be the last.
    for _ in range(sweeps if sweeps <= EXACT_SWEEPS else 0):
        shares = _turned(_swept(_turned(_swept(shares, rows)), columns))
        if _meets(shares, rows, columns):
            return Scaled(shares, is_exact=True)
    return Scaled([[Fraction(number) for number in line] for line in numbers], is_exact=False)


def _meets(shares: Shares, rows: Sequence[Fraction], columns: Sequence[Fraction]) -> bool:
    return [sum(line, ZERO) for line in shares] == list(rows) and [
        sum(line, ZERO) for line in zip(*shares, strict=True)
    ] == list(columns)


def _turned[Number](lines: Sequence[Sequence[Number]]) -> list[list[Number]]:
    return [list(line) for line in zip(*lines, strict=True)]


def _swept(shares: Shares, totals: Sequence[Fraction]) -> Shares:
    sums = [sum(line, ZERO) for line in shares]
    return [
        [share * total / whole if whole else share for share in line]
        for line, total, whole in zip(shares, totals, sums, strict=True)
    ]


def _limit(
    weights: Sequence[Sequence[Fraction]], rows: Sequence[Fraction], columns: Sequence[Fraction]
) -> Generator[tuple[int, int], None, tuple[Numbers, int]]:
    """Return the limit, and how many rounds it took."""
    # The context is entered anew in every round: other code runs between two of them.
    with localcontext(prec=DIGITS):
        cells = [[Decimal(weight.numerator) / weight.denominator for weight in line] for line in weights]
        down, across = ([Decimal(int(total)) for total in totals] for totals in (rows, columns))
    for done in range(SWEEPS + STEPS):
        yield done, SWEEPS + STEPS
        with localcontext(prec=DIGITS):
            # A Newton step costs the square of the rows: the shorter side are the rows then.
            turn = done >= SWEEPS and len(rows) > len(columns)
            cells = _turned(cells) if turn else cells
            totals, others = (across, down) if turn else (down, across)
            factors = _plain_factors(cells, totals) if done < SWEEPS else _newton_factors(cells, totals)
            turned = _turned(_times(cells, factors))
            turned = _times(turned, _plain_factors(turned, others))
            cells = _turned(turned)
            off = max(abs(sum(line) - total) for line, total in zip(cells, totals, strict=True))
            cells = turned if turn else cells
            if off <= CLOSE * max(down):
                return cells, done + 1
    raise ScalingError


def _times(cells: Numbers, factors: Sequence[Decimal]) -> Numbers:
    return [[cell * factor for cell in line] for line, factor in zip(cells, factors, strict=True)]


def _plain_factors(cells: Numbers, totals: Sequence[Decimal]) -> list[Decimal]:
    """Return what brings each row to its total."""
    sums = [sum(line, Decimal(0)) for line in cells]
    return [total / whole if whole else Decimal(0) for total, whole in zip(totals, sums, strict=True)]


def _newton_factors(cells: Numbers, totals: Sequence[Decimal]) -> list[Decimal]:
    """Return what brings the rows near to their totals when the columns are scaled back afterwards.

    A row that grows by d (a logarithm) takes from the others through the columns that they share: the change of the
    rows' sums is L d, with L the Laplacian of the rows, weighted by Σ cell × cell ÷ column. So d solves L d = what is
    missing; it is kept below 1, since far from the end the straight line misleads.
    """
    sums = [sum(column, Decimal(0)) for column in zip(*cells, strict=True)]
    over = [[cell / whole if whole else cell for cell, whole in zip(line, sums, strict=True)] for line in cells]
    laplacian = [[-_product(line, other) for other in over] for line in cells]
    for i, line in enumerate(laplacian):
        line[i] = Decimal(0)
        line[i] = -sum(line, Decimal(0))
    missing = [total - sum(line, Decimal(0)) for line, total in zip(cells, totals, strict=True)]
    steps = _solved(laplacian, missing)
    longest = max(Decimal(1), *map(abs, steps))
    return [(step / longest).exp() for step in steps]


def _solved(lines: Numbers, right: list[Decimal]) -> list[Decimal]:
    """Solve a system by elimination; an unknown that does not matter (one in each separate part) is 0."""
    nothing = [NOTHING * line[place] for place, line in enumerate(lines)]
    lines, right = list(lines), list(right)
    for place, line in enumerate(lines):
        if line[place] <= nothing[place]:
            continue
        for below in range(place + 1, len(lines)):
            factor = lines[below][place] / line[place]
            if factor:
                lines[below] = [a - factor * b for a, b in zip(lines[below], line, strict=True)]
                right[below] -= factor * right[place]
    found = [Decimal(0)] * len(lines)
    for place in reversed(range(len(lines))):
        line = lines[place]
        if line[place] > nothing[place]:
            found[place] = (right[place] - _product(line, found)) / line[place]
    return found


def _product(one: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal:
    return sum(map(mul, one, other), Decimal(0))
