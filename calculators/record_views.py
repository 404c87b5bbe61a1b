"""Typed tables as pages show them: the same data as for a scheme's table."""

from typing import Any

from calculators.headings import Column
from calculators.records import Records
from calculators.report import error_report
from calculators.views import MAX_ERRORS_SHOWN, UNITS, WINDOW, cell_view, heading_view


def records_view(table: Records, offset: int = 0) -> dict[str, Any]:
    """Describe a table as it was understood, with a window of its rows and the first errors."""
    return {
        "layout": table.layout,
        "summary": table.summary,
        "notes": table.notes,
        "row_count": len(table.rows),
        "people_count": len(table.usable),
        "headings": [_heading(table, column) for column in table.columns],
        "inputs": [column.name for column in table.spec.columns],
        "missing_inputs": [{"input": name, "suggestions": _near(table, name)} for name in table.missing],
        "units": list(UNITS),
        "errors": [{**error_report(error), "index": error.index} for error in table.errors[:MAX_ERRORS_SHOWN]],
        "error_count": len(table.errors),
        "rows": _rows(table, offset),
    }


def _heading(table: Records, column: Column) -> dict[str, Any]:
    """Describe a heading; the column that names the rows stays in sight on a narrow screen."""
    view = heading_view(column)
    if column.input:
        view["measured"] = table.spec.column(column.input).kind == "number"
    return view | {"role": "name"} if column.input == table.spec.key.name else view


def _near(table: Records, name: str) -> list[str]:
    return [column.text.strip() for column in table.columns if column.role == "extra" and name in column.suggestions]


def _rows(table: Records, offset: int) -> list[dict[str, Any]]:
    bad = {(error.row, error.index) for error in table.errors}
    kinds = {column.name: column for column in table.spec.columns}
    return [
        {
            "row": number,
            "kind": table.kinds[number - 1],
            "cells": [
                _cell(table, column, number, is_text=kinds[column.input].kind != "number" if column.input else True)
                | ({"state": "bad", "receipt": ""} if (number, column.index) in bad else {})
                for column in table.columns
            ],
        }
        for number in range(offset + 1, min(offset + WINDOW, len(table.rows)) + 1)
    ]


def _cell(table: Records, column: Column, number: int, *, is_text: bool) -> dict[str, Any]:
    row = table.rows[number - 1]
    if is_text:
        text = row[column.index].strip()
        return {"text": text, "state": "text", "shown": text, "receipt": ""}
    return cell_view(column, row, table.spec.column(column.input or "").unit, is_bad=False)
