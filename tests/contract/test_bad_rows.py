"""SPEC 1 and 5: bad cells, gaps and total rows; what is still judged beside them."""

from pathlib import Path

import pytest

from tests.contract.commandline import Outcome, score, tsv
from tests.contract.pages import Line, page

SCHEME = page(
    [
        Line("销售完成率", "25", "实际销售额 ÷ 计划销售额", "100%", "每低于 5% 扣 1 分"),
        Line("拜访", "35", "拜访次数", "10", "按比例得分"),
        Line("投诉", "40", "投诉次数", "-", "每发生 1 次扣 2 分"),
    ]
)
HEADINGS = ("姓名", "计划销售额", "实际销售额", "拜访次数", "投诉次数")


def listed(outcome: Outcome) -> list[tuple[int, str, str]]:
    return sorted((error["row"], error["column"], error["read"]) for error in outcome.report["errors"])


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    table = tsv(
        HEADINGS,
        ("张三", "100万", "90万", "8次", "1"),
        ("李四", "1,23", "#DIV/0!", "10", "0"),
        ("王五", "100", "95", "大约八次", "2"),
        ("赵六", "100", "100", "#N/A", "#REF!"),
        ("孙七", "一", "二", "三", "四"),
        ("周八", "200", "200", "5", "0"),
    )
    return score(tmp_path_factory.mktemp("messy"), SCHEME, table)


def test_every_bad_cell_is_listed_with_the_data_row_counted_from_1(messy: Outcome) -> None:
    expected = [
        (2, "实际销售额", "#DIV/0!"),
        (2, "计划销售额", "1,23"),
        (3, "拜访次数", "大约八次"),
        (4, "投诉次数", "#REF!"),
        (4, "拜访次数", "#N/A"),
        (5, "实际销售额", "二"),
        (5, "投诉次数", "四"),
        (5, "拜访次数", "三"),
        (5, "计划销售额", "一"),
    ]
    assert sorted(expected) == listed(messy)


def test_an_error_has_exactly_the_five_fields_of_the_contract(messy: Outcome) -> None:
    fields = {frozenset(error) for error in messy.report["errors"]}
    assert {frozenset({"row", "column", "read", "reason", "hint"})} == fields


def test_bad_cells_exit_1_with_the_object_alone_on_standard_output(messy: Outcome) -> None:
    assert (1, "{", "}") == (messy.code, messy.stdout.lstrip()[0], messy.stdout.rstrip()[-1])


def test_nobody_is_dropped_for_a_bad_cell(messy: Outcome) -> None:
    assert ["张三", "李四", "王五", "赵六", "孙七", "周八"] == messy.names


PARTLY = [
    # name, points by row, total, judged
    ("张三", ["23.00", "28.00", "38.00"], "89.00", 100),
    ("李四", [None, "35.00", "40.00"], "75.00", 75),
    ("王五", ["24.00", None, "36.00"], "60.00", 65),
    ("赵六", ["25.00", None, None], "25.00", 25),
    ("周八", ["25.00", "17.50", "40.00"], "82.50", 100),
]


@pytest.mark.parametrize(("name", "points", "total", "judged"), PARTLY)
def test_the_rows_that_can_be_judged_are_and_judged_says_their_weight(
    messy: Outcome, name: str, points: list[str | None], total: str, judged: int
) -> None:
    person = messy.people[name]
    assert (points, total, judged) == (messy.points[name], person["total"], float(person["judged"]))


def test_a_person_of_whom_nothing_could_be_judged_has_0_judged(messy: Outcome) -> None:
    person = messy.people["孙七"]
    assert ([None, None, None], 0) == (messy.points["孙七"], float(person["judged"]))


def test_a_zero_denominator_is_not_judged_and_is_not_zero_points(tmp_path: Path) -> None:
    outcome = score(tmp_path, SCHEME, tsv(HEADINGS, ("张三", "0", "90", "10", "0"), ("李四", "100", "0", "10", "0")))
    assert {"张三": [None, "35.00", "40.00"], "李四": ["5.00", "35.00", "40.00"]} == outcome.points
    assert [75, 100] == [float(person["judged"]) for person in outcome.people.values()]
    assert [None, "0"] == [outcome.values[name][0] for name in outcome.names]


