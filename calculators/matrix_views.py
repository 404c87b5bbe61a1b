"""A filled matrix as pages and workbooks show it, each cell with its reason."""

from fractions import Fraction
from typing import Any

from calculators.apportion import ZERO
from calculators.margins import Margins
from calculators.matrix import Matrix
from calculators.numbers import decimal_text
from calculators.sheets import Sheet, SheetCell

LESS = "（已减去固定的格）"


def explain(margins: Margins, found: Matrix, row: int, column: int) -> str:
    """Say how a cell came about, with the numbers put in."""
    measure, share, value = margins.measure, found.shares[row][column], found.values[row][column]
    weight = margins.weights[row][column]
    if (row, column) in margins.fixed:
        return f"固定为 {measure.text(value)}，同一行、同一列的其余各格分剩下的"
    if not weight:
        return "权重为 0，不分"
    held = [sum((amount for place, amount in margins.fixed.items() if place[axis] == at), ZERO)
            for axis, at in enumerate((row, column))]  # fmt: skip
    across, down = margins.row_totals[row] - held[0], margins.column_totals[column] - held[1]
    less = [LESS if amount else "" for amount in held]
    totals = f"行合计 {measure.number(across)}{less[0]}、列合计 {measure.number(down)}{less[1]}"
    begun = f"权重 {decimal_text(weight)} 按{totals} 同时放缩，应得 {measure.text(share)}"
    if share == value:
        return begun
    return f"{begun}，{'向上' if value > share else '向下'}取整为 {measure.text(value)}"


def matrix_view(margins: Margins, found: Matrix) -> dict[str, Any]:
    """Return what the page shows."""
    measure = margins.measure
    whole = sum(margins.row_totals, ZERO)
    return {
        "unit_label": measure.label,
        "unit": measure.text(margins.unit),
        "total": measure.text(whole),
        "notes": margins.notes,
        "rows": margins.rows,
        "columns": margins.columns,
        "row_totals": [measure.number(total) for total in margins.row_totals],
        "column_totals": [measure.number(total) for total in margins.column_totals],
        "cells": [
            [
                {
                    "shown": measure.number(value),
                    "fixed": (i, j) in margins.fixed,
                    "explain": explain(margins, found, i, j),
                }
                for j, value in enumerate(line)
            ]
            for i, line in enumerate(found.values)
        ],
    }


def matrix_sheets(margins: Margins, found: Matrix) -> tuple[Sheet, ...]:
    """Return the matrix with its margins, and every cell's reason."""
    scale, label = margins.measure.scale, margins.measure.label
    corner = f"合计({label})" if label else "合计"
    rows: list[list[SheetCell]] = [
        [name, *(value / scale for value in line), total / scale]
        for name, line, total in zip(margins.rows, found.values, margins.row_totals, strict=True)
    ]
    totals = [total / scale for total in margins.column_totals]
    rows.append(["合计", *totals, sum(totals, Fraction(0))])
    reasons = tuple(
        [name, column, found.values[i][j] / scale, explain(margins, found, i, j)]
        for i, name in enumerate(margins.rows)
        for j, column in enumerate(margins.columns)
    )
    return (
        Sheet("矩阵", ("", *margins.columns, corner), tuple(rows)),
        Sheet("说明", ("行", "列", "分得", "怎么算的"), reasons),
    )
