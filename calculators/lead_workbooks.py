"""Lead targets and projections as workbooks, with openpyxl: figures, how they came about, what is to be looked at."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from openpyxl import Workbook

from calculators.chain_tables import ChainTables
from calculators.lead_explanations import explain_from_new, explain_hot, explain_leads, explain_warm, sample_text
from calculators.lead_tables import LeadPlan
from calculators.leads import DEALS, FROM_STOCK, LEADS, TARGET, hot_from_new
from calculators.levels import DEAL, LOST
from calculators.pasted import CellError
from calculators.projection import Projection
from calculators.records import Records
from calculators.sheets import add_sheet, append, book_bytes, first_sheet, lay_out


def leads_workbook(table: Records, plans: Sequence[LeadPlan]) -> bytes:
    """Write targets (集客目标), and faults (要核对)."""
    book = Workbook()
    sheet = first_sheet(book, "集客目标")
    headings = [
        "车型",
        TARGET,
        FROM_STOCK,
        DEALS,
        LEADS,
        "历史成交率",
        "集客目标",
        "新增H/A目标",
        "B/C转H/A目标",
        "新集客补足H/A",
    ]
    append(sheet, [*headings, "怎么算的"], bold=True)
    for plan in plans:
        given = [plan.record.number(TARGET), plan.from_stock, plan.record.number(DEALS), plan.record.number(LEADS)]
        from_new = hot_from_new(plan.hot, plan.warm) if plan.hot and plan.warm is not None else None
        found = [plan.leads and plan.leads.needed, plan.hot and plan.hot.new, plan.warm, from_new]
        texts = (explain_leads(plan), sample_text(plan), explain_hot(plan), explain_warm(plan), explain_from_new(plan))
        explained = "；".join(text for text in texts if text)
        append(sheet, [plan.name, *given, plan.rate, *map(_whole, found), explained])
    lay_out(sheet, [16, *[11] * 9, 90], heading_rows=1)
    _faults(book, {"": table.errors})
    return book_bytes(book)


def projection_workbook(projection: Projection, tables: ChainTables) -> bytes:
    """Write the months (推算), the history it rests on (历史), and faults (要核对)."""
    book = Workbook()
    sheet = first_sheet(book, "推算")
    append(sheet, ["月", "预计成交", "八成下限", "八成上限", "九成五下限", "九成五上限"], bold=True)
    labels = [*(f"第 {month} 个月" for month in range(1, len(projection.months) + 1)), "合计"]
    for label, outlook in zip(labels, (*projection.months, projection.total), strict=True):
        bounds = [bound for interval in outlook.intervals.values() for bound in (interval.low, interval.high)]
        append(sheet, [label, outlook.expected, *map(_whole, bounds)])
    history = add_sheet(book, "历史")
    ends = [*projection.history.levels, DEAL, LOST]
    append(history, ["月初级别", *ends, "样本（客户·月）"], bold=True)
    for level in projection.history.levels:
        rates = [projection.history.rate(level, to) for to in ends]
        append(history, [level, *rates, _whole(projection.history.seen(level))])
    lay_out(sheet, [12, *[12] * 5], heading_rows=1)
    lay_out(history, [12, *[10] * len(ends), 16], heading_rows=1)
    names = ("存量", "转化", "新集客")
    _faults(book, {name: table.errors for name, table in zip(names, tables.tables, strict=False)})
    return book_bytes(book)


def _whole(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _faults(book: Workbook, errors: Mapping[str, Sequence[CellError]]) -> None:
    sheet = add_sheet(book, "要核对")
    append(sheet, ["表", "行", "列", "读到", "原因", "怎么改"], bold=True)
    for table, faults in errors.items():
        for fault in faults:
            append(sheet, [table, Fraction(fault.row), fault.column, fault.read, fault.reason, fault.hint])
    lay_out(sheet, [8, 6, 18, 16, 44, 44], heading_rows=1)
