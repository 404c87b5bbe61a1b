"""Fuzz every target with many inputs, led by the code that they reach: `make fuzz`, or for one target `run.py numbers`.

atheris (libFuzzer) runs each target in a process of its own, from seeds and a dictionary, always with the same seed for
its choices. An input that takes more than ten seconds or two gigabytes fails as an exception does. Prints a table with
how many inputs were run, and ends with 1 where one failed; the input is then in build/fuzz. A run of all
targets leaves its figures to the page 性能.
"""

import importlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figure, write

PROJECT = Path(__file__).parents[2]
BUILD = PROJECT / "build" / "fuzz"
RUNS = {
    "numbers": 40_000,
    "rules": 20_000,
    "expressions": 20_000,
    "front_matter": 10_000,
    "scoring": 2_000,
    "planning": 8_000,
    "files": 8_000,
    "codes": 8_000,
    "books": 4_000,
    "clauses": 4_000,
    "pages": 4_000,
}
"""Inputs by target; together more than a hundred thousand."""
LEAST = 100_000
"""Inputs that a whole run must have tried."""
READERS = {
    "numbers": "数字和单位",
    "rules": "计分规则",
    "expressions": "取数的算式",
    "front_matter": "文件开头的说明",
    "scoring": "粘贴的考核表",
    "planning": "目标和线索的表",
    "files": "拖进来的文本文件",
    "codes": "申诉的二维码",
    "books": "拖进来的工作簿",
    "clauses": "条款",
    "pages": "内容里的各种文件",
}
"""What each target reads, as the page 性能 calls it."""
WORDS = (
    "\t", "\n", "|", "---", ",", "，", "；", '"', "%", "万", "亿", "千", "元", "台", "￥", "－", "△", "(", ")",
    "（", "）", "#DIV/0!", "N/A", "——", "1e30", "e-30", "姓名", "合计", "目标", "实际", "2026-03-01", "45000",
    "[[KH-204]]", "[[", "]]", "## ", "### KH-101 ", "!!! setting", "??? reading", "废止：2027-01-01", "    ", "- ",
    "1. ", "```", "<script>", "&a;", "title: ", "code: ", "effective: ", "*a", "&a ", "!!python", "{", "}",
    "每低于", "扣", "分", "每高于", "最多加", "得满分", "其余得", "≥", "较小值(", "÷", "×", "\u202e", "\x00", "\ud800",
    "\ufeff",
)  # fmt: skip
"""What inputs are made of, beside what the seeds hold."""
LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=6000", "-seed=1")


def fuzz(name: str) -> None:
    """Run one target under atheris; never returns."""
    atheris: Any = importlib.import_module("atheris")  # only there where `make fuzz` put it
    with atheris.instrument_imports(include=["calculators", "handbook"]):
        from tests.fuzz.targets import TARGETS, seeds  # noqa: PLC0415 -- imported to be watched

    corpus = BUILD / name
    corpus.mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(seeds()[name]):
        (corpus / f"seed-{place}").write_bytes(seed)
    words = BUILD / "words"
    hexed = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in hexed), encoding="ascii")
    options = [f"-runs={RUNS[name]}", f"-dict={words}", f"-artifact_prefix={BUILD}/{name}-", *LIMITS]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one target did."""

    inputs: int
    seconds: float
    failed: bool


def run(name: str) -> Outcome:
    """Run one target in a process of its own, print what was run, and keep what it says where an input failed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run"],
        cwd=PROJECT,
        env={**os.environ, "FUZZ_TARGET": name},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    seconds = time.perf_counter() - start
    counted = [int(number) for number in re.findall(r"^(?:#|Done )([0-9]+)", done.stderr, re.MULTILINE)]
    outcome = Outcome(max(counted, default=0), seconds, done.returncode != 0)
    print(f"{name:14} {outcome.inputs:8,} inputs  {'failed' if outcome.failed else 'no fault'}", flush=True)  # noqa: T201
    if outcome.failed:
        (BUILD / f"{name}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        print((done.stdout + done.stderr)[-3000:])  # noqa: T201
    return outcome


def figures(outcomes: Mapping[str, Outcome]) -> list[Figure]:
    """Name what a whole run did."""
    inputs = sum(outcome.inputs for outcome in outcomes.values())
    failed = sum(outcome.failed for outcome in outcomes.values())
    return [
        Figure(name="试过的输入，一共", ours=inputs, unit="个", goal=LEAST, at_least=True),
        Figure(name="出错的（一种读法遇到一个就停）", ours=failed, unit="个", goal=0),
        Figure(name="用的时间", ours=sum(outcome.seconds for outcome in outcomes.values()), unit="秒"),
        *(Figure(name=f"试过的输入，{READERS[name]}", ours=each.inputs, unit="个") for name, each in outcomes.items()),
    ]


def main(names: list[str]) -> int:
    """Run the targets one after the other and print what was run; a run of all is kept."""
    BUILD.mkdir(parents=True, exist_ok=True)
    outcomes = {name: run(name) for name in names or RUNS}
    failed = sum(outcome.failed for outcome in outcomes.values())
    print(f"{'together':14} {sum(each.inputs for each in outcomes.values()):8,} inputs  {failed} targets failed")  # noqa: T201
    if not names:
        write("fuzz", "make fuzz", figures(outcomes))
    return 1 if failed else 0


if __name__ == "__main__":
    if "FUZZ_TARGET" in os.environ:
        fuzz(os.environ["FUZZ_TARGET"])
    sys.exit(main(sys.argv[1:]))
