"""Year to months, quarters and weeks: by history, by working days, or by a curve set by hand (SPEC 3; QC-302).

By history a month's weight is the mean over the years of its share of the year; a year counts whole, however large it
was. By working days it is the number of working days of the month. A curve is taken as it is. The year is divided over
the quarters first, each quarter over its months, each month over its weeks by their working days: every level adds up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculators.amounts import Total
from calculators.apportion import ZERO, ApportionError, Part
from calculators.headings import heading_key
from calculators.numbers import decimal_text, read_number, shown
from calculators.pasted import finished
from calculators.records import ColumnSpec, Records, TableSpec
from calculators.stateless import CalculationError
from calculators.tables import Grid, Row
from calculators.tree import Node, Path, divide
from calculators.workdays import MONTHS, Week, check_year, provisional_note, weeks, workday_weights

YEAR_NUMBERS = range(2000, 2100)
FIGURE = "实绩"
LEVELS = ("季度", "月", "周")
MONTH_WORDS = ("月份", "月", "期间", "month")


def history_spec(grid: Grid) -> TableSpec:
    """Return the table of past months: a row a month, with a column a year, or rows of 2025年1月 with one column."""
    nothing: Row = []
    heading = next((row for row in grid.rows[:10] if any(heading_key(text)[0] in MONTH_WORDS for text in row)), nothing)
    years = [year for text in heading if (year := year_of(text))]
    columns = [ColumnSpec(f"{year}年", "number", (str(year), f"{year}年实绩")) for year in dict.fromkeys(years)]
    return TableSpec(
        (
            ColumnSpec(MONTH_WORDS[0], "month", MONTH_WORDS[1:], required=True),
            ColumnSpec("车型", "text", ("型号", "产品", "品类", "model"), repeats=True),
            ColumnSpec(FIGURE, "number", ("上年实绩", "上年", "去年", "实际", "销量", "销售额", "订单数")),
            *columns,
        ),
        title="各月历史",
        sole="" if columns else FIGURE,
    )


def year_of(heading: str) -> int | None:
    """Return the year that a heading is about: `2025年`, `2025`, `2025年实绩`."""
    key = heading_key(heading)[0].removesuffix("实绩").removesuffix("年")
    return int(key) if key.isdigit() and int(key) in YEAR_NUMBERS else None


@dataclass(frozen=True, slots=True)
class MonthWeight:
    """A month's weight and where it comes from."""

    weight: Fraction
    why: str


def history_weights(table: Records) -> tuple[list[MonthWeight], list[str]]:
    """Return the twelve weights by history, and notes; raise `CalculationError` where no year is whole.

    A year without all its months is left out, and said: its shares would be those of a part of the year.
    """
    years = _years(table)
    whole = {year: months for year, months in years.items() if len(months) == 12 and sum(months.values(), ZERO) > 0}
    left_out = [str(year) if year else "未写年份的一年" for year in years if year not in whole]
    if not whole:
        raise CalculationError("历史里没有一年是十二个月齐全的", "每年十二个月都要有数；没有销售写 0")
    weights: list[MonthWeight] = []
    for month in MONTHS:
        shares = [months[month] / sum(months.values(), ZERO) for months in whole.values()]
        mean = sum(shares, ZERO) / len(shares)
        listed = "、".join(
            f"{f'{year} 年 ' if year else ''}{_quotient(months, month)} = {shown(share, '%')}"
            for (year, months), share in zip(whole.items(), shares, strict=True)
        )
        why = listed if len(shares) == 1 else f"{listed}，平均 {shown(mean, '%')}"
        weights.append(MonthWeight(mean, why))
    notes = [f"{'、'.join(left_out)}的月份不全，没有计入"] if left_out else []
    return weights, [f"按 {len(whole)} 年的历史", *notes]


def _quotient(months: Mapping[int, Fraction], month: int) -> str:
    return f"{decimal_text(months[month])} ÷ {decimal_text(sum(months.values(), ZERO))}"


def _years(table: Records) -> dict[int, dict[int, Fraction]]:
    """Return the figures by year and month; rows of one month (of several models) are added up."""
    years: dict[int, dict[int, Fraction]] = {}
    columns = [(column.input, year_of(column.input)) for column in table.columns if column.input]
    by_year = [(name, year) for name, year in columns if year]
    figure_of = next((column.text for column in table.columns if column.input == FIGURE), "")
    back = 1 if any(word in figure_of for word in ("上年", "去年")) else 0
    seen: dict[tuple[str, str], int] = {}
    for record in table.usable:
        month = record.month("月份")
        if month is None:
            continue
        first = seen.setdefault((str(month), record.text("车型")), record.row)
        if first != record.row:
            table.fault(record, "月份", f"与第 {first} 行是同一个月", "一个月（一个车型）只留一行，或写上年份")
            continue
        figures = [(year, record.number(name)) for name, year in by_year] or [
            (month.year and month.year - back, record.number(FIGURE))
        ]
        for year, figure in figures:
            if figure is None:
                continue
            if figure < 0:
                column = next((name for name, of in by_year if of == year), FIGURE)
                table.fault(record, column, "历史是负数，占比没有意义", "写 0，或不用这一年")
                continue
            months = years.setdefault(year, {})
            months[month.part] = months.get(month.part, ZERO) + figure
    return years


