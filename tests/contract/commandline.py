"""Run `handbook` as a user does: a process, files in, one JSON object out."""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished process left behind."""

    code: int
    stdout: str
    stderr: str

    @property
    def report(self) -> dict[str, Any]:
        """The one object on standard output; anything beside it is a failure here."""
        assert self.code in (0, 1), f"exit {self.code}: {self.stderr}"
        report = json.loads(self.stdout)
        assert isinstance(report, dict)
        return report

    @property
    def people(self) -> dict[str, dict[str, Any]]:
        """The people of the report by name; a test that uses it has no two of one name."""
        people = {person["name"]: person for person in self.report["people"]}
        assert len(people) == len(self.report["people"])
        return people

    @property
    def names(self) -> list[str]:
        """The people's names in the order of the report."""
        return [person["name"] for person in self.report["people"]]

    @property
    def values(self) -> dict[str, list[str | None]]:
        """Each person's values, row by row of the scheme."""
        return {name: [item["value"] for item in person["items"]] for name, person in self.people.items()}

    @property
    def points(self) -> dict[str, list[str | None]]:
        """Each person's points, row by row of the scheme."""
        return {name: [item["points"] for item in person["items"]] for name, person in self.people.items()}


def handbook(*arguments: str | Path, stdin: bytes = b"", seconds: float = 120) -> Outcome:
    """Run `handbook` with these arguments in a fork of a started Python; longer than `seconds` is a failure."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
        for file, content in zip(files, (stdin, b"", b""), strict=True):
            file.write_bytes(content)
        call = {"arguments": [*map(str, arguments)], "files": [*map(str, files)]}
        code = _forking().call(json.dumps(call), seconds)
        return Outcome(code, files[1].read_text("utf-8"), files[2].read_text("utf-8"))


def started(*arguments: str | Path, stdin: bytes = b"", seconds: float = 120) -> Outcome:
    """Run `handbook` as a process started for it alone."""
    command = [sys.executable, "-m", "handbook", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=ROOT, timeout=seconds)
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


class _Forking:
    """The process of `forked.py`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.contract.forked"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, start_new_session=True)
        atexit.register(self.end)

    def call(self, line: str, seconds: float) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            self.end()
            raise subprocess.TimeoutExpired(line, seconds)
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Stop it, and the call that may be running in a fork of it."""
        _forking.cache_clear()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@cache
def _forking() -> _Forking:
    return _Forking()


def unusable(outcome: Outcome) -> tuple[int, str, int]:
    """Exit code, standard output and the number of lines on standard error: (2, "", 1) is a call refused as agreed."""
    return outcome.code, outcome.stdout, len(outcome.stderr.strip().splitlines())


def score(folder: Path, page: str, table: str | bytes, *, kind: str = "tsv") -> Outcome:
    """Score `table`, written as a file with the suffix `kind`, with the scheme on `page`."""
    scheme_path, table_path = folder / "scheme.md", folder / f"table.{kind}"
    scheme_path.write_text(page, encoding="utf-8")
    table_path.write_bytes(table if isinstance(table, bytes) else table.encode("utf-8"))
    return handbook("score", scheme_path, table_path, "--json")


def tsv(*rows: tuple[object, ...]) -> str:
    """Rows as Excel puts them on the clipboard, without the quoting that plain cells do not need."""
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)
