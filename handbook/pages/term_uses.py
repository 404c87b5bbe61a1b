"""用在哪里: under each term of the glossary, the clauses, roles, processes, forms and indicators that use it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from handbook.content.glossary import PATH as GLOSSARY
from handbook.markdown.references import Kind
from handbook.pages.links import link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.markdown.references import Target

HANDFUL = 5
"""Uses that are shown as they are; more of them are folded away."""
_SEARCH_MARK = "{: .clause-related data-search-exclude=true }"


def term_uses(sources: Sequence[tuple[Target, tuple[str, ...]]]) -> str:
    """Return the Markdown that says where a term is used; sources come by kind."""
    targets = [target for target, _ in sources if target.kind is not Kind.TERM]
    if not targets:
        return ""
    if len(targets) <= HANDFUL:
        shown = "、".join(_shown(target) for target in targets)
        return f"用在：{shown}\n{_SEARCH_MARK}"
    groups = [(kind, list(members)) for kind, members in groupby(targets, key=lambda target: target.kind)]
    counts = "、".join(f"{kind} {len(members)}" for kind, members in groups)
    lines = [f'??? uses "用在 {len(targets)} 处：{counts}"']
    for kind, members in groups:
        names = "、".join(_name(target) for target in members)
        lines.append(f"    {kind}：{names}\n    {_SEARCH_MARK}\n")
    return "\n".join(lines)


def _shown(target: Target) -> str:
    return link(target, GLOSSARY) if target.kind is Kind.CLAUSE else f"{target.kind} {link(target, GLOSSARY)}"


def _name(target: Target) -> str:
    """Return a short link: a clause by its id, everything else by its title."""
    return link(target, GLOSSARY, target.name)
