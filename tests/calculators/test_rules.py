"""The rule grammar: what it refuses, and that every phrase has a working example on the authors' page."""

from fractions import Fraction
from pathlib import Path

import pytest

from calculators.phrases import PHRASES, RuleError, read_phrase, split_phrases
from calculators.rule_compiler import compile_rule
from calculators.schemes import read_standard
from calculators.text import squeeze
from handbook.checks.examples import RULE_COLUMNS, check_examples
from handbook.markdown.documents import read_document

PAGE = Path(__file__).parents[2] / "docs" / "maintain" / "scoring-rules.md"


def test_every_phrase_of_the_grammar_is_shown_in_an_executed_example() -> None:
    document, _ = read_document(PAGE.name, PAGE.read_bytes())
    tables = [table for table in document.tables() if set(RULE_COLUMNS) <= {cell.text for cell in table.headings}]
    rules = [row[2].text for table in tables for row in table.rows]
    shown = {read_phrase(phrase).kind for rule in rules for phrase in split_phrases(rule)}
    # 一票否决 on its own is described in words: its effect is on the total, which these tables do not have.
    assert {phrase.kind for phrase in PHRASES} - shown == {"veto"}


def test_the_examples_on_the_authors_page_are_right() -> None:
    document, faults = read_document(PAGE.name, PAGE.read_bytes())
    assert [str(finding) for finding in (*faults, *check_examples([document], []))] == []


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.kind)
def test_the_example_of_a_phrase_is_understood(phrase: object) -> None:
    assert isinstance(phrase, type(PHRASES[0]))
    assert phrase.kind in {read_phrase(part).kind for part in split_phrases(phrase.example)}


@pytest.mark.parametrize(
    ("rule", "standard", "read", "hint"),
    [
        ("每低 5% 扣 1 分", "100%", "每低 5% 扣 1 分", "最接近的写法：每低于 5% 扣 1 分"),
        ("低于 60% 否决", "100%", "低于 60% 否决", "最接近的写法：低于 60% 一票否决"),
        ("按比例给分", "100%", "按比例给分", "最接近的写法：按比例得分"),
        ("每低于 5 扣 1 分", "100%", "每低于 5 扣 1 分", "也写成百分数，如 5%"),
        ("每低于 5% 扣 1 分", "15", "每低于 5% 扣 1 分", "不写百分号，与标准用同样的单位"),
        ("每低于 5% 扣 1 分", "-", "每低于 5% 扣 1 分", "在标准一栏填数，例如 100%"),
        ("每发生 1 次扣 1 分", "3", "每发生 1 次扣 1 分", "把标准改成 -，或改用 每高于 S 扣 D 分"),
        ("每高于 5% 加 1 分", "100%", "每高于 5% 加 1 分", "例如：每高于 5% 加 1 分，最多加 5 分"),
        ("≥90% 得 5 分", "-", "≥90% 得 5 分", "例如：≥100% 得 25 分；≥90% 得 20 分；其余得 0 分"),
        ("≥90% 得 15 分；其余得 0 分", "-", "≥90% 得 15 分", "权重是 10 分，不要超过它"),
        (
            "≥80% 得 5 分；≥90% 得 8 分；其余得 0 分",
            "-",
            "≥90% 得 8 分",
            "前面的“≥80%”已经包含它；要求高的分段写在前面",
        ),
        ("其余得 0 分；≥90% 得 8 分", "-", "≥90% 得 8 分", "把“其余得 N 分”放在各分段之后"),
        ("按比例得分；封顶 120", "100%", "封顶 120", "例如：封顶 120%"),
        ("按比例得分；每低于 5% 扣 1 分", "100%", "按比例得分", "与“每低于 5% 扣 1 分”只留一种"),
        ("每低于 0% 扣 1 分", "100%", "每低于 0% 扣 1 分", "例如：每低于 5% 扣 1 分"),
        ("每低于 5% 扣 1 分；可倒扣；最低得 2 分", "100%", "可倒扣", "只留一句"),
        ("每低于 5% 扣 1 分；最低得 12 分", "100%", "最低得 12 分", "不要超过 10 分"),
        ("每低于 5% 扣 1 分；每低于 3% 扣 1 分", "100%", "每低于 3% 扣 1 分", "留下一句"),
        ("最低得 2 分", "100%", "最低得 2 分", "加上一句计分办法，例如：每低于 5% 扣 1 分"),
        ("按比例得分；一票否决", "100%", "一票否决", "写成：低于 60% 一票否决，或 每发生 1 次一票否决"),
        ("达标得满分；不足一档按一档", "100%", "不足一档按一档", "删去这一句"),
    ],
)
def test_a_rule_that_is_unknown_or_contradicts_its_row_is_refused(
    rule: str, standard: str, read: str, hint: str
) -> None:
    with pytest.raises(RuleError) as error:
        compile_rule(rule, Fraction(10), read_standard(standard))
    assert (squeeze(error.value.read), error.value.hint) == (squeeze(read), hint)


def test_a_comma_inside_a_number_does_not_cut_a_rule() -> None:
    assert split_phrases("每低于 1,000 扣 1 分,最低得 2 分。") == ["每低于 1,000 扣 1 分", "最低得 2 分"]
