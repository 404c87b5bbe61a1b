"""The handbook's journeys in every engine: a score with its reasons, logs, a search, targets, a form, a phone."""

from pathlib import Path

import pytest

from tests.browser.tables import CPython
from tests.engines.engine import ENTER
from tests.engines.visit import Visit

pytestmark = pytest.mark.browser

SCHEME = "kpi/schemes/am-quarter/"
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
PLAN = "() => document.querySelector('[aria-label=读到的表格] tbody td:nth-of-type(3)').focus()"
FOUND = """(query, name) => document.querySelector("[data-search]").dataset.shown === query
    && document.querySelector("#search-results a").textContent.includes(name)"""
PART = "[aria-label=分解结果] tbody tr"
SHEET = ".kpi-sheet"


def twenty_people(sample: str) -> str:
    heading, *people = sample.splitlines()
    return "\n".join([heading, *(f"员工{number}{people[number % len(people)]}" for number in range(20))])


def test_a_pasted_table_is_scored_as_by_cpython_explained_and_there_on_coming_back(visit: Visit, site: Path) -> None:
    desk = CPython(site)
    table = twenty_people(desk.sample)
    desk.ask("read_text", text=table)
    expected = [[person["name"], person["total"]] for person in desk.ask("score")["people"]]
    assert len(expected) == 20
    visit.go(SCHEME)
    visit.paste(".kpi-paste", table)
    visit.until(f"(people) => ({PEOPLE})().length === people", 20)
    assert visit.run(PEOPLE) == expected
    name = next(name for name, _ in expected if "李强" in name)
    visit.click(name)
    visit.expect(SHEET, "10,560,000 ÷ 12,000,000 = 88%")
    visit.expect(SHEET, "23.00 / 25")
    visit.click("KP-201")
    visit.until("() => location.hash === '#KP-201' && document.getElementById('KP-201') !== null")
    visit.run("() => history.back()")
    visit.expect(f"{SHEET} h3, {SHEET} h4", name)
    assert visit.run("() => document.querySelector('.kpi-paste').value").splitlines() == table.splitlines()


def test_an_order_log_becomes_a_score(visit: Visit) -> None:
    visit.go(SCHEME)
    visit.click("从订单流水汇总")
    visit.paste(".kpi-paste", LOG)
    visit.expect(".kpi-log", "5 行流水，4 行计入，1 行未计入")
    visit.expect(".kpi-log", "400,000 元")
    visit.click("汇总到考核表")
    visit.until(f"() => ({PEOPLE})().length === 2")
    visit.run(PLAN)
    visit.engine.press(ENTER)
    visit.fill("input[aria-label='第 1 行 计划完成销售额']", "50万")
    visit.engine.press(ENTER)
    visit.click("张三")
    visit.expect(SHEET, "400,000 ÷ 500,000 = 80%")


def test_a_clause_is_found_by_its_words_its_reading_and_its_number_and_opened(visit: Visit) -> None:
    visit.go("rules/performance/")
    for query in ("出差天数", "chuchai", "KH-204"):
        visit.search(query)
        visit.until(FOUND, query, "KH-204")
    visit.engine.press(ENTER)
    visit.until("() => location.hash === '#KH-204' && location.search === ''")  # the page it led to has come


def test_a_figure_that_is_fixed_stays_and_the_others_follow(visit: Visit) -> None:
    visit.go("calculators/targets/")
    visit.click("填入示例：一张月度分解表")
    visit.expect(PART, "张三")
    visit.fill("[aria-label=分解结果] input[type=text]", "6")
    visit.engine.press(ENTER)
    visit.expect(f"{PART} b", "6")
    visit.click("全部松开")
    visit.expect(f"{PART} b", "5")


def test_visits_become_stock_and_a_team_is_ranked(visit: Visit) -> None:
    visit.go("calculators/lead-log/")
    visit.click("填入示例")
    visit.expect("[data-paper=result] h4", "超过时限的客户")
    visit.go("calculators/team/")
    visit.click("填入示例")
    visit.until("() => document.querySelectorAll('[aria-label=排名] tbody tr').length === 5")
    visit.expect("[aria-label=排名] tbody tr", "周敏")


def test_what_was_filled_into_a_form_is_there_after_reloading(visit: Visit) -> None:
    visit.go("forms/gift-plan/")
    visit.fill(".blank-form input[type=text]", "2027年第1季度")
    visit.until("() => (localStorage.getItem('handbook.form.T19') ?? '').includes('2027年第1季度')")
    visit.go("forms/gift-plan/")
    visit.until("() => document.querySelector('.blank-form input[type=text]')?.value === '2027年第1季度'")


def test_one_person_is_scored_on_a_phone_without_a_table(visit: Visit) -> None:
    visit.engine.resize(390, 844)
    visit.go(SCHEME)
    visit.click("只算一个人")
    visit.expect(".kpi-form label", "计划完成销售额")
    for place, figure in enumerate(("1056万", "1200万"), start=1):
        visit.fill(f".kpi-form__fields .kpi-field:nth-child({place}) input", figure)
    visit.click("计算得分")
    visit.expect(SHEET, "23.00 / 25")
    assert visit.run("() => document.documentElement.scrollWidth - innerWidth") <= 0


PAGES = [
    "",
    "rules/general/",
    "c/KH-204/",
    SCHEME,
    "kpi/indicators/",
    "calculators/targets/",
    "forms/gift-plan/",
    "announcements/",
    "diag/",
]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window_in_either_scheme(visit: Visit, width: int) -> None:
    visit.engine.resize(width, 844)
    for path in PAGES:
        visit.go(path)
        # WebKitGTK's window has a toolbar, and is never narrower than it.
        assert width <= visit.run("() => innerWidth") <= max(width, 450)
        for scheme in ("slate", "default"):
            visit.run("(scheme) => { document.body.dataset.mdColorScheme = scheme; }", scheme)
            assert visit.run("() => document.documentElement.scrollWidth - innerWidth") <= 0, path
