"""What the reader's own role brings together on the home page: rules, processes, forms and calculators, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.markdown.references import Kind
from handbook.pages.links import site_url
from handbook.pages.role_pages import CALCULATOR
from handbook.pages.role_rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.content.articles import Article
    from handbook.content.roles import Role
    from handbook.content.special_parts import SpecialPart
    from handbook.content.work import Work
    from handbook.markdown.references import Index, Target

ROLES_JSON = "assets/roles.json"


def roles_json(work: Work, articles: Sequence[Article], special_parts: Sequence[SpecialPart], index: Index) -> str:
    """Return every role in the order of the menu; addresses are relative to the root of the site.

    `rules` are the page of the role's special part and the articles that apply to it, `clauses` those that name it,
    `schemes` lead straight to the calculators, `processes` are those with a step that the role is responsible for,
    `forms` those that it fills in.
    """
    roles = [_role(role, work, articles, special_parts, index) for role in work.roles]
    return json.dumps(roles, ensure_ascii=False, indent=1) + "\n"


def _role(
    role: Role, work: Work, articles: Sequence[Article], special_parts: Sequence[SpecialPart], index: Index
) -> dict[str, object]:
    own_parts = [page.title for page in special_parts if page.part == role.part]
    rules = rules_of(role, work, articles, index)
    clauses = [clause.id for entry in rules for clause in entry.clauses]
    schemes = [target for title in role.schemes for target in index.find(title, Kind.SCHEME)]
    processes = [process.title for process, does, _ in work.parts_in(role) if does]
    forms = [form.title for form, fills, _ in work.forms_of(role) if fills]
    return {
        "id": role.id,
        **_page(index.find(role.title, Kind.ROLE)[0]),
        "rules": [
            *(_page(index.find(title, Kind.PAGE)[0]) for title in own_parts),
            *(_page(index.find(entry.article.title, Kind.ARTICLE)[0]) for entry in rules),
        ],
        "clauses": [_page(index.find(name, Kind.CLAUSE)[0]) for name in clauses],
        "schemes": [_page(replace(target, anchor=CALCULATOR)) for target in schemes],
        "processes": [_page(index.find(title, Kind.PROCESS)[0]) for title in processes],
        "forms": [_page(index.find(title, Kind.FORM)[0]) for title in forms],
    }


def _page(target: Target) -> dict[str, str]:
    return {"title": target.title, "url": site_url(target)}
