"""SPEC 3, the matrix: shares with both margins, and what a table of cells breaks. Written from the text alone.

The exact share of a cell is what makes both margins right and keeps the weights' proportions: weight times a factor of
the row times a factor of the column. Where the weights are already in proportion to the totals, or all rows are alike,
it is a plain fraction; elsewhere it is found by scaling rows and columns in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

Cells = Sequence[Sequence[Fraction]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Weights, what each row and each column must sum to, and the unit."""

    weights: Cells
    rows: Sequence[Fraction]
    columns: Sequence[Fraction]
    unit: Fraction = Fraction(1)


def product_shares(matrix: Matrix) -> list[list[Fraction]]:
    """Exact shares where every row has the same proportions as every other."""
    total = sum(matrix.rows)
    return [[row * column / total for column in matrix.columns] for row in matrix.rows]


def fitted(matrix: Matrix, rounds: int = 3000) -> list[list[float]]:
    """Shares by scaling rows and columns in turn, near enough to tell a wrong cell."""
    cells = [[float(weight) for weight in row] for row in matrix.weights]
    for _ in range(rounds):
        for i, row in enumerate(cells):
            whole = sum(row)
            cells[i] = [float(matrix.rows[i]) * cell / whole if whole else 0.0 for cell in row]
        wholes = [sum(column) for column in zip(*cells, strict=True)]
        factors = [float(total) / whole if whole else 0.0 for total, whole in zip(matrix.columns, wholes, strict=True)]
        cells = [[cell * factor for cell, factor in zip(row, factors, strict=True)] for row in cells]
    return cells


def broken(cells: Cells, matrix: Matrix) -> list[str]:
    """Margins that are missed, cells that are no multiples of the unit, cells of weight 0 that got something."""
    faults = [f"row {i + 1}: {sum(row)}" for i, row in enumerate(cells) if sum(row) != matrix.rows[i]]
    columns = list(zip(*cells, strict=True))
    faults += [f"column {j + 1}: {sum(column)}" for j, column in enumerate(columns) if sum(column) != matrix.columns[j]]
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            if (cell / matrix.unit).denominator != 1 or cell < 0 or (matrix.weights[i][j] == 0 and cell != 0):
                faults.append(f"cell {i + 1}, {j + 1}: {cell}")
    return faults


def rounded_otherwise(cells: Cells, shares: Cells, unit: Fraction) -> list[str]:
    """Cells that are neither the rounding down nor the rounding up of their exact share."""
    return [
        f"{cell} for {share}"
        for row, exact in zip(cells, shares, strict=True)
        for cell, share in zip(row, exact, strict=True)
        if cell not in {unit * floor(share / unit), unit * ceil(share / unit)}
    ]


def far_off(cells: Cells, shares: Sequence[Sequence[float]], unit: Fraction) -> list[str]:
    """The same for shares known nearly: cells a whole unit or more away."""
    return [
        f"{cell} for {share}"
        for row, near in zip(cells, shares, strict=True)
        for cell, share in zip(row, near, strict=True)
        if abs(float(cell) - share) >= float(unit) * (1 + 1e-6)
    ]
