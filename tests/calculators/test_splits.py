"""A total over the rows of a table, level by level, with forms pasted as they are."""

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.amounts import Fixing
from calculators.pasted import finished
from calculators.records import Records, read_records
from calculators.split_views import explain
from calculators.splits import WEIGHTS, Split, key_of
from calculators.splits import split as divided
from calculators.stateless import CalculationError
from calculators.tables import read_grid


def table(text: str) -> Records:
    return finished(read_records(read_grid(text), WEIGHTS))


def split(read: Records, total: str, unit: str = "", fixed: Mapping[str, Fixing] | None = None) -> Split:
    return finished(divided(read, total, unit, fixed))


def shown(found: Split) -> dict[str, str]:
    return {"·".join(node.path): found.total.measure.number(node.value) for node in found.nodes()}


def test_the_form_t03_is_pasted_as_it_is() -> None:
    heading = "月份\t车型\t姓名\t权重\t下限\t上限\t锁定\t订单目标\tAAK目标\t系统提报目标\t编制人\t编制日期\n"
    rows = "2027年1月\t甲型\t张三\t5\t\t\t\t\t\t\t赵六\t2026-12-20\n\t\t李四\t4\t\t\t\t\n\t\t王五\t3\t\t\t\t\n"
    found = split(table(heading + rows), "12台")
    assert shown(found) == {"张三": "5", "李四": "4", "王五": "3"}
    assert found.levels == ("姓名",)
    assert found.notes == ("没有写最小单位：按 1 台 取整", "月份：2027年1月", "车型：甲型")
    assert explain(found.leaves()[0], found.total) == "12 台 × 5 ÷ 12 = 5 台；正好是 1 台 的整数倍"


def test_the_form_t01_is_divided_by_last_years_figures() -> None:
    """Its example: 200 cars last year, 15 of them in January, give 240 × 7.5% = 18."""
    last_year = [15, *[17] * 10, 15]
    heading = "年度\t月份\t车型\t订单目标\tAAK目标\t系统提报目标\t上年实绩\n"
    rows = "".join(f"2027\t2027年{at}月\t甲型\t\t\t\t{count}\n" for at, count in enumerate(last_year, 1))
    read = table(heading + rows)
    found = split(read, "240台")
    assert (read.errors, read.notes) == ([], [])
    assert shown(found)["2027年1月"] == "18"
    assert found.notes[1:] == ("没有权重一列，按上年实绩分", "车型：甲型")


def test_parts_are_written_whole_where_the_unit_of_the_total_is_too_large_and_bounds_stay_in_it() -> None:
    found = split(table("姓名\t权重\t上限\n甲\t1\t\n乙\t2\t0.3\n丙\t4\t\n"), "1.2亿")
    assert [found.total.measure.text(leaf.value) for leaf in found.leaves()] == [
        "1,800 万元",
        "3,000 万元",
        "7,200 万元",
    ]
    assert "各项按万元写，用亿元写不全" in found.notes[0]


def test_levels_add_up_and_the_example_of_the_clause_comes_out() -> None:
    """MB-301: 4,900 = 1,550 × 2 + 600 × 3."""
    second = "二部\t经理乙\t1550\n\t专员乙\t600\n\t专员丙\t600\n"
    text = f"部门\t姓名\t权重\n一部\t经理甲\t1550\n\t专员甲\t600\n{second}合计\t\t4900\n"
    found = split(table(text), "4900万元")
    assert shown(found) == {
        "一部": "2,150",
        "一部·经理甲": "1,550",
        "一部·专员甲": "600",
        "二部": "2,750",
        "二部·经理乙": "1,550",
        "二部·专员乙": "600",
        "二部·专员丙": "600",
    }


def test_bounds_below_hold_the_levels_above() -> None:
    text = "部门\t姓名\t权重\t上限\n华东\t张三\t8\t10\n华东\t李四\t1\t\n华南\t王五\t1\t\n"
    found = split(table(text), "100")
    assert shown(found) == {"华东": "55", "华东·张三": "10", "华东·李四": "45", "华南": "45", "华南·王五": "45"}
    assert explain(found.leaves()[0], found.total) == "按权重应得 360，上限是 10，取上限"


def test_a_part_fixed_by_hand_moves_the_rest() -> None:
    found = split(table("姓名\t权重\n甲\t1\n乙\t1\n丙\t2\n"), "40", fixed={"1": {"typed": "13"}, "2": {"steps": "7"}})
    assert shown(found) == {"甲": "13", "乙": "7", "丙": "20"}
    with pytest.raises(CalculationError, match="固定的数读不出来：“许多”"):
        split(table("姓名\t权重\n甲\t1\n"), "40", fixed={"1": {"typed": "许多"}})
    with pytest.raises(CalculationError, match="甲：锁定的数不是最小单位的整数倍"):
        split(table("姓名\t权重\n甲\t1\n乙\t1\n"), "40", fixed={"1": {"typed": "1.5"}})


