"""Sheets of a workbook as all of ours are: bold headings that stay in view, text that stays text, A4 across."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from calculators.numbers import decimal_text
from calculators.sheets import runs_as_formula
from calculators.text import without_hidden

HEADING_FILL = PatternFill("solid", fgColor="E8EEF7")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of our own, `=` and all: the only thing that is written as one. Never put pasted text into it."""

    text: str
    number_format: str = "General"


def first_sheet(book: Workbook, title: str) -> Worksheet:
    """Return the sheet that a new workbook has, with this title."""
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def add_sheet(book: Workbook, title: str) -> Worksheet:
    """Add a sheet behind the others."""
    sheet: Worksheet = book.create_sheet(title)
    return sheet


def append(sheet: Worksheet, values: Iterable[str | Fraction | Formula | None], *, bold: bool = False) -> None:
    """Add a row. Text stays text even where it begins with `=`, so that nothing pasted becomes a formula.

    Such a cell is marked as Excel marks what is typed behind an apostrophe: it stays text when somebody edits it too.
    """
    cells: list[Cell] = []
    for value in values:
        cell = Cell(sheet, row=1, column=1)
        if isinstance(value, Fraction):
            cell.value = Decimal(decimal_text(value))
        elif isinstance(value, Formula):
            cell.value, cell.number_format = value.text, value.number_format
        elif value:
            cell.value, _ = without_hidden(value)
            cell.data_type = "s"
            if runs_as_formula(value):
                cell.quotePrefix = True
        if bold:
            cell.font, cell.fill = Font(bold=True), HEADING_FILL
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cells.append(cell)
    sheet.append(cells)


def lay_out(sheet: Worksheet, widths: Sequence[int], *, heading_rows: int) -> None:
    """Set column widths, keep headings in view and repeat them on paper, fit the width of A4 across."""
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"B{heading_rows + 1}"
    sheet.print_title_rows = f"1:{heading_rows}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def book_bytes(book: Workbook) -> bytes:
    """Return the workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
