"""Citations in running text lead to their clause by themselves, and are found out when they do not."""

from __future__ import annotations

import pytest

from handbook.compiler import compile_files
from handbook.findings import Code
from tests.handbook.drawing import article
from tests.handbook.test_clause_pages import pages
from tests.handbook.test_ledger import DRAFT, RULES, Files, published, rewritten

OTHER = "rules/expense.md"


def citing(text: str) -> Files:
    """Return a handbook whose second document says this."""
    return {**DRAFT, OTHER: article(f"## 总则\n\n### FY-101 报销\n\n{text}\n", title="费用办法", code="FY")}


def page(text: str) -> str:
    handbook = compile_files(dict(citing(text)))
    assert handbook.findings == ()
    return handbook.pages[OTHER]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("按 KH-102 办。", '[<span class="clause-ref">KH-102</span>](travel.md#KH-102)'),
        ("按《出差办法》第二条办。", "[《出差办法》第二条](travel.md#KH-102)"),
        ("按《出差办法》第2条办。", "[《出差办法》第2条](travel.md#KH-102)"),
        ("按《出差办法》第二条第一款办。", "[《出差办法》第二条第一款](travel.md#KH-102-k1)"),
        ("- 按《出差办法》第二条；", "- 按[《出差办法》第二条](travel.md#KH-102)；"),
    ],
)
def test_a_citation_becomes_a_link(text: str, link: str) -> None:
    assert link in page(text)


@pytest.mark.parametrize(
    "text",
    [
        "按《劳动合同法》第四条办。",
        "型号 AB-204 和 XKH-102 的不算。",
        "写作 `KH-102` 的不算。",
        "见 https://handbook.example/c/KH-102/?r=1 。",
        "本条按《出差办法》办。",
    ],
)
def test_what_only_looks_like_a_citation_is_left_alone(text: str) -> None:
    assert "travel.md#" not in page(text)


@pytest.mark.parametrize(
    "text",
    ["按 KH-109 办。", "按《出差办法》第九条办。", "按《出差办法》第二条第二款办。", "按《出差办法》第一条第一项办。"],
)
def test_a_dead_citation_is_reported_where_it_stands(text: str) -> None:
    (finding,) = compile_files(dict(citing(text))).findings
    assert (finding.path, finding.line, finding.code) == (OTHER, 12, Code.DEAD_CITATION)
    assert finding.column == text.index("按") + 2 + text.startswith("按 ")


def test_a_title_that_two_documents_have_is_ambiguous() -> None:
    twin = article("## 总则\n\n### CC-101 适用范围\n\n适用。\n", code="CC")
    files = {**citing("按《出差办法》第二条办。"), "rules/twin.md": twin}
    codes = [finding.code for finding in compile_files(files).findings]
    assert codes == [Code.DEAD_CITATION]


def test_the_clause_that_is_cited_names_the_one_that_cites() -> None:
    handbook = compile_files(dict(citing("按《出差办法》第二条办。")))
    assert "相关：[<span" in handbook.pages[RULES]
    assert "FY-101" in handbook.pages[RULES]


def test_a_number_that_has_come_to_mean_another_clause_is_reported() -> None:
    first = published(citing("按《出差办法》第二条办。"))
    assert compile_files(dict(first)).findings == ()
    moved = rewritten(first, "### KH-102", "### KH-104 住宿\n\n按标准。\n\n### KH-102")
    codes = [finding.code for finding in compile_files(moved).findings]
    assert Code.MOVED_CITATION in codes


def test_the_page_of_an_old_revision_counts_articles_as_they_were() -> None:
    first = published(citing("按《出差办法》第二条第一款办。"))
    moved = rewritten(first, "### KH-102", "### KH-104 住宿\n\n按标准。\n\n### KH-102")
    moved = published({**moved, OTHER: moved[OTHER].replace("《出差办法》第二条第一款", "[[KH-102]]")}, "2027-01-01")
    old = pages(moved)["c/FY-101/2026-12-01/index.html"]
    assert '<a href="../../../c/KH-102/#k1">《出差办法》第二条第一款</a>' in old
