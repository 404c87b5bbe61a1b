"""The site's menu, made from what is there: nobody keeps a list by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handbook import glossary, index_pages
from handbook.form_pages import FORMS
from handbook.onboarding_pages import ONBOARDING, TITLE
from handbook.process_pages import PROCESSES
from handbook.processes import TIME_LIMITS
from handbook.role_pages import ROLES
from handbook.roles import FORMER_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.compiler import Handbook
    from handbook.work import Work

HOME = "index.md"
MAINTAIN = "maintain/"
DIAGNOSIS = "diag.md"


def navigation(handbook: Handbook, shell: Iterable[str]) -> list[dict[str, Any]]:
    """Return the menu in MkDocs' form.

    `shell` are the Markdown pages of the docs folder. Its home page comes first and `maintain/` last, index page
    first in there, the rest by path, then /diag/; pages elsewhere follow the home page in order of their paths.
    """
    pages = sorted(shell, key=lambda path: (path.rpartition("/")[2] != "index.md", path))
    indicators = [indicator.path for indicator in handbook.indicators]
    rules: list[Any] = [article.path for article in handbook.articles]
    kpi: list[Any] = [scheme.document.path for scheme in handbook.schemes]
    if indicators:
        kpi.append({"指标": [index_pages.INDICATORS, *indicators]})
    menu: list[dict[str, Any]] = [{"首页": page} for page in pages if page == HOME]
    menu.extend({"": page} for page in pages if page not in {HOME, DIAGNOSIS} and not page.startswith(MAINTAIN))
    if handbook.work.onboardings:
        menu.append({TITLE: [ONBOARDING, *(onboarding.path for onboarding in handbook.work.onboardings)]})
    if rules:
        menu.append({"制度": [index_pages.RULES, *rules, *(page.path for page in handbook.plain)]})
    menu.extend(_work(handbook.work))
    if kpi:
        menu.append({"考核与算分": [index_pages.KPI, *kpi]})
    if handbook.glossary:
        menu.append({"词汇表": glossary.PATH})
    maintain = [page for page in pages if page.startswith(MAINTAIN)] + [page for page in pages if page == DIAGNOSIS]
    if maintain:
        menu.append({"维护": maintain})
    return menu


def _work(work: Work) -> list[dict[str, Any]]:
    """Return the entries for roles, processes and forms; each kind by part where there is more than one part."""
    outside = [work.outside.document.path] if work.outside else []
    menu: list[dict[str, Any]] = []
    if work.roles or outside:
        roles = _by_part((role.part, role.path) for role in work.roles)
        menu.append({"岗位": [*([ROLES, FORMER_NAMES] if work.roles else []), *roles, *outside]})
    if work.processes:
        processes = _by_part((process.part, process.path) for process in work.processes)
        menu.append({"流程": [PROCESSES, TIME_LIMITS, *processes]})
    if work.forms:
        menu.append({"表单": [FORMS, *_by_part((form.part, form.path) for form in work.forms)]})
    return menu


def _by_part(pages: Iterable[tuple[str, str]]) -> list[Any]:
    """Group pages, given in order with their part, by part; one part alone needs no group."""
    groups: dict[str, list[str]] = {}
    for part, path in pages:
        groups.setdefault(part, []).append(path)
    if len(groups) == 1:
        return next(iter(groups.values()))
    return [{part: paths} for part, paths in groups.items()]
