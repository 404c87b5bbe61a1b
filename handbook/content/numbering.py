"""The next free clause id, and where a new clause goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.errors import HandbookError
from handbook.findings import nearest
from handbook.revisions.ledger import code_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from handbook.content.articles import Article, Chapter


class NewClauseError(HandbookError):
    """The clause cannot be given an id or a place; the text says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause about to be written."""

    id: str
    chapter: Chapter
    after_line: int
    """Line of the article after which it goes; the chapter's last line with text."""


def next_clause(article: Article, chapter_name: str | None = None, used: Collection[str] = ()) -> NewClause:
    """Give the next free id in a chapter (by title or number, default the last) and the end of that chapter.

    A chapter that has clauses goes on counting from its highest id: ids of clauses that were taken out in between are
    never given again. A chapter without clauses begins the next hundred above all ids of the article. An id that
    another chapter has is passed over, and so are the `used` ones: those of the ledger, of whatever article.
    """
    chapter = _chapter(article, chapter_name)
    ids = {clause.id for clause in article.clauses} | {each for each in used if code_of(each) == article.code}
    taken = {int(each.partition("-")[2]) for each in ids}
    own = [int(clause.id.partition("-")[2]) for clause in article.clauses if clause.chapter == chapter.number]
    number = max(own) + 1 if own else (max(taken, default=0) // 100 + 1) * 100 + 1
    while number in taken:
        number += 1
    if number > 999:
        raise NewClauseError(f"{article.code} 的三位编号用完了：另立一份制度，用新的代号。")
    following = next((later.line for later in article.chapters if later.number == chapter.number + 1), None)
    last = (following or len(article.document.lines) + 1) - 1
    while last > chapter.line and not article.document.lines[last - 1].strip():
        last -= 1
    return NewClause(f"{article.code}-{number:03}", chapter, last)


def _chapter(article: Article, name: str | None) -> Chapter:
    if not article.chapters:
        raise NewClauseError(f"{article.path} 还没有章：先写一行「## 总则」。")
    if name is None:
        return article.chapters[-1]
    for chapter in article.chapters:
        if name in {chapter.title, str(chapter.number), chapter.label, chapter.label.partition(" ")[0]}:
            return chapter
    titles = [chapter.title for chapter in article.chapters]
    near = nearest(name, titles, 1)
    hint = f"是不是「{near[0]}」？" if near else ""
    raise NewClauseError(f"{article.path} 没有「{name}」这一章。{hint}已有的章：{'、'.join(titles)}。")


def clause_block(clause_id: str, title: str, text: str) -> str:
    """Return a clause as it is written in the file."""
    return f"### {clause_id} {title}\n\n{text.strip()}\n"


def insert_clause(article: Article, new: NewClause, block: str) -> str:
    """Return the article's whole text with a clause added at the end of its chapter."""
    lines = article.document.lines
    before, after = "\n".join(lines[: new.after_line]), "\n".join(lines[new.after_line :]).strip("\n")
    return f"{before}\n\n{block}" + (f"\n{after}\n" if after else "")
