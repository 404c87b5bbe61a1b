"""What the worker calls in a restored interpreter: each page has its own desk, which goes along and goes away."""

import json
from typing import Any

import pytest

from handbook.browser.image_builder import bridge
from handbook.browser.image_builder.probe import REQUESTS

SCORE = {"op": "score"}


@pytest.fixture(autouse=True)
def no_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked for anything yet."""
    monkeypatch.setattr(bridge, "_desks", bridge._desks.copy())
    bridge._desks.clear()


def call(command: str, message: bytes = b"") -> bytes:
    answer = bridge.call(command.encode() + b"\0" + message)
    assert answer.startswith(bridge.DONE), answer
    return answer[1:]


def ask(page: str, request: dict[str, Any]) -> dict[str, Any]:
    call("start", f"{page}\0{json.dumps(request)}".encode())
    outcome: dict[str, Any] = {"state": "working"}
    while outcome["state"] == "working":
        outcome = json.loads(call("step"))
    call("close")
    return outcome


def test_a_page_has_its_own_table() -> None:
    for request in REQUESTS[:2]:
        assert ask("1", request)["state"] == "done"
    assert ask("1", SCORE)["reply"]["people_count"] == 2
    assert ask("2", SCORE)["error"]["reason"] == "还没有数据"


def test_all_desks_go_along_to_another_interpreter() -> None:
    for page in ("1", "2"):
        for request in REQUESTS[:2]:
            ask(page, request)
    dumped = call("dump")
    bridge._desks.clear()
    call("load", dumped)
    assert [ask(page, SCORE)["reply"]["people_count"] for page in ("1", "2")] == [2, 2]


def test_what_a_page_gave_is_forgotten_when_it_leaves() -> None:
    for request in REQUESTS[:2]:
        ask("1", request)
    call("forget", b"1")
    call("forget", b"another that never asked")
    assert bridge._desks == {}
    assert ask("1", SCORE)["state"] == "failed"


def test_a_request_may_come_with_a_file() -> None:
    call("start", b'1\0{"op": "table_file", "name": "a.csv"}\0' + "姓名,数\n甲,1\n".encode())
    outcome = json.loads(call("step"))
    assert outcome["state"] in {"working", "done"}, outcome
