"""How often the intervals of a projection hold the truth: 2,000 simulated histories for each regime.

`python bench/calibration.py [runs [regime …]]` prints the share of hits by month and in all, for 80 % and 95 %, and
leaves the least and most of each history to `bench/report.py`. All ninety regimes take an hour and a half on two cores;
`2000 200 50 usual` measures those with 200 or 50 moves a level and the usual stock.

A run counts by the chance that its interval holds what the known chain brings, worked out exactly: the same share as
that of hits by simulated customers, without their luck, which alone moves the share of 2,000 runs by up to 1.8 points.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import accumulate, product
from math import comb
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import Figure, write
from calculators.chain import Group, History, deal_chances
from calculators.levels import DEAL, LOST
from calculators.pasted import finished
from calculators.projection import project

MONTHS = 3
DRAWS = 1000
CHAINS = {
    "every move seen": {
        "H": {DEAL: 0.40, LOST: 0.10, "H": 0.30, "A": 0.12, "B": 0.05, "C": 0.03},
        "A": {DEAL: 0.15, LOST: 0.10, "H": 0.15, "A": 0.40, "B": 0.15, "C": 0.05},
        "B": {DEAL: 0.06, LOST: 0.10, "H": 0.06, "A": 0.14, "B": 0.50, "C": 0.14},
        "C": {DEAL: 0.03, LOST: 0.15, "H": 0.03, "A": 0.06, "B": 0.13, "C": 0.60},
    },
    "step by step": {
        "H": {DEAL: 0.40, LOST: 0.10, "H": 0.40, "A": 0.10},
        "A": {DEAL: 0.10, LOST: 0.05, "H": 0.25, "A": 0.50, "B": 0.10},
        "B": {LOST: 0.05, "A": 0.20, "B": 0.60, "C": 0.15},
        "C": {LOST: 0.10, "B": 0.15, "C": 0.75},
    },
    "two levels": {
        "H": {DEAL: 0.40, LOST: 0.15, "H": 0.25, "A": 0.20},
        "A": {DEAL: 0.10, LOST: 0.10, "H": 0.25, "A": 0.55},
    },
    "six levels": {
        "H": {DEAL: 0.35, LOST: 0.05, "H": 0.45, "A": 0.15},
        "A": {LOST: 0.05, "H": 0.20, "A": 0.65, "B": 0.10},
        "B": {LOST: 0.05, "A": 0.15, "B": 0.65, "C": 0.15},
        "C": {LOST: 0.05, "B": 0.15, "C": 0.65, "D": 0.15},
        "D": {LOST: 0.10, "C": 0.15, "D": 0.65, "E": 0.10},
        "E": {LOST: 0.15, "D": 0.15, "E": 0.70},
    },
    "rare deals": {
        "H": {DEAL: 0.08, LOST: 0.10, "H": 0.62, "A": 0.20},
        "A": {DEAL: 0.01, LOST: 0.10, "H": 0.08, "A": 0.66, "B": 0.15},
        "B": {DEAL: 0.002, LOST: 0.15, "A": 0.10, "B": 0.748},
    },
    "levels skipped": {
        "H": {DEAL: 0.45, LOST: 0.15, "H": 0.30, "A": 0.10},
        "A": {DEAL: 0.20, LOST: 0.15, "H": 0.05, "A": 0.50, "C": 0.10},
        "B": {DEAL: 0.05, LOST: 0.10, "H": 0.25, "B": 0.60},
        "C": {LOST: 0.20, "H": 0.12, "A": 0.08, "C": 0.60},
    },
}
STOCKS = {"few": (3, 4, 6, 8, 8, 8), "usual": (15, 20, 40, 60, 60, 60), "many": (60, 80, 120, 160, 160, 160)}
"""Customers of each level, the best first; a short chain takes the first ones."""
HISTORIES = (200, 50, 30, 20, 10)
BOUNDS: dict[int, tuple[float | None, float | None]] = {80: (77, 83), 95: (None, None)}
"""What the intervals should hold, in percent, where there is enough history."""
WHOLE_HISTORY = 50
"""Moves a level from which history is enough for these bounds; the page 转化预测 says what holds with less."""


def drawn(ways: dict[str, float], size: int, random: Random) -> dict[str, int]:
    """Draw where so many customers of one level go."""
    return dict(Counter(random.choices(list(ways), list(ways.values()), k=size)))


def up_to(chain: dict[str, dict[str, float]], groups: list[Group]) -> list[list[float]]:
    """Return the known chain's chances of fewer than 0, 1, 2, … deals: in each month, and in all."""
    by_level = deal_chances(chain, MONTHS, 0.0)
    several: list[list[float]] = []
    for months in (*([month] for month in range(MONTHS)), range(MONTHS)):
        chances = [1.0]
        for group in groups:
            deal = sum(by_level[group.level][month] for month in months)
            own = [comb(group.count, n) * deal**n * (1 - deal) ** (group.count - n) for n in range(group.count + 1)]
            both = [0.0] * (len(chances) + group.count)
            for (before, chance), (more, part) in product(enumerate(chances), enumerate(own)):
                both[before + more] += chance * part
            chances = both
        several.append([0.0, *accumulate(chances)])
    return several


