"""A matrix meets both margins exactly, and every cell is the rounding down or up of its exact share."""

from fractions import Fraction
from itertools import combinations, product
from math import ceil, floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.matrix import Matrix, MatrixError, solve

F = Fraction


def matrix(
    weights: list[list[int]],
    rows: list[int],
    columns: list[int],
    unit: str = "1",
    fixed: dict[tuple[int, int], Fraction] | None = None,
) -> Matrix:
    names = [f"行{place}" for place in range(len(rows))], [f"列{place}" for place in range(len(columns))]
    exact = [[F(cell) for cell in line] for line in weights]
    work = solve(exact, [F(total) for total in rows], [F(total) for total in columns], F(unit), names, fixed)
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


def check(found: Matrix, rows: list[int], columns: list[int]) -> None:
    assert [sum(line) for line in found.values] == rows
    assert [sum(line) for line in zip(*found.values, strict=True)] == columns
    for shares, values in zip(found.shares, found.values, strict=True):
        for share, value in zip(shares, values, strict=True):
            assert value in (floor(share), ceil(share))


def test_equal_weights_give_row_total_times_column_total_over_the_whole() -> None:
    found = matrix([[1, 1, 1], [1, 1, 1]], [10, 5], [7, 5, 3])
    assert found.shares == [[F(70, 15), F(50, 15), F(2)], [F(35, 15), F(25, 15), F(1)]]
    assert found.values == [[5, 3, 2], [2, 2, 1]]


def test_weights_that_already_add_up_in_proportion_are_their_own_shares() -> None:
    found = matrix([[1, 2], [3, 4]], [6, 14], [8, 12])
    assert found.values == [[2, 4], [6, 8]]
    assert found.shares == found.values


def test_cells_without_weight_stay_empty() -> None:
    found = matrix([[1, 0], [1, 1]], [3, 7], [5, 5])
    assert found.values == [[3, 0], [2, 5]]
    forced = matrix([[1, 1], [1, 0]], [5, 3], [3, 5])
    assert forced.values == [[0, 5], [3, 0]]


def test_fixed_cells_stay_and_the_others_share_what_is_left_of_the_totals() -> None:
    weights, rows, columns = [[5, 4, 3], [5, 4, 3], [5, 4, 0]], [18, 13, 20], [22, 18, 11]
    found = matrix(weights, rows, columns, fixed={(0, 0): F(10), (2, 2): F(2)})
    assert (found.values[0][0], found.values[2][2]) == (10, 2)
    check(found, rows, columns)
    with pytest.raises(MatrixError, match="“行1”行固定的数加起来超过这一行的合计"):
        matrix(weights, rows, columns, fixed={(1, 0): F(14)})
    with pytest.raises(MatrixError, match="行要放"):
        matrix(weights, rows, columns, fixed={(1, 1): F(0), (0, 1): F(0), (2, 1): F(0)})


@pytest.mark.parametrize(
    ("weights", "rows", "columns", "reason"),
    [
        ([[1, 1]], [3], [1, 1], "各行合计之和与各列合计之和不相等：3 和 2"),
        ([[1, 0], [1, 0]], [2, 3], [4, 1], "“行0”“行1”行要放 5 个单位，只能放进“列0”列，合计 4"),
        ([[0, 0], [1, 1]], [2, 3], [4, 1], "“行0”行要放 2 个单位，没有一列有权重"),
        ([[1, -1]], [3], [2, 1], "“行0”行“列1”列的权重是负数"),
        ([[1, 1]], [-3], [-2, -1], "“行0”行的合计是负数"),
    ],
)
def test_what_cannot_be_done_names_the_rows_and_columns(
    weights: list[list[int]], rows: list[int], columns: list[int], reason: str
) -> None:
    with pytest.raises(MatrixError) as caught:
        matrix(weights, rows, columns)
    assert caught.value.reason == reason


def test_weights_farther_apart_than_any_table_are_refused() -> None:
    with pytest.raises(MatrixError, match="权重相差太悬殊，配不平"):
        matrix([[10**100, 1], [1, 10**100]], [10, 90], [90, 10])


def test_totals_must_be_whole_units() -> None:
    with pytest.raises(MatrixError, match="“行0”行的合计不是最小单位的整数倍"):
        matrix([[1, 1]], [5], [3, 2], "2")


cells = st.integers(0, 9)


