"""Rules, clauses, forms and results on A4: whole, numbered, with edition, address and code, and no site around them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START
from tests.browser.page_kinds import CALCULATING, READING, PageKind
from tests.conftest import PROJECT, NewPage
from tests.paper import A4, Sheet, read_sheets, without_space

pytestmark = pytest.mark.browser

DOCUMENTS = [
    kind
    for kind in READING
    if kind.name in {"制度", "条", "某一天的条", "表单", "流程", "考核方案", "时限一览", "新人路径"}
]
RESULTS = [
    kind for kind in CALCULATING if kind.name in {"算分", "目标分解", "滚动修订", "集客目标", "转化推算", "团队"}
]

TEXTS = """(node) => {
    const texts = [];
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement: around, data } = walker.currentNode;
        const seen = around.checkVisibility({ visibilityProperty: true }) && !around.closest("title");
        if (seen && data.trim()) texts.push(data);
    }
    return texts;
}"""
"""The pieces of text that can be seen under an element."""


DECODER = PROJECT / "node_modules" / "jsqr" / "dist" / "jsQR.js"
DECODED = """async (drawing) => {
    const image = new Image(300, 300);
    const copy = drawing.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", 300);
    copy.setAttribute("height", 300);
    image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
    await image.decode();
    const canvas = new OffscreenCanvas(300, 300).getContext("2d");
    canvas.fillStyle = "white";
    canvas.fillRect(0, 0, 300, 300);
    canvas.drawImage(image, 0, 0, 300, 300);
    return jsQR(canvas.getImageData(0, 0, 300, 300).data, 300, 300)?.data;
}"""
"""What a phone reads from a code."""


def printed(page: Page) -> list[Sheet]:
    """Print a page as its own style sheet wants it."""
    return read_sheets(page.pdf(prefer_css_page_size=True))


def text_within_margins(page: Page, sheets: list[Sheet]) -> str:
    """Expect each sheet to say what it is, where it is from, its number, with nothing over an edge; return the rest."""
    said = page.locator("[data-paper-address]").first
    margins = [said.get_attribute(f"data-paper-{name}") or "" for name in ("title", "edition", "address")]
    assert all(margins)
    within = ""
    for number, sheet in enumerate(sheets, 1):
        assert sheet.size in {A4, A4[::-1]}
        text = sheet.text
        for margin in map(without_space, (*margins, f"第 {number} 页，共 {len(sheets)} 页")):
            assert margin in text
            text = text.replace(margin, "", 1)
        assert sheet.outside == ""
        within += text
    return within


@pytest.mark.parametrize("kind", DOCUMENTS, ids=[kind.path for kind in DOCUMENTS])
def test_a_document_is_whole_on_paper(new_page: NewPage, kind: PageKind) -> None:
    page = new_page(color_scheme="dark")
    page.goto(kind.path)
    page.wait_for_load_state("networkidle")
    text = text_within_margins(page, printed(page))
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('details:not(.path-answer)').forEach((each) => each.open = true)")
    shown: list[str] = page.locator(".md-content__inner").first.evaluate(TEXTS)
    assert shown
    assert [each for each in shown if without_space(each) not in text] == []
    assert "制度专项业务岗位流程" not in text
    expect(page.locator(".paper-foot svg, .clause-code svg")).to_be_visible()


@pytest.mark.parametrize("kind", RESULTS, ids=[kind.name for kind in RESULTS])
def test_a_result_is_whole_on_paper(new_page: NewPage, kind: PageKind) -> None:
    page = new_page()
    page.add_init_script("window.print = () => {}")
    page.goto(kind.path)
    if kind.prepare:
        kind.prepare(page)
    page.get_by_role("button", name="打印", exact=True).first.click()
    expect(page.locator("body[data-print]")).to_have_count(1)
    text = text_within_margins(page, printed(page))
    page.get_by_role("button", name="打印", exact=True).first.click()
    expect(page.locator("body[data-print]")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".paper-foot svg")).to_be_visible()
    expect(page.locator(".kpi-paste:visible, .kpi-button:visible, .md-nav:visible")).to_have_count(0)
    shown: list[str] = page.locator(".paper, .kpi-sheet").last.evaluate(TEXTS)
    assert shown
    assert [each for each in shown if without_space(each) not in text] == []


def test_a_score_sheet_fits_one_sheet(page: Page) -> None:
    page.add_init_script("window.print = () => {}")
    page.goto("kpi/schemes/am-quarter/")
    page.get_by_role("button", name="填入示例").click()
    page.get_by_role("region", name="各人得分").get_by_role("button", name="周敏").click(timeout=START)
    page.locator(".kpi-sheet").get_by_role("button", name="打印").click()
    assert len(printed(page)) == 1


def test_what_is_folded_is_open_on_paper_and_folded_again_afterwards(page: Page) -> None:
    page.goto("c/KP-107/")
    expect(page.locator("details.reading")).to_have_js_property("open", value=False)
    sheets = printed(page)
    assert "来源写销售完成率占25分" in sheets[0].text
    expect(page.locator("details.reading")).to_have_js_property("open", value=False)


def test_a_table_of_many_columns_lies_on_its_side(page: Page) -> None:
    page.goto("kpi/schemes/am-quarter/")
    sheets = printed(page)
    assert {sheet.size for sheet in sheets} == {A4, A4[::-1]}
    wide = next(sheet for sheet in sheets if sheet.size != A4)
    assert re.search("重大违规次数", wide.text)


DRAWN_ANEW = """() => {
    dispatchEvent(new Event("beforeprint"));
    dispatchEvent(new Event("afterprint"));
    return !document.querySelector(".paper-foot path, .clause-code path").getAttribute("d").includes("m-");
}"""
"""What stands on paper only is drawn when the page is printed; the build draws line after line, with `m-`."""


@pytest.mark.parametrize("path", ["rules/general/", "c/KP-107/"])
def test_a_site_that_does_not_know_its_address_prints_where_it_was_opened(page: Page, site_url: str, path: str) -> None:
    page.add_init_script(path=DECODER)
    page.goto(path)
    address = f"{site_url}/{path}"
    expect(page.locator("[data-paper-address]").first).to_have_attribute("data-paper-address", address)
    code = page.locator(".paper-foot, .clause-code").last
    expect(code).to_contain_text(address)
    page.wait_for_function(DRAWN_ANEW)
    assert code.locator("svg").evaluate(DECODED) == address
    assert all(without_space(address) in sheet.text for sheet in printed(page))


def test_the_code_that_the_build_drew_leads_to_the_address_that_it_was_given(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("rules/general/")
    page.evaluate(DECODER.read_text(encoding="utf-8"))
    built = page.locator("[data-paper-address]").get_attribute("data-paper-address")
    assert page.locator(".paper-foot svg").evaluate(DECODED) == built


def test_without_javascript_the_end_of_the_page_says_where_it_is_from(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("rules/general/")
    sheets = printed(page)
    said = page.locator(".paper-foot")
    assert without_space(said.get_attribute("data-paper-address") or "?") in sheets[-1].text
    assert f"第{len(sheets)}页，共{len(sheets)}页" in sheets[-1].text