@dataclass(frozen=True, slots=True)
class Regime:
    """Known rates, how much history shows of them, and the customers to look ahead for."""

    chain: str
    history: int
    """Moves of each level that history has counted."""
    stock: str
    runs: int

    def hits(self) -> dict[int, list[float]]:
        """Return the share of runs in which each interval held the truth, by month and in all."""
        chain = CHAINS[self.chain]
        groups = [Group(level, 1, count) for level, count in zip(chain, STOCKS[self.stock], strict=False)]
        random = Random(self.history * 1000 + sum(STOCKS[self.stock]))  # noqa: S311 - a simulation
        truth = up_to(chain, groups)
        held = {80: [0.0] * (MONTHS + 1), 95: [0.0] * (MONTHS + 1)}
        for _ in range(self.runs):
            history = History({level: drawn(ways, self.history, random) for level, ways in chain.items()})
            projection = finished(project(history, groups, MONTHS, DRAWS))
            for place, (outlook, below) in enumerate(zip((*projection.months, projection.total), truth, strict=True)):
                for share, interval in outlook.intervals.items():
                    held[share][place] += below[interval.high + 1] - below[interval.low]
        return {share: [count / self.runs for count in counts] for share, counts in held.items()}


def regimes(runs: int, wanted: Iterable[str]) -> list[Regime]:
    """Return the regimes; `wanted` holds histories and stocks, none of a kind for all of it."""
    words = set(wanted)
    sizes = [size for size in HISTORIES if str(size) in words] or HISTORIES
    stocks = [stock for stock in STOCKS if stock in words] or STOCKS
    return [Regime(chain, size, stock, runs) for chain, size, stock in product(CHAINS, sizes, stocks)]


def figures(measured: dict[Regime, dict[int, list[float]]]) -> list[Figure]:
    """Return the least and the most of what was held, by history and share."""
    found: list[Figure] = []
    for size in dict.fromkeys(regime.history for regime in measured):
        held = [parts for regime, parts in measured.items() if regime.history == size]
        runs = next(regime.runs for regime in measured)
        for share, bounds in BOUNDS.items():
            parts = [part * 100 for each in held for part in each[share]]
            name = f"{share}% 区间含真值，每级 {size} 个客户·月的历史，{len(parts)} 个数，各模拟 {runs} 次"
            low, high = bounds if size >= WHOLE_HISTORY else (None, None)
            found += [
                Figure(name=f"{name}：最少", ours=min(parts), unit="%", goal=low, at_least=True),
                Figure(name=f"{name}：最多", ours=max(parts), unit="%", goal=high),
            ]
    return found


def main() -> None:
    """Print a row a regime."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(f"{runs} runs, {DRAWS} draws; share of hits by month 1 to {MONTHS} and in all")
    asked = regimes(runs, sys.argv[2:])
    measured: dict[Regime, dict[int, list[float]]] = {}
    with ProcessPoolExecutor() as pool:
        for regime, found in zip(asked, pool.map(Regime.hits, asked), strict=True):
            measured[regime] = found
            shown = "   ".join(
                f"{share} %: " + " ".join(f"{part:6.1%}" for part in parts) for share, parts in found.items()
            )
            print(f"{regime.chain:16} history {regime.history:3} a level, stock {regime.stock:6} {shown}", flush=True)
    write("calibration", " ".join(["python bench/calibration.py", *sys.argv[1:]]), figures(measured))


if __name__ == "__main__":
    main()
