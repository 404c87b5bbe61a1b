"""Python-Markdown extension: a table's headings say what they head, and the table has a name for who cannot see it.

The first cell of a row names the row, as people write tables; where one is empty or stands there twice, the column
holds no names.
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from handbook.pages.markup import are_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree import ElementTree as ET

    from markdown import Markdown


class TableHeadings(Treeprocessor):
    """Marks the headings of every table, and names it after the heading that it stands under."""

    def run(self, root: ET.Element) -> None:
        """Go through the page in the order in which it is read."""
        titles = dict(_titles(getattr(self.md, "toc_tokens", [])))
        title, number = "表格", 0
        for element in root.iter():
            if found := titles.get(element.get("id", "")):
                title, number = found, 0
            elif element.tag == "table":
                number += 1
                element.set("aria-label", title if number == 1 else f"{title}：表 {number}")
                _mark(element)


def _titles(entries: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield anchor and words of each heading, as the table of contents has them: without tools and marks."""
    for entry in entries:
        yield entry["id"], unescape(entry["name"])
        yield from _titles(entry["children"])


def _mark(table: ET.Element) -> None:
    for heading in table.iterfind("thead/tr/th"):
        heading.set("scope", "col")
    firsts = [row[0] for row in table.iterfind("tbody/tr") if len(row) > 1]
    if are_names(["".join(cell.itertext()) for cell in firsts]):
        for cell in firsts:
            cell.tag = "th"
            cell.set("scope", "row")


class TableHeadingsExtension(Extension):
    """Registers `TableHeadings` after the `toc` extension (priority 5), from which the names come."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Add the tree processor."""
        md.treeprocessors.register(TableHeadings(md), "table_headings", 3)


def makeExtension(**kwargs: object) -> TableHeadingsExtension:  # noqa: N802 -- Python-Markdown's name
    """Return the extension, as Python-Markdown asks for it by module name."""
    return TableHeadingsExtension(**kwargs)
