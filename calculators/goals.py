"""A score turned round (SPEC 2): what the next point costs, and what a wished total takes.

Every answer is found on the grid in which its input moves (1 for counts, 0.01 for money), is the smallest there, and
is checked by scoring again: the search itself asks the scorer, so that it cannot disagree with it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from calculators.expressions import CannotJudgeError, Values
from calculators.kpi import Item, Score, score, score_row
from calculators.numbers import COUNT_UNITS, decimal_text, shown
from calculators.schemes import Scheme, SchemeRow

CENT = Fraction(1, 100)
LARGEST_STEP = 2**60


@dataclass(frozen=True, slots=True)
class Change:
    """One input moved so that points are gained."""

    indicator: str
    input: str
    needs: Fraction
    """What is to be added to the input; negative where it must fall."""
    to: Fraction
    """The input afterwards."""
    gains: Fraction
    """Points gained: of the row (next point) or of the total (wish)."""
    text: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How a wished total can be reached."""

    target: Fraction
    best_possible: Fraction
    """The total with every judged row raised as far as it goes."""
    text: str
    reached: bool = False
    """The total is there already."""
    reachable: bool = False
    single: tuple[Change, ...] = ()
    """Each row alone, where it suffices."""
    combined: tuple[Change, ...] = ()
    """Rows together, most points lost first and counts of events last; empty where one row suffices."""


def grid_of(scheme: Scheme, row: SchemeRow, name: str, value: Fraction) -> Fraction:
    """Return the smallest amount by which an input moves: 1 for counts, else 0.01 or the value's own last digit."""
    unit = scheme.unit(name)
    whole = unit in COUNT_UNITS or (not unit and row.rule.counts_events and len(row.expression.names) == 1)
    if whole and value.denominator == 1:
        return Fraction(1)
    grid = Fraction(1, 10000) if unit in ("%", "‰") else CENT
    while (value / grid).denominator != 1 and grid > Fraction(1, 10**9):
        grid /= 10
    return grid


def next_point(scheme: Scheme, item: Item, values: Values) -> Change | None:
    """Return the smallest change of one input that gains this row points; None at the top or where unjudged.

    Rows with 按比例得分 move a full point at a time (or to their top), others to their next step or band.
    """
    if item.points is None or item.outcome is None or item.outcome.veto:
        return None
    rule, points = item.row.rule, item.points
    step = Fraction(1) if rule.base == "proportional" and points < rule.best_proportional else CENT
    wanted = min(points + step, rule.best)
    if wanted <= points:
        return None

    return _raise_row(scheme, item, values, wanted)


def wish(scheme: Scheme, values: Values, result: Score, target: Fraction) -> Wish:
    """Say what must be reached for a wished total, exactly."""
    if result.total >= target:
        text = f"已达到 {decimal_text(target)} 分"
        return Wish(target, result.total, text, reached=True, reachable=True)
    if result.vetoed_by:
        text = f"{result.vetoed_by}触发一票否决，总分为 0；先消除它，别的项目再高也不计"
        return Wish(target, Fraction(0), text)
    path, best = _raise_all(scheme, values, result, target)
    if best < target:
        text = f"其余数不变，各项都做到最好也只有 {decimal_text(best, 2)} 分，到不了 {decimal_text(target)} 分"
        if not result.complete:
            text += f"；还有 {decimal_text(scheme.weight - result.judged)} 分未评，补上数据再看"
        return Wish(target, best, text)
    # What has happened (complaints, breaches) cannot be undone: it is advised only where nothing else will do.
    single = tuple(
        change
        for item in sorted(result.items, key=lambda item: item.row.rule.counts_events)
        if (change := _alone(scheme, item, values, result, target)) is not None
    )
    start = f"要到 {decimal_text(target)} 分，还差 {decimal_text(target - result.total)} 分。"
    text = start + ("下面任何一项单独做到即可" if single else "单靠一项不够，下面各项都做到即可")
    return Wish(target, best, text, reachable=True, single=single, combined=() if single else tuple(path))


def _alone(scheme: Scheme, item: Item, values: Values, result: Score, target: Fraction) -> Change | None:
    if item.points is None:
        return None

    def reached(changed: Values) -> bool:
        return score(scheme, changed).total >= target

    found = _smallest(scheme, item.row, values, item.points + target - result.total, reached)
    return found and _change(scheme, item.row, found, score(scheme, found.values).total - result.total)


