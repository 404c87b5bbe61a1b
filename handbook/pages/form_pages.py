"""Form pages and the index of forms."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from handbook.content.forms import COLUMNS, INFERRED
from handbook.content.roles import PARTS
from handbook.content.work import submitted_to
from handbook.markdown.references import Kind
from handbook.markdown.work_tables import filled
from handbook.pages.blank_forms import blank_form
from handbook.pages.links import escape, linked_lines
from handbook.pages.markup import facts_line, front_matter, meta_line, related_line, table
from handbook.pages.role_pages import stage_links
from handbook.pages.work_links import positions, to

if TYPE_CHECKING:
    from handbook.content.forms import Form, FormField
    from handbook.content.work import Work
    from handbook.markdown.references import Index
    from handbook.pages.backlinks import Backlinks

FORMS = "forms/index.md"
BLANK = "blank"
"""Place of the empty form on its page."""
BLANK_HINT = (
    "在下面的框里直接填，再打印或复制；或打印本页，得到一张 A4 空表，用笔填。"
    "要记很多条，用 Excel 表：一行一条，单选和日期会检查。"
)


def form_page(form: Form, work: Work, index: Index, backlinks: Backlinks) -> str:
    """Return a form's page: who fills it in, when, for whom, its fields, and the processes that use it."""
    lines = linked_lines(form.document, index, _field_rows(form))
    if form.table:
        first, last = form.table.table.line, form.table.rows[-1]["字段"].line
        lines[first - 1] = f'\n<div class="fields-table" markdown="1">\n\n{lines[first - 1].strip()}'
        lines[last - 1] += "\n\n</div>\n"
    entries = [("编号", form.id), ("适用", form.part), ("什么时候填", form.when), ("又称", "、".join(form.aliases))]
    facts = [
        ("谁填", positions(work, index, form.filled_by, form.path)),
        ("交给", positions(work, index, submitted_to(form), form.path)),
    ]
    if form.clause:
        facts.append(("依据", to(index, Kind.CLAUSE, form.clause, form.path)))
    head = front_matter(form.title, f"表单 {form.title}：谁填、什么时候填、交给谁，有哪些字段。")
    parts = [f"{head}\n# {escape(form.title)}", meta_line(entries), facts_line(facts), _ways(form)]
    if form.assumed:
        parts.append('!!! setting "示例，部门可改"\n    本表单的字段由本手册补足，部门可按实际情况增减。')
    parts.append("\n".join(lines).strip("\n"))
    parts += [f"## 空白表 {{: #{BLANK} }}", BLANK_HINT, blank_form(form)]
    uses = "、".join(
        f"{to(index, Kind.PROCESS, process.title, form.path)}（步骤 {stage_links(process, stages, index, form.path)}）"
        for process, stages in work.uses_of(form)
    )
    own = index.find(form.title, Kind.FORM)[0]
    parts.append(related_line(f"用在这些流程：{uses}" if uses else ""))
    parts.append(related_line(backlinks.line(own, form.path)))
    return "\n\n".join(filter(None, parts)) + "\n"


def _ways(form: Form) -> str:
    """Return the buttons: the workbook and the empty form."""
    name = posixpath.basename(form.workbook_path)
    return f"[下载 Excel 表]({name}){{ .md-button }} [在线填写或打印](#{BLANK}){{ .md-button }}\n{{: .form-ways }}"


def _field_rows(form: Form) -> dict[int, str]:
    """Return the table of fields with marks on what is inferred, by line."""
    if form.table is None:
        return {}
    first = form.table.table.line
    rows = {first: f"| {' | '.join(COLUMNS)} |", first + 1: f"|{' --- |' * len(COLUMNS)}"}
    for form_field in form.form_fields:
        rows[form_field.cells["字段"].line] = f"| {' | '.join(_field_cells(form_field))} |"
    return rows


def _field_cells(form_field: FormField) -> tuple[str, ...]:
    written = {name: filled(form_field.cells[name]).replace("|", "\\|") for name in COLUMNS}
    mark = f'<span class="example-mark">{INFERRED}</span>'
    note = written["说明"].replace(INFERRED, mark, 1) if form_field.inferred else written["说明"]
    return (*(written[name] for name in COLUMNS[:-1]), note)


def forms_index(work: Work, index: Index) -> str:
    """Return the list of forms by part, each with who fills it in, when and for whom."""
    parts = [
        f"{front_matter('表单', '全部表单：谁填、什么时候填、交给谁。')}\n# 表单",
        "写给要填表和收表的人：点表单名称，看有哪些字段、怎么填、用在哪个流程。",
    ]
    for part in PARTS:
        rows = [
            (
                to(index, Kind.FORM, form.title, FORMS),
                positions(work, index, form.filled_by, FORMS),
                escape(form.when),
                positions(work, index, submitted_to(form), FORMS),
            )
            for form in work.forms
            if form.part == part
        ]
        if rows:
            parts += [f"## {part}", table(("表单", "谁填", "什么时候", "交给"), rows)]
    return "\n\n".join(parts) + "\n"
