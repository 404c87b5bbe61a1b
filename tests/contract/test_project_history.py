"""SPEC 4, `project` with little history: intervals say how little is known, and hold the truth as often as they say."""

from math import sqrt
from pathlib import Path
from statistics import mean, stdev

import pytest

from tests.contract.projection_oracle import deal_chance, observed, orders_distribution
from tests.contract.test_project import bounds, project

TRUTH = {
    "H": {"成交": 0.3, "战败": 0.2, "H": 0.4, "A": 0.1},
    "A": {"H": 0.2, "成交": 0.05, "战败": 0.15, "A": 0.6},
}
STOCK = {"H": 150, "A": 100}
HISTORIES, EACH, MONTHS = 30, 60, 2


def width(folder: Path, times: int, which: str) -> int:
    history = {"H": {"成交": 3 * times, "战败": 2 * times, "H": 5 * times}}
    low, high = bounds(project(folder, {"H": 200}, history, "--months", "2").report["total"], which)
    return high - low


@pytest.mark.parametrize("which", ["interval80", "interval95"])
def test_less_history_makes_intervals_wider(tmp_path: Path, which: str) -> None:
    thin, some, thick = (width(tmp_path, times, which) for times in (2, 20, 20_000))
    assert thin > some > thick


def test_a_way_that_was_never_taken_in_a_thin_history_is_not_ruled_out(tmp_path: Path) -> None:
    # Ten of ten ordered: nobody knows from this that all two hundred will.
    history = {"H": {"成交": 10, "战败": 0, "H": 0}}
    low, high = bounds(project(tmp_path, {"H": 200}, history, "--months", "1").report["total"], "interval95")
    assert low < 195 <= high


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[float]]:
    """For each history drawn from the true chain, the true chance that its interval holds the orders to come."""
    folder = tmp_path_factory.mktemp("calibration")
    groups = [(count, deal_chance(TRUTH, level, MONTHS)) for level, count in STOCK.items()]
    chance = orders_distribution(groups)
    held: dict[str, list[float]] = {"interval80": [], "interval95": []}
    for seed in range(HISTORIES):
        total = project(folder, STOCK, observed(TRUTH, EACH, seed), "--months", str(MONTHS)).report["total"]
        for which, chances in held.items():
            low, high = bounds(total, which)
            chances.append(sum(chance[low : high + 1]))
    return held


@pytest.mark.parametrize(("which", "least", "most"), [("interval80", 0.77, 0.83), ("interval95", 0.93, 0.97)])
def test_intervals_hold_the_truth_as_often_as_they_say(
    coverage: dict[str, list[float]], which: str, least: float, most: float
) -> None:
    """SPEC's bounds for 80 % and 2 points either way for 95 %, three standard errors of these few histories wider."""
    error = 3 * stdev(coverage[which]) / sqrt(HISTORIES)
    assert least - error <= mean(coverage[which]) <= most + error
