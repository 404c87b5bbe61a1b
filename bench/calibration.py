"""How often the intervals of a projection hold the truth: 2,000 simulated histories for each regime, at full draws.

`python bench/calibration.py [runs]` prints the share of hits by month and in all, for 80 % and 95 %. Some minutes.
"""

import sys
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from calculators.chain import Group, History
from calculators.levels import DEAL, LOST
from calculators.pasted import finished
from calculators.projection import project

MONTHS = 3
DRAWS = 1000
OPEN = ("H", "A", "B", "C")
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
}
STOCKS = {"few": (3, 4, 6, 8), "usual": (15, 20, 40, 60), "many": (60, 80, 120, 160)}
HISTORIES = (200, 50, 30, 20, 10)


def drawn(ways: dict[str, float], size: int, random: Random) -> dict[str, int]:
    """Draw where so many customers of one level go."""
    return dict(Counter(random.choices(list(ways), list(ways.values()), k=size)))


def walk(chain: dict[str, dict[str, float]], groups: list[Group], random: Random) -> list[int]:
    """Move customers by the known chain: the deals of each month, and of all."""
    deals: list[int] = []
    standing = Counter({group.level: group.count for group in groups})
    for _ in range(MONTHS):
        moved: Counter[str] = Counter()
        for level, count in standing.items():
            moved.update(drawn(chain[level], count, random))
        deals.append(moved.pop(DEAL, 0))
        moved.pop(LOST, None)
        standing = moved
    return [*deals, sum(deals)]


def hits(chain: dict[str, dict[str, float]], size: int, groups: list[Group], runs: int) -> dict[int, list[float]]:
    """Return the share of runs in which each interval held the truth, by month and in all."""
    random = Random(size * 1000 + sum(group.count for group in groups))  # noqa: S311 - a simulation
    held = {80: [0] * (MONTHS + 1), 95: [0] * (MONTHS + 1)}
    for _ in range(runs):
        history = History({level: drawn(ways, size, random) for level, ways in chain.items()})
        projection = finished(project(history, groups, MONTHS, DRAWS))
        for place, (outlook, deals) in enumerate(
            zip((*projection.months, projection.total), walk(chain, groups, random), strict=True)
        ):
            for share, interval in outlook.intervals.items():
                held[share][place] += interval.low <= deals <= interval.high
    return {share: [count / runs for count in counts] for share, counts in held.items()}


def main() -> None:
    """Print a row a regime."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(f"{runs} runs, {DRAWS} draws; share of hits by month 1 to {MONTHS} and in all")
    for name, chain in CHAINS.items():
        for size in HISTORIES:
            for label, counts in STOCKS.items():
                groups = [Group(level, 1, count) for level, count in zip(OPEN, counts, strict=True)]
                found = hits(chain, size, groups, runs)
                shown = "   ".join(
                    f"{share} %: " + " ".join(f"{part:6.1%}" for part in parts) for share, parts in found.items()
                )
                print(f"{name:16} history {size:3} a level, stock {label:6} {shown}", flush=True)


if __name__ == "__main__":
    main()
