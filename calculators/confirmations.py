"""个人目标确认书 (T04, MB-302, QC-304) filled in for everybody who got a part."""

from collections.abc import Mapping
from typing import Any

from calculators.numbers import MONEY, base_unit, decimal_text
from calculators.sheets import Sheet
from calculators.splits import NAME, Split
from calculators.tree import Node

MODEL = "车型"
PERIOD = "月份"
MONEY_FIELD = "计划完成销售额"
COUNT_FIELDS = ("订单目标", "AAK目标", "系统提报目标")
"""The form's fields for a number of cars; which of them a division fills in is the user's choice."""
BY_HAND = ("是否同意", "异议与理由", "答复", "本人签字", "签字日期", "上级签字")


def confirmation_view(split: Split, options: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a form for each row of the table: the fields that are filled in, and those left for the pen.

    `options` hold the period where the table has none (`period`), and what a number of cars is the target of
    (`object`, 订单目标 where nothing is said).
    """
    label = split.total.measure.label
    is_money = base_unit(label) == MONEY
    target = MONEY_FIELD if is_money else options.get("object") or COUNT_FIELDS[0]
    return [
        {
            "name": _field(leaf, split, NAME) or leaf.path[-1],
            "fields": [
                [NAME, _field(leaf, split, NAME) or leaf.path[-1]],
                [PERIOD, _field(leaf, split, PERIOD) or options.get("period", "")],
                [MODEL, _field(leaf, split, MODEL)],
                [target, split.total.measure.text(leaf.value)],
            ],
            "open": list(BY_HAND),
            "note": _note(leaf, split),
        }
        for leaf in split.leaves()
    ]


def _field(leaf: Node, split: Split, name: str) -> str:
    """Return what a row says under a heading, whether or not it is a level of the division."""
    record = leaf.leaf.record if leaf.leaf else None
    return record.text(name) if record and split.table.has(name) else ""


def _note(leaf: Node, split: Split) -> str:
    total = split.total.measure
    weight = decimal_text(leaf.part.weight)
    how = f"由 {total.text(split.total.value)} 按权重 {weight} 分解得出"
    return f"{how}；要改的按 MB-501 申请，未经批准的改动无效（MB-502）"


def confirmation_sheets(filled: list[dict[str, Any]]) -> tuple[Sheet, ...]:
    """Return a sheet for each person, as the form has its fields one below the other."""
    titles: dict[str, int] = {}
    sheets: list[Sheet] = []
    for form in filled:
        count = titles[form["name"]] = titles.get(form["name"], 0) + 1
        title = form["name"] if count == 1 else f"{form['name']}{count}"
        rows = [*form["fields"], *([name, ""] for name in form["open"]), ["说明", form["note"]]]
        sheets.append(Sheet(title, ("个人目标确认书", ""), tuple(rows)))
    return tuple(sheets)
