"""Scheme pages: the table, the calculator that runs it right below, and the JSON that the calculator reads."""

from __future__ import annotations

import json
from html import escape as html_escape
from typing import TYPE_CHECKING, Any

from handbook.checks.examples import SAMPLE_SECTION
from handbook.findings import Code, Finding, nearest
from handbook.markdown.references import Kind
from handbook.pages.links import linked_lines, site_url
from handbook.pages.markup import front_matter, meta_line, related_line
from handbook.revisions.scheme_versions import revisions_json, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from calculators.schemes import SchemeSource
    from handbook.content.articles import Article
    from handbook.content.clauses import Clause
    from handbook.content.schemes import SchemePage
    from handbook.markdown.documents import CellText, Document, Table
    from handbook.markdown.references import Index, Target
    from handbook.pages.backlinks import Backlinks
    from handbook.revisions.ledger import SchemeRevision

SCHEMES_INDEX = "assets/schemes/index.json"
"""What pages that work with any scheme read to offer them all."""
EXAMPLE_MARK = "示例，部门可改"


def sample_table(document: Document) -> Table | None:
    """Return the table under 算例."""
    return next((table for table in document.tables() if table.section == SAMPLE_SECTION), None)


def check_clauses(page: SchemePage, clause_ids: set[str]) -> list[Finding]:
    """Report 依据 cells that name a clause which does not exist."""
    findings: list[Finding] = []
    for row, cells in zip(page.source.rows, page.table.rows, strict=True):
        cell = next((cell for name, cell in _named(page.table, cells) if name == "依据"), None)
        if cell is None or row.clause in clause_ids:
            continue
        near = nearest(row.clause, clause_ids)
        hint = f"最接近的是：{'、'.join(near)}。" if near else ""
        findings.append(
            page.document.finding(
                Code.SCHEME_CLAUSE,
                cell,
                f"依据的条款「{cell.text}」不存在" if cell.text else "依据一格是空的",
                read=cell.text,
                fix=f"{hint}写一个已有的条款编号，如 KP-201：每一行得分都要说得出按哪一条。",
            )
        )
    return findings


def _named(table: Table, cells: tuple[CellText, ...]) -> list[tuple[str, CellText]]:
    """Return the cells of a row with their column's heading."""
    return [(heading.text.strip(), cell) for heading, cell in zip(table.headings, cells, strict=True)]


def check_ids(documents: Iterable[Document]) -> list[Finding]:
    """Report schemes whose id another one has, or whose id is not the name of the file: the id is the address."""
    owners: dict[str, Document] = {}
    findings: list[Finding] = []
    for document in sorted(documents, key=lambda document: document.meta.get("id") != _stem(document)):
        scheme_id = document.meta.get("id")
        if not isinstance(scheme_id, str):
            continue
        stem = _stem(document)
        owner = owners.setdefault(scheme_id, document)
        if owner is not document:
            message = f"考核方案编号「{scheme_id}」已用于 {owner.path}"
            fix = f"一张考核表一个编号，与文件名相同：「id: {stem}」。"
            findings.append(document.meta_finding(Code.DUPLICATE_SCHEME, "id", message, read=scheme_id, fix=fix))
        elif scheme_id != stem:
            message = f"考核方案编号「{scheme_id}」与文件名 {stem}.md 不同"
            fix = f"写「id: {stem}」，或把文件改名为 {scheme_id}.md：编号就是页面的地址。"
            findings.append(document.meta_finding(Code.WRONG_TYPE, "id", message, read=scheme_id, fix=fix))
    return findings


def _stem(document: Document) -> str:
    return document.path.rpartition("/")[2].removesuffix(".md")


def scheme_page(page: SchemePage, index: Index, root: str, backlinks: Backlinks) -> str:
    """Return the page's Markdown; `root` leads from the page to the root of the site: `../../../`."""
    source = page.source
    lines = linked_lines(page.document, index, _linked_cells(page, index))
    _wrap(lines, page.table, "scheme-table", f"\n\n{_calculator(source, root)}")
    sample = sample_table(page.document)
    if sample:
        _wrap(lines, sample, "wide-table")
    entries = [
        ("适用岗位", "、".join(source.roles)),
        ("考核周期", source.period),
        ("生效日期", source.effective),
        ("满分", f"{source.total} 分" if source.total else ""),
    ]
    head = front_matter(source.title, f"{source.title}：{'、'.join(source.roles)}，可直接算分。")
    button = "[直接算分](#calculator){ .md-button .md-button--primary .to-calculator }"
    body = "\n".join(lines).strip("\n")
    related = related_line(backlinks.line(_own(page, index), page.document.path))
    parts = [f"{head}\n# {source.title}", meta_line(entries), button, body, related]
    return "\n\n".join(filter(None, parts)) + "\n"


