"""Pages of the special parts: rules, roles, steps, forms and time limits of one line of business on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content.special_parts import chapters_of
from handbook.content.work import submitted_to
from handbook.markdown.references import Kind, Target
from handbook.pages.links import escape, link, linked_lines
from handbook.pages.markup import anchor, facts_line, front_matter, table
from handbook.pages.role_pages import stage_links
from handbook.pages.work_links import cell, forms, positions, to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.content.articles import Article, Chapter
    from handbook.content.clauses import Clause
    from handbook.content.indicators import Indicator
    from handbook.content.special_parts import SpecialPart
    from handbook.content.work import Work
    from handbook.markdown.references import Index

SPECIAL_PARTS = "special/index.md"
TITLE = "专项业务"


def special_part_page(
    special_part: SpecialPart,
    articles: Sequence[Article],
    indicators: Sequence[Indicator],
    work: Work,
    index: Index,
) -> str:
    """Return a part's page: who it is for, its rules by chapter, its processes with their steps, its forms."""
    page, title = special_part.path, special_part.title
    rules = chapters_of(special_part, articles)
    clauses = {
        clause.id for article, chapters in rules for chapter in chapters for clause in _clauses(article, chapter)
    }
    used = [indicator for indicator in indicators if indicator.clause in clauses]
    names = "、".join(to(index, Kind.INDICATOR, indicator.title, page) for indicator in used)
    parts = [
        f"{front_matter(title, f'{title}：规则、步骤、表单和时限都在这一页。')}\n# {escape(title)}",
        _people(special_part, work, index),
        "\n".join(linked_lines(special_part.document, index)).strip("\n"),
        "## 规则",
        *(_rules(article, chapters, page) for article, chapters in rules),
        *_processes(special_part, work, index),
        *_forms(special_part, work, index),
        f"## 指标\n\n{names}" if names else "",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _people(special_part: SpecialPart, work: Work, index: Index) -> str:
    """Return who works in the part: the roles and positions that do a step in it, in the order in which they come."""
    processes = [process for process in work.processes if process.part == special_part.part]
    does = {work.title(name): None for process in processes for stage in process.stages for name in stage.responsible}
    return facts_line([("谁来办", positions(work, index, does, special_part.path))])


def _clauses(article: Article, chapter: Chapter) -> list[Clause]:
    return [clause for clause in article.clauses if clause.chapter == chapter.number]


def _rules(article: Article, chapters: Sequence[Chapter], page: str) -> str:
    """Return an article's chapters with the clauses of each, all linked."""
    lines = [f"**{_to(article.path, article.title, page)}**", ""]
    for chapter in chapters:
        clauses = "、".join(
            link(Target(Kind.CLAUSE, clause.id, clause.label, clause.path, clause.id), page)
            for clause in _clauses(article, chapter)
        )
        lines.append(f"- {_to(article.path, chapter.label, page, anchor(chapter.title))}：{clauses}")
    return "\n".join(lines)


def _processes(special_part: SpecialPart, work: Work, index: Index) -> list[str]:
    """Return the part's processes: every step with who does it, until when, on which form."""
    page = special_part.path
    parts = ["## 步骤与时限"]
    for process in work.processes:
        if process.part != special_part.part:
            continue
        rows = [
            (
                stage_links(process, (stage,), index, page),
                cell(stage.title, index, page),
                positions(work, index, stage.responsible, page),
                cell(stage.time_limit, index, page),
                forms(work, index, stage.forms, page),
            )
            for stage in process.stages
        ]
        steps = table(("步", "做什么", "责任人", "时限", "表单"), rows)
        name = to(index, Kind.PROCESS, process.title, page)
        parts.append(f"### {name}\n\n启动：{escape(process.when)}")
        parts.append(f'<div class="steps-table part-steps" markdown="1">\n\n{steps}\n\n</div>')
    return parts if len(parts) > 1 else []


def _forms(special_part: SpecialPart, work: Work, index: Index) -> list[str]:
    page = special_part.path
    rows = [
        (
            to(index, Kind.FORM, form.title, page),
            positions(work, index, form.filled_by, page),
            escape(form.when),
            positions(work, index, submitted_to(form), page),
        )
        for form in work.forms
        if form.part == special_part.part
    ]
    return ["## 表单", table(("表单", "谁填", "什么时候", "交给"), rows)] if rows else []


def special_parts_index(special_parts: Sequence[SpecialPart], articles: Sequence[Article], work: Work) -> str:
    """Return the list of the special parts, each with its articles and what it has."""
    rows = [
        (
            _to(special_part.path, special_part.title, SPECIAL_PARTS),
            "、".join(
                _to(article.path, article.title, SPECIAL_PARTS) for article, _ in chapters_of(special_part, articles)
            ),
            str(sum(process.part == special_part.part for process in work.processes)),
            str(sum(form.part == special_part.part for form in work.forms)),
        )
        for special_part in special_parts
    ]
    return "\n\n".join(
        [
            f"{front_matter(TITLE, '每项专项业务一页：规则、步骤、表单和时限。')}\n# {TITLE}",
            "写给只做或兼做某一项业务的人：一项业务一页，规则、步骤、时限和表单都在那里。各项业务之外，全部门共用的规定照常适用。",
            table(("专项业务", "规则在", "流程", "表单"), rows),
        ]
    ) + "\n"  # fmt: skip


def _to(path: str, title: str, page: str, place: str = "") -> str:
    return link(Target(Kind.PAGE, title, title, path, place), page)
