"""团队: who is ranked, grouped, followed over periods, and who is left out by name."""

import io
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from calculators.desk import Desk
from calculators.kpi import Score
from calculators.numbers import half_up
from calculators.people import Person
from calculators.tables import TableError, read_grid
from calculators.team_frames import crossings, mean_points, members_frame, ranked, summary
from calculators.team_tables import Member, TeamReading, TeamTable, gaps, period_name, read_team
from calculators.team_views import Choices, Team
from calculators.team_workbooks import team_workbook
from tests.calculators.examples import SCHEME, SOURCE, ask, run

HEADINGS = "姓名\t团队\t车型\t签约额(万元)\t计划完成销售额(万元)\t实际回款\t应回款\t有效投诉次数\t实际户数\t计划户数\n"
MERGED = (
    "三季度考核\n" + HEADINGS
    + "张三\t一组\tA系\t100\t100\t9\t9\t0\t10\t10\n"
    + "李四\t\tB系\t#DIV/0!\t100\t9\t9\t0\t10\t10\n"
    + "王五\t\tA系\t50\t100\t9\t9\t0\t10\t10\n"
    + "赵六\t二组\tA系\t100\t100\t9\t9\t0\t10\t10\n"
    + "孙七\t\tB系\t80\t100\t9\t9\t1\t\t10\n"
    + "合计\t\t\t330\t500\t\t\t\t\t\n"
)  # fmt: skip


def read(text: str, label: str = "") -> TeamReading:
    """Read one table to its end."""
    reading = read_team(TeamTable(label, read_grid(text)), SCHEME)
    while True:
        try:
            next(reading)
        except StopIteration as stop:
            return stop.value


def team_of(*texts: str, labels: tuple[str, ...] = (), choices: Choices | None = None) -> Team:
    """Read tables, labelled in their order, as one team."""
    readings = [read(text, label) for text, label in zip(texts, labels or [""] * len(texts), strict=True)]
    return Team(SCHEME, readings, choices or Choices())


def by_month(*rows: tuple[str, str, int]) -> str:
    """Return a table of (name, month, sales in percent of the plan), all else at full points."""
    lines = [f"{name}\t{month}\t{done}\t100\t9\t9\t0\t10\t10" for name, month, done in rows]
    return HEADINGS.replace("团队\t车型", "月份") + "\n".join(lines)


def test_a_table_with_merged_teams_is_ranked_grouped_and_its_gaps_are_said() -> None:
    team = team_of(MERGED)
    view = team.view()
    assert [(line["rank"], line["name"], line["total"]) for line in view["ranking"]["lines"]] == [
        (1, "张三", "100.00"),
        (1, "赵六", "100.00"),
        (3, "王五", "90.00"),
    ]
    assert view["ranking"]["lines"][2]["groups"] == ["一组", "A系"]
    assert [(person["name"], person["row"], person["reason"]) for person in view["left_out"]["people"]] == [
        ("李四", 2, "销售完成率：缺少实际完成销售额"),
        ("孙七", 5, "开发完成率：缺少实际户数"),
    ]
    assert [(line["label"], line["count"], line["left_out"], line["mean"]) for line in view["groups"][0]["lines"]] == [
        ("一组", 2, 1, "95.00"),
        ("二组", 1, 1, "100.00"),
    ]
    assert "“团队”一列第 2、3、5 行是空的（合并单元格），沿用上面一行" in team.readings[0].roster.notes


def test_a_group_that_one_row_leaves_out_among_filled_ones_is_not_guessed() -> None:
    text = MERGED.replace("李四\t\t", "李四\t一组\t").replace("孙七\t\t", "孙七\t二组\t")
    team = team_of(text)
    assert team.members[2].groups["团队"] == "（未填）"
    assert "“团队”一列第 3 行没有填，归入“（未填）”" in team.readings[0].roster.notes


