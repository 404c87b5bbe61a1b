"""What was typed where it cannot be taken along to a newer build: it stays until the reader says that it may go."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.moving_site import MovingSite, stored
from tests.browser.tables import MESSY
from tests.browser.test_lasting import asked_on_leaving

pytestmark = pytest.mark.browser

LIKE_A_CHAT_ON_IOS = "EventTarget.prototype.addEventListener = ((add) => function (type, ...rest) { \
    if (type !== 'beforeunload') add.call(this, type, ...rest); })(EventTarget.prototype.addEventListener)"
"""There the browser asks nobody before a page is left."""
NOT_RENEWED = "503|Failed to update|integrity|Failed to load resource|ServiceWorker"


def line(page: Page) -> str:
    """Return what the bar says about the update, once it does."""
    found = page.locator(".site-bar__line").filter(has_text="手册有新版本")
    expect(found).to_be_visible(timeout=START)
    return found.inner_text()


def announce(page: Page) -> str:
    page.evaluate("window.dispatchEvent(new Event('online'))")
    return line(page)


def visited(context: BrowserContext) -> CalculatorPage:
    """Open a calculator, and stay until the handbook is on the device."""
    page = context.new_page()
    page.goto("kpi/schemes/am-quarter/")
    stored(page, {"pack-"})
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return CalculatorPage(page)


def expect_given_up_only_when_told(calculator: CalculatorPage) -> None:
    """Nothing says that it is taken along; it is there until it is given up, and then the newer build comes."""
    page = calculator.page
    asked = asked_on_leaving(page)
    expect(page.get_by_role("button", name="重新载入", exact=True)).to_have_count(0)
    assert "带不过去" in line(page)
    calculator.press("以后再说")
    expect(page.locator(".site-bar__line")).to_have_count(0)
    expect(calculator.box).to_have_value(MESSY)
    announce(page)
    with page.expect_navigation(timeout=START):
        calculator.press("放弃内容并重新载入")
    page.wait_for_function("() => globalThis.mark === '新版'")
    expect(calculator.box).to_have_value("")
    assert asked == []


def test_without_a_service_worker_what_was_typed_goes_only_when_told(place: MovingSite, later: Path) -> None:
    context = place.visitor(service_workers="block")
    context.add_init_script(LIKE_A_CHAT_ON_IOS)
    calculator = CalculatorPage.open(context.new_page())
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    place.publish(later)
    assert "带到新的一页" not in announce(calculator.page)
    expect_given_up_only_when_told(calculator)


def test_what_was_typed_after_the_announcement_is_not_lost_to_its_button(place: MovingSite, later: Path) -> None:
    context = place.visitor(service_workers="block")
    context.add_init_script(LIKE_A_CHAT_ON_IOS)
    calculator = CalculatorPage.open(context.new_page())
    place.publish(later)
    announce(calculator.page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    calculator.press("重新载入")
    expect_given_up_only_when_told(calculator)


def test_a_copy_that_cannot_be_renewed_loses_nothing_that_was_typed(place: MovingSite, later: Path) -> None:
    place.watch.allow(NOT_RENEWED)
    context = place.visitor()
    calculator = visited(context)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    context.route("**/assets/offline/**", lambda route: route.fulfill(status=503))
    place.publish(later)
    assert "带到新的一页" not in announce(calculator.page)
    expect_given_up_only_when_told(calculator)


def test_a_service_worker_that_takes_nothing_loses_nothing_that_was_typed(place: MovingSite, later: Path) -> None:
    context = place.visitor()
    calculator = visited(context)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    place.publish(later)
    assert "带到新的一页" in announce(calculator.page)
    calculator.page.evaluate(
        """() => {
            const { postMessage } = ServiceWorker.prototype;
            ServiceWorker.prototype.postMessage = function (message, ...rest) {
                postMessage.call(this, message.type === "hold" ? {} : message, ...rest);
            };
        }"""
    )
    calculator.press("重新载入")
    expect(calculator.page.locator(".site-bar__line")).to_contain_text("带不过去", timeout=START)
    expect_given_up_only_when_told(calculator)


def test_a_press_on_the_announcement_counts_though_it_is_announced_again_meanwhile(
    place: MovingSite, later: Path
) -> None:
    page = place.visitor(service_workers="block").new_page()
    page.goto("rules/general/")
    expect(page.locator("[data-search]")).to_be_attached()
    place.publish(later)
    announce(page)
    page.get_by_role("button", name="重新载入", exact=True).hover()
    page.mouse.down()
    with page.expect_response("**/build.json"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    with page.expect_navigation(timeout=START):
        page.mouse.up()
    page.wait_for_function("() => globalThis.mark === '新版'")


def test_a_page_of_a_newer_build_still_shows_what_was_typed(place: MovingSite, later: Path) -> None:
    page = place.visitor(service_workers="block").new_page()
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    place.publish(later)
    page.locator(".md-tabs").get_by_role("link", name="制度").click()
    expect(page).to_have_url(re.compile("/rules/$"))
    assert "带不过去" in line(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/am-quarter/$"))
    expect(calculator.box).to_have_value(MESSY)
    assert page.evaluate("globalThis.mark") is None
    expect_given_up_only_when_told(calculator)


def test_what_a_reload_brought_back_does_not_hold_an_update_up(place: MovingSite, later: Path) -> None:
    calculator = visited(place.visitor())
    page = calculator.page
    asked_on_leaving(page)
    calculator.paste(MESSY)
    calculator.box.click()
    page.reload()
    expect(calculator.box).to_have_value(MESSY)
    place.publish(later)
    announce(page)
    with page.expect_navigation(timeout=START):
        calculator.press("重新载入")
    page.wait_for_function("() => globalThis.mark === '新版'")
    expect(calculator.box).to_have_value(MESSY)
