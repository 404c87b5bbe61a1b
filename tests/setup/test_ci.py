"""What CI runs: nothing that is missing on its machine may be passed over there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT


@pytest.mark.parametrize(("before", "after"), [(None, "true"), ("1", "1")])
def test_tests_are_told_that_this_is_ci(tmp_path: Path, before: str | None, after: str) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(PROJECT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text("check test:\n\t@echo $@ $(CI)\n", encoding="utf-8")
    left_out = {"CI", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    if before:
        environment["CI"] = before
    done = subprocess.run([tmp_path / ".ci" / "run"], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"check {after}", f"test {after}"]
