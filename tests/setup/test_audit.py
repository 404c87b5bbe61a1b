"""What `make audit` says of holes, and of what it could not ask about."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import audit
from tests.audit import Answer, verdict
from tests.conftest import PROJECT

CLEAN = Answer("dev.txt", (), 3, 0)


def answering(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Put these words in every service's mouth."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=said))


def test_all_is_well_only_where_everything_was_checked() -> None:
    assert verdict([CLEAN]) == (0, ["dev.txt: 0 holes in 3 packages that were checked"])


def test_a_hole_is_named_and_fails() -> None:
    code, said = verdict([CLEAN, Answer("run.txt", ("a 1: CVE-1",), 1, 2)])
    assert code == 1
    assert "a 1: CVE-1" in said


def test_what_was_not_checked_is_said_and_is_no_success() -> None:
    code, said = verdict([CLEAN, Answer("run.txt", (), 1, 2)])
    assert code == 2
    assert "NOT CHECKED: 2 packages of run.txt" in said


@pytest.mark.parametrize("said", ["", "no route to host", json.dumps({"message": "request failed"})])
def test_a_service_that_does_not_answer_has_checked_nothing(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    answering(monkeypatch, said)
    npm, pip = audit.npm_answer(), audit.pip_answer(PROJECT / "requirements" / "dev.txt")
    assert (npm.checked, pip.checked) == (0, 0)
    assert npm.unchecked > 10
    assert pip.unchecked > 50


def test_packages_that_the_service_does_not_know_are_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}
    answering(monkeypatch, json.dumps({"dependencies": [known, {"name": "b", "skip_reason": "unknown"}]}))
    assert audit.pip_answer(Path("run.txt")) == Answer("run.txt", ("a 1: CVE-1",), 1, 1)
