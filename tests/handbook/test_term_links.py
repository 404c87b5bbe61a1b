"""Terms of the glossary: linked by themselves at their first use in a section, and listed with where they are used."""

from __future__ import annotations

from pathlib import Path

from handbook.compiler import compile_files, compile_handbook
from handbook.findings import Code
from tests.handbook.drawing import article
from tests.handbook.test_findings import EXAMPLE

GLOSSARY = """\
---
title: 词汇表
unlinked: [拜访]
other_words: [收集客户]
---
## 大客户

采购量大的客户，见[[集客]]。

同义词：关键客户、KA

## 潜在大客户

可能成为大客户的客户。

## 集客

取得线索。

## 拜访

登门会见。

## 档

每扣一次分所差的数。
"""
PATH = "rules/terms.md"


def page(body: str, **files: str) -> str:
    """Return an article of the example handbook, as it is handed to the site's renderer, from its first chapter on."""
    given = {"glossary.md": GLOSSARY, PATH: article(body, title="用词", code="YC")}
    handbook = compile_files(EXAMPLE | given | files)
    assert handbook.findings == ()
    text = handbook.pages[PATH]
    return text[text.index("## ") :]


def clause(text: str) -> str:
    return f"## 总则\n\n### YC-101 标题\n\n{text}\n"


def linked(name: str, term: str) -> str:
    return f"[{name}](../glossary.md#{term}){{: .term-link }}"


def test_the_first_use_in_a_clause_is_a_link_and_so_is_the_first_in_the_next() -> None:
    text = page(f"{clause('大客户须登记，大客户不得遗漏。')}\n### YC-102 又一条\n\n大客户须回访。\n")
    assert f"{linked('大客户', '大客户')}须登记，大客户不得遗漏。" in text
    assert f"{linked('大客户', '大客户')}须回访。" in text


def test_a_synonym_leads_to_its_term_and_shows_what_was_written() -> None:
    assert f"先见{linked('KA', '大客户')}，再见关键客户。" in page(clause("先见KA，再见关键客户。"))


def test_latin_letters_are_whole_words() -> None:
    text = page(clause("OKAY，KA1，KA 。"))
    assert f"OKAY，KA1，{linked('KA', '大客户')} 。" in text


def test_the_longest_term_wins_and_the_shorter_one_in_it_is_left_alone() -> None:
    text = page(clause("潜在大客户和大客户。"))
    assert f"{linked('潜在大客户', '潜在大客户')}和{linked('大客户', '大客户')}。" in text


def test_names_of_roles_forms_and_indicators_are_not_taken_apart() -> None:
    assert "\n大客户经理按大客户走访流程办。\n" in page(clause("大客户经理按大客户走访流程办。"))


def test_a_term_that_the_author_has_linked_in_the_clause_is_not_linked_again() -> None:
    assert "\n大客户，见[大客户](../glossary.md#大客户)。\n" in page(clause("大客户，见[[大客户]]。"))


def test_an_author_can_keep_one_use_from_becoming_a_link() -> None:
    text = page(clause("[[不链接：大客户]]在前，大客户在后。"))
    assert f"\n大客户在前，{linked('大客户', '大客户')}在后。\n" in text


def test_what_is_kept_from_becoming_a_link_must_be_a_term() -> None:
    files = EXAMPLE | {PATH: article(clause("[[不链接：小客户]]。"), title="用词", code="YC")}
    (finding,) = compile_files(files).findings
    assert (finding.code, finding.read) == (Code.DEAD_REFERENCE, "[[不链接：小客户]]")


def test_everyday_words_single_characters_and_other_words_are_not_linked() -> None:
    assert "\n拜访时收集客户资料，存档。\n" in page(clause("拜访时收集客户资料，存档。"))


def test_headings_code_titles_tables_and_remarks_have_no_links() -> None:
    text = page(
        "## 大客户\n\n### YC-101 大客户\n\n填《大客户登记表》，写`大客户`。\n\n| 大客户 |\n| --- |\n| 大客户 |\n\n"
        '!!! setting "大客户"\n    大客户数是示例。\n\n??? reading "口径说明"\n    另一种大客户。\n'
    )
    assert "term-link" not in text


def test_lists_and_compliance_blocks_have_links() -> None:
    text = page(clause('须做：\n\n- 给大客户送货。\n\n!!! compliance "合规"\n    集客须正当。'))
    assert f"- 给{linked('大客户', '大客户')}送货。" in text
    assert f"    {linked('集客', '集客')}须正当。" in text


def test_the_glossary_does_not_link_to_itself() -> None:
    handbook = compile_files(EXAMPLE | {"glossary.md": GLOSSARY})
    assert "term-link" not in handbook.pages["glossary.md"]


def test_a_term_says_where_it_is_used() -> None:
    files = {"glossary.md": GLOSSARY, PATH: article(clause("集客须登记。"), title="用词", code="YC")}
    glossary = compile_files(EXAMPLE | files).pages["glossary.md"]
    used = '用在：[<span class="clause-ref">YC-101</span> 标题](rules/terms.md#YC-101)'
    assert used in glossary[glossary.index("## 集客") : glossary.index("## 拜访")]


def test_more_than_a_handful_of_uses_are_counted_by_kind_and_folded_away() -> None:
    clauses = "\n".join(f"### YC-10{number} 标题\n\n集客。\n" for number in range(1, 7))
    files = {"glossary.md": GLOSSARY, PATH: article(f"## 总则\n\n{clauses}", title="用词", code="YC")}
    glossary = compile_files(EXAMPLE | files).pages["glossary.md"]
    assert (
        '??? uses "用在 6 处：条款 6"\n    条款：[<span class="clause-ref">YC-101</span>](rules/terms.md#YC-101)、'
    ) in glossary


def test_every_term_of_the_handbook_is_used_and_said_to_be() -> None:
    handbook = compile_handbook(Path(__file__).parents[2] / "handbook_src")
    assert handbook.glossary
    sections = handbook.pages["glossary.md"].split("\n## ")[1 : len(handbook.glossary.terms) + 1]
    assert [section.partition(" {")[0] for section in sections if "用在" not in section] == []
