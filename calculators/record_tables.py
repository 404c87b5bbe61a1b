"""Typed tables: what a calculator wants of one, and what it gets."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from calculators.dates import Period
from calculators.numbers import read_number
from calculators.pasted import CellError, PastedTable

type ValueKind = Literal["text", "number", "date", "month"]
type Value = Fraction | str | date | Period


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column that a calculator wants."""

    name: str
    kind: ValueKind = "number"
    aliases: tuple[str, ...] = ()
    unit: str = ""
    """What a number counts (元, 台, %), where neither heading nor cell says it."""
    required: bool = False
    """The column must be there, and every row must fill it."""
    may_be_empty: bool = False
    """Though the column must be there, a row need not fill it."""
    stand_in: str = ""
    """A column that will do where this one is required and not there."""
    repeats: bool = False
    """An empty cell repeats the one above, as merged cells are pasted."""
    amount: bool = False
    """A number of what is planned: money, where a row above the headings says so (单位：万元)."""
    summed: bool = True
    """Rows of totals are compared with the sum of this column's numbers; never for ratios."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table that a calculator wants; the first column names the rows, and needs no heading that is known."""

    columns: tuple[ColumnSpec, ...]
    title: str = "表格"
    """What the table is called where more than one is asked for."""
    sole: str = ""
    """A number that is taken from the one column of numbers left over, where no heading means it."""

    @property
    def key(self) -> ColumnSpec:
        """The column that names the rows."""
        return self.columns[0]

    def column(self, name: str) -> ColumnSpec:
        """Return the column with this name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(slots=True)
class Record:
    """One row that counts."""

    row: int
    values: dict[str, Value | None] = field(default_factory=dict[str, Value | None])
    """By the column's standard name; None where a cell is empty or bad, or its column is not there."""
    bad: set[str] = field(default_factory=set[str])
    """Columns whose cell cannot be used, or is empty and required."""

    def number(self, name: str) -> Fraction | None:
        """Return a number in base units."""
        value = self.values.get(name)
        return value if isinstance(value, Fraction) else None

    def text(self, name: str) -> str:
        """Return a cell as it is shown; empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def day(self, name: str) -> date | None:
        """Return a day."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def month(self, name: str) -> Period | None:
        """Return a month; its year is 0 where the cell names none."""
        value = self.values.get(name)
        return value if isinstance(value, Period) else None


@dataclass(slots=True)
class Records(PastedTable):
    """A table as it was understood, and its records."""

    spec: TableSpec = field(kw_only=True)
    records: list[Record] = field(default_factory=list[Record])

    @property
    def usable(self) -> list[Record]:
        """The records without a bad cell."""
        return [record for record in self.records if not record.bad]

    @property
    def summary(self) -> str:
        """`42 行粘贴，40 行计算，2 行合计已核对`; nothing is dropped silently."""
        bad = len(self.records) - len(self.usable) - self.refused
        totals = self.totals_text if any(column.summed for column in self.spec.columns[1:]) else ""
        return f"{self.counts}{self.refused_text}{totals}" + (f"，{bad} 行有错误单元格，不参加计算" if bad else "")

    def has(self, name: str) -> bool:
        """Whether there is a column for this."""
        return any(column.input == name for column in self.columns)

    def amount(self, record: Record, name: str, unit: str) -> Fraction | None:
        """Return a number that is meant in `unit` where neither its heading nor its cell names one."""
        column = next((column for column in self.columns if column.input == name), None)
        if column is None or column.unit or name in record.bad:
            return record.number(name)
        return read_number(self.rows[record.row - 1][column.index], unit).value

    def fault(self, record: Record, name: str, reason: str, hint: str) -> None:
        """List a fault that a calculator found in a cell, and leave the record out of `usable`."""
        column = next((column for column in self.columns if column.input == name), None)
        read = self.rows[record.row - 1][column.index].strip() if column else ""
        self.errors.append(CellError(record.row, name, column.index if column else -1, read, reason, hint))
        record.bad.add(name)


def cannot_leave_out(table: Records, doing: str) -> tuple[str, str]:
    """Say that rows with bad cells stop a division, and what to do: without them the others would get too much."""
    rows = [str(record.row) for record in table.records if record.bad]
    listed = "、".join(rows[:10]) + ("等" if len(rows) > 10 else "")
    reason = f"第 {listed} 行有错误，现在不能{doing}：不算这些行，它们的那一份就会落到别的行上"
    return reason, "先改好列出的单元格，或删去这些行"
