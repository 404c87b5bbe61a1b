"""What changed and when: the page `/changes/` and the feed beside it, both from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape as html_escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from handbook.pages.links import escape
from handbook.pages.markup import front_matter, related_line
from handbook.revisions.ledger import code_of

if TYPE_CHECKING:
    from handbook.revisions.ledger import Ledger, Publication, Revision, SchemeRevision

CHANGES = "changes.md"
FEED = "changes/feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause or scheme in a publication."""

    kind: str
    """新增, 修订 or 废止."""
    title: str
    document: str
    code: str
    """Code of the document; "" for a scheme."""
    audience: tuple[str, ...]
    address: str
    """From the root of the site."""
    date: str


def entries(ledger: Ledger) -> list[tuple[Publication, list[Entry]]]:
    """Return every publication with what it brought, newest first."""
    brought: dict[int, list[Entry]] = {publication.number: [] for publication in ledger.publications}
    for revisions in ledger.clauses.values():
        for revision in revisions:
            brought[revision.publication.number].append(_clause_entry(ledger, revision))
    for revisions in ledger.schemes.values():
        for revision in revisions:
            brought[revision.publication.number].append(_scheme_entry(revision))
    return [(publication, brought[publication.number]) for publication in reversed(ledger.publications)]


def _clause_entry(ledger: Ledger, revision: Revision) -> Entry:
    contents = ledger.contents_at(code_of(revision.id), revision.publication.number)
    kind = "废止" if revision.repealed else "修订" if revision.number > 1 else "新增"
    address = f"c/{revision.id}/?r={revision.number}"
    title, audience = (contents.title, contents.audience) if contents else ("", ())
    name = f"{revision.id} {revision.title}"
    return Entry(kind, name, title, code_of(revision.id), audience, address, revision.date)


def _scheme_entry(revision: SchemeRevision) -> Entry:
    kind = "修订" if revision.number > 1 else "新增"
    address = f"kpi/schemes/{revision.id}/?r={revision.number}"
    roles = tuple(revision.data["roles"])
    return Entry(kind, revision.data["title"], "考核方案", "", roles, address, revision.date)


def changes_page(ledger: Ledger) -> str:
    """Return the page; what each entry is about, and for whom, is in its attributes: the page's script filters."""
    head = front_matter("修订记录", "手册每一次发布新写、修订和废止了哪些条款和考核方案，从哪一天起适用。")
    parts = [
        f"{head}\n# 修订记录",
        (
            "写给要知道规矩变了没有的人：每一次发布改了什么、从哪一天起适用。点条款看改动前后的差别；"
            '要把规定发给大家，去<a href="../announcements/">写公告</a>；<a href="../c/">全部条款</a>按制度列出；'
            '订阅修订用<a href="feed.xml">这个地址</a>（Atom）。'
        ),
    ]
    if not ledger.publications:
        return "\n\n".join([*parts, "手册还没有发布过，没有修订记录。"]) + "\n"
    parts.append('<div class="my-changes" data-root="../"></div>')
    for publication, brought in entries(ledger):
        listed = "\n".join(map(_listed, brought))
        parts.append(
            f"## {publication.date} 第 {publication.number} 次发布 {{: #p{publication.number} }}\n\n"
            f"{escape(publication.note)}\n\n"
            f'<ul class="changes" data-publication="{publication.number}">\n{listed}\n</ul>\n\n'
            f"{_documents(brought)}"
        )
    return "\n\n".join(parts) + "\n"


def _documents(brought: list[Entry]) -> str:
    """Return the line that leads to the documents as they read from then on."""
    days = {(entry.document, entry.code, entry.date) for entry in brought if entry.code}
    links = [
        f'<a href="../c/{code}/{date}/">{html_escape(document)}（{date}）</a>' for document, code, date in sorted(days)
    ]
    return related_line(f"当日全文：{'、'.join(links)}") if links else ""


def _listed(entry: Entry) -> str:
    audience = html_escape("、".join(entry.audience))
    return (
        f'<li data-audience="{audience}"><span class="change-kind">{entry.kind}</span> '
        f'<a href="../{html_escape(entry.address)}">{html_escape(entry.title)}</a> '
        f'<span class="clause-place">{html_escape(entry.document)}，自 {entry.date} 起，适用于{audience}</span></li>'
    )


def feed(ledger: Ledger, name: str, url: str) -> str:
    """Return the Atom feed (RFC 4287), an entry a publication; `url` is the site's address with a slash at the end."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    newest = ledger.publications[-1].date if ledger.publications else "2000-01-01"
    _head(root, f"{name}：修订记录", f"{url}changes/", newest)
    ET.SubElement(root, "link", {"rel": "self", "href": f"{url}{FEED}"})
    ET.SubElement(ET.SubElement(root, "author"), "name").text = name
    for publication, brought in entries(ledger):
        entry = ET.SubElement(root, "entry")
        address = f"{url}changes/#p{publication.number}"
        _head(entry, f"{publication.date} 第 {publication.number} 次发布", address, publication.date)
        ET.SubElement(entry, "summary").text = publication.note
        lines = [
            f'<li>{each.kind} <a href="{html_escape(url + each.address)}">{html_escape(each.title)}</a></li>'
            for each in brought
        ]
        ET.SubElement(entry, "content", {"type": "html"}).text = f"<ul>{''.join(lines)}</ul>"
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _head(element: ET.Element, title: str, address: str, day: str) -> None:
    ET.SubElement(element, "title").text = title
    ET.SubElement(element, "id").text = address
    ET.SubElement(element, "link", {"href": address})
    ET.SubElement(element, "updated").text = f"{day}T00:00:00+08:00"
