"""Words that mean the same to the search: one page, one line a group, both ways or one way.

- 出差、差旅、外出办事          any of them finds the others
- 吵架、顶嘴、还嘴 → 冲突、抱怨   those on the left find those on the right, not the reverse
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.findings import Code
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import Field, check_front_matter, text

if TYPE_CHECKING:
    from handbook.findings import Finding
    from handbook.markdown.documents import Document

PATH = "synonyms.md"
FIELDS = (Field("title", text),)
ARROW = "→"
_SEPARATOR = re.compile(r"\s*[、,，]\s*")


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """One line."""

    words: tuple[str, ...]
    """What people type."""
    meant: tuple[str, ...]
    """What it finds; the same as `words` where the line goes both ways."""
    line: int


@dataclass(frozen=True, slots=True)
class Synonyms:
    """All groups, in the author's order."""

    document: Document
    groups: tuple[SynonymGroup, ...]


def read_synonyms(document: Document) -> tuple[Synonyms, list[Finding]]:
    """Read the page of synonyms. A line that cannot be read, or says something twice, is a finding and left out."""
    findings = check_front_matter(document, FIELDS)
    groups: list[SynonymGroup] = []
    seen: dict[str, int] = {}
    for number, written in enumerate(document.lines, 1):
        if number < document.body_line or not written.startswith("- "):
            continue
        group = _group(written.removeprefix("- "), number)
        if group is None:
            findings.append(_malformed(document, number, written))
            continue
        findings.extend(_repeated(document, group, seen))
        groups.append(group)
    return Synonyms(document, tuple(groups)), findings


def _group(line: str, number: int) -> SynonymGroup | None:
    left, arrow, right = line.partition(ARROW)
    words, meant = _words(left), _words(right)
    enough = len(words) >= 1 and len(meant) >= 1 if arrow else len(words) >= 2
    if not enough or "" in words or "" in meant or ARROW in right:
        return None
    return SynonymGroup(words, meant or words, number)


def _words(written: str) -> tuple[str, ...]:
    return tuple(_SEPARATOR.split(written.strip())) if written.strip() else ()


def _malformed(document: Document, number: int, written: str) -> Finding:
    return document.finding(
        Code.BAD_SYNONYMS,
        Place(number),
        "这一行同义词读不出来",
        read=written,
        fix="写「- 出差、差旅」（互相能找到），或「- 吵架、还嘴 → 冲突」（左边的词找到右边的）；词与词用顿号隔开。",
    )


def _repeated(document: Document, group: SynonymGroup, seen: dict[str, int]) -> list[Finding]:
    """Report words that an earlier group, or the same one, begins with: one word, one line."""
    findings: list[Finding] = []
    for word in group.words:
        earlier = seen.setdefault(word, group.line)
        twice = group.words.count(word) > 1
        if earlier == group.line and not twice:
            continue
        findings.append(
            document.finding(
                Code.DUPLICATE_SYNONYM,
                Place(group.line, document.lines[group.line - 1].find(word) + 1),
                f"「{word}」已在第 {earlier} 行",
                read=word,
                fix="一个词只写在一行：把两行合成一行，或删去其中一处；箭头右边的词可以重复。",
            )
        )
        if twice:
            break
    return findings


def check_meant(synonyms: Synonyms, words_in_use: str) -> list[Finding]:
    """Report groups none of whose words stands anywhere in the handbook: they find nothing."""
    return [
        synonyms.document.finding(
            Code.USELESS_SYNONYMS,
            Place(group.line, synonyms.document.lines[group.line - 1].find(group.meant[0]) + 1),
            f"手册里没有「{'」「'.join(group.meant)}」",
            read=group.meant[0],
            fix="箭头右边（没有箭头时至少一个）写手册里有的词，照条文的写法。",
        )
        for group in synonyms.groups
        if not any(_folded(word) in words_in_use for word in group.meant)
    ]


def words_of(documents: list[Document]) -> str:
    """Return the text of documents as `check_meant` looks through it."""
    return "\n".join(_folded(document.text) for document in documents)


def _folded(written: str) -> str:
    return re.sub(r"[ \t*`]+", "", written).lower()
