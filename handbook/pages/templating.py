"""The pages that are no Markdown: templates in this package, with everything put in escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)


def render(template: str, **values: Any) -> str:
    """Fill in a template."""
    return _templates.get_template(template).render(**values)
