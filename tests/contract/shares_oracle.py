"""SPEC 3 in `Fraction`: shares by weight, the largest remainder, and shares between bounds. From the text alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the table; bounds and a fixed value in the unit of the total, None where the cell is empty."""

    weight: Fraction
    least: Fraction | None = None
    most: Fraction | None = None
    fixed: Fraction | None = None


def shares(total: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    """Exact shares, without bounds."""
    whole = sum(weights)
    return [total * weight / whole for weight in weights]


def largest_remainder(total: Fraction, unit: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    """Multiples of `unit` that sum to `total`: down first, then one more by remainder, weight, earlier row."""
    exact = [share / unit for share in shares(total, weights)]
    units = [floor(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda k: (units[k] - exact[k], -weights[k], k))
    for k in order[: int(total / unit) - sum(units)]:
        units[k] += 1
    return [unit * count for count in units]


def _held(level: Fraction, part: Part) -> Fraction:
    """The part's share where a weight of 1 is worth `level`: proportional, between its bounds."""
    if part.fixed is not None:
        return part.fixed
    value = max(level * part.weight, part.least or Fraction(0))
    return value if part.most is None else min(value, part.most)


def bounded_shares(total: Fraction, parts: Sequence[Part]) -> list[Fraction] | None:
    """Shares in proportion to weights wherever bounds leave them free; None where no level fits. Weights above 0."""

    def summed(level: Fraction) -> Fraction:
        return sum((_held(level, part) for part in parts), Fraction(0))

    bounds = [(part.weight, bound) for part in parts for bound in (part.least, part.most) if bound is not None]
    turns = sorted({Fraction(0), *(bound / weight for weight, bound in bounds)})
    above = turns[-1] + 1 + abs(total) / min(part.weight for part in parts)
    turns.append(above)
    if not summed(turns[0]) <= total <= summed(above):
        return None
    low, high = next((a, b) for a, b in pairwise(turns) if summed(a) <= total <= summed(b))
    rise = summed(high) - summed(low)
    level = low if rise == 0 else low + (high - low) * (total - summed(low)) / rise
    return [_held(level, part) for part in parts]


def feasible(total: Fraction, unit: Fraction, parts: Sequence[Part]) -> bool:
    """Whether multiples of `unit` within all bounds can sum to `total` at all."""
    lows: list[Fraction] = []
    highs: list[Fraction] = []
    for part in parts:
        low = part.least or Fraction(0) if part.fixed is None else part.fixed
        high = part.most if part.fixed is None else part.fixed
        lows.append(unit * ceil(low / unit))
        highs.append(total if high is None else unit * floor(high / unit))
    return all(low <= high for low, high in zip(lows, highs, strict=True)) and sum(lows) <= total <= sum(highs)
