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


def groups_of[M: Member](totals: Sequence[TotalRow], members: Sequence[M]) -> Iterator[tuple[TotalRow, list[list[M]]]]:
    """Return what each row of totals may stand for: 小计 the members next to it, 合计 all or those next to it."""
    places = [0, *(total.above for total in totals), len(members)]
    for index, total in enumerate(totals, 1):
        before = list(members[places[index - 1] : total.above])
        part = before or list(members[total.above : places[index + 1]])
        is_part = total.word.endswith("小计") or total.word == "subtotal"
        yield total, [part] if is_part else [list(members), part]


def sum_fault(reading: Reading, name: str, groups: Sequence[Sequence[Member]]) -> str | None:
    """Compare a cell of a row of totals with its sums: why it is wrong, empty where it agrees with one of them.

    None where there is nothing to compare: no number, a ratio, or a row with a bad cell.
    """
    if reading.value is None or reading.unit in RATIOS or any(name in member.bad for member in groups[0]):
        return None
    sums = [sum((member.values.get(name) or Fraction(0) for member in group), Fraction(0)) for group in groups]
    return "" if reading.value in sums else f"合计与各行之和不符：各行之和是 {decimal_text(sums[0], group=True)}"
