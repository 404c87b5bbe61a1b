"""`handbook new …`: what begins something in the content."""

from __future__ import annotations

import codecs
from pathlib import Path

import click

from handbook.commands.options import SOURCE
from handbook.compiler import Handbook, compile_handbook
from handbook.content.numbering import NewClauseError, clause_block, insert_clause, next_clause


@click.group(help="新写一条：给出下一个可用的编号。\n\n例：handbook new clause KH --title 出差天数")
def new() -> None:
    """Hold the commands that begin something new."""


_NEW_CLAUSE_HELP = """给 CODE（如 KH）这份制度的一章编出下一个条款编号。

编号在本章最大的编号上加一，章里还没有条款时从下一个整百加一开始；用过的编号不再给出。

条款必须有正文：没有 --text 时不写文件，只打印这一条该写在哪里、怎么写。

例：handbook new clause KH --title 出差天数 --chapter 出差 --text "出差不超过 5 天。"
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
        found = next_clause(article, chapter, handbook.ledger.clauses)
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
