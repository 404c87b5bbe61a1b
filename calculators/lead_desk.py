"""Requests of the lead calculators; each carries its tables and options, nothing is kept."""

from collections.abc import Generator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from calculators.chain_tables import LAST_MONTH, NEW_LEADS, STOCK, TRANSITIONS, chain_tables
from calculators.dates import HOW_TO_WRITE_DATES, read_date
from calculators.lead_logs import LEAD_LOG, LevelRules, log_rows
from calculators.lead_tables import PLANS, WEEKLY, lead_plans, weeks_of
from calculators.lead_views import (
    plans_sheet,
    plans_view,
    projection_sheets,
    projection_view,
    week_view,
    weeks_sheet,
)
from calculators.numbers import RATIOS, decimal_text, read_number
from calculators.projection import Projection, leads_needed, project
from calculators.records import Records
from calculators.stateless import Asked, CalculationError, Outcome, StatelessOperation, operations
from calculators.tables import TableError
from calculators.transition_checks import need_history, note_repeated

if TYPE_CHECKING:
    from calculators.sheets import Sheet

type Steps = Generator[tuple[str, int, int], None, Outcome]

WISHES = (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10))
"""For these probabilities the page says how many more leads it takes."""


def lead_targets(asked: Asked) -> Steps:
    """Work out the month's lead targets, and compare the weeks gone with the plan to date: either table will do."""
    yield "推算", 0, 1
    plans_table, weeks_table = asked.tables.get("plans"), asked.tables.get("weeks")
    if plans_table is None and weeks_table is None:
        raise CalculationError("还没有数据", "粘贴月度集客规划表或集客进度周盘点表，或点“填入示例”看看")
    view: dict[str, Any] = {"plans": None, "weeks": None}
    sheets: list[Sheet] = []
    if plans_table:
        _need_columns(plans_table)
        plans = lead_plans(plans_table, stock_by_rate=asked.options.get("stock", "") == "rate")
        view["plans"] = plans_view(plans)
        sheets.append(plans_sheet(plans))
    if weeks_table:
        _need_columns(weeks_table)
        weeks = list(weeks_of(weeks_table))
        view["weeks"] = [week_view(week) for week in weeks]
        sheets.append(weeks_sheet(weeks))
    return Outcome(view, tuple(sheets), "集客目标")


def lead_projection(asked: Asked) -> Steps:
    """Look ahead from stock, transitions and new leads."""
    stock = asked.table("stock", "还没有月初存量")
    transitions = asked.table("transitions", "还没有历史转化")
    new = asked.tables.get("new")
    for table in (stock, transitions, new):
        if table:
            _need_columns(table)
    note_repeated(transitions)
    months, target = _months(asked.options), _target(asked.options)
    model = asked.options.get("model", "")
    try:
        tables = chain_tables(stock, transitions, new, months, model)
    except TableError as error:
        raise CalculationError(error.reason, error.hint) from error
    need_history(tables)
    looking = project(tables.history, tables.groups, months)
    while True:
        try:
            done, of = next(looking)
        except StopIteration as stop:
            projection: Projection = stop.value
            break
        yield "推算", done, of
    view = projection_view(projection, tables)
    view["target"] = _target_view(projection, target, asked.options) if target is not None else None
    return Outcome(view, projection_sheets(projection), "成交推算")


def _need_columns(table: Records) -> None:
    if table.missing:
        missing = "”“".join(table.missing)
        raise CalculationError(f"{table.spec.title}里没有找到“{missing}”", "在“取作”里指定是哪一列，或先复制空白模板")


def _months(options: Mapping[str, str]) -> int:
    months = read_number(options.get("months") or "3").value
    if months is None or months.denominator != 1 or not 1 <= months <= LAST_MONTH:
        raise CalculationError(f"推算几个月读到“{options.get('months')}”", f"写 1 到 {LAST_MONTH} 的整数")
    return int(months)


def _target(options: Mapping[str, str]) -> Fraction | None:
    written = options.get("target", "")
    if not written.strip():
        return None
    reading = read_number(written)
    if reading.value is None or reading.value < 0 or reading.unit in RATIOS:
        raise CalculationError(f"订单目标读到“{written}”，不是 0 或正数", "写成 30 或 30台")
    return reading.value


def _target_view(projection: Projection, target: Fraction, options: Mapping[str, str]) -> dict[str, Any]:
    levels = projection.history.levels
    level = options.get("level", "") if options.get("level", "") in levels else levels[-1]
    needed = [(wish, leads_needed(projection, target, wish, level)) for wish in WISHES]
    return {
        "target": decimal_text(target),
        "chance": f"{decimal_text(projection.total.chance_of(target) * 100, 1)}%",
        "level": level,
        "needed": [
            {"wish": f"{decimal_text(wish * 100)}%", "leads": None if leads is None else str(leads)}
            for wish, leads in needed
        ],
    }


def lead_log(asked: Asked) -> Steps:
    """Derive stock, transitions and ageing from a log."""
    yield "读取流水", 0, 1
    table = asked.table("log", "还没有线索流水")
    _need_columns(table)
    rules = LevelRules.from_options(asked.options)
    rows, late = log_rows(table, rules, _day(asked.options))
    if not rows:
        raise CalculationError("没有一行能用", "核对客户名称、级别、走访日期三栏")
    yield "汇总流水", 0, 1
    from calculators.lead_log_views import log_sheets, log_view, read_log  # noqa: PLC0415 -- pandas: on need

    log = read_log(rows, late, table, rules, _day(asked.options))
    return Outcome(log_view(log), log_sheets(log), "线索盘点")


def _day(options: Mapping[str, str]) -> date | None:
    written = options.get("until", "")
    if not written.strip():
        return None
    day = read_date(written)
    if day is None:
        raise CalculationError(f"盘点日期读不出来：“{written}”", HOW_TO_WRITE_DATES)
    return day


OPERATIONS: dict[str, StatelessOperation] = {
    **operations("lead_targets", {"plans": PLANS, "weeks": WEEKLY}, lead_targets),
    **operations("lead_projection", {"stock": STOCK, "transitions": TRANSITIONS, "new": NEW_LEADS}, lead_projection),
    **operations("lead_log", {"log": LEAD_LOG}, lead_log),
}
