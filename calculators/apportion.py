"""A total over parts by weights, exactly: largest remainder (最大余数法), with lower and upper bounds and fixed parts.

The exact share of a part is λ · weight, moved into its bounds, with the one λ ≥ 0 for which the shares add up to the
total; without bounds that is total · weight ÷ sum of weights. Every part becomes a multiple of the unit, less than one
unit from its exact share, and the parts add up to the total. What is left after rounding down goes, a unit each, to
the largest remainders; of equal ones to the larger weight, then to the earlier part. (The method of Hamilton; see any
text on apportionment.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What is to get a part; amounts in the base unit of the total."""

    name: str
    weight: Fraction
    """Not negative; 0 gets no more than its lower bound."""
    lower: Fraction = ZERO
    upper: Fraction | None = None
    """None: no upper bound."""
    fixed: Fraction | None = None
    """The part is just that, and the others share the rest."""

    @property
    def least(self) -> Fraction:
        """The lower bound that holds."""
        return self.lower if self.fixed is None else self.fixed

    @property
    def most(self) -> Fraction | None:
        """The upper bound that holds."""
        return self.upper if self.fixed is None else self.fixed


@dataclass(frozen=True, slots=True)
class Allotment:
    """What a part gets."""

    part: Part
    by_weight: Fraction
    """Its share by weight among the parts that no bound holds, before its own bounds: λ · weight."""
    exact: Fraction
    """Its exact share."""
    value: Fraction
    """A multiple of the unit."""
    place: int
    """Among the remainders, from 1 for the largest; 0 where nothing had to be rounded."""

    @property
    def raised(self) -> bool:
        """Whether it was rounded up."""
        return self.value > self.exact


