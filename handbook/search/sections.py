"""A record of the search, and those of a page by its sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.markdown.plain_text import LINE_END, plain_section
from handbook.markdown.references import Kind, Target
from handbook.pages.links import site_url
from handbook.pages.markup import heading_slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.markdown.documents import Document


@dataclass(frozen=True, slots=True)
class Record:
    """One section. Texts are plain."""

    kind: str
    """What a reader knows it as: 条款, 岗位, 计算器."""
    title: str
    """The clause's, the term's or the page's."""
    url: str
    """Relative to the root of the site, with the place on the page."""
    section: str = ""
    """The heading on the page; "" where the title says all."""
    place: str = ""
    """Where it stands: 大客户部管理制度 › 第二章 拜访礼仪与出差 › 第七条."""
    id: str = ""
    text: str = ""
    aside: str = ""
    """口径说明 and notes on what is an example: found, but behind what holds."""
    names: tuple[str, ...] = ()
    """Other names: synonyms, aliases, former names."""
    lead: bool = False
    """The section that the page's title stands for: a role's 职责, a process's 步骤."""
    chapter: int = 0
    article: int = 0
    """Numbers by which people cite a clause; 0 elsewhere."""
    rank: int = 0
    """Place of its article or part in the menu, from 0: what holds for everybody comes before what is special."""


def address(path: str, place: str = "") -> str:
    """Return the address of a page, or of a place on it, from the root of the site."""
    return site_url(Target(Kind.PAGE, "", "", path, place))


@dataclass(frozen=True, slots=True)
class Page:
    """What the sections of one page have in common."""

    kind: str
    title: str
    document: Document
    lead: str
    place: str
    id: str = ""
    names: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """What the page says above its first heading besides its text."""
    rank: int = 0


def sections(page: Page) -> Iterator[Record]:
    """Return the beginning of a page, above its first heading, and its sections."""
    document = page.document
    parts = [(heading, end) for heading, end in document.sections() if heading.level == 2]
    above = plain_section(document, document.body_line, parts[0][0].line if parts else len(document.lines) + 1)
    head = LINE_END.join(filter(None, [above.text, *page.facts]))
    lead = page.lead if any(heading.text == page.lead for heading, _ in parts) else ""
    yield Record(
        page.kind,
        page.title,
        address(document.path),
        place=page.place,
        id=page.id,
        text=head,
        aside=above.aside,
        names=page.names,
        lead=not lead,
        rank=page.rank,
    )
    for heading, end in parts:
        body = plain_section(document, heading.line + 1, end)
        yield Record(
            page.kind,
            page.title,
            address(document.path, heading_slug(heading.text)),
            section=heading.text,
            place=page.place,
            id=page.id,
            text=body.text,
            aside=body.aside,
            names=page.names,
            lead=heading.text == lead,
            rank=page.rank,
        )
