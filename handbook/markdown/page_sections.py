"""The sections that a kind of page has, in their order, and what is wrong with a page's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.articles import level_fault
from handbook.findings import Code, nearest
from handbook.markdown.documents import Place

if TYPE_CHECKING:
    from handbook.findings import Finding
    from handbook.markdown.documents import Document


@dataclass(frozen=True, slots=True)
class Outline:
    """What a kind of page consists of; only `##` headings."""

    kind: str
    """What such a page is called: 指标页."""
    required: tuple[str, ...]
    """Sections that every page has, in this order."""
    optional: tuple[str, ...]
    """Sections that may follow."""
    code: Code
    """Code of the findings."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """All sections, in order."""
        return (*self.required, *self.optional)


def check_sections(document: Document, outline: Outline) -> list[Finding]:
    """Report sections that are missing, empty, unknown, out of order or there twice."""
    findings: list[Finding] = []
    seen: list[str] = []
    meant: set[str] = set()
    for heading, end in document.sections():
        if heading.level != 2:
            findings.append(level_fault(document, heading, f"{outline.kind}只用「##」一级"))
            continue
        message, hint = "", ""
        later = _first_later(heading.text, seen, outline)
        if heading.text in seen:
            message, hint = f"「{heading.text}」一节写了两次", "合并成一节。"
        elif heading.text not in outline.allowed:
            near = nearest(heading.text, outline.allowed, 1)
            meant.update(near)
            message, hint = f"{outline.kind}没有「{heading.text}」这一节", f"是不是「{near[0]}」？" if near else ""
        elif not any(line.strip() for line in document.lines[heading.line : end - 1]):
            message, hint = f"「{heading.text}」一节是空的", "在标题下空一行写内容。"
        elif later:
            message, hint = f"「{heading.text}」一节写在了「{later}」后面", f"移到「{later}」前面。"
        if message:
            fix = f"{hint}可用的节：{'、'.join(outline.allowed)}。"
            findings.append(document.finding(outline.code, heading, message, read=heading.text, fix=fix))
        seen.append(heading.text)
    missing = [name for name in outline.required if name not in seen and name not in meant]
    if missing:
        message = f"{outline.kind}缺少：{'、'.join(missing)}"
        rest = f"，需要时再写「## {'」「## '.join(outline.optional)}」" if outline.optional else ""
        fix = f"{outline.kind}依次写「## {'」「## '.join(outline.required)}」{rest}。"
        findings.append(document.finding(outline.code, Place(document.body_line), message, read="", fix=fix))
    return findings


def _first_later(name: str, seen: list[str], outline: Outline) -> str:
    """Return the section, already read, before which this one belongs; "" when there is none."""
    if name not in outline.allowed:
        return ""
    after = outline.allowed[outline.allowed.index(name) + 1 :]
    return next((earlier for earlier in seen if earlier in after), "")
