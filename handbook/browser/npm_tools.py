"""Programs that builds run, from npm's archives, as the lock pins them.

Rollup joins scripts and leaves out of them what nothing uses; Binaryen joins WebAssembly modules.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.browser.pins import npm_part

if TYPE_CHECKING:
    from handbook.browser.downloads import Store

ROLLUP = "@rollup/wasm-node"
BINARYEN = "binaryen"


def tool_folder(package: str, store: Store, project: Path) -> Path:
    """Give the folder that holds a program, unpacked once; its name has the version.

    DownloadError where it cannot be had.
    """
    pinned = npm_part(json.loads((project / "package-lock.json").read_text(encoding="utf-8")), package)
    folder = store.folder / f"{package.strip('@').replace('/', '-')}-{pinned.version}"
    if not folder.is_dir():
        archive = store.get(pinned.part)
        with (
            tempfile.TemporaryDirectory(prefix="unpacked-", dir=store.folder) as work,
            tarfile.open(archive) as unpacked,
        ):
            unpacked.extractall(work, filter="data")
            if not folder.is_dir():
                Path(work, "package").rename(folder)
    return folder
