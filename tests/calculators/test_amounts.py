"""A total and its smallest unit, as people write them."""

from fractions import Fraction

import pytest

from calculators.amounts import read_total
from calculators.stateless import CalculationError


@pytest.mark.parametrize(
    ("written", "unit", "value", "step", "note"),
    [
        ("240台", "", 240, 1, "没有写最小单位：按 1 台 取整"),
        ("4900万元", "", 49_000_000, 100, "没有写最小单位：金额按 0.01 万元取整"),
        ("1250元", "", 1250, Fraction(1, 100), "没有写最小单位：金额按 0.01 万元取整会除不尽，改按 0.01 元"),
        ("240", "", 240, 1, "没有写最小单位：按 1 取整"),
        ("4900万元", "1元", 49_000_000, 1, ""),
        ("10", "0.25", 10, Fraction(1, 4), ""),
        ("10.5", "", Fraction(21, 2), Fraction(1, 100), "没有写最小单位：总数带小数，按 0.01 取整"),
        ("100", "0.01万元", 1_000_000, 100, "总数没有写单位，按最小单位的读作 100 万元"),
        ("100", "2台", 100, 2, "总数没有写单位，按最小单位的读作 100 台"),
        ("100万元", "0.5", 1_000_000, 5_000, ""),
        ("¥100", "0.01元", 100, Fraction(1, 100), ""),
    ],
)
def test_a_total_and_its_steps_are_read_in_one_unit(written: str, unit: str, value: int, step: int, note: str) -> None:
    total = read_total(written, unit)
    assert (total.value, total.unit, total.note) == (value, step, note)


def test_a_bare_total_is_meant_in_the_unit_of_the_tables_bounds() -> None:
    total = read_total("4900", "", "万元")
    assert (total.value, total.unit, total.measure.label) == (49_000_000, 100, "万元")


@pytest.mark.parametrize(
    ("written", "unit", "reason", "option"),
    [
        ("100%", "", "总数读到“100%”，是比例，不是数量", "total"),
        ("", "", "总数：没有填总数", "total"),
        ("-5", "", "总数是负数", "total"),
        ("10", "3", "总数 10 不是最小单位 3 的整数倍", "total"),
        ("100", "1%", "最小单位读到“1%”，与总数不是一种", "unit"),
        ("100台", "0.01万元", "最小单位读到“0.01万元”，与总数的单位“台”不是一种", "unit"),
        ("100", "0", "最小单位必须大于 0", "unit"),
        ("100", "一半", "最小单位：“一半”不是数", "unit"),
    ],
)
def test_what_cannot_be_meant_names_the_field_and_what_was_read(
    written: str, unit: str, reason: str, option: str
) -> None:
    with pytest.raises(CalculationError) as caught:
        read_total(written, unit)
    assert (caught.value.reason, caught.value.option) == (reason, option)