def _wrap(lines: list[str], table: Table, name: str, after: str = "") -> None:
    """Put a table, in lines that count like the file's, into a block of the given class, and text behind it."""
    last = table.rows[-1][0].line if table.rows else table.line + 1
    lines[table.line - 1] = f'\n<div class="{name}" markdown="1">\n\n{lines[table.line - 1].strip()}'
    lines[last - 1] += f"\n\n</div>{after}\n"


def _linked_cells(page: SchemePage, index: Index) -> dict[int, str]:
    """Return the table's rows with references in the 依据 and 指标 cells, by line."""
    rows: dict[int, str] = {}
    for row, cells in zip(page.source.rows, page.table.rows, strict=True):
        texts: list[str] = []
        for name, cell in _named(page.table, cells):
            written = cell.text.replace("|", "\\|")
            if name == "依据":
                written = f"[[{row.clause}\\|{row.clause}]]"
            elif name == "指标" and len(index.find(row.indicator, Kind.INDICATOR)) == 1:
                written = f"[[{Kind.INDICATOR}：{row.indicator}]]"
            elif cell.text == EXAMPLE_MARK:
                written = f'<span class="example-mark">{EXAMPLE_MARK}</span>'
            texts.append(written)
        rows[cells[0].line] = f"| {' | '.join(texts)} |"
    return rows


def _calculator(source: SchemeSource, root: str) -> str:
    """Return the place that the front end turns into the calculator, with what people see until then.

    `data-log` where an order log can give some of the figures: the head of the page asks for pandas by it.
    """
    data = html_escape(f"{root}assets/schemes/{source.id}.json")
    log = " data-log" if any(entry.log for entry in source.inputs.values()) else ""
    return (
        f'<div class="kpi-calculator" id="calculator" data-scheme="{data}" data-root="{html_escape(root)}"{log}>\n'
        "<p><strong>直接算分</strong>：把各列数字从 Excel 粘进来，按上面的考核表算出总分、等级和每一项的得分过程。"
        "数字只在这台设备的浏览器里计算，不会上传。</p>\n"
        "<p>这里要用近几年的浏览器打开（Chrome、Edge、Firefox、Safari 都可以），并且没有关掉网页的互动功能。"
        f'一时打不开，可先看<a href="#{SAMPLE_SECTION}">算例</a>，照着手工计算。</p>\n'
        "</div>"
    )


def scheme_json(
    page: SchemePage,
    index: Index,
    clauses: Mapping[str, Clause],
    articles: Mapping[str, Article],
    revisions: Sequence[SchemeRevision],
) -> str:
    """Return what the calculator reads: the scheme, its clauses and indicators, the sample rows, what was published.

    Addresses are relative to the root of the site. `sample` is a tab-separated table of the input columns of 算例,
    the first line the headings.
    """
    data: dict[str, Any] = dict(page.source.to_json())
    data["clauses"] = {
        row.clause: {
            "url": site_url(_only(index, row.clause, Kind.CLAUSE)),
            "title": clauses[row.clause].title,
            "article": clauses[row.clause].number,
            "document": articles[clauses[row.clause].path].title,
        }
        for row in page.source.rows
    }
    data["indicators"] = {
        row.indicator: site_url(_only(index, row.indicator, Kind.INDICATOR))
        for row in page.source.rows
        if len(index.find(row.indicator, Kind.INDICATOR)) == 1
    }
    data["page"] = site_url(_own(page, index))
    data["sample"] = sample_text(page)
    data["revisions"] = revisions_json(revisions)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def schemes_index(pages: Iterable[SchemePage], published: Mapping[str, Sequence[SchemeRevision]]) -> str:
    """Return the list of schemes in the order of their pages, each followed by its older revisions, newest first.

    `id` is the name of the scheme's file without its ending; `day` is from when it applies, where there are several.
    """
    listed: list[dict[str, str]] = []
    for page in pages:
        revisions = published.get(page.source.id, [])
        files = [(f"{each.id}.{each.number}", source_of(each), each.date) for each in reversed(revisions)]
        if len(files) < 2:
            files = [("", page.source, "")]
        for place, (name, source, day) in enumerate(files):
            id_ = name if place else page.source.id
            listed.append({"id": id_, "title": source.title, "period": source.period, "day": day})
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def _own(page: SchemePage, index: Index) -> Target:
    return next(target for target in index.find(page.source.title, Kind.SCHEME) if target.path == page.document.path)


def _only(index: Index, name: str, kind: Kind) -> Target:
    (target,) = index.find(name, kind)
    return target


def sample_text(page: SchemePage) -> str:
    """Return the 算例 rows without the columns that hold results (…得分, 总分, 等级), as tab-separated text."""
    table = sample_table(page.document)
    if table is None:
        return ""
    results = {f"{row.indicator}得分" for row in page.source.rows} | {"总分", "等级"}
    kept = [place for place, cell in enumerate(table.headings) if cell.text not in results]
    rows = [table.headings, *table.rows]
    return "".join("\t".join(row[place].text for place in kept) + "\n" for row in rows)
