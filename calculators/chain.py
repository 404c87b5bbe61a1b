"""Customers moving between levels, month by month: a Markov chain with the final states 成交 and 战败 (SPEC 4).

A customer who is in a level when a month begins is in one of the levels or final states when it ends. History counts
such moves; a move from a level to itself is a customer who stayed. Stock is there when the first month begins, new
leads of a month are counted as if they were there when that month began.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculators.levels import DEAL, LOST


@dataclass(frozen=True, slots=True)
class History:
    """Moves that were counted."""

    moves: Mapping[str, Mapping[str, int]]
    """Level → where its customers were a month later → how many; every level here has at least one."""

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels whose moves are known, in the order in which they are shown."""
        return tuple(self.moves)

    def seen(self, level: str) -> int:
        """Return how many moves out of a level were counted: the sample on which its rates rest."""
        return sum(self.moves[level].values())

    def rate(self, level: str, to: str) -> Fraction:
        """Return the share of a level's customers who were in `to` a month later."""
        return Fraction(self.moves[level].get(to, 0), self.seen(level))


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who stand in one level when a month begins."""

    level: str
    month: int
    """1 for the stock and for the new leads of the first month ahead."""
    count: int


def deal_chances[Number: (Fraction, float)](
    rates: Mapping[str, Mapping[str, Number]], months: int, zero: Number
) -> dict[str, list[Number]]:
    """Return for each level the chance that its customer becomes a deal in month 1, 2, … `months`, exactly then.

    `rates` holds level → destination → chance of one month. A destination that has no rates of its own is a final
    state: whoever is there stays there.
    """
    current = {level: row.get(DEAL, zero) for level, row in rates.items()}
    chances = {level: [chance] for level, chance in current.items()}
    onward = {level: [(to, rate) for to, rate in row.items() if to in rates] for level, row in rates.items()}
    for _ in range(months - 1):
        current = {level: sum([rate * current[to] for to, rate in row], zero) for level, row in onward.items()}
        for level, chance in current.items():
            chances[level].append(chance)
    return chances


def expected_deals(history: History, groups: Sequence[Group], months: int) -> list[Fraction]:
    """Return the expected deals of each month, exactly, if every customer moves at the rates of history.

    >>> history = History({"H": {"成交": 2, "H": 2}, "A": {"H": 1, "A": 3}})
    >>> [str(deals) for deals in expected_deals(history, [Group("H", 1, 10), Group("A", 1, 8)], 2)]
    ['5', '7/2']
    """
    rates = {level: {to: history.rate(level, to) for to in (*history.levels, DEAL, LOST)} for level in history.levels}
    chances = deal_chances(rates, months, Fraction(0))
    deals = [Fraction(0)] * months
    for group in groups:
        for month in range(group.month, months + 1):
            deals[month - 1] += group.count * chances[group.level][month - group.month]
    return deals
