"""The whole handbook as one document for paper: a cover, contents with page numbers, every page of the menu in order.

It is put together from the built site's pages, so that it says what they say. An address inside the handbook becomes a
place in the book; one that leads out of it, a whole address.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from markupsafe import Markup

from handbook.browser.parts import Digest
from handbook.errors import HandbookError
from handbook.pages.browse_pages import INDEX
from handbook.pages.markup import anchor
from handbook.pages.navigation import navigation
from handbook.pages.paper import edition
from handbook.pages.templating import render
from handbook.revisions.changes import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.compiler import Handbook
    from handbook.content.articles import Article

_CONTENT = re.compile(
    r'<article class="md-content__inner md-typeset">(.*?)<footer class="paper-foot" ([^>]*)>', re.DOTALL
)
_FACT = re.compile(r'data-paper-(\w+)="([^"]*)"')
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_BODY = re.compile(r"<body ([^>]*)>")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r'(?<=[\s"])(id|for|href|src|aria-labelledby|aria-describedby)="([^"]*)"')
_DRAWN = re.compile(r"url\(#([^)]+)\)")
_FOLDED = re.compile(r"<details(?![^>]*\bpath-answer\b)")
"""What is opened; answers to questions stay folded, as on every printed page."""
_CLAUSE_PAGE = re.compile(r"c/([A-Z]+-\d+)/")


class BookError(HandbookError):
    """The book cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A place that the contents or the bookmarks name."""

    title: str
    anchor: str
    """Its name in the book, unique there."""
    note: str = ""
    """Beside the title: an article's code and the day from which it applies."""
    inside: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of the site as it stands in the book."""

    heading: Heading
    running: str
    """What stands above every sheet of it."""
    words: str
    """HTML."""


@dataclass(frozen=True, slots=True)
class BookPart:
    """An entry of the menu with its pages."""

    title: str
    pages: tuple[BookPage, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is printed."""

    title: str
    edition: str
    effective: str
    address: str
    style_sheets: tuple[str, ...]
    dress: str
    """The attributes of the site's body: its style sheets ask for them."""
    parts: tuple[BookPart, ...]

    def html(self, numbers: Mapping[str, int]) -> str:
        """Return the document; `numbers` are the sheets of anchors, empty before anybody knows them."""
        return render("book.html", book=self, numbers=numbers, css=_css, markup=Markup)


@dataclass(frozen=True, slots=True)
class _Places:
    """What addresses become."""

    site: Path
    root: str
    """Public address of the site, with a slash at the end."""
    pages: Mapping[str, str]
    """Anchors by address, `rules/general/`."""
    clauses: frozenset[str]

    def name(self, address: str, place: str) -> str:
        """Return a place on a page as a name that is unique in the book: clauses keep their ids."""
        if not place or place in self.clauses:
            return place or self.pages[address]
        return f"{self.pages[address]}-{place if place.isascii() else Digest.of(place.encode()).value[:10]}"

    def link(self, address: str, href: str) -> str:
        """Return where a link on a page leads."""
        target = urlsplit(urljoin(f"/{address}", href))
        if target.scheme:
            return href
        path, place = target.path.removeprefix("/"), unquote(target.fragment)
        clause = _CLAUSE_PAGE.fullmatch(path)
        if clause and clause[1] in self.clauses:
            return f"#{clause[1]}"
        if path in self.pages:
            return f"#{self.name(path, place)}"
        return urljoin(self.root, target._replace(path=path).geturl())

    def words(self, address: str, content: str) -> str:
        """Return a page's content with every address in it led to its place in the book."""

        def placed(attribute: re.Match[str]) -> str:
            name, value = attribute[1], html.unescape(attribute[2])
            match name:
                case "href":
                    value = self.link(address, value)
                case "src":
                    value = value if ":" in value else (self.site / address / value).resolve().as_uri()
                case _:
                    value = " ".join(self.name(address, each) for each in value.split())
            return f'{name}="{html.escape(value)}"'

        content = _TAG.sub(lambda tag: _ATTRIBUTE.sub(placed, tag[0]), content)
        content = _DRAWN.sub(lambda drawn: f"url(#{self.name(address, drawn[1])})", content)
        return _FOLDED.sub("<details open", content)


