"""Requests of the planning calculators; each carries its tables and options, nothing is kept."""

from collections.abc import Generator

from calculators.amounts import read_total
from calculators.confirmations import confirmation_sheets, confirmation_view
from calculators.margins import BAD_CELLS, MEND_CELLS, matrix_spec, read_margins
from calculators.matrix import MatrixError, solve
from calculators.matrix_views import explained as cell_reasons
from calculators.matrix_views import matrix_sheets, matrix_view
from calculators.numbers import read_number
from calculators.pasted import Progress
from calculators.records import Records
from calculators.roll_tables import MONTHS
from calculators.rolling import roll
from calculators.rolling_views import roll_sheets, roll_view
from calculators.season_views import season_sheets, season_view
from calculators.seasons import (
    MonthWeight,
    curve_weights,
    divide_year,
    history_spec,
    history_weights,
    workday_month_weights,
)
from calculators.split_views import LISTED, checks_sheet, checks_view, explained, split_sheets, split_view
from calculators.splits import WEIGHTS, Split, fixed_places, split
from calculators.stateless import Asked, CalculationError, Outcome, StatelessOperation, operations
from calculators.tables import Grid
from calculators.target_checks import Factors, checks

type Counted[T] = Generator[tuple[str, int, int], None, T]
type Calculating = Counted[Outcome]


def _told[T](doing: str, work: Progress[T]) -> Counted[T]:
    """Run counted work to its end, saying what is being done."""
    while True:
        try:
            done, of = next(work)
        except StopIteration as stop:
            return stop.value
        yield doing, done, of


def _split(asked: Asked) -> Counted[Split]:
    table = asked.table("weights", "还没有权重表")
    options = asked.options
    work = split(table, options.get("total", ""), options.get("unit", ""), asked.adjust.get("fixed"))
    return (yield from _told("分解", work))


def plan_split(asked: Asked) -> Calculating:
    """Divide a total by weights, over the levels of the table."""
    found = yield from _split(asked)
    reasons = yield from _told("写说明", explained(found))
    weighed = checks(found, _factors(asked, found))
    confirmations = confirmation_view(found, asked.options, LISTED)
    view = split_view(found, reasons) | {"checks": checks_view(weighed), "confirmations": confirmations}
    return Outcome(view, (*split_sheets(found, reasons), checks_sheet(weighed)), "目标分解")


def _factors(asked: Asked, found: Split) -> Factors:
    given = [asked.options.get(name, "") for name in ("policy", "demand", "peers", "recent")]
    return Factors.read(*given, unit=found.total.measure.label)


def plan_confirm(asked: Asked) -> Calculating:
    """Fill in a 个人目标确认书 for everybody: a sheet each."""
    found = yield from _split(asked)
    yield "填写确认书", 0, 1
    filled = confirmation_view(found, asked.options)
    return Outcome({"confirmations": filled}, confirmation_sheets(filled), "个人目标确认书")


def plan_season(asked: Asked) -> Calculating:
    """Divide a year over its quarters, months and weeks."""
    yield "分到各月", 0, 1
    options = asked.options
    year = _year(options.get("year", ""))
    total = read_total(options.get("total", ""), options.get("unit", ""))
    months, notes = _month_weights(asked, year)
    fixed = fixed_places(asked.adjust.get("fixed") or {}, total)
    season = divide_year(total, year, months, notes, with_weeks=options.get("weeks") == "1", fixed=fixed)
    return Outcome(season_view(season), season_sheets(season), f"{year}年目标分到各月")


def _year(written: str) -> int:
    reading = read_number(written.strip().removesuffix("年"))
    if reading.value is None or reading.value.denominator != 1:
        raise CalculationError(f"年度读不出来：“{written}”", "写成 2027")
    return int(reading.value)


def _month_weights(asked: Asked, year: int) -> tuple[list[MonthWeight], list[str]]:
    match asked.options.get("basis"):
        case "workdays":
            return workday_month_weights(year)
        case "curve":
            return curve_weights(asked.options.get("curve", "")), ["按手写的比重"]
        case _:
            return history_weights(asked.table("history", "还没有各月的历史"))


def plan_matrix(asked: Asked) -> Calculating:
    """Fill a matrix between its margins."""
    table = asked.table("matrix", "还没有矩阵")
    margins = read_margins(_grid(table), asked.options.get("unit", ""))
    # Any heading is right here, and two may be the same.
    table.errors = [error for error in table.errors if error.row]
    listed = {(error.row, error.index) for error in table.errors}
    table.errors += [error for error in margins.errors if (error.row, error.index) not in listed]
    if not margins.is_whole:
        raise CalculationError(BAD_CELLS, MEND_CELLS)
    margins.fix(asked.adjust.get("fixed") or {})
    names = margins.rows, margins.columns
    totals = margins.row_totals, margins.column_totals
    try:
        found = yield from _told("配平", solve(margins.weights, *totals, margins.unit, names, margins.fixed))
    except MatrixError as error:
        raise CalculationError(error.reason, error.hint) from error
    reasons = cell_reasons(margins, found)
    return Outcome(matrix_view(margins, found, reasons), matrix_sheets(margins, found, reasons), "矩阵分解")


def _grid(table: Records) -> Grid:
    """Return a table as pasted, with the cells that were set by hand."""
    return Grid([[column.text for column in table.columns], *table.rows], "", money_unit=table.money_unit)


def plan_roll(asked: Asked) -> Calculating:
    """Roll a year's plan on."""
    yield "滚动", 0, 1
    table = asked.table("months", "还没有滚动计划表")
    shape = "even" if asked.options.get("shape") == "even" else "plan"
    found = roll(table, shape, asked.options.get("capacity", ""), asked.adjust.get("fixed"))
    return Outcome(roll_view(found), roll_sheets(found), "滚动计划")


OPERATIONS: dict[str, StatelessOperation] = {
    **operations("plan_split", {"weights": WEIGHTS}, plan_split),
    **operations("plan_confirm", {"weights": WEIGHTS}, plan_confirm),
    **operations("plan_season", {"history": history_spec}, plan_season),
    **operations("plan_matrix", {"matrix": matrix_spec}, plan_matrix),
    **operations("plan_roll", {"months": MONTHS}, plan_roll),
}
