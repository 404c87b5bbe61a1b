"""The glossary: one page, `## 词条` and its explanation, synonyms in an optional last line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.articles import level_fault
from handbook.findings import Code, Finding, nearest
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import Field, check_front_matter, text, texts, texts_of
from handbook.pages.markup import anchor

if TYPE_CHECKING:
    from handbook.markdown.documents import Document

PATH = "glossary.md"
UNLINKED, OTHER_WORDS = "unlinked", "other_words"
FIELDS = (Field("title", text), Field(UNLINKED, texts, required=False), Field(OTHER_WORDS, texts, required=False))
_SYNONYMS = re.compile(r"同义词[:：]\s*(.*)")
_SEPARATOR = re.compile(r"[、,，]\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One term."""

    name: str
    synonyms: tuple[str, ...]
    line: int
    column: int
    synonym_line: int
    """Line of the synonyms, 0 when there are none."""

    @property
    def anchor(self) -> str:
        """Place of the term on the glossary page."""
        return anchor(self.name)


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms, in the author's order."""

    document: Document
    terms: tuple[Term, ...]
    unlinked: tuple[str, ...] = ()
    """Terms and synonyms that everybody knows: they become links only where an author writes `[[…]]`."""
    other_words: tuple[str, ...] = ()
    """Words in which a term's characters stand by chance: 集客 in 收集客户."""


def read_glossary(document: Document) -> tuple[Glossary, list[Finding]]:
    """Read the glossary page."""
    findings = check_front_matter(document, FIELDS)
    terms: list[Term] = []
    for heading, end in document.sections():
        if heading.level != 2:
            findings.append(level_fault(document, heading, "词汇表只用「## 词条」一级"))
            continue
        body = [(number, document.lines[number - 1].strip()) for number in range(heading.line + 1, end)]
        filled = [(number, line) for number, line in body if line]
        match = _SYNONYMS.fullmatch(filled[-1][1]) if filled else None
        synonyms = tuple(name for name in _SEPARATOR.split(match[1].rstrip("。 ")) if name) if match else ()
        if not heading.text:
            fix = "在「##」后空一格写词条，如「## 潜在客户」。"
            findings.append(document.finding(Code.MISSING_TITLE, heading, "词条没有名称", read="##", fix=fix))
        elif len(filled) == (1 if match else 0):
            findings.append(
                document.finding(
                    Code.EMPTY_TERM,
                    heading,
                    f"词条「{heading.text}」没有解释",
                    read=heading.text,
                    fix="在词条下空一行，用一两句话写它是什么意思；同义词写在最后一行「同义词：A、B」。",
                )
            )
        terms.append(Term(heading.text, synonyms, heading.line, heading.column, filled[-1][0] if match else 0))
    glossary = Glossary(document, tuple(terms), texts_of(document, UNLINKED), texts_of(document, OTHER_WORDS))
    return glossary, [*findings, *_duplicates(glossary), *_idle_words(glossary)]


def _idle_words(glossary: Glossary) -> list[Finding]:
    """Report words about linking that do nothing: a misspelt one would leave the link there."""
    known = {name for term in glossary.terms for name in (term.name, *term.synonyms)}
    findings: list[Finding] = []
    for name in glossary.unlinked:
        if name not in known:
            near = nearest(name, known, 1)
            hint = f"是不是「{near[0]}」？" if near else ""
            message = f"抬头「{UNLINKED}」里的「{name}」不是词条，也不是同义词"
            findings.append(_idle(glossary, UNLINKED, name, message, f"{hint}这里只写不要自动成为链接的词条和同义词。"))
    for word in glossary.other_words:
        if not any(name != word and name in word for name in known):
            message = f"抬头「{OTHER_WORDS}」里的「{word}」不含任何词条"
            fix = "这里只写含有词条的字、意思却不相干的词，如「收集客户」含「集客」。"
            findings.append(_idle(glossary, OTHER_WORDS, word, message, fix))
    return findings


def _idle(glossary: Glossary, key: str, word: str, message: str, fix: str) -> Finding:
    return glossary.document.meta_finding(Code.IDLE_WORD, key, message, read=word, fix=fix)


def _duplicates(glossary: Glossary) -> list[Finding]:
    """Report every term or synonym that stands in the glossary already."""
    first: dict[str, tuple[Term, int]] = {}
    findings: list[Finding] = []
    for term in glossary.terms:
        places = [(term.name, Place(term.line, term.column))]
        for synonym in term.synonyms:
            column = glossary.document.lines[term.synonym_line - 1].find(synonym) + 1
            places.append((synonym, Place(term.synonym_line, column)))
        for name, place in places:
            earlier = first.setdefault(name, (term, place.line))
            if not name or earlier == (term, place.line):
                continue
            findings.append(
                glossary.document.finding(
                    Code.DUPLICATE_TERM,
                    place,
                    f"「{name}」已在第 {earlier[1]} 行（词条「{earlier[0].name}」）",
                    read=name,
                    fix="一个名称只属于一个词条：合并两条，或删去其中一处（同义词也算）。",
                )
            )
    return findings
