"""Process pages, the index of processes and the page of time limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content.processes import COLUMNS, TIME_LIMITS
from handbook.content.roles import PARTS
from handbook.markdown.references import Kind, Target
from handbook.markdown.work_tables import filled, names_in
from handbook.pages.flow_drawing import flow_drawing
from handbook.pages.links import escape, link, linked_lines
from handbook.pages.markup import facts_line, front_matter, meta_line, related_line, table
from handbook.pages.role_pages import stage_links
from handbook.pages.work_links import cell, forms, positions, to

if TYPE_CHECKING:
    from handbook.content.processes import Process, Stage
    from handbook.content.work import Work
    from handbook.markdown.references import Index
    from handbook.pages.backlinks import Backlinks

PROCESSES = "process/index.md"
STAGE_HEADINGS = ("步", *COLUMNS)


def process_page(process: Process, work: Work, index: Index, backlinks: Backlinks) -> str:
    """Return a process's page: when it begins, who answers for it, its steps with links, its flow diagram."""
    lines = linked_lines(process.document, index, _stage_rows(process, work, index))
    if process.table:
        first, last = process.table.table.line, process.table.rows[-1]["步骤"].line
        lines[first - 1] = f'\n<div class="steps-table" markdown="1">\n\n{lines[first - 1].strip()}'
        lines[last - 1] += f"\n\n</div>\n\n### 流程图 {{: #flow }}\n\n{flow_drawing(process, work)}\n"
    entries = [("编号", process.id), ("适用", process.part), ("启动", process.when)]
    head = front_matter(process.title, f"流程 {process.title}：每一步由谁做、多长时间内、用什么表单。")
    does = {work.title(name): None for stage in process.stages for name in (*stage.responsible, *stage.collaborators)}
    facts = [
        ("流程负责", positions(work, index, names_in(process.owner), process.path)),
        ("适用于", positions(work, index, does, process.path)),
    ]
    if process.clause:
        facts.append(("依据", to(index, Kind.CLAUSE, process.clause, process.path)))
    parts = [f"{head}\n# {escape(process.title)}", meta_line(entries), facts_line(facts)]
    if process.assumed:
        parts.append('!!! setting "示例，部门可改"\n    本流程的部分步骤由本手册补足，部门可按实际情况修改。')
    parts.append("\n".join(lines).strip("\n"))
    own = index.find(process.title, Kind.PROCESS)[0]
    parts.append(related_line(backlinks.line(own, process.path)))
    return "\n\n".join(filter(None, parts)) + "\n"


def _stage_rows(process: Process, work: Work, index: Index) -> dict[int, str]:
    """Return the table of steps with numbers, addresses and links, by line."""
    if process.table is None:
        return {}
    first = process.table.table.line
    rows = {
        first: f"| {' | '.join(STAGE_HEADINGS)} |",
        first + 1: f"|{' --- |' * len(STAGE_HEADINGS)}",
    }
    for stage in process.stages:
        line = stage.cells["步骤"].line
        rows[line] = f"| {' | '.join(_stage_cells(stage, work, index, process.path))} |"
    return rows


def _stage_cells(stage: Stage, work: Work, index: Index, page: str) -> tuple[str, ...]:
    """Return a step's row; references in it stay as written, since the line is linked as a whole."""
    written = {name: filled(stage.cells[name]).replace("|", "\\|") for name in COLUMNS}
    return (
        f'<span class="step-number" id="{stage.anchor}">{stage.number}</span>',
        written["步骤"],
        positions(work, index, stage.responsible, page),
        positions(work, index, stage.collaborators, page),
        written["时限"],
        written["输入"],
        written["输出"],
        forms(work, index, stage.forms, page),
    )


def processes_index(work: Work, index: Index) -> str:
    """Return the list of processes by part, each with its owner and when it begins."""
    limits = link(Target(Kind.PAGE, "时限一览", "时限一览", TIME_LIMITS), PROCESSES)
    parts = [
        f"{front_matter('流程', '全部流程：什么情况下启动、谁负责、分几步。')}\n# 流程",
        f"写给要办一件事的人：找到这件事的流程，照步骤做。要查多长时间内做完，看{limits}。",
    ]
    for part in PARTS:
        rows = [
            (
                to(index, Kind.PROCESS, process.title, PROCESSES),
                escape(process.when),
                str(len(process.stages)),
                positions(work, index, names_in(process.owner), PROCESSES),
            )
            for process in work.processes
            if process.part == part
        ]
        if rows:
            parts += [f"## {part}", table(("流程", "什么情况下启动", "步数", "负责"), rows)]
    return "\n\n".join(parts) + "\n"


def time_limits_page(work: Work, index: Index) -> str:
    """Return every step that has a time limit, by part and process."""
    title = "时限一览"
    parts = [
        f"{front_matter(title, '全部流程里有时限的步骤：谁、在多长时间内、做什么。')}\n# {title}",
        "写给怕误了时间的人：各流程里写明时限的步骤都在这里，点步数看这一步的前后。时限以流程页和依据的条款为准。",
    ]
    for part in PARTS:
        rows = [
            (
                to(index, Kind.PROCESS, process.title, TIME_LIMITS),
                stage_links(process, (stage,), index, TIME_LIMITS),
                cell(stage.title, index, TIME_LIMITS),
                positions(work, index, stage.responsible, TIME_LIMITS),
                cell(stage.time_limit, index, TIME_LIMITS),
            )
            for process in work.processes
            if process.part == part
            for stage in process.stages
            if stage.time_limit
        ]
        if rows:
            limits = table(("流程", "步", "做什么", "责任人", "时限"), rows)
            parts += [f"## {part}", f'<div class="limits-table" markdown="1">\n\n{limits}\n\n</div>']
    if len(parts) == 2:
        parts.append("目前没有写明时限的步骤。")
    return "\n\n".join(parts) + "\n"