type Problem = tuple[list[list[int]], list[int], list[int]]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Weights with gaps, and margins of some table that has nothing where there is no weight."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    weights = [[draw(st.one_of(st.just(0), st.integers(1, 30))) for _ in range(width)] for _ in range(height)]
    table = [[draw(cells) if weight else 0 for weight in line] for line in weights]
    return weights, [sum(line) for line in table], [sum(line) for line in zip(*table, strict=True)]


@given(problems())
def test_a_table_that_can_be_is_found_and_meets_every_total(
    problem: Problem,
) -> None:
    weights, rows, columns = problem
    check(matrix(weights, rows, columns), rows, columns)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.data(),
)
def test_weights_that_are_products_have_shares_known_beforehand(
    a: list[int], b: list[int], data: st.DataObject
) -> None:
    table = [[data.draw(cells) for _ in b] for _ in a]
    rows, columns = [sum(line) for line in table], [sum(line) for line in zip(*table, strict=True)]
    found = matrix([[x * y for y in b] for x in a], rows, columns)
    whole = sum(rows)
    assert found.shares == [[F(row * column, whole) if whole else F(0) for column in columns] for row in rows]
    check(found, rows, columns)


def unproportional(weights: list[list[int]], shares: list[list[Fraction]]) -> list[tuple[int, int, int, int]]:
    """Return the corners at which the cross ratio of the shares is not that of the weights."""
    wrong: list[tuple[int, int, int, int]] = []
    for i, k in combinations(range(len(weights)), 2):
        for j, m in combinations(range(len(weights[0])), 2):
            corners = shares[i][j], shares[k][m], shares[i][m], shares[k][j]
            if min(corners) > 0:
                left = corners[0] * corners[1] * weights[i][m] * weights[k][j]
                right = corners[2] * corners[3] * weights[i][j] * weights[k][m]
                # Shares are known to 12 decimals: of a small one that is a larger part.
                if abs(left / right - 1) > max(F(1, 10**9), F(4, 10**12) / min(corners)):
                    wrong.append((i, j, k, m))
    return wrong


@given(problems())
def test_shares_are_weights_scaled_by_row_and_by_column(problem: Problem) -> None:
    """Cross ratios of a biproportional table are those of its weights: an oracle that needs no iteration."""
    weights, rows, columns = problem
    assert unproportional(weights, matrix(weights, rows, columns).shares) == []


@pytest.mark.parametrize("apart", [100, 10**9, 10**40])
def test_weights_that_hardly_meet_are_scaled_to_the_end(apart: int) -> None:
    """Everybody has nearly all of the weight in a region of their own: plain scaling would creep for ever."""
    weights = [[apart if i == j else 1 + (i + j) % 3 for j in range(8)] for i in range(8)]
    rows, columns = [90 + 7 * i for i in range(8)], [139 - 7 * j for j in range(8)]
    found = matrix(weights, rows, columns)
    check(found, rows, columns)
    assert unproportional(weights, found.shares) == []


@pytest.mark.parametrize("gaps", [0, 0.5, 0.9])
def test_a_table_of_sixty_by_sixty_meets_every_total(gaps: float) -> None:
    draw = Random(20270101)  # noqa: S311 -- the same table in every run
    weights = [[draw.randint(1, 30) if draw.random() >= gaps else 0 for _ in range(60)] for _ in range(60)]
    table = [[draw.randint(0, 50) if weight else 0 for weight in line] for line in weights]
    rows, columns = [sum(line) for line in table], [sum(line) for line in zip(*table, strict=True)]
    found = matrix(weights, rows, columns)
    check(found, rows, columns)
    assert all(value == 0 for line, cells in zip(weights, found.values, strict=True)
               for weight, value in zip(line, cells, strict=True) if not weight)  # fmt: skip
    assert found == matrix(weights, rows, columns)


@given(problems())
def test_no_other_rounding_rounds_up_larger_remainders(problem: Problem) -> None:
    weights, rows, columns = problem
    if len(rows) * len(columns) > 9:
        return
    found = matrix(weights, rows, columns)
    flat = [share for line in found.shares for share in line]
    width = len(columns)

    def gained(values: list[int]) -> Fraction:
        return sum((share - floor(share) for share, value in zip(flat, values, strict=True) if value > share), F(0))

    best = F(-1)
    for chosen in product(
        *([floor(share)] if floor(share) == share else [floor(share), ceil(share)] for share in flat)
    ):
        lines = [list(chosen[start : start + width]) for start in range(0, len(chosen), width)]
        if [sum(line) for line in lines] == rows and [sum(line) for line in zip(*lines, strict=True)] == columns:
            best = max(best, gained(list(chosen)))
    assert gained([int(value) for line in found.values for value in line]) == best
