"""Typed tables as people keep them: headings, units, gaps, totals and every fault with its place."""

from datetime import date
from fractions import Fraction

import pytest

from calculators.dates import Period, read_month
from calculators.headings import Settings
from calculators.pasted import finished
from calculators.records import ColumnSpec, Records, TableSpec, read_records
from calculators.tables import TableError, read_grid

MODELS = TableSpec(
    (
        ColumnSpec("车型", "text", ("型号", "model"), required=True, repeats=True),
        ColumnSpec("月份", "month", ("month",), required=True),
        ColumnSpec("订单", "number", ("订单数",), unit="台", required=True),
        ColumnSpec("金额", "number", unit="元"),
        ColumnSpec("比例", "number", unit="%", summed=False),
        ColumnSpec("日期", "date"),
    )
)
PARTS = TableSpec(
    (ColumnSpec("名称", "text", ("部门",), required=True), ColumnSpec("权重", required=True), ColumnSpec("上限")),
    sole="权重",
)


def records(text: str, spec: TableSpec = MODELS, settings: Settings | None = None, *, by_hand: bool = False) -> Records:
    return finished(read_records(read_grid(text), spec, settings, by_hand=by_hand))


def test_a_table_with_merged_cells_units_and_totals_becomes_records() -> None:
    table = records(
        "2027 年订单\t\t\t\t\t\n型号：\t月份\t订单数(台)\t金额（万元）\t比例\t备注\n"
        "甲\t1月\t３\t1,200\t5%\t急\n\t2月\t4台\t80万元\t\t\n小计\t\t7\t1,280\t5%\t\n乙\t2027-01\t5\t-\t10%\t\n合计\t\t13\t\t\t\n"
    )
    assert [(entry.text("车型"), str(entry.month("月份")), entry.number("订单")) for entry in table.records] == [
        ("甲", "1月", 3),
        ("甲", "2月", 4),
        ("乙", "2027年1月", 5),
    ]
    assert [entry.number("金额") for entry in table.records] == [12_000_000, 800_000, None]
    assert table.records[0].number("比例") == Fraction(1, 20)
    assert [(error.row, error.column, error.reason) for error in table.errors] == [
        (5, "订单", "合计与各行之和不符：各行之和是 12")
    ]
    assert table.summary == "5 行粘贴，3 行计算，1 行合计已核对，1 行合计不符"
    assert [column.text for column in table.columns if column.role == "extra"] == ["备注"]


LEVELS = TableSpec(
    (
        ColumnSpec("姓名", "text", required=True),
        ColumnSpec("部门", "text", repeats=True),
        ColumnSpec("团队", "text", repeats=True),
    )
)


def places(text: str) -> tuple[list[list[str]], list[str]]:
    table = records(text, LEVELS)
    return [[record.text(name) for name in ("部门", "团队")] for record in table.records], table.notes


def test_merged_cells_repeat_what_stands_above_and_that_is_said() -> None:
    assert places("部门\t团队\t姓名\n一部\tA组\t甲\n\t\t乙\n\tB组\t丙\n二部\tC组\t丁\n") == (
        [["一部", "A组"], ["一部", "A组"], ["一部", "B组"], ["二部", "C组"]],
        [
            "“部门”一列第 2、3 行是空的（合并单元格），沿用上面一行",
            "“团队”一列第 2 行是空的（合并单元格），沿用上面一行",
        ],
    )


def test_a_gap_is_not_filled_from_another_group_whatever_the_order_of_columns() -> None:
    said = ["“团队”一列第 3 行没有填，上面没有同一组的可以沿用"]
    found = [["一部", "A组"], ["一部", "B组"], ["二部", ""]]
    assert places("部门\t团队\t姓名\n一部\tA组\t甲\n一部\tB组\t乙\n二部\t\t丙\n") == (found, said)
    assert places("姓名\t部门\t团队\n甲\t一部\tA组\n乙\t一部\tB组\n丙\t二部\t\n") == (found, said)
    reopened = places("部门\t团队\t姓名\n一部\tA组\t甲\n小计\t\t\n\tB组\t乙\n")
    assert reopened == ([["一部", "A组"], ["", "B组"]], ["“部门”一列第 3 行没有填，上面没有同一组的可以沿用"])


def test_a_column_without_a_word_is_not_spoken_of() -> None:
    assert places("部门\t团队\t姓名\n一部\t\t甲\n二部\t\t乙\n") == ([["一部", ""], ["二部", ""]], [])


SUMS = TableSpec((ColumnSpec("姓名", "text"), ColumnSpec("部门", "text", repeats=True), ColumnSpec("权重")))
ONE, OTHER = "一部\t张三\t1\n\t李四\t2\n", "二部\t王五\t4\n\t赵六\t8\n"


