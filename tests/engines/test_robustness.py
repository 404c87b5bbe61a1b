"""What an engine lacks or a network spoils ends in a working page, or in a plain message."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engines.conftest import ChangedVisit
from tests.engines.test_images import ask
from tests.engines.watched_site import Changes
from tests.site_server import SiteHandler, shipped_headers

pytestmark = pytest.mark.browser

CORE = "assets/runtime/images/*/core.image"
WORKER = "assets/js/worker/worker.js"
TABLE = "姓名\t实际完成销售额\t计划完成销售额\n张三\t1056万\t1200万\n"
CARD = ".kpi-message"


def beginning(code: str) -> Callable[[bytes], bytes]:
    """Run code before the first message comes in."""
    return lambda content: f"{code}\n".encode() + content


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def altered(content: bytes) -> bytes:
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


NO_STREAM = "delete globalThis.DecompressionStream;"
NO_MEMORY_ONCE = """const { Memory } = WebAssembly;
let refused = 0;
WebAssembly.Memory = function (limits) {
    refused += 1;
    if (refused === 1) throw new RangeError("could not allocate memory");
    return new Memory(limits);
};"""


@pytest.mark.parametrize(
    "changes",
    [{CORE: halved}, {CORE: altered}, {WORKER: beginning(NO_STREAM)}, {WORKER: beginning(NO_MEMORY_ONCE)}],
    ids=["truncated", "altered", "no DecompressionStream", "no memory for the image"],
)
def test_an_image_that_cannot_be_used_leads_to_the_ordinary_way(changed_visit: ChangedVisit, changes: Changes) -> None:
    started, replies = ask(changed_visit(changes), [])
    assert (started["path"], started["image"]) == ("ordinary", None)
    assert started["refused"]
    assert replies[2]["complete_count"] == 1


def test_a_server_that_does_not_know_webassembly_is_good_enough(
    changed_visit: ChangedVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SiteHandler.extensions_map, ".wasm", "application/octet-stream")
    started, _ = ask(changed_visit({}), [])
    assert (started["path"], started["image"]) == ("image", "core")


def no_workers(site: Path) -> dict[str, str]:
    """The shipped headers, but for a policy that forbids workers."""
    headers = shipped_headers(site)
    policy = headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    return {**headers, "Content-Security-Policy": policy.replace("worker-src 'self'", "worker-src 'none'")}


NO_MEMORY = "WebAssembly.Memory = function () { throw new RangeError('could not allocate memory'); };"


@pytest.mark.parametrize(
    ("changes", "first", "headers", "words"),
    [
        ({}, "delete globalThis.WebAssembly;", shipped_headers, "不支持 WebAssembly"),
        ({}, "delete globalThis.Worker;", shipped_headers, "没有后台线程"),
        ({}, "", no_workers, "不让后台线程运行|没有运行起来"),
        ({WORKER: lambda _: b"]"}, "", shipped_headers, "没有运行起来"),
        ({WORKER: beginning(NO_MEMORY)}, "", shipped_headers, "内存不够"),
    ],
    ids=["no WebAssembly", "no Worker", "workers forbidden", "a worker that is no script", "no memory at all"],
)
def test_without_calculations_a_page_says_so_and_keeps_what_was_pasted(  # noqa: PLR0913, PLR0917
    changed_visit: ChangedVisit,
    site: Path,
    changes: Changes,
    first: str,
    headers: Callable[[Path], dict[str, str]],
    words: str,
) -> None:
    visit = changed_visit(changes, first=first, headers=headers(site))
    visit.go("kpi/schemes/am-quarter/")
    visit.fill(".kpi-paste", TABLE)
    visit.until("(card, words) => new RegExp(words).test(document.querySelector(card)?.innerText)", CARD, words)
    assert visit.run("() => document.querySelector('.kpi-paste').value") == TABLE
    visit.expect("h2", "算例")
