"""`handbook announce` and `handbook links`: clauses in announcements, written and looked after."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handbook.calculations.table_files import UsageError, shown_name, system_reason
from handbook.commands.options import SOURCE
from handbook.compiler import compile_handbook
from handbook.markdown.front_matter import day as day_fault
from handbook.revisions.announcing import CHANNELS, TEMPLATES, Words, cited, compose
from handbook.revisions.clause_addresses import addresses_in, judge
from handbook.revisions.clause_history import ClauseTexts

_BETWEEN = "\n\n------\n\n"
_ANNOUNCE_HELP = """写一份引用条款的公告，打印出可以直接贴到群里的文字；与网站「公告」页写的一样。

ID 是条款编号，按给出的次序引用。放不下一条消息的，分成几条，之间用 ------ 隔开。

例：handbook announce KH-204 KP-301 --template 修订通知 --format wecom --site https://handbook.example/
"""
_LINKS_HELP = """检查公告里的条款链接：还是最新的，还是后来修订了（打印差别）、废止了、写错了。

FILE 是存下来的公告（文本、Markdown 或 HTML），- 表示标准输入。全部还是最新的，退出码为 0；有不是的为 1。

例：handbook links 十二月公告.md
"""


@click.command(help=_ANNOUNCE_HELP)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--template", type=click.Choice(list(TEMPLATES)), default="新规发布", show_default=True, help="模板。")
@click.option(
    "--format", "channel", type=click.Choice(CHANNELS), default="plain", show_default=True, help="给哪个渠道。"
)
@click.option("--title", default="", help="标题；不给时由模板和第一条写出。")
@click.option("--day", default="", help="生效或截止日期，如 2026-12-01。")
@click.option("--note", default="", help="补充的话。")
@click.option("--whole", is_flag=True, help="引用全文；不给时只引开头。")
@click.option("--site", envvar="SITE_URL", required=True, help="网站地址，也可以放在环境变量 SITE_URL 里。")
@SOURCE
def announce(  # noqa: PLR0913 -- one parameter for each option
    *,
    ids: tuple[str, ...],
    template: str,
    channel: str,
    title: str,
    day: str,
    note: str,
    whole: bool,
    site: str,
    source: Path,
) -> int:
    """Print the announcement; mail as HTML, the other channels as text."""
    if day and (fault := day_fault(day)):
        raise UsageError(f"日期「{day}」不对：{fault[1]}")
    handbook = compile_handbook(source)
    clauses = cited(ids, ClauseTexts.of(handbook), site, whole=whole)
    composed = compose(Words(TEMPLATES[template], title, day, note), clauses, channel)
    click.echo(composed.html or _BETWEEN.join(composed.messages))
    for remark in composed.notes:
        click.echo(remark, err=True)
    return 0


@click.command(help=_LINKS_HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@SOURCE
def links(*, files: tuple[str, ...], source: Path) -> int:
    """Print what has become of every clause address in the files."""
    texts = ClauseTexts.of(compile_handbook(source))
    stale = count = 0
    for name in files:
        for address in addresses_in(_read(name)):
            verdict = judge(address, texts)
            count, stale = count + 1, stale + (not verdict.fine)
            click.echo(f"{shown_name(name)}:{address.line}:{address.column}: {verdict.state} {verdict.said}")
            if verdict.difference:
                click.echo("".join(f"    {line}\n" for line in verdict.difference.split("\n")), nl=False)
    click.echo(f"共 {count} 个条款链接，{stale} 个不是最新的。" if count else "没有条款链接。")
    return 1 if stale else 0


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{name}：读不了这个文件（{system_reason(error)}）") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown_name(name)}：不是 UTF-8 编码的文本") from error
