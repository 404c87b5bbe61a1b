"""Python-Markdown extension: each clause heading and all that belongs to it becomes one `<section class="clause">`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from handbook.pages.clause_text import PartCounter

if TYPE_CHECKING:
    from markdown import Markdown

HEADING_CLASS = "clause-heading"
_ENDS = {"h1", "h2", "h3"}
_GENERATED = {"clause-related", "clause-repealed"}
"""Paragraphs that the build puts into a clause."""


class ClauseBlocks(Treeprocessor):
    """Wraps clauses after attributes and table of contents are done, so that neither notices."""

    def run(self, root: ET.Element) -> None:
        """Move every clause heading and what follows it, up to the next heading, into a section."""
        section: ET.Element | None = None
        children: list[ET.Element] = []
        for child in list(root):
            if HEADING_CLASS in child.get("class", "").split():
                section = ET.Element("section", {"class": "clause"})
                section.tail = "\n"
                children.append(section)
            elif child.tag in _ENDS:
                section = None
            if section is None:
                children.append(child)
            else:
                section.append(child)
        root[:] = children
        for section in root.iter("section"):
            _name_parts(section)


def _name_parts(section: ET.Element) -> None:
    """Give the 款 and 项 of a clause their anchors: `KH-204-k2`, `KH-204-k2x1`."""
    clause, counter = section[0].get("id", ""), PartCounter()
    for child in section[1:]:
        if child.tag == "p" and not _GENERATED & set(child.get("class", "").split()):
            child.set("id", f"{clause}-{counter.next_paragraph()}")
        elif child.tag in {"ul", "ol"}:
            for item in child:
                item.set("id", f"{clause}-{counter.next_item()}")


class ClauseBlocksExtension(Extension):
    """Registers `ClauseBlocks` after the `toc` extension (priority 5)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Add the tree processor."""
        md.treeprocessors.register(ClauseBlocks(md), "clause_blocks", 4)


def makeExtension(**kwargs: object) -> ClauseBlocksExtension:  # noqa: N802 -- Python-Markdown's name
    """Return the extension, as Python-Markdown asks for it by module name."""
    return ClauseBlocksExtension(**kwargs)
