"""The calculators' pages: they lie in the docs folder; their index, which also names the schemes, is made from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.markdown.documents import read_document
from handbook.markdown.front_matter import text_of
from handbook.markdown.references import Kind, Target
from handbook.pages.links import escape, link
from handbook.pages.markup import front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handbook.content.schemes import SchemePage

FOLDER = "calculators/"
INDEX = f"{FOLDER}index.md"
TITLE = "计算器"


@dataclass(frozen=True, slots=True, order=True)
class CalculatorPage:
    """A page with a calculator that is not a scheme's."""

    order: int
    """Place in the menu, from front matter; a page without one comes last."""
    path: str
    title: str
    description: str


def calculator_pages(shell: Mapping[str, str]) -> list[CalculatorPage]:
    """Return the calculators among the Markdown pages of the docs folder, given as text by path, in their order."""
    pages: list[CalculatorPage] = []
    for path, text in shell.items():
        if path.startswith(FOLDER):
            document, _ = read_document(path, text)
            order = document.meta.get("order")
            place = order if isinstance(order, int) else len(shell)
            title = text_of(document, "title", path)
            pages.append(CalculatorPage(place, path, title, text_of(document, "description")))
    return sorted(pages)


def calculators_index(pages: Sequence[CalculatorPage], schemes: Sequence[SchemePage]) -> str:
    """Return the list of all calculators, those of the schemes too."""
    planned = [f"- {_to(page.path, page.title)}：{escape(page.description)}" for page in pages]
    scored = [
        f"- {_to(scheme.document.path, scheme.source.title, 'calculator')}：{escape('、'.join(scheme.source.roles))}"
        for scheme in schemes
    ]
    parts = [
        f"{front_matter(TITLE, '全部计算器：粘贴表格就算，数字不离开你的浏览器。')}\n# {TITLE}",
        (
            "写给要算数的人：把表格从 Excel 粘进来，得出结果和每一步的算法，可以复制、下载 Excel、打印。"
            "数字只在你自己的浏览器里计算，不会上传，也不保存。"
        ),
        "## 目标、集客与团队\n\n" + "\n".join(planned),
    ]
    if scored:
        parts.append("## 考核分\n\n" + "\n".join(scored))
    return "\n\n".join(parts) + "\n"


def _to(path: str, title: str, place: str = "") -> str:
    return link(Target(Kind.PAGE, title, title, path, place), INDEX)
