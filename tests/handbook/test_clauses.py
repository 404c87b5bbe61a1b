from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.content.articles import Article, read_article
from handbook.content.clauses import repair_id
from handbook.content.numbering import NewClauseError, next_clause
from handbook.findings import Code
from handbook.markdown.documents import read_document
from handbook.markdown.numerals import chinese_number
from tests.handbook.drawing import article

BODY = """\
## 总则

### KH-101 适用范围

本办法适用于全体人员。

### KH-105 解释

由大客户部解释。

## 出差

### KH-201 出差天数

不超过 5 天。

## 附则
"""


def read(body: str) -> Article:
    document, _ = read_document("rules/travel.md", article(body))
    return read_article(document)[0]


def codes(body: str) -> list[Code]:
    document, _ = read_document("rules/travel.md", article(body))
    return [finding.code for finding in read_article(document)[1]]


def test_articles_are_numbered_through_all_chapters() -> None:
    assert [(clause.id, clause.number, clause.chapter) for clause in read(BODY).clauses] == [
        ("KH-101", "第一条", 1),
        ("KH-105", "第二条", 1),
        ("KH-201", "第三条", 2),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "ＫＨ-204 出差",
        "KH-２０４ 出差",
        "kh-204 出差",
        "KH204 出差",
        "KH—204 出差",
        "KH_204 出差",
        "KH-204出差",
        "KH - 204 出差",
    ],
)
def test_a_misspelt_id_is_one_finding_that_names_what_was_meant(heading: str) -> None:
    assert repair_id(heading) == ("KH-204", "出差")
    assert codes(f"## 章\n\n### {heading}\n\n正文。\n") == [Code.MALFORMED_ID]


@pytest.mark.parametrize(
    "heading", ["出差天数", "KH-20 出差", "KH-2041 出差", "K-204 出差", "KHXX-204 出差", "第七条 出差"]
)
def test_what_is_no_id_at_all_is_malformed(heading: str) -> None:
    assert codes(f"## 章\n\n### {heading}\n\n正文。\n") == [Code.MALFORMED_ID]


@pytest.mark.parametrize("title", ["第七条 出差", "一、出差", "1. 出差", "第3章 出差"])
def test_numbers_written_by_hand_are_found(title: str) -> None:
    assert codes(f"## 章\n\n### KH-101 {title}\n\n正文。\n") == [Code.CHAPTER_TITLE]


@pytest.mark.parametrize("title", ["一次性用品", "第三方合作", "十日内报告"])
def test_titles_that_begin_with_a_number_word_are_left_alone(title: str) -> None:
    assert codes(f"## 章\n\n### KH-101 {title}\n\n正文。\n") == []


@pytest.mark.parametrize(
    "body", ["| a |\n| --- |\n| 1 |", "- 一项", '!!! setting "示例"\n    5 天。', "```\n代码\n```"]
)
def test_a_clause_may_consist_of_any_block(body: str) -> None:
    assert codes(f"## 章\n\n### KH-101 标题\n\n{body}\n") == []


@pytest.mark.parametrize(
    ("chapter", "expected"),
    [
        ("总则", "KH-106"),
        ("1", "KH-106"),
        ("第二章", "KH-202"),
        ("出差", "KH-202"),
        ("附则", "KH-301"),
        (None, "KH-301"),
    ],
)
def test_the_next_id_goes_on_in_its_chapter_and_begins_a_hundred_in_an_empty_one(
    chapter: str | None, expected: str
) -> None:
    assert next_clause(read(BODY), chapter).id == expected


def test_an_id_that_another_chapter_has_is_passed_over() -> None:
    body = "## 甲\n\n### KH-101 一条\n\n正文。\n\n## 乙\n\n### KH-102 二条\n\n正文。\n"
    assert next_clause(read(body), "甲").id == "KH-103"


def test_a_full_article_and_an_unknown_chapter_are_refused_with_a_reason() -> None:
    full = read("## 甲\n\n### KH-999 末条\n\n正文。\n")
    with pytest.raises(NewClauseError, match="编号用完了"):
        next_clause(full)
    with pytest.raises(NewClauseError, match="是不是「出差」"):
        next_clause(read(BODY), "出差费")


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(value: int) -> None:
    units = {"千": 1000, "百": 100, "十": 10}
    total, digit = 0, 0
    written = chinese_number(value)
    for character in "一" + written if written.startswith("十") else written:
        if character in units:
            total, digit = total + digit * units[character], 0
        else:
            digit = "零一二三四五六七八九".index(character)
    assert total + digit == value


@pytest.mark.parametrize("value", [0, -1, 10000])
def test_numbers_without_a_numeral_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="only 1 to 9999"):
        chinese_number(value)
