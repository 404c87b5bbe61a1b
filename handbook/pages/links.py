"""Links between pages: references in text become Markdown links that work from any page."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from handbook.markdown.prose import text_lines, without_code
from handbook.markdown.references import Kind, references_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handbook.content.term_links import Mention
    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index, Reference, Target

_SPECIAL = re.compile(r"([\\\[\]*_`|{}])")


def escape(text: str) -> str:
    """Return text that Markdown shows as it is, in a link, a table cell or a paragraph."""
    return _SPECIAL.sub(r"\\\1", text).replace("<", "&lt;")


@lru_cache(maxsize=32768)  # most pages lead to the same places, and all of them are made again after an edit
def href(target: Target, page: str) -> str:
    """Return the link address of a target as written on a page: a relative Markdown path and the anchor.

    Chinese anchors stay as they are: MkDocs compares them with the headings letter by letter.
    """
    if target.anchor and target.path == page:
        return f"#{target.anchor}"
    path = posixpath.relpath(target.path, posixpath.dirname(page) or ".")
    return f"{path}#{target.anchor}" if target.anchor else path


def link(target: Target, page: str, text: str | None = None) -> str:
    """Return a Markdown link from a page to a target, with the target's title unless a text is given.

    A clause id at its beginning gets the class `clause-ref`, by which the style sheet keeps it on one line.
    """
    shown = target.title if text is None else text
    written = escape(shown)
    if target.kind is Kind.CLAUSE and shown.startswith(target.name):
        written = f'<span class="clause-ref">{target.name}</span>{escape(shown.removeprefix(target.name))}'
    return f"[{written}]({href(target, page)})"


def site_url(target: Target) -> str:
    """Return a target's address relative to the root of the site: `rules/kpi/#KP-201`."""
    path = target.path.removesuffix(".md")
    path = path.removesuffix("index") if posixpath.basename(path) == "index" else f"{path}/"
    return f"{path}#{target.anchor}" if target.anchor else path


def _linked(reference: Reference, index: Index, page: str) -> str:
    """Return the link that a checked reference stands for; clauses show id and title, the rest what was written."""
    if reference.unlinked:
        return escape(reference.name)
    (target,) = index.find(reference.name, reference.kind)
    text = reference.label or (target.title if target.kind is Kind.CLAUSE else reference.name)
    return link(target, page, text)


def link_line(line: str, prose: str, index: Index, page: str, mentions: Iterable[Mention] = ()) -> str:
    """Replace the references, and the given uses of terms, in one line.

    `prose` is the same line with all that is no prose blanked out.
    """
    links = [(start, end, _linked(reference, index, page)) for start, end, reference in references_in(prose, 0)]
    links += [(mention.start, mention.end, _quiet(mention, line, page)) for mention in mentions]
    linked, done = "", 0
    for start, end, shown in sorted(links):
        linked += line[done:start] + shown
        done = end
    return linked + line[done:]


def _quiet(mention: Mention, line: str, page: str) -> str:
    """Return a link that the style sheet keeps quiet, unless the text says itself that it leads somewhere."""
    linked = link(mention.target, page, line[mention.start : mention.end])
    return f"{linked}{{: .term-link }}" if mention.quiet else linked


def linked_lines(document: Document, index: Index, replaced: Mapping[int, str] | None = None) -> list[str]:
    """Return the lines of a checked document for the site's Markdown dialect; entry 0 is line 1.

    References and first uses of terms are links; `replaced` gives other text for some lines (by number, from 1). Blank
    lines that CommonMark does not ask for, and the site's dialect does, are put in front of lists, tables, headings and
    blocks, in the same entry, so that entries still count like lines. Front matter lines are empty.
    """
    prose = text_lines(document)
    lines = list(document.lines)
    for number, text in (replaced or {}).items():
        lines[number - 1], prose[number - 1] = text, without_code(text)
    linked = [
        link_line(line, clear, index, document.path, index.mentions_in(document.path, number))
        for number, (line, clear) in enumerate(zip(lines, prose, strict=True), 1)
    ]
    for number in _lines_needing_blank(document):
        linked[number] = f"\n{linked[number]}"
    return ["" if number < document.body_line else line for number, line in enumerate(linked, 1)]


_SEPARATED = {"bullet_list_open", "ordered_list_open", "table_open", "fence", "heading_open", "admonition_open"}
_LISTS = {"bullet_list_open", "ordered_list_open"}


def _lines_needing_blank(document: Document) -> set[int]:
    """Return the lines (from 0) where a block begins right under other text."""
    needing: set[int] = set()
    parents: list[str] = []
    for token in document.tokens:
        if token.type in _SEPARATED and token.map and token.map[0] > 0:
            above = document.lines[token.map[0] - 1].strip()
            nested_list = token.type in _LISTS and parents[-1:] == ["list_item_open"]
            first_in_block = above.startswith(("!!!", "???")) and parents[-1:] == ["admonition_open"]
            if above and not nested_list and not first_in_block and token.map[0] >= document.body_line:
                needing.add(token.map[0])
        if token.nesting == 1:
            parents.append(token.type)
        elif token.nesting == -1:
            parents.pop()
    return needing
