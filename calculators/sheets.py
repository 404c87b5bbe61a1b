"""Results as plain tables: what is copied from a page, and what a workbook's sheets hold."""

import re
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


_FORMULA = re.compile(r"\s*[=+@＝＋＠\-－−]|[\t\r\n]")
_NO_FORMULA = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?|[\-－−]+")
"""Numbers, and the dashes that stand for nothing: they are what they look like."""


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet that is given this text as a cell may take it for a formula.

    >>> [runs_as_formula(text) for text in ("=1+1", "-1+cmd|' /C calc'!A0", "-1,234.5", "-", "张三")]
    [True, True, False, False, False]
    """
    return _FORMULA.match(text) is not None and not _NO_FORMULA.fullmatch(text)