def bind(site: Path, handbook: Handbook) -> Book:
    """Put the book together from a built site and the handbook that it was built from.

    Raises BookError when the site lacks one of the handbook's pages.
    """
    chapters = list(_chapters(handbook))
    paths = [path for _, inside in chapters for path in inside]
    if not paths:
        raise BookError("手册里还没有可以印的页。")
    texts = {_address(path): _read(site, _address(path)) for path in paths}
    facts = {address: dict(_FACT.findall(_content(address, text)[2])) for address, text in texts.items()}
    titles = {address: html.unescape(each["title"]).partition(" · ") for address, each in facts.items()}
    first, text = next(iter(texts.items()))
    root = html.unescape(facts[first]["address"]).removesuffix(first)
    anchors = {address: f"page-{place}" for place, address in enumerate(texts, 1)}
    places = _Places(site, root, anchors, frozenset(handbook.clauses))
    articles = {article.path: article for article in handbook.articles}

    def page(path: str) -> BookPage:
        address = _address(path)
        name, _, title = titles[address]
        heading = _heading(title, address, places, articles.get(path))
        return BookPage(heading, f"{name} · {title}", places.words(address, _content(address, texts[address])[1]))

    body = _BODY.search(text)
    return Book(
        title=titles[first][0],
        edition=edition(handbook.ledger),
        effective=handbook.effective,
        address=root,
        style_sheets=tuple((site / first / sheet).resolve().as_uri() for sheet in _SHEET.findall(text)),
        dress=body[1] if body else "",
        parts=tuple(BookPart(title, tuple(map(page, inside))) for title, inside in chapters),
    )


def _heading(title: str, address: str, places: _Places, article: Article | None) -> Heading:
    if article is None:
        return Heading(title, places.name(address, ""))
    chapters = tuple(
        Heading(
            chapter.label,
            places.name(address, anchor(chapter.title)),
            inside=tuple(
                Heading(f"{clause.number} {clause.title}", clause.id)
                for clause in article.clauses
                if clause.chapter == chapter.number
            ),
        )
        for chapter in article.chapters
    )
    return Heading(title, places.name(address, ""), f"{article.code}，自 {article.effective} 起", chapters)


def _chapters(handbook: Handbook) -> Iterator[tuple[str, list[str]]]:
    """Return the menu's entries with their pages; lists of pages are left out, since the book has its contents."""
    for entry in navigation(handbook, ()):
        for title, inside in entry.items():
            paths = [path for path in _flat(inside) if not path.endswith("/index.md") and path != INDEX]
            if paths and CHANGES not in paths:
                yield title, paths


def _flat(inside: object) -> Iterator[str]:
    match inside:
        case str():
            yield inside
        case list():
            for each in inside:  # pyright: ignore[reportUnknownVariableType] -- MkDocs' menu: names, lists and groups
                yield from _flat(each)  # pyright: ignore[reportUnknownArgumentType]
        case dict():
            yield from _flat(list(inside.values()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        case _:
            raise TypeError(inside)


def _address(path: str) -> str:
    return f"{path.removesuffix('.md')}/"


def _read(site: Path, address: str) -> str:
    file = site / address / "index.html"
    if not file.is_file():
        raise BookError(f"{site} 里没有 {address}index.html。请先运行 make site，再做 PDF。")
    return file.read_text(encoding="utf-8")


def _content(address: str, text: str) -> re.Match[str]:
    found = _CONTENT.search(text)
    if found is None:
        raise BookError(f"{address}index.html 里找不到正文，它不像是用本程序的外观（shell: true）生成的。")
    return found


def _css(text: str) -> Markup:
    """Return a text as a string of a style sheet that stands in a page."""
    return Markup(json.dumps(text, ensure_ascii=False).replace("<", "\\3c "))  # noqa: S704 -- escaped here
