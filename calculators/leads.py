"""The month's lead targets per model, and where they stand during the month (SPEC 4).

The clauses are QC-403 to QC-406, QC-502 and QC-503.
Counts are customers, one order each; ratios are 0–1. Everything is exact, and rounded up where the clause says so.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from calculators.numbers import half_up


class LeadError(ValueError):
    """A target cannot be worked out; names the column at fault, says why and what to do."""

    def __init__(self, column: str, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.hint = hint


TARGET, FROM_STOCK, DEALS, LEADS = "订单目标", "存量预计订单", "历史成交数", "历史集客数"
HOT_STOCK, HOT_RATE, WARM_STOCK, WARM_RATE = "H/A存量", "当月H/A成交率", "B/C存量", "B/C转化率"
MONTH_TARGET, ACTUAL, WEEKS_GONE, WEEKS = "月集客目标", "累计实际集客", "已过周数", "当月周数"
SIMILAR_MODEL = "改用相近车型的比率，并在备注中写明（QC-402）"


@dataclass(frozen=True, slots=True)
class LeadTarget:
    """How many new leads a model needs this month."""

    missing: Fraction
    """Orders that stock will not bring, never below 0."""
    needed: int


def lead_target(target: Fraction, from_stock: Fraction, deals: Fraction, leads: Fraction) -> LeadTarget:
    """Return the lead target of QC-403: ⌈(order target − expected from stock) ÷ (deals ÷ leads)⌉, never below 0.

    Raises `LeadError` where orders are missing and the rate is 0 or unknown.

    >>> lead_target(Fraction(12), Fraction(0), Fraction(24), Fraction(160)).needed
    80
    >>> lead_target(Fraction(12), Fraction(36, 5), Fraction(24), Fraction(160)).needed
    32
    """
    missing = max(Fraction(0), target - from_stock)
    if not missing:
        return LeadTarget(missing, 0)
    if not leads:
        raise LeadError(LEADS, "历史集客数是 0，算不出历史成交率", SIMILAR_MODEL)
    if not deals:
        raise LeadError(DEALS, "历史成交率是 0，订单目标大于 0，集客再多也推不出目标", SIMILAR_MODEL)
    return LeadTarget(missing, math.ceil(missing * leads / deals))


@dataclass(frozen=True, slots=True)
class HotTarget:
    """How many H/A customers a model needs, and how many of them must be new."""

    needed: int
    new: int


def hot_target(target: Fraction, rate: Fraction, stock: Fraction) -> HotTarget:
    """Return the target of QC-404: ⌈order target ÷ this month's H/A deal rate⌉ − H/A stock, never below 0.

    >>> hot_target(Fraction(12), Fraction(2, 5), Fraction(18))
    HotTarget(needed=30, new=12)
    """
    if not target:
        return HotTarget(0, 0)
    if not rate:
        raise LeadError(HOT_RATE, "当月H/A成交率是 0，订单目标大于 0，推不出需要多少 H/A 客户", SIMILAR_MODEL)
    needed = math.ceil(target / rate)
    return HotTarget(needed, max(0, math.ceil(needed - stock)))


def warm_target(stock: Fraction, rate: Fraction) -> int:
    """Return the target of QC-405: B/C stock × B/C conversion rate, rounded half-up.

    >>> warm_target(Fraction(40), Fraction(1, 5))
    8
    """
    return int(half_up(stock * rate, 0))


def hot_from_new(hot: HotTarget, warm: int) -> int:
    """Return how many H/A customers this month's new leads must bring (QC-406), never below 0."""
    return max(0, hot.new - warm)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a month's leads stand after some of its weeks."""

    planned: Fraction
    """Plan to date: the month's target shared evenly over its weeks."""
    gap: Fraction
    """Actual less plan to date; negative where behind."""
    done: Fraction | None
    """Actual ÷ the month's target, 0–1; None where the target is 0."""
    pace: int | None
    """Leads a week that still reach the target, rounded up; None when no week is left."""


def progress(target: Fraction, actual: Fraction, weeks_gone: Fraction, weeks: Fraction) -> Progress:
    """Compare actual leads with the plan to date (QC-502), and say what closes the gap (QC-503).

    >>> progress(Fraction(80), Fraction(33), Fraction(2), Fraction(4))
    Progress(planned=Fraction(40, 1), gap=Fraction(-7, 1), done=Fraction(33, 80), pace=24)
    """
    if weeks <= 0:
        raise LeadError(WEEKS, "当月周数须大于 0", "填当月的周日数，4 或 5")
    if weeks_gone > weeks:
        raise LeadError(WEEKS_GONE, "已过周数比当月周数多", "核对两栏是否填反")
    planned = target * weeks_gone / weeks
    left = weeks - weeks_gone
    pace = max(0, math.ceil((target - actual) / left)) if left else None
    return Progress(planned, actual - planned, actual / target if target else None, pace)
