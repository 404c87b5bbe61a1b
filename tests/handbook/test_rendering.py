"""What the compiler hands to the site's renderer: Markdown and JSON by path."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from handbook.compiler import compile_files
from tests.handbook.drawing import article
from tests.handbook.test_findings import EXAMPLE

TRAVEL = "rules/travel.md"


def pages(files: Mapping[str, str]) -> Mapping[str, str]:
    handbook = compile_files(files)
    assert handbook.findings == ()
    return handbook.pages


def test_a_clause_heading_has_its_id_as_anchor_its_number_title_and_badge() -> None:
    (heading,) = (line for line in pages(EXAMPLE)[TRAVEL].split("\n") if line.startswith("### ") and "KH-202" in line)
    assert heading.startswith(
        '### <span class="clause-number">第三条</span> 出差报批 '
        '<a class="clause-id" data-clause="KH-202" href="#KH-202" title="KH-202">KH-202</a> '
    )
    assert heading.endswith('{: #KH-202 .clause-heading data-toc-label="第三条 出差报批" }')


def test_a_chapter_is_numbered_and_its_anchor_is_its_title() -> None:
    assert ('## <span class="chapter-number">第二章</span> 出差 {: #出差 data-toc-label="第二章 出差" }') in pages(
        EXAMPLE
    )[TRAVEL]


def test_a_clause_ends_with_what_refers_to_it() -> None:
    rendered = pages(EXAMPLE)
    assert (
        '\n相关：[<span class="clause-ref">KH-201</span> 出差天数](#KH-201)、'
        "流程 [大客户走访流程](../process/visit.md)\n"
        "{: .clause-related data-search-exclude=true }\n"
    ) in rendered[TRAVEL]
    assert (
        "\n相关：指标 [销售完成率](../kpi/indicators/sales-completion.md)、"
        "方案 [大客户经理季度考核](../kpi/schemes/am-quarter.md)（销售完成率）\n"
    ) in rendered["rules/assessment.md"]


def test_much_that_refers_to_a_clause_is_folded_away() -> None:
    clauses = "\n".join(f"### YC-10{number} 标题\n\n见[[KH-101]]。\n" for number in range(1, 10))
    rendered = pages(EXAMPLE | {"rules/terms.md": article(f"## 总则\n\n{clauses}", title="用词", code="YC")})
    assert (
        '??? uses "相关 9 处"\n    相关：[<span class="clause-ref">YC-101</span> 标题](terms.md#YC-101)、'
        in rendered[TRAVEL]
    )


def test_an_article_begins_with_its_contents_for_where_there_is_no_room_at_the_side() -> None:
    page = pages(EXAMPLE)[TRAVEL]
    contents = page[page.index('<details class="page-contents"') : page.index("</details>")]
    assert contents.splitlines()[1:] == [
        "<summary>目录：2 章 3 条</summary>",
        "",
        "",
        "- [第一章 总则](#总则)",
        "    - [第一条 适用范围](#KH-101)",
        "- [第二章 出差](#出差)",
        "    - [第二条 出差天数](#KH-201)",
        "    - [第三条 出差报批](#KH-202)",
        "",
    ]


def test_an_indicator_says_which_clause_governs_it_and_who_uses_it() -> None:
    page = pages(EXAMPLE)["kpi/indicators/sales-completion.md"]
    assert '依据：[<span class="clause-ref">KP-201</span> 销售完成率](../../rules/assessment.md#KP-201)' in page
    assert (
        '用到本指标的：[<span class="clause-ref">KP-201</span> 销售完成率](../../rules/assessment.md#KP-201)、'
        "方案 [大客户经理季度考核]"
    ) in page


def test_a_scheme_page_has_its_calculator_right_under_the_table() -> None:
    page = pages(EXAMPLE)["kpi/schemes/am-quarter.md"]
    table, calculator, sample = (page.index(mark) for mark in ("| 40 |", 'id="calculator"', "## 算例"))
    assert table < calculator < sample
    assert 'data-scheme="../../../assets/schemes/am-quarter.json" data-root="../../../"' in page
    assert "[直接算分](#calculator){ .md-button" in page
    assert "| [销售完成率](../indicators/sales-completion.md) | 60 |" in page
    assert '| [<span class="clause-ref">KP-201</span>](../../rules/assessment.md#KP-201) |' in page


def test_the_scheme_file_knows_where_its_clauses_are_and_brings_the_sample() -> None:
    data = json.loads(pages(EXAMPLE)["assets/schemes/am-quarter.json"])
    assert (data["id"], data["page"]) == ("am-quarter", "kpi/schemes/am-quarter/")
    assert data["clauses"]["KP-202"] == {
        "url": "rules/assessment/#KP-202",
        "title": "回款率",
        "article": "第二条",
        "document": "考核办法",
    }
    assert data["indicators"] == {"销售完成率": "kpi/indicators/sales-completion/"}
    assert data["sample"] == ("姓名\t实际完成销售额\t计划完成销售额\t回款额\t应回款额\n张三\t88万\t100万\t50万\t50万\n")


def test_every_section_has_an_index() -> None:
    rendered = pages(EXAMPLE)
    assert "| [出差办法](travel.md) | KH | 全体人员 | <" in rendered["rules/index.md"]
    assert "- [第二章 出差](travel.md#出差)" in rendered["rules/index.md"]
    assert "[直接算分](schemes/am-quarter.md#calculator)" in rendered["kpi/index.md"]
    assert "| K01 | [销售完成率](sales-completion.md) |" in rendered["kpi/indicators/index.md"]


def test_a_faulty_handbook_has_no_pages() -> None:
    assert compile_files(EXAMPLE | {"rules/bad.md": "x"}).pages == {}


def test_the_same_input_gives_the_same_pages_in_whatever_order_files_come() -> None:
    again = dict(reversed(EXAMPLE.items()))
    assert list(pages(again).items()) == list(pages(EXAMPLE).items())


def test_an_order_in_the_front_matter_decides_the_place_in_the_menu() -> None:
    first = article("正文。\n", title="服装", code="AA").replace("title:", "order: 2\ntitle:")
    second = article("正文。\n", title="总则", code="ZZ").replace("title:", "order: 1\ntitle:")
    third = article("正文。\n", title="其他", code="BB")
    handbook = compile_files({"rules/a.md": first, "rules/z.md": second, "rules/b.md": third})
    assert [entry.code for entry in handbook.articles] == ["ZZ", "AA", "BB"]


def addresses(page: str) -> set[str]:
    return set(re.findall(r"\{: #(\S+)", page))


def numbers(page: str) -> dict[str, str]:
    return {
        clause: number for number, clause in re.findall(r'clause-number">(\S+?)</span>.*data-clause="(\S+?)"', page)
    }


@given(
    existing=st.lists(st.integers(101, 899), min_size=1, max_size=8, unique=True),
    place=st.integers(0, 7),
    new_chapter=st.booleans(),
)
def test_a_clause_put_in_before_others_changes_their_numbers_and_no_address(
    existing: list[int], place: int, *, new_chapter: bool
) -> None:
    clauses = [f"### KH-{number} 标题{number}\n\n正文。\n" for number in existing]
    place = min(place, len(clauses))
    added = ("## 新章\n\n" if new_chapter else "") + "### KH-900 新条\n\n正文。\n"
    before = "\n".join(["## 总则\n", *clauses])
    after = "\n".join(["## 总则\n", *clauses[:place], added, *clauses[place:]])
    old = pages({TRAVEL: article(before)})[TRAVEL]
    new = pages({TRAVEL: article(after)})[TRAVEL]
    assert addresses(old) <= addresses(new)
    moved = {clause for clause, number in numbers(old).items() if numbers(new)[clause] != number}
    assert moved == {f"KH-{number}" for number in existing[place:]}
