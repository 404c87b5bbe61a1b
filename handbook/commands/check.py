"""`handbook check`: every finding of the content."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.calculations.progress import saying
from handbook.commands.options import SOURCE
from handbook.compiler import compile_handbook
from handbook.findings import report

_HELP = """检查整本手册，列出全部问题；没有问题时退出码为 0，有问题时为 1。

例：handbook check --src handbook_src
"""


@click.command(help=_HELP)
@SOURCE
def check(source: Path) -> int:
    """Print every finding, each with how to mend it, and the count."""
    with saying("正在检查手册"):
        handbook = compile_handbook(source)
    if handbook.findings:
        click.echo(report(handbook.findings, source.as_posix()))
        return 1
    counts = (
        f"{len(handbook.articles)} 份制度、{len(handbook.clauses)} 条、{len(handbook.indicators)} 个指标、"
        f"{len(handbook.work.roles)} 个岗位、{len(handbook.work.processes)} 个流程、{len(handbook.work.forms)} 张表单、"
        f"{len(handbook.schemes)} 张考核表、{len(handbook.glossary.terms) if handbook.glossary else 0} 个词条"
    )
    click.echo(f"没有问题：{counts}。")
    return 0
