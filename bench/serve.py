"""Measure how long an edited clause takes to be seen under `make serve`, in the handbook as it is.

    .venv/bin/python bench/serve.py

Starts the server as make does, on a copy; changes a clause, and asks for its document and the search's data until
both say so; the page of a published clause shows what is published. The reference is a server that builds everything
again, as MkDocs does without `--dirty`.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from handbook.compiler import compile_handbook  # noqa: E402

ARTICLE = "handbook_src/rules/general.md"
HEADING = "### KH-204 "
PAGES = ("rules/general/", "assets/search.json")
EDITS = 5
WHOLE_EDITS = 2
"""Of the reference, which takes ten times as long."""
GOAL = 2.0
"""Seconds."""
PATIENCE = 120.0


def fetch(address: str) -> str:
    """Get a page; "" while the server does not answer."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - this machine's own server
            return str(answer.read().decode())
    except OSError:
        return ""


def wait_for(addresses: list[str], word: str) -> None:
    """Wait until every page says a word."""
    end = time.monotonic() + PATIENCE
    while not all(word in fetch(address) for address in addresses):
        if time.monotonic() > end:
            raise SystemExit(f"{word} was not seen within {PATIENCE} s")
        time.sleep(0.02)


@contextmanager
def served(folder: Path, *options: str) -> Generator[str]:
    """Run the server in a folder; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", *options, "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    server = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def seconds_to_see(folder: Path, edits: int, *options: str) -> list[float]:
    """Change a clause some times; return how long each took to be seen."""
    article = folder / ARTICLE
    text = article.read_text(encoding="utf-8")
    found: list[float] = []
    with served(folder, *options) as address:
        pages = [f"{address}{page}" for page in PAGES]
        wait_for(pages, "KH-204")
        time.sleep(2)  # the watcher of files begins when the first build is over
        for edit in range(edits):
            word = f"试改{edit}"
            start = time.perf_counter()
            article.write_text(re.sub(rf"({HEADING}.*\n\n)", rf"\g<1>{word}。", text), encoding="utf-8")
            wait_for(pages, word)
            found.append(time.perf_counter() - start)
            print(f"{' '.join(options)} edit {edit + 1}: {found[-1]:.2f} s", file=sys.stderr, flush=True)
    article.write_text(text, encoding="utf-8")
    return found


def figures(clauses: int, ours: list[float], whole: list[float]) -> list[Figure]:
    """Name what was measured: our edits, and those of a server that builds everything again."""
    label = f"{clauses} 条的手册里改一条，到制度页和搜索里都看得到"
    middle = statistics.median(ours)
    return [
        Figure(name=f"{label}，{len(ours)} 次的中位数", ours=middle, unit="秒", goal=GOAL),
        Figure(name=f"{label}，{len(ours)} 次里最慢的", ours=max(ours), unit="秒"),
        Figure(
            name=f"{label}，中位数与全部重做比",
            ours=middle,
            unit="秒",
            reference=statistics.median(whole),
            against=f"全部重做，{len(whole)} 次的中位数",
        ),
    ]


def main() -> None:
    """Measure both ways."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("docs", "handbook_src"):
            shutil.copytree(PROJECT / part, folder / part)
        shutil.copy(PROJECT / "mkdocs.yml", folder)
        clauses = len(compile_handbook(folder / "handbook_src").clauses)
        ours = seconds_to_see(folder, EDITS, "--dirty")
        whole = seconds_to_see(folder, WHOLE_EDITS)
    found = figures(clauses, ours, whole)
    write("serve", "python bench/serve.py", found)
    for figure in found:
        print(f"{figure.name}: {figure.ours:.2f} s")


if __name__ == "__main__":
    main()
