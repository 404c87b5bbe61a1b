"""What measurements leave behind: a file of figures each in build/, which `bench/report.py` gathers."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

FOLDER = Path(__file__).resolve().parents[1] / "build"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure."""

    name: str
    """What was measured, in Chinese: readers of the site see it."""
    ours: float
    unit: str = ""
    reference: float | None = None
    """The same of what it is compared with, in the same unit."""
    against: str = ""
    """What it is compared with."""
    goal: float | None = None
    """Bound of ours : reference, or of ours where there is no reference."""
    at_least: bool = False
    """Whether the goal is a lower bound."""

    @property
    def ratio(self) -> float | None:
        """Ours to the reference."""
        return self.ours / self.reference if self.reference else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        judged = self.ours if self.reference is None else self.ratio
        if self.goal is None or judged is None:
            return None
        return judged >= self.goal if self.at_least else judged <= self.goal


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one command measured."""

    date: str
    machine: str
    command: str
    figures: tuple[Figure, ...]

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Self:
        """Read what `write` wrote."""
        figures = tuple(Figure(**figure) for figure in entry["figures"])
        return cls(entry.get("date", ""), entry.get("machine", ""), entry.get("command", ""), figures)


def machine() -> str:
    """Say in a few words what this runs on."""
    return f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"


def write(name: str, command: str, figures: Iterable[Figure]) -> None:
    """Keep figures in build/bench-NAME.json."""
    day = datetime.now(tz=UTC).date().isoformat()
    kept = asdict(Measurement(day, machine(), command, tuple(figures)))
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (FOLDER / f"bench-{name}.json").write_text(f"{text}\n", encoding="utf-8")
