"""Excel workbooks in, with openpyxl: tables that were dropped. A file may be broken, or made to break its reader."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from calculators.tables import MAX_COLUMNS, MAX_ROWS, Grid, Row, TableError, check_size, grid_of, hidden_note
from calculators.text import without_hidden

MAX_UNPACKED_BYTES = 400_000_000
MAX_SMALL_PART_BYTES = 100_000_000
"""Of a part that is not a sheet: texts, styles, lists of sheets. openpyxl holds these in memory as a whole."""
MAX_TAGS = 4_000_000
"""In such a part: more than a million different texts."""
MAX_RATIO = 100
"""Of a large part's size to what it takes in the file: tables as people keep them reach 30."""
LARGE_BYTES = 20_000_000
MAX_ROW_BYTES = 16_000_000
"""Of one row's XML, which is in memory as a whole."""
MAX_CELLS = 20_000_000
"""Empty ones with a colour or border count: they take as long to read."""
_BROKEN = "这个 .xlsx 打不开", "在 Excel 里另存为新的 .xlsx，或直接复制单元格粘贴"
_TOO_LARGE = "只保留要用的工作表和列，另存后再试"


def read_workbook(content: bytes) -> Grid:
    """Return the sheet that is open in a workbook (or the first with cells) as a grid.

    A cell becomes the text that Excel shows for it, to Excel's own 15 digits; percentages keep their sign; formulas
    give their stored result, and one without a result is left as `=…`, so that it is reported and not read as empty.
    """
    check_size(len(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would not write back
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            active = book.active.title if book.active else ""
            for name in dict.fromkeys((active, *book.sheetnames)):
                sheet: Any = book[name]
                rows = list(_rows(sheet)) if hasattr(sheet, "iter_rows") else []  # a sheet of a chart has none
                if rows:
                    return _grid(rows, name)
    except TableError:
        raise
    except zipfile.BadZipFile as error:
        raise TableError("这不是 .xlsx 文件", "旧的 .xls 请先在 Excel 里另存为 .xlsx") from error
    except Exception as error:  # openpyxl lets whatever a broken file provokes through: KeyError, ParseError …
        raise TableError(*_BROKEN) from error
    raise TableError("这个 .xlsx 里没有内容", "确认数据在打开的那张工作表上，保存后再试")


def _grid(rows: list[Row], name: str) -> Grid:
    hidden = 0
    for row in rows:
        for place, cell in enumerate(row):
            if not cell.isascii() or not cell.isprintable():
                row[place], found = without_hidden(cell)
                hidden += found
    return grid_of(rows, f"工作表“{name}”", hidden_note(hidden))


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse what would take too long or too much memory to open; sizes are as the archive says, and hold."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise TableError(f"解开后有 {unpacked / 1e6:.0f} MB，太大", _TOO_LARGE)
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise TableError(*_BROKEN)  # no program writes .xlsx so
        if entry.file_size > LARGE_BYTES and entry.file_size > MAX_RATIO * entry.compress_size:
            raise TableError(f"里面的“{entry.filename}”不像表格：解开后大了 {MAX_RATIO} 倍以上", _TOO_LARGE)
        if _has_entities(archive, entry):
            raise TableError("这个 .xlsx 里有 Excel 不会写的内容（DTD），没有打开", _BROKEN[1])
        if not entry.filename.startswith("xl/worksheets/") and entry.filename.endswith((".xml", ".rels")):
            # Counted as bytes: in UTF-16, too, every tag has one.
            too_large = entry.file_size > MAX_SMALL_PART_BYTES
            if too_large or (entry.file_size > MAX_TAGS and archive.read(entry).count(b"<") > MAX_TAGS):
                raise TableError(f"里面的“{entry.filename}”太大", _TOO_LARGE)


class _FirstElementError(Exception):
    """A part's first element is reached; never leaves this module."""


class _EntitiesError(Exception):
    """A part defines entities, which a few lines can blow up to gigabytes; never leaves this module."""


def _has_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type: it would stand before the first element, so reading ends there."""

    def stop(*_: object) -> None:
        raise _FirstElementError

    def refuse(*_: object) -> None:
        raise _EntitiesError

    parser = expat.ParserCreate()
    parser.StartElementHandler = stop
    parser.StartDoctypeDeclHandler = refuse
    try:
        with archive.open(entry) as part:
            while chunk := part.read(1 << 14):
                parser.Parse(chunk)
    except _EntitiesError:
        return True
    except (_FirstElementError, expat.ExpatError):  # what is no XML is no part that is read
        return False
    return False


class _Part:
    """A sheet's stream that refuses to go on where one row takes more than it may."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.since_row = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        if self.since_row > MAX_ROW_BYTES:
            raise TableError("表里有一行太大", _TOO_LARGE)
        chunk = self._stream.read(size)
        self.since_row += len(chunk)
        return chunk


class _Cells(WorkSheetParser):
    """Stored results, and for a formula that has none the formula."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Read one cell."""
        cell: dict[str, Any] = super().parse_cell(element)  # pyright: ignore[reportUnknownMemberType] -- no type in openpyxl's stubs
        formula = element.find(FORMULA_TAG)
        if cell["value"] is None and formula is not None:
            cell |= {"value": f"={formula.text or ''}", "data_type": "s"}
        return cell


def _rows(sheet: Any) -> Iterator[Row]:
    """Give the rows that have something in them, each as wide as that.

    Neither what the sheet says of its own size nor gaps between rows and cells are made into cells: two cells at
    opposite corners are seventeen thousand million.
    """
    book, shared = sheet.parent, sheet._shared_strings  # noqa: SLF001 -- the way through `iter_rows` fills every gap
    cells = 0
    with sheet._get_source() as source:  # noqa: SLF001 -- as above
        part: Any = _Part(source)  # iterparse needs no more of a stream than `read`
        parser = _Cells(
            part, shared, data_only=True, epoch=book.epoch, date_formats=book._date_formats,  # noqa: SLF001 -- as above
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 -- as above
        )  # fmt: skip
        for count, (_, row) in enumerate(parser.parse()):
            part.since_row = 0
            cells += len(row)
            if cells > MAX_CELLS or count > 2 * MAX_ROWS:
                raise TableError(f"工作表“{sheet.title}”的单元格太多", _TOO_LARGE)
            texts = {cell["column"]: _cell_text(sheet, cell) for cell in row if cell["value"] is not None}
            width = max((column for column, text in texts.items() if text.strip()), default=0)
            if width > MAX_COLUMNS:
                raise TableError(f"共 {width:,} 列，超过 {MAX_COLUMNS} 列的上限", "只复制用得到的列")
            if width:
                yield [texts.get(column, "") for column in range(1, width + 1)]


def _cell_text(sheet: Any, cell: dict[str, Any]) -> str:
    value = cell["value"]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        if cell["style_id"] and "%" in (ReadOnlyCell(sheet, **cell).number_format or ""):
            return f"{(number * 100).normalize():f}%"
        return f"{number:f}" if abs(number) < Decimal(10) ** 15 else str(number)
    return str(value)
