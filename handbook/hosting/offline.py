"""The offline copy: the whole site but the browser's Python in one file, and the service worker that answers from it.

One file, so that a device has all of a build or nothing of it. Each page in it is compressed alone: the service worker
cuts out the one that is asked for. The build's name is that of its content, and stands in every page.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.browser.parts import Digest
from handbook.errors import HandbookError

SERVICE_WORKER = "sw.js"
"""At the root, since a service worker answers only for what lies beside and below it."""
BUILD_JSON = "assets/build.json"
FOLDER = "assets/offline"
SERVICE_WORKER_SOURCE = "assets/js/offline/service-worker.js"

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What goes into the copy, by file extension, and as what it is served from there."""

_LEFT_OUT = re.compile(
    r"assets/(runtime/(?!runtime\.json$)|javascripts/(lunr|workers)/|offline/|build\.json$|screenshot\.png$)|sw\.js$"
    r"|sbom\.cdx\.json$"
)
"""The browser's Python, which is stored apart; the theme's own search; what this module writes."""
_META = re.compile(rb'<meta name="handbook-build" [^>]*>\n')
_DIGITS = 10


class OfflineError(HandbookError):
    """The site cannot be copied; the message says why."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Files in one piece, each compressed alone."""

    content: bytes
    places: dict[str, tuple[int, int]]
    """By path, where a file begins and ends; `rules/` stands for `rules/index.html`."""


def pack(files: Mapping[str, bytes]) -> Pack:
    """Put files together.

    >>> made = pack({"index.html": b"<p>a</p>", "a/index.html": b"<p>b</p>"})
    >>> sorted(made.places)
    ['', 'a/']
    >>> start, end = made.places["a/"]
    >>> gzip.decompress(made.content[start:end])
    b'<p>b</p>'
    """
    parts: list[bytes] = []
    places: dict[str, tuple[int, int]] = {}
    start = 0
    for path in sorted(files):
        parts.append(gzip.compress(files[path], 6, mtime=0))
        end = start + len(parts[-1])
        places[re.sub(r"(^|/)index\.html$", r"\1", path)] = (start, end)
        start = end
    return Pack(b"".join(parts), places)


def build_id(files: Mapping[str, bytes], more: Iterable[str] = ()) -> str:
    """Name a build by its files' content and by whatever else its service worker says."""
    listed = [f"{path} {Digest.of(files[path]).value}" for path in sorted(files)]
    return Digest.of("\n".join([*listed, *more]).encode()).value[:_DIGITS]


def write_offline(
    site: Path, version: str, headers: Mapping[str, str], source: str = SERVICE_WORKER_SOURCE
) -> str | None:
    """Make a built site ready for offline use; give the build's id, None where the site has no service worker.

    Every page gets the id and the version, a day as 2026-12-01; those of an earlier run go. The headers are those of
    the server: pages from the copy are held to the same policy. The source of the service worker lies in the site.

    Raises OfflineError when a page has no head.
    """
    if not (site / source).is_file():
        return None
    files = {path: _META.sub(b"", (site / path).read_bytes()) for path in _paths(site)}
    name = build_id(files, [version, *map(str, headers.items())])
    meta = f'<meta name="handbook-build" content="{name}" data-version="{version}">\n</head>'.encode()
    for path, content in files.items():
        if path.endswith(".html"):
            if b"</head>" not in content:
                raise OfflineError(f"{path} 没有 </head>，无处写入构建号")
            files[path] = content.replace(b"</head>", meta, 1)
            (site / path).write_bytes(files[path])

    made = pack(files)
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in folder.glob("pack-*.bin"):
        earlier.unlink()
    url = f"{FOLDER}/pack-{name}.bin"
    (site / url).write_bytes(made.content)
    facts = {"id": name, "version": version, "bytes": len(made.content)}
    (site / BUILD_JSON).write_text(f"{json.dumps(facts)}\n", encoding="utf-8")
    build = {
        **facts,
        "pack": url,
        "integrity": Digest.of(made.content).integrity,
        "headers": dict(headers),
        "types": TYPES,
        "files": made.places,
    }
    script = (site / source).read_text(encoding="utf-8")
    (site / SERVICE_WORKER).write_text(f"const BUILD = {json.dumps(build)};\n{script}", encoding="utf-8")
    return name


def _paths(site: Path) -> list[str]:
    """List what goes into the copy."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix[1:] in TYPES)
    return sorted(path for path in found if not _LEFT_OUT.match(path))
