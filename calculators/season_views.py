"""A divided year as pages and workbooks show it, in the form of any divided total."""

from typing import Any

from calculators.apportion import Allotment
from calculators.numbers import decimal_text, half_up, shown
from calculators.seasons import LEVELS, Season, Span
from calculators.sheets import Sheet
from calculators.split_views import share_of
from calculators.splits import key_of


def explain(span: Span, season: Season) -> str:
    """Say how a part of the year came about, with the numbers put in."""
    measure, node = season.total.measure, span.node
    given = node.given
    if node.part.fixed is not None:
        return f"固定为 {measure.text(node.part.fixed)}，其余各项分剩下的"
    shared = node.above.shared if node.above else None
    if node.held or not shared or shared.rest * node.part.weight != given.exact * shared.weight:
        return f"各月的比重和固定的数加起来，应得 {measure.text(given.exact)}{_rounded(given, season)}"
    share = shown(node.part.weight / shared.weight, "%") if shared.weight else "0%"
    what = "除去固定的，余下 " if node.above and shared.rest != node.above.value else ""
    sum_of = f"{measure.text(shared.rest)} × {share} = {measure.text(given.exact)}"
    return f"{span.why}；{what}{sum_of}{_rounded(given, season)}"


def _rounded(given: Allotment, season: Season) -> str:
    if not given.place:
        return ""
    way = "向上" if given.raised else "向下"
    return f"，{way}取整为 {season.total.measure.text(given.value)}（余数排第 {given.place}）"


def season_view(season: Season) -> dict[str, Any]:
    """Return what the page shows."""
    total, measure = season.total, season.total.measure
    return {
        "total": measure.text(total.value),
        "unit": measure.text(total.unit),
        "unit_label": measure.label,
        "steps": str(int(total.value / total.unit)),
        "levels": list(LEVELS[: max(len(span.node.path) for span in season.spans)]),
        "notes": [*([total.note] if total.note else []), *season.notes],
        "nodes": [_node(span, season) for span in season.spans],
        "count": 12,
    }


def _node(span: Span, season: Season) -> dict[str, Any]:
    measure = season.total.measure
    node = span.node
    deepest = max(len(other.node.path) for other in season.spans)
    return {
        "path": list(node.path),
        "key": key_of(node),
        "is_leaf": len(node.path) == deepest,
        "value": decimal_text(node.value / measure.scale),
        "shown": measure.number(node.value),
        "steps": str(int(node.value / season.total.unit)),
        "share": shown(share_of(node.value, season.total.value), "%"),
        "weight": "",
        "fixed": node.part.fixed is not None,
        "explain": explain(span, season),
    }


def season_sheets(season: Season) -> tuple[Sheet, ...]:
    """Return the months as a table, and every level with its reasons."""
    measure = season.total.measure
    amount = f"分得({measure.label})" if measure.label else "分得"
    months = [[span.name, span.node.value / measure.scale] for span in season.of_level("月")]
    rows = tuple(
        [
            *span.node.path,
            *[""] * (3 - len(span.node.path)),
            span.node.value / measure.scale,
            half_up(share_of(span.node.value, season.total.value), 6),
            explain(span, season),
        ]
        for span in season.spans
    )
    return (
        Sheet("各月", ("月份", amount), (*months, ["合计", season.total.value / measure.scale])),
        Sheet("逐级", ("季度", "月", "周", amount, "占比", "怎么算的"), rows),
    )
