"""Measure how long a site takes to build, beside MkDocs and Material alone on the same pages, taking turns.

    .venv/bin/python bench/build.py [30 300 3000]

Two references: the documents' pages alone, and with a page for every clause, as ours has; the latter makes the same
site and is the one that ours is held to. The browser's Python is left out: its files are copied, whatever the content.
"""

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.clauses import SIZES, handbook_of  # noqa: E402 - after the path
from bench.figures import Figure, write  # noqa: E402
from bench.plain import Run, build, write_ours, write_plain  # noqa: E402
from handbook.compiler import compile_files  # noqa: E402
from handbook.revisions.publishing import publication  # noqa: E402

GOAL = 1.25
TURNS = 3
OURS, DOCUMENTS, ALL = "ours", "documents", "all"


def published_once(clauses: int) -> dict[str, str]:
    """Return the files of a handbook after its first publication."""
    files = handbook_of(clauses, 1)
    handbook = compile_files(dict(files))
    path, text, _ = publication(handbook.articles, handbook.schemes, handbook.ledger, "2026-12-01", "首次发布")
    return {**files, path: text}


def measure(clauses: int) -> list[Figure]:
    """Build every site in turn; compare the middle ones."""
    files = published_once(clauses)
    runs: dict[str, list[Run]] = {OURS: [], DOCUMENTS: [], ALL: []}
    with tempfile.TemporaryDirectory() as folder:
        handbook = compile_files(dict(files))
        write_ours(Path(folder) / OURS, files)
        write_plain(Path(folder) / DOCUMENTS, handbook, with_clause_pages=False)
        write_plain(Path(folder) / ALL, handbook, with_clause_pages=True)
        for turn in range(TURNS if clauses < SIZES[-1] else 1):
            for name, found in runs.items():
                found.append(build(Path(folder) / name))
                print(
                    f"{clauses} clauses, {name}, turn {turn + 1}: {found[-1].seconds:.2f} s",
                    file=sys.stderr,
                    flush=True,
                )
        own = packed(Path(folder) / OURS / "site" / "assets" / "search.json")
        theirs = packed(Path(folder) / ALL / "site" / "search" / "search_index.json")
    return figures(clauses, runs, own, theirs)


def figures(clauses: int, runs: dict[str, list[Run]], own: float, theirs: float) -> list[Figure]:
    """Name what was measured at one size; the sizes of the searches' indexes are in KB."""
    seconds = {name: statistics.median(run.seconds for run in found) for name, found in runs.items()}
    peaks = {name: max(run.peak for run in found) / 1e6 for name, found in runs.items()}
    turns = len(runs[OURS])
    size = f"{clauses:,} 条"
    often = f"{turns} 次的中位数" if turns > 1 else "只做 1 次"
    return [
        compared(f"生成网站，{size}，{often}", seconds, "秒", ALL, GOAL),
        compared(f"生成网站，{size}，对照不做条款页，{often}", seconds, "秒", DOCUMENTS, None),
        compared(f"生成网站占的内存，{size}", peaks, "MB", ALL, None),
        Figure(
            name=f"搜索索引，压缩后，{size}编出来的短条款",
            ours=own,
            unit="KB",
            reference=theirs,
            against="Material 自带的搜索",
        ),
    ]


def compared(name: str, found: dict[str, float], unit: str, with_what: str, goal: float | None) -> Figure:
    """Set our figure beside that of a reference."""
    against = {ALL: "原样的 Material，每条也做一页", DOCUMENTS: "原样的 Material，只做制度"}[with_what]
    return Figure(name=name, ours=found[OURS], unit=unit, reference=found[with_what], against=against, goal=goal)


def packed(path: Path) -> float:
    """Return the size of a file as it goes over the line, in KB."""
    return len(gzip.compress(path.read_bytes(), 6)) / 1024


def main(sizes: list[int]) -> None:
    """Measure each size."""
    figures = [figure for clauses in sizes for figure in measure(clauses)]
    for figure in figures:
        print(f"{figure.name}: {figure.ours:.2f} / {figure.reference or 0:.2f} {figure.unit} = {figure.ratio or 0:.2f}")
    write("build", "python bench/build.py", figures)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or list(SIZES))
