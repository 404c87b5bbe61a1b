"""How a total and its smallest unit are read, and how amounts are written back in the unit that the user thinks in."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from calculators.apportion import ZERO
from calculators.numbers import (
    MONEY,
    RATIOS,
    SCALES,
    Reading,
    base_unit,
    decimal_text,
    half_up,
    is_currency,
    read_number,
    unit_scale,
)
from calculators.stateless import CalculationError

MONEY_STEP = Fraction(100)
"""0.01 万元, in 元."""
CENT = Fraction(1, 100)
HOW_TO_WRITE = "写成 240、240台 或 4900万元"
HOW_TO_WRITE_STEPS = "写成 1、0.01 或 0.01万元"
PLACES = 4
"""Decimals of an amount that is shown rounded."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit in which amounts are shown."""

    label: str
    """万元, 台 …; empty where the user wrote none."""

    @property
    def scale(self) -> Fraction:
        """One of it in base units."""
        return unit_scale(self.label) or Fraction(1)

    def number(self, amount: Fraction) -> str:
        """Write an amount without its unit, grouped; ≈ where it had to be rounded."""
        value = amount / self.scale
        rounded = half_up(value, PLACES)
        about = "" if rounded == value else "≈"
        return about + decimal_text(rounded, group=True)

    def text(self, amount: Fraction) -> str:
        """Write an amount with its unit."""
        return f"{self.number(amount)} {self.label}".strip()

    def fitting(self, step: Fraction) -> "Measure":
        """Return the largest unit, this one or below, in which multiples of `step` are written whole.

        >>> Measure("亿元").fitting(Fraction(100))
        Measure(label='万元')
        """
        base = base_unit(self.label)
        smaller = [Measure(f"万{base}"), Measure(base)] if self.scale > 1 else []
        return next((each for each in (self, *smaller) if 10**PLACES % (step / each.scale).denominator == 0), self)


@dataclass(frozen=True, slots=True)
class Total:
    """A total to divide."""

    value: Fraction
    """In base units (元, plain count)."""
    unit: Fraction
    """Every part is a multiple of it; in base units."""
    measure: Measure
    bare: str = ""
    """The unit in which bounds without one are meant: that of the total as it was written."""
    note: str = ""
    """How the unit was come by, where the user did not say it."""


def read_total(written: str, unit: str = "", column_unit: str = "") -> Total:
    """Read a total and the smallest unit of its parts; raise `CalculationError` where that cannot be done.

    `column_unit` is that of the table's bounds: a bare total is meant in it. Without `unit`: money is divided in steps
    of 0.01 万元 (of 0.01 元 where the total is no multiple of that), counts in steps of 1. A bare total counts, unless
    it has decimals: then it can only be money, in whatever unit, and its steps are 0.01.
    """
    total = read_number(written, column_unit)
    if total.value is None:
        raise CalculationError(f"总数：{total.reason or '没有填总数'}", total.hint or HOW_TO_WRITE, "total")
    if total.unit in RATIOS:
        raise CalculationError(f"总数读到“{written.strip()}”，是比例，不是数量", HOW_TO_WRITE, "total")
    if total.value < 0:
        raise CalculationError("总数是负数", "总数写 0 或更大的数", "total")
    notes: list[str] = []
    measure = _measure(total)
    meant = "" if measure.label else _measure(read_number(unit)).label
    if meant and meant not in RATIOS:
        # 100 in steps of 0.01万元 is 100万元, as it would be for a bound that stands beside a total in 万元.
        total, measure = read_number(written, meant), Measure(meant)
        notes.append(f"总数没有写单位，按最小单位的读作 {measure.text(total.value or ZERO)}")
    value = total.value or ZERO
    step, note = read_step(unit, measure) or _usual_step(value, measure)
    if (value / step).denominator != 1:
        reason = f"总数 {measure.text(value)} 不是最小单位 {measure.text(step)} 的整数倍"
        raise CalculationError(reason, "改总数，或把最小单位改小", "total")
    shown_in = measure.fitting(step)
    if note:
        notes.append(note)
    if shown_in != measure:
        notes.append(f"各项按{shown_in.label}写，用{measure.label}写不全")
    return Total(value, step, shown_in, measure.label, "；".join(notes))


def _measure(reading: Reading) -> Measure:
    """Return the unit that a number was written in; 万 and ¥ alone are money."""
    return Measure(f"{reading.unit}{MONEY}" if reading.unit in SCALES or _is_bare_money(reading) else reading.unit)


def _is_bare_money(total: Reading) -> bool:
    return not total.unit and is_currency(total.text)


def read_step(unit: str, measure: Measure) -> tuple[Fraction, str] | None:
    """Read the smallest unit, in base units and with nothing to note; None where there is none to read."""
    if not unit.strip():
        return None
    reading = read_number(unit, measure.label)
    if reading.value is None:
        raise CalculationError(f"最小单位：{reading.reason or '没有填'}", HOW_TO_WRITE_STEPS, "unit")
    if reading.value <= 0:
        raise CalculationError("最小单位必须大于 0", HOW_TO_WRITE_STEPS, "unit")
    written = _measure(reading).label
    if reading.unit in RATIOS or (measure.label and base_unit(written) != base_unit(measure.label)):
        reason = f"最小单位读到“{unit.strip()}”，与总数{f'的单位“{measure.label}”' if measure.label else ''}不是一种"
        raise CalculationError(reason, "两处写同一种单位，或最小单位只写数", "unit")
    return reading.value, ""


def _usual_step(total: Fraction, measure: Measure) -> tuple[Fraction, str]:
    if base_unit(measure.label) == MONEY:
        step = MONEY_STEP if (total / MONEY_STEP).denominator == 1 else CENT
        return step, "没有写最小单位：金额按 0.01 万元取整" + ("" if step == MONEY_STEP else "会除不尽，改按 0.01 元")
    if total.denominator != 1 and not measure.label:
        return CENT, "没有写最小单位：总数带小数，按 0.01 取整"
    return Fraction(1), f"没有写最小单位：按 1{f' {measure.label}' if measure.label else ''} 取整"


type Fixing = Mapping[str, str]
"""A part fixed by hand: `typed`, an amount as text, or `steps`, how many of the smallest unit."""


def read_fixed(name: str, fixing: Fixing, unit: Fraction, measure: Measure) -> Fraction:
    """Return what a part was fixed at, in base units; raise `CalculationError` where that is no amount for it."""
    if "steps" in fixing:
        return int(fixing["steps"]) * unit
    reading = read_number(fixing["typed"], measure.label)
    fault = f"固定的数读不出来：“{fixing['typed']}”"
    if reading.value is not None:
        fault = "锁定的数是负数" if reading.value < 0 else ""
        fault = fault or ("锁定的数不是最小单位的整数倍" if (reading.value / unit).denominator != 1 else "")
    if reading.value is None or fault:
        raise CalculationError(f"{name}：{fault}", reading.hint or f"改成 {measure.text(unit)} 的整数倍，或松开这一项")
    return reading.value
