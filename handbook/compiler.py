"""Compile a folder of Markdown into a checked handbook: read, check, index, render."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handbook import articles as article_files
from handbook import glossary as glossary_file
from handbook import indicators as indicator_files
from handbook import scheme_pages
from handbook.articles import Article, read_article
from handbook.backlinks import Backlinks, add_references, speakers
from handbook.clauses import Clause, duplicate_ids
from handbook.documents import Document, read_document
from handbook.examples import check_examples
from handbook.findings import Code, Finding
from handbook.front_matter import Field, check_front_matter, text, text_of
from handbook.glossary import Glossary, read_glossary
from handbook.index_pages import INDICATORS, KPI, RULES, indicators_index, kpi_index, rules_index
from handbook.indicators import Indicator, read_indicator
from handbook.pages import article_page, glossary_page, indicator_page, plain_page
from handbook.prose import check_prose
from handbook.references import Index, Kind, Target, check_references
from handbook.scheme_pages import scheme_json, scheme_page
from handbook.schemes import SchemePage, read_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDERS = {
    "rules/": "制度",
    "kpi/indicators/": "指标",
    "kpi/schemes/": "考核方案",
    "": "词汇表 glossary.md 和其他单页",
}
"""Folders of the source and what lies in each."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.md")
_RESERVED = {"index.md"}
_PLAIN_FIELDS = (Field("title", text),)


@dataclass(frozen=True, slots=True)
class Handbook:
    """A compiled handbook. With findings there are no pages: a faulty handbook is not published."""

    articles: tuple[Article, ...]
    """In the order of the menu."""
    clauses: Mapping[str, Clause]
    indicators: tuple[Indicator, ...]
    """In order of their ids."""
    schemes: tuple[SchemePage, ...]
    glossary: Glossary | None
    plain: tuple[Document, ...]
    """Pages with a title and text only, in order of their file names."""
    index: Index
    findings: tuple[Finding, ...]
    """All faults, in order of file and line."""
    pages: Mapping[str, str] = field(default_factory=dict[str, str])
    """Generated files by their path in the site's source: Markdown pages and JSON."""

    @property
    def effective(self) -> str:
        """The latest day from which an article or scheme applies: the date of the handbook as a whole."""
        days = [article.effective for article in self.articles] + [page.source.effective for page in self.schemes]
        return max(days, default="2000-01-01")


def read_files(source: Path) -> dict[str, bytes]:
    """Return the content of every file under a folder by its path with `/`; hidden files are left alone."""
    found = sorted(path for path in source.rglob("*") if path.is_file())
    relative = {path.relative_to(source).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in relative.items() if not re.search(r"(^|/)[.~]", name)}


def compile_handbook(source: Path) -> Handbook:
    """Compile the handbook in a folder. Raise FileNotFoundError when there is no such folder."""
    if not source.is_dir():
        raise FileNotFoundError(source)
    return compile_files(read_files(source))


def compile_files(files: Mapping[str, bytes | str]) -> Handbook:
    """Compile a handbook given as file contents by path."""
    sources = _Sources()
    for path in sorted(files):
        sources.read(path, files[path])
    clauses = [clause for article in sources.articles for clause in article.clauses]
    index = _index(sources, clauses)
    findings = [*sources.findings, *_check(sources, clauses, index)]
    handbook = Handbook(
        articles=tuple(sorted(sources.articles, key=lambda article: (article.order, article.code, article.path))),
        clauses={clause.id: clause for clause in reversed(clauses)},
        indicators=tuple(sorted(sources.indicators, key=lambda indicator: (indicator.id, indicator.path))),
        schemes=tuple(sources.schemes),
        glossary=sources.glossary,
        plain=tuple(sources.plain),
        index=index,
        findings=tuple(sorted(findings)),
    )
    return handbook if findings else _render(handbook)


@dataclass(slots=True)
class _Sources:
    """Files read so far, by kind, and the findings that concern one file alone."""

    articles: list[Article] = field(default_factory=list[Article])
    indicators: list[Indicator] = field(default_factory=list[Indicator])
    schemes: list[SchemePage] = field(default_factory=list[SchemePage])
    scheme_documents: list[Document] = field(default_factory=list[Document])
    plain: list[Document] = field(default_factory=list[Document])
    glossary: Glossary | None = None
    documents: list[Document] = field(default_factory=list[Document])
    findings: list[Finding] = field(default_factory=list[Finding])

    def read(self, path: str, content: bytes | str) -> None:
        folder, _, name = path.rpartition("/")
        folder = f"{folder}/" if folder else ""
        if folder not in FOLDERS or not _NAME.fullmatch(name) or name in _RESERVED:
            self.findings.append(_misplaced(path, known_folder=folder in FOLDERS))
            return
        document, found = read_document(path, content)
        self.documents.append(document)
        self.findings.extend(found)
        self.findings.extend(self._read_kind(folder, document) if document.text or not found else [])

    def _read_kind(self, folder: str, document: Document) -> list[Finding]:
        found = check_prose(document)
        if folder == "rules/":
            article, faults = read_article(document)
            self.articles.append(article)
        elif folder == "kpi/indicators/":
            indicator, faults = read_indicator(document)
            self.indicators.append(indicator)
        elif folder == "kpi/schemes/":
            self.scheme_documents.append(document)
            scheme, faults = read_scheme(document)
            if scheme:
                self.schemes.append(scheme)
        elif document.path == glossary_file.PATH:
            self.glossary, faults = read_glossary(document)
        else:
            self.plain.append(document)
            faults = check_front_matter(document, _PLAIN_FIELDS)
        return found + faults


