"""A team's scores as frames, with pandas: ranks, groups, periods, grades crossed.

Every function takes a frame of members and returns a frame; no float is made of a score. A row is one person in one
period:

period (int64: place among the periods), name (str), counts (bool: judged in full), units (int64: total in 0.01 分),
grade (str, empty where none), and a column of text for each heading by which people are divided.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from calculators.numbers import half_up
from calculators.schemes import Scheme
from calculators.team_tables import UNGROUPED, Member

UNITS_PER_POINT = 100
"""Totals are sums of points with two decimals."""
_OWN = ("period", "name", "counts", "units", "grade")


def group_column(place: int) -> str:
    """Return the name of the column that holds the group by the heading at `place`."""
    return f"group{place}"


def members_frame(members: Sequence[Member], periods: Sequence[str], headings: Sequence[str]) -> pd.DataFrame:
    """Return members as a frame, a column for each of `headings`; its index is their place in `members`."""
    places = {period: place for place, period in enumerate(periods)}
    rows = [
        [
            places[member.period],
            member.name,
            member.counts,
            int(member.result.total * UNITS_PER_POINT),
            member.result.grade or "",
            *(member.groups.get(heading, UNGROUPED) for heading in headings),
        ]
        for member in members
    ]
    columns = [*_OWN, *(group_column(place) for place in range(len(headings)))]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"period": "int64", "counts": "bool", "units": "int64"})


def ranked(members: pd.DataFrame) -> pd.DataFrame:
    """Return those who count, with `rank` within their period: equal totals share a rank, the next is skipped."""
    frame = members[members["counts"]]
    rank = frame.groupby("period")["units"].rank(method="min", ascending=False)
    return frame.assign(rank=rank.astype("int64")).sort_values(["period", "rank"], kind="stable")


def summary(members: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add up by columns: count, units (sum), highest, lowest of who counts, and left_out; in order of first use."""
    keys = list(by)
    everybody = members.groupby(keys, sort=False, dropna=False).agg(people=("counts", "size"), count=("counts", "sum"))
    counted = (
        members[members["counts"]]
        .groupby(keys, sort=False, dropna=False)["units"]
        .agg(units="sum", highest="max", lowest="min")
    )
    frame = everybody.join(counted).fillna({"units": 0, "highest": 0, "lowest": 0})
    frame = frame.astype({"count": "int64", "units": "int64", "highest": "int64", "lowest": "int64"})
    return frame.assign(left_out=frame["people"] - frame["count"]).reset_index()


def grade_counts(members: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Count those who count by the columns and by grade: columns `by`, grade, count."""
    counted = members[members["counts"]]
    return counted.groupby([*by, "grade"], sort=False, dropna=False).size().reset_index(name="count")


def neighbours(members: pd.DataFrame) -> pd.DataFrame:
    """Join everybody to the period before: name, period, units and grade, each also `…_before`.

    Only who counts in both, under a name that is one person's in either period.
    """
    unique = members[~members.duplicated(["period", "name"], keep=False)]
    counted = unique[unique["counts"]][["period", "name", "units", "grade"]]
    return counted.assign(before=counted["period"] - 1).merge(
        counted, left_on=["before", "name"], right_on=["period", "name"], suffixes=("", "_before")
    )


def crossings(members: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Return the neighbours whose grade changed, with `up` (bool), the latest period first."""
    frame = neighbours(members)
    bounds = {grade.name: place for place, grade in enumerate(scheme.grades)}
    bounds[""] = len(bounds)
    before, after = frame["grade_before"].map(bounds), frame["grade"].map(bounds)
    frame = frame.assign(up=after < before)[before != after]
    return frame.sort_values("period", ascending=False, kind="stable").reset_index(drop=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows, each by column."""
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]


def places(frame: pd.DataFrame) -> list[int]:
    """Return the rows' places among all members."""
    return [int(place) for place in frame.index.to_list()]


def mean_points(units: int, count: int) -> Fraction:
    """Return a mean total in points, rounded half-up to two decimals; `count` is at least 1."""
    return half_up(Fraction(units, UNITS_PER_POINT * count))
