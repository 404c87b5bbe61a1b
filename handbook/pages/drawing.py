"""Small SVG pieces for drawings that the build makes: wrapped text, boxes, arrows. Sizes are in px at full size.

Everything takes its colour from the text around it (currentColor), so that one drawing serves light, dark and paper.
"""

from __future__ import annotations

import re
from html import escape

WIDTH = 360
"""Width of every drawing: what a phone of 390 px leaves, so that text keeps its size there."""
TITLE_SIZE = 14
NOTE_SIZE = 12
LEADING = 1.4
"""Line height as a multiple of the size."""
ARROW = 5
"""Half the width of an arrow head."""

_NARROW = 0.58
"""Width of a letter or figure as a multiple of the size; Chinese characters are 1."""
_UNIT = re.compile(r"[0-9A-Za-z.,%+-]+|.")
_CLOSING = "，。；：！？、）》」』”%"
"""Characters that do not begin a line."""


def text_width(text: str, size: int) -> float:
    """Return how wide a line of text is drawn, roughly, on the wide side."""
    return sum(size * (_NARROW if ord(character) < 0x2000 else 1) for character in text)


def wrap(text: str, width: float, size: int) -> list[str]:
    """Break text into lines of at most `width`, between characters; numbers and Latin words stay whole.

    >>> wrap("约定时间，告诉客户", 70, 14)
    ['约定时间，', '告诉客户']
    """
    lines = [""]
    for unit in _UNIT.findall(text):
        if lines[-1] and text_width(lines[-1] + unit, size) > width and unit not in _CLOSING:
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line.rstrip() for line in lines]


def block_height(titles: list[str], notes: list[str]) -> float:
    """Return how high a block of title lines and note lines is."""
    return LEADING * (len(titles) * TITLE_SIZE + len(notes) * NOTE_SIZE)


def block(x: float, middle: float, titles: list[str], notes: list[str]) -> str:
    """Return title lines and, smaller, note lines, centred at a point."""
    top = middle - block_height(titles, notes) / 2
    parts: list[str] = []
    for lines, size, weight in ((titles, TITLE_SIZE, "600"), (notes, NOTE_SIZE, "400")):
        for line in lines:
            top += LEADING * size
            parts.append(text((x, top - size * 0.42), line, size, weight=weight))
    return "".join(parts)


def text(at: tuple[float, float], content: str, size: int, *, anchor: str = "middle", weight: str = "400") -> str:
    """Return one line of text; the height given is that of its base line."""
    x, y = at
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="currentColor" stroke="none">{escape(content)}</text>'
    )


def box(x: float, y: float, width: float, height: float, radius: float = 4) -> str:
    """Return a rectangle with a faint filling."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'rx="{number(radius)}" fill="currentColor" fill-opacity="0.05"/>'
    )


def polygon(points: list[tuple[float, float]], opacity: str = "0.05") -> str:
    """Return a closed shape with a faint filling; opacity 1 fills it."""
    shown = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{shown}" fill="currentColor" fill-opacity="{opacity}"/>'


def line(points: list[tuple[float, float]]) -> str:
    """Return a line through points."""
    return f'<polyline points="{" ".join(f"{number(x)},{number(y)}" for x, y in points)}"/>'


def arrow(points: list[tuple[float, float]]) -> str:
    """Return a line through points with a head at its last one, which is reached straight along an axis."""
    (x, y), (from_x, from_y) = points[-1], points[-2]
    step_x, step_y = _sign(x - from_x), _sign(y - from_y)
    back_x, back_y = x - 2 * ARROW * step_x, y - 2 * ARROW * step_y
    head = [
        (x, y),
        (back_x + ARROW * step_y, back_y + ARROW * step_x),
        (back_x - ARROW * step_y, back_y - ARROW * step_x),
    ]
    return line([*points[:-1], (back_x, back_y)]) + polygon(head, "1")


def picture(name: str, height: float, title: str, description: str, content: str) -> str:
    """Return the whole drawing in a figure, on one line; `name` is unique on its page."""
    return (
        f'<figure class="drawing" data-search-exclude="true"><svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {number(height)}" width="{WIDTH}" height="{number(height)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" fill="none" stroke="currentColor" stroke-width="1.2">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{content}</svg></figure>"
    )


def number(value: float) -> str:
    """Return a coordinate with at most one decimal: the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
