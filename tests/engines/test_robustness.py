"""What an engine lacks or a network spoils ends in the same score, or in a plain message with the paste still there."""

import json
from typing import Any

import pytest

from handbook.browser.image_builder import probe
from tests.engines.conftest import SpoiltVisit
from tests.engines.test_images import ask
from tests.engines.visit import Visit
from tests.engines.watched_site import Spoilt
from tests.site_server import SiteHandler

pytestmark = pytest.mark.browser

CORE = "assets/runtime/images/*/core.image"
IMAGES = "assets/runtime/images/*/*"
INTERPRETER = "assets/runtime/images/*/interpreter.wasm"
ORDINARY = "assets/runtime/pyodide-*/pyodide.asm.wasm"
RUNTIME = "assets/runtime/runtime.json"
WORKER = "assets/js-*/worker/worker.js"
TABLE = "姓名\t实际完成销售额\t计划完成销售额\n张三\t1056万\t1200万\n"


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def altered(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def gone(_: bytes) -> None:
    return None


def other_build(manifest: bytes) -> bytes:
    listed = json.loads(manifest)
    return json.dumps({**listed, "images": {**listed["images"], "build": "0123456789"}}).encode()


NO_STREAM = "delete globalThis.DecompressionStream;"
NO_MEMORY = "WebAssembly.Memory = function () { throw new RangeError('could not allocate memory'); };"
NO_MEMORY_ONCE = """const { Memory } = WebAssembly;
WebAssembly.Memory = function () {
    WebAssembly.Memory = Memory;
    throw new RangeError("could not allocate memory");
};"""
NO_LOCKS = """for (const name of ["request", "query"]) {
    LockManager.prototype[name] = () => Promise.reject(new DOMException("blocked", "SecurityError"));
}"""
LEADING_TO_THE_ORDINARY_WAY = {
    "truncated image": Spoilt({CORE: halved}),
    "altered image": Spoilt({CORE: altered}),
    "truncated interpreter": Spoilt({INTERPRETER: halved}),
    "altered interpreter": Spoilt({INTERPRETER: altered}),
    "images of another build": Spoilt({RUNTIME: other_build}),
    "images gone": Spoilt({IMAGES: gone}),
    "no DecompressionStream": Spoilt(worker=NO_STREAM),
    "no memory for the image": Spoilt(worker=NO_MEMORY_ONCE),
}


@pytest.mark.parametrize("spoilt", LEADING_TO_THE_ORDINARY_WAY.values(), ids=LEADING_TO_THE_ORDINARY_WAY)
def test_an_image_that_cannot_be_used_leads_to_the_ordinary_way_and_the_same_replies(
    spoilt_visit: SpoiltVisit, by_cpython: list[Any], spoilt: Spoilt
) -> None:
    started, replies = ask(spoilt_visit(spoilt), [], probe.REQUESTS)
    assert (started["path"], started["image"]) == ("ordinary", None)
    assert started["refused"]
    assert replies == by_cpython[: len(probe.REQUESTS)]


def test_a_server_that_does_not_know_webassembly_is_good_enough(
    visit: Visit, by_cpython: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SiteHandler.extensions_map, ".wasm", "application/octet-stream")
    started, replies = ask(visit, [], probe.REQUESTS)
    assert (started["path"], started["image"]) == ("image", "core")
    assert replies == by_cpython[: len(probe.REQUESTS)]


ENDING_IN_A_MESSAGE = {
    "no WebAssembly": (Spoilt(page="delete globalThis.WebAssembly;"), "不支持 WebAssembly"),
    "no Worker": (Spoilt(page="delete globalThis.Worker;"), "没有后台线程"),
    "Worker refuses": (
        Spoilt(
            page="globalThis.Worker = globalThis.SharedWorker ="
            " function () { throw new DOMException('no', 'SecurityError'); };"
        ),
        "不让后台线程运行",
    ),
    "workers forbidden": (Spoilt(policy=("worker-src 'self'", "worker-src 'none'")), "不让后台线程运行|没有运行起来"),
    "a worker that is no script": (Spoilt({WORKER: lambda _: b"]"}), "没有运行起来"),
    "the worker gone": (Spoilt({WORKER: gone}), "没有运行起来"),
    "the list of files gone": (Spoilt({RUNTIME: gone}), "网站上已经没有 runtime.json"),
    "all interpreters altered": (Spoilt({INTERPRETER: altered, ORDINARY: altered}), "校验值不符"),
    "all interpreters gone": (Spoilt({INTERPRETER: gone, ORDINARY: gone}), "网站上已经没有 pyodide.asm.wasm"),
    "no memory at all": (Spoilt(worker=NO_MEMORY), "内存不够"),
}


@pytest.mark.parametrize(("spoilt", "words"), ENDING_IN_A_MESSAGE.values(), ids=ENDING_IN_A_MESSAGE)
def test_without_calculations_a_page_says_so_and_keeps_what_was_pasted(
    spoilt_visit: SpoiltVisit, spoilt: Spoilt, words: str
) -> None:
    visit = spoilt_visit(spoilt)
    visit.go("kpi/schemes/am-quarter/")
    visit.fill(".kpi-paste", TABLE)
    visit.until("(words) => new RegExp(words).test(document.querySelector('.kpi-message')?.innerText)", words)
    assert visit.run("() => document.querySelector('.kpi-paste').value") == TABLE
    visit.expect("h2", "算例")


def test_memory_that_cannot_grow_ends_in_a_plain_message_and_the_page_goes_on(spoilt_visit: SpoiltVisit) -> None:
    visit = spoilt_visit(Spoilt(worker="WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no'); };"))
    visit.go("kpi/schemes/am-quarter/")
    # Few rows, and long ones: to copy many lines beside a form takes Chromium the square of their number.
    rows = (f"{'员工' * 1000}{number}\t900万\t1000万\n" for number in range(1000))
    visit.paste(".kpi-paste", "".join((TABLE, *rows)))
    visit.expect(".kpi-message", "内存不够")
    visit.click("清除")
    visit.paste(".kpi-paste", TABLE)
    visit.until("() => document.querySelectorAll('[aria-label=各人得分] tbody tr').length === 1")


def test_locks_that_are_refused_change_no_score(spoilt_visit: SpoiltVisit) -> None:
    visit = spoilt_visit(Spoilt(worker=NO_LOCKS, page=NO_LOCKS))
    visit.go("kpi/schemes/am-quarter/")
    visit.fill(".kpi-paste", TABLE)
    visit.expect(".kpi-score__total", "23.00")
    assert visit.run("() => navigator.locks.query().catch(({ name }) => name)") == "SecurityError"
    assert visit.run("() => faults") == []
