"""Roles, processes and forms: what is read, what does not fit, and the pages that they become."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from handbook.compiler import compile_files
from handbook.content.processes import read_branches
from handbook.findings import Code
from tests.handbook.drawing import article
from tests.handbook.test_findings import EXAMPLE

ROLE, OUTSIDE = "roles/account-manager.md", "roles/outside.md"
PROCESS, FORM = "process/visit.md", "forms/visit-record.md"


def changed(path: str, old: str, new: str) -> dict[str, str]:
    assert old in EXAMPLE[path]
    return EXAMPLE | {path: EXAMPLE[path].replace(old, new)}


def found(files: Mapping[str, str]) -> list[tuple[str, int, Code]]:
    return [(finding.path, finding.line, finding.code) for finding in compile_files(files).findings]


def pages(files: Mapping[str, str] = EXAMPLE) -> Mapping[str, str]:
    handbook = compile_files(files)
    assert handbook.findings == ()
    return handbook.pages


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (ROLE, "reports_to: 总经理", "reports_to: 董事长", Code.UNKNOWN_POSITION),
        (ROLE, "appraised_by: 总经理", "appraised_by: 人事科", Code.UNKNOWN_POSITION),
        (ROLE, "former_names: [客户经理]", "former_names: [客户经理, 客户]", Code.DUPLICATE_WORK),
        (ROLE, "id: R02", "id: 2", Code.WRONG_TYPE),
        (ROLE, "part: 通用", "part: 通信", Code.WRONG_TYPE),
        (PROCESS, "owner: 大客户经理", "owner: 经理们", Code.UNKNOWN_POSITION),
        (PROCESS, "| 大客户经理 | 客户 |", "| 大客户经理 | 顾客方 |", Code.UNKNOWN_POSITION),
        (PROCESS, "| 走访并记录 |", "| - |", Code.BAD_STAGE),
        (PROCESS, "是→步骤3；否→步骤4", "是→步骤3", Code.BAD_STAGE),
        (PROCESS, "是→步骤3；否→步骤4", "是→步骤3；否→步骤2", Code.BAD_STAGE),
        (FORM, "submit_to: 总经理", "submit_to: 总经办", Code.UNKNOWN_POSITION),
        (FORM, "filled_by: [大客户经理]", "filled_by: [业务员]", Code.UNKNOWN_POSITION),
        (FORM, "clause: KH-201", "clause: XX-201", Code.WORK_CLAUSE),
        (FORM, "| 走访日期 | 日期 | - | 是 |", "| 走访日期 | 日期 | - | 必填 |", Code.BAD_FIELD),
        (FORM, "上门、电话", "上门", Code.BAD_FIELD),
        (FORM, "上门、电话", "上门、上门、电话", Code.BAD_FIELD),
        (FORM, "| 走访日期 |", "| 客户名称 |", Code.BAD_FIELD),
        (FORM, "| 走访日期 | 日期 | - | 是 | - |", "| 走访日期 | 日期 | - | 是 | 今天、昨天 |", Code.BAD_FIELD),
        (FORM, "## 怎么填\n\n走访当天填好。\n", "## 怎么填\n", Code.WORK_SECTION),
    ],
)
def test_what_does_not_fit_is_a_finding(path: str, old: str, new: str, code: Code) -> None:
    assert [entry[2] for entry in found(changed(path, old, new))] == [code]


def test_a_finding_in_a_cell_stands_at_the_name_that_is_wrong() -> None:
    (finding,) = compile_files(changed(PROCESS, "| 大客户经理 | 客户 |", "| 大客户经理 | 客户、采购科 |")).findings
    line = EXAMPLE[PROCESS].split("\n").index(next(line for line in EXAMPLE[PROCESS].split("\n") if "约定" in line)) + 1
    assert (finding.line, finding.column, finding.read) == (line, 21, "采购科")


def test_sections_out_of_order_are_a_finding() -> None:
    text = EXAMPLE[ROLE]
    mission, duties = (
        "## 使命\n\n维护好自己名下的[[词条：大客户]]。\n\n",
        "## 职责\n\n- 按[[大客户走访流程]]走访客户。\n\n",
    )
    swapped = text.replace(mission + duties, duties + mission)
    (finding,) = compile_files(EXAMPLE | {ROLE: swapped}).findings
    assert (finding.code, finding.read) == (Code.WORK_SECTION, "使命")


def test_a_page_without_its_table_is_one_finding() -> None:
    table = EXAMPLE[PROCESS][EXAMPLE[PROCESS].index("| 步骤 |") :]
    assert [entry[2] for entry in found(EXAMPLE | {PROCESS: EXAMPLE[PROCESS].replace(table, "步骤见别处。\n")})] == [
        Code.WORK_TABLE
    ]


def test_the_address_of_a_generated_page_is_taken() -> None:
    (finding,) = compile_files(EXAMPLE | {"process/time-limits.md": EXAMPLE[PROCESS]}).findings
    assert finding.code is Code.MISPLACED_FILE
    assert "由构建生成" in finding.message


def test_a_circle_of_two_roles_is_reported_at_both() -> None:
    second = EXAMPLE[ROLE].replace("大客户经理\nid: R02", "大客户专员\nid: R03").replace("[客户经理]", "[专员]")
    files = changed(ROLE, "reports_to: 总经理", "reports_to: 专员")
    files |= {"roles/specialist.md": second.replace("reports_to: 总经理", "reports_to: 客户经理")}
    assert [entry[2] for entry in found(files)] == [Code.REPORTING_CIRCLE, Code.REPORTING_CIRCLE]


def test_roles_processes_and_forms_are_named_by_title_and_by_other_names() -> None:
    text = "见[[大客户经理]]、[[客户经理]]、[[大客户走访流程]]、[[走访记录表]]、[[岗位：大客户经理]]。"
    page = pages(changed("rules/assessment.md", "按比例得分，封顶 100%。", text))["rules/assessment.md"]
    assert (
        "见[大客户经理](../roles/account-manager.md)、[客户经理](../roles/account-manager.md)、"
        "[大客户走访流程](../process/visit.md)、[走访记录表](../forms/visit-record.md)、"
    ) in page


def test_a_role_has_its_calculators_processes_and_forms() -> None:
    page = pages()[ROLE]
    assert (
        "考核表：[大客户经理季度考核](../kpi/schemes/am-quarter.md)（[直接算分](../kpi/schemes/am-quarter.md#c" in page
    )
    assert "| [大客户走访流程](../process/visit.md) | 是 | [1](../process/visit.md#step-1)、" in page
    assert "| [大客户走访记录表](../forms/visit-record.md) | 填写 | 走访当天 | 总经理 |" in page


def test_what_belongs_to_a_role_is_published_for_the_home_page() -> None:
    written = pages()["assets/roles.json"]
    (role,) = json.loads(written)
    assert role == {
        "id": "R02",
        "title": "大客户经理",
        "url": "roles/account-manager/",
        "rules": [{"title": "考核办法", "url": "rules/assessment/"}, {"title": "出差办法", "url": "rules/travel/"}],
        "clauses": [],
        "schemes": [{"title": "大客户经理季度考核", "url": "kpi/schemes/am-quarter/#calculator"}],
        "processes": [{"title": "大客户走访流程", "url": "process/visit/"}],
        "forms": [{"title": "大客户走访记录表", "url": "forms/visit-record/"}],
    }
    assert written == pages(dict(reversed(EXAMPLE.items())))["assets/roles.json"]
    assert '<div class="my-role" data-root="../../" data-role="R02" data-title="大客户经理"></div>' in pages()[ROLE]
    assert '<div class="my-role" data-root="../"></div>' in pages()["roles/index.md"]


def rules_of_the_role(text: str, *, audience: str = "大客户总监") -> tuple[list[str], list[str]]:
    """Return the titles of a role's articles and clauses once another article says a text."""
    body = f"## 总则\n\n### YC-101 标题\n\n{text}\n"
    other = article(body, title="用词办法", code="YC").replace("全体人员", audience)
    grouped = EXAMPLE[ROLE].replace("former_names:", "groups: [销售人员]\nformer_names:")
    (role,) = json.loads(pages(EXAMPLE | {"rules/terms.md": other, ROLE: grouped})["assets/roles.json"])
    return [rule["title"] for rule in role["rules"]], [clause["title"] for clause in role["clauses"]]


