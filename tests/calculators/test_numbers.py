"""Cells are read exactly, or refused with a reason."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.numbers import decimal_text, half_up, read_number, receipt, shown

fractions = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("１２３．５", Fraction(247, 2)),
        ("－3", Fraction(-3)),
        ("−3", Fraction(-3)),
        ("1,234,567.8", Fraction(6172839, 5)),
        ("1，234", Fraction(1234)),
        ("1 234", Fraction(1234)),
        ("1'234", Fraction(1234)),
        ("5‰", Fraction(1, 200)),
        ("1,100万", Fraction(11_000_000)),
        ("3万4000", Fraction(34_000)),
        ("1亿2000万", Fraction(120_000_000)),
        ("12w", Fraction(120_000)),
        ("RMB 1200", Fraction(1200)),
        ("¥-1,200", Fraction(-1200)),
        ("3万台", Fraction(30_000)),
        ("（1,234）", Fraction(-1234)),
        ("△1,234", Fraction(-1234)),
        ("1.2E+05", Fraction(120_000)),
        ("\u200b12\u200e", Fraction(12)),
    ],
)
def test_a_cell_is_read_as_the_number_that_people_mean(written: str, value: Fraction) -> None:
    assert read_number(written).value == value


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1,23", "“1,23”的千分位不对：逗号、空格或撇号之后须正好三位数字"),
        ("0,123", "“0,123”的千分位不对：逗号、空格或撇号之后须正好三位数字"),
        ("3万4", "“3万4”说不清末位是个位还是省了的一级，请写全（如 3.4万 或 34000）"),
        ("1.5亿2000", "“1.5亿2000”里万、亿各级对不上"),
        ("--3", "“--3”里正负号不止一个"),
        ("(-3)", "“(-3)”里正负号不止一个"),
        ("5²", "“5²”不是数"),
        ("٣", "“٣”不是数"),
        ("1E999", "“1E999”的指数超出 ±30"),
        ("#DIV/0!", "Excel 错误值 #DIV/0!（除数为零）"),
        ("########", "Excel 列太窄，只显示了 ####"),
        ("=A1/B1", "这是公式，不是结果"),
        ("9" * 61, "内容太长，不是一个数"),
    ],
)
def test_a_cell_that_is_no_number_says_why(written: str, reason: str) -> None:
    reading = read_number(written)
    assert (reading.value, reading.reason) == (None, reason)
    assert reading.hint


@pytest.mark.parametrize("written", ["", " ", "-", "—", "——", "/", "无", "N/A", "na", "NULL", "－"])
def test_a_missing_cell_is_neither_zero_nor_an_error(written: str) -> None:
    assert read_number(written).state == "missing"


@pytest.mark.parametrize(
    ("written", "column", "value"),
    [
        ("120", "万元", 1_200_000),
        ("80万元", "亿元", 800_000),
        ("120元", "万元", 120),
        ("¥120", "万元", 1_200_000),
        ("88", "%", Fraction(22, 25)),
        ("88%", "%", Fraction(22, 25)),
        ("3万", "台", 30_000),
    ],
)
def test_the_columns_unit_scales_a_bare_number_and_the_cells_own_unit_wins(
    written: str, column: str, value: Fraction
) -> None:
    assert read_number(written, column).value == value


def test_a_receipt_says_what_was_read() -> None:
    assert receipt(read_number("1,100万")) == "“1,100万”读作 11,000,000 元"
    assert receipt(read_number("3万", "台")) == "“3万”读作 30,000 台"
    assert receipt(read_number("12")) == ""


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_missing_or_bad_with_a_hint(written: str) -> None:
    reading = read_number(written)
    assert reading.state in ("number", "missing", "bad")
    assert bool(reading.reason) == bool(reading.hint)


@given(st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, places=4))
def test_a_plain_decimal_is_read_exactly(number: Decimal) -> None:
    assert read_number(f"{number:f}").value == Fraction(number)
    assert read_number(f"{number:,f}").value == Fraction(number)


@given(fractions, st.integers(0, 6))
def test_half_up_rounds_as_the_decimal_module_does(value: Fraction, places: int) -> None:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) == value:
        assert half_up(value, places) == Fraction(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    assert abs(half_up(value, places) - value) <= Fraction(1, 2 * 10**places)


@given(fractions)
def test_what_is_shown_is_read_back(value: Fraction) -> None:
    text = shown(value)
    assert read_number(text.removeprefix("≈")).value == half_up(value, 4)
    assert text.startswith("≈") == (half_up(value, 4) != value)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Fraction(175, 2), 2, "87.50"), (Fraction(1, 3), None, "0.333333333333"), (Fraction(-5, 1000), 2, "-0.01")],
)
def test_numbers_are_written_as_decimals(value: Fraction, places: int | None, text: str) -> None:
    assert decimal_text(value, places) == text
