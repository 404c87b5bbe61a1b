"""People and their inputs out of a pasted grid (SPEC 1): layouts, totals, duplicates, gaps, and every bad cell listed.

Row numbers count data rows from 1 (the heading row is 0), in the grid as it was read; empty rows do not count.
"""

from calculators.arrangement import CUT_AT_COMMAS, arrange, heading_errors, with_money_unit
from calculators.doubts import doubts
from calculators.headings import Column, Headings, Settings, Wanted
from calculators.layouts import LongReader, WideReader
from calculators.numbers import MONEY, read_number
from calculators.pasted import Kind, Progress
from calculators.people import NAME, Roster
from calculators.schemes import Scheme
from calculators.tables import Grid, Row, TableError
from calculators.totals import is_total, total_word


def read_roster(
    grid: Grid, scheme: Scheme, settings: Settings | None = None, *, by_hand: bool = False
) -> Progress[Roster]:
    """Understand a grid as inputs of `scheme`; yields (rows done, rows) and returns the `Roster`.

    Raises `TableError` when no heading means anything to the scheme, unless columns can then be mapped `by_hand`: the
    roster says so in its notes, and nobody is judged yet. Stated behaviour: two rows with one name are two
    people and said so; a wide row without a name continues the person above; in the long layout an empty name repeats
    the one above (merged cells); a second value for the same input is an error.
    """
    headings = Headings([Wanted(name, _aliases(scheme, name)) for name in scheme.inputs])
    settings = settings or Settings()
    beginning = grid.rows[1 : len(scheme.inputs) * 3 + 5]
    in_first_column = sum(1 for row in beginning if headings.input_of(row[0]))
    found = arrange(grid.rows, headings.known, in_first_column, NAME)
    layout, rows = found.layout, found.rows
    for (row, column), text in settings.cells.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    arranged = [*grid.notes, *found.notes]
    notes = list(arranged)
    money_unit = grid.money_unit or found.money_unit
    columns = _with_name(headings.columns(rows[0], settings), rows[1:])
    if layout == "wide" and {"indicator", "actual"} <= {headings.role_of(text) for text in rows[0]}:
        layout = "long"
        columns = [_generic(column, headings) for column in columns]
    columns, said = with_money_unit(columns, money_unit, lambda name: scheme.unit(name) == MONEY, settings.units)
    notes += [said] if said else []
    inputs = {column.input for column in columns if column.role == "input"}
    if layout != "long" and not inputs:
        read = "、".join(text.strip() for text in rows[0][:12])
        fault = f"表头里没有找到任何一项要填的数；读到的表头是：{read}"
        if not by_hand:
            raise TableError(fault, f"表头应有：{'、'.join((NAME, *scheme.inputs))}。可先“复制空白模板”")
        notes.append(f"{fault}。请在“取作”里逐列指定，或先“复制空白模板”")
    name = next((column.index for column in columns if column.role == "name"), None)
    kinds: list[Kind] = ["total" if is_total(total_word(row, name)) else "person" for row in rows[1:]]
    by_comma = grid.separator in CUT_AT_COMMAS
    roster = Roster(layout, columns, rows[1:], kinds, notes=notes, arranged=arranged, by_comma=by_comma)
    roster.money_unit = money_unit
    if layout != "long":
        roster.missing = [name for name in scheme.inputs if name not in inputs]
    roster.errors += heading_errors(columns, roster.missing, headings, "用到它的指标都未评")
    reader = LongReader(roster, scheme) if layout == "long" else WideReader(roster, scheme)
    yield from reader.read()
    _note_duplicates(roster)
    roster.notes += doubts(scheme, roster)
    return roster


def _aliases(scheme: Scheme, name: str) -> tuple[str, ...]:
    entry = scheme.source.inputs.get(name)
    return entry.aliases if entry else ()


def _generic(column: Column, headings: Headings) -> Column:
    """In the long layout 目标 and 实际 are the columns' roles, even where they are synonyms of an input."""
    role = headings.role_of(column.text)
    return Column(column.index, column.text, role, None, column.unit, "name") if role else column


def _with_name(columns: list[Column], rows: list[Row]) -> list[Column]:
    """Without a heading for names, a first column that holds words gives them."""
    first, *others = columns
    if any(column.role == "name" for column in columns) or first.role != "extra" or first.mapped_by == "user":
        return columns
    cells = [row[0] for row in rows[:20] if row[0].strip()]
    if not cells or any(read_number(cell).value is not None for cell in cells):
        return columns
    return [Column(0, first.text, "name", mapped_by="position"), *others]


def _note_duplicates(roster: Roster) -> None:
    places: dict[str, list[int]] = {}
    for person in roster.people:
        places.setdefault(person.name, []).append(person.rows[0])
    for name, rows in places.items():
        if len(rows) > 1:
            listed = "、".join(str(row) for row in rows[:10])
            roster.notes.append(f"重名：{name} 出现 {len(rows)} 次（第 {listed} 行），按不同的人分别计算")
