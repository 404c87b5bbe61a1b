"""A rolled year as pages and workbooks show it."""

from typing import Any

from calculators.apportion import ZERO
from calculators.dates import read_month
from calculators.numbers import decimal_text
from calculators.rolling import Rolled, RolledMonth, explain
from calculators.sheets import Sheet


def _state(month: RolledMonth) -> str:
    if month.actual is not None:
        return "已过"
    return "X期" if month.locked else "Y期"


def roll_view(rolled: Rolled) -> dict[str, Any]:
    """Return what the page shows."""
    measure = rolled.measure
    return {
        "unit_label": measure.label,
        "year": measure.text(rolled.year),
        "done": measure.text(rolled.done),
        "left": measure.text(rolled.left),
        "how": _how(rolled),
        "notes": list(rolled.notes),
        "months": [_month(month, rolled) for month in rolled.months],
        "bridge": _bridge(rolled),
        "steps": str(int(max(rolled.rest, ZERO) / rolled.unit)),
    }


def _how(rolled: Rolled) -> str:
    """Say how the year, what is done and what is left came about."""
    text, number = rolled.measure.text, rolled.measure.number
    past = sum(1 for month in rolled.months if month.actual is not None)
    sums = f"全年是 {len(rolled.months)} 个月计划之和，已完成是 {past} 个月实际之和"
    left = f"余下 {number(rolled.year)} − {number(rolled.done)} = {text(rolled.left)}"
    locked = f"，减去锁定的 {text(rolled.locked)}，还可分 {text(rolled.rest)}" if rolled.locked else ""
    return f"{sums}；{left}{locked}"


def _month(month: RolledMonth, rolled: Rolled) -> dict[str, Any]:
    measure = rolled.measure
    return {
        "key": str(month.row),
        "name": month.name,
        "label": _label(month.name),
        "state": _state(month),
        "plan": measure.number(month.plan),
        "actual": None if month.actual is None else measure.number(month.actual),
        "revised": measure.number(month.revised),
        "difference": measure.number(month.revised - month.plan),
        "over": month.actual is None and month.capacity is not None and month.revised > month.capacity,
        "plan_value": decimal_text(month.plan / measure.scale),
        "revised_value": decimal_text(month.revised / measure.scale),
        "steps": str(int(month.revised / rolled.unit)) if month.given else None,
        "fixed": month.fixed,
        "explain": explain(month, rolled),
    }


def _label(name: str) -> str:
    """Return a month as an axis has room for it: `7月` for `2027年7月`."""
    month = read_month(name)
    return f"{month.part}月" if month else name


def _bridge(rolled: Rolled) -> list[dict[str, Any]]:
    """Return the steps from the year's plan to what the year comes to now: done, and what is changed to come."""
    past = [month for month in rolled.months if month.actual is not None]
    to_come = [month for month in rolled.months if month.actual is None]
    scale = rolled.measure.scale
    missed = sum(((month.actual or ZERO) - month.plan for month in past), ZERO)
    revised = sum((month.revised - month.plan for month in to_come), ZERO)
    steps = [
        ("全年计划", rolled.year, True),
        ("已过月份的差额", missed, False),
        ("余下月份的修订", revised, False),
        ("修订后全年", rolled.year + missed + revised, True),
    ]
    return [{"label": label, "value": decimal_text(value / scale), "total": whole} for label, value, whole in steps]


def roll_sheets(rolled: Rolled) -> tuple[Sheet, ...]:
    """Return the result as the columns of 滚动计划表, with the reasons."""
    scale, label = rolled.measure.scale, rolled.measure.label
    unit = f"({label})" if label else ""
    rows = tuple(
        [
            month.name,
            _state(month),
            month.plan / scale,
            None if month.actual is None else month.actual / scale,
            month.revised / scale,
            (month.revised - month.plan) / scale,
            explain(month, rolled),
        ]
        for month in rolled.months
    )
    total = sum((month.revised for month in rolled.months), ZERO)
    whole = ["合计", "", rolled.year / scale, rolled.done / scale, total / scale, (total - rolled.year) / scale, ""]
    headings = ("月份", "期别", f"计划{unit}", f"实际{unit}", f"修订后计划{unit}", f"与年度差异{unit}", "怎么算的")
    notes = tuple([note] for note in rolled.notes)
    sheet = Sheet("滚动计划", headings, (*rows, whole))
    return (sheet, Sheet("说明", ("说明",), notes)) if notes else (sheet,)
