"""Run every measurement, one after the other, and write the page 性能: `make bench`.

Each runs in a process of its own, for as long as PARTS allows: one that fails or takes too long is named at the end,
and the others' figures stand. So is every figure on the page that does not meet its goal; either ends it with 1, when
everything is printed and written. Together seventy minutes on two cores. The calibration is that of two lengths
of history with the usual stock; `python bench/calibration.py` alone, with all of them, takes an hour and a half.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.report import missed, publish  # noqa: E402 - after the path

PARTS = {
    "run": 3600,
    "build": 600,
    "serve": 150,
    "clauses": 240,
    "search": 300,
    "recall": 120,
    "serving": 240,
    "weight": 180,
    "lighthouse": 300,
    "many_rows": 600,
    "calibration 2000 200 50 usual": 1800,
}
"""Programs in this folder with their arguments, and how many seconds each may take."""


def measured(part: str, seconds: int) -> bool:
    """Run one program; say whether it came to its end."""
    name, *arguments = part.split()
    command = [sys.executable, str(Path(__file__).with_name(f"{name}.py")), *arguments]
    print(f"\n== bench/{name}.py", flush=True)
    process = subprocess.Popen(command, cwd=PROJECT, start_new_session=True)  # noqa: S603 - our own
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        print(f"bench/{name}.py was stopped after {seconds} s", file=sys.stderr)
        return False
    finally:
        if process.poll() is None:  # with the browsers and servers that it started
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main() -> int:
    """Measure, gather, and end with 1 where a program failed or a figure missed its goal."""
    failed = [part for part, seconds in PARTS.items() if not measured(part, seconds)]
    print()
    unmet = missed(publish())
    for part in failed:
        print(f"bench/{part.split()[0]}.py ended with a fault; what it says is above", file=sys.stderr)
    for figure in unmet:
        print(f"goal missed: {figure}", file=sys.stderr)
    return 1 if failed or unmet else 0


if __name__ == "__main__":
    sys.exit(main())
