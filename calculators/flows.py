"""Whole numbers in a table with given margins, as flows from rows to columns."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import lcm

type Flow = list[list[int]]
type Chain = list[tuple[int, int]]
type Arcs = Iterable[tuple[int, int]]
"""Where a place leads, and what that costs."""


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
    costs the least remainder leads from it to one with too few (successive shortest paths).
    """
    down = [[share.numerator // share.denominator for share in line] for line in shares]
    parts = lcm(*{share.denominator for line in shares for share in line})
    # Remainders in whole parts: they are compared and added up very often.
    rest = [[share.numerator * (parts // share.denominator) % parts for share in line] for line in shares]
    up = [_largest(line, int(total) - sum(low)) for line, total, low in zip(rest, rows, down, strict=True)]
    excess = [sum(low) + sum(raised) - int(total) for low, raised, total in
              zip(zip(*down, strict=True), zip(*up, strict=True), columns, strict=True)]  # fmt: skip
    while any(over > 0 for over in excess):
        chain = _cheapest_chain(rest, up, excess)
        excess[chain[0][1]] -= 1
        excess[chain[-1][1]] += 1
        for row, column in chain:
            up[row][column] = not up[row][column]
    return [[low + raised for low, raised in zip(*pair, strict=True)] for pair in zip(down, up, strict=True)]


def _largest(rest: Sequence[int], count: int) -> list[bool]:
    """Say which are the `count` largest remainders, the earlier of equal ones; a whole share is never rounded up."""
    ranked = sorted((j for j, share in enumerate(rest) if share), key=lambda j: (-rest[j], j))
    chosen = set(ranked[:count])
    return [j in chosen for j in range(len(rest))]


def _cheapest_chain(rest: Sequence[Sequence[int]], up: Sequence[Sequence[bool]], excess: Sequence[int]) -> Chain:
    """Return the cells to change, from a column with too many to one with too few: down and up in turn.

    The costs of rows and of columns are bettered in turn until nothing changes (Bellman and Ford).
    """

    def lowered(column: int) -> Arcs:
        return ((row, line[column]) for row, line in enumerate(rest) if up[row][column])

    def raised(row: int) -> Arcs:
        return ((column, -share) for column, share in enumerate(rest[row]) if share and not up[row][column])

    columns, rows = _Costs(), _Costs()
    columns.cost = {column: 0 for column, over in enumerate(excess) if over > 0}
    changed = list(columns.cost)
    while changed:
        changed = columns.better(rows.better(changed, columns, lowered), rows, raised)
    ends = [(cost, column) for column, cost in columns.cost.items() if excess[column] < 0]
    if not ends:
        raise ArithmeticError("the shares do not meet the margins: no whole cells exist beside them")
    chain: Chain = []
    place = min(ends)[1]
    while place in columns.before:
        row = columns.before[place]
        chain[:0] = [(row, rows.before[row]), (row, place)]
        place = rows.before[row]
    return chain


@dataclass(slots=True)
class _Costs:
    """What it costs to reach rows, or columns, and from where that is cheapest."""

    cost: dict[int, int] = field(default_factory=dict[int, int])
    before: dict[int, int] = field(default_factory=dict[int, int])

    def better(self, places: Sequence[int], others: "_Costs", arcs: Callable[[int], Arcs]) -> list[int]:
        """Go on from `places` among the `others`; return what can be reached for less now."""
        found: dict[int, None] = {}
        for place in places:
            begun = others.cost[place]
            for reached, step in arcs(place):
                known = self.cost.get(reached)
                if known is None or begun + step < known:
                    self.cost[reached], self.before[reached], found[reached] = begun + step, place, None
        return list(found)
