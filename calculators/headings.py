"""What each column of a pasted table stands for: headings matched by name (SPEC 1, Tables)."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from calculators.numbers import unit_scale
from calculators.text import comparable

type Role = Literal["name", "indicator", "target", "actual", "input", "extra"]

SYNONYMS: dict[Role, tuple[str, ...]] = {
    "name": (
        "姓名", "名字", "员工姓名", "员工", "人员", "销售", "销售员", "销售人员", "业务员", "业务人员", "客户经理",
        "大客户经理", "大客户专员", "专员", "经办人", "责任人", "负责人", "被考核人",
    ),
    "indicator": ("指标", "考核指标", "指标名称", "考核项目", "考核项", "项目", "kpi"),
    "target": ("目标", "目标值", "计划", "计划值", "计划数", "任务", "指标值", "预算"),
    "actual": ("实际", "实际值", "实际数", "实际完成", "完成", "完成值", "完成数", "达成", "达成值", "实绩"),
}  # fmt: skip
"""Headings that mean the same thing everywhere; the first of each is the standard name."""

GROUP_WORDS = (
    "团队", "小组", "组别", "班组", "部门", "所属团队", "所属部门", "区域", "大区", "地区", "片区", "省份", "城市",
    "车型", "产品", "型号", "品牌", "岗位", "职级",
)  # fmt: skip
"""Headings of columns that divide people into groups; other columns can be chosen by hand."""
_GROUP_KEYS = frozenset(comparable(word) for word in GROUP_WORDS)

_PLANNED = ("计划完成", "计划", "目标", "任务")
_ACTUAL = ("实际完成", "实际达成", "实际", "完成", "达成", "实现", "实绩")
_UNIT_AT_END = re.compile(r"(?:[(\[](?:单位:)?(?P<bracketed>[^()\[\]]{1,6})[)\]]|/(?P<slashed>[^/]{1,4}))$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user has set by hand; keys are column indexes from 0."""

    columns: Mapping[int, str] = field(default_factory=dict[int, str])
    """Column → input or 姓名; an empty string leaves the column out."""
    units: Mapping[int, str] = field(default_factory=dict[int, str])
    """Column → unit, in place of the heading's."""
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    """(data row from 1, column) → text, in place of what was pasted; for tables that no desk keeps."""

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, str]] | None) -> "Settings":
        """Return the settings of a request: `columns` and `units` by column, `cells` by `row:column`."""
        data = data or {}
        return cls(
            {int(index): name for index, name in (data.get("columns") or {}).items()},
            {int(index): unit for index, unit in (data.get("units") or {}).items()},
            {_place(place): text for place, text in (data.get("cells") or {}).items()},
        )


def _place(written: str) -> tuple[int, int]:
    row, column = written.split(":")
    return int(row), int(column)


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it was taken for."""

    index: int
    text: str
    """The heading as pasted."""
    role: Role
    input: str | None = None
    """The input it gives; None unless `role` is `input`."""
    unit: str = ""
    mapped_by: Literal["name", "synonym", "user", "position"] | None = None
    suggestions: tuple[str, ...] = ()
    """The nearest inputs, for a heading that could not be matched."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An input that the table should give."""

    name: str
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 12)
def heading_key(text: str) -> tuple[str, str]:
    """Return a heading as it is compared, and the unit it names: `销售额（万元）：` → (`销售额`, `万元`).

    A table's few headings and the words they are compared with come up again and again, so the last are remembered.
    """
    key = comparable(text).strip(":").replace("(单位:", "(")
    match = _UNIT_AT_END.search(key)
    unit = (match["bracketed"] or match["slashed"]) if match else ""
    if match and unit and unit_scale(unit) is not None and match.start() > 0:
        return key[: match.start()].strip(":"), unit
    return key, ""


def is_group_heading(heading: str) -> bool:
    """Whether a column divides people into groups without being chosen."""
    return heading_key(heading)[0] in _GROUP_KEYS