def test_a_missing_cell_leaves_only_the_rows_that_need_it_unjudged(tmp_path: Path) -> None:
    outcome = score(tmp_path, SCHEME, tsv(HEADINGS, ("张三", "100", "100", "-", "0"), ("李四", "", "1", "10", "0")))
    assert {"张三": ["25.00", None, "40.00"], "李四": [None, "35.00", "40.00"]} == outcome.points
    assert [65, 75] == [float(person["judged"]) for person in outcome.people.values()]


def test_a_missing_cell_is_not_listed_as_a_bad_one(tmp_path: Path) -> None:
    table = tsv(HEADINGS, ("张三", "100", "100", "—", "0"), ("李四", "100", "100", "错", "0"))
    assert [(2, "拜访次数", "错")] == listed(score(tmp_path, SCHEME, table))


def test_a_bad_cell_in_a_column_that_no_row_needs_is_no_error(tmp_path: Path) -> None:
    table = tsv((*HEADINGS, "同比"), ("张三", "100", "100", "10", "0", "#DIV/0!"))
    outcome = score(tmp_path, SCHEME, table)
    assert (0, []) == (outcome.code, listed(outcome))


PEOPLE = [
    ("张三", "100", "95", "8", "1"),
    ("李四", "200", "180", "10", "0"),
    ("王五", "300", "300", "12", "2"),
]


@pytest.mark.parametrize("word", ["合计", "小计"])
def test_a_right_total_row_is_checked_and_is_nobody(tmp_path: Path, word: str) -> None:
    outcome = score(tmp_path, SCHEME, tsv(HEADINGS, *PEOPLE, (word, "600", "575", "30", "3")))
    assert (0, [], ["张三", "李四", "王五"]) == (outcome.code, listed(outcome), outcome.names)


def test_a_right_total_row_above_its_people_is_no_error(tmp_path: Path) -> None:
    outcome = score(tmp_path, SCHEME, tsv(HEADINGS, ("合计", "600", "575", "30", "3"), *PEOPLE))
    assert (0, [], ["张三", "李四", "王五"]) == (outcome.code, listed(outcome), outcome.names)


def test_total_rows_may_be_written_in_other_units_than_their_rows(tmp_path: Path) -> None:
    people = [("张三", "10000", "9500", "8", "1"), ("李四", "20000", "18000", "10", "0")]
    outcome = score(tmp_path, SCHEME, tsv(HEADINGS, *people, ("合计", "3万", "2.75万", "18", "1")))
    assert (0, [], ["张三", "李四"]) == (outcome.code, listed(outcome), outcome.names)


def test_subtotals_hold_for_the_rows_above_them_and_the_total_for_all_people(tmp_path: Path) -> None:
    table = tsv(
        HEADINGS,
        *PEOPLE[:2],
        ("小计", "300", "275", "18", "1"),
        PEOPLE[2],
        ("赵六", "1", "1", "1", "0"),
        ("小计", "301", "301", "13", "2"),
        ("合计", "601", "576", "31", "3"),
    )
    outcome = score(tmp_path, SCHEME, table)
    assert (0, [], ["张三", "李四", "王五", "赵六"]) == (outcome.code, listed(outcome), outcome.names)


def test_a_total_that_is_not_the_sum_of_its_rows_is_listed_and_the_people_keep_their_points(tmp_path: Path) -> None:
    right = score(tmp_path, SCHEME, tsv(HEADINGS, *PEOPLE))
    wrong = score(tmp_path, SCHEME, tsv(HEADINGS, *PEOPLE, ("合计", "600", "574", "30", "3")))
    assert [(4, "实际销售额", "574")] == listed(wrong)
    assert right.points == wrong.points


def test_exact_decimals_add_up_to_their_total(tmp_path: Path) -> None:
    people = [(f"员工{number}", "1", "0.1", "1", "0") for number in range(1, 4)]
    outcome = score(tmp_path, SCHEME, tsv(HEADINGS, *people, ("合计", "3", "0.3", "3", "0")))
    assert (0, []) == (outcome.code, listed(outcome))
