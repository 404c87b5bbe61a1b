"""What the program brings along besides its modules: the site's shell, the theme's overrides, the locks.

In a checkout they lie at its root. In a wheel, where nothing may lie beside the packages, they are in handbook/shipped.
"""

from __future__ import annotations

from pathlib import Path

_IN_A_WHEEL = Path(__file__).with_name("shipped")

PROJECT = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else Path(__file__).resolve().parents[1]
"""Folder of everything below, and of the lock files."""
SHELL = PROJECT / "docs"
OVERRIDES = PROJECT / "overrides"
CONFIGURATION = PROJECT / "mkdocs.yml"

_OF_ONE_DEPARTMENT = ("index.md", "calculators/")
"""The home page, and calculators whose pages cite the clauses that they work by: every department has its own."""
_FOR_THE_TYPE_CHECKER = ".d.ts"


def shell_files() -> list[str]:
    """Return what every department's site takes from the shell, by path in the docs folder: assets, authors' pages."""
    found = sorted(path.relative_to(SHELL).as_posix() for path in SHELL.rglob("*") if path.is_file())
    return [
        name for name in found if not name.startswith(_OF_ONE_DEPARTMENT) and not name.endswith(_FOR_THE_TYPE_CHECKER)
    ]
