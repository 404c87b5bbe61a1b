"""What measurements leave behind: a file of figures each in build/, which `bench/report.py` gathers."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "build"
PAGE = PROJECT / "docs" / "maintain" / "performance.md"
"""What `bench/report.py` writes: that it changed makes nothing of what was measured another."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When, of what and where something was measured; "" for what was not kept with it."""

    date: str = ""
    commit: str = ""
    """The commit that was checked out, with `-dirty` where files differed from it."""
    machine: str = ""

    @classmethod
    def now(cls) -> Self:
        """Stamp what has just been measured here."""
        machine = f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"
        return cls(date=datetime.now(tz=UTC).date().isoformat(), commit=commit(), machine=machine)

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Self:
        """Read a stamp from what was kept, which may hold more or less."""
        return cls(**{name: entry.get(name, "") for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one command measured."""

    stamp: Stamp
    command: str
    figures: tuple[Figure, ...]

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Self:
        """Read what `write` wrote, now or before it kept the commit."""
        figures = tuple(Figure(**figure) for figure in entry["figures"])
        return cls(Stamp.from_json(entry), entry.get("command", ""), figures)


def commit(folder: Path = PROJECT) -> str:
    """Name the commit that is checked out in a folder, with `-dirty` where more than the page of figures differs."""

    def git(*words: str) -> str:
        command = ["git", "-C", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", f":!{PAGE.relative_to(PROJECT)}")
    name = git("rev-parse", "--short", "HEAD")
    return f"{name}-dirty" if name and changed else name


def write(name: str, command: str, figures: Iterable[Figure]) -> None:
    """Keep figures in build/bench-NAME.json, with what they were measured on."""
    kept = {**asdict(Stamp.now()), "command": command, "figures": [asdict(figure) for figure in figures]}
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (FOLDER / f"bench-{name}.json").write_text(f"{text}\n", encoding="utf-8")
