"""Announcements that were kept, a Markdown file and a page each, and the page where new ones are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape as html_escape
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding
from handbook.markdown.documents import Place
from handbook.markdown.front_matter import Field, check_front_matter, day, one_of, text, text_of
from handbook.markdown.references import Kind, Target
from handbook.pages.links import escape, link, linked_lines
from handbook.pages.markup import front_matter, meta_line
from handbook.revisions.clause_addresses import ADDRESS, addresses_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handbook.markdown.documents import Document
    from handbook.markdown.references import Index
    from handbook.pages.backlinks import Backlinks
    from handbook.revisions.ledger import Ledger

FOLDER = "announcements/"
ANNOUNCEMENTS = "announcements.md"
KINDS = ("新规发布", "修订通知", "考核提醒", "培训通知")
FIELDS = (Field("title", text), Field("date", day), Field("kind", one_of(*KINDS)))


@dataclass(frozen=True, slots=True)
class Announcement:
    """One that was sent."""

    document: Document
    title: str
    date: str
    kind: str

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path

    @property
    def target(self) -> Target:
        """What refers to the clauses that it cites."""
        return Target(Kind.ANNOUNCEMENT, self.title, f"{self.title}（{self.date}）", self.path)


def read_announcement(document: Document) -> tuple[Announcement, list[Finding]]:
    """Read an announcement."""
    findings = check_front_matter(document, FIELDS)
    title, date, kind = (text_of(document, key) for key in ("title", "date", "kind"))
    return Announcement(document, title, date, kind), findings


def check_announcements(announcements: Iterable[Announcement], ids: Iterable[str], ledger: Ledger) -> list[Finding]:
    """Report addresses of clauses or revisions that there never were."""
    known = {*ids, *ledger.clauses}
    findings: list[Finding] = []
    for announcement in announcements:
        for address in addresses_in(_body(announcement.document)):
            revisions = len(ledger.clauses.get(address.clause, ()))
            if address.clause not in known:
                message, fix = f"公告引用的 {address.clause} 不存在", "写一个已有的条款编号；废止的也可以引用。"
            elif address.revision > revisions:
                message = f"公告引用了 {address.clause} 的第 {address.revision} 版，它只有 {revisions} 版"
                fix = f"写 ?r={revisions}，或去掉版次。" if revisions else "还没有发布过的条款，地址里不写版次。"
            else:
                continue
            at = Place(address.line, address.column)
            code = Code.ANNOUNCEMENT_ADDRESS
            findings.append(announcement.document.finding(code, at, message, read=address.written, fix=fix))
    return findings


def _body(document: Document) -> str:
    """Return the text with its front matter blanked, so that lines still count."""
    return "\n".join("" if number < document.body_line else line for number, line in enumerate(document.lines, 1))


def add_addresses(announcements: Iterable[Announcement], index: Index, backlinks: Backlinks) -> None:
    """Note which clauses the addresses in announcements lead to."""
    for announcement in announcements:
        for address in addresses_in(_body(announcement.document)):
            for clause in index.find(address.clause, Kind.CLAUSE):
                backlinks.add(clause, announcement.target)


def announcement_page(announcement: Announcement, index: Index) -> str:
    """Return an announcement's page: its text with the addresses of clauses as links that name the clause."""

    def named(match: re.Match[str]) -> str:
        target = next(iter(index.find(match["clause"], Kind.CLAUSE)), None)
        shown = target.title if target else match["clause"]
        revision = f"（第 {match['revision']} 版）" if match["revision"] else ""
        address = "../../" + match[0][match[0].index(f"c/{match['clause']}") :]
        return f'<a href="{html_escape(address)}">{html_escape(shown + revision)}</a>'

    lines = [ADDRESS.sub(named, line) for line in linked_lines(announcement.document, index)]
    entries = [("类别", announcement.kind), ("日期", announcement.date)]
    head = front_matter(announcement.title, f"{announcement.kind}：{announcement.title}，{announcement.date}。")
    body = "\n".join(lines).strip("\n")
    return f"{head}\n# {escape(announcement.title)}\n\n{meta_line(entries)}\n\n{body}\n"


def announcements_page(announcements: Sequence[Announcement]) -> str:
    """Return the page where announcements are put together, and the list of those that were kept."""
    own = Target(Kind.PAGE, "", "", ANNOUNCEMENTS)
    parts = [
        f"{front_matter('公告', f'引用条款写公告：{"、".join(KINDS)}，给企业微信、钉钉、飞书和邮件用。')}\n# 公告",
        (
            "写给要把规定发给大家的人：在任何一条旁边点「引用」再点「加入公告」，回到这里排好次序、选好模板，"
            "就能复制出企业微信、钉钉、飞书、纯文本和邮件用的文字。写的内容只记在这台设备上，不会上传。"
        ),
        (
            '<div class="announcement-desk" data-root="../"><p>写公告要用近几年的浏览器，并且没有关掉网页的互动功能；'
            '没有时，<a href="../c/">在全部条款里</a>打开要引用的一条，复制它的地址。</p></div>'
        ),
        "## 发过的公告",
    ]
    listed = [
        f"- {each.date} {each.kind}：{link(Target(Kind.PAGE, each.title, each.title, each.path), own.path)}"
        for each in sorted(announcements, key=lambda each: (each.date, each.path), reverse=True)
    ]
    nothing = "还没有。把公告存成文件放进 `announcements/` 文件夹，就会列在这里，被引用的条款也会列出它。"
    parts.append("\n".join(listed) or nothing)
    return "\n\n".join(parts) + "\n"