def curve_weights(written: str) -> list[MonthWeight]:
    """Return twelve weights typed by hand, separated by spaces or commas."""
    texts = written.replace("，", " ").replace(",", " ").replace("、", " ").split()
    readings = [read_number(text) for text in texts]
    if len(readings) != 12 or any(reading.value is None or reading.value < 0 for reading in readings):
        hint = "用空格或逗号隔开，如 6 6 8 8 9 9 8 8 10 10 9 9"
        raise CalculationError(f"曲线要写 12 个不小于 0 的数，读到 {len(texts)} 个", hint)
    return [
        MonthWeight(reading.value or ZERO, f"手写的比重 {decimal_text(reading.value or ZERO)}") for reading in readings
    ]


def workday_month_weights(year: int) -> tuple[list[MonthWeight], list[str]]:
    """Return the twelve weights by working days, and notes."""
    check_year(year)
    note = provisional_note(year)
    weights = [MonthWeight(days, f"{days} 个工作日") for days in workday_weights(year)]
    return weights, [f"按 {year} 年的工作日", note or "已计法定节假日和调休"]


@dataclass(frozen=True, slots=True)
class Span:
    """A quarter, month or week of the year with what it gets."""

    node: Node
    why: str
    """Where its weight comes from."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.node.path[-1]

    @property
    def level(self) -> str:
        """季度, 月 or 周."""
        return LEVELS[len(self.node.path) - 1]


@dataclass(frozen=True, slots=True)
class Season:
    """A year divided."""

    total: Total
    year: int
    spans: tuple[Span, ...]
    """Each before those inside it."""
    notes: tuple[str, ...]

    def of_level(self, level: str) -> list[Span]:
        """Return the spans of one level."""
        return [span for span in self.spans if span.level == level]


def divide_year(  # noqa: PLR0913 -- a year, how it is weighed, and how far it is divided
    total: Total,
    year: int,
    months: Sequence[MonthWeight],
    notes: Sequence[str] = (),
    *,
    with_weeks: bool,
    fixed: Mapping[Path, Fraction] | None = None,
) -> Season:
    """Divide a year over quarters, months and, where asked, weeks; raise `CalculationError` where that cannot be.

    `fixed` holds amounts of quarters, months and weeks by path: the rest of the year is shared by all other months, the
    rest of a month by its other weeks.
    """
    fixed = fixed or {}
    paths: list[Path] = [(f"第{place // 3 + 1}季度", f"{place + 1}月") for place in range(12)]
    rows = [
        (path, Part(path[-1], month.weight, fixed=fixed.get(path)), None)
        for path, month in zip(paths, months, strict=True)
    ]
    why = dict(zip(paths, months, strict=True))
    spans: list[Span] = []
    for node in _divide(total.value, total.unit, rows, fixed).below():
        if node.path not in why:
            spans.append(Span(node, "本季三个月的比重之和"))
            continue
        spans.append(Span(node, why[node.path].why))
        if with_weeks:
            spans += _weeks(total, year, paths.index(node.path) + 1, node, fixed)
    return Season(total, year, tuple(spans), tuple(notes))


def _weeks(total: Total, year: int, month: int, node: Node, fixed: Mapping[Path, Fraction]) -> list[Span]:
    found: dict[Path, Week] = {(*node.path, str(week)): week for week in weeks(year, month)}
    rows = [
        (path, Part(path[-1], Fraction(week.workdays), fixed=fixed.get(path)), None) for path, week in found.items()
    ]
    divided = _divide(node.value, total.unit, rows).below()
    return [Span(below, f"{found[below.path].workdays} 个工作日") for below in divided if below.path in found]


def _divide(
    value: Fraction,
    unit: Fraction,
    rows: Sequence[tuple[Path, Part, None]],
    fixed: Mapping[Path, Fraction] | None = None,
) -> Node:
    try:
        return finished(divide(value, unit, rows, fixed))
    except ApportionError as error:
        raise CalculationError(error.reason, error.hint) from error
