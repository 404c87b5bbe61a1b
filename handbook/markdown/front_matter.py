"""Front matter: YAML between two lines of dashes, read without guessing, checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

import yaml
from yaml.composer import ComposerError

from handbook.findings import Code, Finding, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from handbook.markdown.documents import Document


class _Loader(yaml.SafeLoader):
    """YAML without surprises: only true/false, whole numbers and null are not text.

    YAML 1.1 would read a document code `NO` as false, `2026-13-01` as an exception and `88.5` as a binary float.
    Aliases are refused: nobody needs them here, and a few lines of them stand for gigabytes.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Read one value, which may not be an alias of another."""
        if self.check_event(yaml.AliasEvent):
            event = cast("yaml.AliasEvent", self.peek_event())  # pyright: ignore[reportUnknownMemberType] -- PyYAML's stubs leave it untyped
            raise ComposerError(None, None, "aliases are not read", cast("yaml.Mark", event.start_mark))
        return super().compose_node(parent, index)


_BOOL = ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"))
_INT = ("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$"))
_NULL = ("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"))
_Loader.yaml_implicit_resolvers = {  # by first character
    **{first: [_BOOL] for first in "tf"},
    **{first: [_INT] for first in "-+0123456789"},
    **{first: [_NULL] for first in ("", "~", "n")},
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says, and where: lines and columns of keys count from 1 inside the block."""

    values: dict[str, object]
    lines: dict[str, int]
    columns: dict[str, int]
    repeated: tuple[tuple[str, int, int], ...]
    """Keys that are written twice in one mapping: (key, line, column)."""


class FrontMatterError(Exception):
    """The block cannot be used at all. Line and column count from 1 inside the block."""

    def __init__(self, line: int, column: int, message: str, read: str, fix: str) -> None:
        super().__init__(message)
        self.line, self.column, self.read, self.fix = line, column, read, fix


_SHAPE = "文件从第一行起写「---」，下面每行一个「键: 值」（冒号用半角，后面留一个空格），再以「---」结束。"


_FULL_WIDTH_COLON = re.compile(r"\s*[A-Za-z_]+\s*：")
"""YAML would take such a line for the rest of the value above, and nobody would miss the key's value in time."""


def parse_front_matter(block: str | None) -> FrontMatter:
    """Read the text between the dashes; None when the file has no such block. Raise FrontMatterError if unusable."""
    if block is None:
        raise FrontMatterError(1, 1, "文件没有抬头（front matter）", "", _SHAPE)
    for number, line in enumerate(block.split("\n"), 1):
        if match := _FULL_WIDTH_COLON.match(line):
            column = match.end()
            raise FrontMatterError(number, column, f"抬头里用了全角冒号，读到「{line.strip()}」", line.strip(), _SHAPE)
    try:
        loader = _Loader(block)
        try:
            node = loader.get_single_node()
            values: object = loader.construct_document(node) if node is not None else {}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] -- PyYAML's stubs leave it untyped
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = block.split("\n")
        read = lines[line].strip() if line < len(lines) else ""
        raise FrontMatterError(line + 1, column + 1, f"抬头不是有效的 YAML，读到「{read}」", read, _SHAPE) from error
    except yaml.YAMLError as error:
        raise FrontMatterError(1, 1, "抬头里有 YAML 不能用的字符", "", _SHAPE) from error
    except (RecursionError, ValueError, TypeError) as error:  # brackets in brackets; a value that is not of its !!type
        raise FrontMatterError(1, 1, "抬头里有读不成的值：括号套得太深，或写了 !! 类型", "", _SHAPE) from error
    if not isinstance(values, dict):
        read = block.strip().split("\n")[0]
        raise FrontMatterError(1, 1, f"抬头应是一行一个「键: 值」，读到「{read}」", read, _SHAPE)
    lines_of: dict[str, int] = {}
    columns_of: dict[str, int] = {}
    repeated: list[tuple[str, int, int]] = []
    if isinstance(node, yaml.MappingNode):
        _mark(node, "", lines_of, columns_of, repeated)
    mapping = cast("dict[object, object]", values)
    return FrontMatter({str(key): value for key, value in mapping.items()}, lines_of, columns_of, tuple(repeated))


def _mark(
    node: yaml.MappingNode,
    prefix: str,
    lines: dict[str, int],
    columns: dict[str, int],
    repeated: list[tuple[str, int, int]],
) -> None:
    for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
        name = f"{prefix}{key_node.value}"
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if name in lines:
            repeated.append((name, line, column))
        lines[name], columns[name] = line, column
        if isinstance(value_node, yaml.MappingNode):
            _mark(value_node, f"{name}.", lines, columns, repeated)


