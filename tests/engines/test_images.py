"""Starting Python in every engine: from the images and by the ordinary way, with CPython's own results."""

import json
from typing import Any

import pytest

from handbook.browser.image_builder import probe
from tests.conftest import PROJECT
from tests.engines.conftest import SpoiltVisit
from tests.engines.visit import Visit
from tests.engines.watched_site import Spoilt
from tests.site_server import script_address

ASK = """async (address, requests, sets) => {
    const worker = new Worker(address, { type: "module", name: "test" });
    const answers = [];
    for (const { op, ...fields } of [{ op: "start", sets }, ...requests]) {
        answers.push(await new Promise((resolve) => {
            worker.onmessage = ({ data }) => { if (data.type !== "progress") resolve(data); };
            worker.onerror = ({ message }) => resolve({ type: "dead", message });
            worker.postMessage({ type: "request", id: answers.length, op, fields, payload: null });
        }));
    }
    worker.terminate();
    return answers;
}"""
pytestmark = pytest.mark.browser

REQUESTS = [*probe.REQUESTS, *probe.LOG_REQUESTS]


def ask(visit: Visit, sets: list[str], requests: list[dict[str, Any]]) -> tuple[dict[str, Any], list[Any]]:
    """Put requests to a worker of its own; gives how it came up, and the replies."""
    visit.go("404.html")
    worker = f"/{script_address(PROJECT / 'site', 'worker/worker.js')}"
    first, *others = visit.run(ASK, worker, requests, sets)
    assert first["type"] == "ok", first
    assert {answer["type"] for answer in others} == {"ok"}, others
    return first["reply"], [answer["reply"] for answer in others]


@pytest.mark.parametrize(("sets", "image"), [([], "core"), (["pandas"], "pandas")])
def test_an_image_gives_what_cpython_gives(visit: Visit, by_cpython: list[Any], sets: list[str], image: str) -> None:
    started, replies = ask(visit, sets, REQUESTS)
    assert (started["path"], started["image"], started["refused"]) == ("image", image, None)
    assert replies == by_cpython


def without_images(manifest: bytes) -> bytes:
    return json.dumps({**json.loads(manifest), "images": None}).encode()


def test_the_ordinary_way_gives_what_cpython_gives(spoilt_visit: SpoiltVisit, by_cpython: list[Any]) -> None:
    started, replies = ask(spoilt_visit(Spoilt({"assets/runtime/runtime.json": without_images})), [], REQUESTS)
    assert (started["path"], started["image"]) == ("ordinary", None)
    assert replies == by_cpython
