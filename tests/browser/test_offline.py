"""One visit, and the handbook, the search and both images work without a network; updates are whole and asked for."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.moving_site import RUNTIME, SCORING, STORED, MovingSite, moving_site, stored, until
from tests.browser.tables import MESSY

pytestmark = pytest.mark.browser

VERSION = re.compile(r"2026-12-01 的一版（[0-9a-f]{10}）")
NOTHING_HELD = "async () => (await navigator.locks.query()).held.every(({ name }) => name !== 'handbook.unsaved')"
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } })"


def visited(context: BrowserContext, files: set[str], path: str = "") -> Page:
    """Open a page and stay until these files are stored."""
    page = context.new_page()
    page.goto(path)
    stored(page, files)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


def bar(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator(".site-bar__line").filter(has_text=text)).to_be_visible(timeout=START)


def build_of(page: Page) -> str:
    return page.locator("meta[name=handbook-build]").get_attribute("content") or ""


def find_by_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("KH-204")
    expect(page.locator("#search-results a").first).to_contain_text("出差天数", timeout=START)


def with_a_large_copy(route: Route) -> None:
    route.fulfill(json={**route.fetch().json(), "bytes": 9 * 1024 * 1024})


@pytest.mark.parametrize(("below", "network"), [("", "off"), ("handbook/", "in name only")])
def test_after_one_visit_reading_searching_and_calculating_need_no_network(
    site: Path, tmp_path: Path, browser: Browser, below: str, network: str
) -> None:
    with moving_site(site, tmp_path, browser, below) as place:
        place.watch.allow("status of 404|ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch")
        context = place.visitor()
        page = visited(context, {"pack-", *RUNTIME})
        if network == "off":
            context.set_offline(True)
        else:
            context.route("**/*", lambda route: route.abort())  # the browser thinks that it is online
        for path, title in (
            ("rules/general/", "大客户部管理制度"),
            ("rules/general", "大客户部管理制度"),
            ("process/time-limits/index.html", "时限一览"),
            ("c/KH-204/?r=1", "出差天数"),
        ):
            page.goto(path)
            expect(page.locator("h1")).to_contain_text(title)
            bar(page, VERSION)
        page.goto("nothing/here/")
        expect(page.locator("h1")).to_have_text("没有这个页面")
        page.goto("")
        find_by_search(page)
        calculator = CalculatorPage.open(page)
        calculator.paste(MESSY)
        calculator.expect_scored(3)
        page.goto("calculators/team/")
        page.get_by_role("button", name="填入示例", exact=True).click()
        expect(page.get_by_role("heading", name="结果")).to_be_visible(timeout=START)


def test_a_service_worker_that_was_stopped_comes_back_without_a_network(place: MovingSite) -> None:
    place.watch.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED")  # what was being stored at that moment
    context = place.visitor()
    page = visited(context, {"pack-"})
    session = context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    context.set_offline(True)
    session.send("ServiceWorker.stopAllWorkers")
    page.goto("rules/performance/")
    expect(page.locator("h1")).to_contain_text("目标与考核办法")


def test_saving_traffic_stores_nothing_until_asked(place: MovingSite) -> None:
    context = place.visitor()
    context.add_init_script(SAVING)
    page = context.new_page()
    with page.expect_response("**/assets/build.json"):
        page.goto("rules/general/")
    page.evaluate("new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))")
    page.goto("offline/")
    expect(page.get_by_text("这台设备上还没有存手册")).to_be_visible()
    assert page.evaluate(STORED) == []
    page.get_by_role("button", name="存全部页面和搜索").click()
    expect(page.get_by_text(VERSION)).to_be_visible(timeout=START)
    page.get_by_role("button", name="存算分和各个计算器").click()
    expect(page.get_by_role("row", name="算分和各个计算器")).to_contain_text("已存好", timeout=START)
    assert {name for name in page.evaluate(STORED) if "pack-" not in name} == SCORING


def test_a_full_device_is_told_from_a_network_that_fails(place: MovingSite) -> None:
    place.watch.allow("ServiceWorker|QuotaExceeded|Quota exceeded")
    context = place.visitor()
    context.add_init_script(SAVING)
    page = context.new_page()
    origin = place.url.removesuffix("/")
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1_000_000})
    page.goto("offline/")
    for name in ("存全部页面和搜索", "存算分和各个计算器"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".offline-desk")).to_contain_text("这台设备上放不下", timeout=START)
        page.reload()
    assert set(page.evaluate(STORED)) <= {"interpreter.js"}  # which fits


def test_a_handbook_too_large_to_be_stored_unasked_says_so_and_is_stored_when_asked(place: MovingSite) -> None:
    context = place.visitor()
    context.route("**/assets/build.json", with_a_large_copy)
    page = context.new_page()
    with page.expect_response("**/assets/build.json"):
        page.goto("rules/general/")
    page.evaluate("new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))")
    page.goto("offline/")
    expect(page.get_by_text("手册有 9.0 MB，超过 8.0 MB 不自动存")).to_be_visible()
    assert page.evaluate(STORED) == []
    page.get_by_role("button", name="存全部页面和搜索").click()
    expect(page.get_by_text(VERSION)).to_be_visible(timeout=START)


def test_a_phone_stores_the_handbook_and_of_the_program_only_what_was_used(place: MovingSite) -> None:
    context = place.visitor(has_touch=True, is_mobile=True)
    page = visited(context, {"pack-"}, "rules/general/")
    page.goto("kpi/schemes/am-quarter/")
    page.get_by_role("button", name="填入示例").first.click()
    CalculatorPage(page).expect_scored(5)
    stored(page, SCORING)
    assert "pandas.image" not in page.evaluate(STORED)


def test_what_was_removed_stays_away(place: MovingSite) -> None:
    context = place.visitor()
    page = visited(context, {"pack-", *RUNTIME}, "offline/")
    page.reload()
    page.get_by_role("button", name="从这台设备上删掉").click()
    expect(page.get_by_text("这台设备上还没有存手册")).to_be_visible()
    with page.expect_response("**/assets/build.json"):
        page.goto("rules/general/")
    page.evaluate("new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))")
    assert page.evaluate(STORED) == []
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found === undefined)")


def test_an_update_is_announced_and_taken_whole_when_asked_for(place: MovingSite, later: Path) -> None:
    context = place.visitor()
    page = visited(context, {"pack-"})
    old = build_of(page)
    place.publish(later)
    page.goto("rules/general/")
    bar(page, "手册有新版本（2027-01-15")
    page.goto("calculators/team/")
    assert build_of(page) == old
    expect(page.locator(".mark")).to_have_count(0)
    assert page.evaluate("globalThis.mark") is None
    bar(page, "手册有新版本（2027-01-15")
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入").click()
    expect(page.locator(".mark")).to_have_text("新版")
    assert page.evaluate("globalThis.mark") == "新版"
    assert build_of(page) != old
    context.set_offline(True)
    page.goto("rules/general/")
    expect(page.locator(".mark")).to_have_text("新版")
    bar(page, "2027-01-15 的一版")


def test_an_update_takes_along_what_was_typed(place: MovingSite, later: Path) -> None:
    context = place.visitor()
    page = visited(context, {"pack-", *RUNTIME}, "kpi/schemes/am-quarter/")
    calculator = CalculatorPage(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    page.get_by_role("button", name="第 2 行 · 实际完成销售额").click()
    page.keyboard.type("1056")
    page.keyboard.press("Enter")
    expect(calculator.cell(2, 2)).to_contain_text("10,560,000 元")
    calculator.tab("只算一个人")
    page.get_by_label("姓名", exact=True).fill("王五")
    place.publish(later)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    bar(page, "会带到新的一页")
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入").click()
    assert page.evaluate("globalThis.mark") == "新版"
    expect(page.get_by_text("内容已放回来")).to_be_visible()
    expect(calculator.box).to_have_value(MESSY)
    expect(calculator.cell(2, 2)).to_contain_text("10,560,000 元", timeout=START)
    expect(page.get_by_label("姓名", exact=True)).to_have_value("王五")
    kept = "JSON.stringify({ ...localStorage, ...sessionStorage })"
    assert "张三" not in page.evaluate(kept)


def test_no_tab_switches_while_another_has_something_typed(place: MovingSite, later: Path) -> None:
    context = place.visitor()
    page = visited(context, {"pack-"})
    other = context.new_page()
    calculator = CalculatorPage.open(other)
    calculator.paste(MESSY)
    place.publish(later)
    page.bring_to_front()
    page.goto("rules/general/")
    page.get_by_role("button", name="重新载入").click(timeout=START)
    bar(page, "另一个标签页里还有粘贴或填写的内容")
    expect(page.locator(".mark")).to_have_count(0)
    calculator.box.fill("")
    until(other, NOTHING_HELD)
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入").click()
    expect(page.locator(".mark")).to_have_text("新版")
    other.wait_for_function("() => globalThis.mark === '新版'")


def test_a_copy_that_cannot_be_renewed_does_not_hold_a_reader_back(place: MovingSite, later: Path) -> None:
    place.watch.allow("503|Failed to update|integrity|Failed to load resource|ServiceWorker")
    context = place.visitor()
    page = visited(context, {"pack-"})
    context.route("**/assets/offline/**", lambda route: route.fulfill(status=503))
    place.publish(later)
    page.goto("rules/general/")
    bar(page, "手册有新版本（2027-01-15")
    expect(page.locator(".mark")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入").click()
    expect(page.locator(".mark")).to_have_text("新版")


def test_an_open_page_goes_on_calculating_when_the_site_lost_its_files(place: MovingSite) -> None:
    place.watch.allow("404|digest|Fetch API")
    context = place.visitor()
    page = visited(context, {"pack-", *RUNTIME}, "kpi/schemes/am-quarter/")
    context.route("**/assets/runtime/images/**", lambda route: route.fulfill(status=404))
    calculator = CalculatorPage(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)


def test_without_a_service_worker_an_update_is_announced_too(place: MovingSite, later: Path) -> None:
    context = place.visitor(service_workers="block")
    page = context.new_page()
    with page.expect_response("**/assets/build.json"):
        page.goto("rules/general/")
    place.publish(later)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    bar(page, "手册有新版本（2027-01-15")
    with page.expect_navigation():
        page.get_by_role("button", name="重新载入").click()
    expect(page.locator(".mark")).to_have_text("新版")


def test_without_a_service_worker_a_page_of_a_newer_build_comes_with_its_own_scripts(
    place: MovingSite, later: Path
) -> None:
    context = place.visitor(service_workers="block")
    page = context.new_page()
    page.goto("rules/general/")
    expect(page.locator("[data-search]")).to_be_attached()
    place.publish(later)
    page.locator(".md-tabs").get_by_role("link", name="计算器").click()
    page.wait_for_function("() => globalThis.mark === '新版'")
    expect(page.locator(".mark")).to_have_text("新版")
