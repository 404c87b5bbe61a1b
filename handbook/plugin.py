"""The MkDocs plugin: the only module that knows MkDocs. Every hook takes options, calls the core and hands back."""

from __future__ import annotations

import gc
import logging
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from jinja2 import BytecodeCache
from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.utils import clean_directory

from handbook.browser.bundling import bundle
from handbook.browser.runtime import assemble
from handbook.browser.vendor import provide
from handbook.compiler import Handbook, compile_handbook
from handbook.errors import HandbookError
from handbook.findings import report
from handbook.hosting.deploy import secure
from handbook.hosting.offline import SERVICE_WORKER_SOURCE, write_offline
from handbook.hosting.script_folder import ScriptFolder
from handbook.hosting.server_configs import headers
from handbook.hosting.software import write_software
from handbook.hosting.style_sheets import StyleSheet, style_sheets
from handbook.pages.calculator_pages import INDEX, calculator_pages, calculators_index
from handbook.pages.clause_pages import Site, write_clause_pages
from handbook.pages.navigation import navigation
from handbook.pages.paper import address_code, edition
from handbook.rebuilds import Inputs, inputs_of
from handbook.search.index import SEARCH_JSON, search_json
from handbook.shipping import OVERRIDES, SHELL, shell_files

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

RUNTIME_VARIABLE = "HANDBOOK_RUNTIME"
"""Environment variable; `skip` leaves the browser's Python out of the site (pages only, for quick looks and tests)."""

_log = logging.getLogger("mkdocs.plugins.handbook")


class Memory:
    """What `mkdocs serve --dirty` made last, so that only what an edit changes is made again.

    MkDocs would take every generated page for changed, and forget the titles of the others: both are mended here.
    """

    _KEPT = ("meta", "markdown", "content", "toc", "present_anchor_ids", "links_to_anchors", "_title_from_render")

    def __init__(self) -> None:
        self._before: Inputs | None = None
        self._now: Inputs | None = None
        self._changed: frozenset[str] = frozenset()
        self._pages: dict[str, Page] = {}
        self._files: Files | None = None
        self.is_anew = True
        """Whether everything is made again, as on the first build."""

    def prepare(self, files: Files, config: MkDocsConfig, menu: str) -> None:
        """Find out what changed, and clear the site where that is everything."""
        texts = {file.src_uri: file.content_string for file in files.documentation_pages()}
        others = [menu, *sorted(files.src_uris)]
        settings = [Path(config.config_file_path)] if config.config_file_path else []
        templates = [path for path in OVERRIDES.rglob("*") if path.is_file()]
        self._now = inputs_of(texts, others, [*settings, *templates])
        # Forgotten until this build is finished: after one that broke off, nobody knows what was written.
        before, self._before = self._before, None
        self._changed = self._now.changed_since(before)
        self.is_anew = before is None or before.surroundings != self._now.surroundings
        if self.is_anew:
            clean_directory(config.site_dir)
        for file in files.documentation_pages():
            # An instance's own answer in place of the class's, which goes by the clock.
            setattr(file, "is_modified", partial(self._changed.__contains__, file.src_uri))  # noqa: B010
        self._files = files

    def restore(self, files: Files) -> None:
        """Give pages that are not made again what reading them had given."""
        for file in files.documentation_pages():
            if file.page and file.src_uri not in self._changed:
                old = vars(self._pages[file.src_uri])
                vars(file.page).update({name: old[name] for name in self._KEPT if name in old})

    def keep(self) -> None:
        """Remember a build that was finished."""
        self._before = self._now
        files = self._files.documentation_pages() if self._files else ()
        self._pages = {file.src_uri: file.page for file in files if file.page}


class CompiledTemplates(BytecodeCache):
    """The theme's templates as the first build compiled them, for the builds that follow while somebody writes."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out a template; jinja looks itself whether its source is still the same."""
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def _is_no_warning_of_dirt(record: logging.LogRecord) -> bool:
    """Let every message pass but MkDocs' warning of titles and links that its own way of skipping pages spoils."""
    return "'dirty' build" not in record.getMessage()


