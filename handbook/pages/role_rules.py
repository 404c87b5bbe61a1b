"""Which rules a role has to know: the articles that apply to it, and the clauses that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from handbook.markdown.prose import text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handbook.content.articles import Article
    from handbook.content.clauses import Clause
    from handbook.content.roles import Role
    from handbook.content.work import Work
    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index

EVERYBODY = "全体人员"
"""Audience of an article that holds for the whole department."""
GENERAL = "通用"


@dataclass(frozen=True, slots=True)
class RoleRules:
    """An article that concerns a role."""

    article: Article
    clauses: tuple[Clause, ...]
    """Its clauses that name the role."""


def rules_of(role: Role, work: Work, articles: Sequence[Article], index: Index) -> list[RoleRules]:
    """Return the articles that apply to a role: those made for some roles only come before those for everybody.

    Articles that apply to others and name the role come last: what they say of it concerns it all the same.
    """
    own: list[RoleRules] = []
    general: list[RoleRules] = []
    others: list[RoleRules] = []
    names = _names(work, index)
    for article in articles:
        rules = RoleRules(article, tuple(_naming(role, article, names)))
        if any(work.is_role(name, role) for name in article.audience):
            own.append(rules)
        elif EVERYBODY in article.audience and _in_department(role, work):
            general.append(rules)
        elif rules.clauses:
            others.append(rules)
    return [*own, *general, *others]


def _in_department(role: Role, work: Work) -> bool:
    """Tell whether a role belongs to the department: special roles may report to somebody outside."""
    return role.part == GENERAL or work.role(role.reports_to) is not None


def _names(work: Work, index: Index) -> re.Pattern[str]:
    """Return a pattern for all names in the handbook, the longest first: 客服 is not named by 客户服务方案."""
    known = {*index.names(), *(name for role in work.roles for name in (*role.names, *role.groups))}
    known |= {cell.text for cell in work.outside_names}
    return re.compile("|".join(map(re.escape, sorted(known, key=lambda name: (-len(name), name)))))


def _naming(role: Role, article: Article, names: re.Pattern[str]) -> Iterator[Clause]:
    """Return the clauses of an article that name the role, by one of its names or with others by a name of them all."""
    lines = _own_words(article.document)
    meant = {*role.names, *role.groups}
    for clause in article.clauses:
        text = "\n".join(lines[clause.line : clause.end_line - 1])
        if meant & _named(names, text):
            yield clause


@lru_cache(maxsize=8192)  # every role asks about the same clauses
def _named(names: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(names.findall(text))


def _own_words(document: Document) -> list[str]:
    """Return the lines of a file without the blocks that tell what other documents say."""
    lines = text_lines(document)
    for token in document.tokens:
        if token.type == "admonition_open" and token.meta["tag"] == "reading" and token.map:
            for number in range(*token.map):
                lines[number] = ""
    return lines
