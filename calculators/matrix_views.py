"""A filled matrix as pages and workbooks show it, each cell with its reason."""

from fractions import Fraction
from typing import Any

from calculators.apportion import ZERO
from calculators.margins import Margins
from calculators.matrix import Matrix
from calculators.numbers import decimal_text
from calculators.sheets import Sheet, SheetCell

LESS = "（已减去固定的格）"


type Texts = list[list[str]]


def explained(margins: Margins, found: Matrix) -> Texts:
    """Say of every cell how it came about, with the numbers put in; what a row or column shares is written once."""
    across = [_left(margins, 0, row, total) for row, total in enumerate(margins.row_totals)]
    down = [_left(margins, 1, column, total) for column, total in enumerate(margins.column_totals)]
    return [
        [_explain(margins, found, (i, j), f"按行合计 {left}、列合计 {over} 同时放缩") for j, over in enumerate(down)]
        for i, left in enumerate(across)
    ]


def _left(margins: Margins, axis: int, at: int, total: Fraction) -> str:
    held = sum((amount for place, amount in margins.fixed.items() if place[axis] == at), ZERO)
    return margins.measure.number(total - held) + (LESS if held else "")


def _explain(margins: Margins, found: Matrix, place: tuple[int, int], scaled: str) -> str:
    row, column = place
    measure, share, value = margins.measure, found.shares[row][column], found.values[row][column]
    weight = margins.weights[row][column]
    if place in margins.fixed:
        return f"固定为 {measure.text(value)}，同一行、同一列的其余各格分剩下的"
    if not weight:
        return "权重为 0，不分"
    begun = f"权重 {decimal_text(weight)} {scaled}，应得 {measure.text(share)}"
    if share == value:
        return begun
    return f"{begun}，{'向上' if value > share else '向下'}取整为 {measure.text(value)}"


def matrix_view(margins: Margins, found: Matrix, reasons: Texts) -> dict[str, Any]:
    """Return what the page shows; `reasons` are those of `explained`."""
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
                    "explain": reasons[i][j],
                }
                for j, value in enumerate(line)
            ]
            for i, line in enumerate(found.values)
        ],
    }


def matrix_sheets(margins: Margins, found: Matrix, reasons: Texts) -> tuple[Sheet, ...]:
    """Return the matrix with its margins, and every cell's reason."""
    scale, label = margins.measure.scale, margins.measure.label
    corner = f"合计({label})" if label else "合计"
    rows: list[list[SheetCell]] = [
        [name, *(value / scale for value in line), total / scale]
        for name, line, total in zip(margins.rows, found.values, margins.row_totals, strict=True)
    ]
    totals = [total / scale for total in margins.column_totals]
    rows.append(["合计", *totals, sum(totals, Fraction(0))])
    listed = tuple(
        [name, column, found.values[i][j] / scale, reasons[i][j]]
        for i, name in enumerate(margins.rows)
        for j, column in enumerate(margins.columns)
    )
    return (
        Sheet("矩阵", ("", *margins.columns, corner), tuple(rows)),
        Sheet("说明", ("行", "列", "分得", "怎么算的"), listed),
    )