def test_rules_for_a_role_alone_come_before_those_for_everybody_and_those_for_others_that_name_it() -> None:
    assert rules_of_the_role("大客户经理须登记。") == (["考核办法", "出差办法", "用词办法"], ["YC-101 标题"])
    assert rules_of_the_role("须登记。", audience="客户经理") == (["考核办法", "用词办法", "出差办法"], [])


def test_a_role_is_named_by_a_former_name_and_by_a_name_for_several_roles() -> None:
    assert rules_of_the_role("客户经理须登记。")[1] == ["YC-101 标题"]
    assert rules_of_the_role("销售人员须登记。")[1] == ["YC-101 标题"]


def test_a_role_is_not_named_by_a_longer_name_nor_by_what_other_documents_say() -> None:
    assert rules_of_the_role("见大客户经理季度考核。") == (["考核办法", "出差办法"], [])
    assert rules_of_the_role('须登记。\n\n??? reading "口径说明"\n    大客户经理另有说法。')[1] == []


def test_a_role_s_page_lists_its_rules() -> None:
    page = pages()[ROLE]
    rules = page[page.index("## 要守的制度") : page.index("## 参与的流程")]
    assert "| [考核办法](../rules/assessment.md) | 大客户经理 | — |" in rules


def test_links_go_both_ways() -> None:
    rendered = pages()
    assert "流程 [大客户走访流程](../process/visit.md)、表单 [大客户走访记录表]" in rendered["rules/travel.md"]
    assert "用在这些流程：[大客户走访流程](../process/visit.md)（步骤 [4](" in rendered[FORM]
    assert "相关：岗位 [大客户经理](../../roles/account-manager.md)" in rendered["kpi/schemes/am-quarter.md"]


