"""What the search finds: one record for each section that a reader can be taken to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handbook import glossary as glossary_file
from handbook.front_matter import text_of
from handbook.links import site_url
from handbook.markup import heading_slug
from handbook.onboarding_pages import TITLE as ONBOARDING
from handbook.plain_text import LINE_END, plain_inline, plain_section
from handbook.processes import TIME_LIMITS
from handbook.references import Kind, Target
from handbook.roles import FORMER_NAMES, PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handbook.articles import Article
    from handbook.compiler import Handbook
    from handbook.documents import Document
    from handbook.schemes import SchemePage

CALCULATOR = "计算器"


@dataclass(frozen=True, slots=True)
class Record:
    """One section. Texts are plain."""

    kind: str
    """What a reader knows it as: 条款, 岗位, 计算器."""
    title: str
    """The clause's, the term's or the page's."""
    url: str
    """Relative to the root of the site, with the place on the page."""
    section: str = ""
    """The heading on the page; "" where the title says all."""
    place: str = ""
    """Where it stands: 大客户部管理制度 › 第二章 拜访礼仪与出差 › 第七条."""
    id: str = ""
    text: str = ""
    aside: str = ""
    """口径说明 and notes on what is an example: found, but behind what holds."""
    names: tuple[str, ...] = ()
    """Other names: synonyms, aliases, former names."""
    lead: bool = False
    """The section that the page's title stands for: a role's 职责, a process's 步骤."""
    chapter: int = 0
    article: int = 0
    """Numbers by which people cite a clause; 0 elsewhere."""
    rank: int = 0
    """Place of its article or part in the menu, from 0: what holds for everybody comes before what is special."""


def search_records(handbook: Handbook, calculators: Mapping[str, Document]) -> list[Record]:
    """Return every record of a handbook, in the order of the menu.

    `calculators` are those pages of the docs folder by path.
    """
    return [
        *(record for rank, article in enumerate(handbook.articles) for record in _article(article, rank)),
        *_roles(handbook),
        *_processes(handbook),
        *_forms(handbook),
        *_indicators(handbook),
        *(record for scheme in handbook.schemes for record in _scheme(scheme)),
        *_terms(handbook),
        *_onboarding(handbook),
        *(record for document in handbook.plain for record in _plain(document)),
        *(record for path, document in sorted(calculators.items()) for record in _calculator(path, document)),
    ]


def _address(path: str, place: str = "") -> str:
    return site_url(Target(Kind.PAGE, "", "", path, place))


