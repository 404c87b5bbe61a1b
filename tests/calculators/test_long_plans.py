"""Plans of ten thousand rows: divided and explained in work that grows with the rows, in steps that can be stopped."""

import json
from collections.abc import Iterator

import pytest

from calculators.desk import Desk
from calculators.pasted import finished
from calculators.records import TableSpec, read_records
from calculators.roll_tables import MONTHS
from calculators.rolling import roll
from calculators.rolling_views import roll_view
from calculators.split_views import LISTED, explained
from calculators.splits import WEIGHTS, split
from calculators.tables import read_grid
from tests.calculators.examples import run

ROWS = 10_000
"""Work that grew with their square would not come to an end here."""


def rows_of(spec: TableSpec, text: str):  # noqa: ANN201 -- as `finished` infers it
    return finished(read_records(read_grid(text), spec))


def weights(kind: str) -> str:
    heading = {"flat": "姓名\t权重", "bounds": "姓名\t权重\t下限\t上限", "levels": "部门\t团队\t姓名\t权重"}[kind]
    return heading + "\n" + "".join(_lines(kind))


def _lines(kind: str) -> Iterator[str]:
    for row in range(ROWS):
        name, weight = f"人{row}", row * 7919 % 997 + 1
        if kind == "bounds":
            yield f"{name}\t{weight}\t{row % 19}\t{300 + row * 31 % 701}\n"
        else:
            yield f"{f'部{row // 500}\t组{row // 5}\t' if kind == 'levels' else ''}{name}\t{weight}\n"


@pytest.mark.parametrize("kind", ["flat", "bounds", "levels"])
def test_thousands_of_parts_are_divided_and_each_is_explained(kind: str) -> None:
    found = finished(split(rows_of(WEIGHTS, weights(kind)), "3000000"))
    reasons = finished(explained(found))
    assert len(found.leaves()) == ROWS
    assert len(reasons) == len(found.nodes())
    assert sum(node.value for node in found.root.children) == 3_000_000
    assert reasons[0].startswith("除去锁定和取上下限的，余下 " if kind == "bounds" else "3,000,000 × ")


def test_thousands_of_months_are_rolled_and_each_is_explained() -> None:
    months = "".join(f"第{row}月\t{row % 97 + 1}\t{row % 89 if row < ROWS // 2 else ''}\n" for row in range(ROWS))
    found = roll(rows_of(MONTHS, f"月份\t计划\t实际\n{months}"))
    assert sum(month.revised for month in found.months) == found.year
    assert roll_view(found)["months"][-1]["explain"].startswith(f"{int(found.left):,} × ")


def test_a_long_division_is_told_step_by_step_can_be_stopped_and_lists_what_a_page_can_draw() -> None:
    request = {"op": "plan_split", "tables": {"weights": {"text": weights("levels")}}, "options": {"total": "3000000"}}
    desk = Desk()
    stopped = desk.start(json.dumps(request))
    labels: set[str] = set()
    while "写说明" not in labels:
        state = json.loads(stopped.step())
        assert state["of"] >= state["done"]
        labels.add(state["label"])
    stopped.close()
    assert labels == {"读取权重表", "分解", "写说明"}
    result = run(desk.start(json.dumps(request)))["reply"]["result"]
    assert (len(result["nodes"]), len(result["confirmations"]), result["count"]) == (LISTED, LISTED, ROWS)
    assert result["notes"][-1] == "下面只列前 2,000 项，全部 12,020 项在下载的 Excel 里"
