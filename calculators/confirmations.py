"""个人目标确认书 (T04, MB-302, QC-304) filled in for everybody who got a part."""

from collections.abc import Mapping, Sequence
from typing import Any

from calculators.amounts import Total
from calculators.holders import Holder, holders
from calculators.numbers import MONEY, base_unit
from calculators.sheets import Sheet
from calculators.split_views import explain
from calculators.splits import MODEL, MONTH, NAME, Split
from calculators.tree import Node

MONEY_FIELD = "计划完成销售额"
COUNT_FIELDS = ("订单目标", "AAK目标", "系统提报目标")
"""The form's fields for a number of cars; which of them a division fills in is the user's choice."""
BY_HAND = ("是否同意", "异议与理由", "答复", "本人签字", "签字日期", "上级签字")


def confirmation_view(split: Split, options: Mapping[str, str], most: int | None = None) -> list[dict[str, Any]]:
    """Return a form for each person, or for the first `most`: the fields filled in, and those left for the pen.

    `options` hold the period where the table has none (`period`), and what a number of cars is the target of
    (`object`, 订单目标 where nothing is said).
    """
    is_money = base_unit(split.total.measure.label) == MONEY
    target = MONEY_FIELD if is_money else options.get("object") or COUNT_FIELDS[0]
    return [
        {
            "name": holder.name,
            "fields": [
                [NAME, holder.name],
                [MONTH, _said(holder, split, MONTH) or options.get("period", "")],
                [MODEL, _said(holder, split, MODEL)],
                [target, _amounts(holder, split.total)],
            ],
            "open": list(BY_HAND),
            "note": _note(holder, split.total),
        }
        for holder in holders(split)[:most]
    ]


def _said(holder: Holder, split: Split, name: str) -> str:
    """Return what a person's rows say under a heading, whether or not it is a level of the division."""
    records = [leaf.leaf.record for _, leaf in holder.parts if leaf.leaf]
    texts = [record.text(name) for record in records if record and split.table.has(name)]
    return "、".join(dict.fromkeys(filter(None, texts)))


def _amounts(holder: Holder, total: Total) -> str:
    """Write what a person got: of several rows each, and their sum."""
    text = total.measure.text
    if len(holder.parts) == 1:
        return text(holder.value)
    listed = "，".join(f"{apart} {text(leaf.value)}".strip() for apart, leaf in holder.parts)
    return f"{listed}；合计 {text(holder.value)}"


def _note(holder: Holder, total: Total) -> str:
    """Say how the person's parts came about, level by level; a level that two parts have in common is said once."""
    nodes: dict[int, Node] = {}
    for _, leaf in holder.parts:
        nodes |= {id(node): node for node in _down_to(leaf)}
    said = [f"{' '.join(node.path)}：{explain(node, total)}" for node in nodes.values()]
    return "。".join(
        [f"总数 {total.measure.text(total.value)}", *said, "要改的按 MB-501 申请，未经批准的改动无效（MB-502）"]
    )


def _down_to(leaf: Node) -> Sequence[Node]:
    """Return the places above a row, the highest first, and the row; the whole is left out."""
    found = [leaf]
    while found[0].above and found[0].above.above:
        found.insert(0, found[0].above)
    return found


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
