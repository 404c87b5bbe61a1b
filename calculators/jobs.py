"""A request under way, and how it ends: what a worker with one thread needs to show progress and to cancel."""

import json
from collections.abc import Callable, Generator
from typing import Any

from calculators.tables import TableError

type Reply = dict[str, Any]
type Work = Generator[tuple[str, int, int], None, Reply]
"""Yields (what is being done, done, of) and returns the reply."""


class RequestError(ValueError):
    """A request cannot be carried out; says why and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class Job:
    """One request under way."""

    def __init__(self, work: Work, payload: Callable[[], bytes | None]) -> None:
        self._work = work
        self._payload = payload

    def step(self) -> str:
        """Do a piece of the work; return where it stands (`working`, `done` or `failed`) as JSON."""
        try:
            label, done, of = next(self._work)
        except StopIteration as stop:
            return _json({"state": "done", "reply": stop.value})
        except (RequestError, TableError) as error:
            return _json({"state": "failed", "error": {"reason": error.reason, "hint": error.hint}})
        return _json({"state": "working", "label": label, "done": done, "of": of})

    def payload(self) -> bytes | None:
        """Return the file that the finished request made, if it made one."""
        return self._payload()

    def close(self) -> None:
        """Stop; the desk keeps what it had before the request."""
        self._work.close()


def _json(data: Reply) -> str:
    return json.dumps(data, ensure_ascii=False)
