"""Links to roles, processes and forms, from any page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.markdown.prose import without_code
from handbook.markdown.references import Kind, references_in
from handbook.pages.links import escape, link, link_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.content.work import Work
    from handbook.markdown.references import Index


def to(index: Index, kind: Kind, name: str, page: str, text: str | None = None) -> str:
    """Return a link to the one thing of a kind that has this name."""
    return link(index.find(name, kind)[0], page, text)


def positions(work: Work, index: Index, names: Iterable[str], page: str) -> str:
    """Return positions joined by 、: roles by their title and linked, positions outside as they are."""
    return "、".join(
        to(index, Kind.ROLE, role.title, page) if (role := work.role(name)) else escape(name) for name in names
    )


def forms(work: Work, index: Index, names: Iterable[str], page: str) -> str:
    """Return forms joined by 、, each linked, by their titles."""
    return "、".join(to(index, Kind.FORM, form.title, page) for name in names if (form := work.form(name)))


def cell(text: str, index: Index, page: str) -> str:
    """Return a cell's text for a table on another page: references linked from there, bars escaped."""
    written = text.replace("|", "\\|")
    return link_line(written, without_code(written), index, page)


def plain(text: str) -> str:
    """Return a text without the brackets of its references and without emphasis: what a drawing or a sheet shows."""
    shown, done = "", 0
    for start, end, reference in references_in(text, 0):
        shown += text[done:start] + (reference.label or reference.name)
        done = end
    return (shown + text[done:]).replace("**", "").replace("`", "")
