"""Stock, transitions, new leads and lead logs as people keep them; the handbook's forms T05 and T08 as they are."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.chain import Group
from calculators.chain_tables import NEW_LEADS, STOCK, TRANSITIONS, ChainTables, chain_tables
from calculators.desk import Desk
from calculators.lead_frames import WHO, ageing_of, log_frame, monthly_moves, stock_of, whole_months
from calculators.lead_logs import LEAD_LOG, LevelRules, LogRow, days_of, log_rows
from calculators.levels import DAYS_BETWEEN_CONTACTS, DAYS_IN_LEVEL, FINALS, FUNNEL, level_name
from calculators.pasted import finished
from calculators.records import Records, TableSpec, read_records
from calculators.stateless import CalculationError
from calculators.tables import TableError, read_grid

ROOT = Path(__file__).parents[2]
MOVES = (
    "月份\t月初级别\t月末级别\t数量\n2027年5月\tH/A\t成交\t8\n\tH/A\tH/A\t10\n\tH/A\t战败\t2\n"
    "\tB/C\tH/A\t9\n\tB/C\tB/C\t31\n合计\t\t\t60\n"
)


def read(text: str, spec: TableSpec) -> Records:
    return finished(read_records(read_grid(text), spec))


def chain(stock: str, moves: str = MOVES, new: str = "", model: str = "", months: int = 3) -> ChainTables:
    read_new = read(new, NEW_LEADS) if new else None
    return chain_tables(read(stock, STOCK), read(moves, TRANSITIONS), read_new, months, model)


def form(slug: str, *filled: dict[str, str]) -> str:
    """Return a form of the handbook as it is pasted: every field a column, these filled in."""
    page = (ROOT / "handbook_src" / "forms" / f"{slug}.md").read_text("utf-8")
    lines = page.partition("## 字段")[2].split("\n\n")[1].splitlines()[2:]
    fields = [line.split("|")[1].strip() for line in lines]
    return "\n".join("\t".join(row) for row in (fields, *([row.get(field, "") for field in fields] for row in filled)))


def faults(table: Records) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.reason) for error in table.errors]


def test_form_t05_is_stock_as_it_is() -> None:
    counted = {"H/A存量": "18", "B/C存量": "40", "D级存量": "25", "盘点日期": "2027-06-28", "责任人": "王敏"}
    rows = [{"月份": "2027年7月", "车型": model} | counted for model in ("甲型", "乙型")]
    found = chain(form("monthly-stocktake", *rows))
    assert [faults(table) for table in found.tables] == [[], []]
    assert found.groups == [Group("B/C", 1, 40), Group("H/A", 1, 18)] * 2
    assert "D 的 25 个客户已有结果，不参加推算" in found.stock.notes


def test_stock_is_read_long_and_levels_however_they_are_written() -> None:
    found = chain("客户级别\t数量\nＨ／Ａ 级\t１８个\nbc\t40\n合计\t58\n", new="第几个月\t级别\t数量\n2\tB/C级\t12\n")
    assert found.groups == [Group("H/A", 1, 18), Group("B/C", 1, 40), Group("B/C", 2, 12)]
    assert found.history.moves["H/A"] == {"成交": 8, "战败": 2, "H/A": 10}
    assert found.history.seen("B/C") == 40


def test_stock_without_history_is_a_fault_of_its_row_and_the_rest_stands() -> None:
    found = chain("级别\t数量\nH/A\t18\nX\t7\n")
    assert found.groups == [Group("H/A", 1, 18)]
    assert faults(found.stock) == [(2, "级别", "级别 X 没有历史，推不出去向，这 7 个客户没有计入")]


def test_what_no_customer_can_be_is_a_fault() -> None:
    found = chain(
        "级别\t数量\nH/A\t-3\nB/C\t2.5\n\t4\nH/A\t\n",
        MOVES + "6月\t成交\tH/A\t3\n6月\tB/C\tX\t4\n",
        "第几个月\t级别\t数量\n0\tB/C\t3\n99\tB/C\t3\n1\tX\t3\n",
    )
    assert faults(found.stock) == [
        (1, "数量", "这一栏是个数，只能是 0 或正整数"),
        (2, "数量", "这一栏是个数，只能是 0 或正整数"),
        (3, "级别", "这一格不能空着"),
        (4, "数量", "这一格不能空着"),
    ]
    assert faults(found.transitions)[-2:] == [
        (7, "月初级别", "成交是终点，客户不会从这里再走"),
        (8, "月末级别", "级别 X 没有自己的历史，到了那里的客户按以后不成交计"),
    ]
    assert found.new
    assert [(row, column) for row, column, _ in faults(found.new)] == [(1, "第几个月"), (2, "第几个月"), (3, "级别")]
    assert found.groups == []


def test_one_model_can_be_looked_at_alone() -> None:
    stock = "车型\t级别\t数量\n甲\tH\t3\n乙\tH\t5\n"
    moves = "车型\t月份\t月初级别\t月末级别\t数量\n甲\t5月\tH\t成交\t1\n甲\t5月\tH\tH\t2\n乙\t5月\tH\t成交\t9\n"
    both, one = chain(stock, moves), chain(stock, moves, model="甲")
    assert both.models == ["甲", "乙"]
    assert (both.history.seen("H"), one.history.seen("H")) == (12, 3)
    assert one.groups == [Group("H", 1, 3)]


def test_stock_that_is_neither_long_nor_wide_is_refused() -> None:
    with pytest.raises(TableError, match="没有找到“级别”和“数量”；读到的表头是：姓名、回款"):
        chain("姓名\t回款\n张三\t5\n")


def test_the_time_limits_are_those_of_the_clauses() -> None:
    rules = (ROOT / "handbook_src" / "rules" / "automotive.md").read_text("utf-8")
    contacts = rules.partition("### QC-204")[2].partition("###")[0]
    assert {
        level: days for level, days in DAYS_BETWEEN_CONTACTS.items() if f"{level} 级 {days} 天" not in contacts
    } == {}
    meanings = rules.partition("### QC-201")[2].partition("###")[0]
    rows = {cells[1].strip(): cells[3] for line in meanings.splitlines() if len(cells := line.split("|")) > 4}
    assert [("7 天以内" in rows["H"]), ("至 30 天" in rows["A"]), ("至 90 天" in rows["B"])] == [True] * 3
    assert DAYS_IN_LEVEL == {"H": 7, "A": 30, "B": 90}


VISITS = [
    {"走访日期": "2027-01-05", "客户名称": "东方物流", "车型": "甲型", "走访前级别": "C", "级别": "C"},
    {"走访日期": "2027/2/3", "客户名称": "东方物流", "车型": "甲型", "走访前级别": "C", "级别": "B 级"},
    {"走访日期": "2027年3月10日", "客户名称": "东方物流", "车型": "甲型", "走访前级别": "B", "级别": "H"},
    {"走访日期": "2027-02-09", "客户名称": "海河租赁", "车型": "甲型", "走访前级别": "A", "级别": "A"},
    {"走访日期": "2027-03-02", "客户名称": "海河租赁", "车型": "甲型", "走访前级别": "A", "级别": "O"},
    {"走访日期": "2027-03-05", "客户名称": "城投公司", "车型": "乙型", "走访前级别": "B", "级别": "X"},
    {"走访日期": "昨天", "客户名称": "城投公司", "车型": "乙型", "走访前级别": "B", "级别": "B"},
    {"走访日期": "2027-04-02", "客户名称": "城投公司", "车型": "乙型", "走访前级别": "B", "级别": "B"},
]


def ask(op: str, tables: dict[str, str], **options: str) -> dict[str, Any]:
    pasted = {
        name: {"text": text, "settings": {"columns": {}, "units": {}, "cells": {}}} for name, text in tables.items()
    }
    job = Desk().start(json.dumps({"op": op, "tables": pasted, "options": options, "adjust": {}, "windows": {}}))
    answer = json.loads(job.step())
    while answer["state"] == "working":
        answer = json.loads(job.step())
    assert answer["state"] == "done", answer
    reply: dict[str, Any] = answer["reply"]
    return reply


def test_form_t08_gives_stock_transitions_and_customers_over_their_time_limit() -> None:
    reply = ask("lead_log", {"log": form("visit-tracking", *VISITS)}, until="2027-03-31")
    result = reply["result"]
    assert result["account"] == [
        {"reason": "计入", "count": "5"},
        {"reason": "在盘点日期 2027-03-31 之后，没有计入", "count": "1"},
        {"reason": "有错误单元格，没有计入", "count": "2"},
    ]
    assert result["stock"]["rows"] == [["甲型", "H", "1"]]
    assert result["transitions"]["rows"] == [
        ["2027-02", "甲型", "C", "B", "1"],
        ["2027-03", "甲型", "A", "成交", "1"],
        ["2027-03", "甲型", "B", "H", "1"],
    ]
    assert result["new"]["rows"] == [["2027-02", "A", "1"]]
    assert [(c["customer"], c["days"], c["over"], c["late"]) for c in result["overdue"]] == [
        ("东方物流", "21", "14", "19")
    ]
    assert [(error["row"], error["column"]) for error in reply["tables"]["log"]["errors"]] == [
        (7, "走访日期"),
        (6, "级别"),
    ]


def test_what_a_log_gives_is_what_the_projection_takes() -> None:
    log = ask("lead_log", {"log": form("visit-tracking", *VISITS)}, until="2027-03-31")["result"]
    pasted = {"stock": log["stock"]["copy"]["text"], "transitions": log["transitions"]["copy"]["text"]}
    reply = ask("lead_projection", pasted, months="2")
    assert [error["reason"] for error in reply["tables"]["stock"]["errors"]] == [
        "级别 H 没有历史，推不出去向，这 1 个客户没有计入"
    ]
    assert reply["fault"] is None


def test_levels_and_limits_can_be_set() -> None:
    options = {"levels": "潜在、意向", "deals": "已订", "lost": "D", "days": "意向 10天", "contacts": "潜在：5"}
    rules = LevelRules.from_options(options)
    assert (rules.open, rules.days_in_level, rules.days_between_contacts) == (
        ("潜在", "意向"),
        {"意向": 10},
        {"潜在": 5},
    )
    table = read(
        "客户\t级别\t日期\n甲\t意向\t2027-01-01\n乙\t已订\t2027-01-01\n丙\tD级\t2027-01-01\n丁\tH\t2027-01-01\n",
        LEAD_LOG,
    )
    rows, late = log_rows(table, rules, None)
    assert ([row.level for row in rows], late) == (["意向", "成交", "战败"], [])
    assert faults(table)[0][:2] == (4, "级别")
    with pytest.raises(CalculationError, match="时限读不出来"):
        days_of("H 七天")


@pytest.mark.parametrize("op", ["lead_targets", "lead_projection", "lead_log"])
def test_without_a_table_a_request_says_what_is_missing(op: str) -> None:
    reply = ask(op, {})
    assert reply["result"] is None
    assert reply["fault"]["reason"]


def test_a_target_gets_its_probability_and_what_would_secure_it() -> None:
    reply = ask(
        "lead_projection", {"stock": "级别\t数量\nH/A\t18\nB/C\t40\n", "transitions": MOVES}, target="15台", months="1"
    )
    target = reply["result"]["target"]
    assert (target["target"], target["level"]) == ("15", "B/C")
    needed = [wish["leads"] for wish in target["needed"]]
    assert 0 < float(target["chance"].rstrip("%")) < 10
    assert [wish["wish"] for wish in target["needed"]] == ["50%", "80%", "90%"]
    assert [int(leads) for leads in needed] == sorted(int(leads) for leads in needed)


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ("5月\tA\tA\t5\n", "历史不够：合计预计成交 0.0，在 80% 区间 0 到 "),
        ("5月\tA\t成交\t10\n", "历史不够：合计预计成交 1000.0，在 80% 区间 "),
        ("5月\tA\tA\t4000\n5月\tA\t成交\t1000\n", ""),
    ],
    ids=["nobody ever ordered", "everybody did", "plenty of history"],
)
def test_expected_deals_at_the_edge_of_their_interval_are_explained_where_history_is_thin(
    moves: str, said: str
) -> None:
    pasted = {"stock": "级别\t数量\nA\t1000\n", "transitions": f"月份\t月初级别\t月末级别\t数量\n{moves}"}
    notes = [note for note in ask("lead_projection", pasted, months="1")["result"]["thin"] if "预计成交" in note]
    assert len(notes) == bool(said)
    assert all(note.startswith(said) and "的边上。" in note and "请按区间打算" in note for note in notes)


def test_a_few_customers_on_a_thin_history_need_no_such_word() -> None:
    moves = "月份\t月初级别\t月末级别\t数量\n5月\tA\tA\t8\n5月\tA\t成交\t2\n"
    for stock in (1, 3, 20):
        reply = ask("lead_projection", {"stock": f"级别\t数量\nA\t{stock}\n", "transitions": moves}, months="1")
        assert [note[:12] for note in reply["result"]["thin"]] == ["级别 A 的历史只有 10"[:12]]


def test_the_month_ahead_is_a_number_and_new_leads_after_the_last_month_are_a_fault() -> None:
    new = "月份\t级别\t数量\n1\tB/C\t3\n第2个月\tB/C\t4\n7月\tB/C\t3\n5\tB/C\t9\n"
    found = chain("级别\t数量\nH/A\t18\n", new=new)
    assert found.groups[1:] == [Group("B/C", 1, 3), Group("B/C", 2, 4)]
    assert found.new
    assert faults(found.new) == [
        (3, "第几个月", "读不出是第几个月"),
        (4, "第几个月", "在推算的 3 个月之后，没有用到"),
    ]


def test_a_stock_that_cannot_be_meant_or_is_not_there_is_said() -> None:
    assert faults(chain("级别\t数量\nH/A\t1E+30\n").stock) == [(1, "数量", "客户数超过 10,000,000，多半是写错了")]
    with pytest.raises(TableError, match="没有一行数据"):
        chain("级别\t数量\n")


def test_a_level_has_one_spelling() -> None:
    assert [level_name(text) for text in ("h", "Ｈ级", "A/H", "战败客户", "已下订单", "意向客户")] == [
        "H",
        "H",
        "H/A",
        "战败",
        "成交",
        "意向客户",
    ]


def walk(rows: list[LogRow], month: pd.Period) -> Counter[tuple[str, str]]:
    """Count a month's moves customer by customer."""
    found: Counter[tuple[str, str]] = Counter()
    for who in {(row.customer, row.model) for row in rows}:
        own = sorted((row for row in rows if (row.customer, row.model) == who), key=lambda row: (row.day, row.number))
        before = [row.level for row in own if pd.Timestamp(row.day) < month.start_time]
        until = [row.level for row in own if pd.Timestamp(row.day) < (month + 1).start_time]
        if before and before[-1] not in FINALS:
            found[before[-1], until[-1]] += 1
    return found


