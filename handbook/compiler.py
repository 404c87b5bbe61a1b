"""Compile a folder of Markdown into a checked handbook: read, check, index, render."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from handbook.checks.examples import check_examples
from handbook.checks.onboarding_checks import check_onboardings
from handbook.checks.work_checks import check_work
from handbook.content import articles as article_files
from handbook.content import glossary as glossary_file
from handbook.content import indicators as indicator_files
from handbook.content.clauses import Clause, duplicate_ids
from handbook.content.roles import part_order
from handbook.content.sources import Sources
from handbook.content.special_parts import check_special_parts
from handbook.content.synonyms import check_meant, words_of
from handbook.content.term_links import link_terms, terms_of
from handbook.content.work import Work, sorted_work
from handbook.findings import Code
from handbook.markdown.front_matter import text_of
from handbook.markdown.references import Index, Kind, Target, check_references
from handbook.pages import announcements as sent
from handbook.pages import scheme_pages
from handbook.pages.backlinks import Backlinks, add_mentions, add_references, speakers
from handbook.pages.browse_pages import INDEX as BROWSE
from handbook.pages.browse_pages import browse_page
from handbook.pages.index_pages import INDICATORS, KPI, RULES, indicators_index, kpi_index, rules_index
from handbook.pages.scheme_pages import SCHEMES_INDEX, sample_text, scheme_json, scheme_page, schemes_index
from handbook.pages.site_pages import article_page, glossary_page, indicator_page, plain_page
from handbook.pages.special_part_pages import SPECIAL_PARTS, special_part_page, special_parts_index
from handbook.pages.work_pages import work_pages
from handbook.revisions.changes import CHANGES, changes_page
from handbook.revisions.citations import add_citations, books_of, check_citations, link_citations
from handbook.revisions.ledger import Ledger, read_ledger
from handbook.revisions.publishing import check_ledger
from handbook.revisions.scheme_versions import history_section, revision_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from handbook.content.articles import Article
    from handbook.content.glossary import Glossary
    from handbook.content.indicators import Indicator
    from handbook.content.schemes import SchemePage
    from handbook.content.special_parts import SpecialPart
    from handbook.content.synonyms import Synonyms
    from handbook.content.term_links import Terms
    from handbook.findings import Finding
    from handbook.markdown.documents import Document


@dataclass(frozen=True, slots=True)
class Handbook:
    """A compiled handbook. With faults there are no pages: a faulty handbook is not published."""

    articles: tuple[Article, ...]
    """In the order of the menu."""
    clauses: Mapping[str, Clause]
    indicators: tuple[Indicator, ...]
    """In order of their ids."""
    schemes: tuple[SchemePage, ...]
    work: Work
    """Roles, processes, forms and onboarding paths."""
    special_parts: tuple[SpecialPart, ...]
    """In the order of the parts."""
    announcements: tuple[sent.Announcement, ...]
    """In order of their file names."""
    glossary: Glossary | None
    synonyms: Synonyms | None
    """Only for the search: they have no page."""
    plain: tuple[Document, ...]
    """Pages with a title and text only, in order of their file names."""
    documents: tuple[Document, ...]
    """All files, in order of their paths."""
    index: Index
    ledger: Ledger
    """What was published so far."""
    findings: tuple[Finding, ...]
    """All faults, in order of file and line."""
    backlinks: Backlinks = field(default_factory=Backlinks)
    """What refers to what; empty where there are no pages."""
    pages: Mapping[str, str] = field(default_factory=dict[str, str])
    """Generated files by their path in the site's source: Markdown pages and JSON."""

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings without changes that only wait for being published: a draft can be looked at."""
        return tuple(finding for finding in self.findings if finding.code is not Code.UNRECORDED_CHANGE)

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
    sources = Sources()
    for path in sorted(files):
        sources.read(path, files[path])
    clauses = [clause for article in sources.articles for clause in article.clauses]
    work = sorted_work(sources.roles, sources.processes, sources.forms, sources.outside, sources.onboardings)
    index = _index(sources, clauses)
    ledger, unreadable = read_ledger(sources.ledger)
    findings = [*sources.findings, *unreadable, *_check(sources, work, clauses, index)]
    findings += check_citations(sources.documents, sources.articles, ledger)
    findings += sent.check_announcements(sources.announcements, (clause.id for clause in clauses), ledger)
    if not unreadable:
        findings += check_ledger(sources.articles, sources.schemes, ledger)
    handbook = Handbook(
        articles=tuple(sorted(sources.articles, key=lambda article: (article.order, article.code, article.path))),
        clauses={clause.id: clause for clause in reversed(clauses)},
        indicators=tuple(sorted(sources.indicators, key=lambda indicator: (indicator.id, indicator.path))),
        schemes=tuple(sources.schemes),
        work=work,
        special_parts=tuple(sorted(sources.special_parts, key=lambda page: (part_order(page.part), page.path))),
        announcements=tuple(sources.announcements),
        glossary=sources.glossary,
        synonyms=sources.synonyms,
        plain=tuple(sources.plain),
        documents=tuple(sources.documents),
        index=index,
        ledger=ledger,
        findings=tuple(sorted(findings)),
    )
    return handbook if handbook.faults else _render(handbook)


def _index(sources: Sources, clauses: list[Clause]) -> Index:
    index = Index()
    for clause in {clause.id: clause for clause in reversed(clauses)}.values():
        index.add(Target(Kind.CLAUSE, clause.id, clause.label, clause.path, clause.id))
    for article in sources.articles:
        index.add(_page_target(Kind.ARTICLE, article.title, article.path))
    for indicator in sources.indicators:
        index.add(_page_target(Kind.INDICATOR, indicator.title, indicator.path), *indicator.aliases)
    for document in sources.scheme_documents:
        index.add(_page_target(Kind.SCHEME, text_of(document, "title"), document.path))
    for role in sources.roles:
        index.add(_page_target(Kind.ROLE, role.title, role.path), *role.former_names)
    processes = [_page_target(Kind.PROCESS, process.title, process.path) for process in sources.processes]
    for target in [*processes, *(announcement.target for announcement in sources.announcements)]:
        index.add(target)
    for form in sources.forms:
        index.add(_page_target(Kind.FORM, form.title, form.path), *form.aliases)
    outside = [sources.outside.document] if sources.outside else []
    onboardings = [onboarding.document for onboarding in sources.onboardings]
    special_parts = [special_part.document for special_part in sources.special_parts]
    for document in [*sources.plain, *outside, *onboardings, *special_parts]:
        index.add(_page_target(Kind.PAGE, text_of(document, "title"), document.path))
    for term in sources.glossary.terms if sources.glossary else ():
        index.add(Target(Kind.TERM, term.name, term.name, glossary_file.PATH, term.anchor), *term.synonyms)
    return index


def _page_target(kind: Kind, title: str, path: str) -> Target:
    return Target(kind, title, title, path)


def _check(sources: Sources, work: Work, clauses: list[Clause], index: Index) -> list[Finding]:
    """Return the findings that need the whole handbook."""
    ids = {clause.id for clause in clauses}
    findings = [
        *article_files.duplicate_codes(sources.articles),
        *duplicate_ids(clauses),
        *indicator_files.duplicate_indicators(sources.indicators),
        *indicator_files.check_clauses(sources.indicators, ids),
        *scheme_pages.check_ids(sources.scheme_documents),
        *check_examples(sources.documents, sources.schemes),
        *check_special_parts(sources.special_parts, sources.articles),
        *check_onboardings(work.onboardings, work, sources.articles),
        *check_work(work, ids, {text_of(document, "title") for document in sources.scheme_documents}),
    ]
    for scheme in sources.schemes:
        findings.extend(scheme_pages.check_clauses(scheme, ids))
    if sources.synonyms:
        others = [document for document in sources.documents if document is not sources.synonyms.document]
        findings.extend(check_meant(sources.synonyms, words_of(others)))
    for document in sources.documents:
        findings.extend(check_references(document, index))
    return findings


def _backlinks(handbook: Handbook, terms: Terms | None) -> Backlinks:
    index, work, backlinks, books = handbook.index, handbook.work, Backlinks(), books_of(handbook.articles)

    def add(document: Document, sources: list[tuple[int, Target]]) -> None:
        add_references(backlinks, document, index, sources)
        add_citations(backlinks, document, books, index, sources)
        if terms:
            add_mentions(backlinks, document, terms, sources)

    for article in handbook.articles:
        own = _page_target(Kind.ARTICLE, article.title, article.path)
        add(article.document, speakers(article, own, index))
    pages = [
        *((Kind.INDICATOR, page.title, page.document, page.clause) for page in handbook.indicators),
        *((Kind.ROLE, page.title, page.document, "") for page in work.roles),
        *((Kind.PROCESS, page.title, page.document, page.clause) for page in work.processes),
        *((Kind.FORM, page.title, page.document, page.clause) for page in work.forms),
        *((Kind.SCHEME, page.source.title, page.document, "") for page in handbook.schemes),
    ]
    for kind, title, document, clause_id in pages:
        own = _page_target(kind, title, document.path)
        add(document, [(1, own)])
        for clause in index.find(clause_id, Kind.CLAUSE):
            backlinks.add(clause, own)
    for announcement in handbook.announcements:
        add(announcement.document, [(1, announcement.target)])
    sent.add_addresses(handbook.announcements, index, backlinks)
    _add_scheme_links(backlinks, handbook)
    return backlinks


def _add_scheme_links(backlinks: Backlinks, handbook: Handbook) -> None:
    """Note what the rows of schemes rest on, and which role each scheme is for."""
    index = handbook.index
    for scheme in handbook.schemes:
        own = _page_target(Kind.SCHEME, scheme.source.title, scheme.document.path)
        for row in scheme.source.rows:
            for clause in index.find(row.clause, Kind.CLAUSE):
                backlinks.add(clause, own, row.indicator)
            for target in index.find(row.indicator, Kind.INDICATOR):
                backlinks.add(target, own)
    for role in handbook.work.roles:
        for title in role.schemes:
            for target in index.find(title, Kind.SCHEME):
                backlinks.add(target, _page_target(Kind.ROLE, role.title, role.path))


def _render(handbook: Handbook) -> Handbook:
    index = handbook.index
    terms = terms_of(handbook.glossary, index) if handbook.glossary else None
    backlinks = _backlinks(handbook, terms)
    if terms:
        link_terms(index, terms, handbook.documents)
    link_citations(handbook.documents, books_of(handbook.articles), index)
    pages = {article.path: article_page(article, index, backlinks, handbook.ledger) for article in handbook.articles}
    pages |= {indicator.path: indicator_page(indicator, index, backlinks) for indicator in handbook.indicators}
    pages |= {document.path: plain_page(document, index) for document in handbook.plain}
    pages |= work_pages(handbook.work, handbook.articles, handbook.special_parts, index, backlinks)
    pages |= {each.path: sent.announcement_page(each, index) for each in handbook.announcements}
    for scheme in handbook.schemes:
        pages |= _scheme_files(scheme, handbook, backlinks)
    for page in handbook.special_parts:
        pages[page.path] = special_part_page(page, handbook.articles, handbook.indicators, handbook.work, index)
    pages |= _index_pages(handbook, backlinks)
    return replace(handbook, backlinks=backlinks, pages=dict(sorted(pages.items())))


def _scheme_files(scheme: SchemePage, handbook: Handbook, backlinks: Backlinks) -> dict[str, str]:
    root = "../" * (scheme.document.path.count("/") + 1)
    articles = {article.path: article for article in handbook.articles}
    revisions = handbook.ledger.schemes.get(scheme.source.id, [])
    page = scheme_page(scheme, handbook.index, root, backlinks) + history_section(revisions)
    data = scheme_json(scheme, handbook.index, handbook.clauses, articles, revisions)
    files = {scheme.document.path: page, f"assets/schemes/{scheme.source.id}.json": data}
    return files | revision_files(revisions, handbook.index, scheme.source, sample_text(scheme))


def _index_pages(handbook: Handbook, backlinks: Backlinks) -> dict[str, str]:
    pages: dict[str, str] = {}
    if handbook.special_parts:
        pages[SPECIAL_PARTS] = special_parts_index(handbook.special_parts, handbook.articles, handbook.work)
    if handbook.schemes:
        pages[SCHEMES_INDEX] = schemes_index(handbook.schemes, handbook.ledger.schemes)
    if handbook.glossary:
        pages[glossary_file.PATH] = glossary_page(handbook.glossary, handbook.indicators, handbook.index, backlinks)
    if handbook.articles:
        pages[RULES] = rules_index(handbook.articles, handbook.plain)
        pages[CHANGES] = changes_page(handbook.ledger)
        pages[sent.ANNOUNCEMENTS] = sent.announcements_page(handbook.announcements)
    if handbook.schemes or handbook.indicators:
        pages[KPI] = kpi_index(handbook.schemes, handbook.indicators)
    if handbook.indicators:
        pages[INDICATORS] = indicators_index(handbook.indicators, handbook.index)
    if handbook.documents:
        pages[BROWSE] = browse_page(handbook)
    return pages
