"""Whole numbers in a table with given margins, as flows from rows to columns."""

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

type Flow = list[list[int]]


def shortfall(
    positive: Sequence[Sequence[bool]], rows: Sequence[Fraction], columns: Sequence[Fraction]
) -> tuple[list[int], list[int]] | None:
    """Return rows that need more than the columns can take in which they may have anything; None where all fits.

    A largest flow is found by augmenting paths (Ford and Fulkerson); where it leaves something over, what can be
    reached from there is the cut that is too small.
    """
    flow = _largest_flow(positive, rows, columns)
    left = [int(total) - sum(line) for total, line in zip(rows, flow, strict=True)]
    if not any(left):
        return None
    reached_rows = {i for i, over in enumerate(left) if over}
    _, reached_columns = _reach(positive, flow, reached_rows)
    return sorted(reached_rows), sorted(reached_columns)


def blocked_cells(
    positive: Sequence[Sequence[bool]], rows: Sequence[Fraction], columns: Sequence[Fraction]
) -> set[tuple[int, int]]:
    """Return the cells with a weight that no table with these margins can fill: they are 0 in every one.

    Such a cell is empty in some table, and no circle of changes leads through it: its row cannot be reached back from
    its column in what the flow leaves open.
    """
    flow = _largest_flow(positive, rows, columns)
    blocked: set[tuple[int, int]] = set()
    for j in range(len(columns)):
        # Rows that could give up something in column j for more of it elsewhere.
        back = _rows_behind(positive, flow, j)
        blocked |= {(i, j) for i in range(len(rows)) if positive[i][j] and not flow[i][j] and i not in back}
    return blocked


def _rows_behind(positive: Sequence[Sequence[bool]], flow: Flow, column: int) -> set[int]:
    start = {i for i in range(len(flow)) if flow[i][column]}
    rows, _ = _reach(positive, flow, start)
    return rows


def _reach(positive: Sequence[Sequence[bool]], flow: Flow, rows: set[int]) -> tuple[set[int], set[int]]:
    """Add to `rows` every row, and return them with every column, that more of them could be moved to."""
    columns: set[int] = set()
    waiting = deque(rows)
    while waiting:
        i = waiting.popleft()
        for j, open_cell in enumerate(positive[i]):
            if open_cell and j not in columns:
                columns.add(j)
                for other, line in enumerate(flow):
                    if line[j] and other not in rows:
                        rows.add(other)
                        waiting.append(other)
    return rows, columns


def _largest_flow(positive: Sequence[Sequence[bool]], rows: Sequence[Fraction], columns: Sequence[Fraction]) -> Flow:
    left, room = [int(total) for total in rows], [int(total) for total in columns]
    flow = [[0] * len(columns) for _ in rows]
    for i, line in enumerate(positive):  # most of it fits straight away
        for j, open_cell in enumerate(line):
            if open_cell:
                amount = min(left[i], room[j])
                flow[i][j] += amount
                left[i] -= amount
                room[j] -= amount
    for i in range(len(rows)):
        while left[i]:
            path = _path(positive, flow, room, i)
            if not path:
                break
            amount = min([left[i], room[path[-1][1]], *(flow[row][column] for row, column in _given_up(path))])
            for row, column in path:
                flow[row][column] += amount
            for row, column in _given_up(path):
                flow[row][column] -= amount
            left[i] -= amount
            room[path[-1][1]] -= amount
    return flow


