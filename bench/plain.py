"""What the handbook's sites are compared with: MkDocs and Material as they come, given the same Markdown pages.

The pages are those that the handbook's compiler makes and, where asked, one for every clause at its own address; with
the theme's own search, in Chinese. Nothing of the handbook's own runs: no plugin, no extension.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.compiler import Handbook
from handbook.content.clauses import clause_body

PLAIN = """
site_name: 试验
site_url: https://handbook.example/
theme: {name: material, language: zh, font: false}
plugins: [search]
markdown_extensions: [admonition, attr_list, md_in_html, pymdownx.details, tables, {toc: {permalink: true}}]
"""
OURS = """
site_name: 试验
site_url: https://handbook.example/
theme: {name: material, language: zh, font: false}
plugins: [search, handbook]
markdown_extensions:
  [admonition, attr_list, md_in_html, pymdownx.details, tables, {toc: {permalink: true}}, handbook.pages.clause_blocks]
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One build in a process of its own."""

    seconds: float
    peak: int
    """Bytes of memory at most."""


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def write_ours(folder: Path, files: Mapping[str, str]) -> None:
    """Write a handbook's sources to be built by us."""
    write_files(folder, {f"handbook_src/{name}": text for name, text in files.items()})
    write_files(folder, {"docs/index.md": "# 首页\n", "mkdocs.yml": OURS})


def write_plain(folder: Path, handbook: Handbook, *, with_clause_pages: bool) -> None:
    """Write a compiled handbook's pages to be built by MkDocs and Material alone."""
    pages = {f"docs/{path}": text for path, text in handbook.pages.items()}
    if with_clause_pages:
        for article in handbook.articles:
            for clause in article.clauses:
                body = clause_body(article.document, clause)
                pages[f"docs/c/{clause.id}.md"] = f"# {clause.label}\n\n{body}\n"
    write_files(folder, {"docs/index.md": "# 首页\n", **pages, "mkdocs.yml": PLAIN})


def build(folder: Path) -> Run:
    """Build a site into an empty folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
    environment = {**os.environ, "HANDBOOK_RUNTIME": "skip", "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{folder}: the build failed")
    return Run(time.perf_counter() - start, used.ru_maxrss * 1024)
