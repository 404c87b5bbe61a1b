"""A process that has the command line imported, and answers each call in a fork of itself.

Every call still is a process of its own, with its own arguments, standard files and exit code, and nothing of one call
is left to the next; what is saved is starting Python a thousand times.
"""

import json
import os
import sys
from typing import NoReturn, TypedDict

from handbook.cli import main


class Call(TypedDict):
    """One line of what this process reads."""

    arguments: list[str]
    files: list[str]
    """Paths of standard input, standard output and standard error."""


def answer(call: Call) -> int:
    """Run one call in a fork; return its exit code."""
    child = os.fork()
    if not child:
        run(call)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def run(call: Call) -> NoReturn:
    """Become the process of one call."""
    for number, path in enumerate(call["files"]):
        os.dup2(os.open(path, os.O_RDWR), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww"))
    try:
        code = main(call["arguments"])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:  # noqa: BLE001 -- as the interpreter does with whatever nobody caught
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{answer(json.loads(line))}\n")
        sys.stdout.flush()
