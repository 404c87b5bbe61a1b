"""Lead targets, weekly progress and projections as their pages show them, and as tables to take away."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from calculators.chain_tables import ChainTables
from calculators.lead_explanations import (
    apart_notes,
    explain_from_new,
    explain_hot,
    explain_leads,
    explain_warm,
    explain_week,
    sample_text,
    spread_text,
    thin_levels,
)
from calculators.lead_tables import LeadPlan, Week
from calculators.leads import ACTUAL, DEALS, LEADS, MONTH_TARGET, TARGET, WEEKS, WEEKS_GONE, hot_from_new
from calculators.levels import DEAL, LOST
from calculators.numbers import decimal_text, shown
from calculators.projection import LEVELS_OF_INTERVALS, Outlook, Projection
from calculators.records import Records
from calculators.sheets import Sheet


def plan_view(plan: LeadPlan) -> dict[str, Any]:
    """Describe one model's targets; a target that could not be worked out is null."""
    return {
        "name": plan.name,
        "row": plan.record.row,
        "leads": _step(plan.leads and plan.leads.needed, explain_leads(plan), "QC-403"),
        "hot": _step(plan.hot and plan.hot.new, explain_hot(plan), "QC-404"),
        "warm": _step(plan.warm, explain_warm(plan), "QC-405"),
        "from_new": _step(_from_new(plan), explain_from_new(plan), "QC-406"),
        "sample": sample_text(plan),
    }


def _step(value: int | None, explain: str, clause: str) -> dict[str, str] | None:
    return None if value is None else {"value": str(value), "explain": explain, "clause": clause}


def _from_new(plan: LeadPlan) -> int | None:
    return hot_from_new(plan.hot, plan.warm) if plan.hot is not None and plan.warm is not None else None


def plans_view(plans: Sequence[LeadPlan]) -> dict[str, Any]:
    """Describe all models, and the sums of what could be worked out."""
    return {
        "models": [plan_view(plan) for plan in plans],
        "total": str(sum(plan.leads.needed for plan in plans if plan.leads)),
        "left_out": sum(plan.leads is None for plan in plans),
    }


def plans_sheet(plans: Sequence[LeadPlan]) -> Sheet:
    """Return the targets as a table."""
    headings = ("车型", TARGET, "存量预计订单", DEALS, LEADS, "历史成交率", "集客目标", "新增H/A目标", "B/C转H/A目标")
    rows = [
        (
            plan.name,
            plan.record.number(TARGET),
            plan.from_stock,
            plan.record.number(DEALS),
            plan.record.number(LEADS),
            plan.rate,
            _whole(plan.leads and plan.leads.needed),
            _whole(plan.hot and plan.hot.new),
            _whole(plan.warm),
            _whole(_from_new(plan)),
            "；".join(filter(None, (explain_leads(plan), sample_text(plan), explain_hot(plan), explain_warm(plan)))),
        )
        for plan in plans
    ]
    return Sheet("集客目标", (*headings, "新集客补足H/A", "怎么算的"), tuple(rows))


def week_view(week: Week) -> dict[str, Any]:
    """Describe one row of the weekly check."""
    found = week.progress
    return {
        "name": week.record.text("车型"),
        "row": week.record.row,
        "target": _shown(week.record.number(MONTH_TARGET)),
        "actual": _shown(week.record.number(ACTUAL)),
        "week": f"{_shown(week.record.number(WEEKS_GONE))}/{_shown(week.record.number(WEEKS))}",
        "planned": found and shown(found.planned),
        "gap": found and shown(found.gap),
        "behind": bool(found and found.gap < 0),
        "done": found and (None if found.done is None else shown(found.done, "%")),
        "pace": found and (None if found.pace is None else str(found.pace)),
        "explain": explain_week(week),
    }


