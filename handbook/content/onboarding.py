"""Onboarding paths: what a newcomer in a role reads, does and answers by when.

A quiz question names the clause that it rests on and quotes the figure or word that its answer depends on. When the
clause no longer says so, the question is a finding: no path teaches yesterday's figure.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.roles import LAST
from handbook.findings import Code, Finding
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import Field, check_front_matter, matching, text, text_of, whole
from handbook.markdown.page_sections import Outline, check_sections
from handbook.markdown.references import references_in
from handbook.markdown.work_tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

    from handbook.markdown.documents import CellText, Document, Heading

PHASES = ("第 1 天", "第 1 周", "30 天", "60 天", "90 天")
TO_READ, TASKS = "阅读：", "任务："
"""The paragraphs that announce a phase's two lists."""
COLUMNS = ("题目", "条款", "原文数字或词", "选项", "答案")
OUTLINE = Outline("新人路径", PHASES, (), Code.ONBOARDING_SECTION)

FIELDS = (
    Field("title", text),
    Field("id", matching("N[0-9]{2}", "写 N 和两位半角数字，如 N01。")),
    Field("role", text),
    Field("order", whole, required=False),
)

_PARTS = f"每一时段依次写「{TO_READ}」和清单、「{TASKS}」和清单、小测的表格；几项合成一个清单，每项一行。"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to read or to do."""

    text: str
    """Markdown with references."""
    line: int
    column: int

    @property
    def key(self) -> str:
        """What a tick is kept under: the same as long as the words are the same."""
        return _key(self.text)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a quiz."""

    text: str
    clause: str
    """Id of the clause that it rests on."""
    quote: str
    """Figure or word in that clause on which the answer depends."""
    choices: tuple[str, ...]
    answer: str
    cells: Mapping[str, CellText]
    """As written, by column."""

    @property
    def key(self) -> str:
        """What an answer is kept under; a question that changes in any way is asked again."""
        return _key("|".join((self.text, self.clause, self.quote, *self.choices, self.answer)))


@dataclass(frozen=True, slots=True)
class Phase:
    """What is due by one point in time."""

    name: str
    to_read: tuple[Item, ...]
    tasks: tuple[Item, ...]
    quiz: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The path of one role."""

    document: Document
    id: str
    title: str
    role: str
    """Title of the role, as written."""
    order: int
    """Place in the menu: lower numbers come first, equals in order of their ids."""
    phases: tuple[Phase, ...]

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all phases."""
        return tuple(question for phase in self.phases for question in phase.quiz)


def _key(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:10]


def read_onboarding(document: Document) -> tuple[Onboarding, list[Finding]]:
    """Read an onboarding path and report what is wrong with it alone."""
    findings = [*check_front_matter(document, FIELDS), *check_sections(document, OUTLINE)]
    phases: list[Phase] = []
    for heading, end in document.sections():
        if heading.text in PHASES and heading.text not in {phase.name for phase in phases}:
            lists, faults = _read_lists(document, heading, end)
            findings += faults
            quiz, faults = _read_quiz(document, heading)
            findings += faults
            phases.append(Phase(heading.text, lists.get(TO_READ, ()), lists.get(TASKS, ()), quiz))
    order = document.meta.get("order")
    onboarding = Onboarding(
        document=document,
        id=text_of(document, "id"),
        title=text_of(document, "title"),
        role=text_of(document, "role"),
        order=order if isinstance(order, int) else LAST,
        phases=tuple(phases),
    )
    return onboarding, findings


