"""What can be wrong with a handbook, and where.

Checks never raise and never stop: they return findings, and the caller (command line, MkDocs plugin, tests) decides
what becomes of them. Every code is explained, with a bad and a good example, in `docs/maintain/findings.md`; the
tests run those examples, so that page and code cannot drift apart.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Code(StrEnum):
    """One member for each kind of finding. A code is never given a second meaning."""

    UNREADABLE_FILE = "HB101"
    """The file is not UTF-8 text."""
    BAD_FRONT_MATTER = "HB102"
    """There is no front matter, or it is not a YAML mapping."""
    MISSING_KEY = "HB103"
    """A key that this kind of page needs is not in its front matter."""
    UNKNOWN_KEY = "HB104"
    """The front matter has a key that this kind of page does not know, or has a key twice."""
    WRONG_TYPE = "HB105"
    """The value of a front matter key is of the wrong type or not one of those allowed."""
    BAD_DATE = "HB106"
    """A date is not a day of the calendar, written as 2026-12-01."""
    BAD_DOCUMENT_CODE = "HB107"
    """The code of an article is not two or three capital letters."""
    DUPLICATE_DOCUMENT_CODE = "HB108"
    """Two articles have the same code."""
    MISPLACED_FILE = "HB109"
    """A file lies where the handbook knows no kind of page, or its name cannot be an address."""

    HEADING_LEVEL = "HB201"
    """A heading has a level that this kind of page does not have."""
    SKIPPED_LEVEL = "HB202"
    """A clause stands before the first chapter."""
    MALFORMED_ID = "HB203"
    """A clause heading does not begin with a well-formed clause id."""
    FOREIGN_ID = "HB204"
    """A clause id belongs to the code of another article."""
    MISSING_TITLE = "HB205"
    """A clause or chapter has no title."""
    DUPLICATE_ID = "HB206"
    """A clause id is used twice."""
    EMPTY_CLAUSE = "HB207"
    """A clause has a heading and no text."""
    CHAPTER_TITLE = "HB208"
    """A chapter title is used twice in an article, or a title carries a number written by hand."""
    UNKNOWN_BLOCK = "HB209"
    """A `!!!` or `???` block is of a kind that the site does not know."""
    RAGGED_TABLE = "HB210"
    """A table row has more or fewer cells than its heading."""
    RAW_HTML = "HB211"
    """There is HTML in the text."""
    LIST_INDENT = "HB212"
    """What belongs to a list item is not indented by four blanks."""

    DEAD_REFERENCE = "HB301"
    """`[[X]]` names nothing in the handbook."""
    AMBIGUOUS_REFERENCE = "HB302"
    """`[[X]]` names more than one thing."""
    MALFORMED_REFERENCE = "HB303"
    """`[[` and `]]` do not enclose a name."""

    INDICATOR_CLAUSE = "HB401"
    """The clause that an indicator page names does not exist."""
    DUPLICATE_INDICATOR = "HB402"
    """Two indicator pages have the same id or the same title."""
    INDICATOR_SECTION = "HB403"
    """A section of an indicator page is missing, empty, unknown or there twice."""

    DUPLICATE_TERM = "HB501"
    """A term or synonym is in the glossary twice."""
    EMPTY_TERM = "HB502"
    """A term has no explanation."""
    IDLE_WORD = "HB503"
    """A word that the glossary keeps from being linked is no term, or has no term in it."""
    BAD_SYNONYMS = "HB511"
    """A line of synonyms cannot be read."""
    DUPLICATE_SYNONYM = "HB512"
    """A word begins two lines of synonyms."""
    USELESS_SYNONYMS = "HB513"
    """None of the words that a line of synonyms leads to stands in the handbook."""

    SCHEME_TABLE = "HB601"
    """A scheme page lacks its 考核表, or the table's columns are not those of a scheme."""
    SCHEME_ROW = "HB602"
    """A cell of a 考核表 (权重, 取数, 标准, 计分规则 …) does not compile."""
    SCHEME_TOTAL = "HB603"
    """The weights do not add up to the total that the front matter promises."""
    SCHEME_FRONT_MATTER = "HB604"
    """Grades or inputs in a scheme's front matter do not compile."""
    SCHEME_CLAUSE = "HB605"
    """The clause in a 依据 cell does not exist."""
    DUPLICATE_SCHEME = "HB606"
    """Two schemes have the same id."""

    EXAMPLE_UNREADABLE = "HB701"
    """A worked example (算例) cannot be run: a column, a cell or the scheme is not usable."""
    EXAMPLE_DISAGREES = "HB702"
    """A worked example states a result other than the one that the calculator gives."""

    DUPLICATE_WORK = "HB801"
    """Two roles, processes or forms have the same id, or one name stands for two of them."""
    WORK_SECTION = "HB802"
    """A section of a role, process or form page is missing, empty, unknown, out of order or there twice."""
    WORK_TABLE = "HB803"
    """A table of steps, fields, positions or questions is missing or has other columns than it should."""
    UNKNOWN_POSITION = "HB804"
    """Someone is named who is neither a role nor a position outside the department."""
    UNKNOWN_FORM = "HB805"
    """A step names a form that does not exist."""
    WORK_CLAUSE = "HB806"
    """The clause that a process or form names does not exist."""
    UNKNOWN_SCHEME = "HB807"
    """A role names a scheme that does not exist."""
    BAD_STAGE = "HB808"
    """A step has no name, nobody who does it, or a branch that leads nowhere."""
    BAD_FIELD = "HB809"
    """A field of a form has no name, an unknown type, or choices that do not fit it."""
    REPORTING_CIRCLE = "HB810"
    """A role reports, directly or through others, to itself."""
    SPECIAL_PART = "HB811"
    """The overview of a special part names rules that do not exist, or the part has an overview already."""

    DUPLICATE_ONBOARDING = "HB901"
    """Two onboarding paths have the same id or title, or are for the same role."""
    ONBOARDING_SECTION = "HB902"
    """A phase of an onboarding path is missing, empty, unknown or out of order, or lacks one of its lists."""
    ONBOARDING_ROLE = "HB903"
    """An onboarding path is for a role that does not exist."""
    QUIZ_CLAUSE = "HB904"
    """The clause that a quiz question rests on does not exist."""
    QUIZ_QUOTE = "HB905"
    """The figure or word that a quiz question quotes does not stand in its clause, or stands there twice."""
    QUIZ_ANSWER = "HB906"
    """A quiz question has no text, too few choices, or an answer that is no choice or has a figure not quoted."""

    LEDGER_UNREADABLE = "HB1001"
    """A file of the ledger is missing, or a line in it is no record."""
    LEDGER_CHAIN = "HB1002"
    """A published record was changed: its hash does not follow from the line before it."""
    VANISHED_CLAUSE = "HB1003"
    """A published clause is gone without having been repealed."""
    UNRECORDED_CHANGE = "HB1004"
    """A published document or scheme was changed, and the change is not in the ledger."""
    REUSED_ID = "HB1005"
    """A repealed clause's id is used again."""
    BAD_REPEAL = "HB1006"
    """A line of repeal is malformed, or its day is before the clause applied."""
    ANNOUNCEMENT_ADDRESS = "HB1007"
    """An announcement has the address of a clause or revision that there never was."""
    DEAD_CITATION = "HB1008"
    """A citation in running text names a clause, paragraph or item of the handbook that is not there, or several."""
    MOVED_CITATION = "HB1009"
    """A citation by article number has come to mean another clause than when it was published."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault in one place.

    Ordering is by place, so that a sorted list reads like the files.
    """

    path: str
    """File, relative to the handbook's source folder, with `/` between its parts."""
    line: int
    """Line in the file as an editor counts it, from 1."""
    column: int
    """Character in the line, from 1. Full-width characters count as one."""
    code: Code
    message: str
    """What is wrong, in one Chinese sentence that quotes the author's words."""
    read: str = ""
    """What stood there, as written."""
    fix: str = ""
    """What is allowed and how to mend it, in Chinese."""

    def shown(self, folder: str = "") -> str:
        """Return the two lines that people see: place, code and message, then how to mend it.

        `folder` is put in front of the path, so that an editor's terminal can open it.
        """
        path = f"{folder}/{self.path}" if folder else self.path
        return f"{path}:{self.line}:{self.column}: {self.code} {self.message}\n    改法：{self.fix}"

    def __str__(self) -> str:
        """Return the finding with its path as it is."""
        return self.shown()


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return at most `limit` of the known names that look like `name`, the best first.

    Names that contain the one asked for, or are contained in it, count as near whatever their length: 完成率 finds
    销售完成率. Never looks further than that: an unhelpful guess is worse than none.
    """
    candidates = sorted(set(known))
    ranked = {
        candidate: difflib.SequenceMatcher(None, name, candidate).ratio()
        + (0.5 if len(name) > 1 and (name in candidate or candidate in name) else 0.0)
        for candidate in candidates
        if candidate
    }
    close = [candidate for candidate in ranked if ranked[candidate] >= 0.6]
    return sorted(close, key=lambda candidate: (-ranked[candidate], candidate))[:limit]


def report(findings: Iterable[Finding], folder: str = "") -> str:
    """Return the findings in the order of the files, a blank line and the count; "" when there are none."""
    ordered = sorted(findings)
    if not ordered:
        return ""
    files = len({finding.path for finding in ordered})
    lines = [finding.shown(folder) for finding in ordered]
    return "\n".join([*lines, "", f"共 {len(ordered)} 处问题，在 {files} 个文件中。"])