def _given_up(path: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the cells that a path takes from: each next row gives up what the row before puts into its column."""
    return [(row, column) for (_, column), (row, _) in pairwise(path)]


def _path(positive: Sequence[Sequence[bool]], flow: Flow, room: Sequence[int], start: int) -> list[tuple[int, int]]:
    """Return cells to put more into, from a row to a column with room; empty where there is no way."""
    came: dict[int, tuple[int, int] | None] = {start: None}
    seen: set[int] = set()
    waiting = deque([start])
    while waiting:
        i = waiting.popleft()
        for j, open_cell in enumerate(positive[i]):
            if not open_cell or j in seen:
                continue
            seen.add(j)
            if room[j]:
                return _traced(came, i, j)
            for other, line in enumerate(flow):
                if line[j] and other not in came:
                    came[other] = (i, j)
                    waiting.append(other)
    return []


def _traced(came: dict[int, tuple[int, int] | None], row: int, column: int) -> list[tuple[int, int]]:
    path = [(row, column)]
    before = came[row]
    while before is not None:
        path.append(before)
        before = came[before[0]]
    return path[::-1]


def round_cells(shares: Sequence[Sequence[Fraction]], rows: Sequence[Fraction], columns: Sequence[Fraction]) -> Flow:
    """Return whole cells, each the rounding down or up of its share, that meet the margins.

    Each row first rounds up its largest remainders; then, as long as a column has too many, the chain of changes that
    costs the least remainder leads from it to one with too few (successive shortest paths, over the shorter side).
    """
    if len(columns) > len(rows):
        turned = [list(line) for line in zip(*shares, strict=True)]
        found = round_cells(turned, columns, rows)
        return [list(line) for line in zip(*found, strict=True)]
    down = [[share.numerator // share.denominator for share in line] for line in shares]
    rest = [[share - low for share, low in zip(*pair, strict=True)] for pair in zip(shares, down, strict=True)]
    up = [_largest(line, int(total) - sum(low)) for line, total, low in zip(rest, rows, down, strict=True)]
    cells = [[low + raised for low, raised in zip(*pair, strict=True)] for pair in zip(down, up, strict=True)]
    excess = [sum(line) - int(total) for line, total in zip(zip(*cells, strict=True), columns, strict=True)]
    while any(over > 0 for over in excess):
        for row, column, change in _cheapest_chain(rest, up, excess):
            up[row][column] += change
            cells[row][column] += change
            excess[column] += change
    return cells


def _largest(rest: Sequence[Fraction], count: int) -> list[int]:
    """Return 1 for the `count` largest remainders, the earlier of equal ones; a whole share is never rounded up."""
    ranked = sorted((j for j, share in enumerate(rest) if share), key=lambda j: (-rest[j], j))
    return [1 if j in set(ranked[:count]) else 0 for j in range(len(rest))]


def _cheapest_chain(
    rest: Sequence[Sequence[Fraction]], up: Sequence[Sequence[int]], excess: Sequence[int]
) -> list[tuple[int, int, int]]:
    """Return the changes (row, column, ±1) that take one from a column with too many to one with too few."""
    count = len(excess)
    arcs = _arcs(rest, up, count)
    cost: list[Fraction | None] = [Fraction(0) if over > 0 else None for over in excess]
    came: list[tuple[int, int] | None] = [None] * count
    for _ in range(count):  # Bellman and Ford
        changed = False
        for j, row_costs in enumerate(arcs):
            reached = cost[j]
            if reached is None:
                continue
            for k, step in row_costs.items():
                known = cost[k]
                if known is None or reached + step[0] < known:
                    cost[k], came[k], changed = reached + step[0], (j, step[1]), True
        if not changed:
            break
    ends = [(price, j) for j, price in enumerate(cost) if price is not None and excess[j] < 0]
    if not ends:
        raise ArithmeticError("the shares do not meet the margins: no whole cells exist beside them")
    changes: list[tuple[int, int, int]] = []
    place = min(ends)[1]
    before = came[place]
    while before is not None:
        source, row = before
        changes += [(row, source, -1), (row, place, 1)]
        place, before = source, came[source]
    return changes


def _arcs(
    rest: Sequence[Sequence[Fraction]], up: Sequence[Sequence[int]], count: int
) -> list[dict[int, tuple[Fraction, int]]]:
    """Return, for each pair of columns, the cheapest row in which one can be rounded down and the other up instead."""
    arcs: list[dict[int, tuple[Fraction, int]]] = [{} for _ in range(count)]
    for row, (line, raised) in enumerate(zip(rest, up, strict=True)):
        lowered = [j for j in range(count) if raised[j]]
        free = [j for j in range(count) if not raised[j] and line[j]]
        for j in lowered:
            for k in free:
                price = line[j] - line[k]
                if k not in arcs[j] or price < arcs[j][k][0]:
                    arcs[j][k] = (price, row)
    return arcs
