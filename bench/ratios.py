"""What `bench/run.py` measures and sets against stock Pyodide, and where it keeps what it found: build/bench.json."""

import json
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.figures import FOLDER, Stamp
from bench.throughput import Throughput
from bench.visits import Visit

MANY_ROWS = 100_000
KEPT = FOLDER / "bench.json"


@dataclass(frozen=True, slots=True)
class Condition:
    """Under what the visits are made."""

    part: str
    """What the command line calls it."""
    name: str
    slower: int = 1
    bytes_per_second: float | None = None
    delay_seconds: float = 0.0


BUILD = "build"
BYTES = "bytes"
ROWS = "rows"
"""The parts that are no visits: the site's build, what a first visit moves, many rows in the browser and in CPython."""

CONDITIONS = (
    Condition("machine", "this machine"),
    Condition("cpu", "CPU 4 times slower", slower=4),
    Condition("network", "20 Mbit/s, 40 ms", bytes_per_second=20e6 / 8, delay_seconds=0.04),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours to stock."""

    name: str
    ours: float
    stock: float
    goal: float | None
    unit: str

    @property
    def line(self) -> str:
        """One line of the table."""
        goal = f"{self.goal:.2f}" if self.goal else ""
        ratio = self.ours / self.stock if self.stock else float("nan")
        verdict = "" if self.goal is None else "met" if ratio <= self.goal else "MISSED"
        judged = f"{ratio:>6.2f}  {goal:>5}  {verdict:<6}"
        return f"{self.name:<72}  {judged}  {self.ours:>8.2f} / {self.stock:.2f} {self.unit}"


def median(visits: list[Visit]) -> float:
    """Give the middle time to the score."""
    return statistics.median(each.score for each in visits)


def compare(condition: Condition, found: dict[str, list[Visit]]) -> list[Ratio]:
    """Set ours against stock, with the goals where they hold."""
    here = condition is CONDITIONS[0]
    pairs = (
        ("core", "bare", "cold", 0.30),
        ("core", "bare", "warm", 0.25),
        ("pandas", "stock pandas", "cold", 0.33),
        ("pandas", "stock pandas", "warm", 0.22),
        ("pandas", "bare", "warm", 0.60),
        ("core", "bare", "later", None),
        ("pandas", "stock pandas", "later", None),
        ("pandas", "bare", "later", None),
    )
    ratios: list[Ratio] = []
    for ours, stock, when, goal in pairs:
        first, second = found[f"{ours} {when}"], found[f"{stock} {when}"]
        # Bare Pyodide is measured when it is loaded: it is not asked to score.
        against = statistics.median(each.ready for each in second) if stock == "bare" else median(second)
        name = f"{ours} image to score : {stock}, {when} ({condition.name})"
        ratios.append(Ratio(name, median(first), against, goal if here else None, "s"))
    if here:
        for ours, stock in (("core", "bare"), ("pandas", "stock pandas")):
            first, second = (statistics.median(each.memory for each in found[f"{name} warm"]) for name in (ours, stock))
            ratios.append(
                Ratio(f"memory of the page after a score, {ours} : {stock}", first / 1e6, second / 1e6, None, "MB")
            )
    return ratios


def compare_bytes(size: dict[str, int]) -> list[Ratio]:
    """Set the bytes of a first visit against stock."""
    pairs = (("core", "bare", 0.75), ("pandas", "stock pandas", 0.9))
    return [
        Ratio(f"bytes moved cold, {ours} : {stock}", size[ours] / 1e6, size[stock] / 1e6, goal, "MB")
        for ours, stock, goal in pairs
    ]


def compare_rows(rows: dict[str, float], many: Throughput) -> list[Ratio]:
    """Set many rows in the browser against CPython."""
    return [
        Ratio(f"{MANY_ROWS:,} rows read, browser : CPython", many.read, rows["read"], 4, "s"),
        Ratio(f"{MANY_ROWS:,} rows scored, browser : CPython", many.score, rows["score"], 4, "s"),
    ]


def keep(part: str, found: Mapping[str, object], ratios: Iterable[Ratio], path: Path = KEPT) -> None:
    """Put one part's figures into the file, with what they were measured on, in place of those that it had."""
    path.parent.mkdir(exist_ok=True)
    before: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    new = [{**asdict(ratio), "part": part} for ratio in ratios]
    names = {ratio["name"] for ratio in new}
    old = [ratio for ratio in before.get("ratios", ()) if ratio.get("part") != part and ratio["name"] not in names]
    stamps = {**before.get("stamps", {}), part: asdict(Stamp.now())}
    kept = {**before, **found, "stamps": stamps, "ratios": [*old, *new]}
    # A run that is stopped while it writes must not take the other parts' figures with it.
    beside = path.with_suffix(".new")
    beside.write_text(f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    beside.replace(path)
