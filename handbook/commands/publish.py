"""`handbook publish`: what was changed becomes a revision on record."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.calculations.progress import saying
from handbook.commands.options import SOURCE
from handbook.compiler import compile_handbook
from handbook.findings import report
from handbook.revisions.publishing import PublishError, publication

_HELP = """发布一次：把新写的、改过的、废止的条款和考核方案登记进 ledger/ 里的一个新文件。

登记以后，每一条都有版次和生效日期，链接能说出后来改了没有；登记过的文件不再改动，随改动一起提交。

例：handbook publish --date 2026-12-01 --note "首次发布，适用于大客户部全体人员"
"""


@click.command(help=_HELP)
@click.option("--date", required=True, help="从哪一天起适用，如 2026-12-01。")
@click.option("--note", required=True, help="一句话：改了什么、谁受影响。")
@SOURCE
def publish(*, date: str, note: str, source: Path) -> int:
    """Append a ledger file; exit 1 when the handbook has faults, 2 when there is nothing to record."""
    with saying("正在检查手册"):
        handbook = compile_handbook(source)
    if handbook.faults:
        click.echo(report(handbook.faults, source.as_posix()))
        return 1
    try:
        path, text, changes = publication(handbook.articles, handbook.schemes, handbook.ledger, date, note)
    except PublishError as error:
        click.echo(str(error), err=True)
        return 2
    file = source / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    for change in changes:
        click.echo(f"{change.kind}  {change.clause.label}")
    click.echo(f"已登记 {len(changes)} 条，自 {date} 起适用：{file.as_posix()}。把它和改动一起提交。")
    return 0
