"""A table with row totals and column totals, as it is pasted: names, weights and margins (SPEC 5, decompose-matrix).

The first column names the rows, the last one holds the row totals, the last row the column totals; the corner may hold
the whole, and is then checked. A margin that is recognised by its name (合计) may stand anywhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from calculators.amounts import CENT, MONEY_STEP, Fixing, Measure, read_fixed, read_step
from calculators.apportion import ZERO
from calculators.arrangement import HEADING_ROWS, money_unit_of, skipped_text
from calculators.headings import heading_key
from calculators.numbers import MONEY, base_unit, read_number
from calculators.pasted import CellError
from calculators.records import ColumnSpec, TableSpec
from calculators.stateless import CalculationError
from calculators.tables import Grid, Row
from calculators.text import comparable
from calculators.totals import TOTAL_WORDS

TOTAL_ENDINGS = ("合计", "总计", "目标")


def below_title(grid: Grid) -> Grid:
    """Leave out what stands above the headings: titles, with little or nothing between first and last column."""
    inner = [row[1:-1] for row in grid.rows[:HEADING_ROWS]]
    start = next(
        (place for place, row in enumerate(inner) if sum(bool(text.strip()) for text in row) * 2 >= len(row)), 0
    )
    if not start:
        return grid
    above = grid.rows[:start]
    return Grid(grid.rows[start:], grid.separator, (*grid.notes, skipped_text(above)), money_unit_of(above))


def matrix_spec(grid: Grid) -> TableSpec:
    """Return a matrix as a table of numbers, for what pages show of it: nothing in it is named beforehand."""
    heading = below_title(grid).rows[0]
    columns = dict.fromkeys(text.strip() for text in heading[1:] if text.strip())
    return TableSpec(
        (
            ColumnSpec(heading[0].strip() or "行名", "text"),
            *(ColumnSpec(name, summed=False, amount=_is_margin(name)) for name in columns),
        ),
        title="矩阵",
    )


@dataclass(slots=True)
class Margins:
    """Weights between two margins; amounts in base units."""

    rows: list[str]
    columns: list[str]
    weights: list[list[Fraction]]
    row_totals: list[Fraction]
    column_totals: list[Fraction]
    measure: Measure
    unit: Fraction
    errors: list[CellError]
    notes: list[str]
    is_whole: bool
    """Whether every weight and total could be read; otherwise what is missing would fall to other cells."""
    fixed: dict[tuple[int, int], Fraction] = field(default_factory=dict[tuple[int, int], Fraction])
    """Cells that were fixed by hand, by row and column."""

    def fix(self, cells: Mapping[str, Fixing]) -> None:
        """Fix cells by hand, each by `row:column`; raise `CalculationError` where one holds no amount."""
        for place, fixing in cells.items():
            row, column = map(int, place.split(":"))
            if row < len(self.rows) and column < len(self.columns):
                name = f"{self.rows[row]} · {self.columns[column]}"
                self.fixed[row, column] = read_fixed(name, fixing, self.unit, self.measure)


def read_margins(grid: Grid, unit: str = "") -> Margins:
    """Read a matrix; raise `CalculationError` where there is no matrix.

    A weight or total that cannot be read is listed, and then the matrix cannot be filled; an empty weight is 0.
    Without `unit` the step is 1, or 0.01 where a total has decimals; for money (元 in the corner or the totals'
    heading) 0.01 万元 where that fits.
    """
    grid = below_title(grid)
    heading, *body = grid.rows
    if len(body) < 2 or len(heading) < 3:
        raise CalculationError(
            "矩阵至少要有一行、一列和它们的合计", "第一列写行名，最后一列写行合计，最后一行写列合计，中间写权重"
        )
    last = _margin_column(heading)
    bottom = _margin_row(body)
    inner_columns = [index for index in range(1, len(heading)) if index != last]
    inner_rows = [place for place in range(len(body)) if place != bottom]
    columns = [heading[index].strip() or f"第 {index} 列" for index in inner_columns]
    named = heading_key(heading[last])[1] or heading_key(heading[0])[1]
    label = named or grid.money_unit
    measure = Measure(label if base_unit(label) or not label else f"{label}{MONEY}")
    errors: list[CellError] = []
    row_totals = [_total(body[place], last, place + 1, heading[last], measure, errors) for place in inner_rows]
    column_totals = [
        _total(body[bottom], index, bottom + 1, heading[index], measure, errors) for index in inner_columns
    ]
    has_totals = not errors
    weights = [
        [_weight(body[place], index, place + 1, heading[index], errors) for index in inner_columns]
        for place in inner_rows
    ]
    is_whole = not errors
    corner = body[bottom][last]
    fault = has_totals and _corner_fault(corner, measure, sum(row_totals, ZERO))
    if fault:
        errors.append(CellError(bottom + 1, heading[last].strip(), last, corner.strip(), *fault))
    rows = [body[place][0].strip() or f"第 {place + 1} 行" for place in inner_rows]
    step, note = _step(unit, [*row_totals, *column_totals], measure)
    above = [] if named or not label else [f"合计没有写单位，按表头上方写的“{label}”读"]
    notes = [*grid.notes, *above, *_duplicates("行", rows), *_duplicates("列", columns), *([note] if note else [])]
    return Margins(
        rows, columns, weights, row_totals, column_totals, measure.fitting(step), step, errors, notes, is_whole
    )


BAD_CELLS = "有单元格读不出来，现在不能填矩阵：不算它们，它们的那一份就会落到别的格里"
MEND_CELLS = "先改好列出的单元格"


def _duplicates(what: str, names: Sequence[str]) -> list[str]:
    counts = Counter(names)
    return [
        f"重名：{what}“{name}”出现 {count} 次，按不同的{what}分别计算" for name, count in counts.items() if count > 1
    ]


def _is_margin(text: str) -> bool:
    key = comparable(heading_key(text)[0])
    return key in TOTAL_WORDS or key.endswith(TOTAL_ENDINGS)


def _margin_column(heading: Row) -> int:
    named = [index for index in range(1, len(heading)) if _is_margin(heading[index])]
    return named[-1] if named else len(heading) - 1


def _margin_row(body: list[Row]) -> int:
    named = [place for place, row in enumerate(body) if _is_margin(row[0])]
    return named[-1] if named else len(body) - 1


def _total(row: Row, index: int, number: int, column: str, measure: Measure, errors: list[CellError]) -> Fraction:  # noqa: PLR0913, PLR0917
    reading = read_number(row[index], measure.label)
    if reading.value is None:
        if not reading.reason:
            where = f"第 {number} 行“{column.strip() or '合计'}”的合计"
            raise CalculationError(f"{where}：没有填", "每一行、每一列都要有合计")
        errors.append(
            CellError(number, column.strip() or "合计", index, row[index].strip(), reading.reason, reading.hint)
        )
        return ZERO
    return reading.value


def _weight(row: Row, index: int, number: int, column: str, errors: list[CellError]) -> Fraction:
    reading = read_number(row[index])
    if reading.value is None and not reading.reason:
        return ZERO
    reason, hint = reading.reason, reading.hint
    if reading.value is not None and reading.value < 0:
        reason, hint = "权重是负数", "权重写 0 或更大的数"
    if reason:
        errors.append(CellError(number, column.strip(), index, row[index].strip(), reason, hint))
        return ZERO
    return reading.value or ZERO


def _corner_fault(text: str, measure: Measure, whole: Fraction) -> tuple[str, str] | None:
    """Return what is wrong with the whole that stands in the corner, and what to do; it may be left empty."""
    reading = read_number(text, measure.label)
    if reading.reason:
        return reading.reason, reading.hint
    if reading.value is not None and reading.value != whole:
        return f"总数与各行合计之和不符：各行合计之和是 {measure.text(whole)}", "改正总数，或把这一格空着"
    return None


def _step(unit: str, totals: list[Fraction], measure: Measure) -> tuple[Fraction, str]:
    if given := read_step(unit, measure):
        return given
    steps = (MONEY_STEP, CENT) if base_unit(measure.label) == MONEY else (Fraction(1), CENT)
    step = next((step for step in steps if all((total / step).denominator == 1 for total in totals)), CENT)
    return step, f"没有写最小单位：按 {measure.text(step)} 取整"
