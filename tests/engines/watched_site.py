"""The site as the tests in other browsers see it: pages note what goes wrong in them, and files can be changed."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.site_server import shipped_headers

Changes = Mapping[str, Callable[[bytes], bytes | None]]
"""What becomes of files, by a pattern for their place in the site; without content a file is taken away."""

NOTES = """\
globalThis.faults = [];
const note = (...words) => faults.push(words.map(String).join(" "));
addEventListener("error", ({ message, target }) => {
    const link = target instanceof HTMLLinkElement; // the theme's fetching ahead is given up whenever a page is left
    const late = message?.startsWith("ResizeObserver loop"); // told a frame later, which is no fault
    if (!late && (!link || target.rel === "stylesheet")) note("error:", message ?? target.src ?? target.href);
}, true);
addEventListener("unhandledrejection", ({ reason }) => note("rejection:", reason));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => note(violatedDirective, blockedURI));
const { error } = console;
console.error = (...words) => { note("console:", ...words); error(...words); };
"""
ALONE = "Object.defineProperty(navigator, 'serviceWorker', { value: undefined });\n"
"""No service worker: it would answer with pages as they were before these notes were put into them."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What is wrong with a site, or with the browser that shows it."""

    changes: Changes = field(default_factory=dict[str, Callable[[bytes], bytes | None]])
    page: str = ""
    """Code that runs first in every page."""
    worker: str = ""
    """Code that runs in every worker before the first message comes in."""
    policy: tuple[str, str] = ("", "")
    """What in the shipped policy is replaced, and by what."""

    def headers(self, site: Path) -> dict[str, str]:
        """Give the headers that the site is served with."""
        shipped = shipped_headers(site)
        old, new = self.policy
        assert old in shipped["Content-Security-Policy"]
        return {**shipped, "Content-Security-Policy": shipped["Content-Security-Policy"].replace(old, new)}


def watched_site(site: Path, folder: Path) -> Path:
    """Copy a site into a folder by links; its pages begin with a script that notes faults."""
    copy = _copy(site, folder)
    write(copy / "faults.js", f"{ALONE}{NOTES}".encode())
    for page in copy.rglob("*.html"):
        write(page, page.read_bytes().replace(b"<head>", b'<head><script src="/faults.js"></script>', 1))
    return copy


def spoilt_site(watched: Path, folder: Path, spoilt: Spoilt) -> Path:
    """Copy a watched site, and spoil the copy."""
    copy = _copy(watched, folder)
    changes = {
        **spoilt.changes,
        "faults.js": lambda content: f"{spoilt.page}\n".encode() + content,
        **({"assets/js-*/worker/worker.js": _after(spoilt.worker)} if spoilt.worker else {}),
    }
    for pattern, change in changes.items():
        files = list(copy.glob(pattern))
        assert files, pattern
        for file in files:
            content = change(file.read_bytes())
            file.unlink() if content is None else write(file, content)
    return copy


def write(file: Path, content: bytes) -> None:
    """Write over a link without touching what it leads to."""
    file.unlink(missing_ok=True)
    file.write_bytes(content)


def _after(code: str) -> Callable[[bytes], bytes]:
    return lambda content: f"{code}\n".encode() + content


def _copy(site: Path, folder: Path) -> Path:
    return Path(shutil.copytree(site, folder / "site", copy_function=os.link))
