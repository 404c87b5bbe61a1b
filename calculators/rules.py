"""计分规则 compiled: from a value to points, exactly (SPEC 2).

W is the row's weight, s its standard, x the value. The phrases themselves stand in `phrases.PHRASES`.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from calculators.expressions import CannotJudgeError
from calculators.phrases import Amount

type Side = Literal["below", "above", "count"]
type Base = Literal["steps", "proportional", "reach", "bands", "full"]

COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "≥": operator.ge,
    "≤": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Step:
    """每低于/每高于/每发生 `size` 扣/加 `points` 分."""

    side: Side
    size: Amount
    points: Fraction
    adds: bool

    def distance(self, value: Fraction, standard: Fraction) -> Fraction:
        """How far `value` lies on this side of the standard (the value itself for 每发生), never negative."""
        if self.side == "count":
            return value
        distance = standard - value if self.side == "below" else value - standard
        return distance if distance > 0 else Fraction(0)

    def count(self, value: Fraction, standard: Fraction, *, round_up: bool) -> int:
        """Whole steps in the distance; with 不足一档按一档 a part step counts as one."""
        distance = self.distance(value, standard)
        if not distance:
            return 0
        steps = distance / self.size.value
        return ceil(steps) if round_up else floor(steps)


@dataclass(frozen=True, slots=True)
class Band:
    """≥90% 得 20 分."""

    sign: str
    bound: Amount
    points: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether `value` lies in this band."""
        return COMPARE[self.sign](value, self.bound.value)

    def covers(self, other: "Band") -> bool:
        """Whether every value in `other` lies in this band too."""
        if (self.sign in "≥>") != (other.sign in "≥>"):
            return False
        if self.bound.value == other.bound.value:
            return self.sign in "≥≤" or self.sign == other.sign
        return (other.bound.value > self.bound.value) == (self.sign in "≥>")


@dataclass(frozen=True, slots=True)
class Limit:
    """低于 60% / 高于 3 次 / 发生 1 次: where a row gives no points or the total is vetoed."""

    side: Side
    bound: Amount

    def holds(self, value: Fraction, *, round_up: bool) -> bool:
        """Whether `value` lies beyond the limit; 低于 and 高于 exclude the bound itself, 发生 N 次 includes it."""
        match self.side:
            case "below":
                return value < self.bound.value
            case "above":
                return value > self.bound.value
            case "count":
                return value > 0 if round_up else value >= self.bound.value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule makes of one value."""

    points: Fraction
    """Exact, not yet rounded."""
    counts: tuple[int, ...] = ()
    """Steps counted, in the order of `Rule.steps`."""
    cut: Limit | None = None
    """The 不得分 limit that was crossed."""
    veto: Limit | None = None
    """The 一票否决 limit that was crossed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled 计分规则."""

    text: str
    weight: Fraction
    """W, points."""
    standard: Amount | None
    """s; None where the row has `-`."""
    base: Base
    steps: tuple[Step, ...] = ()
    bands: tuple[Band, ...] = ()
    otherwise: Fraction = Fraction(0)
    """其余得 N 分."""
    cap: Amount | None = None
    """封顶 P of 按比例得分."""
    add_limit: Fraction = Fraction(0)
    """最多加 M 分."""
    lower_is_better: bool = False
    round_up: bool = False
    lowest: Fraction | None = Fraction(0)
    """Lower bound of the row's points; None with 可倒扣."""
    cuts: tuple[Limit, ...] = ()
    vetoes: tuple[Limit, ...] = ()
    percent: bool = False
    """Whether x is a percentage, to be shown as one."""
    counts_events: bool = False
    """Whether x is a number of events, whole by nature."""

    @property
    def s(self) -> Fraction:
        """The standard as a number; 0 where there is none (no step then looks at it)."""
        return self.standard.value if self.standard else Fraction(0)

    def apply(self, value: Fraction) -> Outcome:
        """Return the points of `value`, unrounded; raise `CannotJudgeError` for a negative number of events."""
        if self.counts_events and value < 0:
            raise CannotJudgeError("发生次数是负数")
        veto, cut = self._crossed(self.vetoes, value), self._crossed(self.cuts, value)
        if cut or (veto and self.base == "full"):
            return Outcome(Fraction(0), tuple(0 for _ in self.steps), cut, veto)
        counts = tuple([step.count(value, self.s, round_up=self.round_up) for step in self.steps])
        points, added = self._base_points(value), Fraction(0)
        for step, n in zip(self.steps, counts, strict=True):
            if n and step.adds:
                added += step.points * n
            elif n:
                points -= step.points * n
        if added:
            points += min(added, self.add_limit)
        return Outcome(points if self.lowest is None else max(points, self.lowest), counts, None, veto)

    def _crossed(self, limits: tuple[Limit, ...], value: Fraction) -> Limit | None:
        for limit in limits:
            if limit.holds(value, round_up=self.round_up):
                return limit
        return None

    def _base_points(self, value: Fraction) -> Fraction:
        match self.base:
            case "steps" | "full":
                return self.weight
            case "proportional":
                return min(self.weight * value / self.s, self.best_proportional)
            case "reach":
                reached = value <= self.s if self.lower_is_better else value >= self.s
                return self.weight if reached else Fraction(0)
            case "bands":
                return next((band.points for band in self.bands if band.holds(value)), self.otherwise)

    @property
    def best_proportional(self) -> Fraction:
        """The most that 按比例得分 gives: W, or W · P with 封顶 P."""
        return self.weight * self.cap.value if self.cap else self.weight

    @property
    def best(self) -> Fraction:
        """The most points that the rule can give."""
        if self.base == "bands":
            return max(self.otherwise, *(band.points for band in self.bands))
        top = self.best_proportional if self.base == "proportional" else self.weight
        return top + self.add_limit

    def seeds(self, wanted: Fraction) -> list[Fraction]:
        """Return values at or beside which the points may reach `wanted`: where to look when turning a rule round."""
        found = [limit.bound.value for limit in (*self.cuts, *self.vetoes)]
        found += [band.bound.value for band in self.bands]
        if self.base == "proportional":
            found.append(wanted * self.s / self.weight)
        if self.standard:
            found.append(self.s)
        for step in self.steps:
            spare = (wanted - self.weight if step.adds else self.weight - wanted) / step.points
            for n in (floor(spare), floor(spare) + 1):
                if n >= 0:
                    found.append(self.s - n * step.size.value if step.side == "below" else self.s + n * step.size.value)
        return found
