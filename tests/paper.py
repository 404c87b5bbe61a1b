"""What is on a printed page, read back from the PDF."""

import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] -- ships no types

A4 = (595, 842)
"""Width and height in points, rounded."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a PDF."""

    size: tuple[int, int]
    text: str
    """Without white space: how lines break is nobody's business."""
    outside: str
    """Characters that lie over an edge, and so are cut."""


def without_space(text: str) -> str:
    """Drop everything that depends on where lines break."""
    return re.sub(r"\s+", "", text)


def read_sheets(source: bytes | Path) -> list[Sheet]:
    """Read every page of a PDF."""
    document = pypdfium2.PdfDocument(source)
    sheets = [_read(page) for page in document]
    document.close()
    return sheets


def _read(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    words = page.get_textpage()
    # A code point beyond the basic plane takes two places: the text is read place by place, with their boxes.
    outside = ""
    for place in range(words.count_chars()):
        left, bottom, right, top = words.get_charbox(place)
        if right > left and (left < 0 or bottom < 0 or right > width or top > height):
            outside += words.get_text_range(place, 1)
    return Sheet((round(width), round(height)), without_space(words.get_text_range()), outside)
