"""Nothing that was pasted is kept; what is kept is listed on 本机数据 in plain words, and cleared there."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import workbook_of
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

NAME, FIGURE = "欧阳独一", "7531597"
PASTED = f"姓名\t实际完成销售额\t计划完成销售额\n{NAME}\t{FIGURE}\t9999991\n李四\t900\t1000\n"

EVERYTHING_KEPT = """async () => {
    const found = [location.href, document.cookie, JSON.stringify(history.state)];
    for (const storage of [localStorage, sessionStorage]) found.push(JSON.stringify({ ...storage }));
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done, fail) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
            asked.onerror = fail;
        });
        for (const store of database.objectStoreNames) {
            const rows = await new Promise((done) => {
                const asked = database.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            found.push(JSON.stringify(rows));
        }
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request);
            found.push(request.url, await answer.text());
        }
    }
    return found;
}"""


def assert_nothing_is_kept(page: Page, watch: PageWatch) -> None:
    kept = [*page.evaluate(EVERYTHING_KEPT), *watch.requests]
    assert [text[:200] for text in kept if NAME in text or FIGURE in text] == []


def test_nothing_of_a_paste_is_kept_or_sent(page: Page, watch: PageWatch) -> None:
    bodies: list[str] = []
    page.context.on("request", lambda request: bodies.append(request.post_data or ""))
    calculator = CalculatorPage.open(page)
    calculator.paste(PASTED)
    calculator.expect_scored(2)
    calculator.open_person(NAME)
    calculator.press("下载结果 .xlsx")
    expect(page.get_by_text("已交给浏览器下载")).to_be_visible(timeout=START)
    assert_nothing_is_kept(page, watch)
    page.get_by_role("contentinfo").get_by_role("link", name="本机数据").click()
    assert_nothing_is_kept(page, watch)
    assert [body for body in bodies if body] == []


def test_nothing_of_a_workbook_or_of_the_team_s_page_is_kept_or_sent(page: Page, watch: PageWatch) -> None:
    calculator = CalculatorPage.open(page)
    page.locator("input[type=file]").first.set_input_files(
        {"name": f"{NAME}.xlsx", "mimeType": "application/octet-stream", "buffer": workbook_of(PASTED)}
    )
    calculator.expect_scored(2)
    assert_nothing_is_kept(page, watch)
    page.goto("calculators/team/")
    page.get_by_role("textbox", name="考核数据", exact=True).fill(PASTED)
    expect(page.get_by_text(NAME).first).to_be_visible(timeout=START)
    assert_nothing_is_kept(page, watch)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_kept_is_listed_in_plain_words_and_cleared(new_page: NewPage, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto("roles/")
    page.evaluate("localStorage.setItem('another application', 'stays')")
    page.evaluate(
        """() => {
            const visit = { url: "c/KH-204/", title: "KH-204 出差天数", times: 2 };
            localStorage.setItem("handbook.visits", JSON.stringify([visit]));
            localStorage.setItem("handbook.form.T01", JSON.stringify({ 客户名称: "东方物流", 备注: "" }));
        }"""
    )
    page.goto("roles/account-manager/")
    page.get_by_role("button", name="设为我的岗位").click()
    page.get_by_role("contentinfo").get_by_role("link", name="本机数据").click()
    table = page.get_by_role("table", name="本机数据")
    rows = table.get_by_role("row")
    expect(rows.filter(has_text="看过的条款")).to_contain_text("KH-204 出差天数")
    expect(rows.filter(has_text="看过的条款")).to_contain_text("不详")
    expect(rows.filter(has_text="填了一半的表单")).to_contain_text("T01：填了 客户名称")
    expect(rows.filter(has_text="我的岗位")).to_contain_text(
        re.compile(datetime.now().astimezone().strftime("%Y-%m-%d"))
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="全部清除").click()
    expect(page.get_by_text("这个浏览器里没有记着手册的任何内容")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["another application"]


def test_every_page_leads_there(page: Page) -> None:
    for address in ("", "rules/general/", "c/KH-204/", "kpi/schemes/am-quarter/", "calculators/team/"):
        page.goto(address)
        page.get_by_role("contentinfo").get_by_role("link", name="本机数据").click()
        expect(page.get_by_role("heading", name="本机数据", level=1)).to_be_visible()
