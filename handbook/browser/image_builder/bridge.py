"""What the worker calls in a restored interpreter: one function, bytes in, bytes out.

A message is a command, NUL, and what the command takes. An answer begins with 1, or with 0 and the error's text.
"""

import pickle
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from calculators.desk import Desk

DONE, FAILED = b"\1", b"\0"

_desks = defaultdict[str, Desk](Desk)
"""By the name of the page."""
_job: Any = None


def call(message: bytes) -> bytes:
    """Carry out one command; no exception leaves this function."""
    command, _, rest = message.partition(b"\0")
    try:
        return DONE + COMMANDS[command](rest)
    except BaseException as error:  # noqa: BLE001 -- the worker's boundary: it answers with the error
        return FAILED + f"{type(error).__name__}: {error}".encode(errors="replace")


def start(rest: bytes) -> bytes:
    """Begin a request: the page's name, JSON, and perhaps the content of a file, with NULs between."""
    global _job  # noqa: PLW0603 -- one worker, one job at a time
    page, _, rest = rest.partition(b"\0")
    request, nul, payload = rest.partition(b"\0")
    _job = _desks[page.decode()].start(request.decode(), payload if nul else None)
    return b""


def step(_: bytes) -> bytes:
    """Do a piece of the job, and give where it stands as JSON."""
    text: str = _job.step()
    return text.encode()


def payload(_: bytes) -> bytes:
    """Give the file that the job made: 1 and its bytes, or nothing."""
    made: bytes | None = _job.payload()
    return b"" if made is None else b"\1" + made


def close(_: bytes) -> bytes:
    """Drop the job."""
    global _job  # noqa: PLW0603
    _job.close()
    _job = None
    return b""


def forget(page: bytes) -> bytes:
    """Drop a page's desk with all that was pasted there."""
    _desks.pop(page.decode(), None)
    return b""


def dump(_: bytes) -> bytes:
    """Give the desks as they stand, for another interpreter of the same build."""
    return pickle.dumps(_desks, protocol=5)


def load(rest: bytes) -> bytes:
    """Take over desks."""
    _desks.update(pickle.loads(rest))  # noqa: S301 -- written by `dump` in the same worker
    return b""


def wake(_: bytes) -> bytes:
    """Be a running interpreter again: chance that differs from visit to visit, and a collector."""
    import gc  # noqa: PLC0415
    import sys  # noqa: PLC0415

    if "random" in sys.modules:
        sys.modules["random"].seed()
    if "numpy.random.mtrand" in sys.modules:
        sys.modules["numpy.random.mtrand"].seed()
    gc.enable()
    return b""


def load_module(rest: bytes) -> bytes:
    """Import a module now, under the label that the page shows."""
    __import__(rest.decode())
    return b""


COMMANDS: dict[bytes, Callable[[bytes], bytes]] = {
    function.__name__.encode(): function
    for function in (start, step, payload, close, forget, dump, load, wake, load_module)
}
