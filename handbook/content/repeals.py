"""How an author repeals a clause: `废止：2027-01-01，由[[KH-305]]取代。`, a line right under its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import day

if TYPE_CHECKING:
    from handbook.markdown.documents import Document

_MARK = re.compile(r"\s*废止\s*[:：]")
_LINE = re.compile(
    r"废止：([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:，由\s*(\[\[[A-Z]{2,3}-[0-9]{3}\]\](?:、\[\[[A-Z]{2,3}-[0-9]{3}\]\])*)\s*取代)?。?"
)
_ID = re.compile(r"[A-Z]{2,3}-[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Repeal:
    """A clause's line of repeal."""

    date: str
    """Day from which the clause no longer applies."""
    replaced_by: tuple[str, ...]
    """Ids of the clauses that take its place."""
    line: int


def read_repeal(document: Document, line: int, end_line: int) -> tuple[Repeal | None, list[Finding]]:
    """Read the line of repeal under the clause heading at `line`; a clause in force has none."""
    for number in range(line + 1, end_line):
        written = document.lines[number - 1].strip()
        if not written:
            continue
        if not _MARK.match(written):
            break
        match = _LINE.fullmatch(written)
        if match is None or day(match[1]) is not None:
            message = f"废止的写法不对，读到「{written}」"
            fix = (
                "在条款标题下单独写一行「废止：2027-01-01」，有取代它的条款时写「废止：2027-01-01，由[[KH-305]]取代」。"
            )
            return None, [document.finding(Code.BAD_REPEAL, Place(number), message, read=written, fix=fix)]
        return Repeal(match[1], tuple(_ID.findall(match[2] or "")), number), []
    return None, []
