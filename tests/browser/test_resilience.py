"""What happens when things go wrong or take long: cancel, crash, failed start, an old browser, a very large paste."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.calculator_page import START, CalculatorPage, starts_of
from tests.browser.tables import MESSY, large
from tests.conftest import NewPage
from tests.page_watch import PageWatch

pytestmark = pytest.mark.browser

MOST_MS_WITHOUT_A_FRAME = 1000
"""A page that stands still longer than this feels frozen; measured values are a tenth of it on a quiet machine."""

WATCH_FRAMES = """() => {
    window.longestGap = 0;
    let last = performance.now();
    const look = (now) => {
        window.longestGap = Math.max(window.longestGap, now - last);
        last = now;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def test_a_hundred_thousand_rows_do_not_freeze_the_page(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.box.focus()
    expect(page.locator(".kpi-progress")).to_be_hidden(timeout=START)
    page.evaluate(WATCH_FRAMES)
    calculator.paste_event(large(100_000))
    expect(page.locator(".kpi-chip:visible")).to_contain_text("已粘贴 100,001 行")
    assert page.locator(".kpi-paste").first.input_value() == ""
    expect(calculator.grid.locator("tbody tr")).to_have_count(50, timeout=START)
    page.get_by_role("button", name="显示更多").first.click()
    expect(calculator.cell(1, 1)).to_have_text("员工50")
    calculator.press("计算 100,000 人的得分")
    calculator.expect_scored(50)
    page.get_by_label("排序").select_option("按总分从高到低")
    expect(calculator.people.first).to_contain_text("25.00")
    assert page.evaluate("window.longestGap") < MOST_MS_WITHOUT_A_FRAME


def test_a_long_reading_is_cancelled_and_the_table_before_it_stays(page: Page, watch: PageWatch) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    calculator.paste_event(large(400_000))
    page.get_by_role("button", name="取消", exact=True).click()
    expect(calculator.card).to_contain_text("已取消")
    expect(calculator.people).to_have_count(3)
    calculator.press("清除")
    calculator.paste(MESSY.replace("张三", "张三丰"))
    expect(calculator.people.first).to_contain_text("张三丰", timeout=START)
    assert starts_of(watch.requests) <= 2


def test_a_dead_worker_is_replaced_and_the_paste_is_still_there(page: Page) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    page.get_by_role("button", name="第 2 行 · 实际完成销售额").click()
    page.keyboard.type("1056")
    page.keyboard.press("Enter")
    expect(calculator.cell(2, 2)).to_contain_text("10,560,000 元")
    page.workers[-1].evaluate("self.close()")
    expect(calculator.card).to_contain_text("数据也恢复了", timeout=START)
    expect(calculator.box).to_have_value(MESSY)
    expect(calculator.cell(2, 2)).to_contain_text("10,560,000 元")
    calculator.open_person("李四")
    expect(calculator.sheet).to_contain_text("10,560,000 ÷ 12,000,000 = 88%")


def test_a_start_that_failed_says_why_and_is_tried_again(page: Page, watch: PageWatch) -> None:
    watch.allow(r"runtime|Failed to load resource|ERR_")
    page.context.route("**/*.wasm", lambda route: route.abort())
    calculator = CalculatorPage.open(page)
    calculator.box.focus()
    expect(calculator.card).to_contain_text("下载 pyodide.asm.wasm 失败", timeout=START)
    with page.context.expect_event("requestfailed", lambda request: request.url.endswith("pyodide.asm.wasm")):
        calculator.paste(MESSY)  # to paste is to try again
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    expect(calculator.box).to_have_value(MESSY)
    page.context.unroute("**/*.wasm")
    calculator.press("重试")
    calculator.expect_scored(3)


def test_a_changed_file_is_not_run(page: Page, watch: PageWatch) -> None:
    watch.allow(r"integrity|digest|Failed to load resource|ERR_")
    page.context.route("**/assets/runtime/images/**", lambda route: route.abort())
    page.context.route("**/python_stdlib.zip", lambda route: route.fulfill(status=200, body=b"PK other"))
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    expect(calculator.card).to_contain_text("校验值不符", timeout=START)


def test_a_browser_without_webassembly_is_told_what_to_do(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    calculator = CalculatorPage.open(page)
    calculator.box.focus()
    expect(calculator.card).to_contain_text("不支持 WebAssembly")
    expect(calculator.card).to_contain_text("算例")
    expect(page.get_by_role("heading", name="算例")).to_be_visible()


def test_the_form_can_be_filled_before_the_interpreter_is_there(page: Page) -> None:
    held: list[Route] = []
    page.context.route("**/runtime.json", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright asks for its signature
    calculator = CalculatorPage.open(page)
    calculator.tab("只算一个人")
    form = page.locator(".kpi-form")
    form.get_by_label("实际完成销售额", exact=True).fill("1056万")
    form.get_by_label("计划完成销售额", exact=True).fill("1200万")
    calculator.press("计算得分")
    expect(page.locator(".kpi-progress")).to_contain_text("正在准备计算程序")
    for route in held:
        route.continue_()
    page.context.unroute("**/runtime.json")
    expect(calculator.sheet).to_contain_text("23.00", timeout=START)
