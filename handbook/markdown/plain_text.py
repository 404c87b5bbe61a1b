"""What a reader sees of a section, as plain text: no marks, no addresses, tables and lists as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.markdown.documents import split_row
from handbook.markdown.references import references_in

if TYPE_CHECKING:
    from handbook.markdown.documents import Document

_BLOCK = re.compile(r"(?:!!!|\?\?\?)\+? (\w+)")
_ASIDE = frozenset({"setting", "reading"})
"""Blocks that say where a rule comes from rather than what it is."""
_HEADING = re.compile(r"#{1,6} ")
_RULE = re.compile(r"[\s|:-]+")
_LIST_MARK = re.compile(r"\s*(?:[-*+]|[0-9]+[.)]) ")
_MARKS = re.compile(r"\*\*|__|`|\\(?=[|\[\]*_`])")
_EMPTY_CELLS = frozenset({"", "-", "—"})
CELL_END, LINE_END = " · ", "\n"


@dataclass(frozen=True, slots=True)
class PlainText:
    """A section's text in two parts."""

    text: str
    """What holds."""
    aside: str
    """口径说明 and 示例 notes: where it comes from, how else it is read."""


def plain_section(document: Document, first: int, end: int) -> PlainText:
    """Return the text of the lines from `first` (from 1) up to, not including, `end`; headings are left out."""
    text: list[str] = []
    aside: list[str] = []
    in_aside = False
    for line in document.lines[first - 1 : end - 1]:
        block = _BLOCK.match(line)
        if block:
            in_aside = block[1] in _ASIDE
        elif line.strip() and not line.startswith("    "):
            in_aside = False
        shown = "" if block or _HEADING.match(line) else _plain_line(line)
        if shown:
            (aside if in_aside else text).append(shown)
    return PlainText(LINE_END.join(text), LINE_END.join(aside))


def _plain_line(line: str) -> str:
    if line.lstrip().startswith("|"):
        if _RULE.fullmatch(line):
            return ""
        cells = [plain_inline(cell.text) for cell in split_row(line)]
        return CELL_END.join(cell for cell in cells if cell not in _EMPTY_CELLS)
    return plain_inline(_LIST_MARK.sub("", line, count=1)).strip()


def plain_inline(written: str) -> str:
    """Return a line's words: references become what is shown, for clauses the id.

    >>> plain_inline("见[[KH-204]]，按**季度**考核[[销售完成率|完成率]]。")
    '见KH-204，按季度考核完成率。'
    """
    shown, done = "", 0
    for start, end, reference in references_in(written, 0):
        shown += written[done:start] + (reference.label or reference.name)
        done = end
    return _MARKS.sub("", shown + written[done:])
