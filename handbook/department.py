"""Another department's handbook from nothing: content of its own, no code, ready to be built, searched and scored."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import jinja2

from handbook.shipping import CONFIGURATION

_FOLDER = Path(__file__).parent / "templates" / "department"
_ENDING = ".jinja"

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER),
    autoescape=False,  # noqa: S701 -- Markdown and YAML; the names are checked by who calls
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, slots=True)
class Department:
    """What the new handbook's content names."""

    name: str
    """Of the department: 客户服务部."""
    code: str
    """Of its one article, two or three capital letters."""
    head: str
    """The role that hands out tasks and appraises."""
    role: str
    """The role that is appraised."""
    day: str
    """From which everything applies, as 2026-12-01."""


def department_files(department: Department) -> dict[str, str]:
    """Return the files of a department's own folder, by path."""
    values = {
        **asdict(department),
        "title": f"{department.name}运营手册",
        "settings": CONFIGURATION.read_text(encoding="utf-8").split("\n", 2)[2].rstrip("\n"),
    }
    names = sorted(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob(f"*{_ENDING}"))
    return {name.removesuffix(_ENDING): _templates.get_template(name).render(values) for name in names}