def test_two_headings_cross_in_a_table_of_means() -> None:
    cross = team_of(MERGED, choices=Choices(rows="车型", columns="团队")).view()["cross"]
    assert (cross["row_labels"], cross["column_labels"]) == (["A系", "B系"], ["一组", "二组"])
    means = [[cell and cell["mean"] for cell in row] for row in cross["cells"]]
    assert means == [["95.00", "100.00"], [None, None]]


def test_months_in_one_table_give_trends_changes_and_crossed_grades() -> None:
    table = by_month(("张三", "2026-08", 100), ("李四", "2026年8月", 60), ("张三", "2026/7/1", 35), ("李四", "7月", 70))
    table = table.replace("\t7月\t", "\t202607\t")
    view = team_of(table).view()
    assert (view["periods"], view["period"]) == (["2026年7月", "2026年8月"], "2026年8月")
    assert [(line["name"], line["change"]) for line in view["ranking"]["lines"]] == [
        ("张三", "+13.00"),
        ("李四", "-2.00"),
    ]
    assert [period["mean"] for period in view["trend"]["periods"]] == ["90.50", "96.00"]
    assert view["trend"]["people"][0] == {"name": "张三", "totals": ["87.00", "100.00"]}
    assert [(line["name"], line["grade_before"], line["grade"], line["up"]) for line in view["crossings"]] == [
        ("张三", "良好", "优秀", True)
    ]


def test_periods_pasted_apart_are_named_by_their_labels() -> None:
    texts = [by_month(("张三", "", done)).replace("\t月份", "").replace("张三\t\t", "张三\t") for done in (100, 35)]
    view = team_of(*texts, labels=("2026年第2季度", "2026Q1")).view()
    assert view["periods"] == ["2026年第1季度", "2026年第2季度"]
    assert view["ranking"]["lines"][0]["change"] == "+13.00"


def months(*done: int) -> dict[str, dict[str, str]]:
    """Return tables as the page sends them, the latest month first: 张三 with so many percent in each."""
    names = ["table", "earlier", *(f"earlier{place}" for place in range(2, 30))]
    texts = [by_month(("张三", "", each)).replace("\t月份", "").replace("张三\t\t", "张三\t") for each in done]
    return {name: {"text": text} for name, text in zip(names, texts, strict=False)}


def test_any_number_of_months_gives_a_trend_and_the_grades_crossed_between_neighbours() -> None:
    options = {"table": "2026-04", "earlier": "2026/3", "earlier2": "2026年2月", "earlier3": "202601"}
    asked: Any = {"tables": months(100, 35, 100, 35), "options": options}
    found = ask(Desk(), "team_analyse", scheme=SOURCE.to_json(), **asked)["result"]
    assert found["periods"] == [f"2026年{month}月" for month in (1, 2, 3, 4)]
    assert found["trend"]["people"] == [{"name": "张三", "totals": ["87.00", "100.00", "87.00", "100.00"]}]
    assert [(line["from"], line["to"], line["up"]) for line in found["crossings"]] == [
        ("2026年3月", "2026年4月", True),
        ("2026年2月", "2026年3月", False),
        ("2026年1月", "2026年2月", True),
    ]


def test_months_without_a_name_stand_in_the_order_of_the_page() -> None:
    found = ask(Desk(), "team_analyse", scheme=SOURCE.to_json(), tables=months(100, 90, 80, 70))["result"]
    assert (found["periods"], found["period"]) == (["前 3 期", "前 2 期", "上期", "本期"], "本期")


def test_more_than_24_tables_are_refused_with_what_to_do() -> None:
    request = {"op": "team_analyse", "scheme": SOURCE.to_json(), "tables": months(*[100] * 25)}
    error = run(Desk().start(json.dumps(request)))["error"]
    assert (error["reason"], error["hint"]) == ("有 25 张表", "把几期放在一张表里，加一列“月份”；分开的表最多 24 张")


