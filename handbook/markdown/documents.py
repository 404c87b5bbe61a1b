"""One Markdown file of the handbook: front matter, tokens, headings and tables, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from markdown_it import MarkdownIt
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from handbook.findings import Code, Finding
from handbook.markdown.front_matter import FrontMatterError, parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


class Placed(Protocol):
    """Anything that stands at a line and column, both from 1."""

    @property
    def line(self) -> int:
        """Line in the file."""
        ...

    @property
    def column(self) -> int:
        """Character in the line."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A bare place in a file."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class CellText:
    r"""A table cell as written, without the blanks around it; `\|` is read as `|`."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table. Every row has as many cells as there are headings (see `Document.ragged_rows`)."""

    headings: tuple[CellText, ...]
    rows: tuple[tuple[CellText, ...], ...]
    section: str
    """Text of the nearest heading above, "" when there is none."""
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body: level 1 to 6, its text as written, and where the text begins."""

    level: int
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed Markdown file. Lines and columns count from 1 in the file as it is on disk."""

    path: str
    """Relative to the handbook's source folder, with `/`."""
    text: str
    """Whole file, without byte order mark, line ends as `\\n`."""
    meta: dict[str, object]
    """Front matter. Dates and decimal numbers stay strings, as written, so that nothing is rounded on the way."""
    meta_lines: dict[str, int]
    """Line of each key; keys inside mappings are joined by dots: `grades.优秀`."""
    meta_columns: dict[str, int]
    """Column of each key, named in the same way."""
    tokens: tuple[Token, ...]
    """markdown-it tokens of the whole file; their `map` counts lines from 0."""
    body_line: int
    """First line after the front matter."""
    has_meta: bool = True
    """False when the front matter could not be read (already a finding): its keys are then not asked for."""
    lines: tuple[str, ...] = field(default=(), repr=False)
    """The text, split; `lines[0]` is line 1."""

    def finding(self, code: Code, at: Placed, message: str, *, read: str, fix: str) -> Finding:
        """Return a finding in this file, at a heading, a table cell or a bare `Place`."""
        return Finding(self.path, at.line, at.column, code, message, read, fix)

    def meta_finding(self, code: Code, key: str, message: str, *, read: str, fix: str) -> Finding:
        """Return a finding at a front matter key; at the nearest key above it, or line 1, when it is not there."""
        place = key
        while place and place not in self.meta_lines:
            place = place.rpartition(".")[0]
        line, column = self.meta_lines.get(place, 1), self.meta_columns.get(place, 1)
        return Finding(self.path, line, column, code, message, read, fix)

    def headings(self) -> list[Heading]:
        """Return the headings that stand in the body itself; those inside lists or blocks structure nothing."""
        found: list[Heading] = []
        for opening, inline in zip(self.tokens, self.tokens[1:], strict=False):
            if opening.type == "heading_open" and opening.level == 0 and opening.map:
                text = inline.content
                line = opening.map[0]
                found.append(Heading(int(opening.tag[1:]), text, line + 1, max(self.lines[line].find(text), 0) + 1))
        return found

    def sections(self) -> list[tuple[Heading, int]]:
        """Return each heading with the line after its section: where the next heading, of any level, begins."""
        headings = self.headings()
        ends = [*(heading.line for heading in headings[1:]), len(self.lines) + 1]
        return list(zip(headings, ends, strict=False))

    def tables(self) -> list[Table]:
        """Return the tables in order. Missing cells are filled with empty ones, extra cells are left out."""
        headings = self.headings()
        tables: list[Table] = []
        for line, rows in self._raw_tables():
            head, *body = rows
            section = next((heading.text for heading in reversed(headings) if heading.line < line), "")
            tables.append(Table(head, tuple(_fit(row, len(head)) for row in body), section, line))
        return tables

    def ragged_rows(self) -> list[tuple[int, int, int]]:
        """Return (line, cells, headings) for each table row that has more or fewer cells than its table's heading."""
        ragged: list[tuple[int, int, int]] = []
        for _, (head, *body) in self._raw_tables():
            ragged.extend((row[0].line, len(row), len(head)) for row in body if len(row) != len(head))
        return ragged

    def _raw_tables(self) -> Iterator[tuple[int, list[tuple[CellText, ...]]]]:
        rows: list[tuple[CellText, ...]] = []
        for token in self.tokens:
            if token.type == "tr_open" and token.map:
                rows.append(split_row(self.lines[token.map[0]], token.map[0] + 1))
            elif token.type == "table_close" and rows:
                yield rows[0][0].line, rows
                rows = []


