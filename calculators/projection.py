"""Deals of the months ahead with honest intervals: chance and thin history together (SPEC 4).

**Rates.** History is a sample. What a level's customers do is drawn from its posterior: a chain of yes-or-no questions,
each with a Beta posterior under Jeffreys' prior, Beta(yes + ½, no + ½): 成交? if not, 战败? if not, each other level
that history has seen, and the rest stay. With the question that matters asked first, this is the reference prior for
several ways out (Berger and Bernardo, 1992), and the rate of 成交 has exactly SPEC's Beta posterior. A level that was
never reached from here gets no chance; 成交 and 战败 always have one.

**Chance.** With rates drawn, every customer moves alone: the deals of a group in a month are a binomial part of those
who are left. Each draw is one possible future; the shares of `DRAWS` futures are the predictive distribution.

**Seed.** The draws come from a generator seeded by the content of the tables: the same paste, the same figures.

**Intervals** grow from the likeliest number of deals, each time by the likelier neighbour, until they hold the wanted
share. Whole numbers seldom give 80 % exactly: of the last interval below it and the first one above, the draw takes the
wider with the chance that makes 80 % on average over many pastes. `held` says what the one that is shown holds. Where a
single number is likelier than 80 %, the interval is that number and holds more.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from random import Random

from calculators.chain import Group, History, deal_chances, expected_deals
from calculators.levels import DEAL, LOST

DRAWS = 4000
DRAWS_PER_STEP = 250
LEVELS_OF_INTERVALS = (80, 95)
JEFFREYS = 0.5
MOST_LEADS = 1_000_000
"""More new leads than this are no plan: then the wished probability counts as out of reach."""
POISSON_TRIALS = 10**7
"""Trials of the binomial that stands for a Poisson draw; with at most 10^6 expected it is off by less than 0.1."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Whole numbers of deals, bounds included."""

    low: int
    high: int
    held: Fraction
    """The share of futures within it."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come of one month, or of several together."""

    expected: Fraction
    """By the rates of history, exactly."""
    futures: Mapping[int, int]
    """Deals → in how many futures."""
    intervals: Mapping[int, Interval]
    """By the percentage that it should hold."""

    def chance_of(self, target: Fraction) -> Fraction:
        """Return the share of futures with at least `target` deals."""
        reached = sum(count for deals, count in self.futures.items() if deals >= target)
        return Fraction(reached, sum(self.futures.values()))


@dataclass(frozen=True, slots=True)
class Projection:
    """The months ahead."""

    history: History
    groups: tuple[Group, ...]
    months: tuple[Outlook, ...]
    running: tuple[Outlook, ...]
    """From the first month to each: the last one is the total."""
    deals: tuple[int, ...]
    """The total of each future."""
    reach: Mapping[str, tuple[float, ...]]
    """Level → in each future, the chance that a customer who starts there now is a deal within these months."""
    thinness: float
    """The share of the total's variance that thin history causes; the rest is chance."""

    @property
    def total(self) -> Outlook:
        """All months together."""
        return self.running[-1]


def seed_of(*parts: object) -> int:
    """Return a seed that depends on what is given and on nothing else."""
    content = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=list)
    return int.from_bytes(hashlib.sha256(content.encode("utf-8")).digest()[:8])


def project(
    history: History, groups: Sequence[Group], months: int, draws: int = DRAWS
) -> Generator[tuple[int, int], None, Projection]:
    """Look ahead; yields (draws done, draws). Every group's level must have history."""
    content = {level: dict(row) for level, row in history.moves.items()}
    parts = sorted((group.level, group.month, group.count) for group in groups)
    random = Random(seed_of(content, parts))  # noqa: S311 -- the same paste must give the same figures
    merged = _merged(groups, months)
    futures: list[list[int]] = []
    reach: dict[str, list[float]] = {level: [] for level in history.levels}
    means: list[float] = []
    spread = 0.0
    for done in range(draws):
        if done % DRAWS_PER_STEP == 0:
            yield done, draws
        chances = deal_chances(draw_rates(history, random), months, 0.0)
        futures.append(_future(merged, chances, months, random))
        within = {level: list(accumulate(row)) for level, row in chances.items()}
        for level, row in within.items():
            reach[level].append(row[-1])
        of_groups = [(group.count, within[group.level][months - group.month]) for group in merged]
        means.append(sum(count * chance for count, chance in of_groups))
        spread += sum(count * chance * (1 - chance) for count, chance in of_groups) / draws
    toss = random.random()
    expected = expected_deals(history, groups, months)
    by_month = [[future[month] for future in futures] for month in range(months)]
    sums = [list(accumulate(future)) for future in futures]
    running = [[row[month] for row in sums] for month in range(months)]
    return Projection(
        history,
        tuple(groups),
        tuple(_outlook(exact, deals, toss) for exact, deals in zip(expected, by_month, strict=True)),
        tuple(_outlook(exact, deals, toss) for exact, deals in zip(accumulate(expected), running, strict=True)),
        tuple(running[-1]),
        {level: tuple(row) for level, row in reach.items()},
        _share(means, spread),
    )


