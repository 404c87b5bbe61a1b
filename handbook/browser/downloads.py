"""Fetch parts and keep them in a cache outside the repository.

A part is named by its digest, so it does not matter who delivers it: sources are tried in order, and what does not
match is thrown away.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.browser.part_sources import FolderSource, WebSource
from handbook.browser.parts import Digest, Part, Source, SourceError
from handbook.errors import HandbookError

CACHE_VARIABLE = "HANDBOOK_CACHE"
MIRROR_VARIABLE = "HANDBOOK_MIRROR"

_logger = logging.getLogger(__name__)


class DownloadError(HandbookError):
    """A part could not be had from any source; the message says which, what was tried and what to do."""


def default_folder() -> Path:
    """Give the cache's place: HANDBOOK_CACHE, or `handbook-runtime` among the user's caches."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).expanduser()
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "handbook-runtime"


def mirror_from(location: str | None) -> Source | None:
    """Read the value of HANDBOOK_MIRROR: a folder or a web address; None where it is not set."""
    if not location:
        return None
    return WebSource(location.rstrip("/")) if "://" in location else FolderSource(Path(location).expanduser())


@dataclass(frozen=True, slots=True)
class Store:
    """The cache: one folder for each digest, holding one file under its own name."""

    folder: Path
    mirror: Source | None = None
    report: Callable[[str], None] = _logger.info

    @classmethod
    def from_environment(cls, report: Callable[[str], None] = _logger.info) -> Store:
        """Open the cache that this user's environment names."""
        return cls(default_folder(), mirror_from(os.environ.get(MIRROR_VARIABLE)), report)

    def get(self, part: Part) -> Path:
        """Give the path of a part whose content is right, fetching it where it is not there yet.

        Raises DownloadError, naming every source that was tried and its reason.
        """
        cached = self._cached(part)
        if cached is not None:
            return cached
        self.folder.mkdir(parents=True, exist_ok=True)
        failures: list[str] = []
        sources = (self.mirror, *part.sources) if self.mirror else part.sources
        for source in sources:
            self.report(f"正在取得 {part.title}：{source.title}")
            with tempfile.TemporaryDirectory(prefix="incoming-", dir=self.folder) as incoming:
                try:
                    return self._keep(part, source.fetch(part, Path(incoming)))
                except SourceError as error:
                    failures.append(f"  - {source.title}：{error}")
        raise DownloadError(_advice(part, failures))

    def _place(self, digest: Digest) -> Path:
        return self.folder / f"{digest.algorithm}-{digest.value}"

    def _cached(self, part: Part) -> Path | None:
        for digest in part.digests:
            for path in self._place(digest).glob("*"):
                if Digest.of(path.read_bytes(), digest.algorithm) == digest:
                    return path
                # Damaged since it was stored: no use to anyone.
                self.report(f"缓存中的 {path.name} 已损坏，重新取得")
                path.unlink()
        return None

    def _keep(self, part: Part, fetched: Path) -> Path:
        content = fetched.read_bytes()
        found = {Digest.of(content, algorithm) for algorithm in {digest.algorithm for digest in part.digests}}
        right = next(iter(found & part.digests), None)
        if right is None:
            values = "、".join(f"{digest.algorithm} {digest.value}" for digest in sorted(found, key=str))
            raise SourceError(f"内容不符（{len(content):,} 字节，{values}）")
        place = self._place(right)
        place.mkdir(exist_ok=True)
        # A rename within one file system: a reader sees the whole file or none.
        return fetched.replace(place / fetched.name)


def _advice(part: Part, failures: Sequence[str]) -> str:
    wanted = sorted(f"{digest.algorithm} {digest.value}" for digest in part.digests)
    right = wanted[0] if len(wanted) == 1 else f"锁定文件中 {part.title} 的任一哈希"
    return "\n".join(
        [
            f"浏览器运行环境缺少 {part.title}，下列来源都没有取到：",
            *failures,
            f"请把 {part.file_names[0]}（{right}）放进一个文件夹或网址，",
            f"用环境变量 {MIRROR_VARIABLE} 指明它，再运行一次。取得后会存入缓存（{CACHE_VARIABLE}），之后无需联网。",
        ]
    )
