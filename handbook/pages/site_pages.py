"""The pages that the handbook becomes: Markdown for the site's renderer, by path, and JSON for the calculators.

Same handbook, same text: nothing here looks at the clock or at the order of files on disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content.glossary import PATH
from handbook.markdown.references import Kind, Target
from handbook.pages import browse_pages
from handbook.pages.clause_blocks import HEADING_CLASS
from handbook.pages.links import escape, link, linked_lines
from handbook.pages.markup import anchor, attribute, cite_control, clause_badge, front_matter, meta_line
from handbook.pages.term_uses import term_uses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.content.articles import Article
    from handbook.content.glossary import Glossary
    from handbook.content.indicators import Indicator
    from handbook.content.repeals import Repeal
    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index
    from handbook.pages.backlinks import Backlinks
    from handbook.revisions.ledger import Ledger

INDICATOR_NAMES = "指标的名称"
MANY_RELATED = 8
"""Places that refer to a clause and are shown as they are."""


def article_page(article: Article, index: Index, backlinks: Backlinks, ledger: Ledger) -> str:
    """Return a rule article: numbered chapters and clauses, each clause followed by what refers to it."""
    root = "../" * (article.path.count("/") + 1)
    headings: dict[int, str] = {}
    for chapter in article.chapters:
        number = chapter.label.removesuffix(f" {chapter.title}")
        headings[chapter.line] = (
            f'## <span class="chapter-number">{number}</span> {chapter.title} '
            f'{{: #{anchor(chapter.title)} data-toc-label="{attribute(chapter.label)}" }}'
        )
    for clause in article.clauses:
        latest = ledger.latest(clause.id)
        citation = f"《{article.title}》{clause.number}“{clause.title}”（{clause.id}）"
        cite = cite_control(clause.id, attribute(citation), latest.number if latest else 0, root)
        headings[clause.line] = (
            f'### <span class="clause-number">{clause.number}</span> {clause.title} {clause_badge(clause.id)} {cite} '
            f'{{: #{clause.id} .{HEADING_CLASS} data-toc-label="{attribute(f"{clause.number} {clause.title}")}" }}'
        )
        if repeal := clause.repeal:
            headings[repeal.line] = _repealed(repeal)
    lines = linked_lines(article.document, index, headings)
    for clause in article.clauses:
        for target in index.find(clause.id, Kind.CLAUSE):
            related = backlinks.line(target, article.path)
            if related:
                lines[clause.end_line - 2] += f"\n\n{_related(related, len(backlinks.to(target)))}\n"
    entries = [
        ("编号", article.code),
        ("适用对象", "、".join(article.audience)),
        ("主管", article.owner),
        ("生效日期", article.effective),
    ]
    audience = "、".join(article.audience)
    head = front_matter(
        article.title, f"{article.title}（{article.code}），适用于{audience}，自 {article.effective} 起生效。"
    )
    return f"{head}\n# {article.title}\n\n{meta_line(entries)}\n\n{_contents(article)}\n\n{_body(lines)}"


def _related(line: str, count: int) -> str:
    """Return what refers to a clause; much of it is folded away, or it would outweigh the clause itself."""
    marked = f"{line}\n{{: .clause-related data-search-exclude=true }}"
    if count <= MANY_RELATED:
        return marked
    return f'??? uses "相关 {count} 处"\n' + "\n".join(f"    {part}" for part in marked.split("\n"))


def _contents(article: Article) -> str:
    """Return the chapters and clauses as links, folded: shown where the page's own list has no room, on a phone."""
    lines = [f"<summary>目录：{len(article.chapters)} 章 {len(article.clauses)} 条</summary>", "", ""]
    for chapter in article.chapters:
        lines.append(f"- [{escape(chapter.label)}](#{anchor(chapter.title)})")
        lines += [
            f"    - [{clause.number} {escape(clause.title)}](#{clause.id})"
            for clause in article.clauses
            if clause.chapter == chapter.number
        ]
    return _folded("\n".join(lines))


