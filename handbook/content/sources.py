"""Which files a handbook consists of, and what each of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handbook.content.articles import Article, read_article
from handbook.content.forms import Form, read_form
from handbook.content.glossary import PATH as GLOSSARY
from handbook.content.glossary import Glossary, read_glossary
from handbook.content.indicators import Indicator, read_indicator
from handbook.content.onboarding import Onboarding, read_onboarding
from handbook.content.processes import TIME_LIMITS, Process, read_process
from handbook.content.roles import FORMER_NAMES, OUTSIDE, Outside, Role, read_outside, read_role
from handbook.content.schemes import SchemePage, read_scheme
from handbook.content.special_parts import SpecialPart, read_special_part
from handbook.content.synonyms import PATH as SYNONYMS
from handbook.content.synonyms import Synonyms, read_synonyms
from handbook.findings import Code, Finding
from handbook.markdown.documents import Document, read_document
from handbook.markdown.front_matter import Field, check_front_matter, text
from handbook.markdown.prose import check_prose
from handbook.pages.announcements import ANNOUNCEMENTS, Announcement, read_announcement
from handbook.pages.announcements import FOLDER as SENT
from handbook.pages.browse_pages import INDEX as BROWSE
from handbook.revisions.changes import CHANGES
from handbook.revisions.ledger import FOLDER as LEDGER

FOLDERS = {
    "rules/": "制度",
    "roles/": "岗位",
    "process/": "流程",
    "forms/": "表单",
    "special/": "专项业务",
    "onboarding/": "新人路径",
    "kpi/indicators/": "指标",
    "kpi/schemes/": "考核方案",
    "announcements/": "发过的公告",
    "": "词汇表 glossary.md、同义词 synonyms.md 和其他单页",
}
"""Folders of the source and what lies in each."""

GENERATED = frozenset({ANNOUNCEMENTS, BROWSE, CHANGES, FORMER_NAMES, TIME_LIMITS})
"""Pages that the build makes besides the index pages: no file may take their address."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.md")
_PLAIN_FIELDS = (Field("title", text),)


@dataclass(slots=True)
class Sources:
    """Files read so far, by kind, and the findings that concern one file alone."""

    articles: list[Article] = field(default_factory=list[Article])
    roles: list[Role] = field(default_factory=list[Role])
    outside: Outside | None = None
    processes: list[Process] = field(default_factory=list[Process])
    forms: list[Form] = field(default_factory=list[Form])
    special_parts: list[SpecialPart] = field(default_factory=list[SpecialPart])
    onboardings: list[Onboarding] = field(default_factory=list[Onboarding])
    indicators: list[Indicator] = field(default_factory=list[Indicator])
    schemes: list[SchemePage] = field(default_factory=list[SchemePage])
    scheme_documents: list[Document] = field(default_factory=list[Document])
    announcements: list[Announcement] = field(default_factory=list[Announcement])
    plain: list[Document] = field(default_factory=list[Document])
    glossary: Glossary | None = None
    synonyms: Synonyms | None = None
    documents: list[Document] = field(default_factory=list[Document])
    ledger: dict[str, bytes | str] = field(default_factory=dict[str, bytes | str])
    """The ledger's files, by path, unread."""
    findings: list[Finding] = field(default_factory=list[Finding])

    def read(self, path: str, content: bytes | str) -> None:
        """Read one file: what it is follows from its place."""
        if path.startswith(LEDGER) and path.endswith(".jsonl"):
            self.ledger[path] = content
            return
        folder, _, name = path.rpartition("/")
        folder = f"{folder}/" if folder else ""
        reserved = name == "index.md" or path in GENERATED
        if folder not in FOLDERS or not _NAME.fullmatch(name) or reserved:
            self.findings.append(_misplaced(path, known_folder=folder in FOLDERS, reserved=path in GENERATED))
            return
        document, found = read_document(path, content)
        self.documents.append(document)
        self.findings.extend(found)
        if document.text or not found:
            self.findings.extend([*check_prose(document), *self._read_kind(folder, document)])

    def _read_kind(self, folder: str, document: Document) -> list[Finding]:
        match folder:
            case "rules/":
                article, faults = read_article(document)
                self.articles.append(article)
            case "roles/":
                faults = self._read_position(document)
            case "process/":
                process, faults = read_process(document)
                self.processes.append(process)
            case "forms/":
                form, faults = read_form(document)
                self.forms.append(form)
            case "special/":
                special_part, faults = read_special_part(document)
                self.special_parts.append(special_part)
            case "onboarding/":
                onboarding, faults = read_onboarding(document)
                self.onboardings.append(onboarding)
            case "kpi/indicators/":
                indicator, faults = read_indicator(document)
                self.indicators.append(indicator)
            case "kpi/schemes/":
                self.scheme_documents.append(document)
                scheme, faults = read_scheme(document)
                self.schemes.extend([scheme] if scheme else [])
            case _:
                faults = self._read_single(document)
        return faults

    def _read_single(self, document: Document) -> list[Finding]:
        """Read what is neither rule nor work: the glossary, an announcement, a page with a title and text only."""
        if document.path == GLOSSARY:
            self.glossary, faults = read_glossary(document)
        elif document.path == SYNONYMS:
            self.synonyms, faults = read_synonyms(document)
        elif document.path.startswith(SENT):
            announcement, faults = read_announcement(document)
            self.announcements.append(announcement)
        else:
            self.plain.append(document)
            faults = check_front_matter(document, _PLAIN_FIELDS)
        return faults

    def _read_position(self, document: Document) -> list[Finding]:
        if document.path == OUTSIDE:
            self.outside, faults = read_outside(document)
        else:
            role, faults = read_role(document)
            self.roles.append(role)
        return faults


def _misplaced(path: str, *, known_folder: bool, reserved: bool) -> Finding:
    places = "；".join(f"{folder or './'} 放{kind}" for folder, kind in FOLDERS.items())
    name = path.rpartition("/")[2]
    if reserved:
        message = f"「{name}」这一页由构建生成"
        fix = "换一个文件名；这一页的内容来自岗位页和流程页，不用写。"
    elif known_folder:
        message = f"文件名「{name}」不能用作网址"
        fix = "文件名用小写字母、数字和连字符，以 .md 结尾，不叫 index.md，如 travel.md；中文名称写在抬头的 title 里。"
    else:
        message, fix = f"手册里没有「{path.rpartition('/')[0]}」这个文件夹", f"{places}。"
    return Finding(path, 1, 1, Code.MISPLACED_FILE, message, path, fix)