def _read_lists(document: Document, heading: Heading, end: int) -> tuple[dict[str, tuple[Item, ...]], list[Finding]]:
    """Return a phase's lists by the paragraph above each, and whatever is neither list nor table."""
    lists: dict[str, tuple[Item, ...]] = {}
    findings: list[Finding] = []
    lead = ""
    tokens = [token for token in document.tokens if token.map and heading.line <= token.map[0] < end - 1]
    if not any(line.strip() for line in document.lines[heading.line : end - 1]):
        return {}, []  # the empty section is a finding already
    for number, token in enumerate(tokens):
        if token.level > 0 or token.type in {"table_open", "inline"}:
            continue
        written = tokens[number + 1].content if token.type == "paragraph_open" else ""
        if written in {TO_READ, TASKS} and written not in lists:
            lead = written
        elif token.type == "bullet_list_open" and lead:
            lists[lead] = tuple(_items(document, tokens[number + 1 :]))
            lead = ""
        else:
            findings.append(_stray(document, token, heading))
    for name in (TO_READ, TASKS):
        if name not in lists:
            message = f"「{heading.text}」缺少「{name}」的清单"
            findings.append(document.finding(Code.ONBOARDING_SECTION, heading, message, read=heading.text, fix=_PARTS))
    findings.extend(
        document.finding(
            Code.ONBOARDING_SECTION,
            item,
            f"要读的「{item.text}」没有写明读哪一页",
            read=item.text,
            fix="写一个引用，如 [[KH-204]]、[[大客户部管理制度]]。",
        )
        for item in lists.get(TO_READ, ())
        if not any(references_in(item.text, item.line))
    )
    return lists, findings


def _items(document: Document, tokens: list[Token]) -> Iterator[Item]:
    """Return the items of the list whose tokens these are, up to the next block outside it."""
    for number, token in enumerate(tokens):
        if token.level == 0 and token.type != "inline":
            return
        if token.type == "list_item_open" and token.map and token.level == 1:
            line = token.map[0] + 1
            inline = next((each for each in tokens[number:] if each.type == "inline"), None)
            written = inline.content.replace("\n", "") if inline else ""
            yield Item(written, line, max(document.lines[line - 1].find(written[:1]), 0) + 1)


def _stray(document: Document, token: Token, heading: Heading) -> Finding:
    line = token.map[0] + 1 if token.map else heading.line
    read = document.lines[line - 1].strip()
    message = f"「{heading.text}」里的「{read}」不在清单里，也不在小测里"
    return document.finding(Code.ONBOARDING_SECTION, Place(line), message, read=read, fix=_PARTS)


def _read_quiz(document: Document, heading: Heading) -> tuple[tuple[Question, ...], list[Finding]]:
    table, findings = read_table(document, COLUMNS, heading.text, f"「{heading.text}」的小测")
    quiz = tuple(map(_question, table.rows)) if table else ()
    for question in quiz:
        findings.extend(_check_question(document, question))
    return quiz, findings


def _question(cells: Mapping[str, CellText]) -> Question:
    return Question(
        text=cells["题目"].text,
        clause=cells["条款"].text,
        quote=cells["原文数字或词"].text,
        choices=tuple(choice.strip() for choice in cells["选项"].text.split("、") if choice.strip()),
        answer=cells["答案"].text,
        cells=cells,
    )


def _check_question(document: Document, question: Question) -> Iterator[Finding]:
    faults: list[tuple[str, str, str]] = []
    """Column, message, fix."""
    shown = question.text
    figures = set(figures_in(question.quote))
    foreign = [figure for figure in figures_in(question.answer) if figure not in figures]
    if not shown:
        faults.append(("题目", "题目是空的", "写一个问句，如 每月至少出差几天？"))
    if len(question.choices) < 2 or len(set(question.choices)) < len(question.choices):
        message = f"题目「{shown}」的选项不足两个或有重复"
        faults.append(("选项", message, "写两个以上不同的选项，用顿号隔开；选项里不用顿号。"))
    elif question.answer not in question.choices:
        message = f"题目「{shown}」的答案「{question.answer}」不在选项里"
        faults.append(("答案", message, f"答案与一个选项一字不差，选项有：{'、'.join(question.choices)}。"))
    elif foreign:
        message = f"题目「{shown}」的答案里有原文没有的数字「{foreign[0]}」"
        faults.append(("答案", message, "答案里的数字都要写进「原文数字或词」，条款一改，检查才会发现。"))
    for column, message, fix in faults:
        cell = question.cells[column]
        yield document.finding(Code.QUIZ_ANSWER, cell, message, read=cell.text, fix=fix)


def figures_in(written: str) -> list[str]:
    """Return the figures in a text, without thousands separators.

    >>> figures_in("每件 1,000 元，不低于 99.5%")
    ['1000', '99.5']
    """
    return re.findall(r"[0-9]+(?:\.[0-9]+)?", written.replace(",", ""))
