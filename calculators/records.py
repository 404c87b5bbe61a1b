"""Typed tables: a pasted grid into records with exact numbers, texts, days and months (SPEC 1).

The calculators of plans and leads say which columns they want; headings, units, layouts, rows of totals and faults are
treated as in the tables of a scheme. Row numbers count data rows from 1, the heading row is 0.
"""

from collections.abc import Sequence

from calculators.arrangement import CUT_AT_COMMAS, arrange, heading_errors, with_money_unit
from calculators.dates import HOW_TO_WRITE_DATES, HOW_TO_WRITE_MONTHS, read_date, read_month
from calculators.doubts import cell_doubt
from calculators.headings import Column, Headings, Settings, Wanted, heading_key, is_group_heading
from calculators.merged_cells import MergedCells
from calculators.numbers import MISSING, Reading, read_number
from calculators.pasted import CellError, Kind, Progress
from calculators.record_tables import ColumnSpec, Record, Records, TableSpec, Value
from calculators.tables import Grid, Row, TableError
from calculators.text import comparable, fold
from calculators.totals import (
    AVERAGE_WORDS,
    HOW_TO_MEND,
    TotalRow,
    groups_of,
    is_total,
    labels_of,
    sum_fault,
    total_word,
)

PROGRESS_ROWS = 1000
NO_AMOUNTS = {"年度", "年份", "年", "序号", "编号", "行号", "工号", "电话", "手机", "id", "no", "no."}
"""Headings of numbers that amount to nothing."""


def read_records(
    grid: Grid, spec: TableSpec, settings: Settings | None = None, *, by_hand: bool = False
) -> Progress[Records]:
    """Understand a grid as records; yields (rows done, rows) and returns the `Records`.

    Raises `TableError` where a required column is not there, unless columns can then be mapped `by_hand`: then that is
    an error in the list. Stated behaviour: a first column without a known heading names the rows; a table with its
    headings in the first column is turned; 合计, 小计 and 平均 rows are no records, and the first two are checked.
    """
    headings = Headings([Wanted(column.name, column.aliases) for column in spec.columns], roles={})
    beginning = grid.rows[: len(spec.columns) * 3 + 5]
    in_first_column = len({found[0] for row in beginning if (found := headings.input_of(row[0]))})
    found = arrange(grid.rows, headings.known, in_first_column, spec.key.name)
    layout, rows = found.layout, found.rows
    settings = settings or Settings()
    for (row, column), text in settings.cells.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    columns = headings.columns(rows[0], settings)
    columns = _by_position(columns, rows[1:], spec)
    columns, said = with_money_unit(columns, found.money_unit, lambda name: spec.column(name).amount, settings.units)
    key = next((column.index for column in columns if column.input == spec.key.name), None)
    kinds: list[Kind] = ["total" if is_total(total_word(row, key)) else "person" for row in rows[1:]]
    arranged = [*grid.notes, *found.notes]
    notes = [*arranged, *([said] if said else [])]
    table = Records(layout, columns, rows[1:], kinds, notes=notes, arranged=arranged, spec=spec)
    table.money_unit = found.money_unit
    table.by_comma = grid.separator in CUT_AT_COMMAS
    table.missing = [
        column.name
        for column in spec.columns
        if column.required and not table.has(column.name) and not table.has(column.stand_in)
    ]
    if table.missing and not by_hand:
        read = "、".join(text.strip() for text in rows[0][:12] if text.strip())
        fault = f"没有找到“{'”“'.join(table.missing)}”；读到的表头是：{read}"
        raise TableError(fault, f"表头可以写：{'、'.join(column.name for column in spec.columns)}")
    table.notes += [
        f"“{column.text.strip() or f'第 {column.index + 1} 列'}”取作{column.input}"
        for column in columns
        if column.mapped_by == "position" and comparable(column.text) != comparable(column.input or "")
    ]
    table.errors += heading_errors(columns, table.missing, headings, "现在还不能计算")
    yield from _Reader(table).read()
    table.notes += [f"请核对：{text}" for text in table.doubts[:10]]
    return table


def _by_position(columns: list[Column], rows: list[Row], spec: TableSpec) -> list[Column]:
    """Take a first column of words for names where none can name the rows, and the one number left over for `sole`."""
    found = {column.input for column in columns}
    taken = list(columns)
    first = columns[0]
    naming = {spec.key.name, *(column.name for column in spec.columns if column.repeats)}
    if not naming & found and first.role == "extra" and first.mapped_by != "user" and _holds(rows, 0, spec.key):
        taken[0] = Column(0, first.text, "input", spec.key.name, first.unit, "position")
    if spec.sole and not found & {spec.sole, spec.column(spec.sole).stand_in}:
        sole = spec.column(spec.sole)
        numbers = [column for column in taken if _may_be_sole(column) and _holds(rows, column.index, sole)]
        if len(numbers) == 1 and numbers[0].mapped_by != "user":
            (column,) = numbers
            taken[column.index] = Column(column.index, column.text, "input", sole.name, column.unit, "position")
    return taken


