"""SPEC 4, the projection: the chain in plain arithmetic and, customer by customer, by dice. From the text alone.

A history says for each level how many customers went where in a month; `成交` and `战败` are final.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb
from random import Random
from typing import Literal

History = Mapping[str, Mapping[str, int]]
DEAL, LOST = "成交", "战败"
FINAL = {DEAL, LOST}


@dataclass(frozen=True, slots=True)
class Arrival:
    """New leads: so many months ahead, in this level."""

    month: int
    level: str
    count: int


def chances(history: History) -> dict[str, dict[str, float]]:
    """The share of each level's customers that went each way."""
    return {level: {to: n / sum(ways.values()) for to, n in ways.items()} for level, ways in history.items()}


def expected_orders(
    stock: Mapping[str, float],
    history: History,
    months: int,
    new: Sequence[Arrival] = (),
    joins: Literal["start", "end"] = "start",
) -> list[float]:
    """Orders expected in each month; new leads take part in the month of their arrival, or from the next one on."""
    ways = chances(history)
    now: dict[str, float] = {level: stock.get(level, 0) for level in ways}
    orders: list[float] = []
    for month in range(1, months + 1):
        arrived = [lead for lead in new if lead.month == month]
        for lead in arrived if joins == "start" else []:
            now[lead.level] += lead.count
        then = dict.fromkeys(ways, 0.0) | {DEAL: 0.0, LOST: 0.0}
        for level, count in now.items():
            for to, chance in ways[level].items():
                then[to] += count * chance
        orders.append(then[DEAL])
        now = {level: then[level] for level in ways}
        for lead in arrived if joins == "end" else []:
            now[lead.level] += lead.count
    return orders


def _customer(ways: Mapping[str, tuple[list[str], list[float]]], level: str, months: int, dice: Random) -> int | None:
    """The month in which a customer of this level orders, None for never."""
    for month in range(months):
        names, bounds = ways[level]
        throw = dice.random() * bounds[-1]
        level = next(name for name, bound in zip(names, bounds, strict=True) if throw < bound)
        if level in FINAL:
            return month if level == DEAL else None
    return None


def simulated(stock: Mapping[str, int], history: History, months: int, runs: int, seed: int) -> Iterator[list[int]]:
    """Orders of each month, run after run."""
    dice = Random(seed)  # noqa: S311 -- a simulation, no secret
    ways = {level: ([*go], [*accumulate(map(float, go.values()))]) for level, go in history.items()}
    for _ in range(runs):
        orders = [0] * months
        for level, count in stock.items():
            for _ in range(count):
                month = _customer(ways, level, months, dice)
                if month is not None:
                    orders[month] += 1
        yield orders


def observed(truth: Mapping[str, Mapping[str, float]], each: int, seed: int) -> History:
    """A history of `each` customers a level, as a month of this true chain would have left it."""
    dice = Random(seed)  # noqa: S311 -- as above
    history: dict[str, dict[str, int]] = {}
    for level, ways in truth.items():
        went = dice.choices([*ways], [*ways.values()], k=each)
        history[level] = {to: went.count(to) for to in ways}
    return history


def deal_chance(truth: Mapping[str, Mapping[str, float]], level: str, months: int) -> float:
    """The chance that a customer of this level orders within so many months."""
    if level in FINAL or months == 0:
        return float(level == DEAL)
    return sum(chance * deal_chance(truth, to, months - 1) for to, chance in truth[level].items())


def orders_distribution(groups: Sequence[tuple[int, float]]) -> list[float]:
    """Chance of 0, 1, 2 … orders from groups of (customers, chance of each)."""
    chance = [1.0]
    for count, p in groups:
        one = [comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(count + 1)]
        both = [0.0] * (len(chance) + count)
        for i, a in enumerate(chance):
            for j, b in enumerate(one):
                both[i + j] += a * b
        chance = both
    return chance
