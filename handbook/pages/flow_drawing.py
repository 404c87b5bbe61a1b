"""The flow diagram of a process, drawn from its table of steps: one column from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.processes import END
from handbook.pages.drawing import (
    NOTE_SIZE,
    TITLE_SIZE,
    WIDTH,
    arrow,
    block,
    block_height,
    box,
    picture,
    polygon,
    text,
    text_width,
    wrap,
)
from handbook.pages.work_links import plain

if TYPE_CHECKING:
    from handbook.content.processes import Branch, Process, Stage
    from handbook.content.work import Work

GAP = 28
"""Between two boxes, from top to bottom."""
PADDING = 9
LANE = 14
"""Between two lines that run beside the column."""
DIAMOND_TEXT = 0.54
"""Part of a diamond's width that text may take; the rest of its height follows from that."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A way from one place in the column to another; the start is place 0, the end the last."""

    source: int
    target: int
    label: str

    @property
    def straight(self) -> bool:
        return self.target == self.source + 1

    @property
    def back(self) -> bool:
        return self.target < self.source

    @property
    def span(self) -> tuple[int, int]:
        return min(self.source, self.target), max(self.source, self.target)


@dataclass(frozen=True, slots=True)
class _Node:
    """A place in the column with its lines of text."""

    titles: list[str]
    notes: list[str]
    shape: str
    """box, diamond or pill."""
    height: float


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the boxes stand."""

    left: float
    width: float
    rooms: tuple[float, float]
    """How far from it the first lane runs: on the left, on the right."""

    @property
    def centre(self) -> float:
        return self.left + self.width / 2


def flow_drawing(process: Process, work: Work) -> str:
    """Return the diagram as one line of HTML."""
    edges = _edges(process)
    lanes = _lanes([edge for edge in edges if not edge.straight])
    rooms = (_room(edges, back=True), _room(edges, back=False))
    left = rooms[0] + _lanes_width(lanes, back=True)
    column = _Column(left, WIDTH - left - rooms[1] - _lanes_width(lanes, back=False), rooms)
    nodes = _nodes(process, work, column.width)
    if not any(edge.target == len(nodes) - 1 for edge in edges):
        nodes.pop()
    tops = [1.0]
    for node in nodes:
        tops.append(tops[-1] + node.height + GAP)
    parts = [_shape(node, column, top) for node, top in zip(nodes, tops, strict=False)]
    parts += [_draw(edge, nodes, tops, column, lanes.get(edge, 0)) for edge in edges]
    height = tops[-1] - GAP + 1
    return picture(f"flow-{process.id}", height, f"{process.title}：流程图", description(process, work), "".join(parts))


def description(process: Process, work: Work) -> str:
    """Return what the diagram shows, in words."""
    stages: list[str] = []
    for stage in process.stages:
        ways = "，".join(f"{branch.label}{_destination(branch)}" for branch in stage.branches)
        note = "，".join(_notes(stage, work))
        stages.append(f"第 {stage.number} 步 {plain(stage.title)}（{note}）{'：' if ways else ''}{ways}")
    return f"启动：{plain(process.when)}。{'；'.join(stages)}。"


def _destination(branch: Branch) -> str:
    return f"到第 {branch.target} 步" if branch.target else f"则{END}"


def _edges(process: Process) -> list[_Edge]:
    last = len(process.stages) + 1
    edges = [_Edge(0, 1, "")]
    for stage in process.stages:
        edges.extend(_Edge(stage.number, branch.target or last, branch.label) for branch in stage.branches)
        if not stage.branches:
            edges.append(_Edge(stage.number, stage.number + 1, ""))
    return edges


def _lanes(edges: list[_Edge]) -> dict[_Edge, int]:
    """Give each way that leaves the column a lane beside it, short ways the inner ones; crossing ways differ."""
    lanes: dict[_Edge, int] = {}
    for edge in sorted(edges, key=lambda edge: (edge.span[1] - edge.span[0], edge.span)):
        taken = {
            lane
            for other, lane in lanes.items()
            if other.back is edge.back and other.span[0] <= edge.span[1] and edge.span[0] <= other.span[1]
        }
        lanes[edge] = next(lane for lane in range(len(edges)) if lane not in taken)
    return lanes


def _room(edges: list[_Edge], *, back: bool) -> float:
    """Return how far from the column the first lane of a side runs: its labels stand in between."""
    labels = [edge.label for edge in edges if not edge.straight and edge.back is back]
    return max((max(text_width(label, NOTE_SIZE) + 9, 18) for label in labels), default=0.0)


def _lanes_width(lanes: dict[_Edge, int], *, back: bool) -> float:
    """Return the width of the lanes of a side, with a little air."""
    return LANE * max((lane for edge, lane in lanes.items() if edge.back is back), default=0) + 6


def _notes(stage: Stage, work: Work) -> list[str]:
    names = "、".join(dict.fromkeys(work.title(name) for name in stage.responsible))
    return [names, *([plain(stage.time_limit)] if stage.time_limit else [])]


def _nodes(process: Process, work: Work, width: float) -> list[_Node]:
    room = width - 2 * PADDING
    start = wrap(f"启动：{plain(process.when)}", room, NOTE_SIZE)
    nodes = [_Node([], start, "pill", block_height([], start) + 2 * PADDING)]
    for stage in process.stages:
        own = room if not stage.is_decision else width * DIAMOND_TEXT
        titles = wrap(f"{stage.number}　{plain(stage.title)}", own, TITLE_SIZE)
        notes = wrap(" · ".join(_notes(stage, work)), own, NOTE_SIZE)
        height = block_height(titles, notes)
        if stage.is_decision:
            nodes.append(_Node(titles, notes, "diamond", height / (1 - DIAMOND_TEXT)))
        else:
            nodes.append(_Node(titles, notes, "box", height + 2 * PADDING))
    return [*nodes, _Node([], [END], "pill", block_height([], [END]) + 2 * PADDING)]


def _half_width(node: _Node, column: _Column) -> float:
    if node.shape != "pill":
        return column.width / 2
    return min(max(text_width(line, NOTE_SIZE) for line in node.notes) + 4 * PADDING, column.width) / 2


def _shape(node: _Node, column: _Column, top: float) -> str:
    centre, middle, half = column.centre, top + node.height / 2, _half_width(node, column)
    if node.shape == "diamond":
        corners = [(centre, top), (centre + half, middle), (centre, top + node.height), (centre - half, middle)]
        drawn = polygon(corners)
    else:
        radius = min(node.height / 2, 16) if node.shape == "pill" else 4
        drawn = box(centre - half, top, 2 * half, node.height, radius)
    return drawn + block(centre, middle, node.titles, node.notes)


def _draw(edge: _Edge, nodes: list[_Node], tops: list[float], column: _Column, lane: int) -> str:
    """Draw a way: straight down the column, or beside it: onwards on the right, back on the left."""
    source, target, centre = nodes[edge.source], nodes[edge.target], column.centre
    if edge.straight:
        start, end = tops[edge.source] + source.height, tops[edge.target]
        label = text((centre + 8, start + GAP / 2), edge.label, NOTE_SIZE, anchor="start") if edge.label else ""
        return arrow([(centre, start), (centre, end)]) + label
    outward = -1 if edge.back else 1
    side = centre + outward * column.width / 2
    far = side + outward * (column.rooms[0 if edge.back else 1] + LANE * lane)
    start = tops[edge.source] + source.height / 2
    # A little off the middle, so that a way in and a way out of the same box stay apart.
    end = tops[edge.target] + target.height / 2 + (7 if edge.back else -7) * (target.shape == "box")
    reach = centre + outward * _half_width(target, column)
    anchor = "end" if edge.back else "start"
    label = text((side + outward * 5, start - 5), edge.label, NOTE_SIZE, anchor=anchor) if edge.label else ""
    return arrow([(side, start), (far, start), (far, end), (reach, end)]) + label
