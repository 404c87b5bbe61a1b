"""What the search is given: a record for every section, plain text, and the words that mean the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handbook.compiler import Handbook, compile_files
from handbook.markdown.plain_text import plain_inline
from handbook.search.index import search_json
from tests.handbook.test_findings import EXAMPLE

SYNONYMS = "---\ntitle: 同义词\n---\n说明。\n\n- 出差、差旅\n- 跑外 → 出差、拜访\n"


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return compile_files(EXAMPLE | {"synonyms.md": SYNONYMS})


@pytest.fixture(scope="module")
def data(handbook: Handbook) -> dict[str, Any]:
    calculator = "---\ntitle: 目标分解\ndescription: 把总数分到每个人\n---\n写给经理。\n\n## 怎么用\n\n步骤。\n"
    return json.loads(search_json(handbook, {"index.md": "首页", "calculators/targets.md": calculator}))


def record(data: dict[str, Any], url: str) -> dict[str, Any]:
    (found,) = (each for each in data["records"] if each["url"] == url)
    return found


def test_a_clause_has_its_id_its_place_and_its_number(data: dict[str, Any]) -> None:
    clause = record(data, "rules/travel/#KH-202")
    assert (clause["kind"], clause["id"], clause["title"]) == ("条款", "KH-202", "出差报批")
    assert clause["place"] == "出差办法 › 第二章 出差 › 第三条"
    assert (clause["chapter"], clause["article"]) == (2, 3)


def test_texts_are_plain_and_notes_stand_apart(handbook: Handbook, data: dict[str, Any]) -> None:
    assert handbook.findings == ()
    texts = [text for each in data["records"] for text in (each["title"], each.get("text", ""), each.get("aside", ""))]
    marks = ("[[", "**", "!!!", "| ---")
    assert [text for text in texts if any(mark in text for mark in marks)] == []


def test_one_section_of_a_page_stands_for_the_page(data: dict[str, Any]) -> None:
    process = [each for each in data["records"] if each["url"].startswith("process/visit/") and "section" in each]
    assert [each["section"] for each in process if each.get("lead")] == ["步骤"]


def test_a_step_is_found_by_itself_and_opens_its_row(handbook: Handbook, data: dict[str, Any]) -> None:
    (process,) = (each for each in handbook.work.processes if each.path == "process/visit.md")
    steps = [each for each in data["records"] if each["kind"] == "步骤" and each["url"].startswith("process/visit/")]
    assert [each["url"] for each in steps] == [f"process/visit/#step-{number}" for number in range(1, len(steps) + 1)]
    assert [each["title"] for each in steps] == [plain_inline(stage.title) for stage in process.stages]
    assert steps[0]["place"] == f"流程 › {process.title} › 第 1 步"
    assert f"责任人：{process.stages[0].responsible[0]}" in steps[0]["text"]


def test_calculators_of_the_shell_are_found_and_its_other_pages_are_not(data: dict[str, Any]) -> None:
    calculator = record(data, "calculators/targets/")
    assert (calculator["kind"], calculator["text"]) == ("计算器", "把总数分到每个人\n写给经理。")
    assert [each for each in data["records"] if each["url"] == ""] == []


def test_synonyms_go_both_ways_or_one_way(data: dict[str, Any]) -> None:
    assert data["synonyms"] == [
        {"words": ["出差", "差旅"], "meant": ["出差", "差旅"]},
        {"words": ["跑外"], "meant": ["出差", "拜访"]},
    ]


def test_synonyms_have_no_page(handbook: Handbook) -> None:
    assert [path for path in handbook.pages if "synonyms" in path] == []


def test_every_character_of_a_name_has_its_reading(data: dict[str, Any]) -> None:
    assert "差" in data["readings"]["chai"]
    assert "滤" in data["readings"]["lv"], "common characters too: people mistype with them"


def test_the_index_lists_everything_from_a_to_z_and_clauses_by_id(handbook: Handbook) -> None:
    page = handbook.pages["a-z.md"]
    assert (
        page.index("{: #letter-c }") < page.index("[出差天数](rules/travel.md#KH-201)") < page.index("{: #letter-d }")
    )
    assert page.index("{: #by-id-KH }") < page.index('[<span class="clause-ref">KH-201</span> 出差天数]')