class HandbookConfig(Config):
    """Options under `handbook:` in mkdocs.yml."""

    source = opt.Dir(default="handbook_src", exists=True)
    """Folder of the handbook's Markdown, relative to mkdocs.yml."""
    shell = opt.Type(bool, default=False)
    """Whether the site gets the program's own shell: looks, scripts, pages for authors. The docs folder comes first."""


class HandbookPlugin(BasePlugin[HandbookConfig]):
    """Compiles the handbook and adds its pages to the site as if they lay in the docs folder."""

    _handbook: Handbook
    _folder = ScriptFolder()
    _serving: bool = False
    _memory: Memory | None = None
    _templates: CompiledTemplates | None = None

    def on_startup(self, *, command: str, dirty: bool = False, **_: object) -> None:
        """Remember whether this is `mkdocs serve`, and with `--dirty`: then what has not changed is not made again."""
        # A build makes much and drops little: looking through all of it for cycles took a third of its time.
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        self._serving = command == "serve"
        self._memory = Memory() if self._serving and dirty else None
        self._templates = CompiledTemplates() if self._memory else None
        if self._memory:
            logging.getLogger("mkdocs.commands.build").addFilter(_is_no_warning_of_dirt)

    def on_config(self, config: MkDocsConfig) -> None:
        """Lay the program's templates over the theme's."""
        if self.config.shell:
            config.theme.dirs.insert(0, str(OVERRIDES))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the compiled pages and the menu; end the build with all findings when there are any.

        `mkdocs serve` shows a draft too: changes that are not published yet do not stop it.
        """
        if self.config.shell:
            _add_shell(files, config)
        if not self._serving:
            self._folder = _name_scripts(files, config)
        self._handbook = compile_handbook(Path(self.config.source))
        if findings := self._handbook.faults if self._serving else self._handbook.findings:
            folder = os.path.relpath(self.config.source)
            raise PluginError(f"手册有问题，网站没有生成：\n{report(findings, folder)}")
        shell = {file.src_uri: file.content_string for file in files.documentation_pages()}
        calculators = calculator_pages(shell)
        config.nav = menu = navigation(self._handbook, shell, calculators)
        if calculators:
            index = calculators_index(calculators, self._handbook.schemes)
            files.append(File.generated(config, INDEX, content=index))
        for path, content in self._handbook.pages.items():
            files.append(File.generated(config, path, content=content))
        files.append(File.generated(config, SEARCH_JSON, content=search_json(self._handbook, shell)))
        if self._handbook.work.forms:
            from handbook.pages.form_workbooks import workbooks  # noqa: PLC0415 -- openpyxl: a fifth of a small build

            for path, workbook in workbooks(self._handbook.work.forms, config.site_name).items():
                files.append(File.generated(config, path, content=workbook))
        if self._memory:
            self._memory.prepare(files, config, str(menu))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002 -- MkDocs' call
        """Date every page by the handbook, not by the clock: the same input gives the same site."""
        for file in files.documentation_pages():
            if file.page:
                file.page.update_date = self._handbook.effective
        if self._memory:
            self._memory.restore(files)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, **_: object) -> Environment:
        """Put in what does not depend on the handbook's text, and tell the templates where it is.

        Under `mkdocs serve` they are not told which Python it is, by which pages find a worker that runs already: the
        scripts may be others by now.
        """
        build = self._provide(Path(config.site_dir)) if self._is_anew else ""
        env.globals["scripts"] = self._folder.path  # pyright: ignore[reportArgumentType] -- any name may stand there
        env.globals["runtime"] = "" if self._serving else build  # pyright: ignore[reportArgumentType]
        if self._templates:
            env.bytecode_cache = self._templates
        return env

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
        """Finish the site: the policy, the clauses' pages, the offline copy.

        Under `mkdocs serve` no content security policy, since its live reload needs an inline script that it would
        refuse, and no offline copy, which would show old pages.
        """
        site = Path(config.site_dir)
        try:
            policy = "" if self._serving else secure(site, _path_of(config.site_url))
            url = f"{(config.site_url or '').rstrip('/')}/"
            around = Site(config.site_name, url, style_sheets(site), self._folder.path, policy)
            write_clause_pages(site, self._handbook, around)
            if self._is_anew:
                write_software(site, {"site": around, "policy": policy})
            if not self._serving:
                published = self._handbook.ledger.publications
                version = published[-1].date if published else self._handbook.effective
                write_offline(site, version, headers(policy), self._folder.address(SERVICE_WORKER_SOURCE))
        except HandbookError as error:
            raise PluginError(str(error)) from error
        if self._memory:
            self._memory.keep()

    @property
    def _is_anew(self) -> bool:
        """Whether all of the site is made, and not only what has changed."""
        return not self._memory or self._memory.is_anew

    def _provide(self, site: Path) -> str:
        """Put in the libraries and the browser's Python; gives the build of that."""
        try:
            provide(site / "assets" / "vendor")
            if os.environ.get(RUNTIME_VARIABLE) != "skip":
                return assemble(site / "assets" / "runtime").build
        except HandbookError as error:
            raise PluginError(str(error)) from error
        _log.info("%s=skip：网站里没有放入浏览器用的 Python，算分功能不可用", RUNTIME_VARIABLE)
        return ""

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        """Build again when the handbook changes, or the shell."""
        server.watch(self.config.source)
        if self.config.shell:
            server.watch(str(SHELL))
            server.watch(str(OVERRIDES))
        return server


