"""The site as the tests in other browsers see it: pages note what goes wrong in them, and files can be changed."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

Changes = Mapping[str, Callable[[bytes], bytes]]
"""What becomes of a file's content, by a pattern for its place in the site."""

NOTES = """\
globalThis.faults = [];
const note = (...words) => faults.push(words.map(String).join(" "));
addEventListener("error", ({ message, target }) => {
    const link = target instanceof HTMLLinkElement; // the theme's fetching ahead is given up whenever a page is left
    if (!link || target.rel === "stylesheet") note("error:", message ?? target.src ?? target.href);
}, true);
addEventListener("unhandledrejection", ({ reason }) => note("rejection:", reason));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => note(violatedDirective, blockedURI));
const { error } = console;
console.error = (...words) => { note("console:", ...words); error(...words); };
"""


def watched_site(site: Path, folder: Path, changes: Changes | None = None, first: str = "") -> Path:
    """Copy a site into a folder by links; pages begin with a script that notes faults, after code of the test's."""
    copy = folder / "site"
    shutil.copytree(site, copy, copy_function=os.link)
    _write(copy / "faults.js", f"{first}\n{NOTES}".encode())
    for page in copy.rglob("*.html"):
        _write(page, page.read_bytes().replace(b"<head>", b'<head><script src="/faults.js"></script>', 1))
    for pattern, change in (changes or {}).items():
        (file,) = copy.glob(pattern)
        _write(file, change(file.read_bytes()))
    return copy


def _write(file: Path, content: bytes) -> None:
    """Write over a link without touching what it leads to."""
    file.unlink(missing_ok=True)
    file.write_bytes(content)
