"""What pages show, as JSON-safe data: tables as they were understood, sheets, teams. Numbers are text."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from calculators.explanations import explain, headline, points_text, value_text
from calculators.goals import Wish, next_point
from calculators.headings import Column
from calculators.kpi import Item, Score, score
from calculators.numbers import base_unit, decimal_text, half_up, read_number, receipt, shown
from calculators.people import NAME, Person, Roster
from calculators.report import error_report
from calculators.schemes import Scheme
from calculators.tables import Row

WINDOW = 50
"""Rows sent at a time."""
MAX_ERRORS_SHOWN = 200
UNITS = ("", "元", "千元", "万元", "百万元", "亿元", "%", "‰")
"""What a column's unit can be set to by hand."""
BAND_WIDTH = 10
"""Points a bar of the team chart stands for."""


@dataclass(frozen=True, slots=True)
class Total:
    """What is kept of every person's score; the sheet itself is made again when it is looked at."""

    total: Fraction
    judged: Fraction
    grade: str | None
    vetoed_by: str | None
    complete: bool

    @classmethod
    def of(cls, result: Score) -> "Total":
        """Keep the outcome of a sheet."""
        return cls(result.total, result.judged, result.grade, result.vetoed_by, result.complete)


def scheme_view(scheme: Scheme, sample: str) -> dict[str, Any]:
    """Describe a scheme: what is asked for, how it is judged."""
    source = scheme.source
    return {
        "id": source.id,
        "title": source.title,
        "roles": list(source.roles),
        "period": source.period,
        "effective": source.effective,
        "version": source.version,
        "total_weight": decimal_text(scheme.weight),
        "grades": [{"name": grade.name, "bound": decimal_text(grade.bound)} for grade in scheme.grades],
        "inputs": [
            {
                "name": name,
                "unit": scheme.unit(name),
                "note": source.inputs[name].note if name in source.inputs else "",
                "used_by": [row.indicator for row in scheme.rows if name in row.expression.names],
            }
            for name in scheme.inputs
        ],
        "rows": [
            {
                "indicator": row.indicator,
                "weight": decimal_text(row.weight),
                "expression": row.expression.text,
                "standard": row.standard.text if row.standard else "-",
                "rule": row.rule.text,
                "clause": row.clause,
                "note": row.note,
            }
            for row in scheme.rows
        ],
        "has_log": any(entry.log for entry in source.inputs.values()),
        "sample_text": sample,
    }


def table_view(scheme: Scheme, roster: Roster) -> dict[str, Any]:
    """Describe a table as it was understood, with the first rows and the first errors."""
    return {
        "layout": roster.layout,
        "summary": roster.summary,
        "notes": roster.notes,
        "row_count": len(roster.rows),
        "people_count": len(roster.people),
        "headings": [heading_view(column) for column in roster.columns],
        "inputs": [NAME, *scheme.inputs],
        "missing_inputs": [{"input": name, "suggestions": _near(roster, name)} for name in roster.missing],
        "units": list(UNITS),
        "errors": [{**error_report(error), "index": error.index} for error in roster.errors[:MAX_ERRORS_SHOWN]],
        "error_count": len(roster.errors),
        "rows": row_views(scheme, roster, 0, WINDOW),
    }


def heading_view(column: Column) -> dict[str, Any]:
    """Describe a heading and what it was taken for."""
    return {
        "index": column.index,
        "text": column.text.strip(),
        "input": NAME if column.role == "name" else column.input,
        "role": column.role,
        "unit": column.unit or None,
        "mapped_by": column.mapped_by,
        "suggestions": list(column.suggestions),
    }


def _near(roster: Roster, name: str) -> list[str]:
    return [column.text.strip() for column in roster.columns if column.role == "extra" and name in column.suggestions]


def row_views(scheme: Scheme, roster: Roster, offset: int, limit: int) -> list[dict[str, Any]]:
    """Return a window of rows; `row` counts data rows from 1."""
    bad = {(error.row, error.index) for error in roster.errors}
    window = roster.rows[offset : offset + limit]
    columns = [(column, scheme.unit(column.input) if column.input else "") for column in roster.columns]
    return [
        {
            "row": number,
            "kind": roster.kinds[number - 1],
            "cells": [
                cell_view(column, row, declared, is_bad=(number, column.index) in bad) for column, declared in columns
            ],
        }
        for number, row in enumerate(window, offset + 1)
    ]


def cell_view(column: Column, row: Row, declared: str, *, is_bad: bool) -> dict[str, Any]:
    """Describe one cell; `declared` is the unit that a number has where neither heading nor cell says it."""
    text = row[column.index].strip()
    if is_bad:
        return {"text": text, "state": "bad", "shown": text, "receipt": ""}
    if column.role not in ("input", "actual", "target"):
        return {"text": text, "state": "text", "shown": text, "receipt": ""}
    reading = read_number(text, column.unit or declared)
    if reading.value is None:
        return {"text": text, "state": reading.state, "shown": text, "receipt": ""}
    return {
        "text": text,
        "state": "number",
        "shown": shown(reading.value, base_unit(reading.unit)),
        "receipt": receipt(reading),
    }


