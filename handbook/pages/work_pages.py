"""All pages that roles, processes, forms and onboarding paths become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content.processes import TIME_LIMITS
from handbook.content.roles import FORMER_NAMES, OUTSIDE
from handbook.pages.form_pages import FORMS, form_page, forms_index
from handbook.pages.onboarding_pages import onboarding_pages
from handbook.pages.process_pages import PROCESSES, process_page, processes_index, time_limits_page
from handbook.pages.role_data import ROLES_JSON, roles_json
from handbook.pages.role_pages import ROLES, former_names_page, role_page, roles_index
from handbook.pages.role_rules import rules_of
from handbook.pages.site_pages import plain_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.content.articles import Article
    from handbook.content.special_parts import SpecialPart
    from handbook.content.work import Work
    from handbook.markdown.references import Index
    from handbook.pages.backlinks import Backlinks


def work_pages(
    work: Work,
    articles: Sequence[Article],
    special_parts: Sequence[SpecialPart],
    index: Index,
    backlinks: Backlinks,
) -> dict[str, str]:
    """Return the Markdown of every page by its path, and the roles' JSON; a kind without pages has no index."""
    pages = {
        role.path: role_page(role, work, rules_of(role, work, articles, index), index, backlinks) for role in work.roles
    }
    pages |= {process.path: process_page(process, work, index, backlinks) for process in work.processes}
    pages |= {form.path: form_page(form, work, index, backlinks) for form in work.forms}
    if work.outside:
        pages[OUTSIDE] = plain_page(work.outside.document, index)
    if work.roles:
        pages[ROLES] = roles_index(work, index)
        pages[ROLES_JSON] = roles_json(work, articles, special_parts, index)
        pages[FORMER_NAMES] = former_names_page(work, index)
    if work.processes:
        pages[PROCESSES] = processes_index(work, index)
        pages[TIME_LIMITS] = time_limits_page(work, index)
    if work.forms:
        pages[FORMS] = forms_index(work, index)
    return pages | onboarding_pages(work, index)
