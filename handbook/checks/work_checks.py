"""Whether roles, processes and forms fit each other and the rest of the handbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.work import submitted_to
from handbook.findings import Code, Finding, nearest
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import text_of
from handbook.markdown.work_tables import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.content.roles import Role
    from handbook.content.work import Work
    from handbook.markdown.documents import CellText, Document


def check_work(work: Work, clause_ids: set[str], schemes: set[str]) -> list[Finding]:
    """Return the findings of all roles, processes and forms; `schemes` are the titles of the schemes."""
    findings = [*_duplicates(work), *_circles(work)]
    for role in work.roles:
        findings.extend(_check_position(work, role.document, "reports_to", role.reports_to))
        findings.extend(_check_position(work, role.document, "appraised_by", *names_in(role.appraised_by)))
        unknown = [title for title in role.schemes if title not in schemes]
        findings.extend(_unknown_scheme(role.document, title, schemes) for title in unknown)
    for process in work.processes:
        findings.extend(_check_position(work, process.document, "owner", *names_in(process.owner)))
        findings.extend(_check_clause(process.document, process.clause, clause_ids))
        for stage in process.stages:
            for column, names in (("责任人", stage.responsible), ("协作", stage.collaborators)):
                findings.extend(_unknown_positions(work, process.document, stage.cells[column], names))
            findings.extend(_unknown_forms(work, process.document, stage.cells["表单"], stage.forms))
    for form in work.forms:
        findings.extend(_check_position(work, form.document, "filled_by", *form.filled_by))
        findings.extend(_check_position(work, form.document, "submit_to", *submitted_to(form)))
        findings.extend(_check_clause(form.document, form.clause, clause_ids))
    return findings


@dataclass(frozen=True, slots=True)
class _Named:
    """Something that has a name: where the name stands, and what it belongs to."""

    name: str
    document: Document
    key: str
    cell: CellText | None = None


def _duplicates(work: Work) -> Iterator[Finding]:
    """Report ids and names (titles, former names, aliases) that something of the same kind already has."""
    roles = [_Named(role.title, role.document, "title") for role in work.roles]
    roles += [_Named(name, role.document, "former_names") for role in work.roles for name in role.former_names]
    if work.outside:
        roles += [_Named(cell.text, work.outside.document, "", cell) for cell in work.outside_names]
    processes = [_Named(process.title, process.document, "title") for process in work.processes]
    forms = [_Named(form.title, form.document, "title") for form in work.forms]
    forms += [_Named(name, form.document, "aliases") for form in work.forms for name in form.aliases]
    for kind, named in (("岗位", roles), ("流程", processes), ("表单", forms)):
        yield from _repeated(named, kind, "名称")
    for kind, pages in (("岗位", work.roles), ("流程", work.processes), ("表单", work.forms)):
        yield from _repeated([_Named(page.id, page.document, "id") for page in pages], kind, "编号")


def _repeated(entries: Iterable[_Named], kind: str, label: str) -> Iterator[Finding]:
    first: dict[str, _Named] = {}
    for entry in entries:
        earlier = first.setdefault(entry.name, entry)
        if not entry.name or earlier is entry:
            continue
        owner = text_of(earlier.document, "title")
        message = f"{kind}{label}「{entry.name}」已用于 {earlier.document.path}「{owner}」"
        fix = f"一个{label}只属于一个{kind}（曾用名、别名和部门外的名称也算）：换一个，或删去其中一处。"
        if entry.cell:
            yield entry.document.finding(Code.DUPLICATE_WORK, entry.cell, message, read=entry.name, fix=fix)
        else:
            yield entry.document.meta_finding(Code.DUPLICATE_WORK, entry.key, message, read=entry.name, fix=fix)


def _circles(work: Work) -> Iterator[Finding]:
    """Report every role that stands above itself."""
    for role in work.roles:
        above: list[Role] = []
        superior = work.role(role.reports_to)
        while superior is not None and superior not in above:
            above.append(superior)
            superior = work.role(superior.reports_to)
        if role in above:
            message = f"「{role.title}」的上级绕了一圈又是自己：{' → '.join(each.title for each in [role, *above])}"
            fix = "改其中一个岗位的 reports_to；最上面的岗位写部门外的上级，如 总经理。"
            yield role.document.meta_finding(
                Code.REPORTING_CIRCLE, "reports_to", message, read=role.reports_to, fix=fix
            )


def _position_fault(work: Work, name: str) -> tuple[str, str]:
    known = [*(name for role in work.roles for name in role.names), *(cell.text for cell in work.outside_names)]
    near = nearest(name, known)
    hint = f"最接近的是：{'、'.join(near)}。" if near else ""
    return f"「{name}」不是岗位，也不是部门外的岗位与单位", (
        f"{hint}写岗位页的名称或曾用名；部门外的人和单位先列入 roles/outside.md。"
    )


def _check_position(work: Work, document: Document, key: str, *names: str) -> Iterator[Finding]:
    for name in names:
        if name and not work.knows(name):
            message, fix = _position_fault(work, name)
            yield document.meta_finding(Code.UNKNOWN_POSITION, key, message, read=name, fix=fix)


def _unknown_positions(work: Work, document: Document, cell: CellText, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if not work.knows(name):
            message, fix = _position_fault(work, name)
            yield document.finding(Code.UNKNOWN_POSITION, _within(cell, name), message, read=name, fix=fix)


def _unknown_forms(work: Work, document: Document, cell: CellText, names: Iterable[str]) -> Iterator[Finding]:
    known = [name for form in work.forms for name in (form.title, *form.aliases)]
    for name in names:
        if work.form(name) is None:
            near = nearest(name, known)
            hint = f"最接近的是：{'、'.join(near)}。" if near else ""
            fix = f"{hint}写一个表单页的名称或别名，几张表单用顿号隔开；没有表单写 -。"
            message = f"表单「{name}」不存在"
            yield document.finding(Code.UNKNOWN_FORM, _within(cell, name), message, read=name, fix=fix)


def _within(cell: CellText, name: str) -> Place:
    return Place(cell.line, cell.column + max(cell.text.find(name), 0))


def _check_clause(document: Document, clause: str, clause_ids: set[str]) -> Iterator[Finding]:
    if not clause or clause in clause_ids:
        return
    near = nearest(clause, clause_ids)
    hint = f"最接近的是：{'、'.join(near)}。" if near else ""
    message = f"依据的条款「{clause}」不存在"
    fix = f"{hint}写一个已有的条款编号，如 KP-201。"
    yield document.meta_finding(Code.WORK_CLAUSE, "clause", message, read=clause, fix=fix)


def _unknown_scheme(document: Document, title: str, schemes: set[str]) -> Finding:
    near = nearest(title, schemes)
    hint = f"最接近的是：{'、'.join(near)}。" if near else ""
    message = f"考核方案「{title}」不存在"
    fix = f"{hint}写考核方案页抬头里的 title；还没有考核表的岗位写 schemes: []。"
    return document.meta_finding(Code.UNKNOWN_SCHEME, "schemes", message, read=title, fix=fix)
