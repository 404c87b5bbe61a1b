"""Pages that have one worker together: each its own table, one start for all, and what comes when it dies."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY, large
from tests.conftest import PROJECT, NewPage
from tests.site_server import script_address

pytestmark = pytest.mark.browser

MOST_KEPT = 80 << 20
"""Bytes that an interpreter may have to be kept for the next page."""
OTHERS = MESSY.replace("张三", "王五").replace("李四", "赵六")
HELD = """async () => (await navigator.locks.query()).held
    .filter(({ name }) => name.startsWith("handbook-worker-")).map(({ name, clientId }) => [name, clientId])"""
SAY = """({ address, name, message }) => new Promise((resolve, reject) => {
    const worker = new SharedWorker(address, { type: "module", name, extendedLifetime: true });
    worker.onerror = () => reject(new Error("it is not there"));
    worker.port.onmessage = ({ data }) => resolve(data);
    worker.port.postMessage(message);
    if (!message.type) resolve();
})"""
"""Take a seat in the worker that runs, and say something."""


@pytest.fixture
def together(new_page: NewPage) -> Page:
    """A page whose worker is there for others too."""
    return new_page(together=True)


def interpreters(page: Page) -> list[list[str]]:
    """Give the workers that live, by name and by the browser's own number."""
    return page.evaluate(HELD)


def say(page: Page, message: dict[str, Any]) -> Any:
    """Say something to the worker that the pages have together, as one more page."""
    ((name, _),) = interpreters(page)
    worker = f"/{script_address(PROJECT / 'site', 'worker/worker.js')}"
    return page.evaluate(SAY, {"address": worker, "name": name.removeprefix("handbook-worker-"), "message": message})


def test_two_pages_have_one_interpreter_and_each_its_own_table(together: Page) -> None:
    first, second = CalculatorPage.open(together), CalculatorPage.open(together.context.new_page())
    first.paste(MESSY)
    first.expect_scored(3)
    second.page.bring_to_front()
    second.paste(OTHERS)
    second.expect_scored(3)
    first.open_person("李四")
    second.open_person("赵六")
    expect(second.page.get_by_role("button", name="李四", exact=True)).to_have_count(0)
    assert len(interpreters(together)) == 1
    assert first.page.workers == second.page.workers == []
    nobody = say(together, {"type": "request", "id": 1, "op": "score", "fields": {}, "payload": None})
    assert (nobody["type"], nobody["kind"]) == ("error", "refused"), "a page that gave no table has none"


def test_pandas_may_come_while_another_page_has_its_table(together: Page) -> None:
    first, second = CalculatorPage.open(together), together.context.new_page()
    first.paste(MESSY)
    first.expect_scored(3)
    second.goto("calculators/team/")
    expect(second.get_by_label("考核方案").locator("option")).to_have_count(3)
    second.get_by_role("button", name="填入示例", exact=True).click()
    ranking = second.get_by_role("region", name="排名", exact=True).last
    expect(ranking.locator("tbody tr")).to_have_count(5, timeout=START)
    first.page.bring_to_front()
    first.open_person("李四")
    expect(first.sheet).to_contain_text("÷")
    assert len(interpreters(together)) == 1


def test_the_next_page_finds_the_interpreter_of_the_one_that_was_closed(together: Page) -> None:
    context = together.context
    calculator = CalculatorPage.open(together)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    before = interpreters(together)
    together.close()
    following = CalculatorPage.open(context.new_page())
    expect(following.box).to_have_value("")
    following.paste(OTHERS)
    following.expect_scored(3)
    assert interpreters(following.page) == before


def test_an_interpreter_that_a_large_table_made_grow_does_not_stay_for_the_next_page(together: Page) -> None:
    context = together.context
    calculator = CalculatorPage.open(together)
    calculator.paste_event(large(100_000))
    expect(calculator.grid.locator("tbody tr")).to_have_count(50, timeout=START)
    (before,) = interpreters(together)
    together.close()
    following = CalculatorPage.open(context.new_page())
    following.paste(MESSY)
    following.expect_scored(3)
    assert interpreters(following.page) == [before], "the worker stays; a page may be on its way to it"
    start = say(following.page, {"type": "request", "id": 1, "op": "start", "fields": {}, "payload": None})
    assert start["reply"]["memory"] < MOST_KEPT


def test_when_it_dies_every_page_gets_its_own_and_its_table_back(together: Page) -> None:
    first, second = CalculatorPage.open(together), CalculatorPage.open(together.context.new_page())
    for calculator, table in ((first, MESSY), (second, OTHERS)):
        calculator.page.bring_to_front()
        calculator.paste(table)
        calculator.expect_scored(3)
    (before,) = interpreters(together)
    say(together, {"id": 1})
    for calculator, name in ((first, "李四"), (second, "赵六")):
        calculator.page.bring_to_front()
        expect(calculator.card).to_contain_text("数据也恢复了", timeout=START)
        calculator.open_person(name)
    after = interpreters(together)
    assert before in after, "the worker stays; a page may be on its way to it"
    assert len(after) == 3, json.dumps(after)
    following = CalculatorPage.open(together.context.new_page())
    following.paste(MESSY)
    following.expect_scored(3)
    assert interpreters(together) == after
