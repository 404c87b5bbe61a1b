"""The ledger: every published revision of every clause, in text that is only ever added to.

One file a publication, `ledger/001.jsonl`, `ledger/002.jsonl` …, one record a line. Each line's `hash` covers its own
fields and the hash of the line before it, through all files, so that nobody rewrites an old rule unseen. Files are
never edited: two branches that publish at once collide over a file name, and git says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from handbook.findings import Code, Finding
from handbook.markdown.front_matter import day

FOLDER = "ledger/"
FILE = re.compile(r"ledger/([0-9]{3})\.jsonl")
_KEYS = {
    "publication": {"publication": int, "date": str, "note": str},
    "document": {
        "document": str, "title": str, "owner": str, "audience": list, "path": str, "chapters": list,
    },
    "clause": {"clause": str, "revision": int, "date": str, "title": str, "text": str},
    "repealed": {
        "repealed": str, "revision": int, "date": str, "title": str, "text": str, "replaced_by": list,
    },
    "scheme": {"scheme": str, "revision": int, "date": str, "data": dict},
}  # fmt: skip
"""Kinds of records, told apart by their first key, with every key and its type; `hash` comes last in each."""

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """One run of `handbook publish`."""

    number: int
    date: str
    """Day from which what it holds applies, as 2026-12-01."""
    note: str


@dataclass(frozen=True, slots=True)
class Contents:
    """How a document was put together when it was published."""

    code: str
    title: str
    owner: str
    audience: tuple[str, ...]
    path: str
    chapters: tuple[tuple[str, tuple[str, ...]], ...]
    """Titles of the chapters, each with the ids of its clauses."""
    publication: Publication

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids in order: the place of an id, counted from 1, is its article number."""
        return tuple(clause for _, clauses in self.chapters for clause in clauses)


@dataclass(frozen=True, slots=True)
class Revision:
    """One published state of a clause."""

    id: str
    number: int
    """第几版: counted from 1 for each clause."""
    date: str
    """Day from which it applies."""
    title: str
    text: str
    """Markdown as it was written, without the heading and the line of repeal."""
    publication: Publication
    repealed: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeRevision:
    """One published state of a scheme."""

    id: str
    number: int
    date: str
    data: Fields
    """`SchemeSource.to_json()`."""
    publication: Publication


@dataclass(slots=True)
class Ledger:
    """All that was published, oldest first; empty before the first publication."""

    publications: list[Publication] = field(default_factory=list[Publication])
    contents: dict[str, list[Contents]] = field(default_factory=dict[str, list[Contents]])
    clauses: dict[str, list[Revision]] = field(default_factory=dict[str, list[Revision]])
    schemes: dict[str, list[SchemeRevision]] = field(default_factory=dict[str, list[SchemeRevision]])
    last_hash: str = ""

    def latest(self, clause_id: str) -> Revision | None:
        """Return a clause's newest revision, whether it applies already or not."""
        return self.clauses[clause_id][-1] if clause_id in self.clauses else None

    def contents_at(self, code: str, publication: int) -> Contents | None:
        """Return a document as it was put together in a publication."""
        known = [each for each in self.contents.get(code, []) if each.publication.number <= publication]
        return known[-1] if known else None


def in_force[R: (Revision, SchemeRevision)](revisions: Sequence[R], on: str) -> R | None:
    """Return the revision that applies on a day; None before the first. Of several from one day the last counts."""
    return next((revision for revision in reversed(revisions) if revision.date <= on), None)


def code_of(clause_id: str) -> str:
    """Return the code of a clause's document."""
    return clause_id.partition("-")[0]


