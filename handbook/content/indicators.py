"""Indicator pages: one KPI indicator a file, its definition, formula, period and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from handbook.markdown.documents import Document

OUTLINE = Outline("指标页", ("定义", "公式", "取数与周期", "怎么用"), ("口径说明",), Code.INDICATOR_SECTION)

FIELDS = (
    Field("title", text),
    Field("id", matching("K[0-9]{2,3}", "写 K 和两到三位半角数字，如 K01。")),
    Field("category", text),
    Field("period", text),
    Field("unit", text, required=False),
    Field("direction", one_of("越高越好", "越低越好", "达到即可")),
    Field("source", text),
    Field("applies_to", texts),
    Field("clause", text),
    Field("aliases", texts, required=False),
    Field("assumed", flag, required=False),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator."""

    document: Document
    id: str
    title: str
    category: str
    period: str
    unit: str
    direction: str
    source: str
    """Department or system that the figure is taken from."""
    applies_to: tuple[str, ...]
    clause: str
    """Id of the clause that governs it."""
    aliases: tuple[str, ...]
    assumed: bool
    """True when the definition is partly the handbook's own and the department may change it."""

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path


def read_indicator(document: Document) -> tuple[Indicator, list[Finding]]:
    """Read an indicator page."""
    findings = [*check_front_matter(document, FIELDS), *check_sections(document, OUTLINE)]
    indicator = Indicator(
        document=document,
        id=text_of(document, "id"),
        title=text_of(document, "title"),
        category=text_of(document, "category"),
        period=text_of(document, "period"),
        unit=text_of(document, "unit"),
        direction=text_of(document, "direction"),
        source=text_of(document, "source"),
        applies_to=texts_of(document, "applies_to"),
        clause=text_of(document, "clause"),
        aliases=texts_of(document, "aliases"),
        assumed=document.meta.get("assumed") is True,
    )
    return indicator, findings


def duplicate_indicators(indicators: list[Indicator]) -> list[Finding]:
    """Report every indicator whose id or title an earlier one already has."""
    findings: list[Finding] = []
    for key, label in (("id", "编号"), ("title", "名称")):
        first: dict[str, Indicator] = {}
        for indicator in indicators:
            value = text_of(indicator.document, key)
            earlier = first.setdefault(value, indicator)
            if not value or earlier is indicator:
                continue
            findings.append(
                indicator.document.meta_finding(
                    Code.DUPLICATE_INDICATOR,
                    key,
                    f"指标{label}「{value}」已用于 {earlier.path}「{earlier.title}」",
                    read=value,
                    fix=f"每个指标一页，{label}不重复：换一个{label}，或合并两页。",
                )
            )
    return findings


def check_clauses(indicators: list[Indicator], clause_ids: set[str]) -> list[Finding]:
    """Report indicators that name a clause which does not exist."""
    findings: list[Finding] = []
    for indicator in indicators:
        if not indicator.clause or indicator.clause in clause_ids:
            continue
        near = nearest(indicator.clause, clause_ids)
        hint = f"最接近的是：{'、'.join(near)}。" if near else ""
        findings.append(
            indicator.document.meta_finding(
                Code.INDICATOR_CLAUSE,
                "clause",
                f"指标依据的条款「{indicator.clause}」不存在",
                read=indicator.clause,
                fix=f"{hint}写一个已有的条款编号，如 KP-201。",
            )
        )
    return findings