def test_a_month_that_is_missing_or_there_twice_is_said() -> None:
    options = {"table": "2026年6月", "earlier": "2026年3月", "earlier2": "2026年3月", "earlier3": "2025年12月"}
    asked: Any = {"tables": months(100, 90, 80, 70), "options": options}
    found = ask(Desk(), "team_analyse", scheme=SOURCE.to_json(), **asked)["result"]
    assert found["notes"] == [
        "2026年3月在 2 张表里都有，合在一起算；不是同一期的，改“是哪一期”",
        "2025年12月和2026年3月之间缺 2 期，等级变化按这两期相比",
        "2026年3月和2026年6月之间缺 2 期，等级变化按这两期相比",
    ]
    assert gaps(["2025年第4季度", "2026年第2季度"]) == [("2025年第4季度", "2026年第2季度", 1)]
    assert gaps(["7月", "9月", "上期"]) == []


def test_a_name_merged_over_its_months_is_repeated() -> None:
    team = team_of(by_month(("张三", "7月", 100), ("", "8月", 90), ("李四", "7月", 100)))
    assert [(member.name, member.period) for member in team.members] == [
        ("张三", "7月"),
        ("张三", "8月"),
        ("李四", "7月"),
    ]
    assert "1 行没有姓名（合并单元格），沿用上一行的姓名" in team.readings[0].roster.notes


def test_two_people_of_one_name_are_ranked_but_not_compared() -> None:
    table = by_month(("张三", "7月", 100), ("张三", "7月", 35), ("张三", "8月", 90))
    team = team_of(table)
    assert [line["change"] for line in team.view()["ranking"]["lines"]] == [None]
    assert "重名：张三（7月），按不同的人分别计算，不作前后期比较" in team.readings[0].roster.notes


def test_several_periods_in_a_table_of_one_row_an_indicator_are_refused() -> None:
    text = "姓名\t月份\t指标\t目标\t实际\n张三\t7月\t销售完成率\t100\t90\n张三\t8月\t销售完成率\t100\t80\n"
    with pytest.raises(TableError, match="不能同时有几个考核期"):
        read(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2026-07", "2026年7月"), ("2026年07月", "2026年7月"), ("7月份", "7月"), ("202607", "2026年7月"),
        ("Q3", "第3季度"), ("2026Q3", "2026年第3季度"), ("三季度", "第3季度"), ("2026年三季度", "2026年第3季度"),
        ("上半年", "上半年"), ("", ""),
    ],
)  # fmt: skip
def test_a_period_has_one_name_however_it_is_written(written: str, name: str) -> None:
    assert period_name(written) == name


def member(name: str, period: str, units: int, group: str, *, counts: bool) -> Member:
    """Return somebody with a total in 0.01 分."""
    total, weight = Fraction(units, 100), Fraction(100)
    result = Score((), total, weight if counts else Fraction(50), weight, SCHEME.grade(total) if counts else None, None)
    return Member(name, period, {"团队": group}, Person(name, [1]), result)


MEMBERS = st.lists(
    st.builds(
        member,
        st.sampled_from("甲乙丙丁"),
        st.sampled_from(["1月", "2月", "3月"]),
        st.integers(0, 12_000),
        st.sampled_from(["一组", "二组"]),
        counts=st.booleans(),
    ),
    min_size=1,
    max_size=20,
)
PERIODS = ("1月", "2月", "3月")


@given(MEMBERS)
def test_ranks_are_one_more_than_those_with_a_higher_total(members: list[Member]) -> None:
    frame = ranked(members_frame(members, PERIODS, ["团队"]))
    expected = {
        place: 1 + sum(
            other.counts and other.period == each.period and other.result.total > each.result.total for other in members
        )
        for place, each in enumerate(members) if each.counts
    }  # fmt: skip
    assert dict(zip(frame.index, frame["rank"], strict=True)) == expected


@given(MEMBERS)
def test_means_of_groups_are_those_of_exact_arithmetic(members: list[Member]) -> None:
    frame = summary(members_frame(members, PERIODS, ["团队"]), ["group0"])
    for row in frame.to_dict("records"):
        group = [each for each in members if each.groups["团队"] == row["group0"]]
        totals = [each.result.total for each in group if each.counts]
        assert (row["count"], row["left_out"]) == (len(totals), len(group) - len(totals))
        if totals:
            assert mean_points(row["units"], row["count"]) == half_up(sum(totals, Fraction(0)) / len(totals))
            assert (row["highest"], row["lowest"]) == (max(totals) * 100, min(totals) * 100)


