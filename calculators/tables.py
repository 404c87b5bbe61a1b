"""Pasted text into a grid of cells (SPEC 1, Tables): separators, Excel's quoting, Markdown, limits."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain

from calculators.text import without_hidden

MAX_BYTES = 20_000_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
MAX_CELL = 32_767
"""Characters in a cell: as many as Excel keeps."""
SAMPLE_LINES = 30

type Row = list[str]


class TableError(ValueError):
    """The text cannot be used as a table at all; says why and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as pasted: all of one width, without empty rows and without trailing empty columns."""

    rows: list[Row]
    separator: str
    """What the cells were separated by, in words (制表符, 逗号 …)."""
    notes: tuple[str, ...] = ()
    """What was left out on the way."""
    money_unit: str = ""
    """The unit that a row above the headings said, where that row is no longer among the rows."""


def read_grid(text: str) -> Grid:
    """Split pasted text into cells; raise `TableError` for nothing at all or more than the limits.

    The separator is found by itself: a Markdown table, else the one that cuts most lines into the same number of
    cells, a tab before all others, since that is what Excel, WPS and the online sheets put on the clipboard.
    """
    check_size(len(text.encode("utf-8", "surrogatepass")))
    text, hidden = without_hidden(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        raise TableError("没有内容", "从 Excel 里选中带表头的区域，复制后粘贴到这里")
    _check_rows(len(lines))
    rules = [place for place in range(1, len(lines)) if "|" in lines[place - 1] and _is_rule(lines[place])]
    if rules:
        grid = _markdown_grid(lines, rules)
    else:
        name, split = _separator(lines)
        # Millions of empty lines would each become a row; only inside quotation marks may one mean something.
        grid = grid_of(split(text if '"' in text else "\n".join(lines)), name)
    return replace(grid, notes=(*grid.notes, *hidden_note(hidden)))


def hidden_note(hidden: int) -> tuple[str, ...]:
    """Say that characters which nobody sees were left out; nothing where there were none."""
    return (f"{hidden} 个看不见的字符（零宽、控制、变换方向的）已去掉",) if hidden else ()


def decode(content: bytes) -> str:
    """Decode a text table: by its byte order mark, else UTF-8, else GB 18030, which Chinese Excel writes .csv in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("文字编码认不出", "在 Excel 里另存为“CSV UTF-8”或 .xlsx")


def check_size(size: int) -> None:
    """Refuse more than 20 MB before anything is done with it."""
    if size > MAX_BYTES:
        raise TableError(
            f"内容有 {size / 1e6:.1f} MB，超过 {MAX_BYTES // 10**6} MB 的上限", "分几次粘贴，或删去用不到的列"
        )


def _check_rows(lines: int) -> None:
    if lines - 1 > MAX_ROWS:
        raise TableError(f"共 {lines - 1:,} 行，超过 {MAX_ROWS:,} 行的上限", "分几次粘贴，或先在 Excel 里筛选")


def grid_of(rows: Iterable[Row], separator: str, notes: tuple[str, ...] = ()) -> Grid:
    """Make rows one width and drop what is empty; raise `TableError` when nothing is left or it is too wide."""
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        raise TableError("没有内容", "从 Excel 里选中带表头的区域，复制后粘贴到这里")
    _check_rows(len(kept))
    width = max(_used_width(row) for row in kept)
    if width > MAX_COLUMNS:
        raise TableError(f"共 {width:,} 列，超过 {MAX_COLUMNS} 列的上限", "只复制用得到的列")
    longest = max(map(len, chain.from_iterable(kept)))
    if longest > MAX_CELL:
        number = next(number for number, row in enumerate(kept, 1) if longest in map(len, row))
        reason = f"第 {number} 行有一格长 {longest:,} 字，超过 Excel 一格 {MAX_CELL:,} 字的上限"
        raise TableError(reason, "多半是缺了引号或换行，请从 Excel 里重新复制这张表")
    return Grid([(row + [""] * (width - len(row)))[:width] for row in kept], separator, notes)


def _used_width(row: Row) -> int:
    return next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)


_MARKDOWN_RULE = re.compile(r"\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?)?")
_LONGEST_RULE = 100 * MAX_COLUMNS


def _is_rule(line: str) -> bool:
    """Whether a line is the one under a Markdown table's headings."""
    return len(line) <= _LONGEST_RULE and _MARKDOWN_RULE.fullmatch(line.strip()) is not None


def _markdown_grid(lines: list[str], rules: list[int]) -> Grid:
    """Read the first Markdown table of a text, and say what stands around it."""
    start = rules[0] - 1
    end = next((place for place in range(rules[0] + 1, len(lines)) if "|" not in lines[place]), len(lines))
    end = min([end, *(rule - 1 for rule in rules[1:])])
    notes = [f"表格之外的 {len(lines) - (end - start)} 行已略过"] if end - start < len(lines) else []
    if len(rules) > 1:
        notes.append(f"有 {len(rules)} 张表，读的是第一张")
    rows = [lines[start], *lines[start + 2 : end]]
    return grid_of([_pipe_cells(line) for line in rows], "Markdown 表格", tuple(notes))


def _pipe_cells(line: str) -> Row:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]


def _quoted(delimiter: str) -> Callable[[str], list[Row]]:
    def split(text: str) -> list[Row]:
        csv.field_size_limit(MAX_BYTES)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:  # a stray quotation mark: then no cell is quoted
            return [line.split(delimiter) for line in text.split("\n")]

    return split


def _per_line(cells: Callable[[str], Row]) -> Callable[[str], list[Row]]:
    return lambda text: [cells(line) for line in text.split("\n")]


SEPARATORS: tuple[tuple[str, str, Callable[[str], list[Row]]], ...] = (
    ("制表符", "\t", _quoted("\t")),
    ("竖线", "|", _per_line(_pipe_cells)),
    ("全角逗号", "，", _quoted("，")),
    ("全角分号", "；", _quoted("；")),
    ("分号", ";", _quoted(";")),
    ("逗号", ",", _quoted(",")),
    ("空格", "  ", _per_line(lambda line: re.split(r"\s{2,}", line.strip()))),
)
"""(name, the mark that must occur, how to split), in order of preference."""


def _separator(lines: list[str]) -> tuple[str, Callable[[str], list[Row]]]:
    sample = "\n".join(lines[:SAMPLE_LINES])
    best, best_share = SEPARATORS[0], 0.0
    for candidate in SEPARATORS:
        if candidate[1] not in sample:
            continue
        widths = Counter(len(row) for row in candidate[2](sample) if len(row) > 1)
        share = max(widths.values(), default=0) / min(len(lines), SAMPLE_LINES)
        if candidate[1] == "\t" and share:
            return candidate[0], candidate[2]
        if share > best_share:
            best, best_share = candidate, share
    return best[0], best[2]
