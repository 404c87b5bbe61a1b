"""A scheme and a table that several tests share, as people keep them."""

import json
from typing import Any

from calculators.desk import Desk, Job
from calculators.pasted import finished
from calculators.people import Roster
from calculators.roster import read_roster
from calculators.schemes import InputSource, Scheme, SchemeRowSource, SchemeSource, compile_scheme
from calculators.tables import read_grid

SOURCE = SchemeSource(
    id="team",
    title="季度考核",
    roles=("大客户专员",),
    period="季度",
    effective="2026-12-01",
    total="100",
    grades=(("合格", "60"), ("优秀", "90"), ("良好", "80")),
    inputs={
        "实际完成销售额": InputSource("元", ("签约额",), "", "销售 - 退货"),
        "计划完成销售额": InputSource("元"),
        "实际回款": InputSource("元", (), "", "回款"),
        "应回款": InputSource("元"),
        "有效投诉次数": InputSource("次", (), "", "投诉"),
        "实际户数": InputSource("户"),
        "计划户数": InputSource("户"),
    },
    rows=(
        SchemeRowSource("销售完成率", "25", "实际完成销售额 ÷ 计划完成销售额", "100%", "每低于 5% 扣 1 分", "KP-201"),
        SchemeRowSource("回款率", "30", "实际回款 ÷ 应回款", "100%", "按比例得分", "KP-205"),
        SchemeRowSource("投诉", "20", "有效投诉次数", "-", "每发生 1 次扣 5 分；每发生 4 次一票否决", "KP-303"),
        SchemeRowSource(
            "开发完成率", "25", "实际户数 ÷ 计划户数", "-", "≥100% 得 25 分；≥90% 得 20 分；其余得 0 分", "KP-207"
        ),
    ),
)
SCHEME: Scheme = compile_scheme(SOURCE)

MESSY = (
    "三季度考核数据\n"
    "姓名：\t签约额（万元）\t目标销售额(万元)\t实际回款\t应回款\t有效投诉次数\t实际户数\t计划户数\t备注\n"
    "张三\t８８\t100\t95万\t100万\t1次\t9\t10\t老客户\n"
    "李四\t#DIV/0!\t100\t33\t90\t2\t5\t10\t\n"
    "\t\t\t\t\t\t\t\t\n"
    "王五\t120\t100\t90\t0\t0\t-\t10\t\n"
    "合计\t208\t300\t950123\t1,000,090\t3\t14\t30\t\n"
)
"""One bad cell, one zero denominator, one missing cell, a title above, a total below."""


def roster_of(text: str, scheme: Scheme = SCHEME) -> Roster:
    """Read a pasted text to its end."""
    return finished(read_roster(read_grid(text), scheme))


def run(job: Job) -> dict[str, Any]:
    """Drive a job to its end and return the last state."""
    while True:
        state: dict[str, Any] = json.loads(job.step())
        if state["state"] != "working":
            return state


def ask(desk: Desk, op: str, payload: bytes | None = None, **request: object) -> dict[str, Any]:
    """Return the reply to a request that must succeed."""
    state = run(desk.start(json.dumps({"op": op, **request}), payload))
    assert state["state"] == "done", state
    return state["reply"]


def desk_with(text: str) -> Desk:
    """Return a desk with the shared scheme and a table read."""
    desk = Desk()
    ask(desk, "open_scheme", scheme={**SOURCE.to_json(), "sample": MESSY})
    ask(desk, "read_text", text=text)
    return desk
