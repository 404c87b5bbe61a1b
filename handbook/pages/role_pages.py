"""Role pages, the index of roles and the page of former names."""

from __future__ import annotations

from dataclasses import replace
from html import escape as html_escape
from typing import TYPE_CHECKING

from handbook.content.roles import FIRST_MONTHS, FORMER_NAMES, OUTSIDE, PARTS
from handbook.markdown.references import Kind, Target
from handbook.markdown.work_tables import names_in
from handbook.pages.department_chart import department_chart
from handbook.pages.links import escape, link, linked_lines, site_url
from handbook.pages.markup import facts_line, front_matter, meta_line, related_line, table
from handbook.pages.onboarding_pages import onboarding_line
from handbook.pages.work_links import positions, to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.content.processes import Process, Stage
    from handbook.content.roles import Role
    from handbook.content.work import Work
    from handbook.markdown.references import Index
    from handbook.pages.backlinks import Backlinks
    from handbook.pages.role_rules import RoleRules

ROLES = "roles/index.md"
CALCULATOR = "calculator"
TAKES_PART = "参与的流程"
FORMS_SECTION = "要填和要收的表单"
RULES_SECTION = "要守的制度"


def role_page(role: Role, work: Work, rules: Sequence[RoleRules], index: Index, backlinks: Backlinks) -> str:
    """Return a role's page: its place in the department, its sections, its rules, calculators, processes and forms."""
    lines = linked_lines(role.document, index)
    schemes = _schemes(role, index)
    for heading, end in role.document.sections():
        if heading.text == "考核" and schemes:
            lines[end - 2] += f"\n\n{schemes}\n"
        if heading.text == FIRST_MONTHS and (path := onboarding_line(role, work)):
            lines[end - 2] += f"\n\n{path}\n"
    entries = [
        ("编号", role.id),
        ("编制", role.headcount),
        ("适用", role.part),
        ("又称", "、".join(role.former_names)),
    ]
    head = front_matter(role.title, f"岗位 {role.title}：职责、权限、任职条件、考核，参与的流程与要填的表单。")
    parts = [
        f"{head}\n# {escape(role.title)}",
        meta_line(entries),
        _place(role, work, index),
        my_role(role.path, role),
        "\n".join(lines).strip("\n"),
        *_rules(role, rules, index),
        f"## {TAKES_PART} {{: #work }}",
        _processes(role, work, index),
        f"## {FORMS_SECTION} {{: #forms }}",
        _forms(role, work, index),
    ]
    own = index.find(role.title, Kind.ROLE)[0]
    parts.append(related_line(backlinks.line(own, role.path, "提到本岗位的：")))
    return "\n\n".join(filter(None, parts)) + "\n"


def my_role(page: str, role: Role | None = None) -> str:
    """Return the place where the script lets a reader pick a role, this one or any; without the script it is empty."""
    root = "../" * site_url(Target(Kind.PAGE, "", "", page)).count("/")
    own = f' data-role="{role.id}" data-title="{html_escape(role.title)}"' if role else ""
    return f'<div class="my-role" data-root="{root}"{own}></div>'


def _place(role: Role, work: Work, index: Index) -> str:
    reports = [each.title for each in work.reports_of(role)]
    facts = [
        ("上级", positions(work, index, (role.reports_to,), role.path)),
        ("下级", positions(work, index, reports, role.path)),
        ("考核人", positions(work, index, names_in(role.appraised_by), role.path)),
    ]
    return facts_line(facts)


def _schemes(role: Role, index: Index) -> str:
    """Return the list of a role's schemes, each with a way straight to its calculator."""
    targets = [target for title in role.schemes for target in index.find(title, Kind.SCHEME)]
    return "\n".join(
        f"- 考核表：{link(target, role.path)}（{link(replace(target, anchor=CALCULATOR), role.path, '直接算分')}）"
        for target in targets
    )


def _rules(role: Role, rules: Sequence[RoleRules], index: Index) -> list[str]:
    """Return the section with the articles that apply to a role, and which of their clauses name it."""
    rows = [
        (
            to(index, Kind.ARTICLE, entry.article.title, role.path),
            escape("、".join(entry.article.audience)),
            "、".join(to(index, Kind.CLAUSE, clause.id, role.path, clause.id) for clause in entry.clauses) or "—",
        )
        for entry in rules
    ]
    return [f"## {RULES_SECTION} {{: #rules }}", table(("制度", "适用对象", "写明本岗位的条"), rows)] if rows else []


