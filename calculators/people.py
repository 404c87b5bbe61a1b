"""People and their inputs, and the table in which they were found."""

from dataclasses import dataclass, field
from fractions import Fraction

from calculators.headings import SYNONYMS
from calculators.pasted import PastedTable

NAME = SYNONYMS["name"][0]


@dataclass(slots=True)
class Person:
    """One person's inputs, gathered from one or more rows."""

    name: str
    rows: list[int]
    values: dict[str, Fraction | None] = field(default_factory=dict[str, Fraction | None])
    bad: set[str] = field(default_factory=set[str])
    """Inputs whose cell is an error; the row is then incomplete and left out of team totals."""


@dataclass(slots=True)
class Roster(PastedTable):
    """A table as it was understood, and the people in it."""

    people: list[Person] = field(default_factory=list[Person])

    @property
    def summary(self) -> str:
        """`42 行粘贴，40 行计算，2 行合计已核对`; nothing is dropped silently."""
        people = f"（{len(self.people)} 人）" if self.layout == "long" else ""
        bad = sum(1 for person in self.people if person.bad)
        left_out = f"，{bad} 人有错误单元格，不计入团队合计" if bad else ""
        return f"{self.counts}{people}{self.refused_text}{self.totals_text}{left_out}"
