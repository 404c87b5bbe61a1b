"""The headings of a pasted grid: where they stand, and what is wrong with them."""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from calculators.headings import Column, Headings
from calculators.numbers import MONEY, base_unit, unit_scale
from calculators.pasted import CellError, Layout
from calculators.tables import Row
from calculators.text import fold

CUT_AT_COMMAS = ("逗号", "全角逗号")
"""Names of the separators at which a number with thousands separators may be cut in two."""
HEADING_ROWS = 10
"""The heading row is looked for in so many rows from the top."""
_UNITS_SAID = re.compile(r"单位\s*[:为]?\s*(?:人民币)?([^()\[\]:]+)")


@dataclass(frozen=True, slots=True)
class Arranged:
    """A grid whose headings were found."""

    layout: Layout
    """Wide or transposed."""
    rows: list[Row]
    """The headings first."""
    notes: tuple[str, ...]
    """What was done, in words."""
    money_unit: str = ""
    """What a row above the headings says of amounts: 单位：万元."""


def arrange(rows: list[Row], known: Callable[[str], bool], first_column: int, corner: str) -> Arranged:
    """Find the headings.

    `known` says whether a text is a heading; `first_column` how many headings stand in the first column, and
    `corner` is what a table that has them there is called in its first cell.
    """
    top = rows[:HEADING_ROWS]
    scores = [sum(1 for text in row if known(text)) for row in top]
    start = scores.index(max(scores)) if max(scores) else 0
    if first_column >= 2 and first_column > max(scores):
        turned = [list(cells) for cells in zip(*rows, strict=True)]
        turned[0][0] = corner
        return Arranged("transposed", turned, ("表头在第一列，已按每列一项读取；下面的行号是各项的次序",))
    notes: list[str] = []
    if start:
        notes.append(skipped_text(rows[:start]))
    body = [row for row in rows[start + 1 :] if row != rows[start]]
    repeated = len(rows) - start - 1 - len(body)
    if repeated:
        notes.append(f"{repeated} 行与表头相同，已略过")
    return Arranged("wide", [rows[start], *body], tuple(notes), money_unit_of(rows[:start]))


def money_unit_of(rows: Sequence[Row]) -> str:
    """Return the unit of money that rows above the headings say, empty where they say none or two.

    >>> money_unit_of([["三季度", "", "单位：万元、台"]])
    '万元'
    """
    said = [match[1] for row in rows for text in row if (match := _UNITS_SAID.search(fold(text)))]
    units = {unit for text in said for unit in re.split(r"[、,，;；/和及。\s]", text)}
    money = [unit for unit in units if base_unit(unit) == MONEY and unit_scale(unit) is not None]
    return money[0] if len(money) == 1 else ""


def with_money_unit(
    columns: Sequence[Column], unit: str, is_money: Callable[[str], bool], by_hand: Container[int]
) -> tuple[list[Column], str]:
    """Give columns of money without a unit the one that stands above the headings; say so, or that none needs it.

    `by_hand` are the columns whose unit the user has chosen.
    """
    if not unit:
        return list(columns), ""
    taken = [
        replace(column, unit=unit)
        if column.input and is_money(column.input) and not column.unit and column.index not in by_hand
        else column
        for column in columns
    ]
    named = [column.text.strip() for column, before in zip(taken, columns, strict=True) if column is not before]
    if not named:
        return taken, f"表头上方写的单位“{unit}”没有用到：要用它，写进表头，如“计划({unit})”，或写在数的后面"
    return taken, f"表头上方写的单位“{unit}”：没有另写单位的“{'”“'.join(named)}”按{unit}读"


def skipped_text(rows: Sequence[Row]) -> str:
    """Say what stood above the headings."""
    return f"表头上方 {len(rows)} 行已略过：{'；'.join(' '.join(filter(str.strip, row)).strip()[:40] for row in rows)}"


def heading_errors(
    columns: Sequence[Column], missing: Sequence[str], headings: Headings, consequence: str
) -> list[CellError]:
    """List what has no column (with the `consequence`, in words), and columns of which two stand for one thing."""
    return [*_missing(columns, missing, headings, consequence), *_doubled(columns, headings)]


def _missing(
    columns: Sequence[Column], missing: Sequence[str], headings: Headings, consequence: str
) -> list[CellError]:
    errors: list[CellError] = []
    for name in missing:
        near = [column.text.strip() for column in columns if name in headings.nearest(column.text)]
        near = [text for text in near if not headings.input_of(text)]
        hint = f"最接近的表头：{'、'.join(near)}，可在“取作”里指定" if near else "补上这一列，或在“取作”里指定"
        errors.append(CellError(0, name, -1, "", f"表中没有这一列，{consequence}", hint))
    return errors


def _doubled(columns: Sequence[Column], headings: Headings) -> list[CellError]:
    errors: list[CellError] = []
    first: dict[str, Column] = {}
    for column in columns:
        known = headings.input_of(column.text)
        if known and column.role == "input" and column.mapped_by != "user":
            first.setdefault(known[0], column)
        elif known and column.role == "extra" and column.mapped_by != "user" and known[0] in first:
            reason = f"与“{first[known[0]].text.strip()}”取作同一项，只用了靠左的一列"
            hint = "删去其中一列，或在“取作”里改选"
            errors.append(CellError(0, known[0], column.index, column.text.strip(), reason, hint))
    return errors
