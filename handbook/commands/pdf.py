"""`handbook pdf`: the whole handbook as one PDF."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.browser.pins import PROJECT
from handbook.calculations.progress import saying
from handbook.commands.options import SOURCE
from handbook.compiler import compile_handbook
from handbook.errors import HandbookError

_HELP = """把整本手册做成一个 PDF：封面、带页码的目录、书签，每一条都能点到。先要生成好网站。

例：handbook pdf site --out 手册.pdf
"""


@click.command(help=_HELP)
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path), default=PROJECT / "site")
@SOURCE
@click.option(
    "--out",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default="build/handbook.pdf",
    show_default=True,
    help="写到哪里。",
)
def pdf(*, site: Path, source: Path, target: Path) -> int:
    """Print, and say how long the book is."""
    from handbook.printing.book import bind  # noqa: PLC0415 -- with pypdf, which the other commands do without
    from handbook.printing.pdf import print_book  # noqa: PLC0415 -- the same

    try:
        with saying("正在印整本手册，约一分钟"):
            sheets = print_book(bind(site, compile_handbook(source)), target)
    except HandbookError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{sheets} 页，{target.stat().st_size / 1e6:.1f} MB：{target}")
    return 0
