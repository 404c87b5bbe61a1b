"""Which pages have to be made again after an edit, while somebody writes and looks (`make serve`).

A page depends on its own text and on what surrounds all pages: settings, templates, the menu with its titles, and which
files there are. Where the surroundings are the same, pages whose text is the same are left as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.browser.parts import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a site's pages are made from."""

    surroundings: str
    """Hash of what all pages depend on."""
    texts: Mapping[str, str]
    """Markdown by path."""

    def changed_since(self, before: Inputs | None) -> frozenset[str]:
        """Return the pages that have to be made again; all of them where the surroundings changed."""
        if before is None or before.surroundings != self.surroundings:
            return frozenset(self.texts)
        return frozenset(path for path, text in self.texts.items() if before.texts.get(path) != text)


def inputs_of(texts: Mapping[str, str], others: Iterable[str], files: Iterable[Path]) -> Inputs:
    """Describe a site: its pages, other things that all of them depend on, and files whose content they depend on."""
    parts = [f"{path}\n{head_of(text)}" for path, text in sorted(texts.items())]
    parts += others
    parts += [Digest.of(path.read_bytes()).value for path in sorted(files)]
    return Inputs(Digest.of("\0".join(parts).encode()).value, dict(texts))


def head_of(text: str) -> str:
    r"""Return the part of a page from which the menu takes its title: everything up to the first heading.

    >>> head_of("---\ntitle: 甲\n---\n# 乙\n丙\n")
    '---\ntitle: 甲\n---\n# 乙'
    """
    head: list[str] = []
    for line in text.split("\n"):
        head.append(line)
        if line.startswith("# "):
            break
    return "\n".join(head)
