"""Rule articles: front matter, chapters (`##`) and clauses (`###`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.clauses import Clause, hand_number_faults, read_clause_heading
from handbook.content.repeals import read_repeal
from handbook.findings import Code, Finding
from handbook.markdown.front_matter import (
    Field,
    check_front_matter,
    day,
    matching,
    text,
    text_of,
    texts,
    texts_of,
    whole,
)
from handbook.markdown.numerals import chapter_number

if TYPE_CHECKING:
    from handbook.markdown.documents import Document, Heading

FIELDS = (
    Field("title", text),
    Field("code", matching("[A-Z]{2,3}", "写两到三个半角大写字母，如 KH。", Code.BAD_DOCUMENT_CODE)),
    Field("owner", text),
    Field("effective", day),
    Field("audience", texts),
    Field("order", whole, required=False),
)


LAST = 1000
"""Place in the menu of an article that names none."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an article."""

    title: str
    number: int
    line: int

    @property
    def label(self) -> str:
        """Number and title: 第二章 出差."""
        return f"{chapter_number(self.number)} {self.title}"


@dataclass(frozen=True, slots=True)
class Article:
    """One file of rules."""

    document: Document
    title: str
    code: str
    owner: str
    effective: str
    """Day from which it applies, as 2026-12-01."""
    audience: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    clauses: tuple[Clause, ...]
    order: int
    """Place in the menu: lower numbers come first, articles without one last, equals in order of their codes."""

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path


def read_article(document: Document) -> tuple[Article, list[Finding]]:
    """Read an article. Faulty parts are findings and left out of, or repaired in, what is returned."""
    findings = check_front_matter(document, FIELDS)
    code = text_of(document, "code")
    order = document.meta.get("order")
    chapters: list[Chapter] = []
    clauses: list[Clause] = []
    skipped = False
    for heading, end_line in document.sections():
        if heading.level == 2:
            findings.extend(_chapter_faults(document, heading, chapters))
            chapters.append(Chapter(heading.text, len(chapters) + 1, heading.line))
        elif heading.level == 3:
            if not chapters and not skipped:
                findings.append(_skipped(document, heading))
                skipped = True
            read = read_clause_heading(document, heading, code)
            findings.extend(read.findings)
            if not _has_text(document, heading.line, end_line):
                findings.append(_empty(document, heading))
            repeal, faults = read_repeal(document, heading.line, end_line)
            findings.extend(faults)
            if read.id:
                clauses.append(
                    Clause(
                        id=read.id,
                        title=read.title,
                        path=document.path,
                        code=code,
                        chapter=max(len(chapters), 1),
                        article=len(clauses) + 1,
                        line=heading.line,
                        column=heading.column,
                        end_line=end_line,
                        repeal=repeal,
                    )
                )
        else:
            findings.append(level_fault(document, heading, "制度里只用「## 章」和「### 条」两级"))
    article = Article(
        document=document,
        title=text_of(document, "title"),
        code=code,
        owner=text_of(document, "owner"),
        effective=text_of(document, "effective"),
        audience=texts_of(document, "audience"),
        chapters=tuple(chapters),
        clauses=tuple(clauses),
        order=order if isinstance(order, int) else LAST,
    )
    return article, findings


def level_fault(document: Document, heading: Heading, allowed: str) -> Finding:
    """Report a heading of a level that this kind of page does not have."""
    return document.finding(
        Code.HEADING_LEVEL,
        heading,
        f"标题「{heading.text}」用了 {heading.level} 级（{'#' * heading.level}）",
        read=f"{'#' * heading.level} {heading.text}",
        fix=f"{allowed}；页面标题写在抬头的 title 里。",
    )


def _chapter_faults(document: Document, heading: Heading, earlier: list[Chapter]) -> list[Finding]:
    if not heading.text:
        fix = "在「##」后空一格写章的标题，如「## 总则」。"
        return [document.finding(Code.MISSING_TITLE, heading, "这一章没有标题", read="##", fix=fix)]
    same = next((chapter for chapter in earlier if chapter.title == heading.text), None)
    if same:
        return [
            document.finding(
                Code.CHAPTER_TITLE,
                heading,
                f"章标题「{heading.text}」与第 {same.line} 行的相同",
                read=heading.text,
                fix="同一文件里各章标题不同；把两章合并，或换一个标题。",
            )
        ]
    return hand_number_faults(document, heading, heading.text)


def _skipped(document: Document, heading: Heading) -> Finding:
    return document.finding(
        Code.SKIPPED_LEVEL,
        heading,
        f"条款「{heading.text}」前面还没有章",
        read=f"### {heading.text}",
        fix="标题不能跳级：先写一行章标题，如「## 总则」，再写条款。",
    )


def _has_text(document: Document, line: int, end_line: int) -> bool:
    """Tell whether any block stands between a heading's line and the line where the next one begins."""
    return any(token.map and line <= token.map[0] < end_line - 1 for token in document.tokens)


def _empty(document: Document, heading: Heading) -> Finding:
    return document.finding(
        Code.EMPTY_CLAUSE,
        heading,
        f"条款「{heading.text}」没有正文",
        read=heading.text,
        fix="在标题下空一行写正文：谁、在什么情况下、须（应、可、不得）做什么、何时之前。",
    )


def duplicate_codes(articles: list[Article]) -> list[Finding]:
    """Report every article whose code an earlier one already has."""
    used = "、".join(sorted({article.code for article in articles if article.code}))
    first: dict[str, Article] = {}
    findings: list[Finding] = []
    for article in articles:
        earlier = first.setdefault(article.code, article)
        if not article.code or earlier is article:
            continue
        findings.append(
            article.document.meta_finding(
                Code.DUPLICATE_DOCUMENT_CODE,
                "code",
                f"代号 {article.code} 已用于 {earlier.path}「{earlier.title}」",
                read=article.code,
                fix=f"每份制度一个代号：换一个未用的代号（已用：{used}）。",
            )
        )
    return findings
