"""A clause through time: its revisions, what each of them says, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.clauses import CLAUSE_ID, clause_body
from handbook.markdown.numerals import article_number, chapter_number
from handbook.markdown.references import Kind
from handbook.pages.clause_text import ROOT, rendered, with_links
from handbook.pages.links import site_url
from handbook.revisions.citations import books_at, books_of, citations_in, clause_of
from handbook.revisions.differences import Piece, differences
from handbook.revisions.ledger import Publication, Revision, code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.compiler import Handbook
    from handbook.content.articles import Article
    from handbook.content.clauses import Clause
    from handbook.markdown.references import Index, Reference
    from handbook.revisions.citations import Books
    from handbook.revisions.ledger import Ledger

DRAFT = 0
"""Number of a revision that is not published yet."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a clause stands, or last stood, in its document."""

    code: str
    document: str
    """Title of the document."""
    owner: str
    audience: tuple[str, ...]
    chapter: str
    """第二章 出差."""
    number: str
    """第七条."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One revision, ready to be shown."""

    html: str
    """Addresses in it begin with `ROOT`."""
    plain: str
    """The rule alone."""
    compared: str
    """Rule and notes: what revisions are compared by, beside their titles."""


@dataclass(frozen=True, slots=True)
class History:
    """A clause with all its revisions, oldest first: at least one, a draft when it was never published."""

    id: str
    standing: Standing
    revisions: tuple[Revision, ...]
    context: str
    """Address of the clause in its document, from the root of the site; "" once it is gone from there."""

    @property
    def latest(self) -> Revision:
        """The newest revision, whether it applies already or not."""
        return self.revisions[-1]

    @property
    def label(self) -> str:
        """Id and title."""
        return f"{self.id} {self.latest.title}"

    @property
    def address(self) -> str:
        """The clause's own page, from the root of the site."""
        return f"c/{self.id}/"


def histories(handbook: Handbook) -> dict[str, History]:
    """Return every clause that has or ever had a published text, and every draft, in order of their ids."""
    found: dict[str, History] = {}
    for article in handbook.articles:
        for clause in article.clauses:
            published = tuple(handbook.ledger.clauses.get(clause.id, ()))
            (target,) = handbook.index.find(clause.id, Kind.CLAUSE)
            revisions = published or (_draft(article, clause),)
            found[clause.id] = History(clause.id, _standing(article, clause), revisions, site_url(target))
    for clause_id, published in handbook.ledger.clauses.items():
        if clause_id not in found:
            found[clause_id] = History(clause_id, _last_standing(handbook.ledger, clause_id), tuple(published), "")
    return dict(sorted(found.items()))


def _draft(article: Article, clause: Clause) -> Revision:
    return Revision(
        clause.id,
        DRAFT,
        article.effective,
        clause.title,
        clause_body(article.document, clause),
        Publication(DRAFT, article.effective, ""),
        repealed=clause.repeal is not None,
        replaced_by=clause.repeal.replaced_by if clause.repeal else (),
    )


def _standing(article: Article, clause: Clause) -> Standing:
    chapter = article.chapters[clause.chapter - 1].label
    return Standing(article.code, article.title, article.owner, article.audience, chapter, clause.number)


def _last_standing(ledger: Ledger, clause_id: str) -> Standing:
    """Return where a clause that is gone stood in the newest table of contents that has it."""
    contents = next(
        each for each in reversed(ledger.contents[code_of(clause_id)]) if clause_id in each.clauses
    )  # fmt: skip
    place, title = next(
        (place, title) for place, (title, clauses) in enumerate(contents.chapters, 1) if clause_id in clauses
    )
    number = article_number(contents.clauses.index(clause_id) + 1)
    chapter = f"{chapter_number(place)} {title}"
    return Standing(contents.code, contents.title, contents.owner, contents.audience, chapter, number)


@dataclass(frozen=True, slots=True)
class ClauseTexts:
    """All clauses of a handbook with everything that their texts refer to."""

    known: Mapping[str, History]
    index: Index
    ledger: Ledger
    books: Books
    """The documents as they stand: what drafts count articles by."""

    @classmethod
    def of(cls, handbook: Handbook) -> ClauseTexts:
        """Gather them."""
        return cls(histories(handbook), handbook.index, handbook.ledger, books_of(handbook.articles))

    def wording(self, revision: Revision) -> Wording:
        """Return what a revision says; clauses lead to their own pages, other references to pages of today."""
        number = revision.publication.number
        books = self.books if number == DRAFT else books_at(self.ledger, number)

        def cited(prose: str) -> Iterator[tuple[int, int, str]]:
            for citation in citations_in(prose):
                if history := self.known.get(clause_of(citation, books) or ""):
                    part = f"#{citation.part}" if citation.part else ""
                    yield citation.start, citation.end, f"{ROOT}{history.address}{part}"

        linked = with_links(revision.text, self._address, cited)
        return Wording(*rendered(linked))

    def _address(self, reference: Reference) -> tuple[str, str]:
        """Return what a reference shows, and its address; "" where it leads nowhere any more."""
        if CLAUSE_ID.fullmatch(reference.name):
            history = self.known.get(reference.name)
            shown = reference.label or (history.label if history else reference.name)
            return shown, f"{ROOT}{history.address}" if history else ""
        targets = self.index.find(reference.name, reference.kind)
        shown = reference.label or reference.name
        return shown, f"{ROOT}{site_url(targets[0])}" if len(targets) == 1 else ""


def changes_between(old: tuple[Revision, Wording], new: tuple[Revision, Wording]) -> list[Piece]:
    """Return how one revision became another, its title too where that changed; [] when no word did."""
    before, after = old[1].compared, new[1].compared
    if old[0].title != new[0].title:
        before, after = f"{old[0].title}\n{before}", f"{new[0].title}\n{after}"
    return differences(before, after) if before != after else []
