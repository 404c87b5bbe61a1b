"""Scheme pages: the 考核表 of a Markdown page read, with the place of every cell, and its faults as findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from calculators.schemes import (
    COLUMNS,
    InputSource,
    Problem,
    Scheme,
    SchemeError,
    SchemeRowSource,
    SchemeSource,
    compile_scheme,
)
from calculators.text import squeeze
from handbook.findings import Code, Finding, nearest
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import (
    Field,
    check_front_matter,
    day,
    mapping,
    matching,
    number,
    text,
    text_of,
    texts,
    texts_of,
)

if TYPE_CHECKING:
    from handbook.markdown.documents import CellText, Document, Table

FIELDS = (
    Field("id", matching(r"[a-z0-9]+(?:-[a-z0-9]+)*", "用小写英文字母、数字和连字符，如 am-quarter。")),
    Field("title", text),
    Field("roles", texts),
    Field("period", text),
    Field("effective", day),
    Field("total", number, required=False),
    Field("grades", mapping),
    Field("inputs", mapping, required=False),
)
INPUT_KEYS = ("unit", "aliases", "note", "log")
_OPTIONAL = "说明"
_META_CODES = {"total": Code.SCHEME_TOTAL, "rows": Code.SCHEME_TABLE}


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A scheme with the page that it stands on."""

    document: Document
    source: SchemeSource
    scheme: Scheme | None
    """None where it does not compile; the findings say why."""
    table: Table


def scheme_table(document: Document) -> Table | None:
    """Return the page's 考核表: the first table that names both 计分规则 and 取数."""
    for table in document.tables():
        names = {squeeze(cell.text) for cell in table.headings}
        if {"计分规则", "取数"} <= names:
            return table
    return None


def read_scheme_page(document: Document) -> tuple[SchemePage | None, list[Finding]]:
    """Read and compile a page's scheme, without asking whether the handbook's other pages fit it.

    Only what scoring needs is asked for: the table, its cells, grades, inputs and total.
    """
    table = scheme_table(document)
    if table is None:
        fix = f"写一张表，表头是：{'、'.join(COLUMNS)}（说明可省）。"
        return None, [
            document.finding(Code.SCHEME_TABLE, Place(document.body_line), "页面上没有考核表", read="", fix=fix)
        ]
    findings = _check_headings(document, table)
    inputs, faults = _inputs(document)
    grades, grade_faults = _grades(document)
    findings += faults + grade_faults
    total = document.meta.get("total")
    source = SchemeSource(
        id=text_of(document, "id"),
        title=text_of(document, "title"),
        roles=texts_of(document, "roles"),
        period=text_of(document, "period"),
        effective=text_of(document, "effective"),
        total=None if total is None else str(total),
        grades=grades,
        inputs=inputs,
        rows=tuple(_row(table, cells) for cells in table.rows),
    )
    if any(finding.code is Code.SCHEME_TABLE for finding in findings):
        return SchemePage(document, source, None, table), findings
    try:
        scheme = compile_scheme(source)
    except SchemeError as error:
        findings += [_finding(document, table, problem) for problem in error.problems]
        return SchemePage(document, source, None, table), findings
    return SchemePage(document, source, scheme, table), findings


def read_scheme(document: Document) -> tuple[SchemePage | None, list[Finding]]:
    """Read a scheme page of the handbook: its front matter checked key by key, then as `read_scheme_page`."""
    page, findings = read_scheme_page(document)
    return page, check_front_matter(document, FIELDS) + findings


def _check_headings(document: Document, table: Table) -> list[Finding]:
    findings: list[Finding] = []
    found = [squeeze(cell.text) for cell in table.headings]
    for cell, name in zip(table.headings, found, strict=True):
        if name not in COLUMNS or found.count(name) > 1:
            fault = f"考核表里没有“{cell.text}”这一列" if name not in COLUMNS else f"“{cell.text}”一列出现了两次"
            near = nearest(name, COLUMNS, 1)
            hint = f"是不是“{near[0]}”？" if near and name not in COLUMNS else ""
            fix = f"{hint}可用的列：{'、'.join(COLUMNS)}。"
            findings.append(document.finding(Code.SCHEME_TABLE, cell, fault, read=cell.text, fix=fix))
    missing = [name for name in COLUMNS if name not in found and name != _OPTIONAL]
    if missing:
        fix = f"加上 {'、'.join(missing)}；完整的表头是：{'、'.join(COLUMNS)}（说明可省）。"
        read = " | ".join(cell.text for cell in table.headings)
        message = f"考核表缺少列：{'、'.join(missing)}"
        findings.append(document.finding(Code.SCHEME_TABLE, Place(table.line), message, read=read, fix=fix))
    return findings


