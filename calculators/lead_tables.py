"""The tables of the lead calculators: forms T05, T06, T07 and T09 as they are, and their like, into exact figures.

A row with a fault keeps its place in the list and has no result; every fault is in the table's errors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from calculators.leads import (
    ACTUAL,
    DEALS,
    FROM_STOCK,
    HOT_RATE,
    HOT_STOCK,
    LEADS,
    MONTH_TARGET,
    TARGET,
    WARM_RATE,
    WARM_STOCK,
    WEEKS,
    WEEKS_GONE,
    HotTarget,
    LeadError,
    LeadTarget,
    Progress,
    hot_target,
    lead_target,
    progress,
    warm_target,
)
from calculators.records import ColumnSpec, Record, Records, TableSpec

MODEL, PERSON, MONTH, WEEK = "车型", "姓名", "月份", "周次"
MODEL_COLUMN = ColumnSpec(MODEL, "text", ("车系", "车款", "型号", "产品", "model"), required=True)
PERSON_COLUMN = ColumnSpec(PERSON, "text", ("专员", "大客户专员", "销售顾问", "业务员"), repeats=True)
HOW_TO_WRITE_COUNTS = "写成 0 或正整数，如 12"
HOW_TO_WRITE_RATES = "写成 40% 或 0.4，不超过 100%"

PLANS = TableSpec(
    (
        MODEL_COLUMN,
        PERSON_COLUMN,
        ColumnSpec(
            TARGET, aliases=("当月订单目标", "目标订单", "成交目标", "目标", "ordertarget", "target"), required=True
        ),
        ColumnSpec(
            FROM_STOCK, aliases=("计入的存量预计订单", "预计存量订单", "存量预计成交", "存量预计", "expectedfromstock")
        ),
        ColumnSpec(DEALS, aliases=("成交数", "历史成交", "成交", "deals", "deals(history)"), required=True),
        ColumnSpec(
            LEADS, aliases=("集客数", "历史集客", "集客", "线索数", "线索", "leads", "leads(history)"), required=True
        ),
        ColumnSpec(HOT_STOCK, aliases=("月初H/A客户数", "HA存量")),
        ColumnSpec(HOT_RATE, aliases=("H/A成交率", "HA成交率"), summed=False),
        ColumnSpec(WARM_STOCK, aliases=("月初B/C客户数", "BC存量")),
        ColumnSpec(WARM_RATE, aliases=("历史B/C转化率", "BC转化率"), summed=False),
    ),
    title="月度集客规划表",
)
WEEKLY = TableSpec(
    (
        MODEL_COLUMN,
        ColumnSpec(MONTH_TARGET, aliases=("集客目标", "月目标", "目标"), required=True),
        ColumnSpec(ACTUAL, aliases=("累计集客", "实际集客", "实际集客数", "累计实际", "实际"), required=True),
        ColumnSpec(WEEKS_GONE, aliases=("已过周", "已过几周"), required=True, summed=False),
        ColumnSpec(WEEKS, aliases=("本月周数", "周数"), required=True, summed=False),
    ),
    title="集客进度周盘点表",
)


@dataclass(slots=True)
class LeadPlan:
    """One row: a model, or one person's part of it, and its three targets; None where a target cannot be worked out."""

    record: Record
    from_stock: Fraction
    """Orders that stock is expected to bring, as they were counted."""
    rate: Fraction | None
    """The historic deal rate; None where it cannot be worked out."""
    leads: LeadTarget | None = None
    hot: HotTarget | None = None
    warm: int | None = None

    @property
    def name(self) -> str:
        """The model, with the person in front where the table has people."""
        person = self.record.text(PERSON)
        return f"{person} {self.record.text(MODEL)}".strip() if person else self.record.text(MODEL)


def lead_plans(table: Records, *, stock_by_rate: bool = False) -> list[LeadPlan]:
    """Work out the targets of every row of a table like forms T06 and T09; faults are added to the table's.

    存量预计订单: a table without it (or with nothing in that column) counts 0, as QC-403 has it, and says so; a cell
    left empty among filled ones is a fault. `stock_by_rate` counts H/A stock × H/A deal rate in its place, the other
    reading of QC-403.
    """
    given = any(FROM_STOCK in record.bad or record.number(FROM_STOCK) is not None for record in table.records)
    if stock_by_rate:
        table.notes.append("存量预计订单按 H/A存量 × 当月H/A成交率 计入（QC-403 口径说明）")
    elif not given:
        table.notes.append("没有填存量预计订单，按 0 计入（QC-403）")
    return [_plan(table, record, stock_by_rate, given) for record in table.records]


