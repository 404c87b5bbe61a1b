"""References: `[[KH-204]]`, `[[词条]]`, `[[销售完成率|完成率]]`, and what they can name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding, nearest
from handbook.markdown.documents import Place
from handbook.markdown.prose import text_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.content.term_links import Mention
    from handbook.markdown.documents import Document

_REFERENCE = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_OPENING = re.compile(r"\[\[|\]\]")


class Kind(StrEnum):
    """What a name can stand for. The value is the prefix that tells two apart: `[[指标：销售完成率]]`."""

    CLAUSE = "条款"
    ARTICLE = "制度"
    ROLE = "岗位"
    PROCESS = "流程"
    FORM = "表单"
    INDICATOR = "指标"
    SCHEME = "方案"
    TERM = "词条"
    ANNOUNCEMENT = "公告"
    PAGE = "页面"


_QUALIFIED = re.compile(rf"({'|'.join(Kind)})[:：](.+)")
_UNLINKED = re.compile(r"不链接[:：](.+)")
"""`[[不链接：回款]]`: a term that stays text in this place."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a reference can lead to."""

    kind: Kind
    name: str
    """What it is called: a clause id, a title."""
    title: str
    """What a link to it shows when the author gives no text."""
    path: str
    """Page in the site, as a Markdown path."""
    anchor: str = ""
    """Place on that page, without `#`; "" for its beginning."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One `[[…]]` in a file."""

    name: str
    kind: Kind | None
    """Given by a prefix; None when the name stands alone."""
    label: str | None
    """Text after `|`, None when there is none."""
    line: int
    column: int
    written: str
    """With its brackets, as it stands in the file."""
    unlinked: bool = False
    """Whether it says that the term, here, shall not become a link."""


@dataclass(slots=True)
class Index:
    """Everything that can be referred to, by name."""

    _targets: dict[str, list[Target]] = field(default_factory=dict[str, list[Target]])
    mentions: dict[tuple[str, int], list[Mention]] = field(default_factory=dict[tuple[str, int], "list[Mention]"])
    """Uses of terms that become links by themselves, by file and line."""

    def add(self, target: Target, *names: str) -> None:
        """Make a target known under its own name and under others (synonyms, aliases)."""
        for name in (target.name, *names):
            known = self._targets.setdefault(name, [])
            if target not in known:
                known.append(target)

    def find(self, name: str, kind: Kind | None = None) -> list[Target]:
        """Return all that the name can mean; only of one kind when that is given."""
        return [target for target in self._targets.get(name, []) if kind in {None, target.kind}]

    def mentions_in(self, path: str, line: int) -> list[Mention]:
        """Return the uses of terms in a line that become links."""
        return self.mentions.get((path, line), [])

    def names(self) -> Iterable[str]:
        """Return every name that is known."""
        return self._targets.keys()


def parse_reference(written: str, line: int, column: int) -> Reference:
    r"""Take `[[name|label]]` apart; in a table the bar is written `\|`."""
    inner = written.removeprefix("[[").removesuffix("]]").replace("\\|", "|")
    name, bar, label = inner.partition("|")
    if unlinked := _UNLINKED.fullmatch(name.strip()):
        return Reference(unlinked[1].strip(), Kind.TERM, None, line, column, written, unlinked=True)
    qualified = _QUALIFIED.fullmatch(name.strip())
    kind = Kind(qualified[1]) if qualified else None
    name = (qualified[2] if qualified else name).strip()
    return Reference(name, kind, label.strip() if bar else None, line, column, written)


def references_in(line: str, number: int) -> Iterator[tuple[int, int, Reference]]:
    """Return (start, end, reference) for each reference in one line of text."""
    for match in _REFERENCE.finditer(line):
        yield match.start(), match.end(), parse_reference(match[0], number, match.start() + 1)


def find_references(document: Document) -> list[Reference]:
    """Return the references of a document that lead somewhere, in order; what stands in code is none."""
    return [
        reference
        for number, line in enumerate(text_lines(document), 1)
        for _, _, reference in references_in(line, number)
        if not reference.unlinked
    ]


def check_references(document: Document, index: Index) -> list[Finding]:
    """Report references that are malformed, dead or ambiguous."""
    findings: list[Finding] = []
    for number, line in enumerate(text_lines(document), 1):
        for _, _, reference in references_in(line, number):
            finding = _check(document, reference, index)
            if finding:
                findings.append(finding)
        rest = _REFERENCE.sub(lambda match: " " * len(match[0]), line)
        findings.extend(
            _malformed(document, Place(number, match.start() + 1), line[match.start() :][:20].rstrip())
            for match in _OPENING.finditer(rest)
        )
    return findings


def _malformed(document: Document, at: Place, read: str) -> Finding:
    return document.finding(
        Code.MALFORMED_REFERENCE,
        at,
        f"引用没有写完整，读到「{read}」",
        read=read,
        fix="引用写成 [[名称]] 或 [[名称|显示的文字]]，在同一行里开始和结束，名称不空。",
    )


def _check(document: Document, reference: Reference, index: Index) -> Finding | None:
    at = Place(reference.line, reference.column)
    if not reference.name or reference.label == "":
        return _malformed(document, at, reference.written)
    targets = index.find(reference.name, reference.kind)
    if len(targets) == 1:
        return None
    if reference.unlinked:
        message = f"{reference.written} 里的「{reference.name}」不是词条"
        fix = "只有词条会自动成为链接，别的词直接写，不用方括号。"
        return document.finding(Code.DEAD_REFERENCE, at, message, read=reference.written, fix=fix)
    if not targets:
        near = nearest(reference.name, index.names())
        hint = f"最接近的是：{'、'.join(f'[[{name}]]' for name in near)}。" if near else ""
        return document.finding(
            Code.DEAD_REFERENCE,
            at,
            f"引用 {reference.written} 找不到",
            read=reference.written,
            fix=f"{hint}可引用条款编号，词条、指标、考核方案、制度、岗位、流程、表单的名称。",
        )
    choices = "、".join(f"{target.kind}「{target.title}」（{target.path}）" for target in targets)
    return document.finding(
        Code.AMBIGUOUS_REFERENCE,
        at,
        f"引用 {reference.written} 有 {len(targets)} 种所指：{choices}",
        read=reference.written,
        fix=f"在前面写明是哪一类，如 [[{targets[0].kind}：{reference.name}]]；同一类重名的，改掉其中一个名称。",
    )
