"""Citations in running text, as people write them: `KH-204`, 《大客户部管理制度》第十三条第二款. They become links.

Other people's rules are left alone: a title or a code that is none of the handbook's is no fault. Article numbers move
when clauses come and go; where the ledger shows that a number has come to mean another clause, that is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handbook.content.clauses import CLAUSE_ID, clause_body
from handbook.content.term_links import Mention
from handbook.findings import Code, nearest
from handbook.markdown.documents import Place
from handbook.markdown.numerals import article_number, chinese_number
from handbook.markdown.prose import text_lines
from handbook.markdown.references import Kind
from handbook.pages.clause_text import part_anchors
from handbook.revisions.ledger import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.content.articles import Article
    from handbook.findings import Finding
    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index, Target
    from handbook.pages.backlinks import Backlinks
    from handbook.revisions.ledger import Ledger

_NUMBER = "[零一二三四五六七八九十百千0-9]+"
_CITATION = re.compile(
    rf"《(?P<title>[^《》\n]+)》第(?P<article>{_NUMBER})条(?:第(?P<paragraph>{_NUMBER})款)?(?:第(?P<item>{_NUMBER})项)?"
    rf"|(?<![A-Za-z0-9/#?=&._-])(?P<id>{CLAUSE_ID.pattern})(?![A-Za-z0-9/_-])"
)
_LINKED = re.compile(r"\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\]\([^()\n]*\)|<[^<>\n]*>|https?://\S+")
"""What is a link or an address already."""
_VALUES = {chinese_number(value): value for value in range(1, 1000)}


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in a line of text, not looked up yet."""

    written: str
    start: int
    end: int
    """Characters of the line, from 0; the end is the one after the last."""
    id: str
    """Id of the clause; "" where a title and a number are given."""
    title: str
    article: int
    part: str
    """`k2x1` for 第二款第一项; "" for the whole clause."""


Books = Mapping[str, "Sequence[tuple[str, ...]]"]
"""Ids of the clauses of each document, in order, by its title; several where titles are the same."""


def citations_in(prose: str) -> Iterator[Citation]:
    """Yield the citations of a line whose code has been blanked out."""
    for match in _CITATION.finditer(_LINKED.sub(lambda linked: " " * len(linked[0]), prose)):
        place = (match[0], match.start(), match.end())
        if match["id"]:
            yield Citation(*place, match["id"], "", 0, "")
            continue
        paragraph, item = match["paragraph"], match["item"]
        part = f"k{_value(paragraph) if paragraph else 1}" if paragraph or item else ""
        part += f"x{_value(item)}" if item else ""
        yield Citation(*place, "", match["title"], _value(match["article"]), part)


def _value(number: str) -> int:
    """Return a number written in either way; 0, which nothing has, for one that is no number."""
    return int(number) if number.isascii() else _VALUES.get(number, 0)


def clause_of(citation: Citation, books: Books) -> str | None:
    """Return the id of the clause that a citation means; None where it is other people's, dead or ambiguous."""
    if citation.id:
        return citation.id
    found = books.get(citation.title, ())
    if len(found) != 1 or not 1 <= citation.article <= len(found[0]):
        return None
    return found[0][citation.article - 1]


def books_of(articles: Iterable[Article]) -> dict[str, list[tuple[str, ...]]]:
    """Return the documents as they stand."""
    books: dict[str, list[tuple[str, ...]]] = {}
    for article in articles:
        books.setdefault(article.title, []).append(tuple(clause.id for clause in article.clauses))
    return books


def books_at(ledger: Ledger, publication: int) -> dict[str, list[tuple[str, ...]]]:
    """Return the documents as they stood in a publication."""
    books: dict[str, list[tuple[str, ...]]] = {}
    for code in ledger.contents:
        if contents := ledger.contents_at(code, publication):
            books.setdefault(contents.title, []).append(contents.clauses)
    return books


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in a file, with the clause that it means."""

    citation: Citation
    line: int
    clause: Target


def citations_of(document: Document, books: Books, index: Index) -> list[Cited]:
    """Return the citations of a file's paragraphs, lists and notes that lead to one clause."""
    found: list[Cited] = []
    prose = text_lines(document)
    for line in _running_lines(document):
        for citation in citations_in(prose[line - 1]):
            targets = index.find(clause_of(citation, books) or "", Kind.CLAUSE)
            found.extend(Cited(citation, line, target) for target in targets)
    return found


def link_citations(documents: Iterable[Document], books: Books, index: Index) -> None:
    """Tell the index which citations become links, beside the terms."""
    for document in documents:
        for cited in citations_of(document, books, index):
            target, part = cited.clause, cited.citation.part
            if part:
                target = replace(target, anchor=f"{target.anchor}-{part}")
            mention = Mention(target, cited.line, cited.citation.start, cited.citation.end, quiet=False)
            index.mentions.setdefault((document.path, cited.line), []).append(mention)


