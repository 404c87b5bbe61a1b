"""The same input gives the same site, byte for byte, wherever, whenever and by whomever it is built."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

FAKED_CLOCK = """
import datetime
import time_machine
time_machine.travel(datetime.datetime(2031, 2, 28, 23, 59, 50, tzinfo=datetime.UTC).timestamp()).start()
"""
"""Run by Python as it starts: `sitecustomize`."""


def digests(folder: Path) -> dict[str, str]:
    """Hash every file in a folder, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def copy_in_reverse(source: Path, target: Path) -> None:
    """Copy a folder, last file first: file systems list what they hold in the order in which it came."""
    for path in sorted(source.rglob("*"), reverse=True):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything that should not matter is otherwise: clock, zone, language, hashes."""
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(FAKED_CLOCK, encoding="utf-8")
    others = {name: value for name, value in os.environ.items() if name not in {"SOURCE_DATE_EPOCH", "SITE_URL"}}
    return {
        **others,
        "PYTHONPATH": str(tmp_path / "clock"),
        "PYTHONHASHSEED": "4711",
        "TZ": "FAR-14",
        "LC_ALL": "C",
        "USER": "somebody",
    }


def test_the_clock_that_the_other_build_sees_is_another(elsewhere: dict[str, str]) -> None:
    command = [sys.executable, "-c", "import datetime; print(datetime.date.today())"]
    done = subprocess.run(command, env=elsewhere, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2031-03-01"


def test_a_build_in_another_place_time_zone_language_and_order_gives_the_same_bytes(
    site: Path, tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    folder = tmp_path / "a rather different place"
    for name in ("handbook_src", "docs"):
        copy_in_reverse(PROJECT / name, folder / name)
    shutil.copyfile(PROJECT / "mkdocs.yml", folder / "mkdocs.yml")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    done = subprocess.run(
        command,
        cwd=folder,
        env=elsewhere,
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert digests(folder / "site") == digests(site)
    assert digests(folder / "build" / "deploy") == digests(PROJECT / "build" / "deploy")