@lru_cache(maxsize=1 << 12)
def _meaning(key: str) -> tuple[str, str]:
    """Return (实际 or 计划 or '', the rest): 实际完成销售额, 完成销售额 and 销售额(达成) mean the same.

    A heading that says both (目标达成额) means neither: it could be either.
    """
    rest = re.sub(r"[()\[\]的]", "", key).replace("金额", "额")
    planned = next((word for word in _PLANNED if word in rest), None)
    if planned:
        rest = rest.replace(planned, "", 1)
        return ("计划", rest) if not any(word in rest for word in _ACTUAL) else ("", key)
    actual = next((word for word in _ACTUAL if word in rest), None)
    return ("实际", rest.replace(actual, "", 1)) if actual else ("", rest)


class Headings:
    """Matches headings against what is wanted, and against the words that mean something in any table (`roles`)."""

    def __init__(self, wanted: Sequence[Wanted], roles: Mapping[Role, tuple[str, ...]] = SYNONYMS) -> None:
        self._names = {heading_key(entry.name)[0]: entry.name for entry in wanted}
        self._aliases = {heading_key(alias)[0]: entry.name for entry in wanted for alias in entry.aliases}
        self._meanings = _unambiguous((_meaning(key), name) for key, name in self._names.items())
        self._markers = _unambiguous((meaning[0], name) for meaning, name in self._meanings.items() if meaning[0])
        self._roles: dict[str, Role] = {heading_key(word)[0]: role for role, words in roles.items() for word in words}

    def input_of(self, text: str) -> tuple[str, Literal["name", "synonym"]] | None:
        """Return the input that a heading names, and how it was recognised."""
        key, _ = heading_key(text)
        if key in self._names:
            return self._names[key], "name"
        meaning = _meaning(key)
        found = self._aliases.get(key) or self._meanings.get(meaning)
        if not found and meaning[0] and not meaning[1]:
            found = self._markers.get(meaning[0])
        return (found, "synonym") if found else None

    def role_of(self, text: str) -> Role | None:
        """Return name, indicator, target or actual for the words that mean so in any table."""
        return self._roles.get(heading_key(text)[0])

    def known(self, text: str) -> bool:
        """Whether a heading means anything here."""
        return bool(text.strip()) and (self.input_of(text) is not None or self.role_of(text) is not None)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three inputs with names like `text`."""
        key, _ = heading_key(text)
        return tuple(self._names[near] for near in difflib.get_close_matches(key, self._names, n=3, cutoff=0.4))

    def columns(self, texts: Sequence[str], settings: Settings) -> list[Column]:
        """Take every heading for something.

        Of two headings for one thing the one set by hand wins, then the exact name, then the leftmost synonym.
        """
        columns = [self._column(index, text, settings) for index, text in enumerate(texts)]
        winners: dict[str, Column] = {}
        for column in sorted(columns, key=self._rank):
            if column.role != "extra":
                winners.setdefault(column.input or column.role, column)
        return [
            column
            if column.role == "extra" or winners[column.input or column.role] is column
            else Column(
                column.index, column.text, "extra", None, column.unit, None, (column.input,) if column.input else ()
            )
            for column in columns
        ]

    def _rank(self, column: Column) -> tuple[int, int]:
        if column.mapped_by == "user":
            return 0, column.index
        if column.role in SYNONYMS:
            words = [heading_key(word)[0] for word in SYNONYMS[column.role]]
            key = heading_key(column.text)[0]
            return 1 + (words.index(key) if key in words else len(words)), column.index
        return (1 if column.mapped_by == "name" else 2), column.index

    def _column(self, index: int, text: str, settings: Settings) -> Column:
        unit = settings.units.get(index, heading_key(text)[1])
        if index in settings.columns:
            chosen = settings.columns[index]
            if chosen == SYNONYMS["name"][0] and chosen not in self._names.values():
                return Column(index, text, "name", mapped_by="user")
            return Column(index, text, "input" if chosen else "extra", chosen or None, unit, "user")
        found = self.input_of(text)
        if found:
            return Column(index, text, "input", found[0], unit, found[1])
        role = self.role_of(text)
        if role:
            return Column(index, text, role, None, unit, "name")
        return Column(index, text, "extra", None, unit, None, self.nearest(text))


def _unambiguous[Key](pairs: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    twice: set[Key] = set()
    for key, name in pairs:
        if found.setdefault(key, name) != name:
            twice.add(key)
    return {key: name for key, name in found.items() if key not in twice}
