"""What changed from one wording to another, word by word: Chinese by characters, figures and Latin words whole."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%‰]?|[A-Za-z][A-Za-z0-9-]*|\s+|.", re.DOTALL)
_ISLAND = 1
"""Up to so many unchanged characters between two changes are shown as changed too: single ones only confuse."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: kept has the same on both sides, else one of the two may be empty."""

    old: str
    new: str

    @property
    def kept(self) -> bool:
        """Whether nothing changed here."""
        return self.old == self.new


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces that both texts consist of, in order.

    >>> [(piece.old, piece.new) for piece in differences("不少于 15 天", "不少于 20 天")]
    [('不少于 ', '不少于 '), ('15', '20'), (' 天', ' 天')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces = [
        Piece("".join(before[a:b]), "".join(after[c:d]))
        for _, a, b, c, d in matcher.get_opcodes()
    ]  # fmt: skip
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for place, piece in enumerate(pieces):
        island = piece.kept and 0 < place < len(pieces) - 1 and len(piece.old) <= _ISLAND
        if joined and not joined[-1].kept and (island or not piece.kept):
            joined[-1] = Piece(joined[-1].old + piece.old, joined[-1].new + piece.new)
        else:
            joined.append(piece)
    return joined


def as_html(pieces: Sequence[Piece]) -> str:
    """Return the pieces with `<del>` and `<ins>`; line breaks stay line breaks."""
    parts: list[str] = []
    for piece in pieces:
        if piece.kept:
            parts.append(escape(piece.old))
            continue
        parts.append(f"<del>{escape(piece.old)}</del>" if piece.old else "")
        parts.append(f"<ins>{escape(piece.new)}</ins>" if piece.new else "")
    return "".join(parts).replace("\n", "<br>")


def as_text(pieces: Sequence[Piece]) -> str:
    """Return the pieces for a terminal: [-旧-]{+新+}."""
    return "".join(
        piece.old
        if piece.kept
        else (f"[-{piece.old}-]" if piece.old else "") + (f"{{+{piece.new}+}}" if piece.new else "")
        for piece in pieces
    )
