"""Nothing leaves the browser, and nothing runs that the site did not ship."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import CalculatorPage
from tests.browser.tables import MESSY
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser


def test_after_the_interpreter_is_there_scoring_asks_for_nothing(page: Page, watch: PageWatch) -> None:
    with page.expect_request("**/sitemap.xml"):  # the last thing that the theme asks for
        calculator = CalculatorPage.open(page)
        calculator.press("填入示例")
    expect(calculator.people.first).to_be_visible(timeout=60_000)
    asked = len(watch.requests)
    calculator.paste_event("")
    calculator.box.fill(MESSY)
    calculator.expect_scored(3)
    calculator.open_person("张三")
    assert watch.requests[asked:] == []


def test_every_request_stays_on_the_site(page: Page, watch: PageWatch, site_url: str) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    assert watch.requests
    assert [address for address in watch.requests if not address.startswith(f"{site_url}/")] == []


def test_the_policy_is_in_force(page: Page, watch: PageWatch) -> None:
    watch.allow("Content Security Policy")
    page.goto("kpi/schemes/am-quarter/")
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts
    assert "unsafe-eval" not in scripts[1].replace("wasm-unsafe-eval", "")
    assert "unsafe-inline" not in scripts[1]
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ranInline = true";
            document.body.append(script);
            const evaluates = () => { try { return (0, eval)("true"); } catch { return false; } };
            // Later, since what the driver itself runs may evaluate.
            return new Promise((resolve) => setTimeout(() => resolve([window.ranInline === true, evaluates()])));
        }"""
    )
    assert ran == [False, False]


def test_the_page_may_not_call_another_host(page: Page, watch: PageWatch) -> None:
    watch.allow("Content Security Policy|Refused to connect|violates")
    page.goto("kpi/schemes/am-quarter/")
    assert page.evaluate("fetch('https://example.com/').then(() => 'sent', () => 'refused')") == "refused"
