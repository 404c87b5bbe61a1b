"""如果规则变了: the same people scored by two schemes, side by side; two schemes and people in, lines out.

The changed scheme is either another one of the handbook or the same with cells rewritten on the page; it is compiled by
the same compiler, so a cell that it cannot read comes back as a `Problem` at that cell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from calculators.explanations import NO_GRADE
from calculators.kpi import Score, score
from calculators.numbers import decimal_text, read_number
from calculators.people import Person
from calculators.schemes import Problem, Scheme, SchemeError, SchemeRow, SchemeSource, compile_scheme

EDITABLE = ("weight", "standard", "rule")
"""Cells of a row that can be rewritten: 权重, 标准, 计分规则."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell of the scheme's table rewritten."""

    row: int
    """Index of the row, from 0."""
    field: str
    """One of `EDITABLE`."""
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person before and after."""

    person: Person
    before: Score
    after: Score

    @property
    def change(self) -> Fraction | None:
        """Points gained; None where one of the two cannot be judged in full."""
        return self.after.total - self.before.total if self.comparable else None

    @property
    def comparable(self) -> bool:
        """Whether both sheets are judged in full, without a bad cell."""
        return self.before.complete and self.after.complete and not self.person.bad

    @property
    def why(self) -> str:
        """Say which rows make the difference, most points first; empty where nothing changes."""
        rows = {item.row.indicator: item.points for item in self.before.items}
        changes = [
            (item.points - earlier, item.row.indicator)
            for item in self.after.items
            if item.points is not None and (earlier := rows.get(item.row.indicator)) is not None
        ]
        told = sorted((change for change in changes if change[0]), key=lambda change: -abs(change[0]))
        words = [f"{name} {'+' if points > 0 else ''}{decimal_text(points)}" for points, name in told]
        for result, said in ((self.before, "原来"), (self.after, "现在")):
            if result.vetoed_by:
                words.insert(0, f"{said}因{result.vetoed_by}一票否决")
        return "，".join(words)

    @property
    def crossed(self) -> bool:
        """Whether the grade is another one."""
        return self.comparable and self.before.grade != self.after.grade


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everybody before and after."""

    lines: tuple[Line, ...]

    def count(self, sign: int) -> int:
        """Count who gains (1), loses (-1) or stays (0)."""
        changes = [line.change for line in self.lines if line.change is not None]
        return sum((change > 0) - (change < 0) == sign for change in changes)

    @property
    def left_out(self) -> list[Line]:
        """Those who cannot be compared."""
        return [line for line in self.lines if not line.comparable]

    @property
    def moves(self) -> Counter[tuple[str, str]]:
        """Count people by (grade before, grade after), of those whose grade changes."""
        moves = [(line.before.grade, line.after.grade) for line in self.lines if line.crossed]
        return Counter((before or NO_GRADE, after or NO_GRADE) for before, after in moves)


def edited(source: SchemeSource, edits: Sequence[Edit]) -> SchemeSource:
    """Return a scheme with cells rewritten; raise `ValueError` for a cell that there is not."""
    rows = list(source.rows)
    for edit in edits:
        if edit.field not in EDITABLE or not 0 <= edit.row < len(rows):
            raise ValueError(f"no such cell: {edit.row} {edit.field}")
        match edit.field:
            case "weight":
                rows[edit.row] = replace(rows[edit.row], weight=edit.text)
            case "standard":
                rows[edit.row] = replace(rows[edit.row], standard=edit.text)
            case _:
                rows[edit.row] = replace(rows[edit.row], rule=edit.text)
    return replace(source, rows=tuple(rows))


def try_compile(source: SchemeSource) -> tuple[Scheme | None, list[Problem], str]:
    """Compile what is being tried out: the scheme, or its problems; and a remark where the weights no longer add up.

    The handbook refuses weights that do not come to its `total`. Here one weight is changed after the other, so that
    another sum is said and calculated with: on the way to the last change it cannot be right.
    """
    try:
        scheme = compile_scheme(replace(source, total=None))
    except SchemeError as error:
        return None, error.problems, ""
    wanted = read_number(source.total or "").value
    if wanted is None or wanted == scheme.weight:
        return scheme, [], ""
    remark = f"权重合计现在是 {decimal_text(scheme.weight)} 分，方案要求 {decimal_text(wanted)} 分；先按现在的权重计算"
    return scheme, [], remark


def joint_scheme(before: Scheme, after: Scheme) -> Scheme:
    """Return a scheme by whose names a table for both can be read; it is not for scoring.

    Where the two describe an input or an indicator differently, the one before the change decides.
    """
    inputs = tuple(dict.fromkeys((*before.inputs, *after.inputs)))
    known = {row.indicator for row in before.rows}
    rows: tuple[SchemeRow, ...] = (*before.rows, *(row for row in after.rows if row.indicator not in known))
    described: Mapping[str, object] = {**after.source.inputs, **before.source.inputs}
    described = {name: entry for name, entry in described.items() if name in inputs}
    return replace(before, source=replace(before.source, inputs=described), rows=rows, inputs=inputs)


def compare(before: Scheme, after: Scheme, people: Sequence[Person]) -> Comparison:
    """Score everybody twice."""
    return Comparison(
        tuple(Line(person, score(before, person.values), score(after, person.values)) for person in people)
    )