def _processes(role: Role, work: Work, index: Index) -> str:
    rows = [
        (
            to(index, Kind.PROCESS, process.title, role.path),
            "是" if work.is_role(process.owner, role) else "",
            stage_links(process, does, index, role.path),
            stage_links(process, helps, index, role.path),
        )
        for process, does, helps in work.parts_in(role)
    ]
    if not rows:
        return "没有流程写明由本岗位负责或协作。"
    return table(("流程", "流程负责", "责任步骤", "协作步骤"), rows)


def stage_links(process: Process, stages: Iterable[Stage], index: Index, page: str) -> str:
    """Return the numbers of steps, each linked to its row on the process's page."""
    target = index.find(process.title, Kind.PROCESS)[0]
    return "、".join(link(replace(target, anchor=stage.anchor), page, str(stage.number)) for stage in stages)


def _forms(role: Role, work: Work, index: Index) -> str:
    rows = [
        (
            to(index, Kind.FORM, form.title, role.path),
            "、".join([*(["填写"] if fills else []), *(["接收"] if receives else [])]),
            escape(form.when),
            positions(work, index, names_in(form.submit_to), role.path),
        )
        for form, fills, receives in work.forms_of(role)
    ]
    if not rows:
        return "没有表单写明由本岗位填写或接收。"
    return table(("表单", "本岗位", "什么时候填", "交给"), rows)


def roles_index(work: Work, index: Index) -> str:
    """Return the list of roles by part, with to whom each reports."""
    parts = [
        f"{front_matter('岗位', '全部岗位：上级、编制、考核表，各岗位的职责和参与的流程。')}\n# 岗位",
        (
            "写给要知道自己或别人管什么的人：点岗位名称，看职责、权限、任职条件、考核和上岗安排，"
            f"以及这个岗位参与的全部流程和表单。别的叫法见{_page(FORMER_NAMES, '岗位名称对照')}。"
        ),
    ]
    parts += [my_role(ROLES), "## 组织图", department_chart(work)]
    for part in PARTS:
        roles = [role for role in work.roles if role.part == part]
        if not roles:
            continue
        rows = [
            (
                to(index, Kind.ROLE, role.title, ROLES),
                positions(work, index, (role.reports_to,), ROLES),
                escape(role.headcount),
                "、".join(to(index, Kind.SCHEME, title, ROLES) for title in role.schemes) or "—",
            )
            for role in roles
        ]
        parts += [f"## {part}", table(("岗位", "上级", "编制", "考核表"), rows)]
    if work.outside:
        parts.append(f"流程里提到的部门外的人和单位，见{link_to_outside(ROLES, index, work)}。")
    return "\n\n".join(parts) + "\n"


def link_to_outside(page: str, index: Index, work: Work) -> str:
    """Return a link to the page of positions outside; its title where there is no such page."""
    title = str(work.outside.document.meta.get("title", "")) if work.outside else ""
    targets = [target for target in index.find(title, Kind.PAGE) if target.path == OUTSIDE]
    return link(targets[0], page) if targets else escape(title)


def _page(path: str, title: str) -> str:
    return link(Target(Kind.PAGE, title, title, path), ROLES)


def former_names_page(work: Work, index: Index) -> str:
    """Return what other documents call the roles, name by name."""
    names = sorted((name, role.title) for role in work.roles for name in role.former_names)
    rows = [(escape(name), to(index, Kind.ROLE, title, FORMER_NAMES)) for name, title in names]
    title = "岗位名称对照"
    return "\n\n".join(
        [
            f"{front_matter(title, '别的文件里的岗位名称，在本手册里叫什么。')}\n# {title}",
            "写给带着别的叫法来的人：左边是别的文件或旧制度里的名称，右边是本手册里的岗位。",
            table(("别的叫法", "本手册的岗位"), rows) if rows else "目前没有别的叫法。",
        ]
    ) + "\n"  # fmt: skip
