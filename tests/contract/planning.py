"""What the tests of the planning commands share: tables as people keep them, answers as SPEC 5 prints them."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, Phase, settings

from tests.contract.commandline import Outcome, handbook, tsv, unusable

Rows = Sequence[Sequence[str]]

# An example is a process, and its table is printed when it fails: no search for a smaller one.
GENERATED = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ERROR_FIELDS = frozenset({"row", "column", "read", "reason", "hint"})


def _joined(rows: Rows, separator: str, end: str = "\n") -> bytes:
    return "".join(separator.join(row) + end for row in rows).encode()


def _csv(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _markdown(rows: Rows) -> bytes:
    first, *rest = ["| " + " | ".join(row) + " |\n" for row in rows]
    return (first + "|" + " --- |" * len(rows[0]) + "\n" + "".join(rest)).encode()


def _cell(text: str) -> str | int | float | None:
    if re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text or None


def _workbook(rows: Rows) -> bytes:
    """Numbers as numbers and empty cells empty, as Excel keeps them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([_cell(text) for text in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


FORMS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "tab": ("tsv", lambda rows: _joined(rows, "\t")),
    "tab, CRLF, in .txt": ("txt", lambda rows: _joined(rows, "\t", "\r\n")),
    "comma in .csv": ("csv", lambda rows: _csv(rows).encode()),
    "comma in .csv with BOM": ("csv", lambda rows: b"\xef\xbb\xbf" + _csv(rows).encode()),
    "full-width comma": ("txt", lambda rows: _joined(rows, "，")),
    "semicolon": ("txt", lambda rows: _joined(rows, ";")),
    "Markdown": ("md", _markdown),
    "workbook": ("xlsx", _workbook),
    "trailing empty rows and columns": ("tsv", lambda rows: _joined(rows, "\t", "\t\t\n") + b"\t\t\t\n\n"),
}


def save(folder: Path, rows: Rows, form: str = "tab", name: str = "table") -> Path:
    """The path of `rows` written in one of FORMS."""
    kind, write = FORMS[form]
    path = folder / f"{name}.{kind}"
    path.write_bytes(write(rows))
    return path


def run(command: str, rows: Rows, *options: str) -> Outcome:
    """The answer of `command` to a table pasted into standard input."""
    return handbook(command, "-", *options, "--json", stdin=tsv(*map(tuple, rows)).encode())


def figure(text: object) -> Fraction:
    """A number of an answer: a decimal string in plain digits, nothing else."""
    assert isinstance(text, str)
    assert NUMBER.fullmatch(text), text
    return Fraction(text)


def figures(texts: Sequence[object]) -> list[Fraction]:
    """Several of them."""
    return [figure(text) for text in texts]


def errors(outcome: Outcome) -> list[dict[str, Any]]:
    """The listed errors; each says where, what, why and how to write it."""
    found: list[dict[str, Any]] = outcome.report["errors"]
    assert all(set(error) >= ERROR_FIELDS for error in found), found
    assert all(error["reason"].strip() and error["hint"].strip() for error in found), found
    return found


def listed(outcome: Outcome) -> list[tuple[int, str]]:
    """Data row and what was read, of every listed error."""
    return sorted((error["row"], error["read"]) for error in errors(outcome))


def objection(outcome: Outcome) -> str:
    """What the answer holds against its input; a failure where it is silent.

    SPEC 5 leaves open whether a table that reads well but asks for the impossible is refused as a whole (exit 2) or
    answered with an entry in `errors` (exit 1). Either will do, silence or a traceback will not.
    """
    if outcome.code == 1:
        assert errors(outcome) != []
        return json.dumps(outcome.report["errors"], ensure_ascii=False)
    assert (2, "", 1) == unusable(outcome), outcome
    return outcome.stderr
