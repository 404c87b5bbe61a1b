"""Onboarding paths: what is read, what no longer fits the handbook, and the pages that they become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from handbook.checks.onboarding_checks import times_said
from handbook.compiler import compile_files, read_files
from handbook.content.onboarding import PHASES
from handbook.findings import Code
from tests.handbook.test_findings import EXAMPLE

PATH, ROLE, RULES = "onboarding/account-manager.md", "roles/account-manager.md", "rules/assessment.md"
SOURCE = Path(__file__).parents[2] / "handbook_src"


def changed(path: str, old: str, new: str, files: Mapping[str, str] = EXAMPLE) -> dict[str, str]:
    assert old in files[path]
    return {**files, path: files[path].replace(old, new, 1)}


def found(files: Mapping[str, str]) -> list[tuple[str, Code]]:
    return [(finding.path, finding.code) for finding in compile_files(files).findings]


def pages(files: Mapping[str, str] = EXAMPLE) -> Mapping[str, str]:
    handbook = compile_files(files)
    assert handbook.findings == ()
    return handbook.pages


def shipped() -> dict[str, str]:
    return {path: content.decode() for path, content in read_files(SOURCE).items()}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: N01", "id: N1", Code.WRONG_TYPE),
        ("role: 大客户经理", "role: 大客户总管", Code.ONBOARDING_ROLE),
        ("## 第 1 周", "## 第一周", Code.ONBOARDING_SECTION),
        ("任务：\n\n- 领办公用品。\n\n", "", Code.ONBOARDING_SECTION),
        ("任务：\n\n- 领办公用品。", "任务：\n\n领办公用品。", Code.ONBOARDING_SECTION),
        ("任务：", "要做：", Code.ONBOARDING_SECTION),
        ("- [[KH-201]]", "- 出差办法", Code.ONBOARDING_SECTION),
        ("- [[KH-201]]", "- [[KH-299]]", Code.DEAD_REFERENCE),
        ("| 题目 | 条款 | 原文数字或词 |", "| 题目 | 条款 | 原文 |", Code.WORK_TABLE),
        ("| KP-201 | 每低于 5% 扣 1 分，不足 |", "| - | 每低于 5% 扣 1 分，不足 |", Code.QUIZ_CLAUSE),
        ("| KP-201 | 每低于 5% 扣 1 分，不足 |", "| KP-201 | 低于 5 分 扣 1 分 |", Code.QUIZ_QUOTE),
        ("| KP-201 | 每低于 5% 扣 1 分，不足 |", "| KP-201 | 扣 1 分 |", Code.QUIZ_QUOTE),
        ("| KP-201 | 每低于 5% 扣 1 分，不足 |", "| KP-201 | 计分，每低于 5% |", Code.QUIZ_ANSWER),
        ("1 分、2 分 | 1 分", "1 分 | 1 分", Code.QUIZ_ANSWER),
        ("1 分、2 分 | 1 分", "1 分、1 分 | 1 分", Code.QUIZ_ANSWER),
        ("1 分、2 分 | 1 分", "1 分、2 分 | 2 分", Code.QUIZ_ANSWER),
        ("1 分、2 分 | 1 分", "1 分、2 分 | 一分", Code.QUIZ_ANSWER),
        ("| 每低一档扣几分？ |", "| |", Code.QUIZ_ANSWER),
    ],
)
def test_what_does_not_fit_is_one_finding(old: str, new: str, code: Code) -> None:
    files = changed(PATH, old, new)
    codes = {entry[1] for entry in found(files)}
    assert codes == {code}


def test_the_address_of_a_question_s_fault_is_its_cell() -> None:
    (finding,) = compile_files(changed(PATH, "，不足 | 1 分、2 分 | 1 分", "，不足 | 1 分、2 分 | 3 分")).findings
    line = EXAMPLE[PATH].split("\n")[finding.line - 1]
    assert line[finding.column - 1 :].startswith("1 分 |")
    assert finding.read == "3 分"


def test_a_changed_figure_in_a_clause_is_exactly_the_finding_of_its_question() -> None:
    (finding,) = compile_files(changed("rules/travel.md", "出差前须得到批准", "出差前一天须得到批准")).findings
    assert (finding.path, finding.code, finding.read) == (PATH, Code.QUIZ_QUOTE, "出差前须得到批准")
    assert "KH-202 出差报批" in finding.message
    assert "rules/travel.md" in finding.fix


@pytest.mark.parametrize(
    ("path", "old", "new", "quotes"),
    [
        ("rules/general.md", "销售人员每月出差不少于 15 天。", "销售人员每月出差不少于 12 天。", {"不少于 15 天"}),
        ("rules/service.md", "8 小时为最迟时限。不得", "6 小时为最迟时限。不得", {"内处理完，8 小时为最迟时限"}),
        ("rules/incentives.md", "规定分数为 60 分", "规定分数为 65 分", {"规定分数为 60 分"}),
    ],
)
def test_a_changed_figure_of_the_shipped_rules_stops_the_build_at_its_questions(
    path: str, old: str, new: str, quotes: set[str]
) -> None:
    findings = compile_files(dict(changed(path, old, new, shipped()))).faults
    assert {finding.code for finding in findings} == {Code.QUIZ_QUOTE}
    assert {finding.read for finding in findings} == quotes


@pytest.mark.parametrize(
    ("clause", "quote", "expected"),
    [
        ("每月出差不少于15天。", "15 天", True),
        ("每月出差不少于15天。", "5 天", False),
        ("每件1,000元", "000 元", False),
        ("每件1,000元", "1,000 元", True),
        ("每年提高0.5个", "5 个", False),
        ("满分100，其中25", "25", True),
        ("满分100.5", "100", False),
        ("第1、2条", "1", True),
        ("任何文字", "", False),
    ],
)
def test_a_quoted_figure_is_the_whole_figure(clause: str, quote: str, expected: bool) -> None:  # noqa: FBT001 -- a case
    assert (times_said(clause, quote) == 1) is expected


def test_a_path_has_its_lists_to_tick_and_its_questions_with_answers_folded_away() -> None:
    page = pages()[PATH]
    assert page.count('<input type="checkbox"') == 10
    assert page.count("<fieldset") == page.count("<summary>看答案</summary>") == 5
    assert (
        '答案：**1 分**。依据[<span class="clause-ref">KP-201</span> 销售完成率](../rules/assessment.md#KP-201)' in page
    )
    assert "条文写的是“每低于 5% 扣 1 分，不足”" in page
    assert '<div class="path-desk" data-path="N01"' in page
    assert [name for name in PHASES if f"## {name} " in page] == list(PHASES)


def test_role_and_path_lead_to_each_other_and_both_are_in_the_list() -> None:
    rendered = pages()
    assert "新人路径：[大客户经理新人路径](../onboarding/account-manager.md)" in rendered[ROLE]
    assert "岗位：[大客户经理](../roles/account-manager.md)" in rendered[PATH]
    row = "| [大客户经理新人路径](account-manager.md) | [大客户经理](../roles/account-manager.md) | 5 | 5 | 5 |"
    assert row in rendered["onboarding/index.md"]


def test_what_is_kept_outlives_a_new_order_and_not_a_new_question() -> None:
    def keys(files: Mapping[str, str]) -> list[str]:
        return re.findall(r'data-item="(\w+)"', pages(files)[PATH])

    before = keys(EXAMPLE)
    added = keys(changed(PATH, "- 领办公用品。", "- 见同事。\n- 领办公用品。"))
    asked = keys(changed(PATH, "1 分、2 分 | 1 分", "1 分、3 分 | 1 分"))
    assert [key for key in before if key not in added] == []
    assert len([key for key in before if key not in asked]) == 1
    assert len(set(before)) == len(before)


def test_signs_in_a_question_are_shown_and_are_no_markup() -> None:
    page = pages(changed(PATH, "| 每低一档扣几分？ |", "| 低于 5 & 高于 3 *怎么* 扣？ |"))[PATH]
    assert "<legend>低于 5 &amp; 高于 3 *怎么* 扣？</legend>" in page


def test_the_shipped_paths_are_for_five_roles_with_questions_in_every_phase() -> None:
    onboardings = compile_files(dict(shipped())).work.onboardings
    roles = [onboarding.role for onboarding in onboardings]
    assert roles == ["大客户总监", "大客户经理", "大客户专员", "内勤", "客服"]
    for onboarding in onboardings:
        assert len(onboarding.questions) >= 8
        assert [phase.name for phase in onboarding.phases] == list(PHASES)
        assert all(phase.to_read and phase.tasks and phase.quiz for phase in onboarding.phases)
        keys = [question.key for question in onboarding.questions]
        assert len(set(keys)) == len(keys)