def test_a_department_fixed_by_hand_keeps_it_and_all_others_share_the_rest() -> None:
    text = "部门\t团队\t姓名\t权重\n一\t甲\tA\t1\n一\t甲\tB\t1\n一\t乙\tC\t2\n二\t丙\tD\t4\n二\t丁\tE\t4\n"
    found = split(table(text), "120", fixed={'["一"]': {"typed": "60"}, '["一", "甲"]': {"steps": "50"}})
    assert shown(found) == {
        "一": "60", "一·甲": "50", "一·甲·A": "25", "一·甲·B": "25", "一·乙": "10", "一·乙·C": "10",
        "二": "60", "二·丙": "30", "二·丙·D": "30", "二·丁": "30", "二·丁·E": "30",
    }  # fmt: skip
    assert explain(found.nodes()[0], found.total) == "锁定为 60，其余各项分剩下的"
    assert explain(found.nodes()[2], found.total) == "50 × 1 ÷ 2 = 25；正好是 1 的整数倍"
    inner = split(table(text), "120", fixed={'["一", "甲"]': {"typed": "10"}})
    assert shown(inner)["一"] == "32"
    assert explain(inner.nodes()[0], inner.total) == "120 按下级各项的权重和上下限，应得 32；正好是 1 的整数倍"


@pytest.mark.parametrize(
    ("fixed", "reason"),
    [
        ({'["一"]': {"typed": "130"}}, "一固定的数加起来超过总数"),
        ({'["一"]': {"typed": "50"}, '["二"]': {"typed": "50"}}, "一、二固定的数加起来不到总数"),
        ({'["一"]': {"typed": "50.5"}}, "一：锁定的数不是最小单位的整数倍"),
        ({'["一"]': {"typed": "-5"}}, "一：锁定的数是负数"),
    ],
)
def test_departments_that_cannot_be_fixed_so_are_named(fixed: dict[str, Fixing], reason: str) -> None:
    with pytest.raises(CalculationError, match=reason):
        split(table("部门\t姓名\t权重\n一\tA\t1\n一\tB\t1\n二\tC\t2\n"), "120", fixed=fixed)


def test_faulty_rows_are_listed_and_nothing_is_divided_over_the_others() -> None:
    read = table("姓名\t权重\t下限\t上限\t锁定\n甲\t-1\t\t\t\n乙\t1\t5\t3\t\n丙\t\t\t\t\n丁\t2\t\t\t\n戊\t\t\t\t4\n")
    with pytest.raises(CalculationError, match="第 1、2、3 行有错误，现在不能分"):
        split(read, "10")
    assert [(error.row, error.column, error.reason) for error in read.errors] == [
        (1, "权重", "权重是负数"),
        (2, "上限", "上限小于下限"),
        (3, "权重", "没有权重，也没有锁定的数"),
    ]


def test_a_person_without_a_team_stands_below_the_department_not_in_the_team_of_another() -> None:
    found = split(table("部门\t团队\t姓名\t权重\n一部\tA\t张三\t1\n一部\tB\t李四\t1\n二部\t\t王五\t1\n"), "3")
    assert [*shown(found)] == ["一部", "一部·A", "一部·A·张三", "一部·B", "一部·B·李四", "二部", "二部·王五"]


def test_a_row_without_a_name_is_a_fault_and_no_second_department() -> None:
    read = table("部门\t姓名\t权重\n一部\t张三\t1\n一部\t\t2\n二部\t王五\t1\n")
    with pytest.raises(CalculationError, match="第 2 行有错误，现在不能分"):
        split(read, "10")
    assert [(error.row, error.column, error.reason) for error in read.errors] == [(2, "姓名", "这一行没有名称")]


@pytest.mark.parametrize("heading", ["姓名\t权重\n", "部门\t姓名\t权重\n", "部门\t姓名\t权重\n合计\t\t9\n"])
def test_a_table_without_a_row_says_so(heading: str) -> None:
    with pytest.raises(CalculationError, match="权重表里没有一行数据"):
        split(table(heading), "10")


people = st.lists(
    st.tuples(st.sampled_from("东南西"), st.sampled_from("一二"), st.integers(0, 50)), min_size=1, max_size=12
).filter(lambda rows: any(weight for *_, weight in rows))


@given(people, st.integers(0, 500))
def test_every_level_adds_up_to_the_one_above(rows: list[tuple[str, str, int]], total: int) -> None:
    text = "".join(f"{area}\t{team}组\t第{place}人\t{weight}\n" for place, (area, team, weight) in enumerate(rows))
    found = split(table(f"部门\t团队\t姓名\t权重\n{text}"), str(total))
    for node in [found.root, *found.nodes()]:
        if node.children:
            assert sum(child.value for child in node.children) == node.value
    assert found.root.value == total
    assert len(found.leaves()) == len(rows)
    weights = sum(weight for *_, weight in rows)
    for leaf in found.leaves():
        assert leaf.part.weight or leaf.value == 0
        assert abs(leaf.value - Fraction(total) * leaf.part.weight / weights) < len(found.levels)


@given(people, st.data())
def test_whatever_is_fixed_stays_and_every_level_still_adds_up(
    rows: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    rows = [(area, team, weight + 1) for area, team, weight in rows]
    text = "".join(f"{area}\t{team}组\t第{place}人\t{weight}\n" for place, (area, team, weight) in enumerate(rows))
    read = table(f"部门\t团队\t姓名\t权重\n{text}")
    places = [node for node in split(read, "1000").nodes() if len(node.path) < 4]
    chosen = data.draw(st.lists(st.sampled_from(places), max_size=3, unique_by=key_of))
    fixed: dict[str, Fixing] = {key_of(node): {"steps": str(data.draw(st.integers(0, 400)))} for node in chosen}
    try:
        found = split(read, "1000", fixed=fixed)
    except CalculationError as error:
        assert re.search("固定|锁定", error.reason)  # noqa: PT017 -- some choices cannot be met; those that can are checked
        return
    for node in [found.root, *found.nodes()]:
        if node.children:
            assert sum(child.value for child in node.children) == node.value
        if key_of(node) in fixed:
            assert node.value == int(fixed[key_of(node)]["steps"])
