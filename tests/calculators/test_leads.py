"""Lead targets against the clauses' own examples, against plain arithmetic, and from the forms as they are."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.lead_explanations import explain_hot, explain_leads, explain_week, sample_text
from calculators.lead_report import leads_report
from calculators.lead_tables import PLANS, WEEKLY, LeadPlan, lead_plans, weeks_of
from calculators.leads import LeadError, hot_from_new, hot_target, lead_target, progress, warm_target
from calculators.pasted import finished
from calculators.records import Records, TableSpec, read_records
from calculators.tables import read_grid

ROOT = Path(__file__).parents[2]
COUNTS = st.integers(0, 500).map(Fraction)
AMOUNTS = st.fractions(0, 500, max_denominator=100)


def read(text: str, spec: TableSpec = PLANS) -> Records:
    return finished(read_records(read_grid(text), spec))


def plans_of(text: str, *, stock_by_rate: bool = False) -> tuple[Records, list[LeadPlan]]:
    table = read(text)
    return table, lead_plans(table, stock_by_rate=stock_by_rate)


def form_rows(slug: str, *filled: dict[str, str]) -> str:
    """Return a form of the handbook as it is pasted: every field a column, these filled in."""
    page = (ROOT / "handbook_src" / "forms" / f"{slug}.md").read_text("utf-8")
    lines = page.partition("## 字段")[2].split("\n\n")[1].splitlines()[2:]
    fields = [line.split("|")[1].strip() for line in lines]
    return "\n".join("\t".join(row) for row in (fields, *([row.get(field, "") for field in fields] for row in filled)))


@given(target=AMOUNTS, from_stock=AMOUNTS, deals=COUNTS, leads=COUNTS)
def test_the_target_is_the_least_number_of_leads_that_brings_the_missing_orders(
    target: Fraction, from_stock: Fraction, deals: Fraction, leads: Fraction
) -> None:
    missing = target - from_stock
    if missing > 0 and not (deals and leads):
        with pytest.raises(LeadError):
            lead_target(target, from_stock, deals, leads)
        return
    needed = lead_target(target, from_stock, deals, leads).needed
    if missing <= 0:
        assert needed == 0
    else:
        assert needed * deals / leads >= missing > (needed - 1) * deals / leads


@given(target=COUNTS, rate=st.fractions(Fraction(1, 100), 1), stock=COUNTS)
def test_new_customers_and_stock_together_are_just_enough(target: Fraction, rate: Fraction, stock: Fraction) -> None:
    hot = hot_target(target, rate, stock)
    assert (hot.new + stock) * rate >= target
    assert hot.new == 0 or (hot.new - 1 + stock) * rate < target


@given(target=COUNTS, actual=COUNTS, weeks=st.integers(1, 6), data=st.data())
def test_the_pace_closes_the_gap_and_one_less_does_not(
    target: Fraction, actual: Fraction, weeks: int, data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, weeks))
    found = progress(target, actual, Fraction(gone), Fraction(weeks))
    assert found.gap == actual - target * gone / weeks
    if gone == weeks:
        assert found.pace is None
    else:
        assert found.pace is not None
        assert actual + found.pace * (weeks - gone) >= target
        assert found.pace == 0 or actual + (found.pace - 1) * (weeks - gone) < target


def test_the_examples_of_the_clauses_come_out() -> None:
    assert lead_target(Fraction(12), Fraction(0), Fraction(24), Fraction(160)).needed == 80
    assert lead_target(Fraction(12), 18 * Fraction(2, 5), Fraction(24), Fraction(160)).needed == 32
    hot = hot_target(Fraction(12), Fraction(2, 5), Fraction(18))
    assert (hot.needed, hot.new) == (30, 12)
    assert warm_target(Fraction(40), Fraction(1, 5)) == 8
    assert hot_from_new(hot, 8) == 4
    week = progress(Fraction(80), Fraction(33), Fraction(2), Fraction(4))
    assert (week.gap, week.done, week.pace) == (-7, Fraction(33, 80), 24)


MODEL = {
    "月份": "2027年7月",
    "车型": "甲型",
    "订单目标": "12",
    "存量预计订单": "0",
    "历史成交数": "24",
    "历史集客数": "160",
    "H/A存量": "18",
    "当月H/A成交率": "40%",
    "B/C存量": "40",
    "B/C转化率": "20%",
    "责任人": "王敏",
}


def test_form_t06_is_read_as_it_is() -> None:
    table, (plan,) = plans_of(form_rows("monthly-lead-plan", MODEL))
    assert table.errors == []
    assert plan.leads
    assert plan.hot
    assert plan.warm is not None
    assert (plan.name, plan.leads.needed, plan.hot.new, plan.warm) == ("甲型", 80, 12, 8)
    assert hot_from_new(plan.hot, plan.warm) == 4


def test_form_t09_is_read_as_it_is_a_row_for_a_person() -> None:
    people = [
        MODEL | {"姓名": name, "订单目标": target} for name, target in (("张三", "5"), ("李四", "4"), ("王五", "3"))
    ]
    table, plans = plans_of(form_rows("personal-lead-plan", *people))
    assert table.errors == []
    assert [(plan.name, plan.leads and plan.leads.needed) for plan in plans] == [
        ("张三 甲型", 34),
        ("李四 甲型", 27),
        ("王五 甲型", 20),
    ]


def test_form_t07_is_read_as_it_is() -> None:
    row = {"车型": "甲型", "周次": "2", "月集客目标": "80", "累计实际集客": "33", "已过周数": "2", "当月周数": "4"}
    table = read(form_rows("weekly-lead-check", row), WEEKLY)
    (week,) = weeks_of(table)
    assert table.errors == []
    assert week.progress
    assert (week.progress.gap, week.progress.pace) == (-7, 24)
    assert explain_week(week) == "33 − 80 × 2 ÷ 4 = -7；（80 − 33）÷ 2 = 23.5，进为 24 个"


def test_a_table_as_people_keep_it_gives_targets_and_every_fault() -> None:
    table, plans = plans_of(
        "七月集客\t\t\t\t\n车系\t目标\t成交数\t集客数(个)\t备注\n甲型\t12台\t24\t160\t\n乙型\t5\t0\t30\t新车\n"
        "丙型\t#REF!\t3\t20\t\n丁型\t1,0\t3.5\t20\t\n合计\t17\t30.5\t230\t\n"
    )
    report = leads_report(table, plans)
    assert report["models"] == [
        {"name": "甲型", "leads_needed": "80", "rate": "0.15"},
        {"name": "乙型", "leads_needed": None, "rate": "0"},
        {"name": "丙型", "leads_needed": None, "rate": "0.15"},
        {"name": "丁型", "leads_needed": None, "rate": None},
    ]
    assert [(error["row"], error["column"]) for error in report["errors"]] == [
        (3, "订单目标"),
        (4, "订单目标"),
        (2, "历史成交数"),
        (4, "历史成交数"),
    ]
    assert "没有填存量预计订单，按 0 计入（QC-403）" in table.notes
    json.dumps(report)


def test_a_rate_of_zero_with_a_target_is_an_error_that_says_so_and_none_without() -> None:
    table, plans = plans_of(
        "车型\t订单目标\t历史成交数\t历史集客数\n甲\t3\t0\t30\n乙\t0\t0\t30\n丙\t0\t0\t0\n丁\t2\t0\t0\n"
    )
    assert [plan.leads and plan.leads.needed for plan in plans] == [None, 0, 0, None]
    assert [(error.row, error.reason) for error in table.errors] == [
        (1, "历史成交率是 0，订单目标大于 0，集客再多也推不出目标"),
        (4, "历史集客数是 0，算不出历史成交率"),
    ]


def test_an_empty_cell_of_stock_is_a_fault_where_other_rows_are_filled() -> None:
    heading = "车型\t订单目标\t存量预计订单\t历史成交数\t历史集客数\n"
    table, plans = plans_of(heading + "甲\t12\t2\t24\t160\n乙\t12\t\t24\t160\n")
    assert [plan.leads and plan.leads.needed for plan in plans] == [67, None]
    assert [(error.row, error.column, error.hint) for error in table.errors] == [(2, "存量预计订单", "没有就填 0")]
    unfilled, (plan,) = plans_of(heading + "甲\t12\t\t24\t160\n")
    assert unfilled.errors == []
    assert plan.leads
    assert plan.leads.needed == 80


def test_stock_can_be_counted_by_the_rate_of_the_month() -> None:
    table, (plan,) = plans_of(form_rows("monthly-lead-plan", MODEL), stock_by_rate=True)
    assert table.errors == []
    assert plan.leads
    assert plan.leads.needed == 32
    assert explain_leads(plan) == "（12 − 7.2）÷（24 ÷ 160 = 15%）= 32 个"


def test_a_bad_rate_of_the_chain_leaves_the_lead_target_standing() -> None:
    table, (plan,) = plans_of(form_rows("monthly-lead-plan", MODEL | {"当月H/A成交率": "40"}))
    assert [(error.column, error.reason) for error in table.errors] == [("当月H/A成交率", "比率须在 0 到 100% 之间")]
    assert plan.leads
    assert plan.leads.needed == 80
    assert (plan.hot, explain_hot(plan)) == (None, "")


def test_a_thin_history_is_said_with_what_the_target_could_be() -> None:
    _, (thin, rich) = plans_of("车型\t订单目标\t历史成交数\t历史集客数\n甲\t12\t3\t20\n乙\t12\t300\t2000\n")
    assert "历史偏少" in sample_text(thin)
    assert "历史偏少" not in sample_text(rich)


def test_swapped_columns_are_doubted() -> None:
    table, _ = plans_of("车型\t订单目标\t历史成交数\t历史集客数\n甲\t12\t160\t24\n")
    assert "请核对：第 1 行历史成交数比历史集客数多，两栏可能填反" in table.notes
