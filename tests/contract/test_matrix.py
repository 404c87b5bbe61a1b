"""SPEC 3 and 5, `decompose-matrix`: both margins exact, each cell its share rounded up or down."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.commandline import Outcome, handbook, unusable
from tests.contract.matrix_oracle import Matrix, broken, far_off, fitted, product_shares, rounded_otherwise
from tests.contract.oracle import decimal
from tests.contract.planning import FORMS, GENERATED, errors, figures, listed, objection, run, save

Numbers = Sequence[int | Fraction]


def matrix(weights: Sequence[Numbers], rows: Numbers, columns: Numbers, unit: int | Fraction = 1) -> Matrix:
    cells = [[Fraction(weight) for weight in row] for row in weights]
    return Matrix(cells, [Fraction(r) for r in rows], [Fraction(c) for c in columns], Fraction(unit))


def table(asked: Matrix, corner: str = "") -> list[list[str]]:
    headings = ["姓名", *(f"{month}月" for month in range(1, len(asked.columns) + 1)), "合计"]
    rows = [
        [f"员工{number:02}", *map(decimal, weights), decimal(total)]
        for number, (weights, total) in enumerate(zip(asked.weights, asked.rows, strict=True), start=1)
    ]
    return [headings, *rows, ["合计", *map(decimal, asked.columns), corner]]


def decompose(asked: Matrix) -> Outcome:
    return run("decompose-matrix", table(asked), "--unit", decimal(asked.unit))


def cells(outcome: Outcome) -> list[list[Fraction]]:
    assert (0, []) == (outcome.code, outcome.report["errors"]), outcome
    return [figures(row) for row in outcome.report["cells"]]


SMALL = matrix([[1, 2, 1], [3, 1, 2]], [10, 20], [12, 9, 9])


def test_the_object_has_the_fields_and_the_names_of_the_table() -> None:
    report = decompose(SMALL).report
    assert {"rows", "columns", "cells", "errors"} == set(report)
    assert (["员工01", "员工02"], ["1月", "2月", "3月"]) == (report["rows"], report["columns"])
    assert [3, 3] == [len(row) for row in report["cells"]]


EXACT = [
    # Shares that are multiples of the unit leave nothing to round.
    (matrix([[1, 1], [1, 1]], [10, 20], [12, 18]), [[4, 6], [8, 12]]),
    (matrix([[2, 3], [4, 6]], [50, 100], [60, 90]), [[20, 30], [40, 60]]),
    (matrix([[1, 2], [3, 4]], [3, 7], [4, 6]), [[1, 2], [3, 4]]),
    (matrix([[1, 2], [3, 4]], [300, 700], [400, 600]), [[100, 200], [300, 400]]),
    (matrix([[1, 0], [0, 1]], [5, 7], [5, 7]), [[5, 0], [0, 7]]),
    (matrix([[1]], [9], [9]), [[9]]),
    (matrix([[1, 1], [1, 1]], [0, 10], [4, 6]), [[0, 0], [4, 6]]),
    (matrix([[1, 1], [1, 1]], [0, 0], [0, 0]), [[0, 0], [0, 0]]),
    # Weights of 0 leave one way only; scaling in turn creeps towards it for ever.
    (matrix([[1, 1], [0, 1]], [100, 100], [100, 100]), [[100, 0], [0, 100]]),
]


@pytest.mark.parametrize(("asked", "expected"), EXACT)
def test_shares_that_are_multiples_of_the_unit_are_the_cells(asked: Matrix, expected: list[list[int]]) -> None:
    assert expected == cells(decompose(asked))


def test_weights_decide_only_how_margins_are_spread_not_their_size() -> None:
    small = matrix([[1, 2, 1], [3, 1, 2]], [10, 20], [12, 9, 9])
    large = matrix([[1000, 2000, 1000], [3000, 1000, 2000]], [10, 20], [12, 9, 9])
    assert cells(decompose(small)) == cells(decompose(large))


def sums(draw: st.DrawFn, total: int, count: int) -> list[int]:
    """`count` whole numbers that sum to `total`."""
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=count - 1, max_size=count - 1)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


@st.composite
def alike(draw: st.DrawFn) -> Matrix:
    """Every row has the proportions of every other: the share is row total times column total over the total."""
    height, width = draw(st.integers(1, 14)), draw(st.integers(1, 12))
    unit = draw(st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(100)]))
    total = draw(st.integers(1, 20_000))
    left = draw(st.lists(st.integers(1, 9), min_size=height, max_size=height))
    top = draw(st.lists(st.integers(1, 9), min_size=width, max_size=width))
    rows, columns = sums(draw, total, height), sums(draw, total, width)
    return matrix([[a * b for b in top] for a in left], [unit * r for r in rows], [unit * c for c in columns], unit)


@GENERATED
@given(asked=alike())
def test_rows_of_one_shape_are_rounded_from_row_total_times_column_total(asked: Matrix) -> None:
    found = cells(decompose(asked))
    faults = broken(found, asked) + rounded_otherwise(found, product_shares(asked), asked.unit)
    assert [] == faults, table(asked)


@st.composite
def proportional(draw: st.DrawFn) -> tuple[Matrix, list[list[Fraction]]]:
    """Weights whose sums are in proportion to the totals already, and the exact shares."""
    height, width, part = draw(st.integers(2, 10)), draw(st.integers(2, 12)), draw(st.integers(2, 7))
    weights = [draw(st.lists(st.integers(0, 40), min_size=width, max_size=width)) for _ in range(height)]
    for row in weights:  # whole multiples of `part` in every row, then in every column
        row[-1] += -sum(row) % part
    for j in range(width):
        weights[-1][j] += -sum(row[j] for row in weights) % part
    times = Fraction(draw(st.integers(1, 30)), part)
    asked = matrix(
        weights,
        [sum(row) * times for row in weights],
        [sum(column) * times for column in zip(*weights, strict=True)],
    )
    return asked, [[times * weight for weight in row] for row in weights]


@GENERATED
@given(case=proportional())
def test_weights_in_proportion_to_the_totals_are_rounded_from_their_own_share(
    case: tuple[Matrix, list[list[Fraction]]],
) -> None:
    asked, shares = case
    found = cells(decompose(asked))
    assert [] == broken(found, asked) + rounded_otherwise(found, shares, asked.unit), table(asked)


@st.composite
def uneven(draw: st.DrawFn) -> Matrix:
    """Any positive weights, any totals."""
    height, width, total = draw(st.integers(2, 9)), draw(st.integers(2, 12)), draw(st.integers(1, 3000))
    weights = [draw(st.lists(st.integers(1, 30), min_size=width, max_size=width)) for _ in range(height)]
    return matrix(weights, sums(draw, total, height), sums(draw, total, width))


@GENERATED
@given(asked=uneven())
def test_other_weights_are_scaled_to_both_margins_before_they_are_rounded(asked: Matrix) -> None:
    # Assumed: SPEC says "exact share" and leaves its definition, for weights that fit neither margin, to the reader.
    found = cells(decompose(asked))
    assert [] == broken(found, asked) + far_off(found, fitted(asked), asked.unit), table(asked)


@st.composite
def holed(draw: st.DrawFn) -> Matrix:
    """Cells that may hold nothing (weight 0), and margins that some table without them has."""
    height, width = draw(st.integers(2, 8)), draw(st.integers(2, 8))
    weights = [draw(st.lists(st.integers(0, 4), min_size=width, max_size=width)) for _ in range(height)]
    some = [[draw(st.integers(1, 50)) if weight else 0 for weight in row] for row in weights]
    return matrix(weights, [sum(row) for row in some], [sum(column) for column in zip(*some, strict=True)])


@GENERATED
@given(asked=holed())
def test_a_cell_of_weight_0_stays_empty_and_the_margins_are_met_without_it(asked: Matrix) -> None:
    found = cells(decompose(asked))
    assert [] == broken(found, asked) + far_off(found, fitted(asked), asked.unit), table(asked)


def test_thirty_people_by_twelve_months_of_large_figures() -> None:
    weights = [[(7 * i + 5 * j) % 23 + 1 for j in range(12)] for i in range(30)]
    rows = [Fraction(10**13 + 977 * i, 100) for i in range(30)]
    columns = [Fraction(int(sum(rows) * 100) // 12 + j - 6, 100) for j in range(11)]
    asked = matrix(weights, rows, [*columns, sum(rows) - sum(columns)], Fraction(1, 100))
    assert [] == broken(cells(decompose(asked)), asked)


IMPOSSIBLE = [
    matrix([[1, 1], [1, 1]], [10, 20], [12, 17]),
    matrix([[0, 0], [1, 1]], [10, 20], [12, 18]),
    matrix([[0, 1], [0, 1]], [10, 20], [12, 18]),
    matrix([[1, 0], [0, 1]], [10, 20], [12, 18]),
    matrix([[1, 1], [1, 1]], [Fraction(21, 2), 20], [Fraction(25, 2), 18]),
    matrix([[1, -1], [1, 1]], [10, 20], [12, 18]),
]


@pytest.mark.parametrize("asked", IMPOSSIBLE)
def test_margins_that_cannot_be_met_are_objected_to(asked: Matrix) -> None:
    assert objection(decompose(asked))


def test_a_grand_total_that_is_not_the_sum_is_not_passed_over() -> None:
    # Assumed: SPEC has totals checked against their rows, and says nothing of this corner.
    assert objection(run("decompose-matrix", table(SMALL, "31"), "--unit", "1"))


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_however_it_is_kept(tmp_path: Path, form: str) -> None:
    asked, expected = EXACT[1]
    outcome = handbook("decompose-matrix", save(tmp_path, table(asked, "150"), form), "--unit", "1", "--json")
    assert expected == cells(outcome)


@pytest.mark.parametrize("corner", ["30", "", "-"])
def test_the_grand_total_may_be_there_or_not(corner: str) -> None:
    asked, expected = EXACT[0]
    assert expected == cells(run("decompose-matrix", table(asked, corner), "--unit", "1"))


@pytest.mark.parametrize(
    ("first", "last"), [("", ""), ("姓名\\月份", "全年目标"), ("person", "total"), ("车型", "小计")]
)
def test_totals_stand_last_whatever_they_are_called(first: str, last: str) -> None:
    asked, expected = EXACT[0]
    rows = table(asked)
    rows[0][0], rows[0][-1], rows[-1][0] = first, last, last
    outcome = run("decompose-matrix", rows, "--unit", "1")
    assert (expected, ["1月", "2月"]) == (cells(outcome), outcome.report["columns"])


def test_weights_and_totals_are_read_as_any_cell_is() -> None:
    rows = [
        ("区域", "A4", "A6", "合计"),
        ("华东", "２", "0.03万", "５０"),
        ("华南", "4", "600", "1百"),
        ("合计", "6", "144", ""),
    ]
    found = cells(run("decompose-matrix", rows, "--unit", "1"))
    assert ([50, 100], [6, 144]) == ([sum(row) for row in found], [sum(column) for column in zip(*found, strict=True)])


def test_every_bad_cell_is_listed_with_its_row_and_its_column() -> None:
    rows = table(SMALL)
    rows[1][2], rows[2][3] = "1,23", "#DIV/0!"
    outcome = run("decompose-matrix", rows, "--unit", "1")
    assert (1, [(1, "1,23"), (2, "#DIV/0!")]) == (outcome.code, listed(outcome))
    assert {"2月", "3月"} == {error["column"] for error in errors(outcome)}
    assert (["员工01", "员工02"], ["1月", "2月", "3月"]) == (outcome.report["rows"], outcome.report["columns"])


@pytest.mark.parametrize(("row", "column"), [(1, 4), (3, 1)])
def test_a_bad_total_is_listed(row: int, column: int) -> None:
    rows = table(SMALL)
    rows[row][column] = "约十"
    outcome = run("decompose-matrix", rows, "--unit", "1")
    assert (1, [(row, "约十")]) == (outcome.code, listed(outcome))


@pytest.mark.parametrize("options", ["--unit", "--unit 0", "--unit -1", "--unit x", "--no-such-option", "second.tsv"])
def test_a_call_that_cannot_be_meant_is_answered_in_one_line(options: str) -> None:
    assert (2, "", 1) == unusable(run("decompose-matrix", table(SMALL), *options.split()))


def test_an_empty_table_is_refused() -> None:
    assert (2, "", 1) == unusable(run("decompose-matrix", [], "--unit", "1"))


@pytest.mark.parametrize("rows", [[("姓名", "合计")], [("姓名",), ("张三",), ("合计",)]])
def test_a_table_without_cells_is_objected_to(rows: list[tuple[str, ...]]) -> None:
    assert objection(run("decompose-matrix", rows, "--unit", "1"))


def test_the_same_call_prints_the_same_bytes() -> None:
    first, second = decompose(SMALL), decompose(SMALL)
    assert (0, first.stdout) == (first.code, second.stdout)
