"""Measure the built site behind nginx, as it is shipped, with wrk on this machine alone: `python bench/serving.py`.

For a clause page and for the runtime's files: requests a second and the 99th percentile, each beside a file of the same
size without anything around it (the same nginx, but no headers, no types, no compression). Both take turns. Writes
build/bench-serving.json in the form of bench/figures.py. Needs nginx and Debian's wrk.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from handbook.hosting.compression import compress  # noqa: E402
from tests import web_servers  # noqa: E402

SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))
TURNS = 3
CONNECTIONS = 32
LEAST = 0.8
"""Requests a second that are hoped for, to those for a bare file: headers cost something."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk said."""

    requests_per_second: float
    p99_milliseconds: float


@dataclass(frozen=True, slots=True)
class Case:
    """A file that is asked for."""

    name: str
    path: str
    file: str
    """Below the site; what goes over the line."""
    accept: str = "gzip"


def wrk(address: str, accept: str) -> Load:
    """Ask for one address as fast as it is answered."""
    program = shutil.which("wrk")
    if program is None:
        sys.exit("wrk is not installed (Debian: apt-get install wrk)")
    options = ["-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-H", f"Accept-Encoding: {accept}"]
    said = subprocess.run([program, *options, address], capture_output=True, text=True, check=True).stdout  # noqa: S603
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    last = re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    if rate is None or last is None or "Non-2xx" in said:
        sys.exit(f"wrk could not measure {address}:\n{said}")
    return Load(float(rate[1]), float(last[1]) * {"us": 0.001, "ms": 1, "s": 1000}[last[2]])


@contextmanager
def served(site: Path, work: Path, cases: list[Case]) -> Generator[tuple[str, str]]:
    """Serve the site as shipped, and bare files of the same sizes; gives both origins."""
    bare = work / "bare"
    for case in cases:
        (bare / case.file).parent.mkdir(parents=True, exist_ok=True)
        (bare / case.file).write_bytes(os.urandom((site / case.file).stat().st_size))
    (work / "site").mkdir()
    (work / "stock").mkdir()
    configuration = PROJECT / "build" / "deploy" / "nginx.conf"
    plain = work / "bare.conf"
    # As the shipped one is placed: by its port and its folder.
    plain.write_text("server {\n    listen 80;\n    root /srv/handbook/;\n}\n", encoding="utf-8")
    with (
        web_servers.nginx(site, configuration, work / "site") as ours,
        web_servers.nginx(bare, plain, work / "stock") as theirs,
    ):
        yield ours, theirs


def cases_of(site: Path) -> list[Case]:
    """Name what is measured: a clause page, and what the first score needs."""
    images = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))["images"]
    files = (images["interpreter"]["wasm"], images["interpreter"]["script"], images["core"]["image"])
    wasm, script, image = (f"assets/runtime/{file['url']}" for file in files)
    return [
        Case("条款页 /c/KH-204/", "/c/KH-204/", "c/KH-204/index.html.gz"),
        Case("条款页，不压缩", "/c/KH-204/", "c/KH-204/index.html", accept="identity"),
        Case("计算程序 interpreter.wasm", f"/{wasm}", f"{wasm}.gz"),
        Case("计算程序 interpreter.js", f"/{script}", f"{script}.gz"),
        Case("基本映像", f"/{image}", image),
    ]


def figures_of(case: Case, ours: list[Load], theirs: list[Load], size: int) -> list[Figure]:
    """Compare the medians of all turns."""
    about = f"{case.name}（{size / 1000:,.1f} KB）"
    against = "同样大小的文件，没有响应头和压缩"
    return [
        Figure(
            name=f"{about}：每秒请求数",
            ours=median(load.requests_per_second for load in ours),
            unit="次",
            reference=median(load.requests_per_second for load in theirs),
            against=against,
            goal=LEAST,
            at_least=True,
        ),
        Figure(
            name=f"{about}：99% 的请求不超过",
            ours=median(load.p99_milliseconds for load in ours),
            unit="毫秒",
            reference=median(load.p99_milliseconds for load in theirs),
            against=against,
        ),
    ]


def main() -> int:
    """Measure, print and keep."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="serving-") as folder:
        work = Path(folder)
        whole = cases_of(PROJECT / "site")
        site = work / "copy"
        for case in whole:
            target = site / case.file.removesuffix(".gz")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / "site" / case.file.removesuffix(".gz"), target)
        compress(site)
        with served(site, work, whole) as (ours, theirs):
            for case in whole:
                turns = [
                    (wrk(ours + case.path, case.accept), wrk(f"{theirs}/{case.file}", case.accept))
                    for _ in range(TURNS)
                ]
                size = (site / case.file).stat().st_size
                figures += figures_of(case, [our for our, _ in turns], [their for _, their in turns], size)
    for figure in figures:
        print(
            f"{figure.name:50} {figure.ours:12,.2f} {figure.unit}  bare {figure.reference:12,.2f}  {figure.ratio:6.2f}"
        )
    write("serving", "python bench/serving.py", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
