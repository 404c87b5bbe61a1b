"""Form pages: who fills in which fields, when, for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.roles import PARTS
from handbook.findings import Code, Finding, nearest
from handbook.markdown.front_matter import (
    Field,
    check_front_matter,
    flag,
    matching,
    one_of,
    text,
    text_of,
    texts,
    texts_of,
)
from handbook.markdown.page_sections import Outline, check_sections
from handbook.markdown.work_tables import filled, names_in, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.markdown.documents import CellText, Document
    from handbook.markdown.work_tables import WorkTable

SECTION = "字段"
COLUMNS = ("字段", "类型", "单位", "必填", "选项", "说明")
TYPES = ("文本", "长文本", "数字", "金额", "百分比", "日期", "时间", "单选", "多选", "附件", "签字")
CHOICES = ("单选", "多选")
INFERRED = "推断"
"""Stands in the note of a field that the sources do not name."""
OUTLINE = Outline("表单页", (SECTION,), ("怎么填", "口径说明"), Code.WORK_SECTION)

FIELDS = (
    Field("title", text),
    Field("id", matching("T[0-9]{2}", "写 T 和两位半角数字，如 T01。")),
    Field("filled_by", texts),
    Field("when", text),
    Field("submit_to", text),
    Field("part", one_of(*PARTS)),
    Field("clause", text, required=False),
    Field("aliases", texts, required=False),
    Field("assumed", flag, required=False),
)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field (字段) of a form."""

    name: str
    type: str
    """One of `TYPES`."""
    unit: str
    """Unit of its figures, "" when it has none."""
    required: bool
    choices: tuple[str, ...]
    """What can be chosen; empty for fields that are no choice."""
    note: str
    cells: Mapping[str, CellText]
    """As written, by column."""

    @property
    def inferred(self) -> bool:
        """Whether the handbook added it, the sources naming no such field."""
        return INFERRED in self.note

    @property
    def heading(self) -> str:
        """Name with its unit, as it stands over a column: 销售额（元）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Form:
    """One form."""

    document: Document
    id: str
    title: str
    filled_by: tuple[str, ...]
    when: str
    submit_to: str
    part: str
    clause: str
    """Id of the clause that asks for it, "" when none does."""
    aliases: tuple[str, ...]
    assumed: bool
    """True when its fields are the handbook's own and the department may change them."""
    form_fields: tuple[FormField, ...]
    table: WorkTable | None
    """The table of fields; None when it cannot be read (a finding)."""

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path

    @property
    def workbook_path(self) -> str:
        """Place of its `.xlsx` in the site: beside its page."""
        return f"{self.path.removesuffix('.md')}.xlsx"


def read_form(document: Document) -> tuple[Form, list[Finding]]:
    """Read a form page."""
    findings = [*check_front_matter(document, FIELDS), *check_sections(document, OUTLINE)]
    table, faults = read_table(document, COLUMNS, SECTION, "表单页「字段」")
    findings += faults
    form_fields = tuple(map(_form_field, table.rows)) if table else ()
    for place, form_field in enumerate(form_fields):
        earlier = {each.name for each in form_fields[:place]}
        findings.extend(_check_form_field(document, form_field, earlier))
    form = Form(
        document=document,
        id=text_of(document, "id"),
        title=text_of(document, "title"),
        filled_by=texts_of(document, "filled_by"),
        when=text_of(document, "when"),
        submit_to=text_of(document, "submit_to"),
        part=text_of(document, "part"),
        clause=text_of(document, "clause"),
        aliases=texts_of(document, "aliases"),
        assumed=document.meta.get("assumed") is True,
        form_fields=form_fields,
        table=table,
    )
    return form, findings


def _form_field(cells: Mapping[str, CellText]) -> FormField:
    return FormField(
        name=filled(cells["字段"]),
        type=cells["类型"].text,
        unit=filled(cells["单位"]),
        required=cells["必填"].text == "是",
        choices=names_in(cells["选项"].text),
        note=filled(cells["说明"]),
        cells=cells,
    )


def _check_form_field(document: Document, form_field: FormField, earlier: set[str]) -> list[Finding]:
    faults: list[tuple[str, str, str]] = []
    """Column, message, fix."""
    cells, shown = form_field.cells, form_field.name
    if not shown:
        faults.append(("字段", "字段没有名称", "写字段的名称，如 走访日期。"))
    elif shown in earlier:
        faults.append(("字段", f"字段「{shown}」出现了两次", "一张表单里字段名不重复：换一个名称，或合并两行。"))
    if form_field.type not in TYPES:
        near = nearest(form_field.type, TYPES, 1)
        hint = f"是不是「{near[0]}」？" if near else ""
        message = f"字段「{shown}」的类型「{form_field.type}」不认识"
        faults.append(("类型", message, f"{hint}可用的类型：{'、'.join(TYPES)}。"))
    elif form_field.type in CHOICES and len(form_field.choices) < 2:
        faults.append(("选项", f"字段「{shown}」是{form_field.type}，选项不足两个", "写出全部选项，用顿号隔开。"))
    elif form_field.type not in CHOICES and form_field.choices:
        message = f"字段「{shown}」是{form_field.type}，不能有选项"
        faults.append(("选项", message, "类型改为单选或多选，或把选项改成 -。"))
    if len(set(form_field.choices)) < len(form_field.choices):
        faults.append(("选项", f"字段「{shown}」的选项有重复", "每个选项只写一次。"))
    if cells["必填"].text not in {"是", "否"}:
        message = f"字段「{shown}」的必填写的是「{cells['必填'].text}」"
        faults.append(("必填", message, "写 是 或 否。"))
    return [
        document.finding(Code.BAD_FIELD, cells[column], message, read=cells[column].text, fix=fix)
        for column, message, fix in faults
    ]
