"""What a publication would record: the handbook's articles and schemes as they stand, compared with the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.clauses import clause_body
from handbook.errors import HandbookError
from handbook.findings import Code, Finding
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import day
from handbook.revisions.ledger import Contents, Fields, file_name, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.content.articles import Article
    from handbook.content.clauses import Clause
    from handbook.content.schemes import SchemePage
    from handbook.revisions.ledger import Ledger, Revision

_RUN = '确认后运行 handbook publish --date 生效日期 --note "改了什么"；不想改的，用 git 恢复原文。'


class PublishError(HandbookError):
    """The handbook cannot be published so; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that is not as the ledger has it."""

    article: Article
    clause: Clause
    last: Revision | None
    """Its newest revision; None for a clause that was never published."""

    @property
    def kind(self) -> str:
        """What publishing it would be: 新增, 修订 or 废止."""
        if self.clause.repeal and not (self.last and self.last.repealed):
            return "废止"
        return "修订" if self.last else "新增"


def changed_clauses(articles: Iterable[Article], ledger: Ledger) -> list[Change]:
    """Return the clauses that differ from their newest revision in title, text or repeal, or have none."""
    changes: list[Change] = []
    for article in articles:
        for clause in article.clauses:
            last = ledger.latest(clause.id)
            if last is None or _state(article, clause) != _recorded(last):
                changes.append(Change(article, clause, last))
    return changes


_State = tuple[str, str, str, tuple[str, ...]]
"""Title, text, day of repeal ("" while in force) and the clauses that take its place."""


def _state(article: Article, clause: Clause) -> _State:
    repealed, replaced_by = (clause.repeal.date, clause.repeal.replaced_by) if clause.repeal else ("", ())
    return clause.title, clause_body(article.document, clause), repealed, replaced_by


def _recorded(last: Revision) -> _State:
    return last.title, last.text, last.date if last.repealed else "", last.replaced_by


def publication(
    articles: Sequence[Article], schemes: Iterable[SchemePage], ledger: Ledger, date: str, note: str
) -> tuple[str, str, list[Change]]:
    """Return the path and text of the ledger file that records everything not yet recorded, and the clauses in it.

    Raises PublishError when there is nothing to record, or when the day is none or before the last publication's.
    """
    if fault := day(date):
        raise PublishError(f"日期「{date}」不对：{fault[1]}")
    if not note.strip():
        raise PublishError("说明是空的：用 --note 写一句这次改了什么、谁受影响。")
    if ledger.publications and date < ledger.publications[-1].date:
        raise PublishError(f"日期 {date} 早于上一次发布的 {ledger.publications[-1].date}：发布按生效日期先后进行。")
    changes = changed_clauses(articles, ledger)
    records: list[Fields] = [
        *(_contents(article) for article in articles if not _same_contents(article, ledger)),
        *(_clause(change, date) for change in changes),
        *_schemes(schemes, ledger, date),
    ]
    if not records:
        raise PublishError("没有要登记的改动：手册与登记簿一致。")
    number = len(ledger.publications) + 1
    head: Fields = {"publication": number, "date": date, "note": note.strip()}
    return file_name(number), written([head, *records], ledger.last_hash), changes


def _contents(article: Article) -> Fields:
    return {
        "document": article.code,
        "title": article.title,
        "owner": article.owner,
        "audience": list(article.audience),
        "path": article.path,
        "chapters": [
            [chapter.title, [clause.id for clause in article.clauses if clause.chapter == chapter.number]]
            for chapter in article.chapters
        ],
    }


def _same_contents(article: Article, ledger: Ledger) -> bool:
    known = ledger.contents.get(article.code)
    return bool(known) and _contents_fields(known[-1]) == _contents(article)


def _contents_fields(contents: Contents) -> Fields:
    return {
        "document": contents.code,
        "title": contents.title,
        "owner": contents.owner,
        "audience": list(contents.audience),
        "path": contents.path,
        "chapters": [[title, list(clauses)] for title, clauses in contents.chapters],
    }


def _clause(change: Change, date: str) -> Fields:
    clause, number = change.clause, change.last.number + 1 if change.last else 1
    text = clause_body(change.article.document, clause)
    common: Fields = {"revision": number, "date": date, "title": clause.title, "text": text}
    if clause.repeal is None:
        return {"clause": clause.id, **common}
    common = {**common, "date": clause.repeal.date, "replaced_by": list(clause.repeal.replaced_by)}
    return {"repealed": clause.id, **common}


def _schemes(schemes: Iterable[SchemePage], ledger: Ledger, date: str) -> list[Fields]:
    records: list[Fields] = []
    for page in schemes:
        known = ledger.schemes.get(page.source.id, [])
        data = _scheme_data(page)
        if not known or known[-1].data != data:
            records.append({"scheme": page.source.id, "revision": len(known) + 1, "date": date, "data": data})
    return records


def _scheme_data(page: SchemePage) -> Fields:
    """Return a scheme as JSON gives it back: with lists for tuples."""
    return json.loads(json.dumps(page.source.to_json()))


def check_ledger(articles: Sequence[Article], schemes: Iterable[SchemePage], ledger: Ledger) -> list[Finding]:
    """Return what a published handbook must not do: lose a clause, change one unrecorded, use an id again.

    Before the first publication there is nothing to compare; a document that was never published is a draft.
    """
    present = {clause.id for article in articles for clause in article.clauses}
    by_code = {article.code: article for article in articles}
    findings = [
        _vanished(revisions[-1], by_code)
        for clause_id, revisions in ledger.clauses.items()
        if clause_id not in present and not revisions[-1].repealed
    ]
    published = [article for article in articles if article.code in ledger.contents]
    findings.extend(map(_changed, changed_clauses(published, ledger)))
    for page in schemes:
        known = ledger.schemes.get(page.source.id)
        if known and page.scheme and known[-1].data != _scheme_data(page):
            message = f"考核方案 {page.source.id} 自第 {known[-1].number} 版后有改动，还没有登记"
            at = Place(page.table.line)
            findings.append(
                page.document.finding(Code.UNRECORDED_CHANGE, at, message, read=page.source.title, fix=_RUN)
            )
    return findings


def _vanished(last: Revision, by_code: dict[str, Article]) -> Finding:
    article = by_code.get(last.id.partition("-")[0])
    path = article.path if article else file_name(last.publication.number)
    message = f"已发布的条款 {last.id} {last.title}不见了（第 {last.number} 版，自 {last.date} 起）"
    fix = (
        f"已发布的编号永远有页面：把「### {last.id} {last.title}」放回去（在哪一份同代号的制度、哪一章都可以）；"
        "不再适用的，标题下写「废止：日期」，发布之后才可以删。"
    )
    return Finding(path, 1, 1, Code.VANISHED_CLAUSE, message, last.id, fix)


def _changed(change: Change) -> Finding:
    clause, last, document = change.clause, change.last, change.article.document
    if last is None:
        message = f"{clause.label}是新写的，还没有登记"
        return document.finding(Code.UNRECORDED_CHANGE, clause, message, read=clause.id, fix=_RUN)
    if last.repealed and clause.repeal is None:
        message = f"条款编号 {clause.id} 已随「{last.title}」废止（自 {last.date} 起），不能再用"
        fix = f"换一个编号：handbook new clause {clause.code} 给出下一个可用编号；确要恢复原条款的，也用新编号写。"
        return document.finding(Code.REUSED_ID, clause, message, read=clause.id, fix=fix)
    if clause.repeal and clause.repeal.date < last.date and not last.repealed:
        message = f"{clause.label}的废止日期 {clause.repeal.date} 早于第 {last.number} 版的 {last.date}"
        fix = f"废止日期写 {last.date} 或以后的一天。"
        at = Place(clause.repeal.line)
        return document.finding(Code.BAD_REPEAL, at, message, read=clause.repeal.date, fix=fix)
    what = "写了废止" if change.kind == "废止" else "有改动"
    message = f"{clause.label}自第 {last.number} 版（{last.date}）后{what}，还没有登记"
    return document.finding(Code.UNRECORDED_CHANGE, clause, message, read=clause.id, fix=_RUN)