def _plan(table: Records, record: Record, stock_by_rate: bool, given: bool) -> LeadPlan:  # noqa: FBT001 -- two settings of the whole table, passed on
    for name in (DEALS, LEADS, HOT_STOCK, WARM_STOCK):
        _check_count(table, record, name)
    for name in (TARGET, FROM_STOCK):
        _check_not_negative(table, record, name)
    for name in (HOT_RATE, WARM_RATE):
        _check_rate(table, record, name)
    if stock_by_rate:
        from_stock = _product(record, HOT_STOCK, HOT_RATE)
        if from_stock is None:
            table.fault(
                record, HOT_STOCK, "缺 H/A存量 或 当月H/A成交率，算不出存量预计订单", "补上这两栏，或改为按表中所填"
            )
    else:
        from_stock = record.number(FROM_STOCK) if given else Fraction(0)
        if from_stock is None and FROM_STOCK not in record.bad:
            table.fault(record, FROM_STOCK, "这一格空着，别的行有数", "没有就填 0")
    deals, leads = _usable(record, DEALS), _usable(record, LEADS)
    plan = LeadPlan(record, from_stock or Fraction(0), deals / leads if deals is not None and leads else None)
    if from_stock is not None:
        plan.leads = _leads(table, record, from_stock)
    plan.hot = _hot(table, record)
    warm = _product(record, WARM_STOCK, WARM_RATE)
    if warm is not None:
        plan.warm = warm_target(warm, Fraction(1))
    return plan


def _leads(table: Records, record: Record, from_stock: Fraction) -> LeadTarget | None:
    target, deals, leads = (_usable(record, name) for name in (TARGET, DEALS, LEADS))
    if FROM_STOCK in record.bad or target is None or deals is None or leads is None:
        return None
    if deals > leads > 0:
        table.notes.append(f"请核对：第 {record.row} 行历史成交数比历史集客数多，两栏可能填反")
    try:
        return lead_target(target, from_stock, deals, leads)
    except LeadError as error:
        table.fault(record, error.column, error.reason, error.hint)
        return None


def _hot(table: Records, record: Record) -> HotTarget | None:
    target, rate, stock = (_usable(record, name) for name in (TARGET, HOT_RATE, HOT_STOCK))
    if target is None or rate is None or stock is None:
        return None
    try:
        return hot_target(target, rate, stock)
    except LeadError as error:
        table.fault(record, error.column, error.reason, error.hint)
        return None


def _usable(record: Record, name: str) -> Fraction | None:
    return None if name in record.bad else record.number(name)


def _product(record: Record, *names: str) -> Fraction | None:
    numbers = [_usable(record, name) for name in names]
    product = Fraction(1)
    for number in numbers:
        if number is None:
            return None
        product *= number
    return product


def _check_not_negative(table: Records, record: Record, name: str) -> None:
    number = _usable(record, name)
    if number is not None and number < 0:
        table.fault(record, name, "不能是负数", "写成 0 或正数")


def _check_count(table: Records, record: Record, name: str) -> None:
    number = _usable(record, name)
    if number is not None and (number < 0 or number.denominator != 1):
        table.fault(record, name, "这一栏是个数，只能是 0 或正整数", HOW_TO_WRITE_COUNTS)


def _check_rate(table: Records, record: Record, name: str) -> None:
    number = _usable(record, name)
    if number is not None and not 0 <= number <= 1:
        table.fault(record, name, "比率须在 0 到 100% 之间", HOW_TO_WRITE_RATES)


def count_in(table: Records, record: Record, name: str) -> int | None:
    """Return a count that is 0 or a whole number; list the fault and return None for anything else."""
    _check_count(table, record, name)
    number = _usable(record, name)
    return None if number is None else int(number)


@dataclass(frozen=True, slots=True)
class Week:
    """One row of the weekly check."""

    record: Record
    progress: Progress | None


def weeks_of(table: Records) -> Iterator[Week]:
    """Compare every row of a table like form T07 with its plan to date; faults are added to the table's."""
    for record in table.records:
        counts = [count_in(table, record, name) for name in (MONTH_TARGET, ACTUAL, WEEKS_GONE, WEEKS)]
        target, actual, gone, weeks = counts
        if target is None or actual is None or gone is None or weeks is None:
            yield Week(record, None)
            continue
        try:
            result = progress(Fraction(target), Fraction(actual), Fraction(gone), Fraction(weeks))
        except LeadError as error:
            table.fault(record, error.column, error.reason, error.hint)
            result = None
        yield Week(record, result)