def weeks_sheet(weeks: Sequence[Week]) -> Sheet:
    """Return the weekly check as a table."""
    given = (MONTH_TARGET, ACTUAL, WEEKS_GONE, WEEKS)
    headings = ("车型", *given, "应完成", "差异", "完成率", "余下每周须集客", "怎么算的")
    rows: list[tuple[str | Fraction | None, ...]] = []
    for week in weeks:
        numbers = [week.record.number(name) for name in given]
        found = week.progress
        worked_out = [found.planned, found.gap, found.done, _whole(found.pace)] if found else [None] * 4
        rows.append((week.record.text("车型"), *numbers, *worked_out, explain_week(week)))
    return Sheet("周进度", headings, tuple(rows))


def _shown(value: Fraction | None) -> str:
    return "" if value is None else shown(value)


def _whole(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def projection_view(projection: Projection, tables: ChainTables) -> dict[str, Any]:
    """Describe the months ahead, the history they rest on, and how far it can be trusted."""
    history = projection.history
    counts = {level: sum(g.count for g in projection.groups if g.level == level) for level in history.levels}
    used = {level for level, count in counts.items() if count}
    return {
        "months": [outlook_view(f"第 {month} 个月", outlook) for month, outlook in enumerate(projection.months, 1)],
        "running": [outlook_view(f"前 {month} 个月", outlook) for month, outlook in enumerate(projection.running, 1)],
        "total": outlook_view("合计", projection.total),
        "levels": [
            {"level": level, "count": str(counts[level]), "reach": _average(projection.reach[level])}
            for level in reversed(history.levels)
        ],
        "history": {"headings": ["月初级别", *_ends(projection), "样本"], "rows": _history_rows(projection)},
        "spread": spread_text(projection),
        "thin": [*apart_notes(projection), *thin_levels(history, used)],
        "models": tables.models,
    }


def outlook_view(label: str, outlook: Outlook) -> dict[str, Any]:
    """Describe one month or several: expected deals to one decimal, intervals, and what each really holds."""
    view: dict[str, Any] = {"label": label, "expected": decimal_text(outlook.expected, 1)}
    for level in LEVELS_OF_INTERVALS:
        interval = outlook.intervals[level]
        view[f"interval{level}"] = [str(interval.low), str(interval.high)]
        view[f"held{level}"] = _percent(interval.held)
    return view


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100, 1)}%"


def _average(chances: Sequence[float]) -> str:
    return f"{round(100 * sum(chances) / len(chances))}%"


def _ends(projection: Projection) -> list[str]:
    named = [*projection.history.levels, DEAL, LOST]
    dead_ends = dict.fromkeys(to for row in projection.history.moves.values() for to in row if to not in named)
    return [DEAL, *projection.history.levels, LOST, *dead_ends]


def _history_rows(projection: Projection) -> list[list[str]]:
    history = projection.history
    return [
        [
            level,
            *(f"{_percent(history.rate(level, to))}（{history.moves[level].get(to, 0)}）" for to in _ends(projection)),
            str(history.seen(level)),
        ]
        for level in history.levels
    ]


def projection_sheets(projection: Projection) -> tuple[Sheet, ...]:
    """Return the months and the history as tables."""
    headings = ("月", "预计成交", "80%下限", "80%上限", "95%下限", "95%上限")
    labels = [*(f"第 {month} 个月" for month in range(1, len(projection.months) + 1)), "合计"]
    rows = [
        (label, outlook.expected, *(Fraction(b) for i in outlook.intervals.values() for b in (i.low, i.high)))
        for label, outlook in zip(labels, (*projection.months, projection.total), strict=True)
    ]
    ends, history = _ends(projection), projection.history
    counted = [
        (level, *(Fraction(history.moves[level].get(to, 0)) for to in ends), Fraction(history.seen(level)))
        for level in history.levels
    ]
    return (
        Sheet("成交推算", headings, tuple(rows)),
        Sheet("转化历史", ("月初级别", *ends, "样本（客户·月）"), tuple(counted)),
    )


def faults_sheet(*tables: Records) -> Sheet:
    """Return the cells that could not be used, of all tables."""
    headings = ("表", "行", "列", "读到", "原因", "怎么改")
    rows = [
        (table.spec.title, Fraction(fault.row), fault.column, fault.read, fault.reason, fault.hint)
        for table in tables
        for fault in table.errors
    ]
    return Sheet("要核对", headings, tuple(rows))
