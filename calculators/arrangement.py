"""The headings of a pasted grid: where they stand, and what is wrong with them."""

from collections.abc import Callable, Sequence

from calculators.headings import Column, Headings
from calculators.pasted import CellError, Layout
from calculators.tables import Row

CUT_AT_COMMAS = ("逗号", "全角逗号")
"""Names of the separators at which a number with thousands separators may be cut in two."""
HEADING_ROWS = 10
"""The heading row is looked for in so many rows from the top."""


def arrange(
    rows: list[Row], known: Callable[[str], bool], first_column: int, corner: str
) -> tuple[Layout, list[Row], list[str]]:
    """Return the layout (wide or transposed), the rows with the headings first, and what was done, in words.

    `known` says whether a text is a heading; `first_column` how many headings stand in the first column, and
    `corner` is what a table that has them there is called in its first cell.
    """
    top = rows[:HEADING_ROWS]
    scores = [sum(1 for text in row if known(text)) for row in top]
    start = scores.index(max(scores)) if max(scores) else 0
    if first_column >= 2 and first_column > max(scores):
        turned = [list(cells) for cells in zip(*rows, strict=True)]
        turned[0][0] = corner
        return "transposed", turned, ["表头在第一列，已按每列一项读取；下面的行号是各项的次序"]
    notes: list[str] = []
    if start:
        notes.append(skipped_text(rows[:start]))
    body = [row for row in rows[start + 1 :] if row != rows[start]]
    repeated = len(rows) - start - 1 - len(body)
    if repeated:
        notes.append(f"{repeated} 行与表头相同，已略过")
    return "wide", [rows[start], *body], notes


def skipped_text(rows: Sequence[Row]) -> str:
    """Say what stood above the headings."""
    return f"表头上方 {len(rows)} 行已略过：{'；'.join(''.join(row).strip()[:40] for row in rows)}"


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
