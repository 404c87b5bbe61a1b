"""The page after: reloaded, opened twice, without storage, behind the site. Nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.moving_site import MovingSite, stored
from tests.browser.tables import MESSY
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

BLOCKED = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
    Object.defineProperty(globalThis, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
}
if ("serviceWorker" in navigator) {
    const refuse = () => Promise.reject(new DOMException("blocked", "SecurityError"));
    for (const name of ["register", "getRegistration"]) ServiceWorkerContainer.prototype[name] = refuse;
}"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
if (globalThis.Cache) Cache.prototype.add = () => Promise.reject(new DOMException("full", "QuotaExceededError"));"""
NO_SERVICE_WORKER = "delete Navigator.prototype.serviceWorker"


@pytest.fixture
def context(place: MovingSite) -> BrowserContext:
    """A browser that has the handbook on its device."""
    context = place.visitor()
    page = context.new_page()
    page.goto("")
    stored(page, {"pack-"})
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.close()
    return context


def asked_on_leaving(page: Page) -> list[str]:
    """Collect the kinds of questions that the browser asks; each is answered with yes."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_reloading_in_the_middle_of_a_calculation_asks_and_brings_everything_back(context: BrowserContext) -> None:
    page = context.new_page()
    asked = asked_on_leaving(page)
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    expect(calculator.box).to_have_value(MESSY)
    calculator.box.click()  # a browser asks only people who have touched the page
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_text("内容已放回来")).to_be_visible()
    expect(calculator.box).to_have_value(MESSY)
    calculator.expect_scored(3)
    page.reload()
    expect(calculator.box).to_have_value(MESSY)
    assert asked == ["beforeunload"] * 2


def test_going_to_a_clause_and_back_keeps_a_plan_with_its_cells_and_options(context: BrowserContext) -> None:
    page = context.new_page()
    asked_on_leaving(page)
    page.goto("calculators/rolling/")
    page.get_by_role("button", name=re.compile("填入示例")).first.click()
    box = page.locator("textarea.kpi-paste").first
    text = box.input_value()
    box.fill(f"{text}\n新人\t")
    page.goto("c/KH-204/")
    page.go_back()
    expect(page.get_by_text("内容已放回来")).to_be_visible()
    expect(page.locator("textarea.kpi-paste").first).to_have_value(f"{text}\n新人\t")


def test_an_example_and_an_emptied_box_are_left_without_a_question(context: BrowserContext) -> None:
    page = context.new_page()
    asked = asked_on_leaving(page)
    calculator = CalculatorPage.open(page)
    calculator.press("填入示例")
    expect(calculator.people.first).to_be_visible(timeout=START)
    page.reload()
    calculator.box.fill("张三\t1")
    calculator.box.fill("")
    page.reload()
    assert asked == []


def test_pasted_text_is_in_no_storage(context: BrowserContext) -> None:
    page = context.new_page()
    asked_on_leaving(page)
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    page.reload()
    expect(calculator.box).to_have_value(MESSY)
    kept = page.evaluate(
        """async () => {
            const stores = JSON.stringify({ ...localStorage, ...sessionStorage, name, state: history.state });
            const caught = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
            const files = (await Promise.all(caught)).flat().map(({ url }) => url);
            return { stores, files, databases: await indexedDB.databases() };
        }"""
    )
    assert "张三" not in kept["stores"]
    assert kept["databases"] == []
    assert [url for url in kept["files"] if "/assets/runtime/" not in url and "/assets/offline/pack-" not in url] == []


def test_two_tabs_with_one_form_keep_what_was_typed_in_each(place: MovingSite) -> None:
    context = place.visitor(service_workers="block")
    one, two = context.new_page(), context.new_page()
    for page in (one, two):
        page.goto("forms/visit-plan/")
        expect(page.locator(".fill-control").first).to_be_visible()
    fields = ".fill-control input[type=text], .fill-control textarea"
    one.locator(fields).nth(0).fill("第一页写的")
    expect(two.locator(fields).nth(0)).to_have_value("第一页写的")
    two.locator(fields).nth(1).fill("第二页写的")
    expect(one.locator(fields).nth(1)).to_have_value("第二页写的")
    one.reload()
    assert [one.locator(fields).nth(place).input_value() for place in (0, 1)] == ["第一页写的", "第二页写的"]


@pytest.mark.parametrize("without", [BLOCKED, FULL, NO_SERVICE_WORKER], ids=["blocked", "full", "no service worker"])
def test_without_storage_everything_but_keeping_works(place: MovingSite, without: str) -> None:
    context = place.visitor()
    context.add_init_script(without)
    page = context.new_page()
    page.goto("rules/general/")
    page.keyboard.press("/")
    page.keyboard.type("出差天数")
    expect(page.locator("#search-results a").first).to_contain_text("出差天数", timeout=START)
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    page.goto("offline/")
    desk = page.locator(".offline-desk")
    if without is FULL:
        desk.get_by_role("button", name="存算分和各个计算器").click()
        expect(desk).to_contain_text("这台设备上放不下", timeout=START)
    elif without is BLOCKED:
        expect(desk).to_contain_text("这台设备上还没有存手册")
        desk.get_by_role("button", name="存全部页面和搜索").click()
        expect(desk).to_contain_text("没有存成")
    else:
        expect(desk).to_contain_text("这个浏览器不能离线使用")


@pytest.mark.parametrize("without", [BLOCKED, FULL], ids=["blocked", "full"])
def test_a_form_that_cannot_be_kept_says_so_and_asks_before_it_is_left(place: MovingSite, without: str) -> None:
    context = place.visitor(service_workers="block")
    context.add_init_script(without)
    page = context.new_page()
    asked = asked_on_leaving(page)
    page.goto("forms/visit-plan/")
    page.locator(".fill-control input[type=text]").first.press_sequentially("华东")
    expect(page.locator(".fill-where")).to_contain_text("不让网页保存")
    page.goto("rules/general/")
    assert asked == ["beforeunload"]


def test_files_that_an_update_took_away_are_told_as_that(page: Page, watch: PageWatch) -> None:
    watch.allow("404|digest|Fetch API")
    page.context.route("**/assets/runtime/images/**", lambda route: route.fulfill(status=404))
    page.context.route("**/assets/runtime/wheels/**", lambda route: route.fulfill(status=404))
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    expect(calculator.card).to_contain_text("手册多半刚更新过", timeout=START)
    expect(calculator.card).to_contain_text("重新载入")
    expect(calculator.box).to_have_value(MESSY)


def test_a_clock_that_is_wrong_is_told(new_page: NewPage) -> None:
    page = new_page()
    page.clock.install(time="2031-05-01")
    page.goto("rules/general/")
    expect(page.locator(".site-bar__line")).to_contain_text("这台设备的日期是 2031/5/1，与网站差")
    page.get_by_role("button", name="知道了").click()
    expect(page.locator(".site-bar__line")).to_have_count(0)


def test_a_right_clock_is_no_matter(page: Page) -> None:
    with page.expect_response("**/assets/build.json"):
        page.goto("rules/general/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".site-bar__line")).to_have_count(0)
