"""A clause's Markdown as HTML for its own page, and as plain text for announcements and comparisons.

款 are the paragraphs of the clause itself, 项 the entries of its lists; notes (示例, 口径说明 …) are neither. Both are
counted here, and in the same way by `clause_blocks` on the page of the document: `k2` is 第二款, `k2x1` 第二款第一项.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.footnote import footnote_plugin

from handbook.markdown.numerals import chinese_number
from handbook.markdown.prose import without_code
from handbook.markdown.references import references_in
from handbook.pages.links import escape
from handbook.pages.markup import are_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from handbook.markdown.references import Reference

ROOT = "~root~/"
"""Stands in rendered addresses for the way from the page to the root of the site: text is rendered once."""

_LISTS = {"bullet_list_open", "ordered_list_open"}
_SIDE_NOTES = {"setting", "reading"}
"""Blocks that explain a clause without being part of the rule."""

_parser = MarkdownIt("commonmark").enable("table").use(admon_plugin).use(footnote_plugin)


@dataclass(slots=True)
class PartCounter:
    """Counts 款 and 项 while blocks are met in order; gives each its anchor."""

    paragraph: int = 0
    item: int = 0

    def next_paragraph(self) -> str:
        """Count a paragraph."""
        self.paragraph, self.item = self.paragraph + 1, 0
        return f"k{self.paragraph}"

    def next_item(self) -> str:
        """Count an entry of a list; a list that begins the clause is its first 款."""
        self.paragraph = max(self.paragraph, 1)
        self.item += 1
        return f"k{self.paragraph}x{self.item}"


def part_label(anchor: str) -> str:
    """Return what people say for a part: 第二款第一项.

    >>> part_label("k2x1")
    '第二款第一项'
    """
    paragraph, _, item = anchor.removeprefix("k").partition("x")
    said = f"第{chinese_number(int(paragraph))}款"
    return f"{said}第{chinese_number(int(item))}项" if item else said


def with_links(
    text: str, address: Callable[[Reference], tuple[str, str]], cited: Callable[[str], Iterator[tuple[int, int, str]]]
) -> str:
    """Replace the references and citations in a text by Markdown links.

    `address` gives what is shown for a reference, and its address or "" for none; `cited` the start, end and address of
    every citation in a line without code.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        linked, done, prose = "", 0, without_code(line)
        places = [(start, end, *address(reference)) for start, end, reference in references_in(prose, 0)]
        places += [(start, end, line[start:end], href) for start, end, href in cited(prose)]
        for start, end, shown, href in sorted(places):
            linked += line[done:start] + (f"[{escape(shown)}]({href})" if href else escape(shown))
            done = end
        lines.append(linked + line[done:])
    return "\n".join(lines)


@lru_cache(maxsize=32768)  # what is published stays the same from one build to the next while somebody writes
def rendered(text: str) -> tuple[str, str, str]:
    """Return a clause's HTML, its plain text, and that with its notes: parsed once, since there are thousands."""
    tokens = _parser.parse(text)
    rule, whole = _plain(tokens, notes=False), _plain(tokens, notes=True)
    return _html(tokens), rule, whole


def html(text: str) -> str:
    """Return a clause's HTML; its 款 and 项 have anchors, and links to them where there is more than one."""
    return _html(_parser.parse(text))


def _html(tokens: list[Token]) -> str:
    """Render tokens, which are changed on the way."""
    _fold(tokens)
    _mark_tables(tokens)
    parts = list(_parts(tokens))
    for anchor, opening, inline in parts:
        opening.attrSet("id", anchor)
        if len(parts) > 1:
            label = part_label(anchor)
            link = Token("html_inline", "", 0)
            link.content = f'<a class="part-link" href="#{anchor}" title="{label}" aria-label="{label}的链接">¶</a>'
            inline.children = [*(inline.children or []), link]
    return _parser.renderer.render(tokens, _parser.options, {})


