"""The handbook's own schemes: called by id or by page they answer alike; worked examples come out as printed."""

import re
from pathlib import Path

import pytest

from tests.contract.commandline import ROOT, handbook

PAGES = sorted((ROOT / "handbook_src" / "kpi" / "schemes").glob("*.md"))


def example(path: Path) -> list[list[str]]:
    """The cells of the table under 算例, the heading first."""
    text = path.read_text(encoding="utf-8").partition("\n## 算例\n")[2]
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]


def test_the_handbook_has_schemes() -> None:
    assert PAGES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_worked_example_comes_out_as_printed_by_id_and_by_page(path: Path) -> None:
    headings, *people = example(path)
    table = "".join("\t".join(row) + "\n" for row in [headings, *people]).encode()
    by_page = handbook("score", path, "-", "--json", stdin=table)
    by_id = handbook("score", path.stem, "-", "--json", stdin=table)
    printed = {
        (row[headings.index("姓名")], row[headings.index("总分")], row[headings.index("等级")]) for row in people
    }
    assert by_page == by_id
    assert printed == {(person["name"], person["total"], person["grade"]) for person in by_page.report["people"]}
