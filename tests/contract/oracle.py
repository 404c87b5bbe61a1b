"""SPEC 2's table of phrases in `Fraction`, written from the table alone: what a rule is worth, and how it is written.

Percentages are ratios (88% is 22/25) in every field; `percent` only says how the rule writes its figures.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

Sign = Literal["≥", "≤", ">", "<"]
Kind = Literal["short", "over", "bonus", "each", "ratio", "reach", "tiers"]


@dataclass(frozen=True, slots=True)
class Tier:
    """`≥100% 得 25 分`: points where the comparison holds."""

    sign: Sign
    bound: Fraction
    points: Fraction

    def holds(self, x: Fraction) -> bool:
        held = {"≥": x >= self.bound, "≤": x <= self.bound, ">": x > self.bound, "<": x < self.bound}
        return held[self.sign]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a scheme without its name: weight, standard (None is `-`), phrase and modifiers."""

    kind: Kind
    weight: Fraction
    standard: Fraction | None = None
    percent: bool = False
    step: Fraction = Fraction(1)
    points: Fraction = Fraction(1)
    most: Fraction = Fraction(0)
    cap: Fraction = Fraction(1)
    tiers: tuple[Tier, ...] = ()
    otherwise: Fraction = Fraction(0)
    lower_is_better: bool = False
    begun_counts: bool = False
    least: Fraction | None = None
    below_zero: bool = False
    zero_below: Fraction | None = None
    zero_above: Fraction | None = None
    joint: str = "；"


def _steps(rule: Rule, distance: Fraction) -> int:
    parts = max(Fraction(0), distance) / rule.step
    return ceil(parts) if rule.begun_counts else floor(parts)


def _unbounded(rule: Rule, x: Fraction) -> Fraction:  # noqa: PLR0911 -- one line of the specification's table each
    weight, standard = rule.weight, rule.standard or Fraction(0)
    match rule.kind:
        case "short":
            return weight - rule.points * _steps(rule, standard - x)
        case "over":
            return weight - rule.points * _steps(rule, x - standard)
        case "bonus":
            return weight + min(rule.most, rule.points * _steps(rule, x - standard))
        case "each":
            return weight - rule.points * _steps(rule, x)
        case "ratio":
            return min(weight * x / standard, weight * rule.cap)
        case "reach":
            reached = x <= standard if rule.lower_is_better else x >= standard
            return weight if reached else Fraction(0)
        case "tiers":
            return next((tier.points for tier in rule.tiers if tier.holds(x)), rule.otherwise)


def exact_points(rule: Rule, x: Fraction) -> Fraction:
    """The points of a row before rounding."""
    if rule.zero_below is not None and x < rule.zero_below:
        return Fraction(0)
    if rule.zero_above is not None and x > rule.zero_above:
        return Fraction(0)
    points = _unbounded(rule, x)
    return points if rule.below_zero else max(points, rule.least or Fraction(0))


def rounded(points: Fraction) -> Fraction:
    """Half-up to 2 decimals. Negative halves are left open by the specification, so no caller has them."""
    hundredths = points * 100
    assert points >= 0 or (hundredths + Fraction(1, 2)).denominator != 1
    return Fraction(floor(hundredths + Fraction(1, 2)), 100)


def decimal(number: Fraction) -> str:
    """A finite decimal in plain digits: 23/2 is `11.5`."""
    places = next(places for places in range(30) if (number * 10**places).denominator == 1)
    digits = str(abs(number.numerator * 10**places // number.denominator)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], "." + digits[-places:]) if places else (digits, "")
    return ("-" if number < 0 else "") + whole + rest


def sheet(points: Fraction) -> str:
    """Points as the printed sheet has them, always with 2 decimals."""
    text = decimal(points + Fraction(1, 1000) * (1 if points >= 0 else -1))
    return text[:-1]


def figure(rule: Rule, number: Fraction) -> str:
    """A figure of the rule or its value, as a person writes it."""
    return decimal(number * 100) + "%" if rule.percent else decimal(number)


def standard(rule: Rule) -> str:
    """The cell 标准."""
    return "-" if rule.standard is None else figure(rule, rule.standard)


def phrase(rule: Rule) -> str:
    """The cell 计分规则."""
    step, points = figure(rule, rule.step), decimal(rule.points)
    parts = {
        "short": [f"每低于 {step} 扣 {points} 分"],
        "over": [f"每高于 {step} 扣 {points} 分"],
        "bonus": [f"每高于 {step} 加 {points} 分", f"最多加 {decimal(rule.most)} 分"],
        "each": [f"每发生 {decimal(rule.step)} 次扣 {points} 分"],
        "ratio": ["按比例得分"],
        "reach": ["达标得满分，否则不得分"],
        "tiers": [f"{t.sign}{figure(rule, t.bound)} 得 {decimal(t.points)} 分" for t in rule.tiers],
    }[rule.kind]
    modifiers = {
        f"其余得 {decimal(rule.otherwise)} 分": rule.kind == "tiers",
        f"封顶 {decimal(rule.cap * 100)}%": rule.cap != 1,
        "越低越好": rule.lower_is_better,
        "不足一档按一档": rule.begun_counts,
        f"最低得 {decimal(rule.least or Fraction(0))} 分": rule.least is not None,
        "可倒扣": rule.below_zero,
        f"低于 {figure(rule, rule.zero_below or Fraction(0))} 不得分": rule.zero_below is not None,
        f"高于 {figure(rule, rule.zero_above or Fraction(0))} 不得分": rule.zero_above is not None,
    }
    return rule.joint.join([*parts, *(text for text, wanted in modifiers.items() if wanted)])
