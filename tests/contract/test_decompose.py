"""SPEC 3 and 5, `decompose`: a total over parts by their weights, exact to the unit."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.commandline import Outcome, handbook, unusable
from tests.contract.oracle import decimal
from tests.contract.planning import FORMS, GENERATED, errors, figure, figures, listed, objection, run, save
from tests.contract.shares_oracle import largest_remainder, shares

HEADINGS = ("部门", "权重")
TEAMS = [("华东", "3"), ("华南", "2"), ("华北", "2")]
NAMES = ["华东", "华南", "华北"]


def decompose(weights: list[str], total: str, unit: str = "1") -> Outcome:
    rows = [(f"第{number:04}组", weight) for number, weight in enumerate(weights, start=1)]
    return run("decompose", [HEADINGS, *rows], "--total", total, "--unit", unit)


def values(outcome: Outcome) -> list[Fraction]:
    assert outcome.report["errors"] == []
    return figures([part["value"] for part in outcome.report["parts"]])


def names(outcome: Outcome) -> list[str]:
    return [part["name"] for part in outcome.report["parts"]]


def test_the_object_has_the_fields_of_the_contract() -> None:
    outcome = run("decompose", [HEADINGS, *TEAMS], "--total", "100", "--unit", "1")
    assert {"total", "unit", "parts", "errors"} == set(outcome.report)
    assert [{"name", "value", "share"}] * 3 == [set(part) for part in outcome.report["parts"]]
    assert (0, "") == (outcome.code, outcome.stderr)


def test_the_object_repeats_total_and_unit_and_keeps_the_order_of_the_rows() -> None:
    outcome = run("decompose", [HEADINGS, *TEAMS], "--total", "100.50", "--unit", "0.25")
    found = figure(outcome.report["total"]), figure(outcome.report["unit"])
    assert ((Fraction(201, 2), Fraction(1, 4)), NAMES) == (found, names(outcome))


def test_the_share_is_a_number_near_the_exact_share_or_its_part_of_the_whole() -> None:
    # SPEC does not say which of the two `share` is, before the rounding or after it, nor to how many decimals.
    outcome = run("decompose", [HEADINGS, *TEAMS], "--total", "100", "--unit", "1")
    found = figures([part["share"] for part in outcome.report["parts"]])
    exact = shares(Fraction(100), [Fraction(3), Fraction(2), Fraction(2)])
    near = [max(abs(a - b / scale) for a, b in zip(found, exact, strict=True)) for scale in (1, 100)]
    assert near[0] < 1 or near[1] < Fraction(1, 100), found


EXAMPLES = [
    # weights, total, unit, parts
    (["3", "2", "2"], "100", "1", [43, 29, 28]),  # 42.86, 28.57, 28.57: equal weights, the earlier row
    (["1", "1", "1"], "100", "1", [34, 33, 33]),
    (["1", "1", "1"], "200", "1", [67, 67, 66]),
    (["1", "3"], "2", "1", [0, 2]),  # 0.5 and 1.5: the larger weight
    (["3", "1"], "2", "1", [2, 0]),
    (["1", "3", "1", "3"], "4", "1", [0, 2, 0, 2]),  # 0.5, 1.5, 0.5, 1.5: both larger weights
    (["1", "5", "3", "1"], "5", "1", [0, 3, 2, 0]),  # 0.5, 2.5, 1.5, 0.5
    (["1", "1", "1", "1", "1", "1"], "3", "1", [1, 1, 1, 0, 0, 0]),
    (["41", "34", "25"], "10", "1", [4, 3, 3]),  # 4.1, 3.4, 2.5
    (["50", "30", "20"], "1000", "1", [500, 300, 200]),
    (["1", "2"], "1", "0.01", [Fraction(33, 100), Fraction(67, 100)]),
    (["1", "1", "1"], "1000", "100", [400, 300, 300]),
    (["1", "2", "4"], "1", "0.25", [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)]),
    (["0", "1"], "7", "1", [0, 7]),
    (["0.1", "0.2", "0.3"], "6", "1", [1, 2, 3]),  # a binary float has remainders here
    (["0.7", "0.1"], "8", "1", [7, 1]),
    (["1"], "123", "1", [123]),
    (["5", "3"], "0", "1", [0, 0]),
    (["1E+02", "300"], "4", "1", [1, 3]),
]


@pytest.mark.parametrize(("weights", "total", "unit", "parts"), EXAMPLES)
def test_parts_are_those_of_the_largest_remainder(
    weights: list[str], total: str, unit: str, parts: list[Fraction]
) -> None:
    assert parts == values(decompose(weights, total, unit))


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Fraction], Fraction, Fraction]:
    """Weights, total and unit; few different weights, so that ties are common."""
    unit = draw(st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(100), Fraction(1, 4), Fraction(5)]))
    pool = draw(st.lists(st.integers(0, 3000), min_size=1, max_size=4))
    weights = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=40).filter(any))
    scale = draw(st.sampled_from([1, 10, 1000]))
    return [Fraction(weight, scale) for weight in weights], unit * draw(st.integers(0, 10**6)), unit


@GENERATED
@given(plan=plans())
def test_generated_totals_are_parted_as_the_oracle_parts_them(plan: tuple[list[Fraction], Fraction, Fraction]) -> None:
    weights, total, unit = plan
    found = values(decompose([decimal(weight) for weight in weights], decimal(total), decimal(unit)))
    assert largest_remainder(total, unit, weights) == found, (weights, total, unit)


@pytest.mark.parametrize(
    ("total", "unit"), [("123456789012345678901234567890.12", "0.01"), ("99999999999999999999", "1")]
)
def test_a_very_large_total_is_parted_to_the_unit(total: str, unit: str) -> None:
    weights = ["7", "11", "13.5", "0.000001"]
    expected = largest_remainder(Fraction(total), Fraction(unit), [Fraction(weight) for weight in weights])
    assert expected == values(decompose(weights, total, unit))


def test_a_thousand_parts_are_parted_to_the_unit() -> None:
    weights = [str(number * number % 97 + 1) for number in range(1000)]
    expected = largest_remainder(Fraction(12345), Fraction(1), [Fraction(weight) for weight in weights])
    assert expected == values(decompose(weights, "12345"))


def test_a_total_of_counts_is_parted_into_whole_ones_when_no_unit_is_given() -> None:
    # Assumed: T is written as a cell is, and its unit says whether it is money.
    outcome = run("decompose", [HEADINGS, *TEAMS], "--total", "100台")
    assert ("1", [43, 29, 28]) == (outcome.report["unit"], values(outcome))


@pytest.mark.parametrize("total", ["100万元", "1,000,000元", "￥1000000"])
def test_a_total_of_money_is_parted_into_hundreds_of_yuan_when_no_unit_is_given(total: str) -> None:
    # 0.01 万元 is 100 元, and figures are in the base unit. Assumed as above.
    outcome = run("decompose", [HEADINGS, *TEAMS], "--total", total)
    assert (100, [428600, 285700, 285700]) == (figure(outcome.report["unit"]), values(outcome))


@pytest.mark.parametrize("total", ["100", "１００", "1,000", "0.5万"])
def test_parts_are_multiples_of_the_unit_that_the_object_names_when_none_is_given(total: str) -> None:
    outcome = run("decompose", [HEADINGS, *TEAMS], "--total", total)
    unit, parts = figure(outcome.report["unit"]), values(outcome)
    assert (figure(outcome.report["total"]), {1}) == (sum(parts), {(part / unit).denominator for part in parts})


@pytest.mark.parametrize(
    ("total", "unit"), [("100.5", "1"), ("1000", "300"), ("0.001", "0.01"), ("99", "100"), ("-100", "1")]
)
def test_a_total_that_no_multiples_of_the_unit_can_meet_is_never_met_wrongly(total: str, unit: str) -> None:
    # A negative total is left open by SPEC: it may be refused, or parted exactly.
    outcome = decompose(["1", "1", "1"], total, unit)
    if outcome.code == 0:
        parts = values(outcome)
        assert ({1}, Fraction(total)) == ({(part / Fraction(unit)).denominator for part in parts}, sum(parts))
    else:
        assert objection(outcome)


@pytest.mark.parametrize("weights", [["0", "0"], ["3", "-1"], ["-1", "-1"]])
def test_weights_that_say_nothing_or_are_negative_are_objected_to(weights: list[str]) -> None:
    assert objection(decompose(weights, "100"))


SAME = [HEADINGS, ("华东", "1200"), ("华南", "８００"), ("华北", "0.1万")]


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_however_it_is_kept(tmp_path: Path, form: str) -> None:
    outcome = handbook("decompose", save(tmp_path, SAME, form), "--total", "300", "--unit", "1", "--json")
    assert (0, NAMES, [120, 80, 100]) == (outcome.code, names(outcome), values(outcome))


@pytest.mark.parametrize(
    "headings",
    [
        ("part", "weight"),
        ("Part", "Weight"),
        # Assumed: SPEC names no Chinese headings for this table.
        ("部门", "权重"),
        ("姓名", "权重"),
        ("月份", "权重"),
        ("区域", "权重"),
        ("车型", "权重"),
        ("名称", "权 重："),
        ("部门", "权重(%)"),
        ("部门", "占比"),
    ],
)
def test_headings_are_found_as_people_write_them(headings: tuple[str, str]) -> None:
    outcome = run("decompose", [headings, *TEAMS], "--total", "100", "--unit", "1")
    assert (NAMES, [43, 29, 28]) == (names(outcome), values(outcome))


def test_columns_may_stand_in_any_order_and_others_are_left_alone() -> None:
    rows = [("备注", "权重", "区域经理", "部门"), *(("1,23", weight, "#N/A", name) for name, weight in TEAMS)]
    outcome = run("decompose", rows, "--total", "100", "--unit", "1")
    assert (0, NAMES, [43, 29, 28]) == (outcome.code, names(outcome), values(outcome))


@pytest.mark.parametrize("weights", [("30%", "20%", "50%"), ("30", "20", "50"), ("3万", "20,000", "5E+04")])
def test_weights_are_read_as_any_cell_is(weights: tuple[str, str, str]) -> None:
    rows = [HEADINGS, *zip(NAMES, weights, strict=True)]
    assert [30, 20, 50] == values(run("decompose", rows, "--total", "100", "--unit", "1"))


@pytest.mark.parametrize("word", ["合计", "小计", "总计"])
def test_a_total_row_is_no_part(word: str) -> None:
    outcome = run("decompose", [HEADINGS, *TEAMS, (word, "7")], "--total", "100", "--unit", "1")
    assert (0, NAMES, [43, 29, 28]) == (outcome.code, names(outcome), values(outcome))


def test_a_total_row_that_is_not_the_sum_of_its_rows_is_listed_and_no_part() -> None:
    outcome = run("decompose", [HEADINGS, *TEAMS, ("合计", "8")], "--total", "100", "--unit", "1")
    assert (1, NAMES, [(4, "8")]) == (outcome.code, names(outcome), listed(outcome))


BAD = [HEADINGS, ("华东", "3"), ("华南", "1,23"), ("华北", "#DIV/0!"), ("西南", "两成"), ("西北", "2")]


def test_every_bad_cell_is_listed_and_everything_else_is_still_there() -> None:
    outcome = run("decompose", BAD, "--total", "100", "--unit", "1")
    assert (1, [(2, "1,23"), (3, "#DIV/0!"), (4, "两成")]) == (outcome.code, listed(outcome))
    assert {"华东", "西北"} <= set(names(outcome))
    assert (100, 1) == (figure(outcome.report["total"]), figure(outcome.report["unit"]))


def test_an_error_has_the_five_fields_of_the_contract_and_names_its_column() -> None:
    found = errors(run("decompose", BAD, "--total", "100", "--unit", "1"))
    assert [{"row", "column", "read", "reason", "hint"}] * 3 == [set(error) for error in found]
    assert {error["column"] for error in found} <= {"权重", "weight"}


def test_a_row_without_a_weight_is_not_dropped_in_silence() -> None:
    outcome = run("decompose", [HEADINGS, *TEAMS, ("西南", "")], "--total", "100", "--unit", "1")
    assert "西南" in names(outcome) or 4 in {error["row"] for error in errors(outcome)}


REFUSED = [
    "",
    "--total",
    "--total abc",
    "--total 1,23",
    "--total #DIV/0!",
    "--total 100 --unit 0",
    "--total 100 --unit -1",
    "--total 100 --unit x",
    "--total 100 --no-such-option",
    "--total 100 second.tsv",
]


@pytest.mark.parametrize("options", REFUSED)
def test_a_call_that_cannot_be_meant_is_answered_in_one_line(options: str) -> None:
    assert (2, "", 1) == unusable(run("decompose", [HEADINGS, *TEAMS], *options.split()))


def test_a_table_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    outcome = handbook("decompose", tmp_path / "gone.tsv", "--total", "100", "--json")
    assert ((2, "", 1), True) == (unusable(outcome), "gone.tsv" in outcome.stderr)


@pytest.mark.parametrize("rows", [[], [("", "")], [("甲", "乙"), ("1", "2")], [("部门", "负责人"), ("华东", "张三")]])
def test_a_table_without_the_columns_is_refused(rows: list[tuple[str, ...]]) -> None:
    assert (2, "", 1) == unusable(run("decompose", rows, "--total", "100", "--unit", "1"))


def test_a_total_without_anybody_to_take_it_is_objected_to() -> None:
    assert objection(run("decompose", [HEADINGS], "--total", "100", "--unit", "1"))


def test_the_same_call_prints_the_same_bytes() -> None:
    first, second = (run("decompose", [HEADINGS, *TEAMS], "--total", "100", "--unit", "1") for _ in range(2))
    assert (0, first.stdout) == (first.code, second.stdout)


def test_without_json_the_parts_are_for_people_to_read(tmp_path: Path) -> None:
    outcome = handbook("decompose", save(tmp_path, [HEADINGS, *TEAMS]), "--total", "100", "--unit", "1")
    assert (0, True) == (outcome.code, all(text in outcome.stdout for text in [*NAMES, "43", "29", "28"]))
