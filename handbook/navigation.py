"""The site's menu, made from what is there: nobody keeps a list by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handbook import glossary, index_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.compiler import Handbook

HOME = "index.md"
MAINTAIN = "maintain/"


def navigation(handbook: Handbook, shell: Iterable[str]) -> list[dict[str, Any]]:
    """Return the menu in MkDocs' form.

    `shell` are the Markdown pages of the docs folder. Its home page comes first and `maintain/` last, index page
    first in there, the rest by path; pages elsewhere follow the home page in order of their paths.
    """
    pages = sorted(shell, key=lambda path: (path.rpartition("/")[2] != "index.md", path))
    indicators = [indicator.path for indicator in handbook.indicators]
    rules: list[Any] = [article.path for article in handbook.articles]
    kpi: list[Any] = [scheme.document.path for scheme in handbook.schemes]
    if indicators:
        kpi.append({"指标": [index_pages.INDICATORS, *indicators]})
    menu: list[dict[str, Any]] = [{"首页": page} for page in pages if page == HOME]
    menu.extend({"": page} for page in pages if page != HOME and not page.startswith(MAINTAIN))
    if rules:
        menu.append({"制度": [index_pages.RULES, *rules, *(page.path for page in handbook.plain)]})
    if kpi:
        menu.append({"考核与算分": [index_pages.KPI, *kpi]})
    if handbook.glossary:
        menu.append({"词汇表": glossary.PATH})
    maintain = [page for page in pages if page.startswith(MAINTAIN)]
    if maintain:
        menu.append({"维护": maintain})
    return menu
