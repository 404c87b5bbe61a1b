"""What click says of its own accord, in Simplified Chinese: a gettext catalogue, the way that click has for it."""

import gettext
import os
from pathlib import Path

import click

CATALOGUES = Path(__file__).parent / "locale"


def speak_chinese() -> None:
    """Have click's headings and messages read from the catalogue, whatever language the terminal is set to.

    To be called before options are made: some take their texts at once.
    """
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(gettext.textdomain(), CATALOGUES)


def in_chinese(command: click.Command) -> click.Command:
    """Name what stands for the options and values in a command's help; those words are in no catalogue of click's."""
    command.options_metavar = "[选项]"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.type is click.STRING:
            parameter.metavar = parameter.metavar or "文字"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 …"
        for below in command.commands.values():
            in_chinese(below)
    return command
