"""Tables as people paste them, and what CPython makes of the same text."""

import io
import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from calculators.desk import Desk

_HEADINGS = [
    *("姓名", "实际完成销售额(万元)", "计划完成销售额", "实际回款额", "应回款额"),
    *(
        "新增大客户数",
        "流失大客户数",
        "期初大客户数",
        "档案齐全客户数",
        "应建档客户数",
        "实际回访客户数",
        "计划回访客户数",
    ),
    *("按时反馈次数", "应反馈次数", "有效投诉次数", "商务费用实际额", "商务费用预算额", "专业技能评分", "重大违规次数"),
    *("完成率", "备注"),
]
_COUNTS = ["2家", "0", "12", "14", "14", "14", "14", "9", "9", "0", "5万", "5万", "88", "0"]
_MARKUP = "<img src=x onerror=\"document.title='hacked'\">"

MESSY = "\n".join(
    "\t".join(row)
    for row in (
        _HEADINGS,
        ["张三", "１，１００", "1200万", "980万", "1000万", *_COUNTS, "９２％", _MARKUP],
        ["李四", "#DIV/0!", "￥12,000,000", "828万", "9,000,000", *_COUNTS, "#DIV/0!", "好"],
        ["王五", "900", "800万元", "", "", *_COUNTS[:3], "△3", *_COUNTS[4:], "112.5%", ""],
        ["", "", "", "700万", "700万", *[""] * 16],
        ["合计", "2000", *[""] * 19],
    )
)
"""Full-width digits, 万, ￥, %, Excel errors, a negative count, a name merged over two rows, a total, extra columns."""


def large(rows: int) -> str:
    """Return a table of so many people with two of the inputs."""
    lines = (f"员工{number}\t{900 + number % 300}万\t1000万" for number in range(rows))
    return "\n".join(("姓名\t实际完成销售额\t计划完成销售额", *lines))


class CPython:
    """The same desk without a browser."""

    def __init__(self, site: Path, scheme: str = "am-quarter") -> None:
        self._desk = Desk()
        data = json.loads((site / "assets" / "schemes" / f"{scheme}.json").read_text(encoding="utf-8"))
        self.sample: str = data["sample"]
        self.ask("open_scheme", scheme=data)

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        """Carry out one operation and return its reply."""
        job = self._desk.start(json.dumps({"op": op, **fields}))
        while True:
            outcome = json.loads(job.step())
            if outcome["state"] == "done":
                return outcome["reply"]
            assert outcome["state"] == "working", outcome


def workbook_of(text: str) -> bytes:
    """Write a pasted table as an .xlsx of texts."""
    book = Workbook()
    for line in text.splitlines():
        book.worksheets[0].append(line.split("\t"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
