"""What the search finds of the work: roles, processes with their steps, forms, the first days of new people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content.processes import SECTION, TIME_LIMITS
from handbook.content.roles import FORMER_NAMES, PARTS
from handbook.markdown.front_matter import text_of
from handbook.markdown.plain_text import LINE_END, plain_inline
from handbook.markdown.references import Kind
from handbook.markdown.work_tables import filled
from handbook.pages.markup import heading_slug
from handbook.pages.onboarding_pages import TITLE as ONBOARDING
from handbook.search.sections import Page, Record, address, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.content.processes import Process
    from handbook.content.work import Work


STEP = "步骤"


def work_records(work: Work) -> Iterator[Record]:
    """Return the records of roles, processes and forms, in the order of the menu."""
    yield from _roles(work)
    for process in work.processes:
        yield from _process(process)
        yield from _steps(process)
    yield from _time_limits(work)
    yield from _forms(work)


def _roles(work: Work) -> Iterator[Record]:
    for role in work.roles:
        facts = (f"编制：{role.headcount}", f"上级：{role.reports_to}", f"考核人：{role.appraised_by}")
        place = f"{Kind.ROLE} › {role.part}"
        yield from sections(
            Page(
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
    names = [f"{name}：{role.title}" for role in work.roles for name in role.former_names]
    if names:
        yield Record(Kind.ROLE, "岗位名称对照", address(FORMER_NAMES), place=Kind.ROLE, text=LINE_END.join(names))
    if work.outside:
        document = work.outside.document
        yield from sections(Page(Kind.ROLE, text_of(document, "title"), document, "", Kind.ROLE))


def _process(process: Process) -> Iterator[Record]:
    facts = (f"启动：{process.when}", f"流程负责：{process.owner}")
    place = f"{Kind.PROCESS} › {process.part}"
    rank = PARTS.index(process.part)
    yield from sections(
        Page(Kind.PROCESS, process.title, process.document, SECTION, place, process.id, (), facts, rank)
    )


def _steps(process: Process) -> Iterator[Record]:
    """Return a record of each step, which opens its row."""
    for stage in process.stages:
        cells = [(name, filled(cell)) for name, cell in stage.cells.items() if name != STEP]
        yield Record(
            STEP,
            plain_inline(stage.title),
            address(process.path, stage.anchor),
            place=f"{Kind.PROCESS} › {process.title} › 第 {stage.number} 步",
            text=LINE_END.join(plain_inline(f"{name}：{value}") for name, value in cells if value),
            rank=PARTS.index(process.part),
        )


def _time_limits(work: Work) -> Iterator[Record]:
    for part in PARTS:
        limits = [
            plain_inline(f"{process.title}：{stage.title}，{stage.time_limit}")
            for process in work.processes
            if process.part == part
            for stage in process.stages
            if stage.time_limit
        ]
        if limits:
            yield Record(
                "时限",
                "时限一览",
                address(TIME_LIMITS, heading_slug(part)),
                section=part,
                place=Kind.PROCESS,
                text=LINE_END.join(limits),
            )


def _forms(work: Work) -> Iterator[Record]:
    for form in work.forms:
        facts = (f"什么时候填：{form.when}", f"谁填：{'、'.join(form.filled_by)}", f"交给：{form.submit_to}")
        place = f"{Kind.FORM} › {form.part}"
        yield from sections(
            Page(
                Kind.FORM,
                form.title,
                form.document,
                "",
                place,
                form.id,
                form.aliases,
                facts,
                PARTS.index(form.part),
            )
        )


def onboarding_records(work: Work) -> Iterator[Record]:
    """Return a record of each phase of the first days in a role."""
    for onboarding in work.onboardings:
        document = onboarding.document
        for number, phase in enumerate(onboarding.phases, 1):
            lines = [item.text for item in (*phase.to_read, *phase.tasks)]
            asked = [question.text for question in phase.quiz]
            yield Record(
                ONBOARDING,
                onboarding.title,
                address(document.path, f"phase-{number}"),
                section=phase.name,
                place=ONBOARDING,
                id=onboarding.id,
                text=LINE_END.join(plain_inline(line) for line in (*lines, *asked)),
                lead=number == 1,
            )
