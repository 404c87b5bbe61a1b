"""Which other browsers tests drive, and what a machine without them is told."""

from pathlib import Path

import pytest

from tests.engines import programs


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with one empty folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def test_a_firefox_of_the_system_is_found(bare_machine: Path) -> None:
    assert programs.firefox() is None
    path = bare_machine / "firefox"
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    assert programs.firefox() == str(path)


@pytest.mark.usefixtures("bare_machine")
def test_a_machine_without_them_is_told_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    assert programs.main([]) == 0
    said = capsys.readouterr().err
    assert "skipped" in said
    assert "apt-get install firefox-esr webkit2gtk-driver xvfb" in said


@pytest.mark.usefixtures("bare_machine")
def test_ci_without_them_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert programs.main([]) == 1
