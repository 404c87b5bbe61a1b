"""Merged cells as they are pasted: a text on the first of several rows, and gaps below it.

A gap repeats the text above it, and that is said; but not where a column to its left says something new: then what
stood above belongs to another group (二部 has not the 团队 of 一部), and the cell is empty, which is said too.
"""

from collections.abc import Sequence

from calculators.headings import Column
from calculators.tables import Row

ROWS_NAMED = 10


class MergedCells:
    """The columns of a table whose gaps repeat the cell above, row after row."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = sorted(columns, key=lambda column: column.index)
        self._above = dict[int, str]()
        self._filled = dict[int, list[int]]()
        self._empty = dict[int, list[int]]()
        self._told = set[int]()
        """Columns that say anything at all."""

    def forget(self) -> None:
        """Begin anew below a row of totals: what stood above it is over."""
        self._above.clear()

    def fill(self, number: int, row: Row) -> dict[int, str]:
        """Return what these columns say in a row, by their places."""
        said = dict[int, str]()
        changed = False
        for column in self._columns:
            place, text = column.index, row[column.index]
            above = self._above.get(place, "")
            if not text.strip():
                text = "" if changed else above
                (self._filled if text else self._empty).setdefault(place, []).append(number)
            if text:
                self._told.add(place)
            changed = changed or text.strip() != above.strip()
            said[place] = self._above[place] = text
        return said

    def notes(self) -> list[str]:
        """Say which cells were filled, and which were left empty in a column that says something elsewhere."""
        told: list[str] = []
        for column in self._columns:
            heading = column.text.strip() or f"第 {column.index + 1} 列"
            filled, empty = self._filled.get(column.index, []), self._empty.get(column.index, [])
            if filled:
                told.append(f"“{heading}”一列第 {listed(filled)} 行是空的（合并单元格），沿用上面一行")
            if empty and column.index in self._told:
                told.append(f"“{heading}”一列第 {listed(empty)} 行没有填，上面没有同一组的可以沿用")
        return told


def listed(numbers: Sequence[int]) -> str:
    """Return the first of some row numbers, and 等 where there are more."""
    return "、".join(map(str, numbers[:ROWS_NAMED])) + (" 等" if len(numbers) > ROWS_NAMED else "")
