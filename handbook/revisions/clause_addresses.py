"""Addresses of clauses as they stand in announcements, and what has become of what they were made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.revisions.clause_history import DRAFT, changes_between
from handbook.revisions.differences import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.revisions.clause_history import ClauseTexts, History
    from handbook.revisions.ledger import Revision

ADDRESS = re.compile(
    r"(?:https?://[^\s()<>\"']*?/|(?<![\w/]))c/(?P<clause>[A-Z]{2,3}-[0-9]{3})/?"
    r"(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/?)?(?:\?r=(?P<revision>[0-9]+))?(?P<part>#k[0-9]+(?:x[0-9]+)?)?"
)


@dataclass(frozen=True, slots=True)
class ClauseAddress:
    """One address in a text."""

    clause: str
    revision: int
    """The revision that it was made for; 0 when it names none."""
    day: str
    """The day as of which it shows the clause; "" when it names none."""
    line: int
    column: int
    written: str


def addresses_in(text: str) -> Iterator[ClauseAddress]:
    """Yield the clause addresses of a text in order, whole ones and those relative to the site."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in ADDRESS.finditer(line):
            revision, day = int(match["revision"] or 0), match["day"] or ""
            yield ClauseAddress(match["clause"], revision, day, number, match.start() + 1, match[0])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What has become of a clause since an address was made."""

    state: str
    """现行, 已修订, 已废止, 没有这一条 or 没有这一版."""
    said: str
    """One Chinese sentence."""
    difference: str = ""
    """Word by word, for 已修订."""

    @property
    def fine(self) -> bool:
        """Whether the announcement still says what is so."""
        return self.state == "现行"


def judge(address: ClauseAddress, texts: ClauseTexts) -> Verdict:
    """Compare the revision that an address was made for with the newest one."""
    history = texts.known.get(address.clause)
    if history is None:
        return Verdict("没有这一条", f"手册里没有 {address.clause} 这一条")
    latest = history.latest
    made_for = _made_for(address, history)
    if made_for is None:
        asked = f"第 {address.revision} 版" if address.revision else f"{address.day} 那一天的条文"
        return Verdict("没有这一版", f"{history.label}没有{asked}，最新的是第 {latest.number} 版")
    if latest.repealed:
        by = f"，由{'、'.join(latest.replaced_by)}取代" if latest.replaced_by else ""
        return Verdict("已废止", f"{history.label}自 {latest.date} 起废止{by}")
    if made_for == latest:
        number = f"第 {latest.number} 版" if latest.number != DRAFT else "草稿"
        return Verdict("现行", f"{history.label}是最新的{number}")
    old, new = (
        (revision, texts.wording(revision)) for revision in (made_for, latest)
    )  # fmt: skip
    said = f"{history.label}自第 {made_for.number} 版后已修订，现在是第 {latest.number} 版，自 {latest.date} 起"
    return Verdict("已修订", said, as_text(changes_between(old, new)))


def _made_for(address: ClauseAddress, history: History) -> Revision | None:
    if address.revision:
        return next((each for each in history.revisions if each.number == address.revision), None)
    if address.day:
        return next((each for each in reversed(history.revisions) if each.date <= address.day), None)
    return history.latest
