"""The shell's style sheets as one file: a browser asks once before it shows anything, and keeps what it got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from handbook.browser.parts import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "assets/stylesheets"
_THEMES = ("main.*.min.css", "palette.*.min.css")
_OWN = "handbook.*.css"
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One file under an address that changes with its content."""

    path: str
    """From the root of the site."""
    text: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        r"""Join texts in the order in which they apply.

        >>> StyleSheet.of(["a {}", "b {}"])
        StyleSheet(path='assets/stylesheets/handbook.8a545475.css', text='a {}\nb {}')
        """
        text = "\n".join(texts)
        return cls(f"{FOLDER}/handbook.{Digest.of(text.encode()).value[:_DIGITS]}.css", text)


def style_sheets(site: Path) -> tuple[str, ...]:
    """Return the style sheets of a built site that all pages share, from its root: the theme's, then ours."""
    found = [path for pattern in (*_THEMES, _OWN) for path in sorted((site / FOLDER).glob(pattern))]
    return tuple(path.relative_to(site).as_posix() for path in found)
