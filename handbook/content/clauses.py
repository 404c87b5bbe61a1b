"""Clauses: a heading that begins with an id which never changes, and the text under it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding
from handbook.markdown.numerals import article_number

if TYPE_CHECKING:
    from handbook.content.repeals import Repeal
    from handbook.markdown.documents import Document, Heading

CLAUSE_ID = re.compile(r"[A-Z]{2,3}-[0-9]{3}")
"""A clause id: the code of its article, a hyphen, three digits, all half-width: KH-204."""

_HEADING = re.compile(rf"({CLAUSE_ID.pattern})(?:\s+(.*))?")
_LOOSE_HEADING = re.compile(r"([A-Z]{2,3})[-‐-―−_ ]*([0-9]{3})(?![0-9])\s*(.*)")
_HAND_NUMBER = re.compile(r"第[零〇一二三四五六七八九十百千0-9０-９]+[章节条]|[一二三四五六七八九十]+、|[0-9]+[.、．]")


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule. Its id is its address for ever; its article number is only what people say today."""

    id: str
    title: str
    path: str
    """File of its article."""
    code: str
    """Code of its article."""
    chapter: int
    """Number of its chapter in the article, from 1."""
    article: int
    """Number of the clause in the article, from 1, counted through all chapters."""
    line: int
    column: int
    end_line: int
    """Line after the last line of the clause's text."""
    repeal: Repeal | None = None
    """Its line of repeal, when it has one."""

    @property
    def label(self) -> str:
        """Id and title, as links show them: KH-204 出差天数."""
        return f"{self.id} {self.title}"

    @property
    def number(self) -> str:
        """Article number as people say it: 第七条."""
        return article_number(self.article)


def clause_body(document: Document, clause: Clause) -> str:
    """Return a clause's Markdown as written, without its heading, its line of repeal and blank space at the ends."""
    numbers = range(clause.line + 1, clause.end_line)
    repeal_line = clause.repeal.line if clause.repeal else 0
    lines = [document.lines[number - 1].rstrip() for number in numbers if number != repeal_line]
    return "\n".join(lines).strip("\n")


@dataclass(frozen=True, slots=True)
class ClauseHeading:
    """What a clause heading says; id None when no id could be made out."""

    id: str | None
    title: str
    findings: tuple[Finding, ...]


def repair_id(written: str) -> tuple[str, str] | None:
    """Return the (id, rest) that was probably meant by a heading such as `ｋｈ－２０４出差`, or None."""
    match = _LOOSE_HEADING.match(unicodedata.normalize("NFKC", written).upper())
    if not match:
        return None
    rest = written.strip()[-len(match[3]) :] if match[3] else ""
    return f"{match[1]}-{match[2]}", rest


def read_clause_heading(document: Document, heading: Heading, code: str) -> ClauseHeading:
    """Take a level 3 heading apart.

    A malformed id is a finding, but what was probably meant is still returned: references to it are then not reported
    as dead as well.
    """
    text = heading.text
    match = _HEADING.fullmatch(text)
    if match:
        clause_id, title = match[1], (match[2] or "").strip()
        return ClauseHeading(clause_id, title, tuple(_title_faults(document, heading, code, clause_id, title)))
    meant = repair_id(text)
    example = f"{meant[0]} {meant[1] or '标题'}" if meant else f"{code or 'KH'}-101 {text or '标题'}"
    finding = document.finding(
        Code.MALFORMED_ID,
        heading,
        f"条款标题「{text}」没有以正确的条款编号开头",
        read=text,
        fix=f"编号用半角：两三个大写字母、连字符、三位数字，再空一格写标题，如「### {example}」。",
    )
    return ClauseHeading(meant[0] if meant else None, meant[1] if meant else text, (finding,))


def _title_faults(document: Document, heading: Heading, code: str, clause_id: str, title: str) -> list[Finding]:
    findings: list[Finding] = []
    own = clause_id.partition("-")[0]
    if code and own != code:
        findings.append(
            document.finding(
                Code.FOREIGN_ID,
                heading,
                f"条款编号 {clause_id} 的代号是 {own}，本文件的代号是 {code}",
                read=clause_id,
                fix=f"改用 {code} 的编号（handbook new clause {code} 给出下一个），或把本条移到 {own} 的文件。",
            )
        )
    if not title:
        findings.append(
            document.finding(
                Code.MISSING_TITLE,
                heading,
                f"条款 {clause_id} 没有标题",
                read=heading.text,
                fix=f"在编号后空一格写标题，如「### {clause_id} 出差天数」。",
            )
        )
    findings.extend(hand_number_faults(document, heading, title))
    return findings


def hand_number_faults(document: Document, heading: Heading, title: str) -> list[Finding]:
    """Report a chapter or article number that was written by hand: the build counts them."""
    match = _HAND_NUMBER.match(title)
    if not match:
        return []
    rest = title[match.end() :].strip() or "标题"
    return [
        document.finding(
            Code.CHAPTER_TITLE,
            heading,
            f"标题里手写了编号「{match[0]}」",
            read=title,
            fix=f"只写「{rest}」；第几章、第几条由构建按顺序数出来。",
        )
    ]


def duplicate_ids(clauses: list[Clause]) -> list[Finding]:
    """Report every clause whose id an earlier one already has; the message says where that one stands."""
    first: dict[str, Clause] = {}
    findings: list[Finding] = []
    for clause in clauses:
        earlier = first.setdefault(clause.id, clause)
        if earlier is clause:
            continue
        findings.append(
            Finding(
                clause.path,
                clause.line,
                clause.column,
                Code.DUPLICATE_ID,
                f"条款编号 {clause.id} 已用于 {earlier.path} 第 {earlier.line} 行的「{earlier.title}」",
                clause.id,
                f"编号一经给出不再重复：给本条换一个编号，handbook new clause {clause.code} 给出下一个可用编号。",
            )
        )
    return findings