def _raise_all(scheme: Scheme, values: Values, result: Score, target: Fraction) -> tuple[list[Change], Fraction]:
    """Raise row after row, most points lost first; return the changes up to the target and the best total."""
    path: list[Change] = []
    now, total = dict(values), result.total
    judged = [item for item in result.items if item.points is not None]
    for item in sorted(judged, key=lambda item: (item.row.rule.counts_events, (item.points or 0) - item.row.rule.best)):
        before = total
        found = _alone(scheme, score_row(item.row, now), now, score(scheme, now), target) if before < target else None
        change = found or _raise_row(scheme, score_row(item.row, now), now, item.row.rule.best)
        if change is None or score(scheme, now | {change.input: change.to}).total <= before:
            continue
        now[change.input] = change.to
        total = score(scheme, now).total
        if before < target:
            path.append(change)
    return path, total


def _raise_row(scheme: Scheme, item: Item, values: Values, wanted: Fraction) -> Change | None:
    """Return the smallest change that brings a row to `wanted` points; None where none does."""
    if item.points is None or item.points >= wanted:
        return None

    def reached(changed: Values) -> bool:
        points = score_row(item.row, changed).points
        return points is not None and points >= wanted

    found = _smallest(scheme, item.row, values, wanted, reached)
    after = score_row(item.row, found.values).points if found else None
    return _change(scheme, item.row, found, after - item.points) if found and after is not None else None


@dataclass(frozen=True, slots=True)
class _Move:
    """One input moved by `needs`, and all values after it."""

    input: str
    needs: Fraction
    to: Fraction
    values: Values


def _change(scheme: Scheme, row: SchemeRow, move: _Move, gains: Fraction) -> Change:
    unit = scheme.unit(move.input)
    verb = "再增加" if move.needs > 0 else "减少"
    text = (
        f"{move.input}{verb} {shown(abs(move.needs), unit)}（{_goal(move, unit)}），即可多得 {decimal_text(gains)} 分"
    )
    return Change(row.indicator, move.input, move.needs, move.to, gains, text)


def _goal(move: _Move, unit: str) -> str:
    """Say where the input must come: a cent past a round amount is better said as 超过 or 低于 that amount."""
    edge = move.to - CENT if move.needs > 0 else move.to + CENT
    if move.to.denominator != 1 and edge.denominator == 1:
        return f"{'超过' if move.needs > 0 else '低于'} {shown(edge, unit)}"
    return f"到 {shown(move.to, unit)}"


def _smallest(
    scheme: Scheme, row: SchemeRow, values: Values, wanted: Fraction, reached: Callable[[Values], bool]
) -> _Move | None:
    """Return the smallest move of the first input of the row that can do it."""
    for name in row.expression.names:
        start = values[name]
        if start is None:
            continue
        grid = grid_of(scheme, row, name, start)

        def holds(steps: int, name: str = name, start: Fraction = start, grid: Fraction = grid) -> bool:
            moved = start + steps * grid
            return not (moved < 0 <= start) and reached({**values, name: moved})

        steps = _first_holding(_places(row, values, name, grid, wanted), holds)
        if steps is not None:
            to = start + steps * grid
            return _Move(name, steps * grid, to, {**values, name: to})
    return None


def _first_holding(places: Iterable[int], holds: Callable[[int], bool]) -> int | None:
    """Return the number of steps nearest to 0 that holds, looking at `places` outwards and then between two of them."""
    last = {1: 0, -1: 0}
    for place in sorted(set(places), key=lambda place: (abs(place), place < 0)):
        side = 1 if place > 0 else -1
        if holds(place):
            below, above = last[side], place
            while abs(above - below) > 1:
                middle = (above + below) // 2
                below, above = (below, middle) if holds(middle) else (middle, above)
            return above
        last[side] = place
    return None


def _places(row: SchemeRow, values: Values, name: str, grid: Fraction, wanted: Fraction) -> list[int]:
    """Numbers of steps worth trying: beside the rule's own thresholds, and powers of two where those mislead."""
    places = [sign << power for power in range(61) for sign in (1, -1)]
    start = values[name]
    try:
        here = row.expression.evaluate(values)
        slope = row.expression.evaluate({**values, name: (start or 0) + grid}) - here
    except CannotJudgeError:
        return places
    if slope:
        for seed in row.rule.seeds(wanted):
            near = floor((seed - here) / slope)
            if abs(near) < LARGEST_STEP:
                places += [near - 1, near, near + 1, near + 2]
    return [place for place in places if place]
