"""A year over its quarters, months and weeks: the weights are as stated, and every level adds up."""

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.amounts import read_total
from calculators.pasted import finished
from calculators.records import Records, read_records
from calculators.season_views import explain
from calculators.seasons import (
    MonthWeight,
    Season,
    curve_weights,
    divide_year,
    history_spec,
    history_weights,
    workday_month_weights,
)
from calculators.stateless import CalculationError
from calculators.tables import read_grid

F = Fraction


def history(text: str) -> Records:
    grid = read_grid(text)
    return finished(read_records(grid, history_spec(grid)))


def months(counts: list[int]) -> str:
    return "".join(f"{at}月\t{count}\n" for at, count in enumerate(counts, 1))


def test_a_month_weighs_the_mean_of_its_shares_however_large_the_years_were() -> None:
    rows = "".join(f"{at}月\t{2 if at == 1 else 1}\t100\n" for at in range(1, 13))
    weights, notes = history_weights(history(f"月份\t2024年\t2025\n{rows}合计\t13\t1200\n"))
    assert weights[0].weight == (F(2, 13) + F(1, 12)) / 2
    assert sum(entry.weight for entry in weights) == 1
    assert weights[0].why == "2024 年 2 ÷ 13 = ≈15.38%、2025 年 100 ÷ 1200 = ≈8.33%，平均 ≈11.86%"
    assert notes == ["按 2 年的历史"]


def test_rows_of_year_and_month_are_history_too_and_a_year_in_part_is_left_out() -> None:
    whole = "".join(f"2025年{at}月\t甲型\t{at}\n2025-{at:02d}\t乙型\t1\n" for at in range(1, 13))
    weights, notes = history_weights(history(f"月份\t车型\t销量\n{whole}2026年1月\t甲型\t500\n"))
    assert weights[11].weight == F(13, 90)
    assert notes == ["按 1 年的历史", "2026的月份不全，没有计入"]


def test_the_form_t01_gives_the_example_of_its_page() -> None:
    """15 of 200 last year in January: 240 × 7.5% = 18."""
    counts = [15, 11, 17, 16, 17, 20, 15, 14, 19, 17, 19, 20]
    heading = "年度\t月份\t车型\t订单目标\tAAK目标\t系统提报目标\t上年实绩\t编制人\n"
    rows = "".join(f"2027\t2027年{at}月\t甲型\t\t\t\t{count}\t赵六\n" for at, count in enumerate(counts, 1))
    weights, _ = history_weights(history(heading + rows))
    season = divide_year(read_total("240台"), 2027, weights, [], with_weeks=False)
    january = season.of_level("月")[0]
    assert january.node.value == 18
    why = "2026 年 15 ÷ 200 = 7.5%；51 台 × ≈34.88% = ≈17.7907 台，向上取整为 18 台（余数排第 1）"
    assert explain(january, season) == why


def test_faulty_history_is_listed_with_its_place() -> None:
    read = history(f"月份\t实绩\n{months([1] * 12)}3月\t9\n")
    weights, _ = history_weights(read)
    assert [(error.row, error.column, error.reason) for error in read.errors] == [(13, "月份", "与第 3 行是同一个月")]
    assert weights[2].weight == F(1, 12)
    negative = history(f"月份\t实绩\n{months([1] * 11 + [-4])}")
    with pytest.raises(CalculationError, match="历史里没有一年是十二个月齐全的"):
        history_weights(negative)
    assert negative.errors[0].reason == "历史是负数，占比没有意义"


def test_a_curve_is_twelve_figures() -> None:
    assert [entry.weight for entry in curve_weights("1 2，3,4、5 6 7 8 9 10 11 12")] == list(range(1, 13))
    with pytest.raises(CalculationError, match="曲线要写 12 个不小于 0 的数，读到 2 个"):
        curve_weights("1 2")


