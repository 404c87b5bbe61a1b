"""Lead logs read row by row: who was judged to be at which level on which day. `lead_frames` adds them up.

Form T08 is one, as it is: 客户名称, 车型, 级别, 走访日期. What the levels are, which of them are deals or lost, and how
many days a customer may stay in one, the user can set; the handbook's examples stand there at first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from calculators.levels import DAYS_BETWEEN_CONTACTS, DAYS_IN_LEVEL, DEAL, LOST, ORDERED, level_name
from calculators.records import ColumnSpec, Records, TableSpec
from calculators.stateless import CalculationError

CUSTOMER, MODEL, LEVEL, DAY = "客户名称", "车型", "级别", "走访日期"
LEAD_LOG = TableSpec(
    (
        ColumnSpec(CUSTOMER, "text", ("客户", "单位", "单位名称", "客户全称", "公司名称", "customer"), required=True),
        ColumnSpec(MODEL, "text", ("意向车型", "车系", "车款", "型号", "产品", "model")),
        ColumnSpec(LEVEL, "text", ("客户级别", "潜客级别", "当前级别", "走访后级别", "等级", "level"), required=True),
        ColumnSpec(
            DAY,
            "date",
            ("日期", "变更日期", "改级日期", "变化日期", "更新日期", "跟进日期", "date", "dateofchange"),
            required=True,
        ),
    ),
    title="线索流水",
)
OPEN_LEVELS = ("H", "A", "B", "C")


@dataclass(frozen=True, slots=True)
class LevelRules:
    """What the levels of a log mean."""

    open: tuple[str, ...] = OPEN_LEVELS
    """Levels of customers who are still followed up."""
    finals: Mapping[str, str] = field(default_factory=lambda: {DEAL: DEAL, LOST: LOST} | dict.fromkeys(ORDERED, DEAL))
    """Level → 成交 or 战败."""
    days_in_level: Mapping[str, int] = field(default_factory=lambda: dict(DAYS_IN_LEVEL))
    days_between_contacts: Mapping[str, int] = field(default_factory=lambda: dict(DAYS_BETWEEN_CONTACTS))

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> "LevelRules":
        """Return the rules of a form; an empty field keeps the handbook's example."""
        usual = cls()
        deals, lost = names_of(options.get("deals", "")), names_of(options.get("lost", ""))
        return cls(
            names_of(options.get("levels", "")) or usual.open,
            (dict.fromkeys(deals or (*ORDERED,), DEAL) | dict.fromkeys(lost, LOST)) | {DEAL: DEAL, LOST: LOST},
            days_of(options.get("days", "")) or usual.days_in_level,
            days_of(options.get("contacts", "")) or usual.days_between_contacts,
        )

    @property
    def known(self) -> str:
        """The levels that a row may have, in words."""
        return "、".join((*self.open, *self.finals))


def names_of(text: str) -> tuple[str, ...]:
    """Return the levels that a text lists: `C、B、A，H`."""
    return tuple(dict.fromkeys(level_name(part) for part in re.split(r"[、，,;；\s]+", text.strip()) if part))


def days_of(text: str) -> dict[str, int]:
    """Return days by level: `H 7、A 30 天`; raise `CalculationError` for anything else.

    >>> days_of("H 7、A 30天，B：90")
    {'H': 7, 'A': 30, 'B': 90}
    """
    days: dict[str, int] = {}
    for part in filter(None, re.split(r"[、，,;；\n]+", text.strip())):
        match = re.fullmatch(r"\s*(.*?\D)\s*[:：]?\s*([0-9]{1,4})\s*天?\s*", part)
        if not match:
            raise CalculationError(f"时限读不出来：“{part.strip()}”", "写成 H 7、A 30、B 90，单位是天")
        days[level_name(match[1].rstrip(":： "))] = int(match[2])
    return days


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row that counts."""

    number: int
    customer: str
    model: str
    level: str
    """An open level, 成交 or 战败."""
    day: date


def log_rows(table: Records, rules: LevelRules, until: date | None) -> tuple[list[LogRow], list[int]]:
    """Return the rows that count and the numbers of those after `until`; a level that is unknown is a fault."""
    rows: list[LogRow] = []
    late: list[int] = []
    for record in table.usable:
        level = level_name(record.text(LEVEL))
        level = rules.finals.get(level, level)
        day = record.day(DAY)
        if level not in rules.open and level not in rules.finals:
            table.fault(
                record, LEVEL, f"没有“{level}”这个级别", f"可以写：{rules.known}；要用别的级别，在“级别”一栏里加上"
            )
        elif day is not None and until is not None and day > until:
            late.append(record.row)
        elif day is not None:
            rows.append(LogRow(record.row, record.text(CUSTOMER), record.text(MODEL), level, day))
    return rows, late
