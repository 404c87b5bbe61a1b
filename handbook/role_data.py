"""What the reader's own role brings together on the home page: its page, calculators, processes and forms, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.links import site_url
from handbook.references import Kind
from handbook.role_pages import CALCULATOR

if TYPE_CHECKING:
    from handbook.references import Index, Target
    from handbook.roles import Role
    from handbook.work import Work

ROLES_JSON = "assets/roles.json"


def roles_json(work: Work, index: Index) -> str:
    """Return every role in the order of the menu; addresses are relative to the root of the site.

    `schemes` lead straight to the calculators, `processes` are those with a step that the role is responsible for,
    `forms` those that it fills in.
    """
    return json.dumps([_role(role, work, index) for role in work.roles], ensure_ascii=False, indent=1) + "\n"


def _role(role: Role, work: Work, index: Index) -> dict[str, object]:
    schemes = [target for title in role.schemes for target in index.find(title, Kind.SCHEME)]
    processes = [process.title for process, does, _ in work.parts_in(role) if does]
    forms = [form.title for form, fills, _ in work.forms_of(role) if fills]
    return {
        "id": role.id,
        **_page(index.find(role.title, Kind.ROLE)[0]),
        "schemes": [_page(replace(target, anchor=CALCULATOR)) for target in schemes],
        "processes": [_page(index.find(title, Kind.PROCESS)[0]) for title in processes],
        "forms": [_page(index.find(title, Kind.FORM)[0]) for title in forms],
    }


def _page(target: Target) -> dict[str, str]:
    return {"title": target.title, "url": site_url(target)}
