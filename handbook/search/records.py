"""What the search finds: one record for each section that a reader can be taken to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.content import glossary as glossary_file
from handbook.markdown.front_matter import text_of
from handbook.markdown.plain_text import LINE_END, plain_section
from handbook.markdown.references import Kind
from handbook.search.sections import Page, Record, address, sections
from handbook.search.work import onboarding_records, work_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.compiler import Handbook
    from handbook.content.articles import Article
    from handbook.content.schemes import SchemePage
    from handbook.markdown.documents import Document

CALCULATOR = "计算器"


def search_records(handbook: Handbook, calculators: Mapping[str, Document]) -> list[Record]:
    """Return every record of a handbook, in the order of the menu.

    `calculators` are those pages of the docs folder by path.
    """
    return [
        *(record for rank, article in enumerate(handbook.articles) for record in _article(article, rank)),
        *work_records(handbook.work),
        *_indicators(handbook),
        *(record for scheme in handbook.schemes for record in _scheme(scheme)),
        *_terms(handbook),
        *onboarding_records(handbook.work),
        *(record for document in handbook.plain for record in _plain(document)),
        *(record for path, document in sorted(calculators.items()) for record in _calculator(path, document)),
    ]


def _article(article: Article, rank: int) -> Iterator[Record]:
    intro = plain_section(article.document, article.document.body_line, article.chapters[0].line)
    yield Record(
        Kind.ARTICLE,
        article.title,
        address(article.path),
        place=f"{Kind.ARTICLE} › {article.code}",
        id=article.code,
        text=intro.text,
    )
    for clause in article.clauses:
        body = plain_section(article.document, clause.line + 1, clause.end_line)
        chapter = article.chapters[clause.chapter - 1]
        yield Record(
            Kind.CLAUSE,
            clause.title,
            address(article.path, clause.id),
            place=f"{article.title} › {chapter.label} › {clause.number}",
            id=clause.id,
            text=body.text,
            aside=body.aside,
            chapter=clause.chapter,
            article=clause.article,
            rank=rank,
        )


def _indicators(handbook: Handbook) -> Iterator[Record]:
    for indicator in handbook.indicators:
        facts = (f"考核周期：{indicator.period}", f"取数来源：{indicator.source}", indicator.direction)
        place = f"{Kind.INDICATOR} › {indicator.category}"
        yield from sections(
            Page(
                Kind.INDICATOR,
                indicator.title,
                indicator.document,
                "公式",
                place,
                indicator.id,
                indicator.aliases,
                facts,
            )
        )


def _scheme(scheme: SchemePage) -> Iterator[Record]:
    source = scheme.source
    place = f"{Kind.SCHEME} › {'、'.join(source.roles)}"
    yield Record(
        CALCULATOR,
        source.title,
        address(scheme.document.path, "calculator"),
        section="直接算分",
        place=place,
        text="把数字从 Excel 粘进来，算出总分、等级和每一项的得分过程，下一分差多少。",
    )
    yield from sections(Page(Kind.SCHEME, source.title, scheme.document, "考核表", place))


def _terms(handbook: Handbook) -> Iterator[Record]:
    if not handbook.glossary:
        return
    document = handbook.glossary.document
    ends = {heading.line: end for heading, end in document.sections()}
    for term in handbook.glossary.terms:
        body = plain_section(document, term.line + 1, ends[term.line])
        yield Record(
            Kind.TERM,
            term.name,
            address(glossary_file.PATH, term.anchor),
            place=text_of(document, "title"),
            text=body.text,
            aside=body.aside,
            names=term.synonyms,
        )


def _plain(document: Document) -> Iterator[Record]:
    """Return a page that has a title and text only: each section stands for itself."""
    title = text_of(document, "title")
    for record in sections(Page(Kind.PAGE, title, document, "", title)):
        yield replace(record, title=record.section, section="") if record.section else record


def _calculator(path: str, document: Document) -> Iterator[Record]:
    end = next((heading.line for heading in document.headings() if heading.level > 1), len(document.lines) + 1)
    body = plain_section(document, document.body_line, end)
    yield Record(
        CALCULATOR,
        text_of(document, "title"),
        address(path),
        place=CALCULATOR,
        text=LINE_END.join(filter(None, [str(document.meta.get("description", "")), body.text])),
    )
