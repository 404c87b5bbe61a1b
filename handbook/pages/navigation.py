"""The site's menu, made from what is there: nobody keeps a list by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handbook.content import glossary
from handbook.content.processes import TIME_LIMITS
from handbook.content.roles import FORMER_NAMES
from handbook.pages import browse_pages, calculator_pages, index_pages, special_part_pages
from handbook.pages.announcements import ANNOUNCEMENTS
from handbook.pages.form_pages import FORMS
from handbook.pages.onboarding_pages import ONBOARDING, TITLE
from handbook.pages.process_pages import PROCESSES
from handbook.pages.role_pages import ROLES
from handbook.revisions.changes import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.compiler import Handbook
    from handbook.content.work import Work
    from handbook.markdown.documents import Document
    from handbook.pages.calculator_pages import CalculatorPage

HOME = "index.md"
MAINTAIN = "maintain/"
DEVICE = ("local-data.md", "offline.md", "keyboard.md", "diag.md")
"""Pages about the reader's own device: last in the menu, linked from where they are needed."""


def navigation(
    handbook: Handbook, shell: Iterable[str], calculators: Sequence[CalculatorPage] = ()
) -> list[dict[str, Any]]:
    """Return the menu in MkDocs' form.

    `shell` are the Markdown pages of the docs folder. Its home page comes first and `maintain/` last, index page
    first in there, the rest by path, then DEVICE; `calculators` stand behind the schemes, in their own order; pages
    elsewhere follow the home page in order of their paths.
    """
    pages = sorted(shell, key=lambda path: (path.rpartition("/")[2] != "index.md", path))
    menu: list[dict[str, Any]] = [{"首页": page} for page in pages if page == HOME]
    elsewhere = (MAINTAIN, calculator_pages.FOLDER)
    menu.extend({"": page} for page in pages if page not in {HOME, *DEVICE} and not page.startswith(elsewhere))
    menu.extend(_chapter(TITLE, ONBOARDING, (onboarding.path for onboarding in handbook.work.onboardings)))
    rules = [article.path for article in handbook.articles]
    menu.extend(_chapter("制度", index_pages.RULES, rules, handbook.plain))
    special_parts = [page.path for page in handbook.special_parts]
    menu.extend(_chapter(special_part_pages.TITLE, special_part_pages.SPECIAL_PARTS, special_parts))
    menu.extend(_work(handbook.work))
    menu.extend(_chapter("考核与算分", index_pages.KPI, _kpi(handbook)))
    menu.extend(_chapter(calculator_pages.TITLE, calculator_pages.INDEX, (page.path for page in calculators)))
    if rules:
        menu.append({"修订与公告": [CHANGES, ANNOUNCEMENTS, *(page.path for page in handbook.announcements)]})
    if handbook.glossary:
        menu.append({"词汇表": [glossary.PATH, browse_pages.INDEX]})
    elif handbook.pages:
        menu.append({browse_pages.TITLE: browse_pages.INDEX})
    maintain = [page for page in pages if page.startswith(MAINTAIN)] + [page for page in DEVICE if page in pages]
    if maintain:
        menu.append({"维护": maintain})
    return menu


def _chapter(title: str, index: str, pages: Iterable[Any], more: Iterable[Document] = ()) -> list[dict[str, Any]]:
    """Return one entry with its index page first, or nothing where there are no pages; `more` never stand alone."""
    entries = list(pages)
    return [{title: [index, *entries, *(document.path for document in more)]}] if entries else []


def _kpi(handbook: Handbook) -> list[Any]:
    schemes: list[Any] = [scheme.document.path for scheme in handbook.schemes]
    return schemes + _chapter("指标", index_pages.INDICATORS, (indicator.path for indicator in handbook.indicators))


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
