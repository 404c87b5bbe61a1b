"""The chart of the department, drawn from whom each role reports to: a tree that grows downwards and to the right."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from handbook.pages.drawing import NOTE_SIZE, TITLE_SIZE, WIDTH, box, line, picture, text, text_width, wrap

if TYPE_CHECKING:
    from handbook.content.roles import Role
    from handbook.content.work import Work

INDENT = 26
ROW = 40
GAP = 10


def department_chart(work: Work) -> str:
    """Return the chart as one line of HTML; every role in it is a link, relative to the index page of roles."""
    rows = _rows(work)
    parts: list[str] = []
    last_at: dict[int, int] = {}
    for place, (depth, name, role) in enumerate(rows):
        if depth:
            x = (depth - 1) * INDENT + INDENT / 2 + 1
            parent, sibling = last_at[depth - 1], last_at.get(depth, -1)
            top = _middle(sibling) if sibling > parent else parent * (ROW + GAP) + ROW + 1
            parts.append(line([(x, top), (x, _middle(place)), (depth * INDENT + 1, _middle(place))]))
        last_at[depth] = place
        parts.append(_node(depth, place, name, role))
    height = len(rows) * (ROW + GAP) - GAP + 2
    described = "；".join(_described(work, role) for _, _, role in rows if role)
    return picture("department", height, "部门组织图", f"{described}。", "".join(parts))


def _rows(work: Work) -> list[tuple[int, str, Role | None]]:
    """Return (depth, name, role) from top to bottom; what stands outside the department has no role."""
    tops = dict.fromkeys(role.reports_to for role in work.roles if work.role(role.reports_to) is None)
    rows: list[tuple[int, str, Role | None]] = []

    def add(role: Role, depth: int) -> None:
        rows.append((depth, role.title, role))
        for below in work.reports_of(role):
            add(below, depth + 1)

    for top in tops:
        rows.append((0, top, None))
        for role in work.roles:
            if role.reports_to == top:
                add(role, 1)
    return rows


def _middle(place: int) -> float:
    return place * (ROW + GAP) + ROW / 2 + 1


def _node(depth: int, place: int, name: str, role: Role | None) -> str:
    left, top = depth * INDENT + 1, place * (ROW + GAP) + 1
    if role is None:
        width = text_width(name, TITLE_SIZE) + 24
        return box(left, top, width, ROW, ROW / 2) + text(
            (left + 12, _middle(place) + 5), name, TITLE_SIZE, anchor="start"
        )
    width = WIDTH - left - 1
    note = role.headcount if role.part == "通用" else f"{role.part} · {role.headcount}"
    room = width - text_width(name, TITLE_SIZE) - 30
    shown = wrap(note, room, NOTE_SIZE)
    cut = shown[0] if len(shown) == 1 else f"{shown[0]}…"
    slug = role.path.rpartition("/")[2].removesuffix(".md")
    # Not href: Material's instant navigation assigns to it on every element that has one, fails on those of SVG, and
    # from then on shows no other page.
    return (
        f'<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{escape(slug)}/">{box(left, top, width, ROW)}'
        + text((left + 10, _middle(place) + 5), name, TITLE_SIZE, anchor="start", weight="600")
        + text((left + width - 8, _middle(place) + 5), cut, NOTE_SIZE, anchor="end")
        + "</a>"
    )


def _described(work: Work, role: Role) -> str:
    return f"{role.title}（{role.headcount}）的上级是{work.title(role.reports_to)}"