def _folded(contents: str) -> str:
    return f'<details class="page-contents" markdown="1" data-search-exclude>\n{contents}\n\n</details>'


def _repealed(repeal: Repeal) -> str:
    """Return the line of repeal as readers see it; the references in it become links."""
    replaced = f"，由{'、'.join(f'[[{clause}]]' for clause in repeal.replaced_by)}取代" if repeal.replaced_by else ""
    return f"**本条自 {repeal.date} 起废止**{replaced}。\n{{: .clause-repealed }}"


def _body(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"


def indicator_page(indicator: Indicator, index: Index, backlinks: Backlinks) -> str:
    """Return an indicator's page: its facts, its sections, and where it is used."""
    (clause,) = index.find(indicator.clause, Kind.CLAUSE)
    (own,) = (target for target in index.find(indicator.title, Kind.INDICATOR) if target.path == indicator.path)
    entries = [
        ("编号", indicator.id),
        ("类别", indicator.category),
        ("考核周期", indicator.period),
        ("单位", indicator.unit),
        ("方向", indicator.direction),
        ("取数来源", indicator.source),
        ("适用岗位", "、".join(indicator.applies_to)),
        ("又称", "、".join(indicator.aliases)),
    ]
    head = front_matter(indicator.title, f"指标 {indicator.title}：定义、公式、取数与周期，{indicator.direction}。")
    parts = [f"{head}\n# {indicator.title}", meta_line(entries), f"依据：{link(clause, indicator.path)}"]
    if indicator.assumed:
        parts.append('!!! setting "示例，部门可改"\n    本指标的部分口径由本手册补足，部门可按实际情况修改。')
    parts.append(_body(linked_lines(indicator.document, index)).strip("\n"))
    related = backlinks.line(own, indicator.path, "用到本指标的：")
    if related:
        parts.append(f"{related}\n{{: .clause-related data-search-exclude=true }}")
    return "\n\n".join(parts) + "\n"


def glossary_page(glossary: Glossary, indicators: Sequence[Indicator], index: Index, backlinks: Backlinks) -> str:
    """Return the glossary; each term can be linked to as `glossary/#词条` and says where it is used.

    Indicators, which have pages of their own, are listed at the end.
    """
    headings = {
        term.line: f'## {term.name} {{: #{term.anchor} .term data-toc-label="{attribute(term.name)}" }}'
        for term in glossary.terms
    }
    title = str(glossary.document.meta["title"])
    head = front_matter(title, "手册用词的解释和同义词。")
    lines = linked_lines(glossary.document, index, headings)
    ends = {heading.line: end for heading, end in glossary.document.sections()}
    for term in glossary.terms:
        (target,) = index.find(term.name, Kind.TERM)
        lines[ends[term.line] - 2] += f"\n\n{term_uses(backlinks.to(target))}\n"
    names = "、".join(f"[{escape(term.name)}](#{term.anchor})" for term in glossary.terms)
    contents = _folded(f"<summary>目录：{len(glossary.terms)} 个词</summary>\n\n{names}")
    parts = [f"{head}\n# {title}", contents, _body(lines).strip("\n")]
    everything = link(Target(Kind.PAGE, browse_pages.TITLE, browse_pages.TITLE, browse_pages.INDEX), PATH)
    parts.append(f"条款、流程、表单和别的名称，按拼音列在{everything}里。\n{{: data-search-exclude=true }}")
    if indicators:
        names = "、".join(link(index.find(indicator.title, Kind.INDICATOR)[0], PATH) for indicator in indicators)
        parts.append(f"## {INDICATOR_NAMES}\n\n{names}\n{{: data-search-exclude=true }}")
    return "\n\n".join(parts) + "\n"


def plain_page(document: Document, index: Index) -> str:
    """Return a page that has a title and text only."""
    title = str(document.meta["title"])
    return f"{front_matter(title, title)}\n# {escape(title)}\n\n{_body(linked_lines(document, index))}"