@pytest.mark.parametrize(
    ("rows", "right", "wrong"),
    [
        (f"{ONE}{OTHER}小计\t\t{{}}\n", "12", "11"),
        (f"{ONE}{OTHER}二部小计\t\t{{}}\n", "12", "11"),
        (f"{ONE}{OTHER}二部\t小计\t{{}}\n", "12", "11"),
        (f"{ONE}小计\t\t3\n{OTHER}小计\t\t{{}}\n", "12", "11"),
        (f"{ONE}小计\t\t3\n{OTHER}一部小计\t\t{{}}\n", "3", "11"),
        (f"二部小计\t\t{{}}\n{ONE}{OTHER}", "12", "11"),
        (f"{ONE}{OTHER}合计\t\t{{}}\n", "15", "11"),
    ],
)
def test_a_row_of_totals_is_checked_against_its_group(rows: str, right: str, wrong: str) -> None:
    heading = "部门\t姓名\t权重\n"
    assert records(heading + rows.format(right), SUMS).errors == []
    (error,) = records(heading + rows.format(wrong), SUMS).errors
    assert error.reason == f"合计与各行之和不符：各行之和是 {right}"


def test_every_bad_cell_is_listed_with_its_place_and_its_row_is_not_used() -> None:
    table = records(
        "车型\t月份\t订单\t日期\n甲\t十三月\t3\t2027-01-05\n乙\t3月\t#REF!\t\n丙\t4月\t\t昨天\n丁\t5月\t6\t46023\n"
    )
    assert [(error.row, error.column, error.read, error.reason) for error in table.errors] == [
        (1, "月份", "十三月", "读不出月份"),
        (2, "订单", "#REF!", "Excel 错误值 #REF!（引用的单元格已不在）"),
        (3, "订单", "", "这一格不能空着"),
        (3, "日期", "昨天", "读不出日期"),
    ]
    assert [entry.text("车型") for entry in table.usable] == ["丁"]
    assert table.usable[0].day("日期") == date(2026, 1, 1)
    assert table.summary == "4 行粘贴，4 行计算，3 行有错误单元格，不参加计算"


def test_a_heading_that_nothing_is_called_is_taken_by_its_place_and_that_is_said() -> None:
    table = records("大区\t去年销量\n华东\t5\n华南\t4\n", PARTS)
    assert [(entry.text("名称"), entry.number("权重")) for entry in table.records] == [("华东", 5), ("华南", 4)]
    assert table.notes == ["“大区”取作名称", "“去年销量”取作权重"]


def test_of_two_columns_of_numbers_none_is_guessed() -> None:
    text = "部门\t去年\t客户数\n华东\t5\t1\n华南\t4\t2\n"
    with pytest.raises(TableError, match="没有找到“权重”；读到的表头是：部门、去年、客户数"):
        records(text, PARTS)
    by_hand = records(text, PARTS, by_hand=True)
    assert [(error.row, error.column) for error in by_hand.errors] == [(0, "权重")]
    mapped = records(text, PARTS, Settings({2: "权重"}, {2: "千元"}), by_hand=True)
    assert [entry.number("权重") for entry in mapped.records] == [1000, 2000]
    assert mapped.errors == []


def test_a_table_with_its_headings_in_the_first_column_is_turned() -> None:
    table = records("部门\t华东\t华南\n权重\t5\t4\n上限\t\t3\n", PARTS)
    assert table.layout == "transposed"
    assert [(entry.text("名称"), entry.number("权重"), entry.number("上限")) for entry in table.records] == [
        ("华东", 5, None),
        ("华南", 4, 3),
    ]


def test_a_number_cut_in_two_by_its_comma_is_refused() -> None:
    table = records("部门,权重\n华东,1,200\n华南,4\n", PARTS)
    assert [(error.row, error.read) for error in table.errors] == [(1, "200")]
    assert [entry.text("名称") for entry in table.usable] == ["华南"]
    assert table.summary == "2 行粘贴，1 行计算，1 行整行不能用"


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2027年3月", Period(2027, 3, "月")),
        ("2027年03月份", Period(2027, 3, "月")),
        ("2027-03", Period(2027, 3, "月")),
        ("2027/3/15", Period(2027, 3, "月")),
        ("202703", Period(2027, 3, "月")),
        ("20270315", Period(2027, 3, "月")),
        ("27年3月", Period(2027, 3, "月")),
        ("Mar-27", Period(2027, 3, "月")),
        ("46447", Period(2027, 3, "月")),
        ("３月", Period(0, 3, "月")),
        ("3月份", Period(0, 3, "月")),
        ("十二月", Period(0, 12, "月")),
        ("3", Period(0, 3, "月")),
        ("13月", None),
        ("三", None),
        ("一季度", None),
        ("合计", None),
        ("", None),
    ],
)
def test_months_are_read_as_people_and_excel_write_them(written: str, month: Period | None) -> None:
    assert read_month(written) == month
