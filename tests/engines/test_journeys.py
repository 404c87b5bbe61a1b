"""The handbook's journeys in Firefox and WebKit: a score with its reasons, an order log, a search, a phone."""

from pathlib import Path

import pytest

from tests.browser.tables import CPython
from tests.engines.visit import Visit

pytestmark = pytest.mark.browser

LOG = """\
日期\t姓名\t金额\t类别
2026/7/3\t张三\t12万\t销售
2026-08-09\t张三\t300000\t销售
2026/8/20\t张三\t2万\t退货
2026年9月1日\t李四\t50万\t销售
2026/13/2\t李四\t5万\t销售
"""
PEOPLE = """() => [...document.querySelectorAll("[aria-label=各人得分] tbody tr")]
    .map((row) => [row.cells[0].innerText.trim(), row.cells[1].firstChild.textContent])"""
EDIT_A_PLAN = """() => document.querySelector("[aria-label=读到的表格] tbody td:nth-of-type(3)")
    .dispatchEvent(new MouseEvent("dblclick", { bubbles: true }))"""
ENTER = "\ue007"
FACTS = """() => [...document.querySelectorAll(".diag-table tr")]
    .map((row) => [...row.cells].map((cell) => cell.innerText))"""
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


def test_an_order_log_becomes_a_score(visit: Visit) -> None:
    visit.go("kpi/schemes/am-quarter/")
    visit.click("从订单流水汇总")
    visit.fill(".kpi-paste", LOG)
    visit.expect(".kpi-log", "5 行流水，4 行计入，1 行未计入")
    visit.expect(".kpi-log", "400,000 元")
    visit.click("汇总到考核表")
    visit.until(f"() => ({PEOPLE})().length === 2")
    visit.run(EDIT_A_PLAN)
    visit.fill("input[aria-label='第 1 行 计划完成销售额']", "50万")
    visit.engine.press(ENTER)
    visit.click("张三")
    visit.expect(SHEET, "400,000 ÷ 500,000 = 80%")


def test_a_clause_is_found_and_its_page_opens(visit: Visit) -> None:
    visit.go("")
    visit.engine.press("/")
    visit.until("() => document.activeElement.matches('[data-search] input')")
    visit.engine.press("KH-204")
    visit.until("() => document.querySelector('.md-search-result__link')?.innerText.includes('KH-204')")
    visit.run("() => document.querySelector('.md-search-result__link').click()")
    visit.until("() => location.hash === '#KH-204' && document.getElementById('KH-204') !== null")
    visit.go("c/KH-204/")
    visit.expect("h1", "KH-204")


def test_the_diagnosis_says_which_way_was_taken(visit: Visit) -> None:
    visit.go("diag/")
    visit.click("开始检测")
    visit.expect("[role=status]", "检测完成")
    facts = dict(visit.run(FACTS))
    assert (facts["算分：方式"], facts["流水汇总：方式"]) == ("快速启动", "快速启动")


PAGES = [
    "",
    "rules/general/",
    "c/KH-204/",
    "kpi/schemes/am-quarter/",
    "kpi/indicators/",
    "calculators/",
    "forms/",
    "announcements/",
]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window_in_either_scheme(visit: Visit, width: int) -> None:
    visit.engine.resize(width, 844)
    for path in PAGES:
        visit.go(path)
        assert visit.run("() => innerWidth") == width
        for scheme in ("slate", "default"):
            visit.run("(scheme) => { document.body.dataset.mdColorScheme = scheme; }", scheme)
            assert visit.run("() => document.documentElement.scrollWidth") <= width, path
