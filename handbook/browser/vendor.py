"""JavaScript libraries that the site serves itself: taken from npm's archives as the lock pins them, never from a CDN.

Each lies in a folder that names its version, with its licence, and beside the folders a small module of the library's
name loads it. So the site's own modules say `import MiniSearch from "../vendor/minisearch.js"`, whatever the version.
"""

from __future__ import annotations

import io
import json
import logging
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handbook.browser.downloads import Store
from handbook.browser.pins import npm_part
from handbook.errors import HandbookError
from handbook.shipping import PROJECT

PACKAGES = "packages"
"""Folder of the libraries; what is in it never changes under its address."""

_logger = logging.getLogger(__name__)


class VendorError(HandbookError):
    """A library's archive does not hold what the site takes from it."""


@dataclass(frozen=True, slots=True)
class Library:
    """One npm package, and what of it the site serves."""

    package: str
    """Its name on npm, `@observablehq/plot`."""
    name: str
    """What the site's modules call it: `plot` for `plot.js` and `packages/plot-0.6.17/`."""
    script: str
    """The ready-made browser build inside the package."""
    licence: str
    """The licence's file inside the package."""
    loader: str
    """The module that loads it, with {script} for the address of the build."""


LIBRARIES = (
    Library("minisearch", "minisearch", "dist/es/index.js", "LICENSE.txt", 'export {{ default }} from "{script}";\n'),
    Library("d3", "d3", "dist/d3.min.js", "LICENSE", 'import "{script}";\n\nexport default globalThis.d3;\n'),
    Library("lean-qr", "lean-qr", "index.mjs", "LICENSE", 'export {{ correction, generate }} from "{script}";\n'),
    # Plot's build takes d3 from the global scope: d3 must have run before it.
    Library(
        "@observablehq/plot",
        "plot",
        "dist/plot.umd.min.js",
        "LICENSE",
        'import "./d3.js";\nimport "{script}";\n\nexport default globalThis.Plot;\n',
    ),
)


def provide(
    out: Path, store: Store | None = None, report: Callable[[str], None] = _logger.info, project: Path = PROJECT
) -> None:
    """Fill a folder, `assets/vendor` of the built site, with the libraries; what earlier builds left there goes.

    What is not in the cache is fetched: DownloadError where that fails, VendorError where an archive lacks a file.
    """
    store = store or Store.from_environment(report)
    lock = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))
    files: dict[str, bytes] = {}
    for library in LIBRARIES:
        part = npm_part(lock, library.package)
        folder = f"{PACKAGES}/{library.name}-{part.version}"
        content = _unpack(store.get(part.part), library)
        files |= {f"{folder}/{Path(name).name}": text for name, text in content.items()}
        loader = library.loader.format(script=f"./{folder}/{Path(library.script).name}")
        files[f"{library.name}.js"] = loader.encode()
    shutil.rmtree(out / PACKAGES, ignore_errors=True)
    for name, text in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(text)


def _unpack(archive: Path, library: Library) -> dict[str, bytes]:
    """Take the build and the licence out of npm's archive, where everything lies under `package/`."""
    with tarfile.open(archive, mode="r:gz") as package:
        members = {f"package/{name}": name for name in (library.script, library.licence)}
        found = {members[entry.name]: package.extractfile(entry) for entry in package if entry.name in members}
        content = {name: file.read() for name, file in found.items() if isinstance(file, io.BufferedReader)}
    missing = [name for name in members.values() if name not in content]
    if missing:
        names = "、".join(missing)
        raise VendorError(f"{archive.name} 里没有 {names}。请对照 handbook/browser/vendor.py 核对这个版本的文件名。")
    return content
