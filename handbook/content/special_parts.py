"""Overviews of the special parts: which rules belong to a line of business, beside its processes and forms.

The author writes who the part is for and names its rules; roles, processes, forms and time limits come from the pages
that say to which part they belong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.roles import PARTS
from handbook.findings import Code, Finding, nearest
from handbook.markdown.front_matter import Field, check_front_matter, one_of, text, text_of, texts, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.content.articles import Article, Chapter
    from handbook.markdown.documents import Document

SPECIAL = PARTS[1:]
"""Parts that not everybody works in."""
RULES_KEY = "rules"
FIELDS = (Field("title", text), Field("part", one_of(*SPECIAL)), Field(RULES_KEY, texts))


@dataclass(frozen=True, slots=True)
class SpecialPart:
    """The overview of one special part."""

    document: Document
    title: str
    part: str
    rules: tuple[str, ...]
    """Codes of articles, `FC`, and single chapters of others, `SC/推广活动`."""

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path


def read_special_part(document: Document) -> tuple[SpecialPart, list[Finding]]:
    """Read an overview."""
    special_part = SpecialPart(
        document=document,
        title=text_of(document, "title"),
        part=text_of(document, "part"),
        rules=texts_of(document, RULES_KEY),
    )
    return special_part, check_front_matter(document, FIELDS)


def chapters_of(special_part: SpecialPart, articles: Iterable[Article]) -> list[tuple[Article, list[Chapter]]]:
    """Return the articles that a part draws on, in the author's order, each with the chapters that belong to it."""
    named = {article.code: article for article in articles}
    codes = dict.fromkeys(rule.partition("/")[0] for rule in special_part.rules)
    return [(named[code], _chapters(special_part, named[code])) for code in codes]


def _chapters(special_part: SpecialPart, article: Article) -> list[Chapter]:
    if article.code in special_part.rules:
        return list(article.chapters)
    return [chapter for chapter in article.chapters if f"{article.code}/{chapter.title}" in special_part.rules]


def check_special_parts(special_parts: Sequence[SpecialPart], articles: Sequence[Article]) -> list[Finding]:
    """Report rules that do not exist, and a second overview of a part."""
    known = {article.code for article in articles}
    known |= {f"{article.code}/{chapter.title}" for article in articles for chapter in article.chapters}
    findings: list[Finding] = []
    first: dict[str, SpecialPart] = {}
    for special_part in special_parts:
        for name in special_part.rules:
            if name not in known:
                near = nearest(name, known, 1)
                hint = f"是不是「{near[0]}」？" if near else ""
                fix = f"{hint}写制度的代号，如 FC；只用其中一章的，写 代号/章标题，如 SC/推广活动。"
                findings.append(_finding(special_part, RULES_KEY, f"规则「{name}」不存在", name, fix))
        earlier = first.setdefault(special_part.part, special_part)
        if special_part.part and earlier is not special_part:
            message = f"「{special_part.part}」已有一页专项，在 {earlier.path}"
            findings.append(_finding(special_part, "part", message, special_part.part, "一个专项只写一页：合并两页。"))
    return findings


def _finding(special_part: SpecialPart, key: str, message: str, read: str, fix: str) -> Finding:
    return special_part.document.meta_finding(Code.SPECIAL_PART, key, message, read=read, fix=fix)
