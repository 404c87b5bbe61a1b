"""Requests of the planning calculators; each carries its tables and options, nothing is kept."""

from collections.abc import Generator

from calculators.split_views import split_sheets, split_view
from calculators.splits import WEIGHTS, split
from calculators.stateless import Asked, Outcome, StatelessOperation, operations


def plan_split(asked: Asked) -> Generator[tuple[str, int, int], None, Outcome]:
    """Divide a total by weights, over the levels of the table."""
    yield "分解", 0, 1
    table = asked.table("weights", "还没有权重表")
    fixed = {int(row): fixing for row, fixing in asked.adjust.get("fixed", {}).items()}
    found = split(table, asked.options.get("total", ""), asked.options.get("unit", ""), fixed)
    return Outcome(split_view(found), split_sheets(found), "目标分解")


OPERATIONS: dict[str, StatelessOperation] = {
    **operations("plan_split", {"weights": WEIGHTS}, plan_split),
}
