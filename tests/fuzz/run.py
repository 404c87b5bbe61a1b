"""Fuzz every target with many inputs, led by the code that they reach: `make fuzz`, or for one target `run.py numbers`.

atheris (libFuzzer) runs each target in a process of its own, from seeds and a dictionary, always with the same seed for
its choices. An input that takes more than ten seconds or two gigabytes fails as an exception does. Prints a table with
how many inputs were run, and ends with 1 where one failed; the input is then in build/fuzz.
"""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def main(names: list[str]) -> int:
    """Run the targets one after the other and print what was run."""
    ran, failed = 0, list[str]()
    for name in names or RUNS:
        environment = {**os.environ, "FUZZ_TARGET": name}
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.run"],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        counted = [int(number) for number in re.findall(r"^(?:#|Done )([0-9]+)", done.stderr, re.MULTILINE)]
        runs = max(counted, default=0)
        ran += runs
        print(f"{name:14} {runs:8,} inputs  {'failed' if done.returncode else 'no fault'}", flush=True)  # noqa: T201
        if done.returncode:
            failed.append(name)
            (BUILD / f"{name}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
            print((done.stdout + done.stderr)[-3000:])  # noqa: T201
    print(f"{'together':14} {ran:8,} inputs  {len(failed)} targets failed")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    if "FUZZ_TARGET" in os.environ:
        fuzz(os.environ["FUZZ_TARGET"])
    sys.exit(main(sys.argv[1:]))
