"""Gather what was measured into one table: printed, and written to the site's page 性能.

    .venv/bin/python bench/report.py

Reads build/bench*.json, which the other programs here leave behind. What was not measured is said to be missing.
"""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import FOLDER, Figure, Measurement, machine  # noqa: E402 - after the path

PAGE = PROJECT / "docs" / "maintain" / "performance.md"
PARTS = {
    "bench": ("启动、传输、吞吐和内存", "python bench/run.py"),
    "bench-build": ("生成网站", "python bench/build.py"),
    "bench-serve": ("改一条以后多久看得到", "python bench/serve.py"),
    "bench-clauses": ("条款页", "python bench/clauses.py"),
    "bench-search": ("搜索的速度和大小", "python bench/search.py"),
    "bench-recall": ("搜得到", "python bench/recall.py"),
    "bench-serving": ("放在服务器上", "python bench/serving.py"),
    "bench-weight": ("第一次打开要传多少", "python bench/weight.py"),
    "bench-lighthouse": ("Lighthouse 评分", "python bench/lighthouse.py"),
    "bench-calibration": ("预测区间的命中率", "python bench/calibration.py"),
    "bench-many-rows": ("一千万行", "python bench/many_rows.py"),
}
"""By file name in build/, in the order of the page: title, and the command that measures it."""
IN_CHINESE = {
    "bytes moved cold": "首次打开的传输量",
    "core image to score": "从打开到得分，基本映像",
    "pandas image to score": "从打开到得分，pandas 映像",
    "memory of the page after a score": "得分以后网页占的内存",
    "rows read": "行读入",
    "rows scored": "行算分",
    "stock pandas": "原样的 Pyodide 加 pandas",
    "browser : CPython": "浏览器比 CPython",
    "CPU 4 times slower": "处理器慢 4 倍",
    "this machine": "本机",
    "20 Mbit/s, 40 ms": "每秒 20 兆位，延迟 40 毫秒",
    "cold": "首次",
    "warm": "再次",
    "bare": "原样的 Pyodide",
    "core": "基本映像",
    "pandas": "pandas 映像",
}
"""The words of bench/run.py's table, longest first where one holds another."""
INTRODUCTION = (
    "写给维护网站的人：这一页由 `make bench` 测完写成，不手工改。比值是本站除以对照，两边在同一次运行里轮流测；"
    "写着“没有测”的，这一次没有运行那个命令。"
)
UNITS = {"s": "秒"}
PACKAGES = ("mkdocs", "mkdocs-material", "pandas", "playwright")


def in_chinese(name: str) -> str:
    """Translate the name of a ratio.

    >>> in_chinese("bytes moved cold, core : bare")
    '首次打开的传输量，基本映像比原样的 Pyodide'
    """
    for words, chinese in IN_CHINESE.items():
        name = re.sub(rf"(?<![A-Za-z]){re.escape(words)}(?![A-Za-z]| 映像)", chinese, name)
    return name.replace(" : ", "比").replace(", ", "，").replace(" (", "（").replace(")", "）")


def from_ratios(kept: dict[str, Any], day: str) -> Measurement:
    """Read what bench/run.py leaves: ratios to stock Pyodide, and a few figures that stand alone."""
    figures = [
        Figure(
            name=in_chinese(ratio["name"]),
            ours=ratio["ours"],
            unit=UNITS.get(str(ratio["unit"]), str(ratio["unit"])),
            reference=ratio["stock"],
            goal=ratio["goal"],
        )
        for ratio in kept["ratios"]
    ]
    figures.append(Figure(name="生成整个网站，映像已在缓存里", ours=kept["build"], unit="秒"))
    figures.append(
        Figure(name="取消长的读入，多久有回答", ours=kept["many rows"]["cancel"] * 1000, unit="毫秒", goal=200)
    )
    figures.append(Figure(name="十万行以后 Python 占的内存", ours=kept["many rows"]["memory"] / 1e6, unit="MB"))
    return Measurement(day, machine(), PARTS["bench"][1], tuple(figures))


def read_part(name: str) -> Measurement | None:
    """Read a file of figures; None where it was not measured."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "ratios" in kept:
        return from_ratios(kept, datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat())
    return Measurement.from_json(kept)


def amount(value: float) -> str:
    """Write a figure with three significant digits, thousands apart.

    >>> [amount(value) for value in (0.0912, 3.14159, 12345.6, 0)]
    ['0.0912', '3.14', '12,346', '0']
    """
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    digits = max(0, 2 - len(f"{abs(value):.0f}") + 1) if abs(value) >= 1 else 4
    return f"{value:.{digits}f}"


def row(figure: Figure) -> str:
    """Write one line of the table."""
    unit = f" {figure.unit}" if figure.unit else ""
    against = f"（{figure.against}）" if figure.against else ""
    reference = "" if figure.reference is None else f"{amount(figure.reference)}{unit}{against}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    bound = "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g}"
    met = {None: "", True: "达到", False: "没有达到"}[figure.is_met]
    name = figure.name.replace("|", r"\|")
    return f"| {name} | {amount(figure.ours)}{unit} | {reference} | {ratio} | {bound} | {met} |"


def table(parts: dict[str, Measurement | None]) -> list[str]:
    """Write the one table: a row a figure, a row for every part that is missing."""
    lines = ["| 测了什么 | 本站 | 对照 | 比值 | 目标 | 结果 |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for name, measured in parts.items():
        title, command = PARTS[name]
        if measured is None:
            lines.append(f"| **{title}** | 没有测 | | | | 运行 `{command}` |")
        else:
            lines.append(f"| **{title}** | | | | | |")
            lines += [row(figure) for figure in measured.figures]
    return lines


def page(parts: dict[str, Measurement | None]) -> str:
    """Write the page."""
    versions = "、".join(f"{package} {version(package)}" for package in PACKAGES)
    sources = [
        f"| {PARTS[name][0]} | `{PARTS[name][1]}` | {measured.date} | {measured.machine} |"
        for name, measured in parts.items()
        if measured
    ]
    return "\n".join([
        "---", "title: 性能", "description: 网站有多快、多大、占多少内存，和对照比是多少；数字都是程序测出来写进来的。",
        "search:", "  exclude: true", "---", "", "# 性能", "",
        INTRODUCTION, "",
        "## 一张表", "", *table(parts), "",
        "## 怎样测的", "",
        f"版本：{commit()}，{versions}。", "",
        "| 部分 | 命令 | 日期 | 机器 |", "| --- | --- | --- | --- |", *sources, "",
        "时间会随机器和当时的忙闲变化，比值变化小得多。目标写在“目标”一栏：有对照的，是比值的界限；没有对照的，是本站数字的界限。",
        "",
    ])  # fmt: skip


def commit() -> str:
    """Name the commit that is checked out."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return done.stdout.strip() or "没有提交号"


def main() -> int:
    """Print the table and write the page."""
    parts = {name: read_part(name) for name in PARTS}
    print("\n".join(table(parts)))
    PAGE.write_text(page(parts), encoding="utf-8", newline="\n")
    print(f"\n已写入 {PAGE.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