def person_row(scheme: Scheme, index: int, person: Person, total: Total) -> dict[str, Any]:
    """Return one line of the list of people."""
    result = Score((), total.total, total.judged, scheme.weight, total.grade, total.vetoed_by)
    return {
        "index": index,
        "name": person.name,
        "total": decimal_text(total.total, 2),
        "judged": decimal_text(total.judged),
        "grade": total.grade,
        "vetoed_by": total.vetoed_by,
        "headline": headline(scheme, result),
        "complete": total.complete,
    }


def person_view(scheme: Scheme, index: int, person: Person) -> dict[str, Any]:
    """Return one person's sheet with everything said about it."""
    result = score(scheme, person.values)
    items = [_item_view(scheme, item, person, vetoed=result.vetoed_by is not None) for item in result.items]
    gains = [
        (Fraction(view["next_point"]["gains"]), view)
        for item, view in zip(result.items, items, strict=True)
        if view["next_point"] and not item.row.rule.counts_events
    ]
    best = max(gains, key=lambda pair: pair[0], default=None)
    return {
        **person_row(scheme, index, person, Total.of(result)),
        "weight": decimal_text(result.weight),
        "items": items,
        "best_next": best and {"indicator": best[1]["indicator"], "text": best[1]["next_point"]["text"]},
    }


def _item_view(scheme: Scheme, item: Item, person: Person, *, vetoed: bool) -> dict[str, Any]:
    """Describe one row; with a veto no point gained would count, so none is offered."""
    change = None if vetoed else next_point(scheme, item, person.values)
    points = item.points
    return {
        "indicator": item.row.indicator,
        "weight": points_text(item.row.weight),
        "value": None if item.value is None else str(item.value),
        "value_shown": "" if item.value is None else value_text(item.row.rule, item.value),
        "points": None if points is None else decimal_text(points, 2),
        "lost": None if points is None else points_text(max(item.row.weight - points, Fraction(0))),
        "percent": 0 if points is None else int(max(min(points / item.row.weight, Fraction(1)), Fraction(0)) * 100),
        "explain": explain(item, person.values),
        "clause": item.row.clause,
        "note": item.row.note,
        "unjudged": item.unjudged or None,
        "next_point": change
        and {
            "input": change.input,
            "needs": decimal_text(change.needs),
            "gains": decimal_text(change.gains),
            "text": change.text,
        },
    }


def team_view(scheme: Scheme, totals: list[Total]) -> dict[str, Any] | None:
    """Summarise a team: people judged in full only; None for fewer than two of them."""
    whole = sorted(total.total for total in totals if total.complete)
    if len(whole) < 2:
        return None
    middle = len(whole) // 2
    median = whole[middle] if len(whole) % 2 else (whole[middle - 1] + whole[middle]) / 2
    grades = Counter(total.grade for total in totals if total.complete)
    return {
        "count": len(whole),
        "left_out": len(totals) - len(whole),
        "mean": decimal_text(half_up(sum(whole, Fraction(0)) / len(whole)), 2),
        "median": decimal_text(median, 2),
        "highest": decimal_text(whole[-1], 2),
        "lowest": decimal_text(whole[0], 2),
        "grades": [{"name": grade.name, "count": grades[grade.name]} for grade in scheme.grades],
        "bars": _bars(whole, scheme.weight),
    }


def _bars(totals: list[Fraction], weight: Fraction) -> list[dict[str, Any]]:
    """Count totals in bands of ten points, the top band including the full score."""
    last = max(int(weight) // BAND_WIDTH - 1, 0)
    bands = Counter(min(max(int(total // BAND_WIDTH), 0), last) for total in totals)
    labels = {band: f"{band * BAND_WIDTH}–{(band + 1) * BAND_WIDTH}" for band in range(last + 1)}
    if totals[-1] > weight:
        labels[last] = f"{last * BAND_WIDTH} 以上"
    if totals[0] < 0:
        labels[0] = f"{BAND_WIDTH} 以下"
    lowest = min(bands)
    return [{"label": labels[band], "count": bands[band]} for band in range(last, lowest - 1, -1)]


def wish_view(found: Wish) -> dict[str, Any]:
    """Describe how a wished total can be reached."""
    changes = {
        name: [
            {
                "indicator": change.indicator,
                "input": change.input,
                "change": decimal_text(change.needs),
                "to": decimal_text(change.to),
                "gains": decimal_text(change.gains),
                "text": change.text,
            }
            for change in listed
        ]
        for name, listed in (("single", found.single), ("combined", found.combined))
    }
    return {
        "target": decimal_text(found.target),
        "reached": found.reached,
        "reachable": found.reachable,
        "best_possible": decimal_text(found.best_possible, 2),
        "text": found.text,
        **changes,
    }
