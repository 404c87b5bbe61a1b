"""Process pages: who does what, in which order, within what time, with which form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.roles import PARTS
from handbook.findings import Code, Finding
from handbook.markdown.front_matter import Field, check_front_matter, flag, matching, one_of, text, text_of
from handbook.markdown.page_sections import Outline, check_sections
from handbook.markdown.work_tables import filled, names_in, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.markdown.documents import CellText, Document
    from handbook.markdown.work_tables import WorkTable

TIME_LIMITS = "process/time-limits.md"
"""The generated page 时限一览."""
SECTION = "步骤"
COLUMNS = ("步骤", "责任人", "协作", "时限", "输入", "输出", "表单")
OUTLINE = Outline("流程页", (SECTION,), ("说明", "口径说明"), Code.WORK_SECTION)
END = "结束"
"""Where a branch leads that ends the process."""

_BRANCH = re.compile(r"\s*(?P<label>[^→；;]*?)\s*→\s*(?:步骤\s*(?P<stage>[0-9]+)|(?P<end>结束))\s*。?\s*")

FIELDS = (
    Field("title", text),
    Field("id", matching("P[0-9]{2}", "写 P 和两位半角数字，如 P01。")),
    Field("owner", text),
    Field("part", one_of(*PARTS)),
    Field("when", text),
    Field("clause", text, required=False),
    Field("assumed", flag, required=False),
)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a stage."""

    label: str
    """In which case: 是, 否; "" when always."""
    target: int
    """Number of the stage that follows; 0 for the end of the process."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step (步骤) of a process."""

    number: int
    """From 1."""
    title: str
    responsible: tuple[str, ...]
    collaborators: tuple[str, ...]
    time_limit: str
    """As written, "" when there is none."""
    forms: tuple[str, ...]
    branches: tuple[Branch, ...]
    """Empty when simply the next stage follows."""
    cells: Mapping[str, CellText]
    """As written, by column."""

    @property
    def anchor(self) -> str:
        """Place of its row on the process's page."""
        return f"step-{self.number}"

    @property
    def is_decision(self) -> bool:
        """Whether it asks something: its ways out depend on the answer."""
        return any(branch.label for branch in self.branches)


@dataclass(frozen=True, slots=True)
class Process:
    """One process."""

    document: Document
    id: str
    title: str
    owner: str
    """Who answers for the whole, as written."""
    part: str
    when: str
    """In which case it begins."""
    clause: str
    """Id of the clause that governs it, "" when none does."""
    assumed: bool
    """True when steps are partly the handbook's own and the department may change them."""
    stages: tuple[Stage, ...]
    table: WorkTable | None
    """The table of steps; None when it cannot be read (a finding)."""

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path


def read_process(document: Document) -> tuple[Process, list[Finding]]:
    """Read a process page."""
    findings = [*check_front_matter(document, FIELDS), *check_sections(document, OUTLINE)]
    table, faults = read_table(document, COLUMNS, SECTION, "流程页「步骤」")
    findings += faults
    stages = tuple(_stage(number, row) for number, row in enumerate(table.rows, 1)) if table else ()
    for stage in stages:
        findings.extend(_check_stage(document, stage, len(stages)))
    process = Process(
        document=document,
        id=text_of(document, "id"),
        title=text_of(document, "title"),
        owner=text_of(document, "owner"),
        part=text_of(document, "part"),
        when=text_of(document, "when"),
        clause=text_of(document, "clause"),
        assumed=document.meta.get("assumed") is True,
        stages=stages,
        table=table,
    )
    return process, findings


def _stage(number: int, cells: Mapping[str, CellText]) -> Stage:
    return Stage(
        number=number,
        title=cells["步骤"].text,
        responsible=names_in(cells["责任人"].text),
        collaborators=names_in(cells["协作"].text),
        time_limit=filled(cells["时限"]),
        forms=names_in(cells["表单"].text),
        branches=read_branches(cells["输出"].text),
        cells=cells,
    )


def read_branches(output: str) -> tuple[Branch, ...]:
    """Return the ways out that an 输出 cell names; what is no branch is plain output.

    >>> [(branch.label, branch.target) for branch in read_branches("是→步骤4；否→结束")]
    [('是', 4), ('否', 0)]
    """
    matches = [_BRANCH.fullmatch(part) for part in re.split("[；;]", output)]
    return tuple(Branch(match["label"], int(match["stage"] or 0)) for match in matches if match)


def _check_stage(document: Document, stage: Stage, count: int) -> list[Finding]:
    findings: list[Finding] = []
    for name, value in (("步骤", stage.title), ("责任人", stage.responsible)):
        if not value or value == "-":
            fix = "步骤写要做的事，责任人写一个岗位；没有责任人的一步没有人做。"
            cell = stage.cells[name]
            message = f"第 {stage.number} 步没有写{name}"
            findings.append(document.finding(Code.BAD_STAGE, cell, message, read=cell.text, fix=fix))
    cell = stage.cells["输出"]
    for branch in stage.branches:
        if branch.target and not (1 <= branch.target <= count and branch.target != stage.number):
            message = f"第 {stage.number} 步的去向「步骤{branch.target}」不是别的一步"
            fix = f"本流程有 {count} 步：写成 是→步骤2；否→结束 这样，步骤的号数按表里的次序数。"
            findings.append(document.finding(Code.BAD_STAGE, cell, message, read=cell.text, fix=fix))
    if len(stage.branches) == 1 and stage.is_decision:
        message = f"第 {stage.number} 步只写了一种去向「{stage.branches[0].label}」"
        fix = "每种情况都写去向，如 是→步骤2；否→结束。"
        findings.append(document.finding(Code.BAD_STAGE, cell, message, read=cell.text, fix=fix))
    return findings