def _row(table: Table, cells: tuple[CellText, ...]) -> SchemeRowSource:
    values = {COLUMNS[name]: cell.text for name, cell in _named(table, cells)}
    clause = values.get("clause", "").removeprefix("[[").removesuffix("]]").strip()
    fields = {name: values.get(name, "") for name in COLUMNS.values()}
    return SchemeRowSource(**fields | {"clause": clause})


def _named(table: Table, cells: tuple[CellText, ...]) -> list[tuple[str, CellText]]:
    names = (squeeze(heading.text) for heading in table.headings)
    return [(name, cell) for name, cell in zip(names, cells, strict=True) if name in COLUMNS]


def _finding(document: Document, table: Table, problem: Problem) -> Finding:
    message = f"{problem.reason}，读到“{problem.read}”" if problem.read else problem.reason
    if problem.row < 0:
        code = _META_CODES.get(problem.field, Code.SCHEME_FRONT_MATTER)
        if code is Code.SCHEME_TABLE:
            return document.finding(code, Place(table.line), message, read=problem.read, fix=f"{problem.hint}。")
        key = f"{problem.field}.{problem.read.partition(':')[0]}"
        return document.meta_finding(code, key, message, read=problem.read, fix=f"{problem.hint}。")
    cell = next(cell for name, cell in _named(table, table.rows[problem.row]) if COLUMNS[name] == problem.field)
    place = Place(cell.line, cell.column + problem.offset)
    return document.finding(Code.SCHEME_ROW, place, message, read=problem.read, fix=f"{problem.hint}。")


def _grades(document: Document) -> tuple[tuple[tuple[str, str], ...], list[Finding]]:
    written = document.meta.get("grades")
    if written is None:
        return (), []
    if not isinstance(written, dict):
        fix = "写成一行 grades: {优秀: 90, 良好: 80, 合格: 60, 不合格: 0}。"
        fault = document.meta_finding(
            Code.SCHEME_FRONT_MATTER, "grades", "grades 不是“等级: 下限”的清单", read=str(written), fix=fix
        )
        return (), [fault]
    entries = cast("dict[object, object]", written)
    return tuple((str(name), str(bound)) for name, bound in entries.items()), []


def _inputs(document: Document) -> tuple[dict[str, InputSource], list[Finding]]:
    written = document.meta.get("inputs")
    if not isinstance(written, dict):
        return {}, []
    inputs: dict[str, InputSource] = {}
    findings: list[Finding] = []
    for name, entry in cast("dict[object, object]", written).items():
        key = f"inputs.{name}"
        fields = {"unit": entry} if isinstance(entry, str) else entry
        if not isinstance(fields, dict):
            fix = f"写成 {name}: {{unit: 元, aliases: [别的叫法], note: 说明, log: 销售 - 退货}}，每样都可省。"
            findings.append(
                document.meta_finding(Code.SCHEME_FRONT_MATTER, key, f"“{name}”的写法不对", read=str(entry), fix=fix)
            )
            continue
        values = cast("dict[str, object]", fields)
        for unknown in [each for each in values if each not in INPUT_KEYS]:
            fix = f"可用的是：{'、'.join(INPUT_KEYS)}。"
            message = f"“{name}”下有不认识的键“{unknown}”"
            findings.append(
                document.meta_finding(Code.SCHEME_FRONT_MATTER, f"{key}.{unknown}", message, read=unknown, fix=fix)
            )
        aliases = values.get("aliases", [])
        names = [str(alias) for alias in cast("list[object]", aliases)] if isinstance(aliases, list) else [str(aliases)]
        inputs[str(name)] = InputSource(
            unit=str(values.get("unit") or ""),
            aliases=tuple(names),
            note=str(values.get("note") or ""),
            log=str(values.get("log") or ""),
        )
    return inputs, findings
