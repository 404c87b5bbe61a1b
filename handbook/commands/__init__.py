"""The command line: parse, call one function, print. The only package that knows click, a module for each family."""

from __future__ import annotations

from collections.abc import Sequence

import click

from handbook import __version__
from handbook.commands.announce import announce, links
from handbook.commands.check import check
from handbook.commands.leads import leads, project
from handbook.commands.new import new
from handbook.commands.plan import decompose_command, decompose_matrix_command, roll_command
from handbook.commands.publish import publish
from handbook.commands.runtime import runtime
from handbook.commands.score import score
from handbook.table_files import UsageError

COMMANDS = (
    announce,
    check,
    decompose_command,
    decompose_matrix_command,
    leads,
    links,
    new,
    project,
    publish,
    roll_command,
    runtime,
    score,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help="检查、编号和计算：手册的命令行。")
@click.version_option(__version__, prog_name="handbook", message="%(prog)s %(version)s")
def cli() -> None:
    """Hold the commands."""


for _command in COMMANDS:
    cli.add_command(_command)


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
    except UsageError as error:
        click.echo(str(error), err=True)
        return 2
    except click.ClickException as error:
        click.echo(_one_line(error), err=True)
        return error.exit_code
    except click.Abort:
        click.echo("已中断。", err=True)
        return 130
