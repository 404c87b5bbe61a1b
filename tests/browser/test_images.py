"""Starting from an image: both come up, the ordinary way gives the same, and every doubt ends in a working page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from handbook.browser.image_builder.probe import LOG_REQUESTS, REQUESTS
from tests.browser.calculator_page import START, CalculatorPage
from tests.browser.tables import MESSY
from tests.conftest import PROJECT, NewPage
from tests.page_watch import PageWatch
from tests.site_server import script_address

pytestmark = pytest.mark.browser

ASK = """async ({ worker, requests, sets, before }) => {
    const page = new Worker(worker, { type: "module", name: "test" });
    const answers = [];
    for (const [op, fields] of [["start", { sets }], ...requests]) {
        answers.push(await new Promise((resolve) => {
            page.onmessage = ({ data }) => { if (data.type !== "progress") resolve(data); };
            page.onerror = ({ message }) => resolve({ type: "dead", message });
            page.postMessage({ type: "request", id: answers.length, op, fields, payload: null });
        }));
    }
    page.terminate();
    return answers;
}"""
PROBE = [(request["op"], {name: value for name, value in request.items() if name != "op"}) for request in REQUESTS]
LOGS = [(request["op"], {name: value for name, value in request.items() if name != "op"}) for request in LOG_REQUESTS]

LOG = "日期\t姓名\t金额\t类别\n2026/7/3\t张三\t12万\t销售\n2026/7/4\t张三\t6万\t回款\n"


def ask(page: Page, requests: list[tuple[str, dict[str, Any]]], sets: list[str]) -> tuple[dict[str, Any], list[Any]]:
    """Put requests to a worker of its own; gives how it came up, and the replies."""
    page.goto("404.html")
    worker = script_address(PROJECT / "site", "worker/worker.js")
    first, *others = page.evaluate(ASK, {"worker": worker, "requests": requests, "sets": sets})
    assert first["type"] == "ok", first
    assert {answer["type"] for answer in others} <= {"ok"}, others
    return first["reply"], [answer["reply"] for answer in others]


def without_image(page: Page) -> None:
    page.route("**/assets/runtime/images/**", lambda route: route.abort())


@pytest.mark.parametrize(("requests", "sets", "image"), [(PROBE, [], "core"), (PROBE + LOGS, ["pandas"], "pandas")])
def test_an_image_and_the_ordinary_way_give_the_same(
    new_page: NewPage,
    watch: PageWatch,
    requests: list[tuple[str, dict[str, Any]]],
    sets: list[str],
    image: str,
) -> None:
    watch.allow("ERR_FAILED")
    started, restored = ask(new_page(), requests, sets)
    assert (started["path"], started["image"], started["refused"]) == ("image", image, None)
    page = new_page()
    without_image(page)
    started, ordinary = ask(page, requests, sets)
    assert (started["path"], started["image"]) == ("ordinary", None)
    assert restored == ordinary


def test_what_was_read_before_pandas_came_is_still_there(page: Page) -> None:
    started, replies = ask(page, PROBE + LOGS, [])
    assert started["image"] == "core"
    _, direct = ask(page, PROBE + LOGS, ["pandas"])
    assert replies == direct


def test_an_image_imports_later_what_it_does_not_hold(page: Page) -> None:
    workbook = ("workbook", {"what": "result"})
    _, replies = ask(page, [*PROBE, workbook, *LOGS, workbook], [])
    assert [reply["filename"] for reply in replies if "filename" in reply] == ["自检-成绩.xlsx"] * 2


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def altered(content: bytes) -> bytes:
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


def other_page(_: bytes) -> bytes:
    return b"<!doctype html><title>404</title>"


@pytest.mark.parametrize("change", [truncated, altered, other_page])
@pytest.mark.parametrize("name", ["core.image", "interpreter.wasm", "pandas.image", "libraries.wasm"])
def test_a_damaged_image_is_not_used(page: Page, site: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (path,) = (site / "assets" / "runtime" / "images").glob(f"*/{name}")
    kind = "application/wasm" if name.endswith(".wasm") else None
    page.route(f"**/{name}", lambda route: route.fulfill(body=change(path.read_bytes()), content_type=kind))
    started, _ = ask(page, PROBE[:1], ["pandas"] if name in {"pandas.image", "libraries.wasm"} else [])
    assert started["path"] == "ordinary"
    assert started["refused"]


def test_an_interpreter_that_works_but_is_another_is_not_used(page: Page, site: Path) -> None:
    (path,) = (site / "assets" / "runtime" / "images").glob("*/interpreter.wasm")
    section = bytes([0, 2, 1, ord("x")])  # of a kind that browsers pass over
    body = path.read_bytes() + section
    page.route("**/interpreter.wasm", lambda route: route.fulfill(body=body, content_type="application/wasm"))
    started, _ = ask(page, PROBE[:1], [])
    assert started["path"] == "ordinary"
    assert "校验值" in started["refused"]


def test_an_image_that_fails_later_leaves_what_was_read(page: Page) -> None:
    _, whole = ask(page, PROBE + LOGS, ["pandas"])
    page.route("**/pandas.image", lambda route: route.fulfill(body=b"PK"))
    started, replies = ask(page, PROBE + LOGS, [])
    assert started["image"] == "core"
    assert replies == whole


def test_an_image_of_another_build_is_not_used(page: Page, site: Path) -> None:
    manifest = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))
    manifest["images"]["build"] = "0123456789"
    page.route("**/runtime.json", lambda route: route.fulfill(json=manifest))
    started, _ = ask(page, PROBE[:1], [])
    assert started["path"] == "ordinary"
    assert "0123456789" in started["refused"]


IN_THE_WORKER = {
    "no DecompressionStream": "delete globalThis.DecompressionStream;",
    "a longer function table": """
        const grow = WebAssembly.Table.prototype.grow;
        const instantiate = WebAssembly.instantiate;
        WebAssembly.instantiate = async (module, imports) => {
            imports.env?.__indirect_function_table?.grow?.call(imports.env.__indirect_function_table, 4096);
            return await instantiate(module, imports);
        };""",
    "no memory for an image": """
        const { Memory } = WebAssembly;
        let refused = 0;
        WebAssembly.Memory = function (limits) {
            refused += 1;
            if (refused === 1) throw new RangeError("could not allocate memory");
            return new Memory(limits);
        };""",
}


def in_worker(page: Page, site: Path, code: str) -> None:
    """Run code in every worker before anything of ours."""
    worker = (site / script_address(site, "worker/worker.js")).read_text(encoding="utf-8")
    page.route("**/before.js", lambda route: route.fulfill(body=code, content_type="text/javascript"))
    page.route(
        "**/worker/worker.js",
        lambda route: route.fulfill(body=f'import "./before.js";\n{worker}', content_type="text/javascript"),
    )


@pytest.mark.parametrize("lack", IN_THE_WORKER)
def test_a_browser_that_cannot_use_an_image_takes_the_ordinary_way(page: Page, site: Path, lack: str) -> None:
    in_worker(page, site, IN_THE_WORKER[lack])
    started, replies = ask(page, PROBE, [])
    assert started["path"] == "ordinary"
    assert started["refused"]
    assert replies[2]["complete_count"] == 1


def test_a_page_scores_without_the_images(page: Page, watch: PageWatch) -> None:
    watch.allow("ERR_FAILED")
    without_image(page)
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)


def test_who_summed_up_a_log_last_has_pandas_at_once_the_next_time(page: Page, watch: PageWatch) -> None:
    calculator = CalculatorPage.open(page)
    calculator.tab("从订单流水汇总")
    page.get_by_role("textbox", name="订单流水").fill(LOG)
    expect(page.get_by_role("button", name="汇总到考核表")).to_be_enabled(timeout=START)
    page.goto("local-data/")
    expect(page.get_by_role("row").filter(has_text="上次从流水汇总")).to_be_visible()

    page.goto("kpi/schemes/am-quarter/")
    page.wait_for_event("request", lambda request: request.url.endswith("/pandas.image"), timeout=START)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    asked = len(watch.requests)
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    assert [address for address in watch.requests[asked:] if address.endswith("/pandas.image")] == []


def test_pandas_that_was_expected_and_does_not_come_is_not_in_the_way_of_a_table(page: Page, watch: PageWatch) -> None:
    watch.allow("ERR_FAILED")
    for files in ("**/pandas.image", "**/assets/runtime/pyodide*/**", "**/assets/runtime/wheels/**"):
        page.context.route(files, lambda route: route.abort())
    page.goto("diag/")
    page.evaluate("localStorage.setItem('handbook.log-used', 'true')")
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    page.goto("diag/")
    page.get_by_role("button", name="开始检测").click()
    result = page.get_by_role("region", name="检测结果")
    expect(result.get_by_role("row", name="算分：方式")).to_contain_text("快速启动", timeout=START)
    expect(result.get_by_role("row", name="流水汇总：方式")).to_contain_text("没有启动", timeout=START)
    expect(result.get_by_role("row", name="流水汇总：原因")).to_contain_text("下载")


def test_a_scheme_without_logs_never_asks_for_pandas(page: Page, watch: PageWatch) -> None:
    page.goto("local-data/")
    page.evaluate("localStorage.setItem('handbook.log-used', 'true')")
    calculator = CalculatorPage.open(page, "director-quarter")
    calculator.press("填入示例")
    expect(calculator.people.first).to_be_visible(timeout=START)
    assert [address for address in watch.requests if address.endswith("/pandas.image")] == []


def test_no_memory_at_all_ends_in_a_plain_message(page: Page, site: Path) -> None:
    in_worker(page, site, "WebAssembly.Memory = function () { throw new RangeError('could not allocate memory'); };")
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    expect(calculator.card).to_contain_text("内存不够", timeout=START)
    expect(page.get_by_role("button", name="重试")).to_be_visible()
    expect(calculator.box).to_have_value(MESSY)


def test_a_blocked_worker_ends_in_a_plain_message(page: Page, watch: PageWatch) -> None:
    watch.allow(r"worker|ERR_")
    page.route("**/worker/worker.js", lambda route: route.abort())
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    expect(calculator.card).to_contain_text("计算进程没有运行起来", timeout=START)
    expect(page.get_by_role("heading", name="算例")).to_be_visible()


def test_the_first_score_fetches_nothing_of_the_ordinary_way(page: Page, watch: PageWatch) -> None:
    calculator = CalculatorPage.open(page)
    calculator.paste(MESSY)
    calculator.expect_scored(3)
    fetched = [address.rsplit("/", 1)[-1] for address in watch.requests if "/assets/runtime/" in address]
    assert sorted(fetched) == ["core.image", "interpreter.js", "interpreter.wasm", "runtime.json"]


def test_the_diagnosis_says_how_both_images_came_up_and_can_be_copied(page: Page) -> None:
    page.goto("diag/")
    page.get_by_role("button", name="开始检测").click()
    expect(page.get_by_role("status").filter(has_text="检测完成")).to_be_visible(timeout=2 * START)
    table = page.get_by_role("region", name="检测结果")
    for name in ("算分：方式", "流水汇总：方式"):
        expect(table.get_by_role("row", name=name)).to_contain_text("快速启动")
    page.get_by_role("button", name="复制结果").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    assert "流水汇总：用时" in page.evaluate("navigator.clipboard.readText()")


def test_the_diagnosis_gives_the_reason_for_the_ordinary_way(page: Page, site: Path) -> None:
    in_worker(page, site, IN_THE_WORKER["no DecompressionStream"])
    page.goto("diag/")
    page.get_by_role("button", name="开始检测").click()
    reason = page.get_by_role("row", name="算分：没有快速启动的原因")
    expect(reason).to_contain_text("DecompressionStream", timeout=2 * START)
