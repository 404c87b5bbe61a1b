"""Join the site's script modules into a few files, by Rollup: a page would otherwise ask for sixty, four deep.

`make serve` leaves them as they are written. The same modules give the same files: joined once, they are found again.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from handbook.browser.downloads import Store
from handbook.browser.node import run_node
from handbook.browser.npm_tools import ROLLUP, tool_folder
from handbook.browser.parts import Digest
from handbook.shipping import PROJECT

ENTRIES = ("site.js", "clause-page.js", "clause-finder.js", "worker/worker.js", "search/worker.js")
"""The modules that pages and workers begin with. `early.js` imports nothing, and the others are no modules."""

_BUILDER = Path(__file__).with_name("bundle.mjs")
_SECONDS = 120
_DIGITS = 16


def bundle(modules: Mapping[str, bytes], store: Store | None = None, project: Path = PROJECT) -> dict[str, bytes]:
    """Join modules, given by path in the scripts' folder: gives what is to lie there in their place.

    A file that no entry imports is left as it is; an entry that is not there is passed over. Libraries (`vendor`) stay
    apart. NodeError where a module imports what is not there; DownloadError where Rollup cannot be had.
    """
    entries = [entry for entry in ENTRIES if entry in modules]
    if not entries:
        return dict(modules)
    store = store or Store.from_environment()
    rollup = tool_folder(ROLLUP, store, project)
    listed = "\n".join(f"{name} {Digest.of(modules[name]).value}" for name in sorted(modules))
    key = Digest.of("\n".join([listed, rollup.name, _BUILDER.read_text(encoding="utf-8")]).encode()).value
    folder = store.folder / f"scripts-{key[:_DIGITS]}"
    if not folder.is_dir():
        _make(folder, modules, entries, rollup)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _make(folder: Path, modules: Mapping[str, bytes], entries: list[str], rollup: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="scripts-", dir=folder.parent) as work:
        # Where the site has them: what lies beside the scripts is named from there.
        sources, made = Path(work, "assets", "js"), Path(work, "made")
        _write(sources, modules)
        arguments = [str(_BUILDER), str(rollup), str(sources.resolve()), str(made), *entries]
        joined = run_node("合并网站的脚本", arguments, seconds=_SECONDS)
        absorbed = {*json.loads(joined)}
        _write(made, {name: content for name, content in modules.items() if name not in absorbed})
        if not folder.is_dir():
            made.rename(folder)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
