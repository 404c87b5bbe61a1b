"""Schemes through time: what the calculator needs to score with the scheme of a past day, and what changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from calculators.schemes import SchemeSource, compile_scheme
from handbook.calculations.table_files import UsageError
from handbook.markdown.front_matter import day as day_fault
from handbook.markdown.references import Kind
from handbook.pages.links import site_url
from handbook.pages.markup import table
from handbook.revisions.differences import as_html, differences
from handbook.revisions.ledger import in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calculators.schemes import Scheme
    from handbook.markdown.references import Index
    from handbook.revisions.ledger import Ledger, SchemeRevision

_COLUMNS = {"weight": "权重", "expression": "取数", "standard": "标准", "rule": "计分规则", "clause": "依据"}
_HEAD = {"total": "满分", "period": "周期"}


def source_of(revision: SchemeRevision) -> SchemeSource:
    """Return a published scheme; its title says which revision it is, so that every sheet made with it does."""
    source = SchemeSource.from_json(revision.data)
    return replace(source, title=f"{source.title}（第 {revision.number} 版，自 {revision.date} 起）")


def scheme_on(ledger: Ledger, scheme_id: str, day: str) -> Scheme:
    """Return the scheme that applied on a day; raise UsageError when there was none."""
    if fault := day_fault(day):
        raise UsageError(f"--on：日期「{day}」不对：{fault[1]}")
    revisions = ledger.schemes.get(scheme_id, [])
    revision = in_force(revisions, day)
    if revision is None:
        since = f"它自 {revisions[0].date} 起适用" if revisions else "它还没有发布过"
        raise UsageError(f"考核方案 {scheme_id} 在 {day} 还没有适用：{since}。")
    return compile_scheme(source_of(revision))


def revision_path(revision: SchemeRevision) -> str:
    """Return the path of a revision's file in the site."""
    return f"assets/schemes/{revision.id}.{revision.number}.json"


def revisions_json(revisions: Sequence[SchemeRevision]) -> list[dict[str, Any]]:
    """Return the list that the page chooses from, oldest first; addresses are relative to the root of the site.

    An appeal names the scheme that it was made with by `version`.
    """
    return [
        {"number": each.number, "day": each.date, "url": revision_path(each), "version": source_of(each).version}
        for each in revisions
    ]


def revision_files(
    revisions: Sequence[SchemeRevision], index: Index, current: SchemeSource, sample: str
) -> dict[str, str]:
    """Return the file of every revision by its path: as the current one's, but its clauses lead to their own pages.

    The worked example of the page is given along where it has the same columns.
    """
    files: dict[str, str] = {}
    for revision in revisions:
        data = source_of(revision).to_json()
        data["clauses"] = {
            row["clause"]: {
                "url": f"c/{row['clause']}/",
                "title": "".join(found.title.removeprefix(found.name).strip() for found in index.find(row["clause"])),
                "article": "",
                "document": "",
            }
            for row in data["rows"]
        }
        data["indicators"] = {
            row["indicator"]: site_url(found[0])
            for row in data["rows"]
            if len(found := index.find(row["indicator"], Kind.INDICATOR)) == 1
        }
        same = [row["expression"] for row in data["rows"]] == [row.expression for row in current.rows]
        data["sample"] = sample if same else ""
        data["revisions"] = revisions_json(revisions)
        files[revision_path(revision)] = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return files


def history_section(revisions: Sequence[SchemeRevision]) -> str:
    """Return the section of a scheme's page that compares its revisions with the newest; "" while there is but one."""
    if len(revisions) < 2:
        return ""
    newest = revisions[-1]
    parts = ["\n## 沿革 {: #history }\n"]
    for revision in reversed(revisions):
        parts.append(
            f'<p id="r{revision.number}"><strong>第 {revision.number} 版</strong>，自 {revision.date} 起。'
            f"{escape(revision.publication.note)}</p>"
        )
        rows = _compared(revision.data, newest.data)
        if rows:
            marks = f"划去的是第 {revision.number} 版的，加下划线的是第 {newest.number} 版的"
            parts.append(f"与第 {newest.number} 版的差别（{marks}）：")
            parts.append(table(("项", "哪里", "差别"), rows))
    return "\n\n".join(parts) + "\n"


def _compared(old: Any, new: Any) -> list[tuple[str, str, str]]:
    before, after = ({row["indicator"]: row for row in data["rows"]} for data in (old, new))
    rows: list[tuple[str, str, str]] = [
        ("整张表", name, _difference(str(old[key] or ""), str(new[key] or "")))
        for key, name in _HEAD.items()
        if old[key] != new[key]
    ]
    if old["grades"] != new["grades"]:
        shown = ["、".join(f"{name} {bound}" for name, bound in data["grades"]) for data in (old, new)]
        rows.append(("整张表", "等级", _difference(*shown)))
    for indicator in {**before, **after}:
        if indicator not in after:
            rows.append((escape(indicator), "整行", "<del>不再考核</del>"))
        elif indicator not in before:
            rows.append((escape(indicator), "整行", "<ins>新增</ins>"))
        else:
            pairs = ((name, before[indicator][key], after[indicator][key]) for key, name in _COLUMNS.items())
            rows += [(escape(indicator), name, _difference(was, now)) for name, was, now in pairs if was != now]
    return rows


def _difference(old: str, new: str) -> str:
    return as_html(differences(old, new)).replace("|", "&#124;").replace("*", "&#42;")
