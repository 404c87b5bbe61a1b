"""Index pages: one for each section of the site, made from what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.markdown.references import Kind, Target
from handbook.pages.links import escape, link
from handbook.pages.markup import anchor, front_matter, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handbook.content.articles import Article
    from handbook.content.indicators import Indicator
    from handbook.content.schemes import SchemePage
    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index

RULES = "rules/index.md"
KPI = "kpi/index.md"
INDICATORS = "kpi/indicators/index.md"


def _to(path: str, title: str, page: str, place: str = "") -> str:
    return link(Target(Kind.PAGE, title, title, path, place), page)


def _unbroken(text: str) -> str:
    """Return a short text, such as a date, that stays on one line in a narrow column."""
    return f'<span class="nowrap">{escape(text)}</span>'


def rules_index(articles: Sequence[Article], plain: Sequence[Document]) -> str:
    """Return the list of rule articles with their chapters, and of the single pages that the menu has beside them."""
    rows = [
        (
            _to(article.path, article.title, RULES),
            article.code,
            escape("、".join(article.audience)),
            _unbroken(article.owner),
            _unbroken(article.effective),
            str(len(article.clauses)),
        )
        for article in articles
    ]
    parts = [
        f"{front_matter('制度', '全部制度：适用对象、主管、生效日期和各章。')}\n# 制度",
        (
            "写给部门里每个人：先看适用对象，找到管到你的那几份，再按章翻到条。"
            "每条标题后的编号（如 KH-204）永远不变，引用时写编号；第几条会随增删变化。"
        ),
        table(("制度", "编号", "适用对象", "主管", "生效日期", "条数"), rows),
    ]
    if plain:
        parts.append(f"另见：{'、'.join(_to(page.path, str(page.meta['title']), RULES) for page in plain)}。")
    for article in articles:
        chapters = [
            f"- {_to(article.path, chapter.label, RULES, anchor(chapter.title))}" for chapter in article.chapters
        ]
        parts.append("\n".join([f"## {escape(article.title)}", "", *chapters]))
    return "\n\n".join(parts) + "\n"


def kpi_index(schemes: Sequence[SchemePage], indicators: Sequence[Indicator]) -> str:
    """Return the list of schemes, each with a way straight to its calculator."""
    rows = [
        (
            _to(scheme.document.path, scheme.source.title, KPI),
            escape("、".join(scheme.source.roles)),
            escape(scheme.source.period),
            str(len(scheme.source.rows)),
            _unbroken(scheme.source.effective),
            _to(scheme.document.path, "直接算分", KPI, "calculator"),
        )
        for scheme in schemes
    ]
    parts = [
        f"{front_matter('考核与算分', '全部考核方案和指标，可直接算分。')}\n# 考核与算分",
        (
            "写给被考核的人和评分的人：找到自己岗位的考核表，把数字从 Excel 粘进去，就能看到总分、等级和每项得分。"
            "数字只在你的浏览器里计算，不会上传。"
        ),
        "## 考核方案",
        table(("考核方案", "适用岗位", "周期", "指标数", "生效日期", "算分"), rows),
    ]
    if indicators:
        parts.append(f"## 指标\n\n考核表里用到的和可选用的指标共 {len(indicators)} 个，"
                     f"定义、公式和取数来源见{_to(INDICATORS, '指标一览', KPI)}。")  # fmt: skip
    return "\n\n".join(parts) + "\n"


def indicators_index(indicators: Sequence[Indicator], index: Index) -> str:
    """Return the table of indicators."""
    rows = [
        (
            indicator.id,
            _to(indicator.path, indicator.title, INDICATORS),
            escape(indicator.category),
            escape(indicator.period),
            indicator.direction,
            escape("、".join(indicator.applies_to)),
            *(link(clause, INDICATORS, clause.name) for clause in index.find(indicator.clause, Kind.CLAUSE)),
        )
        for indicator in indicators
    ]
    return "\n\n".join(
        [
            f"{front_matter('指标一览', '全部考核指标：定义、公式、周期、取数来源。')}\n# 指标一览",
            "写给要知道一个指标怎么算、数从哪里来的人。点名称看定义、公式和用法，点依据看规定它的条款。",
            table(("编号", "指标", "类别", "周期", "方向", "适用岗位", "依据"), rows),
        ]
    ) + "\n"  # fmt: skip
