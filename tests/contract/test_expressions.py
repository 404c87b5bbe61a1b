"""SPEC 2, 取数: arithmetic over named inputs, exact, with a zero denominator left unjudged."""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.contract.commandline import score, tsv
from tests.contract.oracle import decimal
from tests.contract.pages import Line, page

INPUTS = ("甲额", "乙额", "丙额")
ANY_RULE = "达标得满分，否则不得分"

WORKED = [
    # expression over 甲额 = 7, 乙额 = 2, 丙额 = 0.1
    ("甲额", "7"),
    ("甲额 + 乙额", "9"),
    ("甲额 - 乙额", "5"),
    ("甲额 − 乙额", "5"),
    ("乙额 - 甲额", "-5"),
    ("甲额 × 乙额", "14"),
    ("甲额 * 乙额", "14"),
    ("甲额 ÷ 乙额", "7/2"),
    ("甲额 / 乙额", "7/2"),
    ("乙额 ÷ 甲额", "2/7"),
    ("甲额 - 乙额 - 丙额", "49/10"),
    ("甲额 ÷ 乙额 ÷ 丙额", "35"),
    ("甲额 ÷ 乙额 × 丙额", "7/20"),
    ("甲额 + 乙额 × 丙额", "36/5"),
    ("(甲额 + 乙额) × 丙额", "9/10"),
    ("甲额 ÷ (乙额 + 丙额)", "10/3"),
    ("(甲额 - (乙额 - 丙额)) ÷ 3", "17/10"),
    ("1 - 乙额 ÷ 甲额", "5/7"),
    ("甲额 × 0.1 + 丙额 × 0.2", "18/25"),
    ("丙额 + 丙额 + 丙额", "3/10"),
    ("较小值(甲额, 乙额)", "2"),
    ("较大值(甲额, 乙额)", "7"),
    ("较小值(甲额 ÷ 乙额, 3)", "3"),
    ("较大值(乙额 - 甲额, 0)", "0"),
    ("较小值(较大值(甲额, 乙额), 5) ÷ 乙额", "5/2"),
]


def _page(expressions: list[str]) -> str:
    return page(
        [Line(f"指标{number:02}号", "10", expression, "0", ANY_RULE) for number, expression in enumerate(expressions)]
    )


def test_each_operator_gives_its_exact_value(tmp_path: Path) -> None:
    outcome = score(tmp_path, _page([text for text, _ in WORKED]), tsv(("姓名", *INPUTS), ("张三", "7", "2", "0.1")))
    assert dict(WORKED) == dict(zip([text for text, _ in WORKED], outcome.values["张三"], strict=True))


@pytest.mark.parametrize("expression", ["甲额 ÷ 乙额", "1 ÷ (乙额 - 乙额)", "甲额 ÷ (乙额 × 丙额)", "乙额 ÷ 乙额"])
def test_a_zero_denominator_has_no_value_and_no_points(tmp_path: Path, expression: str) -> None:
    outcome = score(
        tmp_path, _page([expression, "甲额 + 乙额 + 丙额"]), tsv(("姓名", *INPUTS), ("张三", "5", "0", "1"))
    )
    item = outcome.people["张三"]["items"][0]
    assert (None, None, ["6"]) == (item["value"], item["points"], outcome.values["张三"][1:])


@dataclass(frozen=True, slots=True)
class Expression:
    """A text of the language and what it is worth for each person; None where a denominator is 0."""

    text: str
    values: tuple[Fraction | None, ...]
    binds: int  # 3: name, number, call; 2: product; 1: sum


OPERATIONS = {"+": 1, "-": 1, "−": 1, "×": 2, "*": 2, "÷": 2, "/": 2}


def _one(sign: str, a: Fraction | None, b: Fraction | None) -> Fraction | None:  # noqa: PLR0911 -- one line an operator
    if a is None or b is None or (sign in "÷/" and b == 0):
        return None
    match sign:
        case "+":
            return a + b
        case "-" | "−":
            return a - b
        case "×" | "*":
            return a * b
        case "÷" | "/":
            return a / b
        case "较小值":
            return min(a, b)
        case _:
            return max(a, b)


def _combined(sign: str, a: Expression, b: Expression) -> Expression:
    values = tuple(_one(sign, x, y) for x, y in zip(a.values, b.values, strict=True))
    if sign not in OPERATIONS:
        return Expression(f"{sign}({a.text}, {b.text})", values, 3)
    binds = OPERATIONS[sign]
    left = a.text if a.binds >= binds else f"({a.text})"
    right = b.text if b.binds > binds else f"({b.text})"
    return Expression(f"{left} {sign} {right}", values, binds)


def expressions(people: list[tuple[Fraction, ...]]) -> st.SearchStrategy[Expression]:
    names = [Expression(name, tuple(person[k] for person in people), 3) for k, name in enumerate(INPUTS)]
    numbers = st.integers(0, 300).map(
        lambda n: Expression(decimal(Fraction(n, 10)), tuple(Fraction(n, 10) for _ in people), 3)
    )
    signs = st.sampled_from([*OPERATIONS, "较小值", "较大值"])
    leaves = st.one_of(st.sampled_from(names), st.sampled_from(names), numbers)
    # 取数 is arithmetic over inputs; whether one without any is allowed is not what is tested here.
    reads_an_input = re.compile("|".join(INPUTS))
    tree = st.recursive(leaves, lambda inner: st.builds(_combined, signs, inner, inner), max_leaves=8)
    return tree.filter(lambda expression: bool(reads_an_input.search(expression.text)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[tuple[Fraction, ...]], list[Expression]]:
    amount = st.one_of(
        st.sampled_from([Fraction(0), Fraction(1)]), st.integers(-9999, 99999).map(lambda n: Fraction(n, 100))
    )
    people = [tuple(draw(amount) for _ in INPUTS) for _ in range(15)]
    return people, [draw(expressions(people)) for _ in range(15)]


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(case=cases())
def test_every_generated_expression_has_its_exact_value(
    tmp_path: Path, case: tuple[list[tuple[Fraction, ...]], list[Expression]]
) -> None:
    people, written = case
    table = tsv(("姓名", *INPUTS), *((f"员工{k:02}", *map(decimal, person)) for k, person in enumerate(people)))
    # The last row keeps every input in use, so that no column is a stranger.
    outcome = score(tmp_path, _page([*(e.text for e in written), "甲额 + 乙额 + 丙额"]), table)
    assert [] == outcome.report["errors"], outcome.stderr
    wrong = [
        f"{expression.text} for {people[k]}: expected {expression.values[k]}, got {values[place]}"
        for k, values in enumerate(outcome.values.values())
        for place, expression in enumerate(written)
        if values[place] != (None if expression.values[k] is None else str(expression.values[k]))
    ]
    assert [] == wrong
