"""SPEC 3 and 5, `decompose` with 最小, 最大 and 已锁定: bounds hold, the sum stays exact, the impossible is named."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.commandline import Outcome
from tests.contract.oracle import decimal
from tests.contract.planning import GENERATED, figures, listed, objection, run
from tests.contract.shares_oracle import Part, bounded_shares, feasible, largest_remainder

HEADINGS = ("部门", "权重", "下限", "上限", "锁定")


def cell(number: Fraction | None) -> str:
    return "" if number is None else decimal(number)


def decompose(parts: Sequence[Part], total: Fraction, unit: Fraction = Fraction(1)) -> Outcome:
    rows = [
        (f"第{number:02}组", *map(cell, (part.weight, part.least, part.most, part.fixed)))
        for number, part in enumerate(parts, start=1)
    ]
    return run("decompose", [HEADINGS, *rows], "--total", decimal(total), "--unit", decimal(unit))


def written(total: str, *rows: tuple[str, str, str, str, str], unit: str = "1") -> Outcome:
    return run("decompose", [HEADINGS, *rows], "--total", total, "--unit", unit)


def values(outcome: Outcome) -> list[Fraction]:
    assert (0, []) == (outcome.code, outcome.report["errors"]), outcome
    return figures([part["value"] for part in outcome.report["parts"]])


def broken(found: Sequence[Fraction], total: Fraction, unit: Fraction, parts: Sequence[Part]) -> list[str]:
    """What the parts break of SPEC 3: multiples, bounds, fixed values, the sum."""
    faults = [] if sum(found) == total else [f"sum {sum(found)} of {total}"]
    for value, part in zip(found, parts, strict=True):
        held = part.fixed is None or value == part.fixed
        above = part.least is None or part.fixed is not None or value >= part.least
        below = part.most is None or part.fixed is not None or value <= part.most
        if not (held and above and below and (value / unit).denominator == 1 and value >= 0):
            faults.append(f"{value} for {part}")
    return faults


EXAMPLES = [
    # rows, total, parts
    ([("甲", "1", "60", "", ""), ("乙", "1", "", "", "")], "100", [60, 40]),
    ([("甲", "1", "", "30", ""), ("乙", "1", "", "", "")], "100", [30, 70]),
    ([("甲", "1", "", "", "17"), ("乙", "1", "", "", ""), ("丙", "1", "", "", "")], "100", [17, 42, 41]),
    ([("甲", "9", "", "", "0"), ("乙", "1", "", "", "")], "100", [0, 100]),
    ([("甲", "9", "", "", "100"), ("乙", "1", "", "", "")], "100", [100, 0]),
    ([("甲", "1", "", "", "40"), ("乙", "1", "", "", "60")], "100", [40, 60]),
    ([("甲", "1", "50", "50", ""), ("乙", "3", "", "", "")], "100", [50, 50]),
    # The rest goes by weight over those whom no bound holds: 80 at 3 to 1, not a flat taking away.
    ([("甲", "2", "", "20", ""), ("乙", "3", "", "", ""), ("丙", "1", "", "", "")], "100", [20, 60, 20]),
    # Holding 甲 at its minimum takes 乙 below its own, which then holds too.
    ([("甲", "1", "50", "", ""), ("乙", "3", "28", "", ""), ("丙", "6", "", "", "")], "100", [50, 28, 22]),
    ([("甲", "1", "-", "无", "/"), ("乙", "3", "", "", "")], "100", [25, 75]),
    ([("甲", "1", "1千", "", ""), ("乙", "1", "", "２００", "")], "1200", [1000, 200]),
]


@pytest.mark.parametrize(("rows", "total", "parts"), EXAMPLES)
def test_parts_stay_within_their_bounds_and_the_rest_is_parted_by_weight(
    rows: list[tuple[str, str, str, str, str]], total: str, parts: list[int]
) -> None:
    assert parts == values(written(total, *rows))


def test_a_bound_between_two_multiples_of_the_unit_is_held_all_the_same() -> None:
    found = values(written("10", ("甲", "1", "6.5", "", ""), ("乙", "1", "", "", "")))
    assert [7, 3] == found


@pytest.mark.parametrize("least", ["最低", "最小值", "最小", "min", "Min"])
@pytest.mark.parametrize("fixed", ["固定", "已锁定", "fixed"])
def test_the_columns_of_bounds_are_found_by_other_names(least: str, fixed: str) -> None:
    # `min` and `fixed` are SPEC's own, 已锁定 is its word; the others are assumed.
    rows = [("甲", "1", "60", ""), ("乙", "1", "", "15"), ("丙", "1", "", "")]
    outcome = run("decompose", [("部门", "权重", least, fixed), *rows], "--total", "100", "--unit", "1")
    assert [60, 15, 25] == values(outcome)


@pytest.mark.parametrize("most", ["最高", "最大值", "最大", "max", "Max"])
def test_the_column_of_maxima_is_found_by_other_names(most: str) -> None:
    # `max` is SPEC's own; the others are assumed.
    rows = [("甲", "1", "30"), ("乙", "1", "")]
    assert [30, 70] == values(run("decompose", [("部门", "权重", most), *rows], "--total", "100", "--unit", "1"))


@st.composite
def free(draw: st.DrawFn) -> tuple[list[Fraction], Fraction]:
    weights = [Fraction(weight) for weight in draw(st.lists(st.integers(1, 60), min_size=2, max_size=20))]
    return weights, Fraction(draw(st.integers(0, 5000)))


@GENERATED
@given(plan=free())
def test_bounds_that_do_not_bind_change_nothing(plan: tuple[list[Fraction], Fraction]) -> None:
    weights, total = plan
    expected = largest_remainder(total, Fraction(1), weights)
    parts = [
        Part(weight, max(value - k % 3, Fraction(0)), value + k % 2)
        for k, (weight, value) in enumerate(zip(weights, expected, strict=True))
    ]
    loose = [Part(part.weight, max((part.least or Fraction(0)) - 1, Fraction(0)), part.most) for part in parts]
    loose = [Part(part.weight, part.least, (part.most or Fraction(0)) + 1) for part in loose]
    assert expected == values(decompose(loose, total))


@GENERATED
@given(plan=free(), data=st.data())
def test_what_fixed_parts_leave_is_parted_by_the_largest_remainder(
    plan: tuple[list[Fraction], Fraction], data: st.DataObject
) -> None:
    weights, total = plan
    count = data.draw(st.integers(0, len(weights) - 1))
    each = total // (len(weights) + 1)
    fixed = [Fraction(data.draw(st.integers(0, int(each)))) for _ in range(count)]
    parts = [Part(weight, fixed=value) for weight, value in zip(weights, fixed, strict=False)]
    rest = [Part(weight) for weight in weights[count:]]
    expected = [*fixed, *largest_remainder(total - sum(fixed), Fraction(1), weights[count:])]
    assert expected == values(decompose([*parts, *rest], total))


@st.composite
def bounded(draw: st.DrawFn) -> tuple[list[Part], Fraction, Fraction]:
    """Parts with any bounds, met or not; total and unit. Bounds in quarters of the unit now and then."""
    unit = draw(st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(10)]))
    fine = draw(st.sampled_from([1, 1, 1, 4]))

    def bound(low: int, high: int) -> Fraction | None:
        return unit * draw(st.integers(low * fine, high * fine)) / fine if draw(st.booleans()) else None

    parts: list[Part] = []
    for _ in range(draw(st.integers(2, 12))):
        least = bound(0, 40)
        most = bound(20, 120)
        fixed = unit * draw(st.integers(20, 40)) if draw(st.integers(0, 5)) == 0 else None
        parts.append(Part(Fraction(draw(st.integers(1, 30))), least, most, None if fixed is None else fixed))
    # A fixed value outside its own bounds is a matter of its own.
    parts = [part if part.fixed is None else Part(part.weight, fixed=part.fixed) for part in parts]
    return parts, unit * draw(st.integers(20, 60)) * len(parts), unit


@GENERATED
@given(plan=bounded())
def test_bounds_that_can_be_met_are_met_and_others_are_an_error(plan: tuple[list[Part], Fraction, Fraction]) -> None:
    parts, total, unit = plan
    outcome = decompose(parts, total, unit)
    if feasible(total, unit, parts):
        assert [] == broken(values(outcome), total, unit, parts), (plan, outcome.stdout)
    else:
        assert objection(outcome), plan


@GENERATED
@given(plan=bounded())
def test_only_bounds_take_a_part_away_from_its_weight(plan: tuple[list[Part], Fraction, Fraction]) -> None:
    """What a bound takes or gives is shared by weight among the parts that are free, to within the rounding.

    SPEC defines the exact share without bounds only. With them, proportional wherever no bound stops it is the one
    reading under which neither the order of the rows nor that of the steps matters. Two units leave room for where
    bounds are applied, before the rounding or after it.
    """
    parts, total, unit = plan
    exact = bounded_shares(total, parts)
    if exact is None or not feasible(total, unit, parts):
        return
    found = values(decompose(parts, total, unit))
    assert [] == [
        (part, value, float(share))
        for part, value, share in zip(parts, found, exact, strict=True)
        if abs(value - share) >= 2 * unit
    ]


INFEASIBLE = [
    # rows with a total of 100, words of which one group has to be said whole
    ([("甲", "1", "70", "", ""), ("乙", "1", "50", "", "")], [("120",), ("70", "50"), ("甲", "乙")]),
    ([("甲", "1", "", "30", ""), ("乙", "1", "", "40", "")], [("70",), ("30", "40"), ("甲", "乙")]),
    ([("甲", "1", "60", "50", ""), ("乙", "1", "", "", "")], [("50",), ("甲",)]),
    ([("甲", "1", "", "", "101"), ("乙", "1", "", "", "")], [("101",), ("甲",)]),
    ([("甲", "1", "", "", "30"), ("乙", "1", "", "", "40")], [("70",), ("30", "40"), ("甲", "乙")]),
    ([("甲", "1", "", "", "60"), ("乙", "1", "50", "", "")], [("110",), ("60", "50"), ("甲", "乙")]),
    ([("甲", "1", "", "", "60"), ("乙", "1", "", "30", "")], [("90",), ("60", "30"), ("甲", "乙")]),
    ([("甲", "1", "40.2", "40.8", ""), ("乙", "1", "", "", "")], [("40.2",), ("40.8",), ("甲",)]),
    ([("甲", "1", "", "", "10.5"), ("乙", "1", "", "", "")], [("10.5",), ("甲",)]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "words"), INFEASIBLE)
def test_bounds_that_cannot_be_met_are_an_error_that_names_them(
    rows: list[tuple[str, str, str, str, str]], words: list[tuple[str, ...]]
) -> None:
    said = objection(written("100", *rows))
    assert any(all(word in said for word in group) for group in words), said


@pytest.mark.parametrize(("column", "cells"), [(2, "1,23"), (3, "#REF!"), (4, "约60")])
def test_a_bad_bound_is_listed_and_everybody_is_still_there(column: int, cells: str) -> None:
    row = ["甲", "1", "", "", ""]
    row[column] = cells
    outcome = run("decompose", [HEADINGS, ("乙", "1", "", "", ""), row], "--total", "100", "--unit", "1")
    assert (1, [(2, cells)]) == (outcome.code, listed(outcome))
    assert ["乙", "甲"] == [part["name"] for part in outcome.report["parts"]]
    assert outcome.report["errors"][0]["column"] in {HEADINGS[column], ("min", "max", "fixed")[column - 2]}