@given(MEMBERS)
def test_crossings_are_those_found_by_looking_at_every_pair(members: list[Member]) -> None:
    def alone(each: Member) -> bool:
        return [(other.name, other.period) for other in members].count((each.name, each.period)) == 1

    expected = sorted(
        (each.name, each.period, before.result.grade or "", each.result.grade or "")
        for each in members for before in members
        if each.name == before.name and PERIODS.index(each.period) == PERIODS.index(before.period) + 1
        and each.counts and before.counts and alone(each) and alone(before)
        and each.result.grade != before.result.grade
    )  # fmt: skip
    frame = crossings(members_frame(members, PERIODS, ["团队"]), SCHEME)
    found = [
        (row["name"], PERIODS[row["period"]], row["grade_before"], row["grade"]) for row in frame.to_dict("records")
    ]
    assert sorted(found) == expected
    bounds = {grade.name: grade.bound for grade in SCHEME.grades} | {"": Fraction(-1)}
    assert all(row["up"] == (bounds[row["grade"]] > bounds[row["grade_before"]]) for row in frame.to_dict("records"))


def test_another_period_is_looked_at_without_reading_the_tables_again() -> None:
    desk, labels = Desk(), list[str]()
    table = by_month(("张三", "7月", 100), ("张三", "8月", 35))
    for period in ("7月", "8月"):
        fields = {"scheme": SOURCE.to_json(), "tables": {"table": {"text": table}}, "adjust": {"period": period}}
        job = desk.start(json.dumps({"op": "team_analyse", **fields}))
        while (state := json.loads(job.step()))["state"] == "working":
            labels.append(state["label"])
        assert state["reply"]["result"]["period"] == period
    assert (labels.count("读取表格"), labels.count("汇总团队")) == (1, 2)


def test_a_cell_mended_in_the_preview_counts() -> None:
    table = {"text": MERGED, "settings": {"cells": {"2:3": "100"}}}
    reply = ask(Desk(), "team_analyse", scheme=SOURCE.to_json(), tables={"table": table})
    assert [person["name"] for person in reply["result"]["left_out"]["people"]] == ["孙七"]
    assert reply["copy"]["text"].splitlines()[:2] == [
        "名次\t姓名\t团队\t车型\t总分\t等级",
        "1\t张三\t一组\tA系\t100.00\t优秀",
    ]


def test_a_workbook_keeps_formulas_and_pasted_ones_stay_text() -> None:
    team = team_of(MERGED.replace("张三", "=1+1").replace("一组", '=HYPERLINK("http://x")'))
    sheets = load_workbook(io.BytesIO(team_workbook(team)))
    scores = sheets["成绩"]
    kinds = {cell.coordinate[0] for row in scores.iter_rows(min_row=3) for cell in row if cell.data_type == "f"}
    assert kinds == {"I", "L", "M"}
    assert (scores["B3"].value, scores["B3"].data_type) == ("=1+1", "s")
    assert scores["I3"].value == '=IF(J3<>"",0,ROUND(SUM(E3:H3),2))'
    groups = sheets["分组汇总"]
    assert [groups.cell(row, 3).data_type for row in (3, 4)] == ["s", "s"]
    assert "HYPERLINK" not in "".join(str(cell.value) for cell in groups["D"])
    assert [cell.value for cell in sheets["未计入和要核对"]["B"]][:3] == ["姓名", "李四", "孙七"]


def test_the_copied_ranking_says_of_how_many_points_an_unfinished_total_is() -> None:
    below = [row for row in team_of(MERGED).ranking_rows() if row[0] == "未计入"]
    assert [(row[1], row[-2]) for row in below] == [
        ("李四", "已评 75 分中得 75.00 分，还有 25 分未评"),
        ("孙七", "已评 75 分中得 66.00 分，还有 25 分未评"),
    ]
