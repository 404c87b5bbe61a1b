"""Lighthouse on a page to read, a clause's page and a calculator, as on a phone and on a desk: three categories each.

Prints and keeps (bench/figures.py) the median of three runs, with what a run found wanting. A phone is Lighthouse's own
default: 1.6 Mbit/s, 150 ms, a CPU four times slower, all worked out from an unhindered visit; a desk is its own too.
"""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from bench.server import Line, serving  # noqa: E402
from tests import chromium  # noqa: E402

PAGES = {"制度": "rules/general/", "条款": "c/KP-107/", "算分": "kpi/schemes/am-quarter/"}
DEVICES = {"手机": "mobile", "电脑": "desktop"}
CATEGORIES = {"performance": "性能", "accessibility": "无障碍", "best-practices": "最佳做法"}
LEAST = 95
RUNS = 3


def run(address: str, device: str) -> dict[str, Any]:
    """Run Lighthouse once; Node is the one of the project's own environment."""
    command = [
        str(Path(sys.executable).with_name("node")),
        str(PROJECT / "bench" / "lighthouse.mjs"),
        address,
        device,
        chromium.require(),
        *chromium.FLAGS,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    if done.returncode != 0:
        sys.exit(f"Lighthouse did not finish:\n{done.stderr}")
    return json.loads(done.stdout)


def main() -> None:
    """Measure every page, print a line for each, and keep the scores."""
    figures: list[Figure] = []
    with serving(PROJECT / "site", PROJECT / "build", Line()) as address:
        for device, preset in DEVICES.items():
            for page, path in PAGES.items():
                runs = [run(f"{address}/{path}", preset) for _ in range(RUNS)]
                for category, title in CATEGORIES.items():
                    score = median(each["scores"][category] for each in runs)
                    figures.append(
                        Figure(name=f"{page}页，{device}：{title}", ours=score, unit="分", goal=LEAST, at_least=True)
                    )
                print(device, path, *(figure.ours for figure in figures[-3:]), f"of {LEAST};", *runs[-1]["failed"])
    write("lighthouse", "python bench/lighthouse.py", figures)


if __name__ == "__main__":
    main()
