"""Turned round: every change that is named is enough, and the smallest; checked with the scorer itself."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.goals import grid_of, next_point, wish
from calculators.kpi import score, score_row
from calculators.schemes import InputSource, SchemeRowSource, SchemeSource, compile_scheme
from tests.calculators.examples import SCHEME

RULES = (
    ("每低于 5% 扣 1 分", "100%"),
    ("每低于 3% 扣 2 分；不足一档按一档；最低得 4 分", "90%"),
    ("每高于 5% 扣 1.5 分；可倒扣", "20%"),
    ("每低于 5% 扣 1 分；每高于 10% 加 1 分，最多加 3 分；低于 30% 不得分", "100%"),
    ("每低于 2% 扣 1 分；每高于 2% 扣 1 分", "100%"),
    ("按比例得分；封顶 120%", "80%"),
    ("达标得满分，否则不得分；越低越好", "10%"),
    (">120% 得 20 分；≥90% 得 12 分；<10% 得 1 分；其余得 0 分", "-"),
)
EXPRESSIONS = ("甲 ÷ 乙", "(甲 + 乙) ÷ (2 × 乙)", "较小值(甲, 乙) ÷ 乙", "1 − 甲 ÷ 乙")
amounts = st.integers(0, 10**9).map(lambda cents: Fraction(cents, 100))


@given(st.sampled_from(RULES), st.sampled_from(EXPRESSIONS), amounts, amounts.filter(bool))
def test_the_next_point_is_enough_and_a_grain_less_is_not(
    rule: tuple[str, str], expression: str, first: Fraction, second: Fraction
) -> None:
    row = SchemeRowSource("指标", "20", expression, rule[1], rule[0], "KP-201")
    scheme = compile_scheme(SchemeSource("x", "X", inputs={"甲": InputSource("元")}, rows=(row,)))
    values: dict[str, Fraction | None] = {"甲": first, "乙": second}
    item = score_row(scheme.rows[0], values)
    assert item.points is not None
    change = next_point(scheme, item, values)
    if change is None:
        return
    start = values[change.input]
    assert start is not None

    def points_at(amount: Fraction) -> Fraction:
        points = score_row(scheme.rows[0], {**values, change.input: amount}).points
        assert points is not None
        return points

    grain = grid_of(scheme, scheme.rows[0], change.input, start) * (1 if change.needs > 0 else -1)
    assert points_at(change.to) == item.points + change.gains
    assert change.gains > 0
    assert change.to == start + change.needs
    less = points_at(change.to - grain)
    wanted = min(item.points + 1, scheme.rows[0].rule.best) if "比例" in rule[0] else item.points + Fraction(1, 100)
    assert less < wanted


def test_counts_move_in_whole_units() -> None:
    values: dict[str, Fraction | None] = {"实际户数": Fraction(8), "计划户数": Fraction(10)}
    change = next_point(SCHEME, score_row(SCHEME.rows[3], values), values)
    assert change is not None
    assert change.text == "实际户数再增加 1 户（到 9 户），即可多得 20 分"


@pytest.mark.parametrize("complaints", [0, 4])
def test_a_full_row_and_a_vetoed_row_have_no_next_point(complaints: int) -> None:
    values: dict[str, Fraction | None] = {"有效投诉次数": Fraction(complaints)}
    assert next_point(SCHEME, score_row(SCHEME.rows[2], values), values) is None


people = st.fixed_dictionaries(
    {
        "实际完成销售额": amounts,
        "计划完成销售额": st.just(Fraction(1_000_000)),
        "实际回款": amounts,
        "应回款": st.just(Fraction(500_000)),
        "有效投诉次数": st.integers(0, 6).map(Fraction),
        "实际户数": st.integers(0, 12).map(Fraction),
        "计划户数": st.just(Fraction(10)),
    }
)


@given(people, st.integers(1, 100).map(Fraction))
def test_a_wished_total_is_reached_by_what_is_named(values: dict[str, Fraction | None], target: Fraction) -> None:
    result = score(SCHEME, values)
    found = wish(SCHEME, values, result, target)
    assert found.reached == (result.total >= target)
    for change in found.single:
        assert score(SCHEME, {**values, change.input: change.to}).total >= target
    if found.combined:
        changed = {**values, **{change.input: change.to for change in found.combined}}
        assert score(SCHEME, changed).total >= target
    assert found.reached or found.reachable == bool(found.single or found.combined)


@given(people)
def test_what_cannot_be_reached_is_said_with_the_best_that_can(values: dict[str, Fraction | None]) -> None:
    result = score(SCHEME, values)
    assume(result.vetoed_by is None)
    found = wish(SCHEME, values, result, Fraction(101))
    assert (found.reachable, found.best_possible) == (False, Fraction(100))