class ApportionError(ValueError):
    """There is no such division; names the bounds or weights at fault."""

    def __init__(self, reason: str, hint: str, parts: tuple[int, ...] = (), bound: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.parts = parts
        """Indexes of the parts at fault; empty where the total is."""
        self.bound = bound
        """Which of their figures: 下限, 上限, 锁定, 权重."""


def apportion(total: Fraction, unit: Fraction, parts: Sequence[Part]) -> list[Allotment]:
    """Divide `total` over `parts` in multiples of `unit`; raise `ApportionError` where that cannot be done.

    >>> thirds = [Part(name, Fraction(1)) for name in "甲乙丙"]
    >>> [str(given.value) for given in apportion(Fraction(100), Fraction(1), thirds)]
    ['34', '33', '33']
    """
    _check(total, unit, parts)
    bounded = [_in_units(part, unit) for part in parts]
    rate = _rate(total, bounded)
    exact = [_clamp(rate * part.weight, part) for part in bounded]
    down = [floor(share / unit) * unit for share in exact]
    order = sorted(range(len(parts)), key=lambda index: (down[index] - exact[index], -parts[index].weight, index))
    left = int((total - sum(down, ZERO)) / unit)
    places = {index: place for place, index in enumerate(order, 1) if exact[index] != down[index]}
    values = list(down)
    for index in order[:left]:
        values[index] += unit
    return [
        Allotment(part, rate * part.weight, exact[index], values[index], places.get(index, 0))
        for index, part in enumerate(parts)
    ]


def _check(total: Fraction, unit: Fraction, parts: Sequence[Part]) -> None:
    if unit <= 0:
        raise ApportionError("最小单位必须大于 0", "写成 1、0.01 或 0.01万元")
    if not parts:
        raise ApportionError("没有可以分的部分", "表格里至少要有一行能用的数")
    if total < 0:
        raise ApportionError("总数是负数", "总数写 0 或更大的数")
    if (total / unit).denominator != 1:
        raise ApportionError("总数不是最小单位的整数倍", "把总数写成最小单位的整数倍，或把最小单位改小")
    negative = tuple(index for index, part in enumerate(parts) if part.weight < 0)
    if negative:
        raise ApportionError(f"{_names(parts, negative)}的权重是负数", "权重写 0 或更大的数", negative, "权重")


def _in_units(part: Part, unit: Fraction) -> Part:
    """Return the part with its bounds at multiples of the unit, inwards: nothing else can be reached."""
    lower = ceil(part.lower / unit) * unit
    upper = None if part.upper is None else floor(part.upper / unit) * unit
    return Part(part.name, part.weight, max(lower, ZERO), upper, part.fixed)


def contradiction(part: Part, unit: Fraction) -> tuple[str, str] | None:
    """Return (which figure, why) where a part's own bounds leave it nothing; None where they are sound."""
    if part.lower < 0:
        return "下限", "下限是负数"
    if part.upper is not None and part.upper < 0:
        return "上限", "上限是负数"
    if part.fixed is not None:
        return _fixed_fault(part, unit, part.fixed)
    bounded = _in_units(part, unit)
    if bounded.upper is not None and bounded.upper < bounded.lower:
        return "上限", "下限和上限之间没有最小单位的整数倍" if part.lower <= (part.upper or ZERO) else "上限小于下限"
    return None


def _fixed_fault(part: Part, unit: Fraction, fixed: Fraction) -> tuple[str, str] | None:
    if fixed < 0:
        return "锁定", "锁定的数是负数"
    if (fixed / unit).denominator != 1:
        return "锁定", "锁定的数不是最小单位的整数倍"
    if fixed < part.lower:
        return "锁定", "锁定的数低于下限"
    if part.upper is not None and fixed > part.upper:
        return "锁定", "锁定的数高于上限"
    return None


def _clamp(amount: Fraction, part: Part) -> Fraction:
    most = part.most
    return max(part.least, amount if most is None else min(amount, most))


def _rate(total: Fraction, parts: Sequence[Part]) -> Fraction:
    """Return λ: the amount a weight of 1 stands for, so that the shares add up to the total.

    The sum of the shares is `still` + λ · `growing`, in straight pieces, with corners where a part leaves its lower
    bound or meets its upper one; the corners are passed from below, until the piece that holds the total is found.
    """
    still = sum((_clamp(ZERO, part) for part in parts), ZERO)
    if still > total:
        at_fault = tuple(index for index, part in enumerate(parts) if part.least > 0)
        raise ApportionError(
            f"{_names(parts, at_fault)}的下限和锁定加起来已超过总数", "调低下限或锁定的数，或提高总数", at_fault, "下限"
        )
    if still == total:
        return ZERO
    growing = sum((part.weight for part in parts if not part.least and part.most != 0), ZERO)
    for corner, amount, weight in _corners(parts):
        if still + corner * growing >= total:
            break
        still += amount
        growing += weight
    if not growing:
        raise _cannot_reach(parts)
    return (total - still) / growing


def _corners(parts: Sequence[Part]) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Return where the sum of the shares bends: λ, and by how much what stands still and what grows change there."""
    corners: list[tuple[Fraction, Fraction, Fraction]] = []
    for part in parts:
        least, most, weight = part.least, part.most, part.weight
        if weight and (most is None or most > least):
            if least:
                corners.append((least / weight, -least, weight))
            if most is not None:
                corners.append((most / weight, most, -weight))
    return sorted(corners)


def _cannot_reach(parts: Sequence[Part]) -> ApportionError:
    capped = tuple(index for index, part in enumerate(parts) if part.most is not None)
    idle = tuple(index for index, part in enumerate(parts) if part.most is None)
    if not capped:
        return ApportionError("权重全是 0，不知道按什么分", "至少给一部分写上大于 0 的权重", idle, "权重")
    besides = f"；{_names(parts, idle)}的权重是 0，不参加分配" if idle else ""
    reason = f"{_names(parts, capped)}的上限和锁定加起来不到总数{besides}"
    return ApportionError(reason, "调高上限或锁定的数，或降低总数", capped, "上限")


def _names(parts: Sequence[Part], indexes: Sequence[int]) -> str:
    listed = "、".join(parts[index].name for index in indexes[:5])
    return f"{listed}等 {len(indexes)} 项" if len(indexes) > 5 else listed
