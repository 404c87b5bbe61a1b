"""Who holds a part of a divided total: a person with two models stands in two rows and is one person all the same.

A person is a name within the levels to its left; 车型, 月份 and what stands to the right of the name tell that
person's rows apart. A name that comes again with all of them the same is somebody else, as the note on 重名 says.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from calculators.apportion import ZERO
from calculators.splits import MODEL, MONTH, NAME, Split
from calculators.tree import Node

type Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a month, where the total is divided over months; without names, a row."""

    person: Key
    """The same in every month."""
    name: str
    month: str
    """Empty where the total is not divided over months."""
    parts: tuple[tuple[str, Node], ...]
    """What tells a row apart from the person's others (a 车型), and what it got."""

    @property
    def value(self) -> Fraction:
        """All that the person got, in base units."""
        return sum((leaf.value for _, leaf in self.parts), ZERO)


def holders(split: Split) -> list[Holder]:
    """Return everybody who got a part, in the order of their first rows."""
    found: dict[Key, list[tuple[str, Node]]] = {}
    people: dict[Key, tuple[Key, str, str]] = {}
    for leaf, person, month, apart in _rows(split):
        key = (*person, month)
        people.setdefault(key, (person, str(person[-2]), month))
        found.setdefault(key, []).append((apart, leaf))
    return [Holder(*people[key], tuple(parts)) for key, parts in found.items()]


def has_names(split: Split) -> bool:
    """Whether the rows are people's at all."""
    return split.table.has(NAME) and any(record.text(NAME) for record in split.table.records)


def _rows(split: Split) -> Iterator[tuple[Node, Key, str, str]]:
    """Return every row with whose it is, the month and what else tells it apart."""
    at = split.levels.index(NAME) if NAME in split.levels else len(split.levels)
    outer = [level for level in split.levels[:at] if level not in (MODEL, MONTH)]
    inner = [level for level in split.levels if level not in (*outer, NAME, MONTH)]
    seen = Counter[tuple[str, ...]]()
    for leaf in split.leaves():
        record = leaf.leaf.record if leaf.leaf else None
        name = record.text(NAME) if record else ""
        if record is None or not name:
            yield leaf, (*leaf.path, record.row if record else 0), "", ""
            continue
        place = tuple(record.text(level) for level in outer)
        month = record.text(MONTH) if MONTH in split.levels else ""
        apart = " ".join(text for level in inner if (text := record.text(level)))
        seen[*place, name, month, apart] += 1
        yield leaf, (*place, name, seen[*place, name, month, apart]), month, apart
