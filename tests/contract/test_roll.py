"""SPEC 3 and 5, `roll`: what the year still asks for is spread over the months left, by their plan's shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.commandline import Outcome, handbook, unusable
from tests.contract.planning import ERROR_FIELDS, FORMS, GENERATED, errors, figure, figures, listed, run, save

HEADINGS = ("月份", "计划", "实际")


@dataclass(frozen=True, slots=True)
class Year:
    """Plan of every month and actuals of the first ones, in whole numbers."""

    plan: Sequence[int]
    actual: Sequence[int]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        actual = [*map(str, self.actual), *[""] * (len(self.plan) - len(self.actual))]
        return [(f"{k}月", str(p), a) for k, (p, a) in enumerate(zip(self.plan, actual, strict=True), start=1)]

    @property
    def left(self) -> int:
        return sum(self.plan) - sum(self.actual)

    @property
    def shares(self) -> list[Fraction]:
        """What each month to come should carry, before rounding."""
        rest = self.plan[len(self.actual) :]
        return [Fraction(self.left * plan, sum(rest)) for plan in rest]


def roll(year: Year, headings: tuple[str, str, str] = HEADINGS) -> Outcome:
    return run("roll", [headings, *year.rows])


def revised(outcome: Outcome, year: Year) -> list[Fraction]:
    """The months to come."""
    return figures([month["revised"] for month in outcome.report["months"]][len(year.actual) :])


EVEN = Year([100] * 12, [70] * 3)


def test_the_object_has_the_fields_of_the_contract() -> None:
    outcome = roll(EVEN)
    assert {"year", "done", "left", "months", "notes", "errors"} == set(outcome.report)
    assert [{"name", "plan", "actual", "revised"}] * 12 == [set(month) for month in outcome.report["months"]]
    assert (0, "", []) == (outcome.code, outcome.stderr, outcome.report["errors"])


def test_the_object_has_the_figures_of_the_table() -> None:
    report = roll(EVEN).report
    assert [1200, 210, 990] == figures([report[field] for field in ("year", "done", "left")])
    assert [f"{month}月" for month in range(1, 13)] == [month["name"] for month in report["months"]]
    assert [100] * 12 == figures([month["plan"] for month in report["months"]])
    assert [70] * 3 == figures([month["actual"] for month in report["months"][:3]])
    assert [None] * 9 == [month["actual"] for month in report["months"][3:]]


def test_months_that_are_done_stand_at_what_was_done() -> None:
    # Assumed: so that the revised months add up to the year. SPEC says only what happens to the months left.
    assert [70] * 3 == figures([month["revised"] for month in roll(EVEN).report["months"][:3]])


EXAMPLES = [
    (EVEN, [110] * 9),
    (Year([100] * 12, [100] * 11), [100]),
    (Year([100] * 12, []), [100] * 12),
    (Year([10, 20, 30, 40], [0]), [Fraction(200, 9), Fraction(300, 9), Fraction(400, 9)]),
    (Year([100, 100, 200, 0], [40]), [120, 240, 0]),
    (Year([10, 20, 30], [10, 20]), [30]),
    (Year([100, 100, 300], [-20]), [130, 390]),
    (Year([60, 90], [0]), [150]),
    (Year([100] * 4, [150, 130]), [60, 60]),  # ahead: less is left for each
]


@pytest.mark.parametrize(("year", "shares"), EXAMPLES)
def test_what_is_left_is_spread_by_the_remaining_plans_shape(year: Year, shares: list[Fraction]) -> None:
    # Assumed: rounded to one unit at most, as SPEC gives `roll` none to choose.
    outcome = roll(year)
    found = revised(outcome, year)
    assert (0, sum(shares)) == (outcome.code, sum(found))
    assert [] == [(a, b) for a, b in zip(found, shares, strict=True) if abs(a - b) >= 1]
    assert [] == [(a, b) for a, b in zip(found, shares, strict=True) if b.denominator == 1 and a != b]


@st.composite
def years(draw: st.DrawFn) -> Year:
    count = draw(st.integers(1, 24))
    plan = draw(st.lists(st.integers(0, 3000), min_size=count, max_size=count))
    done = draw(st.integers(0, count - 1))
    plan[-1] += 1
    actual = [draw(st.integers(0, value)) for value in plan[:done]]
    return Year(plan, actual)


@GENERATED
@given(year=years())
def test_generated_years_add_up_and_keep_the_shape(year: Year) -> None:
    outcome = roll(year)
    found = revised(outcome, year)
    assert (0, year.left, []) == (outcome.code, sum(found), outcome.report["errors"]), year
    assert [] == [(a, b) for a, b in zip(found, year.shares, strict=True) if abs(a - b) >= 1], year


def test_a_plan_counted_in_cars_is_revised_in_whole_cars() -> None:
    year = Year([10, 20, 30, 40], [0])
    found = revised(roll(year, ("月份", "计划(台)", "实际(台)")), year)
    assert ({1}, 100) == ({value.denominator for value in found}, sum(found))


def test_a_plan_in_ten_thousands_of_yuan_is_revised_to_the_hundredth_of_that() -> None:
    year = Year([10, 20, 30, 40], [0])
    outcome = roll(year, ("月份", "计划(万元)", "实际（万元）"))
    found = revised(outcome, year)
    assert [1000000, 0, 1000000] == figures([outcome.report[field] for field in ("year", "done", "left")])
    assert ({1}, 1000000) == ({(value / 100).denominator for value in found}, sum(found))


@pytest.mark.parametrize("actual", [[400, 400, 400], [500, 500, 500]])
def test_a_year_that_is_fulfilled_early_leaves_nothing_to_the_months_left(actual: list[int]) -> None:
    # Assumed: `left` may be 0 or negative, the months to come are 0 and never negative.
    year = Year([100] * 12, actual)
    outcome = roll(year)
    assert (0, [0] * 9) == (outcome.code, revised(outcome, year))
    assert figure(outcome.report["left"]) in {0, year.left}


def test_over_fulfilment_is_said() -> None:
    outcome = roll(Year([100] * 12, [500, 500, 500]))
    assert [] != [note for note in outcome.report["notes"] if note.strip()]


def test_a_year_that_is_behind_and_over_says_what_is_missing() -> None:
    year = Year([100] * 4, [90, 90, 90, 90])
    outcome = roll(year)
    assert (0, 40, []) == (outcome.code, figure(outcome.report["left"]), revised(outcome, year))
    assert any("40" in note for note in outcome.report["notes"]), outcome.report["notes"]


def test_a_year_that_is_met_to_the_last_leaves_nothing() -> None:
    outcome = roll(Year([100] * 4, [90, 110, 100, 100]))
    assert (0, 0, 400) == (outcome.code, figure(outcome.report["left"]), figure(outcome.report["done"]))


def test_months_left_without_a_plan_cannot_carry_the_rest_in_silence() -> None:
    outcome = roll(Year([100, 100, 0, 0], [50, 50]))
    report = outcome.report
    carried = sum((figure(month["revised"]) for month in report["months"][2:] if month["revised"]), Fraction(0))
    assert carried == 100 or report["notes"] or report["errors"]


def test_an_actual_of_0_is_a_month_that_is_done() -> None:
    year = Year([100, 100, 100], [0])
    outcome = roll(year)
    assert (0, [150, 150]) == (figure(outcome.report["months"][0]["actual"]), revised(outcome, year))


@pytest.mark.parametrize("empty", ["", "-", "—", "/", "无", "N/A"])
def test_a_month_to_come_may_be_written_in_every_way_that_means_missing(empty: str) -> None:
    year = Year([100, 100, 100], [40])
    rows = [row if row[2] else (*row[:2], empty) for row in year.rows]
    outcome = run("roll", [HEADINGS, *rows])
    assert (0, [130, 130]) == (outcome.code, revised(outcome, year))


def test_a_month_without_an_actual_before_others_that_have_one_is_not_passed_over() -> None:
    rows = [("1月", "100", "80"), ("2月", "100", ""), ("3月", "100", "90"), ("4月", "100", "")]
    outcome = run("roll", [HEADINGS, *rows])
    assert outcome.code in {0, 1}
    report = outcome.report
    assert (170, True) == (figure(report["done"]), bool(report["notes"] or report["errors"]))
    assert report["months"][1]["actual"] is None  # missing is not zero


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_however_it_is_kept(tmp_path: Path, form: str) -> None:
    outcome = handbook("roll", save(tmp_path, [HEADINGS, *EVEN.rows], form), "--json")
    assert (0, [110] * 9) == (outcome.code, revised(outcome, EVEN))


@pytest.mark.parametrize(
    "headings",
    [
        ("month", "plan", "actual"),
        ("Month", "Plan", "Actual"),
        ("月份", "计划", "完成"),
        ("月份", "计划", "达成"),
        # Assumed: SPEC names no further Chinese headings for this table.
        ("月份", "目标", "实际"),
        ("月", "计划", "实际完成"),
        ("月 份", "计划：", "实际（元）"),
    ],
)
def test_headings_are_found_as_people_write_them(headings: tuple[str, str, str]) -> None:
    assert [110] * 9 == revised(roll(EVEN, headings), EVEN)


@pytest.mark.parametrize(
    "names",
    [["2026年1月", "2026年2月", "2026年3月"], ["2026-01", "2026-02", "2026-03"], ["1", "2", "3"], ["Q1", "Q2", "Q3"]],
)
def test_months_may_be_written_as_dates_or_be_other_periods(names: list[str]) -> None:
    year = Year([100, 100, 100], [40])
    rows = [(name, *row[1:]) for name, row in zip(names, year.rows, strict=True)]
    outcome = run("roll", [HEADINGS, *rows])
    assert (0, [130, 130]) == (outcome.code, revised(outcome, year))


def test_figures_are_read_as_any_cell_is_and_added_exactly() -> None:
    rows = [("1月", "０．１", "0.3"), ("2月", "0.2", ""), ("3月", "1,234.7", "")]
    report = run("roll", [HEADINGS, *rows]).report
    assert [1235, Fraction(3, 10), Fraction(12347, 10)] == figures([report[k] for k in ("year", "done", "left")])


def test_a_year_of_very_large_figures_adds_up() -> None:
    year = Year([10**24 + 1, 10**24 + 3, 10**24 + 7], [10**23])
    outcome = roll(year)
    assert (0, year.left, year.left) == (outcome.code, figure(outcome.report["left"]), sum(revised(outcome, year)))


@pytest.mark.parametrize("word", ["合计", "全年合计"])
def test_a_total_row_is_no_month(word: str) -> None:
    # Assumed for 全年合计; SPEC has 合计 and 小计.
    outcome = run("roll", [HEADINGS, *EVEN.rows, (word, "1200", "210")])
    assert (0, 1200, [110] * 9) == (outcome.code, figure(outcome.report["year"]), revised(outcome, EVEN))


def test_a_total_row_that_is_not_the_sum_of_its_rows_is_listed_and_no_month() -> None:
    outcome = run("roll", [HEADINGS, *EVEN.rows, ("合计", "1300", "210")])
    assert (1, [(13, "1300")], 1200) == (outcome.code, listed(outcome), figure(outcome.report["year"]))


def test_every_bad_cell_is_listed_and_every_month_is_still_there() -> None:
    rows = [("1月", "100", "90"), ("2月", "100", "#REF!"), ("3月", "1,23", ""), ("4月", "100", "")]
    outcome = run("roll", [HEADINGS, *rows])
    assert (1, [(2, "#REF!"), (3, "1,23")]) == (outcome.code, listed(outcome))
    assert ["1月", "2月", "3月", "4月"] == [month["name"] for month in outcome.report["months"]]
    assert {ERROR_FIELDS} == {frozenset(error) for error in errors(outcome)}
    assert {error["column"] for error in errors(outcome)} <= {"计划", "实际", "plan", "actual"}


def test_a_table_of_which_no_month_can_be_used_still_lists_its_bad_cells() -> None:
    outcome = run("roll", [HEADINGS, ("1月", "100", "#REF!"), ("2月", "1,23", "")])
    assert (1, [(1, "#REF!"), (2, "1,23")]) == (outcome.code, listed(outcome))


@pytest.mark.parametrize("options", ["--no-such-option", "second.tsv"])
def test_a_call_that_cannot_be_meant_is_answered_in_one_line(options: str) -> None:
    outcome = run("roll", [HEADINGS, *EVEN.rows], *options.split())
    assert (2, "", 1) == unusable(outcome)


@pytest.mark.parametrize("rows", [[], [("月份", "备注"), ("1月", "好")], [("甲", "乙", "丙"), ("1", "2", "3")]])
def test_a_table_without_the_columns_is_refused(rows: list[tuple[str, ...]]) -> None:
    assert (2, "", 1) == unusable(run("roll", rows))


def test_the_same_call_prints_the_same_bytes() -> None:
    first, second = roll(EVEN), roll(EVEN)
    assert (0, first.stdout) == (first.code, second.stdout)
