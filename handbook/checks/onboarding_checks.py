"""Whether onboarding paths fit the rest of the handbook: roles, clauses, and the words that their questions quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding, nearest
from handbook.pages.work_links import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handbook.content.articles import Article
    from handbook.content.clauses import Clause
    from handbook.content.onboarding import Onboarding, Question
    from handbook.content.work import Work


def check_onboardings(onboardings: Iterable[Onboarding], work: Work, articles: Iterable[Article]) -> list[Finding]:
    """Return the findings that need the whole handbook."""
    texts = {clause.id: (clause, clause_text(article, clause)) for article in articles for clause in article.clauses}
    paths = list(onboardings)
    findings = [*_duplicates(paths)]
    for onboarding in paths:
        findings.extend(_check_role(onboarding, work))
        for question in onboarding.questions:
            findings.extend(_check_quote(onboarding, question, texts))
    return findings


def clause_text(article: Article, clause: Clause) -> str:
    """Return what a clause says, as people read it, without white space.

    Neither its heading nor its 口径说明 is part of it: those blocks hold the figures that do not apply.
    """
    lines = list(article.document.lines)
    for token in article.document.tokens:
        if token.type == "admonition_open" and token.meta["tag"] == "reading" and token.map:
            lines[token.map[0] : token.map[1]] = [""] * (token.map[1] - token.map[0])
    return without_space("\n".join(map(plain, lines[clause.line : clause.end_line - 1])))


def without_space(written: str) -> str:
    """Return a text without white space of any kind."""
    return re.sub(r"\s", "", written)


def times_said(clause_says: str, quote: str) -> int:
    """Count how often a quote stands in a clause's text (without white space); a figure must be the whole figure.

    >>> times_said("每月出差不少于15天。", "15 天"), times_said("每月出差不少于15天。", "5 天")
    (1, 0)
    """
    words = without_space(quote)
    before = r"(?<![0-9])(?<![0-9][.,])" if words[:1].isdigit() else ""
    after = r"(?![0-9]|[.,][0-9])" if words[-1:].isdigit() else ""
    return len(re.findall(before + re.escape(words) + after, clause_says)) if words else 0


def _duplicates(onboardings: Iterable[Onboarding]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Onboarding] = {}
    for onboarding in onboardings:
        for key, label, value in (
            ("id", "编号", onboarding.id),
            ("title", "名称", onboarding.title),
            ("role", "岗位", onboarding.role),
        ):
            earlier = first.setdefault((key, value), onboarding)
            if value and earlier is not onboarding:
                message = f"新人路径的{label}「{value}」已用于 {earlier.path}「{earlier.title}」"
                fix = "一个岗位只有一条新人路径，编号和名称也不重复：换一个，或并入那一页。"
                yield onboarding.document.meta_finding(Code.DUPLICATE_ONBOARDING, key, message, read=value, fix=fix)


def _check_role(onboarding: Onboarding, work: Work) -> Iterator[Finding]:
    titles = [role.title for role in work.roles]
    if not onboarding.role or onboarding.role in titles:
        return
    meant = work.role(onboarding.role)
    near = [meant.title] if meant else nearest(onboarding.role, titles)
    hint = f"最接近的是：{'、'.join(near)}。" if near else ""
    message = f"岗位「{onboarding.role}」不存在"
    fix = f"{hint}写岗位页抬头里的 title，不写曾用名。"
    yield onboarding.document.meta_finding(Code.ONBOARDING_ROLE, "role", message, read=onboarding.role, fix=fix)


def _check_quote(
    onboarding: Onboarding, question: Question, texts: Mapping[str, tuple[Clause, str]]
) -> Iterator[Finding]:
    document, cells = onboarding.document, question.cells
    if question.clause not in texts:
        near = nearest(question.clause, texts)
        hint = f"最接近的是：{'、'.join(near)}。" if near else ""
        message = f"题目「{question.text}」依据的条款「{question.clause}」不存在"
        fix = f"{hint}写一个已有的条款编号，如 KH-204。"
        yield document.finding(Code.QUIZ_CLAUSE, cells["条款"], message, read=question.clause, fix=fix)
        return
    clause, clause_says = texts[question.clause]
    times = times_said(clause_says, question.quote)
    if times != 1:
        fault = "不在" if times == 0 else f"不止一次（{times} 次）出现在"
        hint = "条文改了的，题目、原文、选项和答案一起改；" if times == 0 else "多抄几个字，只指一处，改了才看得出；"
        message = f"题目「{question.text}」引用的「{question.quote}」{fault} {clause.label}的条文里"
        fix = f"看 {clause.path} 第 {clause.line} 行：{hint}原文照抄条文里连着的几个字，空格不计，口径说明不算。"
        yield document.finding(Code.QUIZ_QUOTE, cells["原文数字或词"], message, read=question.quote, fix=fix)
