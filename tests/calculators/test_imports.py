"""What `calculators` may import: the standard library, pandas in frames, openpyxl in workbooks."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import calculators

PACKAGE = Path(calculators.__file__).parent
PANDAS, OPENPYXL = {"pandas", "numpy"}, {"openpyxl", "et_xmlfile"}
ADDED = {
    "frames": PANDAS,
    "lead_frames": PANDAS,
    "lead_log_views": PANDAS,
    "score_frames": PANDAS,
    "team_frames": PANDAS,
    "team_views": PANDAS,
    "team_workbooks": OPENPYXL,
    "workbook_reading": OPENPYXL,
    "workbook_sheets": OPENPYXL,
    "workbooks": OPENPYXL,
}
NEVER = {
    "handbook",
    "mkdocs",
    "markdown_it",
    "yaml",
    "click",
    "js",
    "pyodide",
    "socket",
    "subprocess",
    "urllib.request",
}
WITH_FLOATS = {"projection", "headings", "phrases", "tables", "workbook_reading"}
"""Simulated futures, how alike two texts are, and the numbers that Excel keeps: made exact or counted, then shown."""
PROBE = """
import importlib, json, sys
before = set(sys.modules)
importlib.import_module(sys.argv[1])
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def imported_by(module: str) -> set[str]:
    """Return the modules that importing one brings in, in a process that has imported nothing else."""
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})\n{PROBE}", module]
    return set(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


@pytest.mark.parametrize("module", sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem not in ADDED))
def test_a_core_module_imports_the_standard_library_alone(module: str) -> None:
    found = {name.partition(".")[0] for name in imported_by(f"calculators.{module}")} - {"calculators"}
    assert found - sys.stdlib_module_names == set()


@pytest.mark.parametrize("module", sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem not in ADDED))
def test_a_core_module_touches_no_site_builder_browser_or_network(module: str) -> None:
    assert imported_by(f"calculators.{module}") & NEVER == set()


@pytest.mark.parametrize(("module", "allowed"), ADDED.items())
def test_a_module_at_the_edge_adds_its_one_library(module: str, allowed: set[str]) -> None:
    found = {name.partition(".")[0] for name in imported_by(f"calculators.{module}")}
    direct = {line.split()[1].partition(".")[0] for line in _imports(module)}
    assert allowed & found
    assert direct - sys.stdlib_module_names - {"calculators"} <= allowed


def _imports(module: str) -> list[str]:
    lines = (PACKAGE / f"{module}.py").read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith(("import ", "from "))]


@pytest.mark.parametrize("module", sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem not in WITH_FLOATS))
def test_a_module_calculates_without_floats(module: str) -> None:
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    found = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert found == []
