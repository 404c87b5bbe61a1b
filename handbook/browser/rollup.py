"""Rollup, which joins scripts and leaves out of them what nothing uses: from npm's archive, as the lock pins it."""

from __future__ import annotations

import json
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.browser.pins import npm_part

if TYPE_CHECKING:
    from handbook.browser.downloads import Store

_PACKAGE = "@rollup/wasm-node"


def rollup_folder(store: Store, project: Path) -> Path:
    """Give the folder that holds it, unpacked once; its name has the version. DownloadError where it cannot be had."""
    pinned = npm_part(json.loads((project / "package-lock.json").read_text(encoding="utf-8")), _PACKAGE)
    folder = store.folder / f"rollup-{pinned.version}"
    if not folder.is_dir():
        archive = store.get(pinned.part)
        with (
            tempfile.TemporaryDirectory(prefix="unpacked-", dir=store.folder) as work,
            tarfile.open(archive) as package,
        ):
            package.extractall(work, filter="data")
            if not folder.is_dir():
                Path(work, "package").rename(folder)
    return folder
