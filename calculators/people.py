"""What a pasted table was understood as: columns, people with their inputs, and every cell that could not be used."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from calculators.headings import SYNONYMS, Column
from calculators.tables import Row

type Layout = Literal["wide", "long", "transposed"]
type Kind = Literal["person", "total"]

NAME = SYNONYMS["name"][0]


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that could not be used."""

    row: int
    column: str
    index: int
    """Column index from 0; -1 where the fault is a missing column."""
    read: str
    reason: str
    hint: str


@dataclass(slots=True)
class Person:
    """One person's inputs, gathered from one or more rows."""

    name: str
    rows: list[int]
    values: dict[str, Fraction | None] = field(default_factory=dict[str, Fraction | None])
    bad: set[str] = field(default_factory=set[str])
    """Inputs whose cell is an error; the row is then incomplete and left out of team totals."""


@dataclass(slots=True)
class Roster:
    """A table as it was understood."""

    layout: Layout
    columns: list[Column]
    rows: list[Row]
    kinds: list[Kind]
    people: list[Person] = field(default_factory=list[Person])
    errors: list[CellError] = field(default_factory=list[CellError])
    notes: list[str] = field(default_factory=list[str])
    doubts: list[str] = field(default_factory=list[str])
    """Cells that can be read but hardly be meant, in words."""
    arranged: list[str] = field(default_factory=list[str])
    """Those of the notes that say how the heading row was found."""
    totals_checked: int = 0
    """Rows of totals that agree with their rows."""
    totals_wrong: int = 0
    averages: int = 0
    """Rows of 平均: shown, neither scored nor checked."""
    by_comma: bool = False
    """Cells were cut at commas: then a row with more cells than headings may hold a number cut in two."""
    missing: list[str] = field(default_factory=list[str])
    """Inputs for which there is no column."""

    @property
    def totals(self) -> int:
        """How many rows are 合计, 小计 or 平均."""
        return self.kinds.count("total")

    @property
    def summary(self) -> str:
        """`42 行粘贴，40 行计算，2 行合计已核对`; nothing is dropped silently."""
        text = f"{len(self.rows)} 行粘贴，{len(self.rows) - self.totals} 行计算"
        if self.layout == "long":
            text += f"（{len(self.people)} 人）"
        if self.averages:
            text += f"，{self.averages} 行平均不计分"
        if self.totals > self.averages:
            unchecked = self.totals - self.totals_checked - self.totals_wrong - self.averages
            text += f"，{self.totals_checked} 行合计已核对" if self.totals_checked else ""
            text += f"，{self.totals_wrong} 行合计不符" if self.totals_wrong else ""
            text += f"，{unchecked} 行合计未能核对" if unchecked else ""
        bad = sum(1 for person in self.people if person.bad)
        return text + (f"，{bad} 人有错误单元格，不计入团队合计" if bad else "")
