"""Compressed copies of a built site's files, beside them, so that a server need not compress while it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from handbook.browser.node import run_node
from handbook.hosting.server_configs import SHRINKING, TYPES

SMALLEST = 1024
"""Bytes below which a file goes out as it is: it fits one packet either way."""
PACKED = (".gz", ".br")
_WORKER = Path(__file__).with_name("compress.mjs")
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Compressed:
    """What was made."""

    files: int
    plain_bytes: int
    gzip_bytes: int
    brotli_bytes: int


def compressible(site: Path) -> list[Path]:
    """Return the files that compression makes smaller, in order."""
    files = (path for path in site.rglob("*") if TYPES.get(path.suffix[1:]) in SHRINKING)
    return sorted(path for path in files if path.stat().st_size >= SMALLEST)


def compress(site: Path) -> Compressed:
    """Write `.gz` and `.br` beside every file that gets smaller, and drop the copies of files that have gone.

    NodeError where the copies could not be made.
    """
    for path in site.rglob("*"):
        if path.suffix in PACKED and TYPES.get(path.with_suffix("").suffix[1:]) in SHRINKING:
            path.unlink()
    files = compressible(site)
    made = run_node("压缩文件", [str(_WORKER)], seconds=_SECONDS, given="\n".join(map(str, files)))
    sizes = json.loads(made)
    return Compressed(len(files), sizes["plain"], sizes["gz"], sizes["br"])
