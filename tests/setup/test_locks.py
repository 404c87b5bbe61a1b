"""What is pinned, is pinned by hash; and no file says which registry it comes from."""

import json
import re
from pathlib import Path

import pytest

from handbook.shipping import PROJECT

LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?://|index-url|find-links|file:")


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_requirements_lock_has_hashes_and_no_addresses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = [line for line in text.replace("\\\n", "").splitlines() if line and not line.lstrip().startswith("#")]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert ADDRESS.findall(text) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_requirements_lock_names_no_place_on_a_machine(path: Path) -> None:
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("#")]
    assert [line for line in comments if re.search(r"\s/\w", line)] == []


def test_the_npm_lock_has_integrity_and_no_addresses() -> None:
    text = (PROJECT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    for entry in packages.values():
        entry.pop("funding", None)  # whom to give money; nothing is fetched from there
    assert ADDRESS.findall(json.dumps(packages)) == []
