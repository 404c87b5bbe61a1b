"""Deals of the months ahead with honest intervals: chance and thin history together (SPEC 4).

**Rates.** History is a sample. What a level's customers do is drawn from its posterior: a chain of yes-or-no questions,
each with a Beta posterior under Jeffreys' prior, Beta(yes + ½, no + ½): 成交? if not, 战败? if not, each other level
that history has seen, and the rest stay. With the question that matters asked first, this is the reference prior for
several ways out (Berger and Bernardo, 1992), and the rate of 成交 has exactly SPEC's Beta posterior. A level that was
never reached from here gets no chance; 成交 and 战败 always have one. Where no deal was ever seen, each ½ stands for a
deal that nobody saw, and the halves of several such levels add up. So these count their customers once for each level:
together they add what one transition adds, as a prior over all levels would (Berger, Bernardo and Sun, 2015).

**Chance.** With rates drawn, every customer moves alone: the deals of a group in a month are a binomial part of those
who are left. Each draw is one possible future; the shares of `DRAWS` futures are the predictive distribution.

**Seed.** The draws come from a generator seeded by the content of the tables: the same paste, the same figures.

**Intervals** grow from the likeliest number of deals, each time by the likelier neighbour, until they hold the wanted
share. Whole numbers seldom give 80 % exactly: of the last interval below it and the first one above, the draw takes the
wider with the chance that makes 80 % on average over many pastes. `held` says what the one that is shown holds. Where a
single number is likelier than 80 %, the interval is that number and holds more. Where deals spread over more than
`STEPS` numbers, neighbours are taken together, so that growth follows the distribution and not the noise of the draws.
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
STEPS = 50
"""Into so many steps the middle 95 % of the futures are cut at most, when an interval grows."""
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
    seed = seed_of(content, parts)
    merged, of = _merged(groups, months), draws * (months + 1)
    # Rates, moves and the toss have a stream each: the first months do not depend on how many follow.
    random = Random(seed)  # noqa: S311 -- the same paste must give the same figures
    known = posterior(history)
    chances: list[dict[str, list[float]]] = []
    for done in range(draws):
        if done % DRAWS_PER_STEP == 0:
            yield done, of
        chances.append(deal_chances(draw_rates(known, random), months, 0.0))
    moves = Random(seed + 1)  # noqa: S311 -- as above
    left = [[group.count for group in merged] for _ in chances]
    by_month: list[list[int]] = []
    for month in range(1, months + 1):
        yield draws * month, of
        by_month.append([_deals(merged, each, still, month, moves) for each, still in zip(chances, left, strict=True)])
    toss = Random(seed + 2).random()  # noqa: S311 -- as above
    expected = expected_deals(history, groups, months)
    running = list(accumulate(by_month, _added))
    return Projection(
        history,
        tuple(groups),
        tuple(_outlook(exact, deals, toss) for exact, deals in zip(expected, by_month, strict=True)),
        tuple(_outlook(exact, deals, toss) for exact, deals in zip(accumulate(expected), running, strict=True)),
        tuple(running[-1]),
        {level: tuple(sum(each[level]) for each in chances) for level in history.levels},
        _thinness(merged, chances, months),
    )


def _added(sums: list[int], deals: list[int]) -> list[int]:
    return [before + now for before, now in zip(sums, deals, strict=True)]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a level's customers, one after another; who says no to all goes to `last`."""

    asked: tuple[tuple[str, float, float], ...]
    """Destination, and the two parameters of its Beta posterior."""
    last: str


def posterior(history: History) -> dict[str, Questions]:
    """Return what every level's customers are asked; level → questions."""
    return {level: _questions(history, level) for level in history.levels}


def _questions(history: History, level: str) -> Questions:
    moves = history.moves[level]
    others = [to for to, count in moves.items() if count and to not in (level, DEAL, LOST)]
    *questions, last = [DEAL, LOST, *others, *([level] if moves.get(level) else [])]
    asked: list[tuple[str, float, float]] = []
    unanswered = history.seen(level)
    for to in questions:
        yes = moves.get(to, 0)
        unanswered -= yes
        times = len(history.levels) if to == DEAL and not yes else 1
        asked.append((to, yes + JEFFREYS, unanswered * times + JEFFREYS))
    return Questions(tuple(asked), last)


def draw_rates(known: Mapping[str, Questions], random: Random) -> dict[str, dict[str, float]]:
    """Draw what every level's customers do in a month; level → destination → chance."""
    rates: dict[str, dict[str, float]] = {}
    for level, questions in known.items():
        left, row = 1.0, dict[str, float]()
        for to, yes, no in questions.asked:
            share = random.betavariate(yes, no)
            row[to] = left * share
            left *= 1 - share
        row[questions.last] = left
        rates[level] = row
    return rates


def _merged(groups: Sequence[Group], months: int) -> list[Group]:
    """Put groups of the same level and month together, and leave out those that come too late."""
    counts: Counter[tuple[str, int]] = Counter()
    for group in groups:
        if group.month <= months:
            counts[group.level, group.month] += group.count
    return [Group(level, month, count) for (level, month), count in sorted(counts.items()) if count]


def _deals(groups: list[Group], chances: Mapping[str, list[float]], left: list[int], month: int, random: Random) -> int:
    """Draw one month's deals of one future; takes them from `left`, the customers of each group with no deal yet."""
    deals = 0
    for place, group in enumerate(groups):
        age = month - group.month
        if age < 0 or not left[place]:
            continue
        row = chances[group.level]
        still = 1.0 - sum(row[:age])
        if row[age] > 0 and still > 0:
            now = random.binomialvariate(left[place], min(1.0, row[age] / still))
            left[place] -= now
            deals += now
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
    size, least, most = sum(futures.values()), min(futures), max(futures)
    width = _step_width(futures, size)
    steps: Counter[int] = Counter()
    for deals, count in futures.items():
        steps[(deals - least) // width] += count
    low = high = max(steps, key=lambda step: (steps[step], -step))
    held, wanted, last = steps[low], float(share * size), max(steps)
    while held < wanted:
        below, above = steps.get(low - 1, 0), steps.get(high + 1, 0)
        downwards = low > 0 and (high == last or below > above)
        wider = held + (below if downwards else above)
        if wider >= wanted and toss * (wider - held) >= wanted - held:
            break
        low, high, held = (low - 1, high, wider) if downwards else (low, high + 1, wider)
    return Interval(least + low * width, min(most, least + (high + 1) * width - 1), Fraction(held, size))


def _step_width(futures: Mapping[int, int], size: int) -> int:
    """Return how many neighbouring numbers make one step: 1, unless the middle 95 % spread over more than `STEPS`."""
    below, bounds = 0, [0, 0]
    for deals in sorted(futures):
        below += futures[deals]
        if below * 40 <= size:
            bounds[0] = deals
        if (below - futures[deals]) * 40 <= 39 * size:
            bounds[1] = deals
    return max(1, math.ceil((bounds[1] - bounds[0]) / STEPS))


def _thinness(groups: list[Group], chances: Sequence[Mapping[str, list[float]]], months: int) -> float:
    """Return the share of the total's variance that comes from not knowing the rates."""
    means: list[float] = []
    chance = 0.0
    for each in chances:
        of_groups = [(group.count, sum(each[group.level][: months - group.month + 1])) for group in groups]
        means.append(sum(count * part for count, part in of_groups))
        chance += sum(count * part * (1 - part) for count, part in of_groups) / len(chances)
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
