"""The glossary: one page, `## 词条` and its explanation, synonyms in an optional last line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.articles import level_fault
from handbook.documents import Place
from handbook.findings import Code, Finding
from handbook.front_matter import Field, check_front_matter, text
from handbook.markup import anchor

if TYPE_CHECKING:
    from handbook.documents import Document

PATH = "glossary.md"
FIELDS = (Field("title", text),)
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
    glossary = Glossary(document, tuple(terms))
    return glossary, [*findings, *_duplicates(glossary)]


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
