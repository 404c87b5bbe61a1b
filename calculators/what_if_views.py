"""如果规则变了, as the page shows it: who gains, who loses, whose grade changes; faults of rewritten cells."""

from typing import Any

from calculators.explanations import NO_GRADE
from calculators.numbers import decimal_text
from calculators.people import NAME
from calculators.schemes import Problem, Scheme
from calculators.tables import Row
from calculators.what_if import Comparison, Line

SHOWN = 500
"""Lines that are sent; what is copied has all of them."""


def problem_view(problem: Problem) -> dict[str, Any]:
    """Describe a fault by the cell that it is in."""
    return {
        "row": problem.row,
        "field": problem.field,
        "read": problem.read,
        "reason": problem.reason,
        "hint": problem.hint,
    }


def comparison_view(found: Comparison, after: Scheme) -> dict[str, Any]:
    """Describe a comparison, who loses most first, who cannot be compared last."""
    order = sorted(found.lines, key=lambda line: (line.change is None, line.change or 0))
    return {
        "title": after.source.title,
        "people_count": len(found.lines),
        "gain": found.count(1),
        "lose": found.count(-1),
        "same": found.count(0),
        "crossed": sum(line.crossed for line in found.lines),
        "moves": [{"from": left, "to": right, "count": count} for (left, right), count in found.moves.most_common()],
        "left_out": [line.person.name for line in found.left_out],
        "lines": [_line_view(line) for line in order[:SHOWN]],
    }


def _line_view(line: Line) -> dict[str, Any]:
    change = line.change
    return {
        "name": line.person.name,
        "before": decimal_text(line.before.total, 2),
        "after": decimal_text(line.after.total, 2),
        "change": None if change is None else ("+" if change > 0 else "") + decimal_text(change, 2),
        "grade_before": line.before.grade or NO_GRADE,
        "grade_after": line.after.grade or NO_GRADE,
        "crossed": line.crossed,
        "why": line.why,
    }


def comparison_rows(found: Comparison) -> list[Row]:
    """Return a comparison as a table, everybody in the order in which they were pasted."""
    rows = [[NAME, "原得分", "新得分", "变化", "原等级", "新等级", "变在哪里"]]
    for line in found.lines:
        view = _line_view(line)
        change = view["change"] or "不能比较"
        grades = [view["grade_before"], view["grade_after"]]
        rows.append([view["name"], view["before"], view["after"], change, *grades, view["why"]])
    return rows
