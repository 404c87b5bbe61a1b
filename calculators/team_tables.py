"""A team's table with what else stands in it kept: who, in which period, of which 团队, with what score.

A table is that of the scheme (`roster`) plus columns of the team's own: 团队, 区域, 车型 … divide people into groups,
月份 or 考核期 says of which period a row is. Several tables, one a period, may be read one after the other.
"""

import itertools
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from calculators.dates import Period, read_month
from calculators.headings import SYNONYMS, Column, Settings, heading_key, is_group_heading
from calculators.kpi import Score, score
from calculators.merged_cells import ROWS_NAMED, listed
from calculators.people import Person, Roster
from calculators.roster import read_roster
from calculators.schemes import Scheme
from calculators.tables import Grid, Row, TableError
from calculators.text import comparable, squeeze
from calculators.totals import is_total

PERIOD_WORDS = (
    "月份", "月", "年月", "考核期", "考核月份", "考核周期", "考核季度", "期间", "周期", "季度", "日期",
)  # fmt: skip
"""Headings of the column that says of which period a row is."""
_PERIOD_KEYS = frozenset(comparable(word) for word in PERIOD_WORDS)
UNGROUPED = "（未填）"
PEOPLE_PER_STEP = 100

type Progress = Generator[tuple[str, int, int], None, "TeamReading"]


@dataclass(frozen=True, slots=True)
class TeamTable:
    """One table as pasted."""

    label: str
    """The period it is of, as the user named it; may be empty, and rows of a 月份 column go before it."""
    grid: Grid
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one period."""

    name: str
    period: str
    groups: dict[str, str]
    """Heading of a further column → what stands there."""
    person: Person
    result: Score

    @property
    def counts(self) -> bool:
        """Whether the sheet is judged in full, without a bad cell: others are left out of a team's figures."""
        return self.result.complete and not self.person.bad

    @property
    def left_out_because(self) -> str:
        """Why a member does not count, indicator by indicator."""
        return "；".join(f"{item.row.indicator}：{item.unjudged}" for item in self.result.items if item.points is None)


@dataclass(slots=True)
class TeamReading:
    """One table as it was understood."""

    label: str
    roster: Roster
    members: list[Member]
    extras: list[str]
    """Headings of the further columns, the period's left out."""
    period_heading: str = ""


def read_team(table: TeamTable, scheme: Scheme) -> Progress:
    """Read and score one table; yields (what is being done, done, of).

    Raises `TableError` where nothing in it means anything to the scheme, and where a table with a row an indicator
    holds several periods: their rows could not be told apart.
    """
    grid, period_heading, notes = _names_filled_down(table.grid)
    progress = read_roster(grid, scheme, table.settings)
    while True:
        try:
            done, of = next(progress)
        except StopIteration as stop:
            roster: Roster = stop.value
            break
        yield "读取表格", done, of
    if period_heading and roster.layout == "long":
        hint = f"按“{period_heading}”分开，一期一张表粘贴，并写上是哪一期"
        raise TableError("一行一个指标的表里不能同时有几个考核期", hint)
    extras = [column for column in roster.columns if column.role == "extra" and column.text.strip()]
    columns = {column.text.strip(): _column_texts(column, roster, notes) for column in extras}
    periods = columns.pop(period_heading, None)
    # A bare 3 under 季度 is a quarter, elsewhere a month.
    quarter = "季度" if "季" in period_heading and periods and all(text in "1234" for text in periods) else ""
    members: list[Member] = []
    for place, person in enumerate(roster.people):
        if place % PEOPLE_PER_STEP == 0:
            yield "计分", place, len(roster.people)
        row = person.rows[0] - 1
        period = (period_name(periods[row] + quarter) if periods and periods[row] else "") or period_name(table.label)
        groups = {heading: texts[row] or UNGROUPED for heading, texts in columns.items()}
        members.append(Member(person.name, period, groups, person, score(scheme, person.values)))
    if period_heading:
        roster.notes = [note for note in roster.notes if not note.startswith("重名：")]
    roster.notes += [*notes, *_same_names(members)]
    return TeamReading(table.label, roster, members, [*columns], period_heading)


def ordered_periods(members: Sequence[Member]) -> list[str]:
    """Return the periods, earliest first where all are of one kind, else in the order in which they were pasted."""
    found = list(dict.fromkeys(member.period for member in members))
    read = {text: period for text in found if (period := read_period(text))}
    alike = len({(period.kind, period.year > 0) for period in read.values()}) == 1
    return sorted(found, key=lambda text: read[text]) if alike and len(read) == len(found) else found


