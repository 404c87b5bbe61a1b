"""Small pieces that the generated pages share."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def front_matter(title: str, description: str) -> str:
    """Return front matter for a generated page; JSON strings are YAML strings."""
    return (
        f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n"
        f"description: {json.dumps(description, ensure_ascii=False)}\n---\n"
    )


def meta_line(entries: Iterable[tuple[str, str]]) -> str:
    """Return the line under a page's title: what it is, for whom, from when. Empty values are left out."""
    spans = "".join(
        f'<span class="meta-entry"><span class="meta-name">{escape(name)}</span> {escape(value)}</span>\n'
        for name, value in entries
        if value
    )
    return f'<p class="article-meta" data-search-exclude>\n{spans}</p>'


def facts_line(facts: Iterable[tuple[str, str]]) -> str:
    """Return a paragraph of named facts, each kept together on a line; values are Markdown, empty ones left out."""
    return "\n".join(f'<span class="work-fact">{name}：{value}</span>' for name, value in facts if value)


def related_line(line: str) -> str:
    """Return a line of links in the small type that says what is related; "" stays ""."""
    return f"{line}\n{{: .clause-related data-search-exclude=true }}" if line else ""


def attribute(value: str) -> str:
    """Return text that can stand in a quoted attribute of an attribute list: quotes and braces become full-width."""
    return value.replace('"', "＂").replace("{", "｛").replace("}", "｝").replace("\\", "＼")


def anchor(title: str) -> str:
    """Return the place of a chapter or term on its page: its title, so that what is put in before it moves nothing.

    >>> anchor("礼品、物料与用车")
    '礼品-物料与用车'
    """
    return re.sub(r"[\W_]+", "-", title)


def heading_slug(title: str) -> str:
    """Return the place that the site's Markdown gives a heading by itself: `slugify` in mkdocs.yml.

    >>> heading_slug("上岗 30/60/90 天")
    '上岗-306090-天'
    """
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def clause_badge(clause_id: str) -> str:
    """Return the small mark that shows a clause's id, links to it and (by script) copies its address."""
    return f'<a class="clause-id" data-clause="{clause_id}" href="#{clause_id}" title="{clause_id}">{clause_id}</a>'


def cite_control(clause_id: str, citation: str, revision: int, root: str) -> str:
    """Return the 引用 control: a link to the clause's page that (by script) opens a menu; `root` leads to the site's.

    The address carries the revision, unless nothing was published yet (0).
    """
    address = f"{root}c/{clause_id}/" + (f"?r={revision}" if revision else "")
    return (
        f'<a class="cite" data-clause="{clause_id}" data-citation="{escape(citation)}" data-root="{root}" '
        f'href="{address}" data-search-exclude aria-haspopup="menu" title="引用 {clause_id}">引用</a>'
    )


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; cells are Markdown, with bars already escaped."""
    names = list(headings)
    lines = [names, ["---"] * len(names), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def are_names(cells: Sequence[str]) -> bool:
    """Whether the cells of a first column tell the rows of a table apart: then they are headings.

    >>> are_names(["北京", "上海"]), are_names(["25", "25"]), are_names(["北京", ""])
    (True, False, False)
    """
    return len({cell.strip() for cell in cells} - {""}) == len(cells)