def _misplaced(path: str, *, known_folder: bool) -> Finding:
    places = "；".join(f"{folder or './'} 放{kind}" for folder, kind in FOLDERS.items())
    if known_folder:
        message = f"文件名「{path.rpartition('/')[2]}」不能用作网址"
        fix = "文件名用小写字母、数字和连字符，以 .md 结尾，不叫 index.md，如 travel.md；中文名称写在抬头的 title 里。"
    else:
        message, fix = f"手册里没有「{path.rpartition('/')[0]}」这个文件夹", f"{places}。"
    return Finding(path, 1, 1, Code.MISPLACED_FILE, message, path, fix)


def _index(sources: _Sources, clauses: list[Clause]) -> Index:
    index = Index()
    for clause in {clause.id: clause for clause in reversed(clauses)}.values():
        index.add(Target(Kind.CLAUSE, clause.id, clause.label, clause.path, clause.id))
    for article in sources.articles:
        index.add(_page_target(Kind.ARTICLE, article.title, article.path))
    for indicator in sources.indicators:
        index.add(_page_target(Kind.INDICATOR, indicator.title, indicator.path), *indicator.aliases)
    for document in sources.scheme_documents:
        index.add(_page_target(Kind.SCHEME, text_of(document, "title"), document.path))
    for document in sources.plain:
        index.add(_page_target(Kind.PAGE, text_of(document, "title"), document.path))
    for term in sources.glossary.terms if sources.glossary else ():
        index.add(Target(Kind.TERM, term.name, term.name, glossary_file.PATH, term.anchor), *term.synonyms)
    return index


def _page_target(kind: Kind, title: str, path: str) -> Target:
    return Target(kind, title, title, path)


def _check(sources: _Sources, clauses: list[Clause], index: Index) -> list[Finding]:
    """Return the findings that need the whole handbook."""
    ids = {clause.id for clause in clauses}
    findings = [
        *article_files.duplicate_codes(sources.articles),
        *duplicate_ids(clauses),
        *indicator_files.duplicate_indicators(sources.indicators),
        *indicator_files.check_clauses(sources.indicators, ids),
        *scheme_pages.check_ids(sources.scheme_documents),
        *check_examples(sources.documents, sources.schemes),
    ]
    for scheme in sources.schemes:
        findings.extend(scheme_pages.check_clauses(scheme, ids))
    for document in sources.documents:
        findings.extend(check_references(document, index))
    return findings


def _backlinks(handbook: Handbook) -> Backlinks:
    index, backlinks = handbook.index, Backlinks()
    for article in handbook.articles:
        own = _page_target(Kind.ARTICLE, article.title, article.path)
        add_references(backlinks, article.document, index, speakers(article, own, index))
    for indicator in handbook.indicators:
        own = _page_target(Kind.INDICATOR, indicator.title, indicator.path)
        add_references(backlinks, indicator.document, index, [(1, own)])
        for clause in index.find(indicator.clause, Kind.CLAUSE):
            backlinks.add(clause, own)
    for scheme in handbook.schemes:
        own = _page_target(Kind.SCHEME, scheme.source.title, scheme.document.path)
        add_references(backlinks, scheme.document, index, [(1, own)])
        for row in scheme.source.rows:
            for clause in index.find(row.clause, Kind.CLAUSE):
                backlinks.add(clause, own, row.indicator)
            for target in index.find(row.indicator, Kind.INDICATOR):
                backlinks.add(target, own)
    return backlinks


def _render(handbook: Handbook) -> Handbook:
    index, backlinks = handbook.index, _backlinks(handbook)
    pages = {article.path: article_page(article, index, backlinks) for article in handbook.articles}
    pages |= {indicator.path: indicator_page(indicator, index, backlinks) for indicator in handbook.indicators}
    pages |= {document.path: plain_page(document, index) for document in handbook.plain}
    by_path = {article.path: article for article in handbook.articles}
    for scheme in handbook.schemes:
        pages[scheme.document.path] = scheme_page(scheme, index, "../" * (scheme.document.path.count("/") + 1))
        data = scheme_json(scheme, index, handbook.clauses, by_path)
        pages[f"assets/schemes/{scheme.source.id}.json"] = data
    if handbook.glossary:
        pages[glossary_file.PATH] = glossary_page(handbook.glossary, index)
    if handbook.articles:
        pages[RULES] = rules_index(handbook.articles)
    if handbook.schemes or handbook.indicators:
        pages[KPI] = kpi_index(handbook.schemes, handbook.indicators)
    if handbook.indicators:
        pages[INDICATORS] = indicators_index(handbook.indicators, index)
    rendered = dict(sorted(pages.items()))
    return Handbook(
        handbook.articles, handbook.clauses, handbook.indicators, handbook.schemes, handbook.glossary, handbook.plain,
        index, (), rendered,
    )  # fmt: skip
