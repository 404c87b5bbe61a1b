"""Options and words that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem


def _files(_context: click.Context, _parameter: click.Parameter, written: str) -> list[CompletionItem]:
    """Let the shell complete the name of a file."""
    return [CompletionItem(written, type="file")]


def table_argument(name: str = "table") -> Any:
    """Return the argument for a table: a file, or - for standard input."""
    return click.argument(name, shell_complete=_files)


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
JSON = click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象，数字都是字符串。")


def workbook_option(what: str) -> Any:
    """Return the option `--out` of a command that can write a workbook; `what` it holds, in words."""
    return click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=f"把{what}写成 .xlsx。")
