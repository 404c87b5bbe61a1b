"""The glossary's terms in running text: where they are used, and which uses become links by themselves.

A term is linked at its first use in a section: a clause, a `##` section of another page, the text above the first
heading. Only paragraphs and lists are linked. Headings have addresses of their own; in tables a name stands in every
row, a dotted line under each would hide the figures, and the cells of steps, fields and schemes are read by the build;
`setting` and `reading` blocks speak about the rule and about other documents' words, not with the handbook's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.markdown.prose import text_lines
from handbook.markdown.references import Kind, find_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.content.glossary import Glossary
    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index, Target

SHORTEST = 2
"""Characters that a name has at least: 档 alone would be found in 档案, 存档 and 归档."""

_NAMED_THINGS = {Kind.ARTICLE, Kind.ROLE, Kind.PROCESS, Kind.FORM, Kind.INDICATOR, Kind.SCHEME, Kind.PAGE}
"""Kinds whose names are not taken apart: 大客户 in 大客户经理 is no use of the term."""

_LINKED = re.compile(r"\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\]\([^()\n]*\)|<[^<>\n]*>|https?://\S+|《[^《》\n]*》")
"""What is a link, an address or a title in quotes already."""

_SILENT_BLOCKS = {"setting", "reading"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A term's name in a line of a file."""

    target: Target
    line: int
    """From 1."""
    start: int
    end: int
    """Characters of the line, from 0; the end is the one after the last."""
    quiet: bool = True
    """Whether the link is only hinted at: nobody wrote it, and there are many."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What to look for: every name that a text can hold, and which of them are terms."""

    names: re.Pattern[str]
    """Names of terms and of everything else, the longest first."""
    targets: dict[str, Target]
    """Terms by name and synonym."""
    unlinked: frozenset[str]
    """Names of terms that everybody knows: they are not linked by themselves."""

    def mentions(self, document: Document) -> Iterator[Mention]:
        """Return every use of a term in a file's text, in order; what is linked or quoted already is none."""
        for number, line in enumerate(text_lines(document), 1):
            clear = _LINKED.sub(lambda match: "\n" * len(match[0]), line)
            for match in self.names.finditer(clear):
                if target := self.targets.get(match[0]):
                    yield Mention(target, number, match.start(), match.end())

    def links(self, document: Document, index: Index) -> list[Mention]:
        """Return the uses that become links: one a section for each term that is not linked there by its author."""
        lines = _linkable_lines(document)
        starts = [heading.line for heading in document.headings()]
        known = {(_section(starts, line), target) for line, target in _written_links(document, index)}
        found: list[Mention] = []
        for mention in self.mentions(document):
            place = (_section(starts, mention.line), mention.target)
            name = document.lines[mention.line - 1][mention.start : mention.end]
            here = mention.target.path == document.path
            if mention.line in lines and name not in self.unlinked and place not in known and not here:
                known.add(place)
                found.append(mention)
        return found


def link_terms(index: Index, terms: Terms, documents: Iterable[Document]) -> None:
    """Tell the index which uses of terms become links in these files."""
    for document in documents:
        for mention in terms.links(document, index):
            index.mentions.setdefault((document.path, mention.line), []).append(mention)


def terms_of(glossary: Glossary, index: Index) -> Terms:
    """Return what to look for in a handbook with this glossary."""
    targets: dict[str, Target] = {}
    for term in glossary.terms:
        (target,) = index.find(term.name, Kind.TERM)
        targets |= {name: target for name in (term.name, *term.synonyms) if len(name) >= SHORTEST}
    others = {name for name in index.names() if any(target.kind in _NAMED_THINGS for target in index.find(name))}
    others |= set(glossary.other_words)
    targets = {name: target for name, target in targets.items() if name not in others}
    return Terms(
        _names_pattern({*targets, *others}) if targets else re.compile(r"(?!)"), targets, frozenset(glossary.unlinked)
    )


def _names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the names, the longest first.

    They are sorted into one branch for each first character, and nothing stands before that: so `re` leaps over
    whatever begins no name. With a branch for each name, that took a fifth of what an edit takes to be seen.
    """
    by_first: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_first.setdefault(name[0], []).append(_bounded(name))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items()))


def _bounded(name: str) -> str:
    """Return a pattern for what follows a name's first character.

    Latin letters end at others of their kind: KA is not in KA1 or OKAY.
    """
    before = rf"(?<![A-Za-z0-9]{name[0]})" if re.match(r"[A-Za-z0-9]", name) else ""
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", name) else ""
    return f"{before}{re.escape(name[1:])}{after}"


def _section(starts: list[int], line: int) -> int:
    """Return which section a line is in: the number of headings up to it."""
    return sum(start <= line for start in starts)


def _written_links(document: Document, index: Index) -> Iterator[tuple[int, Target]]:
    """Return the terms that the author has linked, with the line."""
    for reference in find_references(document):
        yield from ((reference.line, target) for target in index.find(reference.name, reference.kind))


def _linkable_lines(document: Document) -> set[int]:
    """Return the lines (from 1) of paragraphs and lists outside tables and blocks that speak about the rule."""
    lines: set[int] = set()
    within: list[bool] = []
    """For each open block, whether text in it may be linked."""
    for token in document.tokens:
        if token.nesting == 1:
            silent = token.type == "admonition_open" and str(token.meta["tag"]) in _SILENT_BLOCKS
            within.append(not silent and token.type not in {"heading_open", "table_open", "admonition_title_open"})
        elif token.nesting == -1:
            within.pop()
        elif token.type == "inline" and token.map and all(within):
            lines.update(range(token.map[0] + 1, token.map[1] + 1))
    return lines
