"""The small pages at short addresses: one a clause, one for each of its revisions, and documents as of a day.

They are made beside MkDocs, from one template: a chat opens them on a phone, so they carry little, and there are many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from handbook.markdown.numerals import article_number, chapter_number
from handbook.markdown.references import Kind
from handbook.pages.clause_data import CLAUSES_JSON, clause_entry, json_text
from handbook.pages.clause_text import ROOT
from handbook.pages.links import site_url
from handbook.pages.paper import address_code
from handbook.pages.templating import render
from handbook.revisions.changes import FEED, feed
from handbook.revisions.clause_history import DRAFT, ClauseTexts, History, Wording, changes_between
from handbook.revisions.differences import as_html
from handbook.revisions.ledger import in_force

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.compiler import Handbook
    from handbook.markdown.references import Target
    from handbook.revisions.ledger import Revision

DESCRIPTION_LENGTH = 120
"""Characters of a clause that a chat's preview card gets; none shows more than two lines."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages need to know of the site around them."""

    name: str
    url: str
    """Public address, with a slash at the end: chats, QR codes and feeds need whole addresses."""
    style_sheets: tuple[str, ...]
    """Addresses from the root of the site, in order."""
    scripts: str
    """Folder, from the root of the site."""
    policy: str = ""
    """Content security policy; "" while the site is only looked at."""


@dataclass(frozen=True, slots=True)
class ClauseSite:
    """Everything that clause pages are made from, worked out once."""

    handbook: Handbook
    site: Site
    histories: Mapping[str, History]
    wordings: dict[tuple[str, int], Wording]
    """By clause and number of the revision."""

    @classmethod
    def of(cls, handbook: Handbook, site: Site) -> ClauseSite:
        """Render every revision of every clause."""
        texts = ClauseTexts.of(handbook)
        wordings = {
            (history.id, revision.number): texts.wording(revision)
            for history in texts.known.values()
            for revision in history.revisions
        }
        return cls(handbook, site, texts.known, wordings)

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield every file with its path from the root of the site."""
        for history in self.histories.values():
            yield f"{history.address}index.html", self._clause_page(history, history.latest, dated=False)
            for day, revision in _by_day(history).items():
                yield f"{history.address}{day}/index.html", self._clause_page(history, revision, dated=True)
        documents = [
            (clauses[0].standing.document, clauses)
            for _, clauses in ((key, list(group)) for key, group in groupby(self.histories.values(), _code))
        ]
        yield "c/index.html", self._render("clauses.html", "../", documents=documents)
        for code in self.handbook.ledger.contents:
            yield from self._document_pages(code)
        yield FEED, feed(self.handbook.ledger, self.site.name, self.site.url)
        yield CLAUSES_JSON, json_text([clause_entry(history) for history in self.histories.values()])
        for code, group in groupby(self.histories.values(), _code):
            texts = {history.id: self._texts(history) for history in group}
            yield f"assets/clauses/{code}.json", json_text(texts)

    def _render(self, template: str, root: str, **values: Any) -> str:
        return render(template, site=self.site, root=root, policy=self.site.policy, **values)

    def _clause_page(self, history: History, shown: Revision, *, dated: bool) -> str:
        root = "../../../" if dated else "../../"
        words = self.wordings[history.id, shown.number]
        address = f"{history.address}{shown.date}/" if dated else history.address
        before, after = _neighbours(history, shown)
        return self._render(
            "clause.html",
            root,
            id=history.id,
            label=f"{history.id} {shown.title}",
            title=shown.title,
            description=_description(words.plain),
            address=address,
            standing=history.standing,
            shown=shown,
            latest=history.latest,
            before=before,
            after=after,
            dated=dated,
            days=" ".join(f"{revision.number}:{revision.date}" for revision in history.revisions),
            context=history.context,
            replaced_by=[self.histories[each] for each in shown.replaced_by if each in self.histories],
            words=Markup(words.html.replace(ROOT, root)),  # noqa: S704 -- made here from checked Markdown
            sources=[] if dated else self._sources(history),
            history=[] if dated else self._history(history),
            code=Markup(address_code(f"{self.site.url}{history.address}", "本条的二维码")),  # noqa: S704 -- segno's SVG
            linked_data=Markup(self._linked_data(history, shown, words, address)),  # noqa: S704 -- escaped JSON
        )

    def _history(self, history: History) -> list[dict[str, Any]]:
        if history.latest.number == DRAFT:
            return []
        newest = (history.latest, self.wordings[history.id, history.latest.number])
        return [
            {"revision": revision, "difference": Markup(as_html(pieces))}  # noqa: S704 -- escaped piece by piece
            for revision in reversed(history.revisions)
            for pieces in [changes_between((revision, self.wordings[history.id, revision.number]), newest)]
        ]

    def _sources(self, history: History) -> list[tuple[str, list[dict[str, str]]]]:
        found = [
            (source, remarks)
            for target in self.handbook.index.find(history.id, Kind.CLAUSE)
            for source, remarks in self.handbook.backlinks.to(target)
        ]
        return [
            (str(kind), [_source(source, remarks) for source, remarks in group])
            for kind, group in groupby(found, lambda entry: entry[0].kind)
        ]

    def _linked_data(self, history: History, shown: Revision, words: Wording, address: str) -> str:
        """Return schema.org's Legislation; what depends on the reader's day is left out."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Legislation",
            "name": f"{history.id} {shown.title}",
            "legislationIdentifier": history.id,
            "legislationType": "部门规章制度条款",
            "url": f"{self.site.url}{address}",
            "inLanguage": "zh-CN",
            "text": words.plain,
            "isPartOf": {
                "@type": "Legislation",
                "name": history.standing.document,
                "legislationIdentifier": history.standing.code,
            },
            "audience": {"@type": "Audience", "audienceType": "、".join(history.standing.audience)},
        }
        if shown.number != DRAFT:
            data["legislationDate"] = history.revisions[0].date
            data["legislationDateVersion"] = shown.date
            data["version"] = str(shown.number)
        return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")

    def _document_pages(self, code: str) -> Iterator[tuple[str, str]]:
        """Yield a document as it applied from each day on which something in it changed."""
        ledger = self.handbook.ledger
        editions = ledger.contents[code]
        own = {clause for edition in editions for clause in edition.clauses}
        days = {edition.publication.date for edition in editions}
        days |= {revision.date for clause in own for revision in ledger.clauses[clause]}
        current = next((article.path for article in self.handbook.articles if article.code == code), "")
        for day in sorted(days):
            contents = [edition for edition in editions if edition.publication.date <= day][-1]
            numbers = {clause: article_number(place) for place, clause in enumerate(contents.clauses, 1)}
            chapters = [
                (
                    f"{chapter_number(place)} {title}",
                    [self._clause_of(clause, numbers[clause], day) for clause in clauses if self._applies(clause, day)],
                )
                for place, (title, clauses) in enumerate(contents.chapters, 1)
            ]
            address = f"c/{code}/{day}/"
            page = self._render(
                "document.html",
                "../../../",
                address=address,
                title=contents.title,
                day=day,
                days=sorted(days),
                path=current.removesuffix(".md") + "/" if current else "",
                chapters=chapters,
                code=Markup(address_code(f"{self.site.url}{address}", "本页的二维码")),  # noqa: S704 -- segno's SVG
            )
            yield f"{address}index.html", page

    def _applies(self, clause: str, day: str) -> bool:
        revision = in_force(self.handbook.ledger.clauses[clause], day)
        return revision is not None and not revision.repealed

    def _clause_of(self, clause: str, number: str, day: str) -> dict[str, Any]:
        revision = in_force(self.handbook.ledger.clauses[clause], day)
        if revision is None:
            raise KeyError(clause)
        words = self.wordings[clause, revision.number].html.replace(ROOT, "../../../")
        for place in (' id="', ' href="#'):  # many clauses on one page: the same anchors as in the document of today
            words = words.replace(f"{place}k", f"{place}{clause}-k")
        return {
            "id": clause,
            "number": number,
            "title": revision.title,
            "date": revision.date,
            "words": Markup(words),  # noqa: S704 -- made here from checked Markdown
        }

    def _texts(self, history: History) -> dict[str, Any]:
        """Return what the announcement page needs of a clause."""
        return {"text": self.wordings[history.id, history.latest.number].plain, **clause_entry(history)}