@dataclass(frozen=True, slots=True)
class Field:
    """One key that a kind of page knows.

    `check` looks at the value and returns None, or a code and what is allowed.
    """

    name: str
    check: Callable[[object], tuple[Code, str] | None]
    required: bool = True


def text(value: object) -> tuple[Code, str] | None:
    """Accept one line of text."""
    if isinstance(value, str) and value.strip() and "\n" not in value.strip():
        return None
    return Code.WRONG_TYPE, "写一行文字。"


def texts(value: object) -> tuple[Code, str] | None:
    """Accept a list of at least one text, each once."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        if items and all(text(item) is None for item in items) and len({str(item) for item in items}) == len(items):
            return None
    return Code.WRONG_TYPE, "写成方括号里的清单，不重复，如 [大客户经理, 大客户专员]。"


def day(value: object) -> tuple[Code, str] | None:
    """Accept a day of the calendar, as 2026-12-01."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            date.fromisoformat(value)
        except ValueError:
            pass
        else:
            return None
    return Code.BAD_DATE, "写成「年-月-日」，用半角数字并补足两位，如 2026-12-01，且日历上有这一天。"


def flag(value: object) -> tuple[Code, str] | None:
    """Accept true or false."""
    return None if isinstance(value, bool) else (Code.WRONG_TYPE, "写 true 或 false。")


def mapping(value: object) -> tuple[Code, str] | None:
    """Accept a mapping with at least one key."""
    return None if isinstance(value, dict) and value else (Code.WRONG_TYPE, "下面缩进两格，每行一个「键: 值」。")


def number(value: object) -> tuple[Code, str] | None:
    """Accept a plain decimal number (whole numbers arrive as int, others as the text that was written)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return None
    return Code.WRONG_TYPE, "写一个半角数字，如 100。"


def whole(value: object) -> tuple[Code, str] | None:
    """Accept a whole number from 1 to 999."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 999:
        return None
    return Code.WRONG_TYPE, "写一个 1 到 999 的半角整数。"


def matching(pattern: str, allowed: str, code: Code = Code.WRONG_TYPE) -> Callable[[object], tuple[Code, str] | None]:
    """Accept a text that matches the whole pattern; `allowed` says in Chinese which texts do."""
    compiled = re.compile(pattern)

    def check(value: object) -> tuple[Code, str] | None:
        return None if isinstance(value, str) and compiled.fullmatch(value) else (code, allowed)

    return check


def one_of(*choices: str) -> Callable[[object], tuple[Code, str] | None]:
    """Accept one of the given texts."""
    return matching("|".join(map(re.escape, choices)), f"写下列之一：{'、'.join(choices)}。")


def check_front_matter(document: Document, fields: Iterable[Field]) -> list[Finding]:
    """Compare a document's front matter with the fields of its kind of page."""
    if not document.has_meta:
        return []
    known = {entry.name: entry for entry in fields}
    findings: list[Finding] = []
    for name, value in document.meta.items():
        if name not in known:
            near = nearest(name, known, 1)
            hint = f"是不是「{near[0]}」？" if near else ""
            findings.append(
                document.meta_finding(
                    Code.UNKNOWN_KEY,
                    name,
                    f"抬头里有不认识的键「{name}」",
                    read=name,
                    fix=f"{hint}这类页面可用的键：{'、'.join(known)}。",
                )
            )
        elif fault := known[name].check(value):
            code, allowed = fault
            read = "（空）" if value is None or value == "" else str(value)
            findings.append(
                document.meta_finding(code, name, f"抬头「{name}」的值不对，读到「{read}」", read=read, fix=allowed)
            )
    findings.extend(
        document.meta_finding(
            Code.MISSING_KEY,
            name,
            f"抬头缺少「{name}」",
            read="",
            fix=f"在抬头里加一行「{name}: …」。",
        )
        for name, entry in known.items()
        if entry.required and name not in document.meta
    )
    return findings


def text_of(document: Document, key: str, default: str = "") -> str:
    """Return a front matter value as text; the default when it is missing or of another type (then a finding)."""
    value = document.meta.get(key, default)
    return value.strip() if isinstance(value, str) else default


def texts_of(document: Document, key: str) -> tuple[str, ...]:
    """Return a front matter list as texts; empty when it is missing or of another type (then a finding)."""
    value = document.meta.get(key)
    if texts(value) is not None:
        return ()
    return tuple(str(item).strip() for item in cast("list[object]", value))
