"""What the team page shows, as JSON-safe data: a class that holds the frame, a method for each part of the page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from calculators import team_frames, views
from calculators.explanations import NO_GRADE, headline
from calculators.headings import is_group_heading
from calculators.numbers import decimal_text
from calculators.people import NAME
from calculators.schemes import Scheme
from calculators.team_frames import (
    crossings,
    grade_counts,
    group_column,
    mean_points,
    places,
    ranked,
    records,
    summary,
)
from calculators.team_tables import UNGROUPED, Member, TeamReading, gaps, ordered_periods
from calculators.views import Total

SHOWN = 500
"""Lines of a list that are sent; the workbook has all of them."""
UNNAMED_PERIOD = "本期"


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen on the page; None is what the page opens with."""

    period: str | None = None
    """None: the latest."""
    by: tuple[str, ...] | None = None
    """Headings that divide people; None: those that are known for it."""
    rows: str = ""
    """Heading down the cross table; empty: the first of those that divide."""
    columns: str = ""
    """Heading across it; empty: the second, or the periods."""


class Team:
    """Everybody's scores, in every period that was pasted."""

    def __init__(self, scheme: Scheme, readings: Sequence[TeamReading], choices: Choices) -> None:
        self.scheme = scheme
        self.readings = readings
        self.members: list[Member] = [member for reading in readings for member in reading.members]
        self.periods = ordered_periods(self.members)
        self.headings = list(dict.fromkeys(heading for reading in readings for heading in reading.extras))
        chosen = self.headings if choices.by is not None else [each for each in self.headings if is_group_heading(each)]
        self.by = [heading for heading in chosen if choices.by is None or heading in choices.by]
        self.choices = choices
        self.frame = team_frames.members_frame(self.members, self.periods, self.headings)
        latest = len(self.periods) - 1
        self.period = self.periods.index(choices.period) if choices.period in self.periods else latest

    @property
    def period_names(self) -> list[str]:
        """The periods' names; a table without one is of 本期."""
        return [period or UNNAMED_PERIOD for period in self.periods]

    def column(self, heading: str) -> str:
        """Return the frame's column of a heading."""
        return group_column(self.headings.index(heading))

    @property
    def current(self) -> pd.DataFrame:
        """The rows of the chosen period."""
        return self.frame[self.frame["period"] == self.period]

    def view(self) -> dict[str, Any]:
        """Return everything that the page shows of the chosen period and of all of them."""
        return {
            "periods": self.period_names,
            "period": self.period_names[self.period],
            "headings": [
                {"name": heading, "chosen": heading in self.by} for heading in self.headings if self._divides(heading)
            ],
            "notes": self._notes(),
            "people_count": len(self.current),
            "team": views.team_view(self.scheme, self._totals()),
            "left_out": self._left_out(),
            "ranking": self._ranking(),
            "groups": [self._group(heading) for heading in self.by],
            "cross": self._cross(),
            "trend": self._trend() if len(self.periods) > 1 else None,
            "crossings": self.all_crossings()[:SHOWN],
        }

    def _notes(self) -> list[str]:
        """Say which periods stand in several tables, and which neighbours leave a gap."""
        tables = Counter(
            period for reading in self.readings for period in {member.period for member in reading.members}
        )
        twice = [
            f"{period or UNNAMED_PERIOD}在 {count} 张表里都有，合在一起算；不是同一期的，改“是哪一期”"
            for period, count in tables.items()
            if count > 1
        ]
        return twice + [
            f"{left}和{right}之间缺 {missing} 期，等级变化按这两期相比" for left, right, missing in gaps(self.periods)
        ]

    def _divides(self, heading: str) -> bool:
        """Whether people may be divided by a heading: known for it, or one text stands at several people."""
        texts = self.frame[self.column(heading)]
        return is_group_heading(heading) or 1 < texts.nunique() < len(texts)

    def _totals(self) -> list[Total]:
        """Return the totals of the chosen period; who has a bad cell counts as incomplete."""
        return [
            Total(result.total, result.judged, result.grade, result.vetoed_by, self.members[place].counts)
            for place in places(self.current)
            for result in [self.members[place].result]
        ]

    def _left_out(self) -> dict[str, Any]:
        """Name those who are not in the figures of the chosen period, with the reason."""
        found = [self.members[place] for place in places(self.current)]
        members = [member for member in found if not member.counts]
        people = [
            {
                "name": member.name,
                "row": member.person.rows[0],
                "judged": decimal_text(member.result.judged),
                "reason": member.left_out_because or "有错误单元格",
            }
            for member in members[:SHOWN]
        ]
        return {"count": len(members), "people": people}

    def _ranking(self) -> dict[str, Any]:
        frame = ranked(self.current)
        before = self._before()
        lines: list[dict[str, Any]] = []
        for place, row in list(zip(places(frame), records(frame), strict=True))[:SHOWN]:
            member = self.members[place]
            earlier = before.get(member.name)
            lines.append(
                {
                    "rank": int(row["rank"]),
                    "name": member.name,
                    "total": decimal_text(member.result.total, 2),
                    "grade": member.result.grade or NO_GRADE,
                    "vetoed_by": member.result.vetoed_by,
                    "groups": [member.groups.get(heading, UNGROUPED) for heading in self.by],
                    "change": None if earlier is None else _signed(int(row["units"]) - earlier),
                }
            )
        return {"count": len(frame), "by": self.by, "lines": lines}

    def ranking_rows(self) -> list[list[str]]:
        """Return the ranking as a table, everybody in it; who is not counted stands below, without a rank."""
        frame = ranked(self.current)
        rows = [["名次", NAME, *self.by, "总分", "等级"]]
        for place, row in zip(places(frame), records(frame), strict=True):
            member = self.members[place]
            groups = [member.groups.get(heading, UNGROUPED) for heading in self.by]
            total = decimal_text(member.result.total, 2)
            rows.append([str(row["rank"]), member.name, *groups, total, member.result.grade or NO_GRADE])
        for place in places(self.current[~self.current["counts"]]):
            member = self.members[place]
            groups = [member.groups.get(heading, UNGROUPED) for heading in self.by]
            rows.append(["未计入", member.name, *groups, headline(self.scheme, member.result), ""])
        return rows

    def _before(self) -> dict[str, int]:
        """Return name → total in the period before, of those who can be compared."""
        frame = team_frames.neighbours(self.frame)
        frame = frame[frame["period"] == self.period]
        return {str(row["name"]): int(row["units_before"]) for row in records(frame)}

    def _group(self, heading: str) -> dict[str, Any]:
        column = self.column(heading)
        grades = self._grades(self.current, column)
        lines = [
            {"label": str(row[column]), **_figures(row), "grades": grades.get(str(row[column]), self._no_grades())}
            for row in records(summary(self.current, [column]))
        ]
        return {"name": heading, "grades": self._grade_names(), "lines": lines}

    def _grade_names(self) -> list[str]:
        return [grade.name for grade in self.scheme.grades]

    def _no_grades(self) -> list[int]:
        return [0] * len(self.scheme.grades)

    def _grades(self, frame: pd.DataFrame, column: str) -> dict[str, list[int]]:
        """Return group → people of each grade, in the scheme's order."""
        found: dict[str, list[int]] = {}
        names = self._grade_names()
        for row in records(grade_counts(frame, [column])):
            if row["grade"] in names:
                found.setdefault(str(row[column]), self._no_grades())[names.index(row["grade"])] = int(row["count"])
        return found

    def _cross(self) -> dict[str, Any] | None:
        """Return means by two headings; the periods are a heading too, and then every period is in it."""
        axes = [*self.by, *(["考核期"] if len(self.periods) > 1 else [])]
        if len(axes) < 2:
            return None
        down = self.choices.rows if self.choices.rows in axes else axes[0]
        across = next(axis for axis in (self.choices.columns, *axes[1:], axes[0]) if axis in axes and axis != down)
        frame = self.frame if "考核期" in (down, across) else self.current
        columns = ["period" if axis == "考核期" else self.column(axis) for axis in (down, across)]
        found = summary(frame, columns)
        labels = [self._labels(frame, column) for column in columns]
        cells = {(str(row[columns[0]]), str(row[columns[1]])): _figures(row) for row in records(found)}
        return {
            "axes": axes,
            "rows": down,
            "columns": across,
            "row_labels": [label for _, label in labels[0]],
            "column_labels": [label for _, label in labels[1]],
            "cells": [[cells.get((left, right)) for right, _ in labels[1]] for left, _ in labels[0]],
        }

    def _labels(self, frame: pd.DataFrame, column: str) -> list[tuple[str, str]]:
        """Return (key, what is shown) of a column's texts: periods in their order, groups in order of first use."""
        if column == "period":
            return [(str(place), name) for place, name in enumerate(self.period_names)]
        return [(str(text), str(text)) for text in frame[column].unique().tolist()]

    def _trend(self) -> dict[str, Any]:
        """Return every period's figures, and every person's totals over the periods."""
        grades = self._grades(self.frame, "period")
        found = {int(row["period"]): row for row in records(summary(self.frame, ["period"]))}
        periods = [
            {"name": name, **_figures(found[place]), "grades": grades.get(str(place), self._no_grades())}
            for place, name in enumerate(self.period_names)
        ]
        counted = self.frame[self.frame["counts"]]
        unique = counted[~self.frame.duplicated(["period", "name"], keep=False)[counted.index]].astype(
            {"units": "Int64"}
        )
        table = unique.pivot_table(index="name", columns="period", values="units", aggfunc="first", sort=False)
        people = [
            {"name": str(name), "totals": [_points(row.get(str(place))) for place in range(len(self.periods))]}
            for name, row in zip(table.index[:SHOWN].to_list(), records(table.head(SHOWN)), strict=True)
        ]
        return {"grades": self._grade_names(), "periods": periods, "count": len(table), "people": people}

    def all_crossings(self) -> list[dict[str, Any]]:
        """Return who went from one grade to another between two periods that follow each other, the latest first."""
        return [
            {
                "name": str(row["name"]),
                "from": self.period_names[int(row["period_before"])],
                "to": self.period_names[int(row["period"])],
                "total_before": _points(row["units_before"]),
                "total": _points(row["units"]),
                "grade_before": row["grade_before"] or NO_GRADE,
                "grade": row["grade"] or NO_GRADE,
                "up": bool(row["up"]),
            }
            for row in records(crossings(self.frame, self.scheme))
        ]


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    """Return a group's figures; mean, highest and lowest are null where nobody counts."""
    count, left_out = int(row["count"]), int(row["left_out"])
    if not count:
        return {"count": 0, "left_out": left_out, "mean": None, "highest": None, "lowest": None}
    return {
        "count": count,
        "left_out": left_out,
        "mean": decimal_text(mean_points(int(row["units"]), count), 2),
        "highest": _points(row["highest"]),
        "lowest": _points(row["lowest"]),
    }


def _points(units: Any) -> str | None:
    """Write a total that is kept in 0.01 分; None for a missing one."""
    return None if units is None or pd.isna(units) else decimal_text(mean_points(int(units), 1), 2)


def _signed(units: int) -> str:
    return ("+" if units > 0 else "") + decimal_text(mean_points(units, 1), 2)
