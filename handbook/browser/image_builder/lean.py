"""Compile Python for the images: without docstrings, assertions, line tables and file names.

Runs in the very interpreter that will import the result, so that the same source gives the same bytes on any machine.
"""

import importlib.util
import marshal
from types import CodeType
from typing import Any

_HEADER = importlib.util.MAGIC_NUMBER + bytes(12)
"""Magic number, flags, time and size of the source: nothing is checked against a source that is not there."""


def lean(code: CodeType) -> CodeType:
    """Drop what only tracebacks read."""
    constants = tuple(lean(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_consts=constants, co_linetable=b"", co_filename="")


def compiled(source: Any) -> bytes:
    """Give a module's .pyc for its source."""
    code = compile(source.to_bytes(), "", "exec", dont_inherit=True, optimize=2)
    return _HEADER + marshal.dumps(lean(code))