_IN_A_YEAR = {"月": 12, "季度": 4}


def gaps(periods: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return which neighbours do not follow each other in the calendar, and how many periods are missing between."""
    found: list[tuple[str, str, int]] = []
    for left, right in itertools.pairwise(periods):
        before, after = read_period(left), read_period(right)
        if before and after and before.kind == after.kind and before.year and after.year:
            apart = (after.year - before.year) * _IN_A_YEAR[after.kind] + after.part - before.part
            if apart > 1:
                found.append((left, right, apart - 1))
    return found


_QUARTER = re.compile(r"(?:(?P<year>[0-9]{4})年?[./-]?)?(?:第?(?P<part>[1-4一二三四])季度?|[Qq](?P<letter>[1-4]))")
_NUMERALS = "一二三四"


def read_period(text: str) -> Period | None:
    """Return the month or quarter that a text names, its year 0 where it names none; None for anything else."""
    match = _QUARTER.fullmatch(squeeze(text))
    if not match:
        return read_month(text)
    part = match["part"] or match["letter"]
    number = _NUMERALS.index(part) + 1 if part in _NUMERALS else int(part)
    return Period(int(match["year"] or 0), number, "季度")


def period_name(text: str) -> str:
    """Return what a period is called here: `2026-07`, `2026/7/1` and `2026年07月` are all 2026年7月."""
    period = read_period(text)
    return str(period).removeprefix("0年") if period else text.strip()


def _names_filled_down(grid: Grid) -> tuple[Grid, str, list[str]]:
    """Find the column of periods; where a name stands only on a person's first period, repeat it (merged cells)."""
    names = {heading_key(word)[0] for word in SYNONYMS["name"]}
    for start, row in enumerate(grid.rows[:10]):
        keys = [heading_key(text)[0] for text in row]
        period = next((place for place, key in enumerate(keys) if key in _PERIOD_KEYS), None)
        name = next((place for place, key in enumerate(keys) if key in names), None)
        if period is None or name is None:
            continue
        rows, filled, above = [*grid.rows[: start + 1]], 0, ""
        for cells in grid.rows[start + 1 :]:
            above = cells[name].strip() or above
            fill = (
                not cells[name].strip() and above and cells[period].strip() and not is_total(comparable(cells[period]))
            )
            rows.append([*cells[:name], above, *cells[name + 1 :]] if fill else cells)
            filled += bool(fill)
        notes = [f"{filled} 行没有姓名（合并单元格），沿用上一行的姓名"] if filled else []
        return Grid(rows, grid.separator, grid.notes), row[period].strip(), notes
    return grid, "", []


def _column_texts(column: Column, roster: Roster, notes: list[str]) -> list[str]:
    """Return a column's cells by row; in a merged column, blanks repeat the cell above, which is said.

    A column was merged when blanks stand in it and no two neighbours say the same: who fills in every row repeats.
    """
    texts = [_cell(row, column) for row in roster.rows]
    people = [place for place, kind in enumerate(roster.kinds) if kind == "person"]
    blank = [place for place in people if not texts[place]]
    given = [texts[place] for place in people if texts[place]]
    repeats = any(texts[left] == texts[right] != "" for left, right in itertools.pairwise(people))
    if not blank or not given:
        return texts
    heading = column.text.strip()
    named = listed([place + 1 for place in blank])
    if not (is_group_heading(heading) or heading_key(heading)[0] in _PERIOD_KEYS):
        return texts
    if repeats or blank[0] == people[0]:
        notes.append(f"“{heading}”一列第 {named} 行没有填，归入“{UNGROUPED}”")
        return texts
    above = ""
    for place in people:
        above = texts[place] = texts[place] or above
    notes.append(f"“{heading}”一列第 {named} 行是空的（合并单元格），沿用上面一行")
    return texts


def _cell(row: Row, column: Column) -> str:
    return " ".join(row[column.index].split())


def _same_names(members: Sequence[Member]) -> list[str]:
    """Say which names occur twice in one period: they are ranked, but not compared between periods."""
    seen: dict[tuple[str, str], int] = {}
    for member in members:
        seen[member.period, member.name] = seen.get((member.period, member.name), 0) + 1
    twice = [f"{name}（{period}）" if period else name for (period, name), count in seen.items() if count > 1]
    return [f"重名：{'、'.join(twice[:ROWS_NAMED])}，按不同的人分别计算，不作前后期比较"] if twice else []
