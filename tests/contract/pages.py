"""Write scheme pages: what an author types, kept short."""

from collections.abc import Sequence
from dataclasses import dataclass

GRADES = "{优秀: 90, 良好: 80, 合格: 60, 不合格: 0}"
HEADINGS = "| 指标 | 权重 | 取数 | 标准 | 计分规则 | 依据 |\n| --- | ---: | --- | ---: | --- | --- |\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the scheme table, as written."""

    indicator: str
    weight: str
    expression: str
    standard: str
    rule: str
    clause: str = "KH-201"


def page(lines: Sequence[Line], *, grades: str = GRADES, more: str = "") -> str:
    """A scheme page; `more` is further front matter, whole lines."""
    rows = "".join(
        f"| {line.indicator} | {line.weight} | {line.expression} | {line.standard} | {line.rule} | {line.clause} |\n"
        for line in lines
    )
    front = (
        f"---\nid: contract\ntitle: 合同测试考核\nroles: [大客户经理]\nperiod: 季度\n"
        f"effective: 2026-12-01\ngrades: {grades}\n{more}---\n"
    )
    return f"{front}用于测试的考核表。\n\n## 考核表\n\n{HEADINGS}{rows}"


def bare(*inputs: str) -> str:
    """A page whose rows read one input each, so that `value` is the number that was read."""
    return page([Line(name, "10", name, "0", "达标得满分，否则不得分") for name in inputs])


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which `part` stands for the first time."""
    return text[: text.index(part)].count("\n") + 1