def part_anchors(text: str) -> list[str]:
    """Return the anchors of a clause's 款 and 项, in order."""
    return [anchor for anchor, _, _ in _parts(_parser.parse(text))]


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, Token]]:
    """Yield each part's anchor, the token that opens it and the one that holds its text."""
    counter = PartCounter()
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0:
            yield counter.next_paragraph(), token, tokens[place + 1]
        elif token.type == "list_item_open" and token.level == 1:
            inline = next(each for each in tokens[place:] if each.type in {"inline", "list_item_close"})
            yield counter.next_item(), token, inline


def _mark_tables(tokens: list[Token]) -> None:
    """Say what each heading heads, and name each table, as `handbook/pages/table_headings.py` does on other pages."""
    places = [place for place, token in enumerate(tokens) if token.type == "table_open"]
    for number, place in enumerate(places, 1):
        tokens[place].attrSet("aria-label", f"表 {number}")
        firsts: list[int] = []
        for at in range(place, next(at for at in range(place, len(tokens)) if tokens[at].type == "table_close")):
            if tokens[at].type == "th_open":
                tokens[at].attrSet("scope", "col")
            elif tokens[at].type == "td_open" and tokens[at - 1].type == "tr_open":
                firsts.append(at)
        if are_names([tokens[at + 1].content for at in firsts]):
            for at in firsts:
                tokens[at].tag = tokens[at + 2].tag = "th"
                tokens[at].attrSet("scope", "row")


def _fold(tokens: Sequence[Token]) -> None:
    """Make `???` blocks `<details>`, as the site's other pages have them."""
    folded: list[bool] = []
    for token in tokens:
        if token.type == "admonition_open":
            folded.append("is-collapsible" in str(token.attrGet("class")))
            if folded[-1]:
                token.tag = "details"
                token.attrSet("class", str(token.meta["tag"]))
        elif token.type.startswith("admonition_title") and folded[-1]:
            token.tag, token.attrs = "summary", {}
        elif token.type == "admonition_close" and folded.pop():
            token.tag = "details"


def plain(text: str, *, notes: bool = False) -> str:
    """Return a clause as people read it aloud: no marks, tables row by row, list entries counted.

    `notes` are the blocks that explain without being part of the rule; references must have been replaced.
    """
    return _plain(_parser.parse(text), notes=notes)


def _plain(blocks: Sequence[Token], *, notes: bool) -> str:
    lines: list[str] = []
    place = 0
    numbers: list[int] = []
    while place < len(blocks):
        token = blocks[place]
        if token.type == "admonition_open" and token.meta["tag"] in _SIDE_NOTES and not notes:
            place = _end(blocks, place)
        elif token.type == "table_open":
            end = _end(blocks, place)
            lines += _rows(blocks[place:end])
            place = end
        elif token.type in _LISTS:
            numbers.append(0)
        elif token.type.endswith("list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            numbers[-1] += 1
        elif token.type == "inline":
            lead = ""
            if numbers and blocks[place - 2].type == "list_item_open":
                lead = f"（{chinese_number(numbers[-1])}）" if len(numbers) == 1 else f"{numbers[-1]}. "
            title = blocks[place - 1].type == "admonition_title_open"
            lines.append(f"【{_words(token)}】" if title else lead + _words(token))
        place += 1
    return "\n".join(line for line in lines if line)


def _end(tokens: Sequence[Token], place: int) -> int:
    closing, level = tokens[place].type.replace("_open", "_close"), tokens[place].level
    return next(at for at in range(place, len(tokens)) if tokens[at].type == closing and tokens[at].level == level)


def _rows(tokens: Sequence[Token]) -> list[str]:
    """Return a table's rows, each cell behind its heading: chats have no tables."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_words(token))
    head, *body = rows
    return ["；".join(f"{name}：{cell}" for name, cell in zip(head, row, strict=True) if cell) for row in body]


def _words(inline: Token) -> str:
    said = ""
    for child in inline.children or []:
        if child.type in {"text", "code_inline"}:
            said += child.content
        elif child.type in {"softbreak", "hardbreak"}:
            said += "\n"
    return said
