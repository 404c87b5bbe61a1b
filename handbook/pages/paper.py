"""What stands on printed pages beside their text: the address as a code to point a phone at, and the edition."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from handbook.revisions.ledger import Ledger


@lru_cache(maxsize=1024)  # a clause and its revisions share theirs, and so do builds that follow each other
def address_code(address: str, title: str) -> str:
    """Return the QR code of an address as an SVG that stands in the page."""
    drawing = io.BytesIO()
    # Any of the eight masks can be read; choosing the best of them takes four fifths of the time.
    code = segno.make(address, error="m", micro=False, mask=3)
    code.save(drawing, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, border=2, title=title)  # pyright: ignore[reportUnknownMemberType] -- segno ships no types
    return drawing.getvalue().decode()


def edition(ledger: Ledger) -> str:
    """Return which edition of the handbook this is, in the words that stand on paper."""
    if not ledger.publications:
        return "草稿，还没有发布"
    last = ledger.publications[-1]
    return f"第 {last.number} 次发布，自 {last.date} 起"