def test_a_step_shows_the_present_name_of_its_role_and_form_and_has_an_address() -> None:
    row = next(line for line in pages()[PROCESS].split("\n") if 'id="step-2"' in line)
    assert "[大客户经理](../roles/account-manager.md)" in row
    assert re.search(r"\| 走访记录 \| \[大客户走访记录表\]\(\.\./forms/visit-record\.md\) \|", pages()[PROCESS])


def test_time_limits_are_collected_with_a_way_to_the_step() -> None:
    page = pages()["process/time-limits.md"]
    rows = [line for line in page.split("\n") if line.startswith("| [")]
    assert [re.findall(r"#step-(\d+)", row) for row in rows] == [["1"], ["3"], ["4"]]
    assert rows[1].endswith("| 出差前 1 天 |")
    assert '报批，见[<span class="clause-ref">KH-202</span> 出差报批](../rules/travel.md#KH-202)' in rows[1]


def test_former_names_have_their_page() -> None:
    assert "| 客户经理 | [大客户经理](account-manager.md) |" in pages()["roles/former-names.md"]


def test_inferred_fields_are_marked() -> None:
    row = next(line for line in pages()[FORM].split("\n") if line.startswith("| 预计金额"))
    assert '<span class="example-mark">推断</span>' in row


def test_nothing_is_made_where_there_is_nothing() -> None:
    files = {
        path: text
        for path, text in EXAMPLE.items()
        if not path.startswith(("roles/", "process/", "forms/", "onboarding/"))
    }
    assert not [path for path in pages(files) if path.startswith(("roles/", "process/", "forms/", "onboarding/"))]


@pytest.mark.parametrize(
    ("output", "branches"),
    [
        ("是→步骤3；否→结束", [("是", 3), ("否", 0)]),
        ("合格 → 步骤 12；不合格→步骤1。", [("合格", 12), ("不合格", 1)]),
        ("→步骤2", [("", 2)]),
        ("走访记录", []),
        ("-", []),
    ],
)
def test_branches_are_read_from_the_output(output: str, branches: list[tuple[str, int]]) -> None:
    assert [(branch.label, branch.target) for branch in read_branches(output)] == branches
