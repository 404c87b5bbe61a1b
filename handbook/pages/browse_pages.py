"""The index to leaf through, for those without the search: everything from A to Z by pinyin, and clauses by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.content import glossary as glossary_file
from handbook.markdown.references import Kind, Target
from handbook.pages.links import escape, link
from handbook.pages.markup import front_matter
from handbook.search.pinyin import dictionary_order, syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handbook.compiler import Handbook
    from handbook.content.articles import Article

INDEX = "a-z.md"
TITLE = "索引"
OTHERS = "0–9"
"""Heading of what begins with neither a letter nor a Chinese character."""


def browse_page(handbook: Handbook) -> str:
    """Return the page: names in order of their readings, each with its kind, then the clauses of every article."""
    groups: dict[str, list[str]] = {}
    for name, target in sorted(
        _names(handbook), key=lambda entry: (_initial(entry[0]), dictionary_order(entry[0]), entry[1].path)
    ):
        shown = f'{link(target, INDEX, name)} <span class="index-kind">{target.kind}</span>'
        groups.setdefault(_initial(name), []).append(f"- {shown}")
    parts = [
        f"{front_matter(TITLE, '全部条款、词条、岗位、流程、表单和指标，按拼音从 A 到 Z，条款另按编号。')}\n# {TITLE}",
        "不用搜索也能找：名称按拼音从 A 到 Z 排，条款另[按编号](#by-id)排。",
        " ".join(f"[{letter}](#{_place(letter)})" for letter in groups) + "\n{: .index-letters }",
    ]
    for letter, entries in groups.items():
        parts += [f"## {letter} {{: #{_place(letter)} }}", _columns(entries)]
    parts.append("## 按编号 {: #by-id }")
    for article in handbook.articles:
        parts += [f"### {article.code} {escape(article.title)} {{: #by-id-{article.code} }}", _columns(_by_id(article))]
    return "\n\n".join(parts) + "\n"


def _names(handbook: Handbook) -> Iterator[tuple[str, Target]]:
    """Return every name with what it stands for; other names too, each as an entry of its own."""
    for clause in handbook.clauses.values():
        yield clause.title, Target(Kind.CLAUSE, clause.id, clause.label, clause.path, clause.id)
    for term in handbook.glossary.terms if handbook.glossary else ():
        target = Target(Kind.TERM, term.name, term.name, glossary_file.PATH, term.anchor)
        yield from ((name, target) for name in (term.name, *term.synonyms))
    work = handbook.work
    pages = [
        *((Kind.ARTICLE, each.title, each.path, ()) for each in handbook.articles),
        *((Kind.ROLE, each.title, each.path, each.former_names) for each in work.roles),
        *((Kind.PROCESS, each.title, each.path, ()) for each in work.processes),
        *((Kind.FORM, each.title, each.path, each.aliases) for each in work.forms),
        *((Kind.INDICATOR, each.title, each.path, each.aliases) for each in handbook.indicators),
        *((Kind.SCHEME, each.source.title, each.document.path, ()) for each in handbook.schemes),
    ]
    for kind, title, path, others in pages:
        target = Target(kind, title, title, path)
        yield from ((name, target) for name in (title, *others))


def _initial(name: str) -> str:
    first = name[:1]
    letter = first if first.isascii() else "".join(syllables(first))[:1]
    return letter.upper() if letter.isalpha() else OTHERS


def _place(letter: str) -> str:
    return "letter-0" if letter == OTHERS else f"letter-{letter.lower()}"


def _by_id(article: Article) -> list[str]:
    clauses = sorted(article.clauses, key=lambda clause: clause.id)
    return [f"- {link(Target(Kind.CLAUSE, each.id, each.label, each.path, each.id), INDEX)}" for each in clauses]


def _columns(entries: Iterable[str]) -> str:
    return '<div class="index-columns" markdown="1">\n\n' + "\n".join(entries) + "\n\n</div>"