def _may_be_sole(column: Column) -> bool:
    return column.role == "extra" and heading_key(column.text)[0] not in NO_AMOUNTS


def _holds(rows: Sequence[Row], index: int, spec: ColumnSpec) -> bool:
    """Whether a column's first cells can be what is wanted, and hold anything at all."""
    cells = [row[index] for row in rows[:20] if fold(row[index]).casefold() not in MISSING]
    match spec.kind:
        case "number":
            numbers = sum(1 for cell in cells if read_number(cell).value is not None)
            return numbers * 2 > len(cells)
        case "month":
            return bool(cells) and any(read_month(cell) for cell in cells)
        case "date":
            return bool(cells) and any(read_date(cell) for cell in cells)
        case _:
            return bool(cells) and not any(read_number(cell).value is not None for cell in cells)


class _Reader:
    """Reads a table's rows one after another, and its rows of totals in the end."""

    def __init__(self, table: Records) -> None:
        self.table = table
        self.totals: list[TotalRow] = []
        by_name = {column.input: column for column in table.columns if column.role == "input"}
        self.columns = [(spec, by_name[spec.name]) for spec in table.spec.columns if spec.name in by_name]
        self.key = next((column.index for spec, column in self.columns if spec is table.spec.key), None)
        self.merged = MergedCells([column for spec, column in self.columns if spec.repeats])

    def read(self) -> Progress[None]:
        """Take in every row; yields (rows done, rows)."""
        table = self.table
        for place, row in enumerate(table.rows):
            if place % PROGRESS_ROWS == 0:
                yield place, len(table.rows)
            if table.kinds[place] == "total":
                self._keep_total(place + 1, row)
            else:
                table.records.append(self._record(place + 1, row))
        table.notes += self.merged.notes()
        dividing = [spec_column.index for spec, spec_column in self.columns if spec.repeats]
        dividing += [each.index for each in table.columns if each.role == "extra" and is_group_heading(each.text)]
        labels = labels_of(table.rows, [record.row for record in table.records], dividing)
        for total, groups in groups_of(self.totals, table.records, labels):
            self._check_total(total, groups)

    def _keep_total(self, number: int, row: Row) -> None:
        word = total_word(row, self.key)
        self.merged.forget()
        if word in AVERAGE_WORDS:
            self.table.averages += 1
        else:
            self.totals.append(TotalRow(number, row, len(self.table.records), word))

    def _record(self, number: int, row: Row) -> Record:
        record = Record(number)
        surplus = self.table.surplus(number, row)
        if surplus:
            self.table.errors.append(surplus)
            self.table.refused += 1
            record.bad.update(spec.name for spec, _ in self.columns)
            return record
        filled = self.merged.fill(number, row)
        for spec, column in self.columns:
            text = filled.get(column.index, row[column.index])
            record.values[spec.name] = self._value(record, spec, column, text)
        return record

    def _value(self, record: Record, spec: ColumnSpec, column: Column, text: str) -> Value | None:
        value: Value | None = None
        reason, hint = "", ""
        if spec.kind == "number":
            reading = read_number(text, column.unit or spec.unit)
            value, reason, hint = reading.value, reading.reason, reading.hint
            self._doubt(record.row, spec, reading)
        elif fold(text).casefold() in MISSING:
            value = None
        elif spec.kind == "text":
            value = fold(text)
        elif spec.kind == "month":
            value, reason, hint = read_month(text), "读不出月份", HOW_TO_WRITE_MONTHS
        else:
            value, reason, hint = read_date(text), "读不出日期", HOW_TO_WRITE_DATES
        if value is None and not reason and spec.required and not spec.may_be_empty:
            reason, hint = "这一格不能空着", "补上，或删去这一行"
        if value is None and reason:
            self.table.errors.append(CellError(record.row, spec.name, column.index, text.strip(), reason, hint))
            record.bad.add(spec.name)
        return value

    def _doubt(self, number: int, spec: ColumnSpec, reading: Reading) -> None:
        doubt = cell_doubt(reading, spec.unit)
        if doubt:
            self.table.doubts.append(f"第 {number} 行“{spec.name}”读到“{reading.text.strip()}”，{doubt}")

    def _check_total(self, total: TotalRow, groups: list[list[Record]]) -> None:
        faults: list[bool] = []
        for spec, column in self.columns:
            if spec.kind != "number" or not spec.summed:
                continue
            reading = read_number(total.row[column.index], column.unit or spec.unit)
            fault = reading.reason or sum_fault(reading, spec.name, groups)
            if fault:
                hint = reading.hint or HOW_TO_MEND
                self.table.errors.append(
                    CellError(total.number, spec.name, column.index, reading.text.strip(), fault, hint)
                )
            faults += [] if fault is None else [bool(fault)]
        self.table.count_total(faults)
