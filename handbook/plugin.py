"""The MkDocs plugin: the only module that knows MkDocs. Every hook takes options, calls the core and hands back."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File

from handbook.calculator_pages import INDEX, calculator_pages, calculators_index
from handbook.clause_pages import Site, style_sheets, write_clause_pages
from handbook.compiler import Handbook, compile_handbook
from handbook.deploy import secure
from handbook.errors import HandbookError
from handbook.findings import report
from handbook.form_workbooks import workbooks
from handbook.navigation import navigation
from handbook.paper import address_code, edition
from handbook.runtime import assemble
from handbook.search_index import SEARCH_JSON, search_json
from handbook.vendor import provide

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

RUNTIME_VARIABLE = "HANDBOOK_RUNTIME"
"""Environment variable; `skip` leaves the browser's Python out of the site (pages only, for quick looks and tests)."""

_log = logging.getLogger("mkdocs.plugins.handbook")


class HandbookConfig(Config):
    """Options under `handbook:` in mkdocs.yml."""

    source = opt.Dir(default="handbook_src", exists=True)
    """Folder of the handbook's Markdown, relative to mkdocs.yml."""


class HandbookPlugin(BasePlugin[HandbookConfig]):
    """Compiles the handbook and adds its pages to the site as if they lay in the docs folder."""

    _handbook: Handbook
    _serving: bool = False

    def on_startup(self, *, command: str, **_: object) -> None:
        """Remember whether this is `mkdocs serve`."""
        self._serving = command == "serve"

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the compiled pages and the menu; end the build with all findings when there are any.

        `mkdocs serve` shows a draft too: changes that are not published yet do not stop it.
        """
        self._handbook = compile_handbook(Path(self.config.source))
        if findings := self._handbook.faults if self._serving else self._handbook.findings:
            folder = os.path.relpath(self.config.source)
            raise PluginError(f"手册有问题，网站没有生成：\n{report(findings, folder)}")
        shell = {file.src_uri: file.content_string for file in files.documentation_pages()}
        calculators = calculator_pages(shell)
        config.nav = navigation(self._handbook, shell, calculators)
        if calculators:
            index = calculators_index(calculators, self._handbook.schemes)
            files.append(File.generated(config, INDEX, content=index))
        for path, content in self._handbook.pages.items():
            files.append(File.generated(config, path, content=content))
        files.append(File.generated(config, SEARCH_JSON, content=search_json(self._handbook, shell)))
        for path, workbook in workbooks(self._handbook.work.forms).items():
            files.append(File.generated(config, path, content=workbook))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002 -- MkDocs' call
        """Date every page by the handbook, not by the clock: the same input gives the same site."""
        for file in files.documentation_pages():
            if file.page:
                file.page.update_date = self._handbook.effective
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, **_: object) -> str:
        """Keep every page out of the theme's own index: the handbook has a search of its own."""
        page.meta["search"] = {"exclude": True}
        return markdown

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: object) -> TemplateContext:
        """Give the template what stands on paper only."""
        code = address_code(page.canonical_url or page.url, "本页的二维码")
        context["paper"] = {"code": code, "edition": edition(self._handbook.ledger)}  # pyright: ignore[reportGeneralTypeIssues] -- the template's own
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the site: libraries and the browser's Python, the content security policy, the clauses' pages.

        Not under `mkdocs serve`: its live reload needs an inline script that the policy would refuse.
        """
        site = Path(config.site_dir)
        try:
            provide(site / "assets" / "vendor")
            if os.environ.get(RUNTIME_VARIABLE) == "skip":
                _log.info("%s=skip：网站里没有放入浏览器用的 Python，算分功能不可用", RUNTIME_VARIABLE)
            else:
                assemble(site / "assets" / "runtime")
            policy = "" if self._serving else secure(site)
            around = Site(config.site_name, f"{(config.site_url or '').rstrip('/')}/", style_sheets(site), policy)
            write_clause_pages(site, self._handbook, around)
        except HandbookError as error:
            raise PluginError(str(error)) from error

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        """Build again when the handbook changes."""
        server.watch(self.config.source)
        return server
