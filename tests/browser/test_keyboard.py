"""Journeys by the keyboard alone, none of them a trap, and what came of it is said; enlarged pages scroll one way."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.page_kinds import CALCULATING, READING, PageKind
from tests.conftest import NewPage

pytestmark = pytest.mark.browser


ALIKE = {
    "搜索", "某一天的条", "没有这个页面", "来源", "索引", "全部指标", "考核与算分", "算分",
    "口径说明", "全部专项业务", "用键盘", "性能",
}  # fmt: skip
"""Kinds whose stops others have too."""
ON_A_PHONE = {"首页", "制度", "条", "流程", "表单", "公告", "目标分解", "线索流水"}
"""Kinds that are laid out in another way where there is little room."""
STOPS = 60
"""Stops looked at on a page: past the header, the menu and well into the text."""
LOST = """async () => {
    const stop = document.activeElement;
    if (stop === document.body) return null;
    // A radio button of the theme, of no size, stands for the label after it.
    const shown = stop.matches(".md-option") ? stop.nextElementSibling : stop;
    const isSeen = () => [...shown.getClientRects()].some((box) => [0.25, 0.5, 0.75].some((part) => {
        const top = document.elementFromPoint(box.left + Math.min(box.width, innerWidth) * part,
            box.top + Math.min(box.height, innerHeight) * part);
        return top && (shown.contains(top) || top.contains(shown) && getComputedStyle(top).position !== "sticky");
    }));
    const isMarked = () => {
        const { outlineStyle, outlineWidth } = getComputedStyle(shown);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    };
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    // What was open before closes, and what was reached comes into sight, in one of the next frames.
    for (let frames = 0; frames < 120 && !(isSeen() && isMarked()); frames += 1) await frame();
    const fault = isSeen() ? isMarked() ? "" : "not marked" : "not in sight";
    return fault && `${stop.tagName} ${stop.className} ${stop.textContent.trim().slice(0, 20)}: ${fault}`;
}"""
"""What is wrong with the place where the keyboard is; null at the end of the page."""


WALKED = [kind for kind in (*READING, *CALCULATING) if kind.name not in ALIKE]


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(80):
        if wanted.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not reached: {wanted}")


@pytest.mark.parametrize(
    ("kind", "width"),
    [(kind, 1280) for kind in WALKED] + [(kind, 390) for kind in WALKED if kind.name in ON_A_PHONE],
    ids=lambda value: value.path or "home" if isinstance(value, PageKind) else value,
)
def test_each_stop_can_be_seen(new_page: NewPage, kind: PageKind, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(kind.path)
    page.wait_for_load_state("networkidle")
    lost: list[str] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        found: str | None = page.evaluate(LOST)
        if found is None:
            break
        lost += [found] if found else []
    assert lost == []


def test_the_menu_of_a_phone_opens_and_closes(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page.goto("rules/general/")
    reach(page, page.get_by_role("button", name="菜单"))
    page.keyboard.press("Enter")
    expect(page.locator(".md-sidebar--primary :focus")).to_be_visible()
    expect(page.get_by_role("button", name="菜单")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="菜单")).to_be_focused()
    expect(page.locator(".md-sidebar--primary")).not_to_be_visible()


def test_from_reading_to_a_clause_to_its_link(page: Page) -> None:
    page.goto("rules/performance/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳转至")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, page.locator("a.cite").first)
    page.keyboard.press("Enter")
    expect(page.locator(".cite-menu :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cite-menu")).to_have_count(0)
    page.goto("c/KP-107/")
    reach(page, page.get_by_role("button", name="复制链接"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
    assert "/c/KP-107/" in page.evaluate("navigator.clipboard.readText()")


def test_from_pasting_to_the_explanation_to_the_clause(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    reach(page, page.get_by_role("button", name="填入示例"))
    page.keyboard.press("Enter")
    expect(page.locator(".kpi > [aria-live=polite]")).to_have_text(re.compile("已算好 .+ 人"), timeout=START)
    reach(page, page.get_by_role("button", name="跳到结果"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="结果")).to_be_focused()
    reach(page, calculator.people.get_by_role("button", name="李强"))
    page.keyboard.press("Enter")
    expect(calculator.sheet).to_be_focused()
    reach(page, calculator.sheet.get_by_role("link", name=re.compile("KP-201")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="销售完成率").first).to_be_in_viewport()


def test_a_table_is_walked_with_arrows_and_only_then_read_aloud(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    reach(page, page.get_by_role("button", name="填入示例"))
    page.keyboard.press("Enter")
    calculator.expect_scored(5)
    readout = page.locator(".kpi-readout")
    expect(readout).to_have_attribute("aria-live", "off")
    calculator.cell(1, 1).focus()
    page.keyboard.press("ArrowRight")
    expect(calculator.cell(1, 2)).to_be_focused()
    expect(readout).to_have_attribute("aria-live", "polite")


def test_keys_of_one_letter_are_turned_off_and_on(page: Page) -> None:
    page.goto("keyboard/")
    switch = page.get_by_role("checkbox", name="使用单键快捷键")
    search = page.get_by_role("textbox", name="搜索")
    reach(page, switch)
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="已关掉单键快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(switch).to_be_focused()
    address = page.url
    page.keyboard.press("p")  # the theme would go to the page before
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="已打开单键快捷键")).to_be_visible()
    assert page.url == address
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page).not_to_have_url(address)


@pytest.mark.parametrize("kind", READING, ids=[kind.name for kind in READING])
def test_a_page_at_320_pixels_scrolls_one_way_only(new_page: NewPage, kind: PageKind) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(kind.path)
    if kind.prepare:
        kind.prepare(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for region in page.locator(".md-typeset__scrollwrap[tabindex], .kpi-scroll").all():
        if region.is_visible():
            assert region.get_attribute("aria-label")
