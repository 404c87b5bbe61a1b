"""取数: what authors may write, what it comes to, and where a fault stands."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.expressions import CannotJudgeError, ExpressionError, parse_expression

VALUES: dict[str, Fraction | None] = {"甲": Fraction(3), "乙": Fraction(4), "丙": Fraction(0), "丁": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("甲 ÷ 乙", Fraction(3, 4)),
        ("甲－乙－1", Fraction(-2)),
        ("甲 - (乙 - 1)", Fraction(0)),
        ("(甲＋乙)×50%", Fraction(7, 2)),
        ("甲 ÷ 乙 × 100%", Fraction(3, 4)),
        ("较小值(甲，乙) + 较大值(甲, 乙)", Fraction(7)),
        ("−甲 * 2", Fraction(-6)),
        ("1万 / 乙", Fraction(2500)),
        ("12月销售额", Fraction(9)),
    ],
)
def test_an_expression_is_evaluated_exactly(text: str, value: Fraction) -> None:
    assert parse_expression(text).evaluate({**VALUES, "12月销售额": Fraction(9)}) == value


@pytest.mark.parametrize(
    ("text", "reason", "offset"),
    [
        ("甲 乙", "“乙”前缺少运算符", 2),
        ("甲÷(", "这里应为名称、数或括号，读到的是结尾", 3),
        ("(甲", "这里应为“)”，读到的是结尾", 2),
        ("最大(甲,乙)", "没有“最大(…)”，可用的是 较小值(a, b)、较大值(a, b)", 0),
        ("甲 & 乙", "看不懂“& 乙”", 1),
        ("甲 ÷ 5%乙", "“5%乙”不能作名称：名称里不能有 % ‰ 和小数点", 4),
        (" ", "取数是空的", 0),
        ("(" * 60 + "甲", "括号或负号套得太深（最多 40 层）", 40),
        ("+".join(["甲"] * 300), "取数太长（最多 200 个名称和符号）", 200),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, reason: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as error:
        parse_expression(text)
    assert (error.value.reason, error.value.offset) == (reason, offset)


def test_missing_inputs_are_all_named() -> None:
    with pytest.raises(CannotJudgeError, match=r"^缺少丁、戊$"):
        parse_expression("丁 ÷ 戊 + 甲").evaluate(VALUES)


def test_a_zero_denominator_is_named() -> None:
    with pytest.raises(CannotJudgeError, match=r"^甲 × 丙为 0，不能作除数$"):
        parse_expression("甲 ÷ (甲 × 丙)").evaluate(VALUES)


def test_the_formula_is_written_with_its_numbers() -> None:
    expression = parse_expression("实际 ÷ (计划 − 扣减)")
    values = {"实际": Fraction(880_000), "计划": Fraction(1_000_000), "扣减": Fraction(-5)}
    assert expression.render(values) == "880,000 ÷ (1,000,000 − (-5))"


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """Return the same expression in the handbook's words and in Python's."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from([("甲", "a"), ("乙", "b"), ("7", "F(7)"), ("2.5", "F(5, 2)")]))
    left, right = draw(expressions(depth - 1)), draw(expressions(depth - 1))
    handbook, python = draw(st.sampled_from([("＋", "+"), ("−", "-"), ("×", "*"), ("÷", "/")]))
    return f"({left[0]}) {handbook} ({right[0]})", f"({left[1]}) {python} ({right[1]})"


@given(expressions(), st.fractions(max_denominator=50), st.fractions(max_denominator=50))
def test_evaluation_agrees_with_pythons(pair: tuple[str, str], a: Fraction, b: Fraction) -> None:
    handbook, python = pair
    try:
        expected: Fraction | None = Fraction(eval(python, {"a": a, "b": b, "F": Fraction}))  # noqa: S307 -- our own text
    except ZeroDivisionError:
        expected = None
    try:
        found: Fraction | None = parse_expression(handbook).evaluate({"甲": a, "乙": b})
    except CannotJudgeError:
        found = None
    assert found == expected
