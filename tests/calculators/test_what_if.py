"""如果规则变了: the same people by two sets of rules; a cell that cannot be read is named with what would work."""

import itertools
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.desk import Desk
from calculators.kpi import score
from calculators.people import Person
from calculators.schemes import SchemeRowSource, compile_scheme
from calculators.what_if import Edit, compare, edited, joint_scheme, try_compile
from tests.calculators.examples import MESSY, SCHEME, SOURCE, ask, roster_of, run

STRICTER = [Edit(0, "rule", "每低于 5% 扣 2 分")]
PEOPLE = st.lists(
    st.fixed_dictionaries({name: st.none() | st.integers(0, 30).map(Fraction) for name in SCHEME.inputs}).map(
        lambda values: Person("某人", [1], dict(values))
    ),
    max_size=8,
)
RULES = st.sampled_from(
    ["每低于 5% 扣 1 分", "每低于 10% 扣 5 分；可倒扣", "按比例得分；封顶 120%", "低于 60% 一票否决；每低于 1% 扣 1 分"]
)


def changed(*edits: Edit) -> dict[str, Any]:
    """Return a request's fields for the shared scheme with cells rewritten."""
    return {
        "scheme": SOURCE.to_json(),
        "edits": [{"row": edit.row, "field": edit.field, "text": edit.text} for edit in edits],
        "tables": {"table": {"text": MESSY}},
    }


@given(PEOPLE, RULES)
def test_each_side_is_what_the_scorer_says_and_swapping_sides_swaps_gain_and_loss(
    people: list[Person], rule: str
) -> None:
    after = compile_scheme(edited(SOURCE, [Edit(0, "rule", rule)]))
    there, back = compare(SCHEME, after, people), compare(after, SCHEME, people)
    for line in there.lines:
        assert (line.before, line.after) == (score(SCHEME, line.person.values), score(after, line.person.values))
    assert [there.count(sign) for sign in (-1, 0, 1)] == [back.count(sign) for sign in (1, 0, -1)]
    assert len(people) == there.count(-1) + there.count(0) + there.count(1) + len(there.left_out)
    assert sum(there.moves.values()) == sum(line.crossed for line in there.lines)


@given(PEOPLE, RULES)
def test_the_reasons_of_a_change_add_up_to_it(people: list[Person], rule: str) -> None:
    after = compile_scheme(edited(SOURCE, [Edit(0, "rule", rule)]))
    for line in compare(SCHEME, after, people).lines:
        if line.change is not None and "否决" not in line.why:
            told = [Fraction(part.rpartition(" ")[2]) for part in line.why.split("，") if part]
            assert sum(told, Fraction(0)) == line.change


def test_who_gains_and_loses_is_shown_side_by_side_and_who_cannot_be_compared_is_named() -> None:
    result = ask(Desk(), "team_what_if", **changed(*STRICTER))["result"]
    assert (result["gain"], result["lose"], result["same"], result["crossed"]) == (0, 1, 0, 0)
    assert result["left_out"] == ["李四", "王五"]
    assert result["lines"][0] == {
        "name": "张三", "before": "86.50", "after": "84.50", "change": "-2.00", "grade_before": "良好",
        "grade_after": "良好", "crossed": False, "why": "销售完成率 -2",
    }  # fmt: skip


def test_a_crossed_grade_is_counted_as_a_move() -> None:
    result = ask(Desk(), "team_what_if", **changed(Edit(0, "rule", "每低于 5% 扣 5 分")))["result"]
    assert result["moves"] == [{"from": "良好", "to": "合格", "count": 1}]


@pytest.mark.parametrize(
    ("edit", "hint"),
    [
        (Edit(0, "rule", "每少 5% 减 1 分"), "最接近的写法：每低于 5% 扣 1 分"),
        (Edit(0, "rule", "每低于 5 扣 1 分"), "也写成百分数，如 5%"),
        (Edit(1, "standard", "全部"), "写成 100%、15 天、500万元 这样的数；不需要标准就写 -"),
        (Edit(2, "weight", "二十"), "写成 25 或 12.5 这样的分数"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_what_would_work(edit: Edit, hint: str) -> None:
    reply = ask(Desk(), "team_what_if", **changed(edit))
    (problem,) = reply["problems"]
    assert (problem["row"], problem["field"], problem["hint"]) == (edit.row, edit.field, hint)
    assert problem["read"] in edit.text
    assert (reply["result"], reply["fault"]["hint"]) == (None, "在上面的考核表里按提示改好，结果就会出来")


def test_every_bad_cell_is_named_at_once_and_without_a_table() -> None:
    fields: dict[str, Any] = changed(Edit(0, "rule", "看情况"), Edit(1, "weight", "0")) | {"tables": {}}
    problems = ask(Desk(), "team_what_if", **fields)["problems"]
    assert [(problem["row"], problem["field"]) for problem in problems] == [(0, "rule"), (1, "weight")]


def test_weights_that_no_longer_add_up_are_said_and_calculated_with() -> None:
    scheme, problems, remark = try_compile(edited(SOURCE, [Edit(0, "weight", "30")]))
    assert scheme is not None
    assert (scheme.weight, problems) == (105, [])
    assert remark == "权重合计现在是 105 分，方案要求 100 分；先按现在的权重计算"


def test_another_scheme_may_ask_for_columns_of_its_own() -> None:
    row = SchemeRowSource("拜访", "100", "实际拜访 ÷ 计划拜访", "100%", "按比例得分", "KP-201")
    other = compile_scheme(replace(SOURCE, id="visits", title="拜访考核", rows=(row,), inputs={}))
    joint = joint_scheme(SCHEME, other)
    assert joint.inputs == (*SCHEME.inputs, "实际拜访", "计划拜访")
    heading = "姓名\t" + "\t".join(joint.inputs)
    people = roster_of(f"{heading}\n张三\t{'\t'.join(['1'] * 9)}\n", joint).people
    (line,) = compare(SCHEME, other, people).lines
    assert (line.after.total, line.comparable) == (100, True)


def test_one_of_several_periods_is_compared() -> None:
    months = [[*row, month] for row, month in zip(_rows(), ("月份", "7月", "8月", "7月"), strict=True)]
    fields: dict[str, Any] = changed(*STRICTER) | {
        "tables": {"table": {"text": "\n".join("\t".join(row) for row in months)}}
    }
    for period, names in ((None, ["李四"]), ("7月", ["张三", "王五"])):
        result = ask(Desk(), "team_what_if", **fields, adjust={"period": period})["result"]
        assert sorted(line["name"] for line in result["lines"]) == names


def _rows() -> list[list[str]]:
    return [[*line.split("\t")] for line in MESSY.splitlines() if line.startswith(("姓名", "张三", "李四", "王五"))]


def test_an_edit_of_a_row_that_there_is_not_is_refused() -> None:
    state = run(Desk().start(json.dumps({"op": "team_what_if", **changed(Edit(9, "rule", "按比例得分"))})))
    assert state["error"]["hint"] == "方案可能已经更新：刷新页面再改"


def test_the_same_request_has_the_same_answer_from_a_desk_that_saw_others_before() -> None:
    used, requests = Desk(), [changed(*STRICTER), changed(), changed(Edit(0, "weight", "20"))]
    for left, right in itertools.pairwise([*requests, *requests]):
        ask(used, "team_what_if", **left)
        assert ask(used, "team_what_if", **right) == ask(Desk(), "team_what_if", **right)
