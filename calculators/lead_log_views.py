"""What a lead log says, as its page shows it: stock, transitions, ageing, and every row accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd

from calculators.copies import copied
from calculators.lead_frames import ageing_of, log_frame, monthly_moves, monthly_new, stock_of, whole_months
from calculators.lead_logs import LevelRules, LogRow
from calculators.numbers import decimal_text
from calculators.records import Records
from calculators.sheets import Sheet, SheetCell

LISTED = 200
"""Customers over their time limit that the page lists; the workbook has all."""


@dataclass(frozen=True, slots=True)
class LeadLog:
    """A log, and what was derived from it."""

    until: date
    months: list[pd.Period]
    stock: pd.DataFrame
    moves: pd.DataFrame
    new: pd.DataFrame
    ageing: pd.DataFrame
    rules: LevelRules
    account: list[tuple[str, int]]
    """What became of the rows: reason and count, together all of them."""


def read_log(rows: list[LogRow], late: list[int], table: Records, rules: LevelRules, until: date | None) -> LeadLog:
    """Derive everything; without `until` the log is taken to end with its last day."""
    log = log_frame(rows)
    end = until or max(row.day for row in rows)
    months = whole_months(log, end)
    bad = len(table.records) - len(rows) - len(late)
    account = [
        ("计入", len(rows)),
        (f"在盘点日期 {end} 之后，没有计入", len(late)),
        ("有错误单元格，没有计入", bad),
        ("合计行，没有计入", table.totals),
    ]
    ageing = ageing_of(log, end)
    return LeadLog(
        end,
        months,
        stock_of(ageing),
        monthly_moves(log, months),
        monthly_new(log, months),
        ageing,
        rules,
        [(reason, count) for reason, count in account if count or reason == "计入"],
    )


def log_view(log: LeadLog) -> dict[str, Any]:
    """Describe the log."""
    overdue = list(_overdue(log))
    return {
        "until": log.until.isoformat(),
        "notes": _notes(log),
        "account": [{"reason": reason, "count": str(count)} for reason, count in log.account],
        "stock": _table(stock_sheet(log)),
        "transitions": _table(moves_sheet(log)),
        "new": _table(_new_sheet(log)),
        "ageing": _ageing_rows(log),
        "overdue": overdue[:LISTED],
        "overdue_count": len(overdue),
    }


def _notes(log: LeadLog) -> list[str]:
    """Say which months the moves are from, and what was taken for granted."""
    if not log.months:
        return ["转化按整月统计：流水从哪天开始，哪个月就不完整，要再跨过一个整月才有转化"]
    first, last = log.months[0], log.months[-1]
    span = f"{first}" if first == last else f"{first} 到 {last}"
    return [f"转化按整月统计：{span}，共 {len(log.months)} 个月；某个月里没有记录的客户，按留在原级别计"]


def log_sheets(log: LeadLog) -> tuple[Sheet, ...]:
    """Return stock, transitions, new leads and all open customers as tables."""
    headings = ("客户名称", "车型", "级别", "自", "在本级天数", "时限", "超过", "未联系天数", "联系间隔", "超过间隔")
    texts, numbers = ("customer", "model", "level", "since"), ("days", "limit", "over", "silent", "contact", "late")
    rows: list[tuple[SheetCell, ...]] = [
        (*(entry[name] for name in texts), *(Fraction(entry[name]) if entry[name] else None for name in numbers))
        for entry in _customers(log)
    ]
    return stock_sheet(log), moves_sheet(log), _new_sheet(log), Sheet("在跟进客户", headings, tuple(rows))


def stock_sheet(log: LeadLog) -> Sheet:
    """Return the stock as the projection takes it."""
    return Sheet("月初存量", ("车型", "级别", "数量"), tuple(_rows(log.stock, ("model", "level", "count"))))


def moves_sheet(log: LeadLog) -> Sheet:
    """Return the transitions as the projection takes them."""
    columns = ("month", "model", "level_from", "level_to", "count")
    return Sheet("历史转化", ("月份", "车型", "月初级别", "月末级别", "数量"), tuple(_rows(log.moves, columns)))


def _new_sheet(log: LeadLog) -> Sheet:
    return Sheet("新集客", ("月份", "级别", "数量"), tuple(_rows(log.new, ("month", "level", "count"))))


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[tuple[SheetCell, ...]]:
    for values in frame[list(columns)].itertuples(index=False):
        *texts, count = values
        yield *map(str, texts), Fraction(int(count))


def _table(sheet: Sheet) -> dict[str, Any]:
    headings, *rows = sheet.text_rows()
    return {"headings": headings, "rows": rows, "copy": copied(sheet.text_rows())}


def _customers(log: LeadLog) -> Iterator[dict[str, str]]:
    """Yield every open customer with days in level and since the last contact, and by how much they are over."""
    for values in log.ageing.to_dict("records"):
        level, days, silent = str(values["level"]), int(values["days"]), int(values["silent"])
        limit, contact = log.rules.days_in_level.get(level), log.rules.days_between_contacts.get(level)
        yield {
            "customer": str(values["customer"]),
            "model": str(values["model"]),
            "level": level,
            "since": pd.Timestamp(values["since"]).date().isoformat(),
            "last": pd.Timestamp(values["last"]).date().isoformat(),
            "days": str(days),
            "limit": "" if limit is None else str(limit),
            "over": _over(days, limit),
            "silent": str(silent),
            "contact": "" if contact is None else str(contact),
            "late": _over(silent, contact),
        }


def _over(days: int, limit: int | None) -> str:
    return str(days - limit) if limit is not None and days > limit else ""


def _overdue(log: LeadLog) -> list[dict[str, str]]:
    found = [entry for entry in _customers(log) if entry["over"] or entry["late"]]
    return sorted(found, key=lambda entry: (-int(entry["over"] or 0), -int(entry["late"] or 0)))


def _ageing_rows(log: LeadLog) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for level in log.rules.open:
        part = log.ageing[log.ageing["level"] == level]
        if part.empty:
            continue
        days = [Fraction(int(each)) for each in part["days"]]
        limit = log.rules.days_in_level.get(level)
        rows.append(
            {
                "level": level,
                "count": str(len(part)),
                "median": decimal_text(median(days)),
                "most": decimal_text(max(days)),
                "limit": "" if limit is None else str(limit),
                "over": "" if limit is None else str(int((part["days"] > limit).sum())),
            }
        )
    return rows