def write_clause_pages(folder: Path, handbook: Handbook, site: Site) -> int:
    """Write all the pages into a built site; give their number."""
    count = 0
    for path, text in ClauseSite.of(handbook, site).files():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        count += path.endswith(".html")
    return count


def _code(history: History) -> str:
    return history.standing.code


def _by_day(history: History) -> dict[str, Revision]:
    """Return the revision that applies from each day on which one begins; a draft has no day."""
    return {revision.date: revision for revision in history.revisions if revision.number != DRAFT}


def _neighbours(history: History, shown: Revision) -> tuple[Revision | None, Revision | None]:
    """Return the revisions that applied right before and right after; those of the same day never applied."""
    ordered = list(_by_day(history).values())
    if shown not in ordered:
        return None, None
    place = ordered.index(shown)
    before = ordered[place - 1] if place else None
    return before, ordered[place + 1] if place + 1 < len(ordered) else None


def _description(plain: str) -> str:
    said = " ".join(plain.split())
    return said if len(said) <= DESCRIPTION_LENGTH else f"{said[: DESCRIPTION_LENGTH - 1]}…"


def _source(source: Target, remarks: tuple[str, ...]) -> dict[str, str]:
    url = f"c/{source.name}/" if source.kind is Kind.CLAUSE else site_url(source)
    return {"title": source.title, "url": url, "note": "、".join(remarks)}