LOG_ROWS = st.lists(
    st.tuples(
        st.sampled_from("甲乙丙丁"),
        st.sampled_from(["一型", "二型"]),
        st.sampled_from([*"HABC", "成交", "战败"]),
        st.integers(0, 130),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(LOG_ROWS)
def test_moves_and_stock_are_those_counted_customer_by_customer(drawn: list[tuple[str, str, str, int]]) -> None:
    first = date(2027, 1, 1)
    rows = [
        LogRow(number, who, model, level, first + timedelta(days))
        for number, (who, model, level, days) in enumerate(drawn, 1)
    ]
    until = max(row.day for row in rows)
    log = log_frame(rows)
    months = whole_months(log, until)
    moves = monthly_moves(log, months)
    for month in months:
        part = moves[moves["month"] == str(month)]
        counted: Counter[tuple[str, str]] = Counter()
        for row in part.to_dict("records"):
            counted[str(row["level_from"]), str(row["level_to"])] += int(row["count"])
        assert counted == walk(rows, month)
    ageing = ageing_of(log, until)
    last = {(row.customer, row.model): row.level for row in sorted(rows, key=lambda row: (row.day, row.number))}
    assert Counter(ageing["level"]) == Counter(level for level in last.values() if level not in FINALS)
    assert int(stock_of(ageing)["count"].sum()) == len(ageing)
    assert not ageing.duplicated(WHO).any()


def test_a_level_that_was_left_and_come_back_to_counts_from_the_return() -> None:
    days = [("A", 1), ("A", 5), ("H", 9), ("A", 12), ("A", 20)]
    log = log_frame([LogRow(n, "甲", "", level, date(2027, 1, day)) for n, (level, day) in enumerate(days)])
    (found,) = ageing_of(log, date(2027, 1, 25)).to_dict("records")
    assert (found["level"], found["days"], found["silent"]) == ("A", 13, 5)


def test_every_known_level_has_a_column_in_wide_stock() -> None:
    assert [level for level in FUNNEL if not any(column.name == f"{level}存量" for column in STOCK.columns)] == []
