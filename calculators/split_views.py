"""A divided total as pages, workbooks and the command line show it, each figure with its reason."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from calculators.amounts import Total
from calculators.apportion import ZERO
from calculators.numbers import decimal_text, half_up, shown
from calculators.pasted import Progress
from calculators.sheets import Sheet, SheetCell
from calculators.splits import NAME, Split, key_of
from calculators.target_checks import Check
from calculators.tree import Node, Shared

PROGRESS_NODES = 1000
LISTED = 2000
"""So many parts are drawn on the page; a browser can hardly draw more."""


def share_of(value: Fraction, whole: Fraction) -> Fraction:
    """Return a part's share of the whole, 0 to 1; 0 of nothing."""
    return value / whole if whole else ZERO


def explain(node: Node, total: Total) -> str:
    """Say how a part came about, with the numbers put in."""
    above, measure = node.above, total.measure
    if above is None:
        return f"总数 {measure.text(node.value)}"
    if node.part.fixed is not None:
        return f"锁定为 {measure.text(node.part.fixed)}，其余各项分剩下的"
    if node.leaf and node.held:
        flat = node.leaf.flat
        bound = "下限" if flat.exact > flat.by_weight else "上限"
        return f"按权重应得 {measure.text(flat.by_weight)}，{bound}是 {measure.text(flat.exact)}，取{bound}"
    return f"{_by_weight(node, above, total)}；{_rounding(node, total)}"


def _by_weight(node: Node, above: Node, total: Total) -> str:
    """Say what the exact share is: by weight, or by weight of what held parts leave."""
    measure, shared = total.measure, above.shared
    if node.held or not shared or not shared.weight or not _is_share(node, shared):
        return f"{measure.text(above.value)} 按下级各项的权重和上下限，应得 {measure.text(node.given.exact)}"
    what = "除去锁定和取上下限的，余下 " if shared.beside_held else ""
    formula = f"{measure.text(shared.rest)} × {decimal_text(node.part.weight)} ÷ {decimal_text(shared.weight)}"
    return f"{what}{formula} = {measure.text(node.given.exact)}"


def _is_share(node: Node, shared: Shared) -> bool:
    return shared.rest * node.part.weight == node.given.exact * shared.weight


def _rounding(node: Node, total: Total) -> str:
    given, measure = node.given, total.measure
    if not given.place:
        return f"正好是 {measure.text(total.unit)} 的整数倍"
    down = given.exact // total.unit * total.unit
    rest = measure.number(given.exact - down)
    if given.raised:
        return f"先取整到 {measure.number(down)}，余数 {rest} 排第 {given.place}，补 {measure.number(total.unit)}"
    return f"取整到 {measure.number(down)}，余数 {rest} 排第 {given.place}，没有补到"


def explained(split: Split) -> Progress[list[str]]:
    """Say of every node how it came about, in their order; yields (nodes done, nodes)."""
    nodes = split.nodes()
    reasons: list[str] = []
    for done, node in enumerate(nodes):
        if done % PROGRESS_NODES == 0:
            yield done, len(nodes)
        reasons.append(explain(node, split.total))
    return reasons


def checks_view(found: Sequence[Check]) -> list[dict[str, str]]:
    """Return what is to be weighed, as the page lists it."""
    return [
        {"what": check.what, "text": check.text, "verdict": check.verdict, "clause": check.clause}
        for check in found[:LISTED]
    ]


def checks_sheet(found: Sequence[Check]) -> Sheet:
    """Return the same as a table."""
    marks = {"in": "在范围内", "out": "要看一看", "told": ""}
    rows = tuple([check.what, check.text, marks[check.verdict], check.clause] for check in found)
    return Sheet("要权衡的", ("项目", "数据", "提示", "依据"), rows)


def split_view(split: Split, reasons: Sequence[str]) -> dict[str, Any]:
    """Return what the page shows; `reasons` are those of `explained`."""
    total, measure = split.total, split.total.measure
    nodes = split.nodes()
    return {
        "total": measure.text(total.value),
        "unit": measure.text(total.unit),
        "unit_label": measure.label,
        "steps": str(int(total.value / total.unit)),
        "levels": list(split.levels),
        "notes": [*split.notes, *_listed(len(nodes))],
        "nodes": [_node(node, split, reason) for node, reason in zip(nodes[:LISTED], reasons, strict=False)],
        "count": len(split.leaves()),
    }


def _listed(count: int) -> list[str]:
    return [f"下面只列前 {LISTED:,} 项，全部 {count:,} 项在下载的 Excel 里"] if count > LISTED else []


def _node(node: Node, split: Split, reason: str) -> dict[str, Any]:
    measure = split.total.measure
    return {
        "path": list(node.path),
        "key": key_of(node),
        "is_leaf": node.leaf is not None,
        "value": decimal_text(node.value / measure.scale),
        "shown": measure.number(node.value),
        "steps": str(int(node.value / split.total.unit)),
        "share": shown(share_of(node.value, split.total.value), "%"),
        "weight": decimal_text(node.part.weight),
        "fixed": node.part.fixed is not None,
        "lower": decimal_text(node.part.lower / measure.scale) if node.part.lower else "",
        "upper": "" if node.part.upper is None else decimal_text(node.part.upper / measure.scale),
        "explain": reason,
    }


def split_sheets(split: Split, reasons: Sequence[str]) -> tuple[Sheet, ...]:
    """Return the result as tables: every level with its reasons."""
    measure, nodes = split.total.measure, split.nodes()
    amount = f"分得({measure.label})" if measure.label else "分得"
    depth = max((len(node.path) for node in nodes), default=1)
    names = [*split.levels, *[NAME] * depth][:depth]
    rows: list[Sequence[SheetCell]] = [
        [
            *node.path,
            *[""] * (depth - len(node.path)),
            node.value / measure.scale,
            half_up(share_of(node.value, split.total.value), 6),
            node.part.weight,
            reason,
        ]
        for node, reason in zip(nodes, reasons, strict=True)
    ]
    rows.append(["合计", *[""] * (depth - 1), split.total.value / measure.scale, Fraction(1), None, ""])
    return (Sheet("目标分解", (*names, amount, "占比", "权重", "怎么算的"), tuple(rows)),)
