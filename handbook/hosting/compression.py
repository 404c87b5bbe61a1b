"""Compressed copies of a built site's files, beside them, so that a server need not compress while it answers."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from handbook.browser.node import find_node
from handbook.errors import HandbookError
from handbook.hosting.server_configs import SHRINKING, TYPES

SMALLEST = 1024
"""Bytes below which a file goes out as it is: it fits one packet either way."""
PACKED = (".gz", ".br")
_WORKER = Path(__file__).with_name("compress.mjs")
_SECONDS = 600


class CompressionError(HandbookError):
    """The copies could not be made; the message has Node's last words."""


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
    """Write `.gz` and `.br` beside every file that gets smaller, and drop the copies of files that have gone."""
    for path in site.rglob("*"):
        if path.suffix in PACKED and TYPES.get(path.with_suffix("").suffix[1:]) in SHRINKING:
            path.unlink()
    files = compressible(site)
    node = find_node()
    if node is None:
        raise CompressionError("没有找到 Node，无法压缩。请运行 make setup。")
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            [node, str(_WORKER)],
            input="\n".join(map(str, files)),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise CompressionError(f"压缩超过 {_SECONDS} 秒，已停止。") from error
    if done.returncode != 0:
        raise CompressionError("\n".join(["没有压缩成：", *done.stderr.splitlines()[-10:]]))
    sizes = json.loads(done.stdout)
    return Compressed(len(files), sizes["plain"], sizes["gz"], sizes["br"])
