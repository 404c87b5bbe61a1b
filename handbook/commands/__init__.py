"""The command line: parse, call one function, print. The only package that knows click, a module for each family."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

from handbook import __version__
from handbook.calculations.table_files import UsageError
from handbook.commands.chinese import in_chinese, speak_chinese

speak_chinese()

COMMANDS = {
    "announce": "announce:announce",
    "check": "check:check",
    "compress": "compress:compress",
    "decompose": "plan:decompose_command",
    "decompose-matrix": "plan:decompose_matrix_command",
    "init": "init:init",
    "leads": "leads:leads",
    "links": "announce:links",
    "new": "new:new",
    "pdf": "pdf:pdf",
    "project": "leads:project",
    "publish": "publish:publish",
    "roll": "plan:roll_command",
    "runtime": "runtime:runtime",
    "score": "score:score",
}
"""Where each command is: module in this package, and name in it. A module is imported when its command is called."""


class Commands(click.Group):
    """The commands by name, each imported on need: a calculation does not wait for what compiles the handbook."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's call
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's call
        """Return a command, or None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        return in_chinese(command)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what click's parser finds wrong, without saying where, is about the command that was named."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            command = ctx.invoked_subcommand
            if error.ctx is None and command in COMMANDS:
                error.ctx = click.Context(self, info_name=command, parent=ctx)
            raise


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="检查、编号和计算：手册的命令行。\n\n例：handbook score am-quarter 三季度.xlsx --out 成绩.xlsx",
)
@click.version_option(__version__, prog_name="handbook", message="%(prog)s %(version)s")
def cli() -> None:
    """Hold the commands."""


in_chinese(cli)


def _one_line(error: click.ClickException) -> str:
    """Return what is wrong with a call, on one line, with where to read how it is made."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "handbook"
    match error:
        case click.MissingParameter(param=click.Argument() as argument):
            fault = f"缺少 {(argument.metavar or argument.name.upper()).rstrip('.')}"
        case click.MissingParameter(param=click.Option(opts=[option, *_])):
            fault = f"缺少 {option}"
        case click.BadParameter(param=click.Parameter(opts=[option, *_])):
            fault = f"{option} {error.message}"
        case click.exceptions.NoSuchCommand(ctx=click.Context(command=click.Group() as group) as context):
            fault = f"没有命令 {error.command_name}，可用：{'、'.join(group.list_commands(context))}"
        case _:
            fault = error.format_message().replace("。 ", "；")
    return f"{command}：{' '.join(fault.split()).rstrip('。')}（用法见 {command} --help）"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 findings, 2 a call that cannot be used."""
    try:
        return int(
            cli.main(args=None if argv is None else list(argv), prog_name="handbook", standalone_mode=False) or 0
        )
    except UsageError as error:
        click.echo(str(error), err=True)
        return 2
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(_one_line(error), err=True)
        return error.exit_code
    except click.Abort:
        click.echo("已中断。", err=True)
        return 130
