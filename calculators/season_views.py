"""A divided year as pages and workbooks show it, in the form of any divided total."""

from typing import Any

from calculators.numbers import decimal_text, half_up, shown
from calculators.seasons import Season, Span
from calculators.sheets import Sheet
from calculators.split_views import share_of


def explain(span: Span, season: Season) -> str:
    """Say how a part of the year came about, with the numbers put in."""
    measure, given = season.total.measure, span.given
    weight = shown(given.part.weight / span.weights, "%") if span.weights else "0%"
    begun = f"{span.why}；{measure.text(span.above)} × {weight} = {measure.text(given.exact)}"
    if not given.place:
        return begun
    return f"{begun}，{'向上' if given.raised else '向下'}取整为 {measure.text(given.value)}（余数排第 {given.place}）"


def season_view(season: Season) -> dict[str, Any]:
    """Return what the page shows."""
    total, measure = season.total, season.total.measure
    return {
        "total": measure.text(total.value),
        "unit": measure.text(total.unit),
        "unit_label": measure.label,
        "steps": "0",
        "levels": ["季度", "月", "周"][: max(len(span.path) for span in season.spans)],
        "notes": [*([total.note] if total.note else []), *season.notes],
        "nodes": [_node(span, season) for span in season.spans],
        "count": 12,
    }


def _node(span: Span, season: Season) -> dict[str, Any]:
    measure = season.total.measure
    return {
        "path": list(span.path),
        "row": None,
        "value": decimal_text(span.given.value / measure.scale),
        "shown": measure.number(span.given.value),
        "steps": "0",
        "share": shown(share_of(span.given.value, season.total.value), "%"),
        "weight": "",
        "fixed": False,
        "explain": explain(span, season),
    }


def season_sheets(season: Season) -> tuple[Sheet, ...]:
    """Return the months as a table, and every level with its reasons."""
    measure = season.total.measure
    amount = f"分得({measure.label})" if measure.label else "分得"
    months = [[span.name, span.given.value / measure.scale] for span in season.of_level("月")]
    rows = tuple(
        [
            *span.path,
            *[""] * (3 - len(span.path)),
            span.given.value / measure.scale,
            half_up(share_of(span.given.value, season.total.value), 6),
            explain(span, season),
        ]
        for span in season.spans
    )
    return (
        Sheet("各月", ("月份", amount), (*months, ["合计", season.total.value / measure.scale])),
        Sheet("逐级", ("季度", "月", "周", amount, "占比", "怎么算的"), rows),
    )
