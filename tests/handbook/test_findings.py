"""The page that explains the findings is the list of cases: its bad articles give exactly the findings it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from handbook.compiler import compile_files
from handbook.findings import Code, Finding, nearest, report

PAGE = Path(__file__).parents[2] / "docs" / "maintain" / "findings.md"
ENCODINGS = {Code.UNREADABLE_FILE: "gbk"}
RESULT = "检查结果"
HANDBOOK = "示例用的手册"


@dataclass
class Case:
    """One code's examples: fragments (of a file of the example handbook) or whole files, by path."""

    bad: dict[str, str] = field(default_factory=dict[str, str])
    good: dict[str, str] = field(default_factory=dict[str, str])
    result: str = ""


def read_page() -> tuple[dict[str, Case], dict[str, str]]:
    """Return the cases by code, and the example handbook."""
    cases: dict[str, Case] = {}
    handbook: dict[str, str] = {}
    case: Case | None = None
    section = ""
    tokens = MarkdownIt("commonmark").parse(PAGE.read_text(encoding="utf-8"))
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            section = following.content
            if section.startswith("HB"):
                case = cases.setdefault(section.split(" ", maxsplit=1)[0], Case())
            elif token.tag == "h2":
                case = None
        elif token.type == "fence":
            title = re.search(r'title="(.*)"', token.info)
            assert title, f"line {token.map}: an example without title"
            if case is None:
                assert section == HANDBOOK
                handbook[title[1]] = token.content
            elif title[1] == RESULT:
                case.result = token.content.rstrip("\n")
            else:
                (case.good if case.result else case.bad)[title[1]] = token.content.rstrip("\n")
    return cases, handbook


CASES, EXAMPLE = read_page()


def check(files: dict[str, str], encoding: str = "utf-8") -> tuple[Finding, ...]:
    """Compile the example handbook with some files laid over it, those in the given encoding."""
    return compile_files(EXAMPLE | {path: text.encode(encoding) for path, text in files.items()}).findings


def with_fragments(case: Case) -> dict[str, str]:
    """Return the bad example's files: fragments put in place of the good ones, or whole files."""
    files: dict[str, str] = {}
    for path, bad in case.bad.items():
        if path in EXAMPLE:
            assert EXAMPLE[path].count(case.good[path]) == 1, f"{path}: the good fragment is not there once"
            files[path] = EXAMPLE[path].replace(case.good[path], bad)
        else:
            files[path] = bad + "\n"
    return files


def test_every_code_has_its_section_on_the_page() -> None:
    assert list(CASES) == [code.value for code in Code]


def test_the_example_handbook_has_no_findings() -> None:
    assert check({}) == ()


@pytest.mark.parametrize("code", list(Code))
def test_a_bad_example_gives_exactly_the_finding_shown(code: Code) -> None:
    case = CASES[code]
    findings = check(with_fragments(case), ENCODINGS.get(code, "utf-8"))
    assert "\n".join(map(str, findings)) == case.result
    assert [finding.code for finding in findings] == [code]


@pytest.mark.parametrize("code", list(Code))
def test_a_good_example_gives_no_finding(code: Code) -> None:
    files = {path: text + "\n" for path, text in CASES[code].good.items() if path not in EXAMPLE}
    assert check(files) == ()


@pytest.mark.parametrize("code", list(Code))
def test_a_finding_says_what_was_read_and_how_to_mend_it(code: Code) -> None:
    case = CASES[code]
    (finding,) = check(with_fragments(case), ENCODINGS.get(code, "utf-8"))
    assert finding.fix.endswith("。")
    assert finding.line >= 1
    assert finding.column >= 1


def test_all_faults_of_a_terrible_article_come_in_one_run_in_order_of_lines() -> None:
    terrible = (
        "---\ntitle: 出差办法\ncode: KH\nowner: 大客户部\neffective: 2026/12/01\naudience: 全体\nlevel: 1\n---\n"
        "### KH-101 适用\n\n见[[KH-999]]。\n\n## 一、出差\n\n### KH-１０２ 天数\n\n#### 细则\n\n<br>\n"
    )
    found = [(finding.line, finding.code) for finding in compile_files({"rules/travel.md": terrible}).findings]
    assert found == [
        (5, Code.BAD_DATE),
        (6, Code.WRONG_TYPE),
        (7, Code.UNKNOWN_KEY),
        (9, Code.SKIPPED_LEVEL),
        (11, Code.DEAD_REFERENCE),
        (13, Code.CHAPTER_TITLE),
        (15, Code.MALFORMED_ID),
        (15, Code.EMPTY_CLAUSE),
        (17, Code.HEADING_LEVEL),
        (19, Code.RAW_HTML),
    ]


def test_places_are_the_same_with_windows_line_ends_and_byte_order_mark() -> None:
    text = with_fragments(CASES[Code.DEAD_REFERENCE])["rules/travel.md"]
    unix = compile_files(EXAMPLE | {"rules/travel.md": text}).findings
    windows = compile_files(EXAMPLE | {"rules/travel.md": ("\ufeff" + text.replace("\n", "\r\n")).encode()}).findings
    assert windows == unix


def test_a_report_counts_and_can_name_the_folder() -> None:
    finding = Finding("rules/a.md", 3, 5, Code.EMPTY_CLAUSE, "条款没有正文", "KH-101", "写正文。")
    assert report([finding], "handbook_src") == (
        "handbook_src/rules/a.md:3:5: HB207 条款没有正文\n    改法：写正文。\n\n共 1 处问题，在 1 个文件中。"
    )
    assert report([]) == ""


def test_near_names_are_those_that_look_alike_or_contain_each_other() -> None:
    names = ["销售完成率", "合同回款率", "大客户", "KH-204", "KH-304"]
    assert nearest("完成率", names)[0] == "销售完成率"
    assert nearest("KH-294", names) == ["KH-204", "KH-304"]
    assert nearest("天气", names) == []
