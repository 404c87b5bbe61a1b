"""What every pasted table is understood as: columns, rows, notes, and each cell that could not be used."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Literal

from calculators.headings import Column
from calculators.tables import Row

type Layout = Literal["wide", "long", "transposed"]
type Progress[T] = Generator[tuple[int, int], None, T]
"""A table being read: yields (rows done, rows) and returns what it was understood as."""
type Kind = Literal["person", "total"]
"""`total` for rows of 合计, 小计 and 平均; `person` for every row that counts."""


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that could not be used."""

    row: int
    """Data rows count from 1; 0 is the heading row."""
    column: str
    index: int
    """Column index from 0; -1 where the fault is a missing column."""
    read: str
    reason: str
    hint: str


@dataclass(slots=True)
class PastedTable:
    """A table as it was understood; nothing of it is dropped silently."""

    layout: Layout
    columns: list[Column]
    rows: list[Row]
    kinds: list[Kind]
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
    """Rows of 平均: shown, neither counted nor checked."""
    refused: int = 0
    """Rows of which not one cell could be used."""
    by_comma: bool = False
    """Cells were cut at commas: then a row with more cells than headings may hold a number cut in two."""
    money_unit: str = ""
    """What a row above the headings says of amounts."""
    missing: list[str] = field(default_factory=list[str])
    """What was looked for and has no column."""

    @property
    def totals(self) -> int:
        """How many rows are 合计, 小计 or 平均."""
        return self.kinds.count("total")

    @property
    def counts(self) -> str:
        """`42 行粘贴，40 行计算`."""
        return f"{len(self.rows)} 行粘贴，{len(self.rows) - self.totals - self.refused} 行计算"

    @property
    def refused_text(self) -> str:
        """`，1 行整行不能用`; empty where something of every row could be used."""
        return f"，{self.refused} 行整行不能用" if self.refused else ""

    @property
    def totals_text(self) -> str:
        """`，2 行合计已核对`; empty where there are no rows of totals."""
        text = f"，{self.averages} 行平均不计入" if self.averages else ""
        if self.totals > self.averages:
            unchecked = self.totals - self.totals_checked - self.totals_wrong - self.averages
            text += f"，{self.totals_checked} 行合计已核对" if self.totals_checked else ""
            text += f"，{self.totals_wrong} 行合计不符" if self.totals_wrong else ""
            text += f"，{unchecked} 行合计未能核对" if unchecked else ""
        return text

    def count_total(self, faults: list[bool]) -> None:
        """Count a row of totals that was compared; `faults` has an entry for each cell of it that could be."""
        self.totals_wrong += any(faults)
        self.totals_checked += bool(faults) and not any(faults)

    def surplus(self, number: int, row: Row) -> CellError | None:
        """Return the fault of a row that has more cells than headings: a comma may have cut a number in two."""
        if not self.by_comma:
            return None
        width = max(column.index for column in self.columns if column.text.strip()) + 1
        cells = [cell for cell in row[width:] if cell.strip()]
        if not cells:
            return None
        reason = f"这一行比表头多出 {len(cells)} 格，千分位逗号可能把一个数拆成了两格"
        hint = "给带逗号的数加上引号，去掉千分位，或直接从 Excel 复制"
        return CellError(number, "", width, row[width].strip(), reason, hint)


def finished[T](progress: Progress[T]) -> T:
    """Run a reading to its end without looking at its progress."""
    while True:
        try:
            next(progress)
        except StopIteration as stop:
            return stop.value
