"""A rep's journey in Firefox and WebKit: a pasted table, scored and explained."""

from pathlib import Path

import pytest

from tests.browser.tables import CPython
from tests.engines.visit import Visit

pytestmark = pytest.mark.browser

PEOPLE = """() => [...document.querySelectorAll("[aria-label=各人得分] tbody tr")]
    .map((row) => [row.cells[0].innerText.trim(), row.cells[1].firstChild.textContent])"""
SHEET = ".kpi-sheet"


def twenty_people(sample: str) -> str:
    heading, *people = sample.splitlines()
    return "\n".join([heading, *(f"员工{number}{people[number % len(people)]}" for number in range(20))])


def test_a_pasted_table_is_scored_as_by_cpython_and_explained(visit: Visit, site: Path) -> None:
    desk = CPython(site)
    table = twenty_people(desk.sample)
    desk.ask("read_text", text=table)
    expected = [[person["name"], person["total"]] for person in desk.ask("score")["people"]]
    assert len(expected) == 20
    visit.go("kpi/schemes/am-quarter/")
    visit.fill(".kpi-paste", table)
    visit.until("(expected) => document.querySelectorAll('[aria-label=各人得分] tbody tr').length === expected", 20)
    assert visit.run(PEOPLE) == expected
    name = next(name for name, _ in expected if "李强" in name)
    visit.click(name)
    visit.expect(SHEET, "10,560,000 ÷ 12,000,000 = 88%")
    visit.expect(SHEET, "23.00 / 25")
    visit.click("KP-201")
    visit.until("() => location.hash === '#KP-201' && document.getElementById('KP-201') !== null")
