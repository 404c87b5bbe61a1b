"""A clause through time: its revisions, what each of them says, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.clause_text import ROOT, html, plain, with_links
from handbook.clauses import CLAUSE_ID, clause_body
from handbook.differences import Piece, differences
from handbook.ledger import Publication, Revision, code_of
from handbook.links import site_url
from handbook.numerals import article_number, chapter_number
from handbook.references import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.articles import Article
    from handbook.clauses import Clause
    from handbook.compiler import Handbook
    from handbook.ledger import Ledger
    from handbook.references import Index, Reference

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


def wording(revision: Revision, index: Index, known: Mapping[str, History]) -> Wording:
    """Return what a revision says; references lead to pages of today, clauses to their own pages."""

    def address(reference: Reference) -> tuple[str, str | None]:
        if CLAUSE_ID.fullmatch(reference.name):
            history = known.get(reference.name)
            shown = reference.label or (history.label if history else reference.name)
            return shown, f"{ROOT}{history.address}" if history else None
        targets = index.find(reference.name, reference.kind)
        shown = reference.label or reference.name
        return shown, f"{ROOT}{site_url(targets[0])}" if len(targets) == 1 else None

    linked = with_links(revision.text, address)
    return Wording(html(linked), plain(linked), plain(linked, notes=True))


def changes_between(old: tuple[Revision, Wording], new: tuple[Revision, Wording]) -> list[Piece]:
    """Return how one revision became another, its title too where that changed; [] when no word did."""
    before, after = old[1].compared, new[1].compared
    if old[0].title != new[0].title:
        before, after = f"{old[0].title}\n{before}", f"{new[0].title}\n{after}"
    return differences(before, after) if before != after else []
