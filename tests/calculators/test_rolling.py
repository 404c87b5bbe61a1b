"""What past months leave is spread over the months to come: exactly, and with everything odd said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.pasted import finished
from calculators.records import Records, read_records
from calculators.roll_tables import MONTHS
from calculators.rolling import Rolled, explain, roll
from calculators.rolling_views import roll_view
from calculators.stateless import CalculationError
from calculators.tables import read_grid


def table(text: str) -> Records:
    return finished(read_records(read_grid(text), MONTHS))


def rolled(text: str) -> Rolled:
    return roll(table(text))


def revised(found: Rolled) -> list[str]:
    return [str(month.revised) for month in found.months]


def test_the_rest_follows_the_shape_of_the_plans_left() -> None:
    found = rolled("月份\t计划\t实际\n1月\t20\t18\n2月\t20\t25\n3月\t20\t\n4月\t30\t\n5月\t10\t\n合计\t100\t43\n")
    assert (found.year, found.done, found.left) == (100, 43, 57)
    assert revised(found) == ["18", "25", "19", "29", "9"]
    assert explain(found.months[3], found) == "57 × 30 ÷ 60 = 28.5，取整为 29"
    assert found.notes == ()


def test_a_unit_above_the_headings_is_that_of_plans_and_actual_figures() -> None:
    found = rolled("2027 年滚动计划\t\t单位：万元\n月份\t计划\t实际\n1月\t1,000\t９００\n2月\t1000\t\n")
    assert (found.year, found.measure.label) == (20_000_000, "万元")
    assert revised(found) == ["9000000", "11000000"]
    assert explain(found.months[1], found) == "1,100 万元 × 1,000 ÷ 1,000 = 1,100 万元"
    even = roll(table("月份\t计划(亿元)\t实际\n1月\t1.5\t\n2月\t0.5\t\n"), "even")
    assert explain(even.months[0], even) == "20,000 万元 × 1 ÷ 2 = 10,000 万元"


def test_what_a_month_can_bear_is_meant_in_the_unit_of_the_plans() -> None:
    plans = "月份\t计划(万元)\t实际(万元)\n1月\t100\t60\n2月\t100\t\n"
    found = roll(table(plans), capacity="120")
    assert found.months[1].capacity == 1_200_000
    assert any("120 万元" in note for note in found.notes)
    with pytest.raises(CalculationError, match="每月承担上限：“很多”不是数"):
        roll(table(plans), capacity="很多")


def test_the_form_as_it_is_keeps_its_locked_months_as_the_clause_has_it() -> None:
    """T02 with the example of QC-303: 240 − 102 − 66 = 72 over three months."""
    past = "".join(f"甲型\t订单\t2027年{month}月\t已过\t20\t17\t\t\n" for month in range(1, 7))
    locked = "".join(f"甲型\t订单\t2027年{month}月\tX期\t22\t\t\t\n" for month in range(7, 10))
    to_come = "".join(f"甲型\t订单\t2027年{month}月\tY期\t18\t\t\t\n" for month in range(10, 13))
    found = roll(
        table(f"车型\t规划对象\t月份\t期别\t计划\t实际\t修订后计划\t与年度差异\n{past}{locked}{to_come}"), "even"
    )
    assert (found.year, found.done, found.locked, found.rest) == (240, 102, 66, 72)
    how = "全年是 12 个月计划之和，已完成是 6 个月实际之和；余下 240 − 102 = 138，减去锁定的 66，还可分 72"
    assert roll_view(found)["how"] == how
    assert revised(found)[6:] == ["22", "22", "22", "24", "24", "24"]


def test_over_fulfilment_is_said_and_the_months_to_come_get_nothing() -> None:
    found = rolled("月份\t计划\t实际\n1月\t10\t25\n2月\t10\t\n")
    assert revised(found) == ["25", "0"]
    assert found.notes == ("已超额完成：累计 25，比全年 20 多 5；未锁定的各月按 0 计",)


def test_a_year_that_is_met_exactly_and_early_is_said() -> None:
    found = rolled("月份\t计划\t实际\n1月\t10\t20\n2月\t10\t\n")
    assert (revised(found), found.notes) == (["20", "0"], ("全年 20 已经正好完成；其余各月按 0 计",))
    locked = rolled("月份\t期别\t计划\t实际\n1月\t已过\t10\t15\n2月\tX期\t10\t\n3月\tY期\t5\t\n")
    assert (revised(locked), locked.notes) == (
        ["15", "10", "0"],
        ("锁定的月份合计 10，正好是余下的 10；其余各月按 0 计",),
    )


def test_a_month_fixed_by_hand_stays_and_the_other_open_months_share_the_rest() -> None:
    read = table(
        "月份\t期别\t计划\t实际\n1月\t已过\t20\t18\n2月\tX期\t20\t\n3月\tY期\t20\t\n4月\tY期\t30\t\n5月\tY期\t10\t\n"
    )
    found = roll(read, fixed={"4": {"typed": "20"}, "2": {"typed": "99"}})
    assert revised(found) == ["18", "20", "28", "20", "14"]
    assert explain(found.months[3], found) == "固定为 20，其余各月分剩下的"
    assert explain(found.months[2], found) == "除去固定的，余下 42 × 20 ÷ 30 = 28"
    assert sum(month.revised for month in found.months) == found.year
    with pytest.raises(CalculationError, match="余下可分的是 62：4月的下限和锁定加起来已超过总数"):
        roll(read, fixed={"4": {"steps": "63"}})
    with pytest.raises(CalculationError, match="4月：锁定的数不是最小单位的整数倍"):
        roll(read, fixed={"4": {"typed": "6.3"}})


def test_what_exceeds_a_months_capacity_is_said_and_not_cut() -> None:
    found = rolled("月份\t计划\t实际\t承担上限\n1月\t30\t0\t20\n2月\t15\t\t20\n3月\t15\t\t20\n")
    assert revised(found) == ["0", "30", "30"]
    assert found.notes == (
        "2月要完成 30，超过承担上限 20，超出 10",
        "3月要完成 30，超过承担上限 20，超出 10",
        "余下 60，各月最多承担 40，还有 20 承担不下",
    )
    assert roll(table("月份\t计划\t实际\n1月\t9\t0\n2月\t1\t\n"), capacity="5").notes == (
        "2月要完成 10，超过承担上限 5，超出 5",
        "余下 10，各月最多承担 5，还有 5 承担不下",
    )


def test_a_year_that_is_over_and_months_without_a_plan_are_said() -> None:
    assert rolled("月份\t计划\t实际\n1月\t10\t8\n").notes == ("全年已过，还差 2 没有着落",)
    even = rolled("月份\t计划\t实际\n1月\t10\t4\n2月\t0\t\n3月\t0\t\n")
    assert (revised(even), even.notes) == (["4", "3", "3"], ("余下各月原来没有计划，改为按月平均",))


def test_faulty_rows_are_listed_and_nothing_is_rolled_over_the_others() -> None:
    read = table("月份\t计划\t实际\n1月\t10\t\n2月\t10\t9\n3月\t-1\t\n2月\t5\t\n4月\tx\t\n5月\t10\t\n")
    with pytest.raises(CalculationError, match="第 1、3、4、5 行有错误，现在不能滚动"):
        roll(read)
    assert [(error.row, error.column, error.reason) for error in read.errors] == [
        (5, "计划", "“x”不是数"),
        (3, "计划", "计划是负数"),
        (4, "月份", "与第 2 行是同一个月"),
        (1, "实际", "后面的月份已有实际，这个月却空着"),
    ]
    again = rolled("月份\t计划\t实际\n1月\t10\t8\n2月\t10\t\n1月\t10\t8\n")
    assert (revised(again), again.notes) == (["8", "12"], ("第 3 行与前面的月份完全相同，只算一次",))


def test_money_is_rolled_in_steps_of_its_heading() -> None:
    found = rolled("月份\t计划(万元)\t实际(万元)\n1月\t100\t99.99\n2月\t100\t\n3月\t50\t\n")
    assert found.unit == 100
    assert [month.revised / 10000 for month in found.months] == [Fraction("99.99"), Fraction("100.01"), Fraction(50)]


@pytest.mark.parametrize(
    ("figures", "unit"),
    [
        (("12.125", "10.1", "30"), "0.001"),
        (("12.12345", "10.5", "0.25"), "0.00001"),
        (("1.005", "1.02", "3"), "0.001"),
    ],
)
def test_the_step_is_the_finest_decimal_of_all_figures(figures: tuple[str, str, str], unit: str) -> None:
    found = rolled("月份\t计划\t实际\n" + "".join(f"{at}月\t40\t{figure}\n" for at, figure in enumerate(figures, 1))
                   + "4月\t70\t\n5月\t80\t\n")  # fmt: skip
    assert found.unit == Fraction(unit)
    assert sum(month.revised for month in found.months) == found.year


def test_an_actual_figure_far_from_its_plan_may_lack_its_scale() -> None:
    found = rolled("月份\t计划（万元）\t实际\n1月\t10\t5\n2月\t10\t9万\n3月\t10\t\n")
    assert found.notes[0] == "请核对：1月的实际是计划的 ≈0.01%，实际和计划是不是有一个漏了“万”"
    assert not any("2月的实际" in note for note in found.notes)
    many = rolled("月份\t计划\t实际\n" + "".join(f"第{at}月\t1\t500\n" for at in range(15)))
    assert many.notes[10] == "请核对：另有 5 处类似的数"


@pytest.mark.parametrize(
    "months",
    [
        ["12月", "11月", "10月"],
        ["2027-03", "2027-02", "2027-01"],
        ["2月", "1月", "12月"],
        ["2027年1月", "2026年12月", "2026年11月"],
        ["2027年1月", "2026年11月", "2026年12月"],
    ],
)
def test_a_table_with_the_latest_month_first_is_rolled_as_any_other(months: list[str]) -> None:
    lines = [f"{months[0]}\t10\t\n", *(f"{month}\t10\t8\n" for month in months[1:])]
    found = rolled("月份\t计划\t实际\n" + "".join(lines))
    assert revised(found) == ["14", "8", "8"]


def test_with_the_latest_month_first_a_gap_among_those_that_are_over_is_found() -> None:
    read = table("月份\t计划\t实际\n3月\t10\t\n2月\t10\t8\n1月\t10\t\n")
    with pytest.raises(CalculationError, match="第 3 行有错误"):
        roll(read)
    assert [(error.row, error.reason) for error in read.errors] == [(3, "后面的月份已有实际，这个月却空着")]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 120)), min_size=2, max_size=12), st.data())
def test_the_revised_year_is_the_year_unless_it_is_over_fulfilled(
    months: list[tuple[int, int]], data: st.DataObject
) -> None:
    over = data.draw(st.integers(0, len(months) - 1))
    lines = [f"{at}期\t{plan}\t{actual if at < over else ''}" for at, (plan, actual) in enumerate(months)]
    found = rolled("月份\t计划\t实际\n" + "\n".join(lines) + "\n")
    year, done = sum(plan for plan, _ in months), sum(actual for _, actual in months[:over])
    assert sum(month.revised for month in found.months) == max(year, done)
    rest, plans = max(year - done, 0), sum(plan for plan, _ in months[over:])
    for month in found.months[over:]:
        exact = Fraction(rest) * month.plan / plans if plans else Fraction(rest, len(months) - over)
        assert abs(month.revised - exact) < 1
