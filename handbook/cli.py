"""The command line: parse, call one function, print. The only module that knows click."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from pathlib import Path

import click

from calculators.report import all_judged, score_people, score_report
from handbook import __version__
from handbook.compiler import Handbook, compile_handbook
from handbook.findings import report
from handbook.numbering import NewClauseError, clause_block, insert_clause, next_clause
from handbook.scoring import UsageError, load_scheme, plain_report, read_table, write_workbook

SOURCE = click.option(
    "--src",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="handbook_src",
    show_default=True,
    help="手册 Markdown 所在的文件夹。",
)

SOURCE_IF_ANY = click.option(
    "--src",
    "source",
    type=click.Path(path_type=Path),
    default="handbook_src",
    show_default=True,
    help="手册 Markdown 所在的文件夹；SCHEME 是文件路径时用不到。",
)
_SCORE_HELP = """按考核方案给一张表计分，与网页上用的是同一套计算。

SCHEME 是方案编号（如 am-quarter），或带考核表的 Markdown 页面的路径。

TABLE 是 .csv .tsv .txt .md .xlsx 文件，或 - 表示标准输入。

例：handbook score am-quarter 三季度.xlsx --out 成绩.xlsx
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help="检查、编号和计算：手册的命令行。")
@click.version_option(__version__, prog_name="handbook", message="%(prog)s %(version)s")
def cli() -> None:
    """Hold the commands."""


@cli.command(help="检查整本手册，列出全部问题；没有问题时退出码为 0，有问题时为 1。")
@SOURCE
def check(source: Path) -> int:
    """Print every finding, each with how to mend it, and the count."""
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


@cli.command(help=_SCORE_HELP)
@click.argument("scheme")
@click.argument("table")
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象，数字都是字符串。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="把成绩和说明写成 .xlsx。")
@SOURCE_IF_ANY
def score(*, scheme: str, table: str, as_json: bool, out: Path | None, source: Path) -> int:
    """Score a table; exit 0 when every row was judged, 1 when some cells were bad, 2 when nothing can be used."""
    try:
        compiled = load_scheme(scheme, source)
        roster = read_table(compiled, table)
        if out:
            write_workbook(compiled, roster, out)
    except UsageError as error:
        click.echo(str(error), err=True)
        return 2
    results = score_people(compiled, roster)
    if as_json:
        click.echo(json.dumps(score_report(compiled, roster, results), ensure_ascii=False, indent=2))
    else:
        click.echo(plain_report(compiled, roster, results))
    return 0 if all_judged(roster, results) else 1


@cli.group(help="新写一条：给出下一个可用的编号。")
def new() -> None:
    """Hold the commands that begin something new."""


_NEW_CLAUSE_HELP = """给 CODE（如 KH）这份制度的一章编出下一个条款编号。

编号在本章最大的编号上加一，章里还没有条款时从下一个整百加一开始；用过的编号不再给出。

条款必须有正文：没有 --text 时不写文件，只打印这一条该写在哪里、怎么写。
"""


@new.command(help=_NEW_CLAUSE_HELP)
@click.argument("code")
@click.option("--title", required=True, help="条款标题，如「出差天数」。")
@click.option("--chapter", help="放进哪一章：章的标题或第几章（数字），默认最后一章。")
@click.option("--text", help="正文。给出时写进文件；不给时只打印编号和要粘贴的内容，不改文件。")
@click.option("--file", "path", help="制度文件在 --src 里的路径；不给时按代号查找。")
@SOURCE
def clause(  # noqa: PLR0913 -- one parameter for each option
    *, code: str, title: str, chapter: str | None, text: str | None, path: str | None, source: Path
) -> int:
    """Print the next id of an article's chapter, and write the clause when its text is given."""
    handbook = compile_handbook(source)
    articles = [article for article in handbook.articles if path in {None, article.path} and article.code == code]
    if len(articles) != 1:
        return _no_article(handbook, code, path, len(articles))
    (article,) = articles
    try:
        found = next_clause(article, chapter)
    except NewClauseError as error:
        click.echo(str(error), err=True)
        return 2
    place = f"{article.path} 第 {found.after_line} 行之后（{found.chapter.label}）"
    if text is None or not text.strip():
        click.echo(f"{found.id}\n\n写在 {place}：\n")
        click.echo(clause_block(found.id, title, "（正文：谁、在什么情况下、须做什么、何时之前）"), nl=False)
        return 0
    file = source / article.path
    _write_as_before(file, insert_clause(article, found, clause_block(found.id, title, text)))
    click.echo(f"{found.id}\n\n已写入 {place}。")
    return 0


def _write_as_before(file: Path, text: str) -> None:
    """Write a file's new text with the line ends and byte order mark that it has."""
    old = file.read_bytes()
    encoding = "utf-8-sig" if old.startswith(codecs.BOM_UTF8) else "utf-8"
    file.write_text(text, encoding=encoding, newline="\r\n" if b"\r\n" in old else "\n")


def _no_article(handbook: Handbook, code: str, path: str | None, count: int) -> int:
    known = "、".join(f"{article.code}（{article.path}）" for article in handbook.articles)
    where = f"{path} 里" if path else ""
    fault = f"有 {count} 份制度的代号是 {code}，用 --file 指明一份" if count else f"{where}没有代号是 {code} 的制度"
    click.echo(f"{fault}。已有：{known}", err=True)
    return 2


def _one_line(error: click.ClickException) -> str:
    """Return what is wrong with a call, on one line, with where to read how it is made."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "handbook"
    match error:
        case click.MissingParameter(param=click.Argument(name=str(name))):
            fault = f"缺少 {name.upper()}"
        case click.MissingParameter(param=click.Option(opts=[option, *_])):
            fault = f"缺少 {option}"
        case click.NoSuchOption():
            fault = f"没有选项 {error.option_name}"
        case _:
            fault = " ".join(error.format_message().split())
    return f"{command}：{fault}（用法见 {command} --help）"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 findings, 2 a call that cannot be used."""
    try:
        return int(
            cli.main(args=None if argv is None else list(argv), prog_name="handbook", standalone_mode=False) or 0
        )
    except click.ClickException as error:
        click.echo(_one_line(error), err=True)
        return error.exit_code
    except click.Abort:
        click.echo("已中断。", err=True)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
