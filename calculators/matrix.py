"""A matrix whose row totals and column totals are both met exactly (month × person, model × region; SPEC 3).

The exact share of a cell is its weight scaled by row and by column until both margins hold (biproportional fitting,
also called raking or RAS). Where the weights' own margins are in proportion to the totals that is weight × total ÷ sum
of weights, and where the weights are products it is row total × column total ÷ total: both exactly. Otherwise the share
is the limit of scaling rows and columns in turn (calculators.scaling); such a number serves only to choose between its
rounding down and up.

Every cell is the rounding down or up of its exact share in units (controlled rounding; Bacharach 1966, Cox 1987): the
shares themselves are a flow that meets the totals between those bounds, so by the integrality of flows whole ones
exist. Of those the one with the largest sum of remainders rounded up is taken; of equal ones the first to be found.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculators.apportion import ZERO
from calculators.flows import blocked_cells, round_cells, shortfall
from calculators.numbers import decimal_text
from calculators.scaling import ScalingError, scale

PLACES = 12
"""A limit is known to so many decimals of a unit: what is nearer to a whole number, or to another, is equal to it."""

type Cells = list[list[Fraction]]


class MatrixError(ValueError):
    """There is no such matrix; names the totals or cells at fault."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix that meets its totals."""

    shares: Cells
    """The exact shares, or limits to `PLACES` decimals of a unit."""
    values: Cells


def solve(  # noqa: PLR0913, PLR0917 -- a table, its two margins, and what is known of it
    weights: Sequence[Sequence[Fraction]],
    rows: Sequence[Fraction],
    columns: Sequence[Fraction],
    unit: Fraction,
    names: tuple[Sequence[str], Sequence[str]],
    fixed: Mapping[tuple[int, int], Fraction] | None = None,
) -> Generator[tuple[int, int], None, Matrix]:
    """Fill a matrix in multiples of `unit`; yields (rounds done, most); raises `MatrixError`.

    `weights` are not negative; `names` are those of the rows and of the columns, for errors. `fixed` holds cells that
    are known: the others share what these leave of the totals.
    """
    _check(weights, rows, columns, unit, names)
    if fixed:
        return (yield from _around(fixed, weights, (rows, columns), unit, names))
    in_units = [total / unit for total in rows], [total / unit for total in columns]
    positive = [[weight > 0 for weight in line] for line in weights]
    missing = shortfall(positive, in_units[0], in_units[1])
    if missing:
        raise _cannot_fit(missing, rows, columns, unit, names)
    blocked = blocked_cells(positive, in_units[0], in_units[1])
    open_cells = [
        [ZERO if (i, j) in blocked else weight for j, weight in enumerate(line)] for i, line in enumerate(weights)
    ]
    try:
        found = yield from scale(open_cells, *in_units)
    except ScalingError as error:
        raise MatrixError("权重相差太悬殊，配不平", "核对权重有没有多写或少写了几位") from error
    shares = found.shares if found.is_exact else [[round(share, PLACES) for share in line] for line in found.shares]
    chosen = round_cells(shares, *in_units)
    values = [[count * unit for count in line] for line in chosen]
    return Matrix([[share * unit for share in line] for line in shares], values)


def _around(
    fixed: Mapping[tuple[int, int], Fraction],
    weights: Sequence[Sequence[Fraction]],
    totals: tuple[Sequence[Fraction], Sequence[Fraction]],
    unit: Fraction,
    names: tuple[Sequence[str], Sequence[str]],
) -> Generator[tuple[int, int], None, Matrix]:
    """Fill the cells that are not fixed."""
    left = [list(totals[0]), list(totals[1])]
    others = [list(line) for line in weights]
    for (row, column), amount in fixed.items():
        left[0][row] -= amount
        left[1][column] -= amount
        others[row][column] = ZERO
    for what, named, rests in zip("行列", names, left, strict=True):
        for name, rest in zip(named, rests, strict=True):
            if rest < 0:
                raise MatrixError(f"“{name}”{what}固定的数加起来超过这一{what}的合计", "改小固定的数，或松开一格")
    found = yield from solve(others, left[0], left[1], unit, names)
    for (row, column), amount in fixed.items():
        found.values[row][column] = found.shares[row][column] = amount
    return found


def _check(
    weights: Sequence[Sequence[Fraction]],
    rows: Sequence[Fraction],
    columns: Sequence[Fraction],
    unit: Fraction,
    names: tuple[Sequence[str], Sequence[str]],
) -> None:
    if unit <= 0:
        raise MatrixError("最小单位必须大于 0", "写成 1、0.01 或 0.01万元")
    if sum(rows, ZERO) != sum(columns, ZERO):
        sums = f"{decimal_text(sum(rows, ZERO))} 和 {decimal_text(sum(columns, ZERO))}"
        raise MatrixError(f"各行合计之和与各列合计之和不相等：{sums}", "改正行合计或列合计：两边加起来须是同一个数")
    for what, totals, named in (("行", rows, names[0]), ("列", columns, names[1])):
        for total, name in zip(totals, named, strict=True):
            if total < 0:
                raise MatrixError(f"“{name}”{what}的合计是负数", "合计写 0 或更大的数")
            if (total / unit).denominator != 1:
                raise MatrixError(f"“{name}”{what}的合计不是最小单位的整数倍", "改合计，或把最小单位改小")
    for line, name in zip(weights, names[0], strict=True):
        for weight, column in zip(line, names[1], strict=True):
            if weight < 0:
                raise MatrixError(f"“{name}”行“{column}”列的权重是负数", "权重写 0 或更大的数")


def _cannot_fit(
    missing: tuple[list[int], list[int]],
    rows: Sequence[Fraction],
    columns: Sequence[Fraction],
    unit: Fraction,
    names: tuple[Sequence[str], Sequence[str]],
) -> MatrixError:
    """Name rows that need more than the columns can take in which they have weights."""
    needing, taking = missing
    demand = sum((rows[i] for i in needing), ZERO) / unit
    room = sum((columns[j] for j in taking), ZERO) / unit
    where = f"只能放进“{'”“'.join(names[1][j] for j in taking)}”列，合计 {room}" if taking else "没有一列有权重"
    reason = f"“{'”“'.join(names[0][i] for i in needing)}”行要放 {demand} 个单位，{where}"
    return MatrixError(reason, "给这些行在别的列写上大于 0 的权重，或改合计")
