"""Results as plain tables: what is copied from a page, and what a workbook's sheets hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculators.numbers import decimal_text
from calculators.tables import Row

type SheetCell = str | Fraction | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a result; numbers stay numbers in a workbook."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Sequence[SheetCell], ...]

    def text_rows(self) -> list[Row]:
        """Return the headings and rows as text."""
        return [list(self.headings), *([cell_text(cell) for cell in row] for row in self.rows)]


def cell_text(cell: SheetCell) -> str:
    """Return a cell as it is copied: exact decimals, nothing for what is missing."""
    return decimal_text(cell) if isinstance(cell, Fraction) else cell or ""
