"""Measure how the clause pages grow: 30, 300 and 3,000 clauses with five revisions each, in documents of thirty.

Prints the number of pages, the size, and how long compiling and writing the pages takes, beside what MkDocs takes to
make the rest of the same site. Nothing is fetched; the browser's Python is left out.

    python bench/clauses.py [30 300 3000]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from handbook.compiler import compile_files  # noqa: E402
from handbook.pages.clause_pages import Site, write_clause_pages  # noqa: E402
from handbook.revisions.publishing import publication  # noqa: E402

SIZES = (30, 300, 3000)
REVISIONS = 5
PER_DOCUMENT = 30
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CONFIGURATION = """
site_name: 试验
site_url: https://handbook.example/
strict: true
theme: {name: material, language: zh, font: false}
plugins: [search, handbook]
markdown_extensions:
  [admonition, attr_list, md_in_html, pymdownx.details, tables, {toc: {permalink: true}}, handbook.pages.clause_blocks]
"""


def handbook_of(clauses: int, revision: int) -> dict[str, str]:
    """Return the files of a handbook; every clause says something else in every revision."""
    files: dict[str, str] = {}
    for document in range((clauses + PER_DOCUMENT - 1) // PER_DOCUMENT):
        code = f"Z{LETTERS[document // 26]}{LETTERS[document % 26]}"
        lines = [
            "---", f"title: 办法{document}", f"code: {code}", "owner: 大客户部", "effective: 2026-12-01",
            "audience: [全体人员]", "---",
        ]  # fmt: skip
        for place in range(PER_DOCUMENT):
            if place % 10 == 0:
                lines += [f"## 第{place}组", ""]
            other = f"{code}-{(place + 7) % PER_DOCUMENT + 101}"
            lines += [
                f"### {code}-{place + 101} 规定{place}", "",
                f"大客户经理拜访以后，须在 {revision + 2} 个工作日内写好拜访记录，报大客户总监，按[[{other}]]存档。",
                f"逾期的，每晚 1 天扣 {revision} 分。", "",
                "- 写明日期、地点和见到的人；", f"- 写明下一步，最迟第 {revision + place} 天联系。", "",
                '!!! setting "示例，部门可改"', f"    {revision + 2} 个工作日是示例。", "",
            ]  # fmt: skip
        files[f"rules/d{document:03}.md"] = "\n".join(lines)
    return files


def published(clauses: int) -> dict[str, str]:
    """Return the same after five publications."""
    ledger: dict[str, str] = {}
    files: dict[str, str] = {}
    for revision in range(1, REVISIONS + 1):
        files = {**handbook_of(clauses, revision), **ledger}
        handbook = compile_files(dict(files))
        path, text, _ = publication(
            handbook.articles, handbook.schemes, handbook.ledger, f"20{20 + revision}-01-01", f"第 {revision} 次"
        )
        ledger[path] = text
    return {**files, **ledger}


def mkdocs_seconds(folder: Path, files: dict[str, str]) -> float:
    """Build the whole site by MkDocs, in a process of its own; in seconds."""
    for name, text in {
        **{f"handbook_src/{path}": text for path, text in files.items()},
        "docs/index.md": "# 首页\n",
    }.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    start = time.perf_counter()
    environment = {**os.environ, "HANDBOOK_RUNTIME": "skip", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    return time.perf_counter() - start


def main(sizes: list[int]) -> None:
    """Measure each size."""
    figures: list[Figure] = []
    heads = {"clauses": 8, "pages": 7, "MB": 7, "compile s": 10, "pages s": 8, "ms a page": 10, "whole build s": 14}
    print(" ".join(f"{head:>{width}}" for head, width in heads.items()))
    for clauses in sizes:
        files = published(clauses)
        start = time.process_time()
        handbook = compile_files(dict(files))
        compiled = time.process_time() - start
        with tempfile.TemporaryDirectory() as folder:
            start = time.process_time()
            count = write_clause_pages(
                Path(folder), handbook, Site("试验", "https://handbook.example/", (), "assets/js")
            )
            written = time.process_time() - start
            size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        with tempfile.TemporaryDirectory() as folder:
            whole = mkdocs_seconds(Path(folder), files)
        print(
            f"{clauses:>8} {count:>7} {size / 1e6:>7.1f} {compiled:>10.2f} {written:>8.2f} "
            f"{written / count * 1000:>10.2f} {whole:>14.1f}",
            flush=True,
        )
        label = f"{clauses:,} 条各五版"
        figures += [
            Figure(name=f"条款页的数目，{label}", ours=count, unit="页"),
            Figure(name=f"写一页条款页，{label}", ours=written / count * 1000, unit="毫秒"),
            Figure(name=f"生成整个网站，{label}", ours=whole, unit="秒"),
        ]
    write("clauses", "python bench/clauses.py", figures)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or list(SIZES))