def add_citations(
    backlinks: Backlinks, document: Document, books: Books, index: Index, sources: Sequence[tuple[int, Target]]
) -> None:
    """Note which clauses a document cites; `sources` as for `add_references`."""
    for cited in citations_of(document, books, index):
        speaker = next((source for line, source in reversed(sources) if line <= cited.line), None)
        if speaker:
            backlinks.add(cited.clause, speaker)


def check_citations(documents: Iterable[Document], articles: Sequence[Article], ledger: Ledger) -> list[Finding]:
    """Report citations of the handbook's own documents that lead nowhere, to several clauses, or no longer the same."""
    books = books_of(articles)
    bodies = {clause.id: clause_body(article.document, clause) for article in articles for clause in article.clauses}
    by_path = {article.path: article for article in articles}
    findings: list[Finding] = []
    for document in documents:
        prose = text_lines(document)
        for line in _running_lines(document):
            for citation in citations_in(prose[line - 1]):
                fault = _fault(citation, books, bodies, ledger) or _moved(
                    citation, line, by_path.get(document.path), books, ledger
                )
                if fault:
                    code, message, fix = fault
                    at = Place(line, citation.start + 1)
                    findings.append(document.finding(code, at, message, read=citation.written, fix=fix))
    return findings


_Fault = tuple[Code, str, str]


def _fault(citation: Citation, books: Books, bodies: Mapping[str, str], ledger: Ledger) -> _Fault | None:
    return _id_fault(citation, bodies, ledger) if citation.id else _title_fault(citation, books, bodies)


def _id_fault(citation: Citation, bodies: Mapping[str, str], ledger: Ledger) -> _Fault | None:
    ours = {code_of(each) for each in bodies}
    if citation.id in bodies or citation.id in ledger.clauses or code_of(citation.id) not in ours:
        return None
    near = nearest(citation.id, bodies)
    hint = f"最接近的是：{'、'.join(near)}。" if near else ""
    return Code.DEAD_CITATION, f"正文引用的 {citation.written} 不存在", f"{hint}写一个已有的条款编号。"


def _title_fault(citation: Citation, books: Books, bodies: Mapping[str, str]) -> _Fault | None:
    written = citation.written
    found = books.get(citation.title, ())
    if not found:
        return None
    if len(found) > 1:
        message = f"正文引用的「{written}」有 {len(found)} 份制度同名"
        return Code.DEAD_CITATION, message, "改写成双方括号里的条款编号，如 [[KH-204]]。"
    clause = clause_of(citation, books)
    if clause is None:
        message = f"《{citation.title}》没有第 {citation.article} 条，正文引用的是「{written}」"
        return Code.DEAD_CITATION, message, f"它共有 {len(found[0])} 条；最好改写成双方括号里的条款编号，不怕增删。"
    if citation.part and citation.part not in part_anchors(bodies[clause]):
        message = f"{clause} 没有正文所引的那一款、那一项：「{written}」"
        return Code.DEAD_CITATION, message, "款是条文自己的段落，项是列表里的一行，提示框不算。"
    return None


def _moved(citation: Citation, line: int, article: Article | None, books: Books, ledger: Ledger) -> _Fault | None:
    """Say where a number has come to mean another clause than when the text that cites it was published."""
    if article is None or citation.id:
        return None
    within = next((clause for clause in article.clauses if clause.line < line < clause.end_line), None)
    last = ledger.latest(within.id) if within else None
    if last is None or citation.written not in last.text:
        return None
    before = clause_of(citation, books_at(ledger, last.publication.number))
    now = clause_of(citation, books)
    if before is None or before == now:
        return None
    message = f"「{citation.written}」在发布时是 {before}，现在是 {now}"
    number = article_number(citation.article)
    fix = f"增删条款后第几条变了：写成 [[{before}|{citation.written}]]；要引的就是现在的{number}，改写这段文字再发布。"
    return Code.MOVED_CITATION, message, fix


def _running_lines(document: Document) -> list[int]:
    """Return the lines (from 1) of paragraphs, lists and notes: no headings, no tables."""
    lines: set[int] = set()
    closed = 0
    for token in document.tokens:
        if token.type in {"heading_open", "table_open", "admonition_title_open"}:
            closed += 1
        elif token.type in {"heading_close", "table_close", "admonition_title_close"}:
            closed -= 1
        elif token.type == "inline" and token.map and not closed:
            lines.update(range(token.map[0] + 1, token.map[1] + 1))
    return sorted(lines)