def _article(article: Article, rank: int) -> Iterator[Record]:
    intro = plain_section(article.document, article.document.body_line, article.chapters[0].line)
    yield Record(
        Kind.ARTICLE,
        article.title,
        _address(article.path),
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
            _address(article.path, clause.id),
            place=f"{article.title} › {chapter.label} › {clause.number}",
            id=clause.id,
            text=body.text,
            aside=body.aside,
            chapter=clause.chapter,
            article=clause.article,
            rank=rank,
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """What the sections of one page have in common."""

    kind: str
    title: str
    document: Document
    lead: str
    place: str
    id: str = ""
    names: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """What the page says above its first heading besides its text."""
    rank: int = 0


def _sections(page: _Page) -> Iterator[Record]:
    """Return the beginning of a page, above its first heading, and its sections."""
    document = page.document
    sections = [(heading, end) for heading, end in document.sections() if heading.level == 2]
    above = plain_section(document, document.body_line, sections[0][0].line if sections else len(document.lines) + 1)
    head = LINE_END.join(filter(None, [above.text, *page.facts]))
    lead = page.lead if any(heading.text == page.lead for heading, _ in sections) else ""
    yield Record(
        page.kind,
        page.title,
        _address(document.path),
        place=page.place,
        id=page.id,
        text=head,
        aside=above.aside,
        names=page.names,
        lead=not lead,
        rank=page.rank,
    )
    for heading, end in sections:
        body = plain_section(document, heading.line + 1, end)
        yield Record(
            page.kind,
            page.title,
            _address(document.path, heading_slug(heading.text)),
            section=heading.text,
            place=page.place,
            id=page.id,
            text=body.text,
            aside=body.aside,
            names=page.names,
            lead=heading.text == lead,
            rank=page.rank,
        )


def _roles(handbook: Handbook) -> Iterator[Record]:
    for role in handbook.work.roles:
        facts = (f"编制：{role.headcount}", f"上级：{role.reports_to}", f"考核人：{role.appraised_by}")
        place = f"{Kind.ROLE} › {role.part}"
        yield from _sections(
            _Page(
                Kind.ROLE,
                role.title,
                role.document,
                "职责",
                place,
                role.id,
                role.former_names,
                facts,
                PARTS.index(role.part),
            )
        )
    names = [f"{name}：{role.title}" for role in handbook.work.roles for name in role.former_names]
    if names:
        yield Record(Kind.ROLE, "岗位名称对照", _address(FORMER_NAMES), place=Kind.ROLE, text=LINE_END.join(names))
    if handbook.work.outside:
        document = handbook.work.outside.document
        yield from _sections(_Page(Kind.ROLE, text_of(document, "title"), document, "", Kind.ROLE))


def _processes(handbook: Handbook) -> Iterator[Record]:
    for process in handbook.work.processes:
        facts = (f"启动：{process.when}", f"流程负责：{process.owner}")
        place = f"{Kind.PROCESS} › {process.part}"
        yield from _sections(
            _Page(
                Kind.PROCESS,
                process.title,
                process.document,
                "步骤",
                place,
                process.id,
                (),
                facts,
                PARTS.index(process.part),
            )
        )
    for part in PARTS:
        limits = [
            plain_inline(f"{process.title}：{stage.title}，{stage.time_limit}")
            for process in handbook.work.processes
            if process.part == part
            for stage in process.stages
            if stage.time_limit
        ]
        if limits:
            yield Record(
                "时限",
                "时限一览",
                _address(TIME_LIMITS, heading_slug(part)),
                section=part,
                place=Kind.PROCESS,
                text=LINE_END.join(limits),
            )


def _forms(handbook: Handbook) -> Iterator[Record]:
    for form in handbook.work.forms:
        facts = (f"什么时候填：{form.when}", f"谁填：{'、'.join(form.filled_by)}", f"交给：{form.submit_to}")
        place = f"{Kind.FORM} › {form.part}"
        yield from _sections(
            _Page(
                Kind.FORM,
                form.title,
                form.document,
                "字段",
                place,
                form.id,
                form.aliases,
                facts,
                PARTS.index(form.part),
            )
        )


def _indicators(handbook: Handbook) -> Iterator[Record]:
    for indicator in handbook.indicators:
        facts = (f"考核周期：{indicator.period}", f"取数来源：{indicator.source}", indicator.direction)
        place = f"{Kind.INDICATOR} › {indicator.category}"
        yield from _sections(
            _Page(
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
        _address(scheme.document.path, "calculator"),
        section="直接算分",
        place=place,
        text="把数字从 Excel 粘进来，算出总分、等级和每一项的得分过程，下一分差多少。",
    )
    yield from _sections(_Page(Kind.SCHEME, source.title, scheme.document, "考核表", place))


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
            _address(glossary_file.PATH, term.anchor),
            place=text_of(document, "title"),
            text=body.text,
            aside=body.aside,
            names=term.synonyms,
        )


def _onboarding(handbook: Handbook) -> Iterator[Record]:
    for onboarding in handbook.work.onboardings:
        document = onboarding.document
        for number, phase in enumerate(onboarding.phases, 1):
            lines = [item.text for item in (*phase.to_read, *phase.tasks)]
            asked = [question.text for question in phase.quiz]
            yield Record(
                ONBOARDING,
                onboarding.title,
                _address(document.path, f"phase-{number}"),
                section=phase.name,
                place=ONBOARDING,
                id=onboarding.id,
                text=LINE_END.join(plain_inline(line) for line in (*lines, *asked)),
                lead=number == 1,
            )


def _plain(document: Document) -> Iterator[Record]:
    """Return a page that has a title and text only: each section stands for itself."""
    title = text_of(document, "title")
    for record in _sections(_Page(Kind.PAGE, title, document, "", title)):
        yield replace(record, title=record.section, section="") if record.section else record


def _calculator(path: str, document: Document) -> Iterator[Record]:
    end = next((heading.line for heading in document.headings() if heading.level > 1), len(document.lines) + 1)
    body = plain_section(document, document.body_line, end)
    yield Record(
        CALCULATOR,
        text_of(document, "title"),
        _address(path),
        place=CALCULATOR,
        text=LINE_END.join(filter(None, [str(document.meta.get("description", "")), body.text])),
    )
