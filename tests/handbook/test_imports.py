"""Who may import what: the host is known to one module, the command line's library to one package."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "handbook"
ONLY = {
    "mkdocs": {"plugin.py"},
    "markdown": {"pages/clause_blocks.py", "pages/table_headings.py"},
    "openpyxl": {"pages/form_workbooks.py"},
    "pypinyin": {"search/pinyin.py"},
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_imported_where_it_belongs_and_nowhere_else(library: str) -> None:
    users = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if library in imported(path)}
    assert users == ONLY[library]


def test_only_the_commands_know_the_command_lines_library() -> None:
    users = {path.parent.name for path in PACKAGE.rglob("*.py") if "click" in imported(path)}
    assert users == {"commands"}
