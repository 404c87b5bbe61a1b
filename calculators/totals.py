"""Rows of totals in pasted tables: recognised, checked against their rows, and never taken for one of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from calculators.numbers import RATIOS, Reading, decimal_text
from calculators.tables import Row
from calculators.text import comparable

TOTAL_WORDS = ("合计", "总计", "小计", "共计", "汇总", "总和", "total", "subtotal", "grandtotal")
AVERAGE_WORDS = ("平均", "平均值", "均值", "人均", "average")
HOW_TO_MEND = "核对是否漏了行，或改正合计；合计行只核对，不参加计算"


class Member(Protocol):
    """What a row of totals adds up: a person, a record."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Values by name; those that are summed are numbers or None."""
        ...

    @property
    def bad(self) -> set[str]:
        """Names of the values whose cell is an error."""
        ...


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of totals, kept for the end: it may stand above or below its rows."""

    number: int
    row: Row
    above: int
    """How many members stand above it."""
    word: str


def total_word(row: Row, name: int | None) -> str:
    """Return the word that makes a row one of totals (合计, 华东小计, 平均); `name` is the column of names."""
    named = name is not None and row[name].strip()
    first = row[name] if named and name is not None else next((cell for cell in row if cell.strip()), "")
    return comparable(first).strip(":")


def is_total(word: str) -> bool:
    """Whether such a word names a total or an average."""
    return word in (*TOTAL_WORDS, *AVERAGE_WORDS) or word.endswith(("合计", "小计", "总计"))


type Labels = list[dict[int, str]]
"""What stands in the columns that divide into groups (部门, 团队), for every member: by the columns' places."""


def labels_of(rows: Sequence[Row], numbers: Sequence[int], columns: Sequence[int]) -> Labels:
    """Return the labels of members, of which `numbers` are the rows; a gap (merged cells) has that above it."""
    above = dict.fromkeys(columns, "")
    labels: Labels = []
    for number in numbers:
        above = {column: comparable(rows[number - 1][column]) or text for column, text in above.items()}
        labels.append(above)
    return labels


def groups_of[M: Member](
    totals: Sequence[TotalRow], members: Sequence[M], labels: Labels
) -> Iterator[tuple[TotalRow, list[list[M]]]]:
    """Return what each row of totals may stand for, the likeliest first.

    A group that it names (华东小计, or 华东 in the column of groups), in the rows next to it or in all of them; else
    for 小计 the rows next to it that are of one group, or all that are next to it; for 合计 all rows, or those.
    """
    places = [0, *(total.above for total in totals), len(members)]
    named: dict[tuple[int, str], list[int]] = {}
    for at, label in enumerate(labels):
        for place in label.items():
            named.setdefault(place, []).append(at)
    for index, total in enumerate(totals, 1):
        before = range(places[index - 1], total.above)
        part = before or range(total.above, places[index + 1])
        groups: list[Sequence[int]] = []
        for place in _names(total, labels):
            own = named.get(place, [])
            groups += [group for group in ([at for at in own if at in part], own) if group]
        if _is_part(total.word):
            groups += _runs(before, labels)
        else:
            groups.append(range(len(members)))
        yield total, [[members[at] for at in group] for group in (*groups, part)]


def _is_part(word: str) -> bool:
    return word.endswith("小计") or word == "subtotal"


def _names(total: TotalRow, labels: Labels) -> Iterator[tuple[int, str]]:
    """Return the groups that a row of totals may name: column and text."""
    ending = next((word for word in TOTAL_WORDS if total.word.endswith(word)), "")
    said = total.word.removesuffix(ending)
    for column in labels[0] if labels else ():
        for text in (said, comparable(total.row[column])):
            if text:
                yield column, text


def _runs(before: range, labels: Labels) -> list[range]:
    """Return the last of these members that are of one group, by each column where others go before them."""
    runs: list[range] = []
    for column, text in labels[before[-1]].items() if before else ():
        start = before[-1]
        while start > before[0] and labels[start - 1][column] == text:
            start -= 1
        if text and start > before[0]:
            runs.append(range(start, before.stop))
    return runs


def sum_fault(reading: Reading, name: str, groups: Sequence[Sequence[Member]]) -> str | None:
    """Compare a cell of a row of totals with its sums: why it is wrong, empty where it agrees with one of them.

    None where there is nothing to compare: no number, a ratio, or a row with a bad cell.
    """
    if (
        reading.value is None
        or reading.unit in RATIOS
        or any(name in member.bad for group in groups for member in group)
    ):
        return None
    sums = [sum((member.values.get(name) or Fraction(0) for member in group), Fraction(0)) for group in groups]
    return "" if reading.value in sums else f"合计与各行之和不符：各行之和是 {decimal_text(sums[0], group=True)}"
