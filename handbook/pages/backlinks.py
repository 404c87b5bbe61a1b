"""What refers to what: for every clause and indicator, the places that lead to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handbook.markdown.references import Index, Kind, Target, find_references
from handbook.pages.links import link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.content.articles import Article
    from handbook.content.term_links import Terms
    from handbook.markdown.documents import Document

_ORDER = list(Kind)


@dataclass(slots=True)
class Backlinks:
    """Sources by the target that they refer to."""

    _sources: dict[Target, dict[Target, list[str]]] = field(
        default_factory=dict[Target, dict[Target, list[str]]],
    )

    def add(self, target: Target, source: Target, remark: str = "") -> None:
        """Note that `source` refers to `target`; remarks are shown in brackets after the source."""
        remarks = self._sources.setdefault(target, {}).setdefault(source, [])
        if remark and remark not in remarks:
            remarks.append(remark)

    def to(self, target: Target) -> list[tuple[Target, tuple[str, ...]]]:
        """Return the sources of a target with their remarks: clauses first, each kind in order of path and name."""
        found = [(source, tuple(remarks)) for source, remarks in self._sources.get(target, {}).items()]
        found = [(source, remarks) for source, remarks in found if source != target]
        return sorted(found, key=lambda entry: (_ORDER.index(entry[0].kind), entry[0].path, entry[0].name))

    def line(self, target: Target, page: str, lead: str = "相关：") -> str:
        """Return one line of Markdown that links every source, "" when there is none."""
        entries: list[str] = []
        for source, remarks in self.to(target):
            kind = "" if source.kind is Kind.CLAUSE else f"{source.kind} "
            note = f"（{'、'.join(remarks)}）" if remarks else ""
            entries.append(f"{kind}{link(source, page)}{note}")
        return lead + "、".join(entries) if entries else ""


def add_references(
    backlinks: Backlinks, document: Document, index: Index, sources: Sequence[tuple[int, Target]]
) -> None:
    """Note every resolvable reference of a document.

    `sources` says from which line on (in order) which target speaks; a reference above the first belongs to none.
    """
    for reference in find_references(document):
        targets = index.find(reference.name, reference.kind)
        speaker = next((source for line, source in reversed(sources) if line <= reference.line), None)
        if len(targets) == 1 and speaker:
            backlinks.add(targets[0], speaker)


def add_mentions(backlinks: Backlinks, document: Document, terms: Terms, sources: Sequence[tuple[int, Target]]) -> None:
    """Note every use of a term in a document's text, linked or not."""
    for mention in terms.mentions(document):
        speaker = next((source for line, source in reversed(sources) if line <= mention.line), None)
        if speaker:
            backlinks.add(mention.target, speaker)


def speakers(article: Article, page: Target, index: Index) -> list[tuple[int, Target]]:
    """Return who speaks from which line in an article: the article itself, then each clause."""
    clauses: Iterable[tuple[int, Target]] = (
        (clause.line, target) for clause in article.clauses for target in index.find(clause.id, Kind.CLAUSE)[:1]
    )
    return [(1, page), *clauses]
