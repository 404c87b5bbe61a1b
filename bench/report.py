"""Gather what was measured into one table: printed, and written to the site's page 性能.

    .venv/bin/python bench/report.py

Reads build/bench*.json, which the other programs here leave behind, each with the commit and the day on which it was
measured: a page may be made of several runs, and says so. What was not measured on this machine stays as the page has
it, with its own commit and day; what is not there either is said to be missing.
"""

import json
import math
import re
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import FOLDER, PAGE, Figure, Measurement, Stamp  # noqa: E402 - after the path

RUN = "bench "
"""Before the parts of build/bench.json, which bench/run.py measures one by one."""
PARTS = {
    "bench bytes": ("首次打开为计算下载多少", "python bench/run.py bytes"),
    "bench machine": ("启动和内存，本机", "python bench/run.py machine"),
    "bench cpu": ("启动，处理器慢 4 倍", "python bench/run.py cpu"),
    "bench network": ("启动，每秒 20 兆位，延迟 40 毫秒", "python bench/run.py network"),
    "bench rows": ("十万行", "python bench/run.py rows"),
    "bench build": ("生成这个网站", "python bench/run.py build"),
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
    "bench-fuzz": ("随机改坏的输入", "make fuzz"),
}
"""In the order of the page, by file name in build/ or part of bench.json: title, and the command that measures it."""
OLD_PARTS = {"bytes": "bytes moved", "rows": " rows ", "cpu": "CPU", "network": "Mbit/s", "machine": ""}
"""By part, what the names of its ratios have in them where build/bench.json is from before it named the part."""
NOTES = {
    "bench machine": (
        "首次是空的浏览器配置；再次是看 15 秒，关掉那一页，再打开：本站的计算程序这时还开着"
        "（见[浏览器里的计算程序](runtime.md)），"
        "对照的每次重新启动；重开浏览器以后，两边都重新启动，只有文件和机器码还在。"
        "内存是浏览器全部网页进程的合计，空白页和 service worker 在内，两边一样数；"
        "再次打开的，本站前一页的进程为计算程序还留着。"
    ),
    "bench-build": (
        "生成网站的目标 1.25 对的是给每一条也做一页的 Material，因为两边做出的页面一样多，做的是同一件事；"
        "“对照不做条款页”的一行里 Material 只做制度那几页，那一行只说明带着条款页比不带的多用多少时间，所以没有目标。"
    ),
    "bench-search": (
        "搜索索引有两种大小：“编出来的短条款”几乎只差数字和编号，也没有别的页面，压缩以后很小，只用来和 Material 比；"
        "“手册的真实文字”是手册自己的条款取前若干条，或改了名称重复到那么多条，流程、表单、词条等按比例增减，"
        "读者实际要下载多少看这一种。"
    ),
    "bench-weight": (
        "第一次打开照访问者的样子测，service worker 开着：从打开到网页载入、网络静下来为止，算在 300 KB 里。"
        "再过几秒，浏览器在空闲时为离线使用下载全部页面，电脑上接着下载计算程序；没有人等它，单列，不算在 300 KB 里。"
        "开了省流量、网络很慢或者删掉了离线副本的，不下载。"
    ),
}
"""What readers have to know to read a part's figures."""
UNKNOWN = "未记"
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
    "later": "重开浏览器以后",
    "bare": "原样的 Pyodide",
    "core": "基本映像",
    "pandas": "pandas 映像",
}
"""The words of bench/run.py's table, longest first where one holds another."""
INTRODUCTION = (
    "写给维护网站的人：这一页由 `make bench` 测完写成，不手工改；随机输入另由 `make fuzz` 试。"
    "比值是本站除以对照，两边在同一次运行里轮流测；"
    "写着“没有测”的，还没有运行过那个命令。"
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


def part_of(ratio: Mapping[str, Any]) -> str:
    """Name the part of bench/run.py that measured a ratio."""
    return ratio.get("part") or next(part for part, words in OLD_PARTS.items() if words in ratio["name"])


def from_run(kept: dict[str, Any], part: str) -> Measurement | None:
    """Read a part of what bench/run.py leaves: ratios to stock Pyodide, and a few figures that stand alone."""
    figures = [
        Figure(
            name=in_chinese(ratio["name"]),
            ours=ratio["ours"],
            unit=UNITS.get(str(ratio["unit"]), str(ratio["unit"])),
            reference=ratio["stock"],
            goal=ratio["goal"],
        )
        for ratio in kept["ratios"]
        if part_of(ratio) == part
    ]
    if part == "build" and "build" in kept:
        figures.append(Figure(name="生成整个网站，映像已在缓存里", ours=kept["build"], unit="秒"))
    if part == "rows" and (many := kept.get("many rows")):
        figures += [
            Figure(name="取消长的读入，多久有回答", ours=many["cancel"] * 1000, unit="毫秒", goal=200),
            Figure(name="十万行以后 Python 占的内存", ours=many["memory"] / 1e6, unit="MB"),
        ]
    stamp = Stamp.from_json(kept.get("stamps", {}).get(part, {}))
    return Measurement(stamp, PARTS[f"{RUN}{part}"][1], tuple(figures)) if figures else None


def read_part(name: str, folder: Path) -> Measurement | None:
    """Read the figures of a part; None where it was not measured."""
    file, _, part = name.partition(" ")
    path = folder / f"{file}.json"
    if not path.is_file():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return from_run(kept, part) if part else Measurement.from_json(kept)


def amount(value: float) -> str:
    """Write a figure with three significant digits, thousands apart.

    >>> [amount(value) for value in (0.0912, 0.8388, 3.14159, 12345.6, 0)]
    ['0.0912', '0.839', '3.14', '12,346', '0']
    """
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def bound(figure: Figure) -> str:
    """Write what a figure is held to; nothing where there is no goal."""
    return "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:,g}"


def row(figure: Figure) -> str:
    """Write one line of the table."""
    unit = f" {figure.unit}" if figure.unit else ""
    against = f"（{figure.against}）" if figure.against else ""
    reference = "" if figure.reference is None else f"{amount(figure.reference)}{unit}{against}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    met = {None: "", True: "达到", False: "没有达到"}[figure.is_met]
    name = figure.name.replace("|", r"\|")
    return f"| {name} | {amount(figure.ours)}{unit} | {reference} | {ratio} | {bound(figure)} | {met} |"


def kept_lines(text: str, title: str) -> list[str]:
    r"""Return a part's lines as a page has them: its heading in the table, and the figures below it.

    >>> kept_lines("| **甲** | |\n| 一 | 1 |\n| **乙** | |\n| 二 | 2 |\n\n", "甲")
    ['| **甲** | |', '| 一 | 1 |']
    """
    found = re.search(rf"^\| \*\*{re.escape(title)}\*\* \|.*\n(\| (?!\*\*).*\n)*", text, re.MULTILINE)
    return found[0].splitlines() if found else []


def table(parts: dict[str, Measurement | None], before: str = "") -> list[str]:
    """Write the one table: a row a figure; a part that is missing as the page had it before, or a row that says so."""
    lines = ["| 测了什么 | 本站 | 对照 | 比值 | 目标 | 结果 |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for name, measured in parts.items():
        title, command = PARTS[name]
        if measured:
            lines.append(f"| **{title}** | | | | | |")
            lines += [row(figure) for figure in measured.figures]
        else:
            lines += kept_lines(before, title) or [f"| **{title}** | 没有测 | | | | 运行 `{command}` |"]
    return lines


def source(name: str, measured: Measurement | None, before: str = "") -> str:
    """Write by what, when, of which commit and where a part was measured; nothing where it never was."""
    title = PARTS[name][0]
    if not measured:
        found = re.search(rf"^\| {re.escape(title)} \| `.*$", before, re.MULTILINE)
        return found[0] if found else ""
    stamp = measured.stamp
    cells = (title, f"`{measured.command}`", *(known or UNKNOWN for known in (stamp.date, stamp.commit)))
    return f"| {' | '.join(cells)} | {stamp.machine or UNKNOWN} |"


def page(parts: dict[str, Measurement | None], before: str = "") -> str:
    """Write the page; `before` is what it was."""
    versions = "、".join(f"{package} {version(package)}" for package in PACKAGES)
    sources = {name: written for name, part in parts.items() if (written := source(name, part, before))}
    commits = {written.split(" | ")[3] for written in sources.values()}
    several = "各部分不是在同一个提交上测的，见“提交”一栏。" if len(commits) > 1 else ""
    return "\n".join([
        "---", "title: 性能", "description: 网站有多快、多大、占多少内存，和对照比是多少；数字都是程序测出来写进来的。",
        "search:", "  exclude: true", "---", "", "# 性能", "",
        INTRODUCTION, "",
        "## 一张表", "", *table(parts, before), "",
        "## 怎样测的", "",
        f"“提交”是测的时候检出的提交，`-dirty` 是说当时还有没提交的改动。{several}写这一页时装着 {versions}。", "",
        "| 部分 | 命令 | 日期 | 提交 | 机器 |", "| --- | --- | --- | --- | --- |",
        *sources.values(), "",
        "时间会随机器和当时的忙闲变化，比值变化小得多。目标写在“目标”一栏：有对照的，是比值的界限；没有对照的，是本站数字的界限。",
        "", *(f"- {NOTES[name]}" for name in sources if name in NOTES),
        "",
    ])  # fmt: skip


def missed(parts: Mapping[str, Measurement | None]) -> list[str]:
    """Name the figures that do not meet their goals, with their parts."""
    return [
        f"{PARTS[name][0]}：{figure.name}，{amount(figure.ours if figure.ratio is None else figure.ratio)}，"
        f"目标 {bound(figure)}"
        for name, measured in parts.items()
        for figure in (measured.figures if measured else ())
        if figure.is_met is False
    ]


def publish() -> dict[str, Measurement | None]:
    """Print the table, write the page, and give what is on it."""
    parts = {name: read_part(name, FOLDER) for name in PARTS}
    before = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    print("\n".join(table(parts, before)))
    PAGE.write_text(page(parts, before), encoding="utf-8", newline="\n")
    print(f"\n已写入 {PAGE.relative_to(PROJECT)}")
    return parts


if __name__ == "__main__":
    publish()
