"""Tables as people keep them: nothing is dropped silently, and each oddity has a stated behaviour."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.pasted import finished
from calculators.roster import read_roster
from calculators.tables import TableError, read_grid
from tests.calculators.examples import MESSY, SCHEME, roster_of


def test_a_messy_table_is_read_and_every_bad_cell_is_listed() -> None:
    roster = roster_of(MESSY)
    assert roster.summary == "4 行粘贴，3 行计算，1 行合计已核对，1 人有错误单元格，不计入团队合计"
    assert roster.notes == ["表头上方 1 行已略过：三季度考核数据"]
    assert [(error.row, error.column, error.read) for error in roster.errors] == [(2, "实际完成销售额", "#DIV/0!")]
    assert roster.people[0].values["实际完成销售额"] == Fraction(880_000)
    assert roster.people[0].values["计划完成销售额"] == Fraction(1_000_000)
    assert roster.people[2].values["实际户数"] is None


def test_a_unit_above_the_headings_is_that_of_money_without_one_and_said() -> None:
    title = "三季度考核数据\t（单位：万元、户）\n"
    heading = "姓名\t实际完成销售额\t计划完成销售额(元)\t实际回款\t实际户数\n"
    roster = roster_of(f"{title}{heading}张三\t88\t1000000\t900元\t12\n合计\t88\t1000000\t\t12\n")
    assert roster.people[0].values == {
        "实际完成销售额": Fraction(880_000),
        "计划完成销售额": Fraction(1_000_000),
        "实际回款": Fraction(900),
        "实际户数": Fraction(12),
    }
    assert roster.notes[1] == "表头上方写的单位“万元”：没有另写单位的“实际完成销售额”“实际回款”按万元读"
    assert not [error for error in roster.errors if error.row]


@pytest.mark.parametrize("title", ["单位：台", "单位：某某公司", "单位：万元或元", "第二单元：万元"])
def test_a_title_that_says_no_one_unit_of_money_changes_nothing(title: str) -> None:
    roster = roster_of(f"{title}\n姓名\t实际完成销售额\t计划完成销售额\n张三\t88\t100\n")
    assert roster.people[0].values["实际完成销售额"] == 88
    assert roster.notes[0] == f"表头上方 1 行已略过：{title}"
    assert not any("按万元读" in note for note in roster.notes)


def test_a_unit_above_a_long_table_is_said_not_to_be_used() -> None:
    roster = roster_of("单位：万元\n姓名\t指标\t目标\t实际\n张三\t销售完成率\t100\t88\n")
    assert roster.people[0].values["实际完成销售额"] == 88
    assert any(note.startswith("表头上方写的单位“万元”没有用到") for note in roster.notes)


def test_a_total_that_does_not_add_up_is_an_error_and_nobody_is_scored_for_it() -> None:
    roster = roster_of("姓名\t实际户数\t计划户数\n甲\t1\t2\n乙\t3\t4\n小计\t4\t6\n丙\t5\t5\n合计\t9\t12\n")
    assert [person.name for person in roster.people] == ["甲", "乙", "丙"]
    found = [(error.row, error.column, error.reason) for error in roster.errors if error.row]
    assert found == [(5, "计划户数", "合计与各行之和不符：各行之和是 11")]
    assert roster.summary == "5 行粘贴，3 行计算，1 行合计已核对，1 行合计不符"


def test_figures_that_can_hardly_be_meant_are_said_and_left_as_they_are() -> None:
    heading = "姓名\t实际完成销售额\t计划完成销售额\t实际回款\t有效投诉次数\t实际户数\t计划户数\n"
    roster = roster_of(heading + "张三\t1056\t1200万\t85%\t-1\t3.5\t10\n李四\t90万\t100万\t9万\t0\t9\t10\n")
    assert roster.notes == [
        "请核对：第 1 行“实际回款”读到“85%”，这一列以元计，却写了百分数",
        "请核对：第 1 行“有效投诉次数”读到“-1”，是负数",
        "请核对：第 1 行“实际户数”读到“3.5”，以户计的数不是整数",
        "请核对：张三的销售完成率是 ≈0.01%，实际完成销售额和计划完成销售额是不是有一个漏了“万”",
    ]
    assert roster.errors[-1].row == 0
    assert roster.people[0].values["实际完成销售额"] == 1056


def test_the_long_layout_takes_actual_and_target_by_indicator_and_repeats_merged_names() -> None:
    text = (
        "姓名\t指标\t目标\t实际\n张三\t销售完成率\t100万\t88万\n\t投诉\t\t2\n李四\t回款率\t\t95%\n李四\t不存在\t1\t1\n"
    )
    roster = roster_of(text)
    assert roster.layout == "long"
    assert [(person.name, person.rows) for person in roster.people] == [("张三", [1, 2]), ("李四", [3, 4])]
    assert roster.people[0].values == {
        "实际完成销售额": Fraction(880_000),
        "计划完成销售额": Fraction(1_000_000),
        "有效投诉次数": Fraction(2),
    }
    assert roster.people[1].values == {"实际回款": Fraction(19, 20), "应回款": Fraction(1)}
    assert [(error.row, error.reason) for error in roster.errors] == [(4, "方案里没有这个指标")]
    assert roster.notes == ["1 行没有姓名（合并单元格），沿用上一行的姓名"]


def test_a_transposed_table_is_turned() -> None:
    roster = roster_of("项目\t张三\t李四\n实际户数\t9\t8\n计划户数\t10\t10\n实际回款\t1万\t\n")
    assert roster.layout == "transposed"
    assert [(person.name, person.values["实际户数"]) for person in roster.people] == [("张三", 9), ("李四", 8)]


def test_people_with_one_name_are_scored_apart_and_said_so() -> None:
    roster = roster_of("姓名\t实际户数\t计划户数\n张三\t9\t10\n张三\t8\t10\n")
    assert [person.values["实际户数"] for person in roster.people] == [9, 8]
    assert roster.notes == ["重名：张三 出现 2 次（第 1、2 行），按不同的人分别计算"]


def test_a_wide_row_without_a_name_continues_the_person_above() -> None:
    roster = roster_of("姓名\t实际户数\t计划户数\n张三\t9\t\n\t\t10\n李四\t8\t10\n\t7\t\n")
    assert roster.people[0].values == {"实际户数": 9, "计划户数": 10}
    assert [(e.row, e.read) for e in roster.errors if e.row] == [(4, "7")]


def test_two_headings_for_one_input_are_an_error_and_the_left_one_counts() -> None:
    roster = roster_of("姓名\t实际户数\t实际户数\t计划户数\n张三\t9\t1\t10\n")
    assert roster.people[0].values["实际户数"] == 9
    reasons = [error.reason for error in roster.errors if error.index == 2]
    assert reasons == ["与“实际户数”取作同一项，只用了靠左的一列"]


def test_a_missing_column_names_the_headings_that_are_near() -> None:
    roster = roster_of("姓名\t实际客户户数\t计划户数\n张三\t9\t10\n")
    error = next(error for error in roster.errors if error.column == "实际户数")
    assert (error.row, error.hint) == (0, "最接近的表头：实际客户户数，可在“取作”里指定")


def test_a_table_of_something_else_is_refused_with_what_the_headings_should_be() -> None:
    with pytest.raises(TableError) as error:
        roster_of("城市\t人口\n北京\t2189\n")
    assert error.value.reason == "表头里没有找到任何一项要填的数；读到的表头是：城市、人口"


@pytest.mark.parametrize("separator", ["\t", ",", "，", ";", "|", "   "])
def test_any_separator_gives_the_same_people(separator: str) -> None:
    lines = [["姓名", "实际户数", "计划户数"], ["张三", "9", "10"], ["李四", "8", "10"]]
    roster = roster_of("\r\n".join(separator.join(line) for line in lines))
    assert [person.values["实际户数"] for person in roster.people] == [9, 8]


def test_a_total_may_stand_above_its_rows_and_an_average_is_not_a_person() -> None:
    roster = roster_of("姓名\t实际户数\t计划户数\n合计\t4\t6\n甲\t1\t2\n乙\t3\t4\n平均\t2\t3\n")
    assert [person.name for person in roster.people] == ["甲", "乙"]
    assert roster.summary == "4 行粘贴，2 行计算，1 行平均不计入，1 行合计已核对"
    assert [error for error in roster.errors if error.row] == []


def test_an_exact_heading_beats_a_synonym_to_its_left() -> None:
    roster = roster_of("销售\t姓名\t完成户数\t实际户数\t计划户数\n华东\t张三\t1\t9\t10\n")
    assert (roster.people[0].name, roster.people[0].values["实际户数"]) == ("张三", 9)


def test_a_column_of_remarks_is_not_taken_for_names() -> None:
    assert roster_of("实际户数\t计划户数\t备注\n9\t10\t老客户\n").people[0].name == "第 1 行"


def test_rows_that_cannot_be_used_at_all_are_not_counted_as_calculated() -> None:
    cut = roster_of("姓名,实际户数,计划户数\n甲,1,2\n乙,1,234,2\n丙,3,4\n合计,4,6\n")
    assert cut.summary.startswith("4 行粘贴，2 行计算，1 行整行不能用，")
    long = roster_of("姓名\t指标\t目标\t实际\n甲\t销售完成率\t1\t1\n甲\t天气\t1\t1\n")
    assert long.summary == "2 行粘贴，1 行计算（1 人），1 行整行不能用"


def test_a_subtotal_of_the_last_group_alone_is_checked_against_it() -> None:
    text = "部门\t姓名\t实际户数\t计划户数\n一部\t甲\t1\t2\n一部\t乙\t3\t4\n二部\t丙\t5\t6\n小计\t\t{}\t6\n"
    assert [error for error in roster_of(text.format(5)).errors if error.row] == []
    (error,) = [error for error in roster_of(text.format(8)).errors if error.row]
    assert error.reason == "合计与各行之和不符：各行之和是 5"


def test_a_thousands_comma_that_cuts_a_number_in_two_is_an_error_and_nothing_of_the_row_counts() -> None:
    roster = roster_of("姓名,实际户数,计划户数\n张三,1,234,2,000\n李四,9,10\n")
    assert [(error.row, error.reason) for error in roster.errors if error.row] == [
        (1, "这一行比表头多出 2 格，千分位逗号可能把一个数拆成了两格")
    ]
    assert [person.values.get("实际户数") for person in roster.people] == [None, 9]


def test_a_long_table_may_list_inputs_by_name() -> None:
    roster = roster_of("姓名\t指标\t实际\n张三\t实际户数\t9\n张三\t计划户数\t10\n")
    assert (roster.layout, roster.people[0].values) == ("long", {"实际户数": 9, "计划户数": 10})


def test_a_markdown_table_is_found_among_text_and_what_stands_around_it_is_said() -> None:
    table = "| 姓名 | 实际户数 | 计划户数 |\n| --- | ---: | --- |\n| 张三 | 9 | 10 |\n"
    roster = roster_of(f"# 三季度\n\n大家核对一下。\n\n{table}\n以上。\n\n{table}")
    assert [person.name for person in roster.people] == ["张三"]
    assert roster.notes == ["表格之外的 6 行已略过", "有 2 张表，读的是第一张"]


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(TableError, match=r"内容有 21.0 MB，超过 20 MB 的上限"):
        read_grid("1" * 21_000_000)
    with pytest.raises(TableError, match="共 1,000,001 行，超过 1,000,000 行的上限"):
        read_grid("1\n" * 1_000_002)


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(cells, max_size=6), max_size=8), st.sampled_from(["\t", ",", "|", "  "]))
def test_any_text_under_known_headings_is_accounted_for_row_by_row(rows: list[list[str]], separator: str) -> None:
    text = "姓名\t实际户数\t计划户数\n" if separator == "\t" else f"姓名{separator}实际户数{separator}计划户数\n"
    try:
        grid = read_grid(text + "\n".join(separator.join(row) for row in rows))
        roster = finished(read_roster(grid, SCHEME))
    except TableError:
        return  # what the text says is no table of this scheme: refused as a whole, by the tests above
    assert len(roster.kinds) == len(roster.rows)
    assert sum(len(person.rows) for person in roster.people) + roster.totals == len(roster.rows)
