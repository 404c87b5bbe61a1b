"""A small calculation whose answer is known: an interpreter that gives another one is not used."""

import json
import zlib
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from calculators.desk import Desk

SCHEME: dict[str, Any] = {
    "id": "probe",
    "title": "自检",
    "period": "季度",
    "effective": "2026-01-01",
    "total": "100",
    "grades": [["优秀", "90"], ["合格", "60"], ["不合格", "0"]],
    "inputs": {
        "实际额": {"unit": "元", "aliases": ["实际"], "note": "", "log": "销售 - 退货"},
        "计划额": {"unit": "元", "aliases": [], "note": "", "log": ""},
        "投诉次数": {"unit": "次", "aliases": [], "note": "", "log": "投诉"},
    },
    "rows": [
        {
            "indicator": "完成率",
            "weight": "60",
            "expression": "实际额 ÷ 计划额",
            "standard": "100%",
            "rule": "每低于 5% 扣 1 分",
            "clause": "PR-101",
        },
        {
            "indicator": "投诉",
            "weight": "40",
            "expression": "投诉次数",
            "standard": "-",
            "rule": "每发生 1 次扣 4 分",
            "clause": "PR-102",
        },
    ],
}
TABLE = "姓名\t实际\t计划额\t投诉次数\n张三\t１,056万\t1200万\t1\n李四\t30万元\t\t0\n"
LOG = "日期\t姓名\t金额\t类别\n2026-03-02\t张三\t1.5万\t销售\n2026-03-05\t张三\t2000\t退货\n2026-04-01\t李四\t\t投诉\n"
SETTINGS: dict[str, Any] = {"columns": {}, "units": {}}
REQUESTS: list[dict[str, Any]] = [
    {"op": "open_scheme", "scheme": SCHEME},
    {"op": "read_text", "text": TABLE, "settings": SETTINGS},
    {"op": "score"},
    {"op": "person", "index": 0},
    {"op": "wish", "index": 0, "total": "95"},
    {"op": "result_text", "index": None},
]
LOG_REQUESTS: list[dict[str, Any]] = [
    {"op": "log_read", "text": LOG, "settings": SETTINGS, "period": None},
    {"op": "log_apply", "period": "2026 年第 1 季度"},
    {"op": "score"},
]
TEAM = (
    "姓名\t团队\t区域\t月份\t实际\t计划额\t投诉次数\n甲\t一组\t东\t2026-03\t90\t100\t0\n乙\t二组\t西\t2026-03\t60\t100\t1\n"
    "甲\t一组\t东\t2026-04\t100\t100\t0\n乙\t二组\t西\t2026-04\t90\t100\t9\n"
)
LEADS = (
    "走访日期\t客户名称\t车型\t级别\n2026-01-05\t丙\tA1\tC\n2026-02-05\t丙\tA1\tB\n"
    "2026-03-05\t丁\tA1\tH\n2026-04-05\t丁\tA1\t成交\n"
)
CHECKED = {False: REQUESTS[:3], True: [REQUESTS[0], *LOG_REQUESTS]}
"""What every start asks, without and with frames: enough to enter a scheme, a table and a score, and no more."""
FRAME_REQUESTS: list[dict[str, Any]] = [
    {"op": "team_analyse", "scheme": SCHEME, "tables": {"table": {"text": TEAM}}},
    {"op": "lead_log", "tables": {"log": {"text": LEADS}}},
]
"""What the pages ask that work with frames."""
ALL = {False: REQUESTS, True: [*REQUESTS, *LOG_REQUESTS, *FRAME_REQUESTS]}
"""What pages ask, without and with frames."""


def ask(desk: Desk, request: dict[str, Any]) -> Any:
    """Carry out one request and give the reply."""
    job = desk.start(json.dumps(request))
    outcome = json.loads(job.step())
    while outcome["state"] == "working":
        outcome = json.loads(job.step())
    if outcome["state"] != "done":
        raise RuntimeError(str(outcome))
    return outcome["reply"]


def answer(*, frames: bool) -> str:
    """Give a number that stands for everything that a page would show of the probe."""
    desk = Desk()
    replies = [ask(desk, request) for request in CHECKED[frames]]
    return f"{zlib.crc32(json.dumps(replies, ensure_ascii=False, sort_keys=True).encode()):08x}"


def rehearse(*, frames: bool) -> Iterator[bool]:
    """Ask the same again and again, one request at a time, and say after each whether a round is over."""
    desk = Desk()
    requests = ALL[True] if frames else CHECKED[False]
    for request in cycle(requests):
        ask(desk, request)
        yield request is requests[-1]


def warm_up(*, frames: bool) -> None:
    """Do what the pages do, so that an image holds what that imports."""
    desk = Desk()
    for request in ALL[frames]:
        ask(desk, request)