def _add_shell(files: Files, config: MkDocsConfig) -> None:
    """Add what the docs folder lacks of the shell, with its style sheets as one file."""
    for path in shell_files():
        if path not in files.src_uris:
            files.append(File(path, str(SHELL), config.site_dir, config.use_directory_urls))
    _join_style_sheets(files, config)


def _name_scripts(files: Files, config: MkDocsConfig) -> ScriptFolder:
    """Join the scripts, and put them into a folder that is named by their content.

    Not under `mkdocs serve`: there every page would change with every edit of a script.
    """
    found = [file for file in files if ScriptFolder.holds(file.src_uri) and file.inclusion.is_included()]
    try:
        scripts = ScriptFolder.joined({file.src_uri: file.content_bytes for file in found}, bundle)
    except HandbookError as error:
        raise PluginError(str(error)) from error
    folder = ScriptFolder.named_by(scripts)
    for file in found:
        files.remove(file)
    for path, content in scripts.items():
        files.append(File.generated(config, folder.address(path), content=content))
    for script in config.extra_javascript:
        if not isinstance(script, str) and ScriptFolder.holds(script.path):
            script.path = folder.address(script.path)
    return folder


def _join_style_sheets(files: Files, config: MkDocsConfig) -> None:
    """Put one file in place of the shell's style sheets; a department's own follow as they are."""
    listed = cast("list[str]", config.extra_css)  # pyright: ignore[reportUnknownMemberType] -- MkDocs leaves it untyped
    shell = set(shell_files())
    own = [files.src_uris[path] for path in listed if path in shell]
    for file in own:
        files.remove(file)
    sheet = StyleSheet.of(file.content_string for file in own)
    files.append(File.generated(config, sheet.path, content=sheet.text))
    config.extra_css = [sheet.path, *(path for path in listed if path not in shell)]


def _path_of(address: str | None) -> str:
    """Return the path of the site's address with a slash at both ends.

    >>> _path_of("https://department.example/handbook"), _path_of("https://handbook.example/")
    ('/handbook/', '/')
    """
    inside = urlsplit(address or "").path.strip("/")
    return f"/{inside}/" if inside else "/"
