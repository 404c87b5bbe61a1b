"""What every page's text must obey, whatever kind of page it is, and which characters of it are text at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding, nearest
from handbook.markdown.documents import Place

if TYPE_CHECKING:
    from markdown_it.token import Token

    from handbook.markdown.documents import Document

BLOCK_KINDS = ("setting", "reading", "compliance", "note", "tip", "info", "warning", "example")
"""Kinds of `!!!` and `???` blocks that the site has a look for."""

NESTED_INDENT = 4
"""Blanks by which whatever belongs to a list item is indented; the site's Markdown dialect asks for exactly this."""

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def text_lines(document: Document) -> list[str]:
    """Return the file's lines with everything that is no prose blanked out, character for character.

    Front matter, code blocks and code spans become blanks, so that a pattern found in a line stands at the same
    column in the file.
    """
    lines = list(document.lines)
    for number in range(min(document.body_line - 1, len(lines))):
        lines[number] = " " * len(lines[number])
    for token in document.tokens:
        if token.type in {"fence", "code_block", "html_block"} and token.map:
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = " " * len(lines[number])
    return [without_code(line) for line in lines]


def without_code(line: str) -> str:
    """Blank out the code spans of one line, character for character."""
    if "`" not in line:
        return line
    return _CODE_SPAN.sub(lambda match: " " * len(match[0]), line)


def check_prose(document: Document) -> list[Finding]:
    """Report blocks of unknown kind, ragged table rows, HTML and lists that the site would show differently."""
    findings = [*_ragged_rows(document), *_lists(document)]
    for token in document.tokens:
        if token.type == "admonition_open" and token.map and str(token.meta["tag"]) not in BLOCK_KINDS:
            findings.append(_unknown_block(document, token.map[0], str(token.meta["tag"])))
        elif token.type == "html_block" and token.map:
            findings.append(_raw_html(document, token.map[0], token.content))
        elif token.type == "inline" and token.map:
            findings.extend(_inline_html(document, token, token.map[0]))
    return findings


def _unknown_block(document: Document, line: int, kind: str) -> Finding:
    near = nearest(kind, BLOCK_KINDS, 1)
    hint = f"是不是 {near[0]}？" if near else ""
    return document.finding(
        Code.UNKNOWN_BLOCK,
        Place(line + 1, document.lines[line].find(kind) + 1),
        f"不认识的提示框「{kind}」",
        read=document.lines[line].strip(),
        fix=f"{hint}可用的有：{'、'.join(BLOCK_KINDS)}。",
    )


def _raw_html(document: Document, line: int, html: str) -> Finding:
    read = html.strip().split("\n")[0]
    return document.finding(
        Code.RAW_HTML,
        Place(line + 1, max(document.lines[line].find(read), 0) + 1),
        f"正文里有 HTML「{read}」",
        read=read,
        fix="正文只写 Markdown：加粗用 **文字**，提示框用 !!!，表格用 |；要显示尖括号本身，用反引号括起来。",
    )


def _inline_html(document: Document, token: Token, first: int) -> list[Finding]:
    """Report tags inside a paragraph or cell; a closing tag says nothing that its opening one did not."""
    findings: list[Finding] = []
    line = first
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "html_inline":
            if not child.content.startswith("</"):
                findings.append(_raw_html(document, min(line, len(document.lines) - 1), child.content))
            line += child.content.count("\n")
    return findings


def _ragged_rows(document: Document) -> list[Finding]:
    return [
        document.finding(
            Code.RAGGED_TABLE,
            Place(line),
            f"表格这一行有 {cells} 格，表头有 {headings} 格",
            read=document.lines[line - 1].strip(),
            fix="每行的格数与表头相同，空格子也要留出；格子里的竖线写成 \\|，如 [[KH-204\\|出差]]。",
        )
        for line, cells, headings in document.ragged_rows()
    ]


def _lists(document: Document) -> list[Finding]:
    """Report what belongs to a list item but is not indented by four blanks: it would end up outside the item."""
    findings: list[Finding] = []
    items: list[tuple[int, int]] = []
    """Open list items: (line, blanks before the marker)."""
    for token in document.tokens:
        if token.type == "list_item_close":
            items.pop()
        elif token.map and token.level >= 0 and token.type != "inline":
            line = token.map[0]
            own = _indent(document.lines[line])
            if items and line != items[-1][0] and token.type in _CHILDREN and own - items[-1][1] < NESTED_INDENT:
                findings.append(_shallow(document, line, own, items[-1][1]))
            if token.type == "list_item_open":
                items.append((line, own))
    return findings


_CHILDREN = {"bullet_list_open", "ordered_list_open", "paragraph_open", "table_open", "fence", "admonition_open"}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _shallow(document: Document, line: int, own: int, parent: int) -> Finding:
    return document.finding(
        Code.LIST_INDENT,
        Place(line + 1, own + 1),
        f"列表项下面的内容只缩进了 {own - parent} 格",
        read=document.lines[line],
        fix=f"列表项下面的段落、表格和下一级列表都缩进 {NESTED_INDENT} 格（共 {parent + NESTED_INDENT} 个空格）。",
    )
