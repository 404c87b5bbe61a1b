"""Which browser tests drive, and what is said where there is none."""

from pathlib import Path

import pytest

from tests import chromium


def browser_at(path: Path, exit_code: int = 0) -> str:
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with one empty folder, no apps, nothing of Playwright's."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("handbook.printing.chromium.MAC_APPS", ())
    monkeypatch.setattr(chromium, "playwright_path", lambda: None)


def test_a_browser_of_the_system_is_found(tmp_path: Path) -> None:
    assert chromium.find() is None
    path = browser_at(tmp_path / "google-chrome")
    assert chromium.find() == path


def test_the_environment_has_the_first_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser_at(tmp_path / "chromium")
    named = browser_at(tmp_path / "my-browser")
    monkeypatch.setenv("CHROMIUM", named)
    assert chromium.find() == named


def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    browser_at(tmp_path / "chromium-browser", exit_code=1)
    path = browser_at(tmp_path / "google-chrome")
    assert chromium.find() == path


def test_a_named_browser_that_does_not_start_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    browser_at(tmp_path / "chromium")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    assert chromium.main([]) == 1
    assert "nothing does not start" in capsys.readouterr().err


def test_without_any_browser_the_advice_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert chromium.main([]) == 1
    assert capsys.readouterr().err.strip() == chromium.ADVICE
