"""Role pages: one role of the department a file, its mission, duties, authority, qualifications and appraisal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.findings import Code, Finding
from handbook.markdown.front_matter import (
    Field,
    check_front_matter,
    matching,
    one_of,
    text,
    text_of,
    texts,
    texts_of,
    whole,
)
from handbook.markdown.page_sections import Outline, check_sections
from handbook.markdown.work_tables import read_table

if TYPE_CHECKING:
    from handbook.markdown.documents import CellText, Document

OUTSIDE = "roles/outside.md"
"""The page that lists who works with the department from outside it."""
FORMER_NAMES = "roles/former-names.md"
"""The generated page 岗位名称对照."""
PARTS = ("通用", "汽车", "房地产", "服装", "分销", "订单", "推广")
"""Parts of the handbook that roles, processes and forms belong to, in the order in which they are listed."""
LAST = 1000
"""Place in the menu of a role that names none."""

FIRST_MONTHS = "上岗 30/60/90 天"
"""The section of a role's page that leads to its onboarding path."""
OUTLINE = Outline(
    "岗位页", ("使命", "职责", "权限", "任职条件", "考核", FIRST_MONTHS), ("口径说明",), Code.WORK_SECTION
)
OUTSIDE_COLUMNS = ("名称", "是谁")


def texts_or_none(value: object) -> tuple[Code, str] | None:
    """Accept a list of texts, each once, or an empty list."""
    return None if value == [] else texts(value)


FIELDS = (
    Field("title", text),
    Field("id", matching("R[0-9]{2}", "写 R 和两位半角数字，如 R01。")),
    Field("reports_to", text),
    Field("headcount", text),
    Field("appraised_by", text, required=False),
    Field("schemes", texts_or_none, required=False),
    Field("former_names", texts_or_none, required=False),
    Field("groups", texts, required=False),
    Field("part", one_of(*PARTS)),
    Field("order", whole, required=False),
)


@dataclass(frozen=True, slots=True)
class Role:
    """One role."""

    document: Document
    id: str
    title: str
    reports_to: str
    """A role or a position outside the department, as written."""
    headcount: str
    appraised_by: str
    """Who appraises, as written; "" when the sources do not say."""
    schemes: tuple[str, ...]
    """Titles of the schemes by which it is appraised."""
    former_names: tuple[str, ...]
    """What other documents call it."""
    groups: tuple[str, ...]
    """Names by which rules mean it together with other roles: 销售人员."""
    part: str
    order: int
    """Place in the menu within its part: lower numbers come first, equals in order of their ids."""

    @property
    def path(self) -> str:
        """File, relative to the source folder; also the page's place in the site."""
        return self.document.path

    @property
    def names(self) -> tuple[str, ...]:
        """All names that it is known by, its title first."""
        return (self.title, *self.former_names)


@dataclass(frozen=True, slots=True)
class Outside:
    """The page of positions and units outside the department."""

    document: Document
    names: tuple[CellText, ...]


def read_role(document: Document) -> tuple[Role, list[Finding]]:
    """Read a role page."""
    findings = [*check_front_matter(document, FIELDS), *check_sections(document, OUTLINE)]
    order = document.meta.get("order")
    role = Role(
        document=document,
        id=text_of(document, "id"),
        title=text_of(document, "title"),
        reports_to=text_of(document, "reports_to"),
        headcount=text_of(document, "headcount"),
        appraised_by=text_of(document, "appraised_by"),
        schemes=texts_of(document, "schemes"),
        former_names=texts_of(document, "former_names"),
        groups=texts_of(document, "groups"),
        part=text_of(document, "part"),
        order=order if isinstance(order, int) else LAST,
    )
    return role, findings


def read_outside(document: Document) -> tuple[Outside, list[Finding]]:
    """Read the page of positions outside: one table, a name a row."""
    findings = check_front_matter(document, (Field("title", text),))
    table, faults = read_table(document, OUTSIDE_COLUMNS, None, "「部门外的岗位与单位」")
    names = tuple(row["名称"] for row in table.rows if row["名称"].text) if table else ()
    return Outside(document, names), findings + faults


def part_order(part: str) -> int:
    """Return the place of a part among the parts; unknown ones (a finding already) come last."""
    return PARTS.index(part) if part in PARTS else len(PARTS)