def draw_rates(history: History, random: Random) -> dict[str, dict[str, float]]:
    """Draw what every level's customers do in a month from the posterior; level → destination → chance."""
    rates: dict[str, dict[str, float]] = {}
    for level in history.levels:
        moves = history.moves[level]
        others = [to for to in history.levels if to != level and moves.get(to)]
        questions = [DEAL, LOST, *others] if moves.get(level) else [DEAL, LOST, *others][:-1]
        last = level if moves.get(level) else [DEAL, LOST, *others][-1]
        left, unanswered, row = 1.0, history.seen(level), dict[str, float]()
        for to in questions:
            yes = moves.get(to, 0)
            unanswered -= yes
            share = random.betavariate(yes + JEFFREYS, unanswered + JEFFREYS)
            row[to] = left * share
            left *= 1 - share
        row[last] = left
        rates[level] = row
    return rates


def _merged(groups: Sequence[Group], months: int) -> list[Group]:
    """Put groups of the same level and month together, and leave out those that come too late."""
    counts: Counter[tuple[str, int]] = Counter()
    for group in groups:
        if group.month <= months:
            counts[group.level, group.month] += group.count
    return [Group(level, month, count) for (level, month), count in sorted(counts.items()) if count]


def _future(groups: list[Group], chances: Mapping[str, list[float]], months: int, random: Random) -> list[int]:
    deals = [0] * months
    for group in groups:
        left, still = group.count, 1.0
        for month, chance in enumerate(chances[group.level][: months - group.month + 1], group.month - 1):
            if left and chance > 0:
                now = random.binomialvariate(left, min(1.0, chance / still))
                deals[month] += now
                left -= now
            still -= chance
            if not left or still <= 0:
                break
    return deals


def _outlook(expected: Fraction, deals: list[int], toss: float) -> Outlook:
    futures = Counter(deals)
    intervals = {level: interval(futures, Fraction(level, 100), toss) for level in LEVELS_OF_INTERVALS}
    return Outlook(expected, dict(sorted(futures.items())), intervals)


def interval(futures: Mapping[int, int], share: Fraction, toss: float) -> Interval:
    """Return the interval that holds `share` of the futures; `toss`, 0 to 1, decides between two whole-number ones.

    >>> futures = {0: 60, 1: 30, 2: 10}
    >>> [interval(futures, Fraction(4, 5), toss) for toss in (0.5, 0.9)]
    [Interval(low=0, high=1, held=Fraction(9, 10)), Interval(low=0, high=0, held=Fraction(3, 5))]
    """
    size = sum(futures.values())
    least, most = min(futures), max(futures)
    low = high = max(futures, key=lambda deals: (futures[deals], -deals))
    held, wanted = futures[low], float(share * size)
    while held < wanted:
        below, above = futures.get(low - 1, 0), futures.get(high + 1, 0)
        downwards = low > least and (high == most or below > above)
        wider = held + (below if downwards else above)
        if wider >= wanted and toss * (wider - held) >= wanted - held:
            break
        low, high, held = (low - 1, high, wider) if downwards else (low, high + 1, wider)
    return Interval(low, high, Fraction(held, size))


def _share(means: list[float], chance: float) -> float:
    average = sum(means) / len(means)
    history = sum((mean - average) ** 2 for mean in means) / len(means)
    return history / (history + chance) if history + chance > 0 else 0.0


def leads_needed(projection: Projection, target: Fraction, probability: Fraction, level: str) -> int | None:
    """Return how many more new leads this month, in `level`, make `target` deals as probable as `probability`.

    In each future that falls short the leads come in one after another until the missing deals are made: a negative
    binomial number. The answer is the number that suffices in the wished share of futures; None where more than a
    million would be needed. They are on top of the new leads that are in the projection already.
    """
    random = Random(seed_of("leads", projection.deals, str(target), level))  # noqa: S311 -- as in project
    needs = sorted(
        _needed(math.ceil(target) - deals, reach, random)
        for deals, reach in zip(projection.deals, projection.reach[level], strict=True)
    )
    need = needs[max(0, math.ceil(probability * len(needs)) - 1)]
    return None if need > MOST_LEADS else int(need)


def _needed(missing: int, reach: float, random: Random) -> float:
    if missing <= 0:
        return 0
    if missing > MOST_LEADS * reach:
        return math.inf
    if reach >= 1:
        return missing
    failures = random.gammavariate(missing, (1 - reach) / reach)
    if failures > MOST_LEADS:
        return math.inf
    return missing + random.binomialvariate(POISSON_TRIALS, failures / POISSON_TRIALS)
