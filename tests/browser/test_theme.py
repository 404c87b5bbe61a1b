"""The theme's script gives way to the calculator, and comes at the first sign of somebody who needs it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

SCHEME = "kpi/schemes/am-quarter/"
MODULES = "**/assets/runtime/**/*.wasm"
THEME = "**/assets/javascripts/bundle.*"
LONGEST_MS = 3000

WITHOUT_LONGEST = f"""
    const {{ setTimeout }} = globalThis;
    globalThis.setTimeout = (task, after, ...rest) => after === {LONGEST_MS} ? 0 : setTimeout(task, after, ...rest);
"""
"""However slow the machine is that runs the tests, the theme does not come because time is up."""


def hold_python(page: Page) -> None:
    """Let neither the interpreter come, until it is released, nor the theme because time is up."""
    page.add_init_script(WITHOUT_LONGEST)
    page.context.route(MODULES, lambda _: None)


def release_python(page: Page) -> None:
    """Let it come: what is not routed any more goes on."""
    page.context.unroute(MODULES)


def expect_theme(page: Page) -> None:
    """Wait for what only the theme's script shows: the button for colours."""
    expect(page.get_by_title("切换到浅色")).to_be_visible(timeout=START)


def expect_no_theme(page: Page) -> None:
    """Look for a while whether the theme's script is asked for."""
    page.wait_for_timeout(300)
    expect(page.locator("body > script[src*='/bundle.']")).to_have_count(0)


def test_the_theme_comes_when_the_pasted_table_is_scored(page: Page) -> None:
    hold_python(page)
    calculator = CalculatorPage.open(page)
    page.evaluate(
        """() => document.addEventListener("handbook-theme", () => {
            window.rowsThen = document.querySelectorAll("[aria-label=各人得分] tbody tr").length;
        })"""
    )
    calculator.box.hover()
    calculator.paste(MESSY)
    expect_no_theme(page)
    release_python(page)
    expect_theme(page)
    assert page.evaluate("window.rowsThen") == 3


def test_the_theme_comes_when_python_is_there(page: Page) -> None:
    hold_python(page)
    page.goto(SCHEME)
    expect_no_theme(page)
    release_python(page)
    expect_theme(page)


@pytest.mark.parametrize(
    "sign",
    [
        lambda page: page.mouse.move(640, 160),
        lambda page: page.mouse.click(640, 160),
        lambda page: page.keyboard.press("Shift"),
        lambda page: page.get_by_role("textbox", name="搜索").focus(),
    ],
    ids=["a pointer", "a press", "a key", "focus"],
)
def test_the_theme_comes_at_the_first_sign_of_the_reader(page: Page, sign: Callable[[Page], None]) -> None:
    hold_python(page)
    page.goto(SCHEME)
    expect_no_theme(page)
    sign(page)
    expect_theme(page)


def test_the_theme_does_not_wait_for_ever(page: Page) -> None:
    page.context.route(MODULES, lambda _: None)
    page.goto(SCHEME)
    expect_theme(page)


def test_the_theme_comes_when_python_does_not(page: Page, watch: PageWatch) -> None:
    watch.allow(r"runtime|Failed to load resource|ERR_")
    page.add_init_script(WITHOUT_LONGEST)
    page.context.route("**/*.wasm", lambda route: route.abort())
    page.goto(SCHEME)
    expect_theme(page)


def test_whoever_follows_a_link_to_a_place_gets_the_theme_at_once(page: Page) -> None:
    hold_python(page)
    page.goto(f"{SCHEME}#算例")
    expect_theme(page)
    expect(page.get_by_role("heading", name="算例")).to_be_in_viewport()


def test_on_a_phone_the_page_comes_first(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    hold_python(page)
    page.goto(SCHEME)
    expect_theme(page)


def test_a_page_whose_theme_came_late_is_whole_and_left_without_loading_anew(page: Page) -> None:
    with page.expect_response("**/sitemap.xml"):  # which it looks into at each click
        calculator = CalculatorPage.open(page)
        calculator.paste(MESSY)
    calculator.expect_scored(3)
    expect_theme(page)
    expect(page.get_by_role("region", name="考核表：表格")).to_have_attribute("tabindex", "0")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="词汇表").click()
    expect(page).to_have_url(re.compile(r"/glossary/$"))
    page.go_back()
    calculator.expect_scored(3)
    expect(calculator.root).to_have_count(1)
    assert page.evaluate("window.same")


def test_what_is_pressed_or_selected_in_a_table_stays_when_the_theme_comes(page: Page) -> None:
    page.route(THEME, lambda _: None)
    page.goto(SCHEME)
    cell = page.locator("article td").first
    box = cell.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 4, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 2, middle)
    page.unroute(THEME)
    while not page.evaluate("'document$' in window"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(100)
    expect(page.locator(".md-typeset__scrollwrap")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".md-typeset__scrollwrap").first).to_be_visible()
    assert cell.inner_text() in page.evaluate("String(getSelection())")


def test_a_table_stays_where_it_was_scrolled_to_when_the_theme_comes(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    hold_python(page)
    page.goto(SCHEME)
    page.locator("article table").first.evaluate("table => { table.scrollLeft = 60 }")
    page.get_by_role("link", name="跳转至").focus()
    expect(page.locator(".md-typeset__scrollwrap").first).to_have_js_property("scrollLeft", 60)


def test_going_back_before_the_theme_is_there_shows_that_page(page: Page) -> None:
    page.goto("glossary/")
    page.evaluate("history.pushState(null, '', '../kpi/schemes/am-quarter/')")
    hold_python(page)
    page.reload()
    expect(CalculatorPage(page).box).to_be_visible()
    expect_no_theme(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("词汇表"))


@pytest.mark.parametrize(("scheme", "path"), [("dark", SCHEME), ("dark", "rules/general/"), ("light", SCHEME)])
def test_the_first_visit_has_the_colours_of_the_device_before_the_theme_is_there(
    new_page: NewPage, watch: PageWatch, scheme: str, path: str
) -> None:
    watch.allow(r"Failed to load resource|ERR_")
    page = new_page(color_scheme=scheme)
    page.route(THEME, lambda route: route.abort())
    page.goto(path)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", {"dark": "slate", "light": "default"}[scheme])
    expect(body).to_have_attribute("data-md-color-primary", "custom")
