"""The empty form on a form's page: printed on A4 and filled in by hand; a script makes its boxes fillable on screen."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from handbook.pages.work_links import plain

if TYPE_CHECKING:
    from handbook.content.forms import Form, FormField

WIDE = ("多选", "附件")
"""Types that take a whole line of the sheet."""
_LONG_CHOICES = 12
"""Characters of choices from which a choice takes a whole line."""


def blank_form(form: Form) -> str:
    """Return the form as one line of HTML: a box for each field, short ones two to a line."""
    boxes = "".join(_box(form_field, kind) for form_field, kind in zip(form.form_fields, _kinds(form), strict=True))
    foot = f"填好后交给{escape(form.submit_to)}。带 * 的必填。"
    title = escape(form.title)
    return (
        f'<div class="blank-form" data-form="{form.id}" data-title="{title}" data-search-exclude><dl>{boxes}</dl>'
        f'<p class="blank-form-foot">{title}（{form.id}）　{foot}</p></div>'
    )


def _kinds(form: Form) -> list[str]:
    """Return short, wide or long for each field; a short one with nothing beside it takes the whole line."""
    kinds = [_kind(form_field) for form_field in form.form_fields]
    place = 0
    while place < len(kinds):
        if kinds[place] != "short":
            place += 1
        elif kinds[place + 1 : place + 2] == ["short"]:
            place += 2
        else:
            kinds[place] = "wide"
    return kinds


def _kind(form_field: FormField) -> str:
    if form_field.type == "长文本":
        return "long"
    choices = len("".join(form_field.choices))
    return "wide" if form_field.type in WIDE or choices > _LONG_CHOICES else "short"


def _box(form_field: FormField, kind: str) -> str:
    mark = '<span class="blank-required">*</span>' if form_field.required else ""
    inside = f"<dt>{escape(form_field.name)}{mark}</dt><dd>{_inside(form_field)}</dd>"
    return f'<div class="{kind}" {_data(form_field)}>{inside}</div>'


def _data(form_field: FormField) -> str:
    """Return what the script reads of a field: `data-field="单价" data-type="金额" data-unit="元" data-required`."""
    values = (("field", form_field.name), ("type", form_field.type), ("unit", form_field.unit))
    shown = [f'data-{name}="{escape(value)}"' for name, value in values if value]
    return " ".join([*shown, *(["data-required"] if form_field.required else [])])


def _inside(form_field: FormField) -> str:
    """Return what is printed in a field's box: its choices to tick, or its unit at the end."""
    if form_field.choices:
        return " ".join(map(_choice, form_field.choices))
    if form_field.type == "日期":
        return '<span class="blank-unit">年　　月　　日</span>'
    unit = form_field.unit or ("%" if form_field.type == "百分比" else "")
    return f'<span class="blank-unit">{escape(unit)}</span>' if unit else ""


def _choice(choice: str) -> str:
    text = escape(plain(choice))
    return f'<span class="blank-choice" data-choice="{text}">□ {text}</span>'
