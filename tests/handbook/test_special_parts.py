"""Special parts: everything about one line of business on one page, and one list of those pages."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.compiler import compile_files
from handbook.findings import Code
from handbook.pages.navigation import navigation
from tests.handbook.test_findings import EXAMPLE

PROPERTY = """\
---
title: 房地产案场
part: 房地产
rules: [KP, KH/出差]
---
写给售楼的人，先看[[KH-201]]。
"""


def in_part(files: Mapping[str, str]) -> dict[str, str]:
    """Return the example handbook with its process and form in the special part."""
    moved = {path: text.replace("part: 通用", "part: 房地产") for path, text in files.items()}
    return moved | {"special/property.md": PROPERTY}


def page() -> str:
    handbook = compile_files(in_part(EXAMPLE))
    assert handbook.findings == ()
    return handbook.pages["special/property.md"]


def test_a_part_shows_its_rules_by_article_and_chapter_in_the_order_of_the_author() -> None:
    rules = page()[page().index("## 规则") : page().index("## 步骤与时限")]
    assert rules.index("**[考核办法](../rules/assessment.md)**") < rules.index("**[出差办法](../rules/travel.md)**")
    assert (
        "- [第二章 出差](../rules/travel.md#出差)："
        '[<span class="clause-ref">KH-201</span> 出差天数](../rules/travel.md#KH-201)、'
    ) in rules
    assert "第一章 总则" not in rules


def test_a_part_shows_every_step_with_who_does_it_until_when_and_on_which_form() -> None:
    text = page()
    steps = text[text.index("### [大客户走访流程](../process/visit.md)") : text.index("## 表单")]
    assert "| [1](../process/visit.md#step-1) |" in steps
    assert "[大客户经理](../roles/account-manager.md)" in steps
    assert "[大客户走访记录表](../forms/visit-record.md)" in steps
    assert "谁来办：[大客户经理](../roles/account-manager.md)" in text


def test_a_part_shows_its_forms_and_the_indicators_that_rest_on_its_clauses() -> None:
    text = page()
    forms = text[text.index("## 表单") : text.index("## 指标")]
    assert "| [大客户走访记录表](../forms/visit-record.md) |" in forms
    assert text.rstrip().endswith("[销售完成率](../kpi/indicators/sales-completion.md)")


def test_the_parts_are_listed_on_a_page_and_in_the_menu() -> None:
    handbook = compile_files(in_part(EXAMPLE))
    assert "| [房地产案场](property.md) | [考核办法](../rules/assessment.md)、" in handbook.pages["special/index.md"]
    assert {"专项业务": ["special/index.md", "special/property.md"]} in navigation(handbook, [])


def test_a_part_has_one_overview() -> None:
    (finding,) = compile_files(in_part(EXAMPLE) | {"special/two.md": PROPERTY}).findings
    assert (finding.code, finding.path, finding.line) == (Code.SPECIAL_PART, "special/two.md", 3)
