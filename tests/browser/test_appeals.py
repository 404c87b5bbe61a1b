"""An appeal from a time when the scheme was another one: calculated by that one, and compared with today's."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

SCHEMES = "**/assets/schemes/*.json"
HEADINGS, PERSON = (line.split("\t") for line in MESSY.split("\n")[:2])
PERSON[HEADINGS.index("实际回访客户数")] = "1"
ONE = "\n".join("\t".join(cells) for cells in (HEADINGS, PERSON))
"""A table of one person, who gets 90.61 points."""


def with_revisions(page: Page, published_site: Path, missing: str = "") -> None:
    """Give a page the schemes of a site with two revisions, the second from 2020-07-01 with 优秀 from 91 points."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        route.fulfill(path=published_site / "assets" / "schemes" / name) if name != missing else route.fulfill(
            status=404
        )

    page.route(SCHEMES, answer)


def code_of(page: Page, day: str) -> str:
    """Print 张三's appeal by the scheme of a day; return its code."""
    page.goto(f"kpi/schemes/am-quarter/?on={day}")
    calculator = CalculatorPage(page)
    expect(calculator.box).to_be_visible()
    calculator.paste(ONE)
    expect(calculator.sheet.locator(".kpi-score__total")).to_be_visible(timeout=START)
    calculator.press("申诉单")
    expect(page.get_by_role("article", name="申诉单")).to_contain_text("申诉单：张三")
    calculator.press("复制代码")
    expect(page.get_by_text("代码已复制")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def checked(page: Page, code: str, scheme: str = "am-quarter") -> None:
    """Open today's page of a scheme and have a code checked."""
    page.goto(f"kpi/schemes/{scheme}/")
    page.get_by_text("核验申诉单", exact=True).press("Enter")
    page.get_by_label("申诉单上的代码").fill(code)
    page.get_by_role("button", name="按代码重算").click()


def test_a_sheet_of_an_old_version_is_calculated_by_it_and_compared_with_today(
    page: Page, new_page: NewPage, published_site: Path
) -> None:
    with_revisions(page, published_site)
    code = code_of(page, "2020-05-01")
    other = new_page(viewport={"width": 390, "height": 844})
    with_revisions(other, published_site)
    checked(other, code)
    verdict = other.locator(".kpi-verify .kpi-card")
    expect(verdict).to_contain_text("一致：按单上的数和单上那一版考核表", timeout=START)
    expect(verdict).to_contain_text("方案后来改过：按现行方案")
    expect(verdict).to_contain_text("与单上同分，等级由优秀变为良好")
    expect(other.get_by_role("region", name="核验").locator("thead")).to_contain_text("按单上那一版按现行方案")
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_a_code_on_the_page_of_another_scheme_is_checked_by_its_own_and_leads_there(
    page: Page, new_page: NewPage, published_site: Path
) -> None:
    with_revisions(page, published_site)
    code = code_of(page, "2020-05-01")
    other = new_page(viewport={"width": 390, "height": 844})
    with_revisions(other, published_site)
    checked(other, code, "support-quarter")
    verdict = other.locator(".kpi-verify .kpi-card")
    expect(verdict).to_contain_text("一致：按单上的数和单上那一版考核表", timeout=START)
    expect(verdict).to_contain_text("张三，单上总分 90.61 分")
    expect(verdict).to_contain_text("不是本页这张考核表的，已按它自己的考核表核验")
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    verdict.get_by_role("link").press("Enter")
    other.wait_for_url("**/kpi/schemes/am-quarter/?on=2020-01-01")
    expect(other.get_by_text("按第 1 版计分")).to_be_visible()


def test_a_code_of_a_scheme_that_the_site_does_not_have_is_said(
    page: Page, new_page: NewPage, published_site: Path
) -> None:
    with_revisions(page, published_site)
    code = code_of(page, "2020-05-01")
    other = new_page()
    other.route("**/assets/schemes/index.json", lambda route: route.fulfill(json=[]))
    checked(other, code, "support-quarter")
    expect(other.locator(".kpi-message")).to_contain_text("本站没有这张考核表", timeout=START)


def test_a_version_that_the_site_does_not_have_is_said_and_today_shown(
    page: Page, new_page: NewPage, published_site: Path
) -> None:
    with_revisions(page, published_site)
    code = code_of(page, "2021-01-01")
    other = new_page()  # the shipped site never had that version
    checked(other, code)
    verdict = other.locator(".kpi-verify .kpi-card")
    expect(verdict).to_contain_text("没有单上那一版考核表", timeout=START)
    expect(verdict).to_contain_text("要核对，请向手册维护人要当时的考核表")


def test_a_version_that_cannot_be_fetched_is_said_and_can_be_tried_again(
    page: Page, new_page: NewPage, published_site: Path, watch: PageWatch
) -> None:
    watch.allow("404")
    with_revisions(page, published_site)
    code = code_of(page, "2020-05-01")
    other = new_page()
    with_revisions(other, published_site, missing="am-quarter.1.json")
    checked(other, code)
    expect(other.locator(".kpi-message")).to_contain_text("考核方案没有取到（服务器答复 404）", timeout=START)
    # The later route answers first; taking the earlier one away would disturb what it is about to answer.
    with_revisions(other, published_site)
    other.get_by_role("button", name="按代码重算").click()
    expect(other.locator(".kpi-verify .kpi-card")).to_contain_text("一致：")


def test_a_team_is_compared_by_an_older_version_of_its_scheme(page: Page, published_site: Path) -> None:
    with_revisions(page, published_site)
    page.goto("calculators/what-if/")
    current = page.get_by_label("现行方案")
    expect(current.locator("option").first).to_contain_text("第 2 版，自 2020-07-01 起")
    page.get_by_label("和什么比").select_option("am-quarter.1")
    page.get_by_role("textbox", name="考核数据", exact=True).fill(ONE)
    expect(page.get_by_text("等级变化：良好 → 优秀 1 人")).to_be_visible(timeout=START)