def test_working_days_weigh_months_and_weeks() -> None:
    weights, notes = workday_month_weights(2026)
    season = divide_year(read_total("248台"), 2026, weights, notes, with_weeks=True)
    assert [str(span.node.value) for span in season.of_level("月")][:3] == ["21", "16", "22"]
    february = [span for span in season.of_level("周") if span.node.path[1] == "2月"]
    assert [(span.name, str(span.node.value)) for span in february] == [
        ("2月1日–2月1日", "0"),
        ("2月2日–2月8日", "5"),
        ("2月9日–2月15日", "6"),
        ("2月16日–2月22日", "0"),
        ("2月23日–2月28日", "5"),
    ]
    assert notes == ["按 2026 年的工作日", "已计法定节假日和调休"]
    assert "调休通知还没有收录" in workday_month_weights(2027)[1][1]


def check_levels(season: Season) -> None:
    assert sum(span.node.value for span in season.of_level("季度")) == season.total.value
    for level, below in (("季度", "月"), ("月", "周")):
        inside = season.of_level(below)
        for span in season.of_level(level) if inside else ():
            assert sum(part.node.value for part in inside if part.node.path[:-1] == span.node.path) == span.node.value


def test_what_is_fixed_stays_and_the_rest_of_the_year_or_of_the_month_follows() -> None:
    weights, notes = workday_month_weights(2026)
    first, january, week = ("第1季度",), ("第1季度", "1月"), ("第1季度", "1月", "1月5日–1月11日")
    fixed = {first: F(100), january: F(60), week: F(10)}
    season = divide_year(read_total("248台"), 2026, weights, notes, with_weeks=True, fixed=fixed)
    check_levels(season)
    found = {span.node.path: span for span in season.spans}
    assert {path: found[path].node.value for path in fixed} == fixed
    assert found["第1季度", "2月"].node.value + found["第1季度", "3月"].node.value == 40
    assert explain(found[january], season) == "固定为 60 台，其余各项分剩下的"
    assert explain(found[("第2季度",)], season).startswith("本季三个月的比重之和；除去固定的，余下 148 台 × ")
    alone = divide_year(read_total("248台"), 2026, weights, notes, with_weeks=False, fixed={january: F(60)})
    check_levels(alone)
    quarter = alone.spans[0]
    assert (quarter.name, quarter.node.value) == ("第1季度", 91)
    assert explain(quarter, alone).startswith("各月的比重和固定的数加起来，应得 ≈91")
    with pytest.raises(CalculationError, match="1月的下限和锁定加起来已超过总数"):
        divide_year(read_total("248台"), 2026, weights, notes, with_weeks=False, fixed={first: F(50), january: F(60)})


@given(st.lists(st.integers(0, 99), min_size=12, max_size=12).filter(any), st.integers(0, 10**5), st.booleans())
def test_every_level_adds_up(counts: list[int], total: int, with_weeks: bool) -> None:  # noqa: FBT001
    weights = [MonthWeight(F(count), "") for count in counts]
    season = divide_year(read_total(str(total)), 2026, weights, [], with_weeks=with_weeks)
    check_levels(season)
    for span, count in zip(season.of_level("月"), counts, strict=True):
        assert abs(span.node.value - F(total * count, sum(counts))) < 2


YEARS = st.lists(st.lists(st.integers(0, 10**4), min_size=12, max_size=12).filter(any), min_size=1, max_size=4)


@given(YEARS, st.integers(0, 10**6))
def test_months_follow_the_mean_of_their_shares_as_added_up_by_hand(years: list[list[int]], total: int) -> None:
    """Every share over one denominator, in whole numbers: neither fractions nor the code's own rounding."""
    heading = "\t".join(f"{2026 - len(years) + place}年" for place in range(len(years)))
    rows = "".join(f"{at + 1}月\t" + "\t".join(str(year[at]) for year in years) + "\n" for at in range(12))
    weights, notes = history_weights(history(f"月份\t{heading}\n{rows}"))
    assert notes == [f"按 {len(years)} 年的历史"]
    sums = [sum(year) for year in years]
    over = prod(sums)
    parts = [sum(year[at] * (over // whole) for year, whole in zip(years, sums, strict=True)) for at in range(12)]
    assert [entry.weight * len(years) * over for entry in weights] == parts
    season = divide_year(read_total(f"{total}台"), 2027, weights, notes, with_weeks=False)
    check_levels(season)
    for span, part in zip(season.of_level("月"), parts, strict=True):
        # A quarter is rounded, and a month of it again: each by less than one.
        assert abs(span.node.value * len(years) * over - total * part) < 2 * len(years) * over
