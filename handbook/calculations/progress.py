"""Where long work stands, told on standard error to somebody who watches a terminal: never in a file or a pipe."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

PATIENCE = 0.5
"""Seconds; what is over sooner needs no word."""
WIPE = "\r\x1b[K"


@contextmanager
def saying(text: str) -> Generator[None]:
    """Say what is being done while it is done, where it cannot be counted."""
    watched = sys.stderr.isatty()
    if watched:
        _write(f"{WIPE}{text} …")
    try:
        yield
    finally:
        if watched:
            _write(WIPE)


def watched[T](doing: str, work: Generator[tuple[int, int], None, T]) -> T:
    """Run counted work, which yields (done, of), to its end."""
    begun, told = time.monotonic(), False
    try:
        while True:
            done, of = next(work)
            if sys.stderr.isatty() and time.monotonic() - begun >= PATIENCE:
                _write(f"{WIPE}正在{doing} {done:,} / {of:,}")
                told = True
    except StopIteration as stop:
        return stop.value
    finally:
        if told:
            _write(WIPE)


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