@lru_cache(maxsize=32768)  # every table is asked for by its reader, by what checks its rows and by the search
def split_row(text: str, line: int = 1) -> tuple[CellText, ...]:
    r"""Split one line of a pipe table into cells, as the Markdown parser does, and keep where each begins.

    >>> [(cell.text, cell.column) for cell in split_row("| 指标 | a\\|b |  |")]
    [('指标', 3), ('a|b', 8), ('', 15)]
    """
    prefix = re.match(r"[\s>]*\|?", text)
    start = prefix.end() if prefix else 0
    cells: list[CellText] = []
    end = len(text.rstrip())
    for match in re.finditer(r"(?:\\.|[^|\\])*(\||\\?$)", text[start:end]):
        raw = match.group().removesuffix("|") if match.group(1) == "|" else match.group()
        if not match.group(1) and not raw.strip():
            break
        blanks = len(raw) - len(raw.lstrip()) if raw.strip() else min(len(raw), 1)
        column = start + match.start() + blanks + 1
        cells.append(CellText(raw.strip().replace("\\|", "|"), line, column))
        if start + match.end() >= end:
            break
    return tuple(cells)


def _fit(row: Sequence[CellText], width: int) -> tuple[CellText, ...]:
    last = row[-1]
    missing = [CellText("", last.line, last.column + len(last.text))] * (width - len(row))
    return (*row[:width], *missing)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(front_matter_plugin).use(admon_plugin).use(footnote_plugin)


def read_document(path: str, content: bytes | str) -> tuple[Document, list[Finding]]:
    """Parse a file.

    A file that is not UTF-8 gives an empty document and one finding; unreadable front matter gives a document with a
    body, no `meta` and one finding, so that the body's own faults are found in the same run.
    """
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            empty = Document(path, "", {}, {}, {}, (), 1, has_meta=False)
            return empty, [_undecodable(path, content, error.start)]
    text = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    document, findings = _read_text(path, text)
    return document, list(findings)


@lru_cache(maxsize=8192)
def _read_text(path: str, text: str) -> tuple[Document, tuple[Finding, ...]]:
    """Parse a text. Kept by its content: whoever builds again after an edit parses the edited file alone."""
    lines = tuple(text.split("\n"))
    tokens = tuple(_parser().parse(text))
    head = next((token for token in tokens[:1] if token.type == "front_matter"), None)
    body_line = head.map[1] + 1 if head and head.map else 1
    try:
        meta = parse_front_matter(head.content if head else None)
    except FrontMatterError as error:
        line = error.line + 1 if head else 1
        finding = Finding(path, line, error.column, Code.BAD_FRONT_MATTER, str(error), error.read, error.fix)
        return Document(path, text, {}, {}, {}, tokens, body_line, has_meta=False, lines=lines), (finding,)
    meta_lines = {key: line + 1 for key, line in meta.lines.items()}
    document = Document(path, text, meta.values, meta_lines, meta.columns, tokens, body_line, lines=lines)
    findings = tuple(
        document.finding(
            Code.UNKNOWN_KEY,
            Place(line + 1, column),
            f"抬头里的「{key}」写了两次",
            read=key,
            fix="同一个键只留一行。",
        )
        for key, line, column in meta.repeated
    )
    return document, findings


def _undecodable(path: str, content: bytes, start: int) -> Finding:
    line = content[:start].count(b"\n") + 1
    column = start - (content.rfind(b"\n", 0, start) + 1) + 1
    read = " ".join(f"{byte:02X}" for byte in content[start : start + 4])
    fix = "用编辑器把文件另存为 UTF-8 编码（不是 GBK 或 ANSI）。"
    return Finding(path, line, column, Code.UNREADABLE_FILE, f"文件不是 UTF-8 编码，读到字节 {read}", read, fix)
