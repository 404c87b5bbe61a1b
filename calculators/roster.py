"""People and their inputs out of a pasted grid (SPEC 1): layouts, totals, duplicates, gaps, and every bad cell listed.

Row numbers count data rows from 1 (the heading row is 0), in the grid as it was read; empty rows do not count.
"""

from collections.abc import Generator

from calculators.doubts import doubts
from calculators.headings import Column, Headings, Settings, Wanted
from calculators.layouts import AVERAGE_WORDS, LongReader, WideReader
from calculators.numbers import read_number
from calculators.people import NAME, CellError, Kind, Layout, Roster
from calculators.schemes import Scheme
from calculators.tables import Grid, Row, TableError
from calculators.text import comparable

type Progress = Generator[tuple[int, int], None, Roster]

TOTAL_WORDS = ("合计", "总计", "小计", "共计", "汇总", "总和", "total", "subtotal", "grandtotal")
HEADING_ROWS = 10


def read_roster(grid: Grid, scheme: Scheme, settings: Settings | None = None, *, by_hand: bool = False) -> Progress:
    """Understand a grid as inputs of `scheme`; yields (rows done, rows) and returns the `Roster`.

    Raises `TableError` when no heading means anything to the scheme, unless columns can then be mapped `by_hand`: the
    roster says so in its notes, and nobody is judged yet. Stated behaviour: two rows with one name are two
    people and said so; a wide row without a name continues the person above; in the long layout an empty name repeats
    the one above (merged cells); a second value for the same input is an error.
    """
    headings = Headings([Wanted(name, _aliases(scheme, name)) for name in scheme.inputs])
    settings = settings or Settings()
    layout, rows, arranged = _arrange(grid.rows, headings, scheme)
    arranged = [*grid.notes, *arranged]
    notes = list(arranged)
    columns = _with_name(headings.columns(rows[0], settings), rows[1:])
    if layout == "wide" and {"indicator", "actual"} <= {headings.role_of(text) for text in rows[0]}:
        layout = "long"
        columns = [_generic(column, headings) for column in columns]
    inputs = {column.input for column in columns if column.role == "input"}
    if layout != "long" and not inputs:
        read = "、".join(text.strip() for text in rows[0][:12])
        fault = f"表头里没有找到任何一项要填的数；读到的表头是：{read}"
        if not by_hand:
            raise TableError(fault, f"表头应有：{'、'.join((NAME, *scheme.inputs))}。可先“复制空白模板”")
        notes.append(f"{fault}。请在“取作”里逐列指定，或先“复制空白模板”")
    kinds: list[Kind] = [_kind(row, columns) for row in rows[1:]]
    by_comma = grid.separator in ("逗号", "全角逗号")
    roster = Roster(layout, columns, rows[1:], kinds, notes=notes, arranged=arranged, by_comma=by_comma)
    if layout != "long":
        roster.missing = [name for name in scheme.inputs if name not in inputs]
    _heading_errors(roster, headings)
    reader = LongReader(roster, scheme) if layout == "long" else WideReader(roster, scheme)
    yield from reader.read()
    _note_duplicates(roster)
    roster.notes += doubts(scheme, roster)
    return roster


def finished(progress: Progress) -> Roster:
    """Run a reading to its end without looking at its progress."""
    while True:
        try:
            next(progress)
        except StopIteration as stop:
            return stop.value


def _aliases(scheme: Scheme, name: str) -> tuple[str, ...]:
    entry = scheme.source.inputs.get(name)
    return entry.aliases if entry else ()


def _generic(column: Column, headings: Headings) -> Column:
    """In the long layout 目标 and 实际 are the columns' roles, even where they are synonyms of an input."""
    role = headings.role_of(column.text)
    return Column(column.index, column.text, role, None, column.unit, "name") if role else column


def _arrange(rows: list[Row], headings: Headings, scheme: Scheme) -> tuple[Layout, list[Row], list[str]]:
    """Find the heading row, or turn a table with the headings in its first column."""
    top = rows[:HEADING_ROWS]
    scores = [sum(1 for text in row if headings.known(text)) for row in top]
    start = scores.index(max(scores)) if max(scores) else 0
    first_column = sum(1 for row in rows[1 : len(scheme.inputs) * 3 + 5] if headings.input_of(row[0]))
    if first_column >= 2 and first_column > max(scores):
        turned = [list(cells) for cells in zip(*rows, strict=True)]
        turned[0][0] = NAME
        return "transposed", turned, ["表头在第一列，已按每列一个人读取；下面的行号是人的次序"]
    notes: list[str] = []
    if start:
        skipped = "；".join("".join(row).strip()[:40] for row in rows[:start])
        notes.append(f"表头上方 {start} 行已略过：{skipped}")
    body = [row for row in rows[start + 1 :] if row != rows[start]]
    repeated = len(rows) - start - 1 - len(body)
    if repeated:
        notes.append(f"{repeated} 行与表头相同，已略过")
    return "wide", [rows[start], *body], notes


def _with_name(columns: list[Column], rows: list[Row]) -> list[Column]:
    """Without a heading for names, a first column that holds words gives them."""
    first, *others = columns
    if any(column.role == "name" for column in columns) or first.role != "extra" or first.mapped_by == "user":
        return columns
    cells = [row[0] for row in rows[:20] if row[0].strip()]
    if not cells or any(read_number(cell).value is not None for cell in cells):
        return columns
    return [Column(0, first.text, "name", mapped_by="position"), *others]


def _kind(row: Row, columns: list[Column]) -> Kind:
    name = next((column.index for column in columns if column.role == "name"), None)
    first = row[name] if name is not None and row[name].strip() else next((cell for cell in row if cell.strip()), "")
    word = comparable(first).strip(":")
    summed = word in (*TOTAL_WORDS, *AVERAGE_WORDS) or word.endswith(("合计", "小计", "总计"))
    return "total" if summed else "person"


def _heading_errors(roster: Roster, headings: Headings) -> None:
    for name in roster.missing:
        near = [column.text.strip() for column in roster.columns if name in headings.nearest(column.text)]
        near = [text for text in near if not headings.input_of(text)]
        hint = f"最接近的表头：{'、'.join(near)}，可在“取作”里指定" if near else "补上这一列，或在“取作”里指定"
        roster.errors.append(CellError(0, name, -1, "", "表中没有这一列，用到它的指标都未评", hint))
    first: dict[str, Column] = {}
    for column in roster.columns:
        known = headings.input_of(column.text)
        if known and column.role == "input" and column.mapped_by != "user":
            first.setdefault(known[0], column)
        elif known and column.role == "extra" and column.mapped_by != "user" and known[0] in first:
            reason = f"与“{first[known[0]].text.strip()}”取作同一项，只用了靠左的一列"
            hint = "删去其中一列，或在“取作”里改选"
            roster.errors.append(CellError(0, known[0], column.index, column.text.strip(), reason, hint))


def _note_duplicates(roster: Roster) -> None:
    places: dict[str, list[int]] = {}
    for person in roster.people:
        places.setdefault(person.name, []).append(person.rows[0])
    for name, rows in places.items():
        if len(rows) > 1:
            listed = "、".join(str(row) for row in rows[:10])
            roster.notes.append(f"重名：{name} 出现 {len(rows)} 次（第 {listed} 行），按不同的人分别计算")
