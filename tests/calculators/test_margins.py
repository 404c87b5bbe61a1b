"""A pasted matrix: where its margins are, in what unit, and what is wrong with a cell."""

from fractions import Fraction

import pytest

from calculators.margins import Margins, read_margins
from calculators.stateless import CalculationError
from calculators.tables import read_grid


def margins(text: str, unit: str = "") -> Margins:
    return read_margins(read_grid(text), unit)


def test_margins_are_last_unless_they_are_named() -> None:
    last = margins("\t东\t南\t全月\n1月\t1\t2\t5\n2月\t3\t\t4\n全年\t6\t3\t\n")
    named = margins("\t合计\t东\t南\n合计\t9\t6\t3\n1月\t5\t1\t2\n2月\t4\t3\t\n")
    for found in (last, named):
        assert (found.rows, found.columns) == (["1月", "2月"], ["东", "南"])
        assert found.weights == [[1, 2], [3, 0]]
        assert (found.row_totals, found.column_totals) == ([5, 4], [6, 3])
        assert (found.unit, found.errors) == (1, [])


def test_the_unit_of_the_totals_is_that_of_their_heading() -> None:
    found = margins("\t东\t合计(万元)\n1月\t1\t5.55\n合计\t5.55\t5.55\n")
    assert (found.row_totals, found.unit, found.measure.label) == ([55500], 100, "万元")
    assert margins("\t东\t合计\n1月\t1\t5.55\n合计\t5.55\t\n").unit == Fraction(1, 100)
    assert margins("\t东\t合计\n1月\t1\t6\n合计\t6\t\n", "2").unit == 2


def test_a_title_above_the_headings_is_left_out_and_said() -> None:
    found = margins("2027 年 1 月目标分解\t\t\t单位：台\n\n月份\t东\t南\t合计\n1月\t1\tx\t5\n合计\t3\t2\t5\n")
    assert (found.rows, found.columns, found.row_totals) == (["1月"], ["东", "南"], [5])
    assert found.notes[0] == "表头上方 1 行已略过：2027 年 1 月目标分解 单位：台"
    assert [(error.row, error.column) for error in found.errors] == [(1, "南")]


def test_a_unit_above_the_headings_is_that_of_totals_without_one() -> None:
    found = margins("2027 年目标（单位：万元）\n月份\t东\t合计\n1月\t1\t5.55\n合计\t5.55\t5.55\n")
    assert (found.row_totals, found.unit, found.measure.label) == ([55500], 100, "万元")
    assert "合计没有写单位，按表头上方写的“万元”读" in found.notes
    named = margins("单位：万元\t\t\n月份\t东\t合计(台)\n1月\t1\t5\n合计\t5\t5\n")
    assert (named.row_totals, named.measure.label) == ([5], "台")


def test_names_that_stand_twice_are_said_and_kept_apart() -> None:
    found = margins("\t东\t东\t合计\n1月\t1\t2\t5\n1月\t1\t2\t4\n合计\t3\t6\t9\n")
    assert (found.rows, found.columns) == (["1月", "1月"], ["东", "东"])
    assert found.notes[:2] == [
        "重名：行“1月”出现 2 次，按不同的行分别计算",
        "重名：列“东”出现 2 次，按不同的列分别计算",
    ]


def test_faulty_weights_are_listed_and_a_corner_that_is_wrong_too() -> None:
    found = margins("\t东\t南\t合计\n1月\t-1\tx\t5\n2月\t3\t4\t4\n合计\t6\t3\t10\n")
    assert [(error.row, error.column, error.reason) for error in found.errors] == [
        (1, "东", "权重是负数"),
        (1, "南", "“x”不是数"),
        (3, "合计", "总数与各行合计之和不符：各行合计之和是 9"),
    ]
    assert found.weights[0] == [0, 0]


def test_a_total_that_cannot_be_read_is_listed_and_the_matrix_is_not_whole() -> None:
    found = margins("\t东\t合计\n1月\t1\t6\n合计\tx\t6\n")
    assert [(error.row, error.column, error.read) for error in found.errors] == [(2, "东", "x")]
    assert not found.is_whole


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\t东\t合计\n", "矩阵至少要有一行、一列和它们的合计"),
        ("\t东\t合计\n1月\t1\t\n合计\t6\t6\n", "第 1 行“合计”的合计：没有填"),
    ],
)
def test_a_matrix_without_a_margin_cannot_be_used(text: str, reason: str) -> None:
    with pytest.raises(CalculationError) as caught:
        margins(text)
    assert caught.value.reason == reason