def chained(fields: Fields, previous: str) -> str:
    """Return the hash of a record: over the hash of the line before it and its own fields, in their order."""
    text = json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def written(records: Sequence[Fields], previous: str) -> str:
    """Return the text of a ledger file that follows the line with the hash `previous` ("" for the first file)."""
    lines: list[str] = []
    for fields in records:
        previous = chained(fields, previous)
        lines.append(json.dumps({**fields, "hash": previous}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def read_ledger(files: Mapping[str, bytes | str]) -> tuple[Ledger, list[Finding]]:
    """Read the ledger's files, in any order. What follows an unreadable line is still read, its chain not judged."""
    ledger, findings = Ledger(), list[Finding]()
    for place, path in enumerate(sorted(files), 1):
        content = files[path]
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
        match = FILE.fullmatch(path)
        if match is None or int(match[1]) != place:
            findings.append(_unreadable(path, 1, f"登记簿缺少第 {place} 个文件", path, f"这里应是 {file_name(place)}"))
            return ledger, findings
        findings += _read_file(ledger, path, text.replace("\r\n", "\n"), place)
    return ledger, findings


def file_name(publication: int) -> str:
    """Return the path of a publication's file."""
    return f"{FOLDER}{publication:03}.jsonl"


def _read_file(ledger: Ledger, path: str, text: str, place: int) -> list[Finding]:
    findings: list[Finding] = []
    lines = text.removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        fields = _fields(line)
        kind = next(iter(fields), "") if fields else ""
        if fields is None or (kind == "publication") != (number == 1) or not _fits(ledger, fields, place):
            reason = "第一行应是发布记录" if number == 1 else "读不出这条记录"
            findings.append(_unreadable(path, number, reason, line[:40], "登记簿只由 handbook publish 追加"))
            return findings
        stated, computed = fields.pop("hash"), chained(fields, ledger.last_hash)
        if stated != computed:
            findings.append(_broken(path, number, line))
        ledger.last_hash = stated
        _ADD[kind](ledger, fields)
    return findings


def _fields(line: str) -> dict[str, Any] | None:
    try:
        value: object = json.loads(line)
    except json.JSONDecodeError:
        return None
    if not isinstance(value, dict):
        return None
    fields = cast("dict[str, Any]", value)
    expected = {**_KEYS.get(next(iter(fields), ""), {}), "hash": str}
    same = list(fields) == list(expected) and len(expected) > 1
    return fields if same and all(isinstance(fields[key], kind) for key, kind in expected.items()) else None


def _fits(ledger: Ledger, fields: Fields, place: int) -> bool:
    """Tell whether a record's number and day follow the ones before it."""
    if "date" in fields and day(fields["date"]) is not None:
        return False
    if "publication" in fields:
        return fields["publication"] == place
    if "revision" not in fields:
        return True
    earlier: Sequence[Revision | SchemeRevision]
    if "scheme" in fields:
        earlier = ledger.schemes.get(fields["scheme"], [])
    else:
        earlier = ledger.clauses.get(fields.get("clause") or fields["repealed"], [])
    return fields["revision"] == len(earlier) + 1 and (not earlier or earlier[-1].date <= fields["date"])


def _add_publication(ledger: Ledger, fields: Fields) -> None:
    ledger.publications.append(Publication(fields["publication"], fields["date"], fields["note"]))


def _add_contents(ledger: Ledger, fields: Fields) -> None:
    chapters = tuple((str(title), tuple(clauses)) for title, clauses in fields["chapters"])
    audience = tuple(fields["audience"])
    contents = Contents(
        fields["document"],
        fields["title"],
        fields["owner"],
        audience,
        fields["path"],
        chapters,
        ledger.publications[-1],
    )
    ledger.contents.setdefault(contents.code, []).append(contents)


def _add_clause(ledger: Ledger, fields: Fields) -> None:
    repealed = "repealed" in fields
    clause_id = fields["repealed"] if repealed else fields["clause"]
    revision = Revision(
        clause_id,
        fields["revision"],
        fields["date"],
        fields["title"],
        fields["text"],
        ledger.publications[-1],
        repealed=repealed,
        replaced_by=tuple(fields.get("replaced_by", ())),
    )
    ledger.clauses.setdefault(clause_id, []).append(revision)


def _add_scheme(ledger: Ledger, fields: Fields) -> None:
    revision = SchemeRevision(
        fields["scheme"], fields["revision"], fields["date"], fields["data"], ledger.publications[-1]
    )
    ledger.schemes.setdefault(revision.id, []).append(revision)


_ADD: dict[str, Callable[[Ledger, Fields], None]] = {
    "publication": _add_publication,
    "document": _add_contents,
    "clause": _add_clause,
    "repealed": _add_clause,
    "scheme": _add_scheme,
}


def _unreadable(path: str, line: int, reason: str, read: str, hint: str) -> Finding:
    fix = f"{hint}，不要手改：用 git 恢复这个文件（git checkout -- {path}），再运行 handbook check。"
    return Finding(path, line, 1, Code.LEDGER_UNREADABLE, f"{reason}，读到「{read}」", read, fix)


def _broken(path: str, line: int, read: str) -> Finding:
    return Finding(
        path,
        line,
        1,
        Code.LEDGER_CHAIN,
        f"登记簿从这一行起对不上：这一行或它前面的记录被改过，读到「{read[:40]}」",
        read[:40],
        "已发布的记录不能改：用 git 恢复 ledger/ 里的文件；两个分支各发布了一次的，"
        "留下先合并的，删去后一个文件再发布。",
    )
