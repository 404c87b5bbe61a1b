"""Lead logs into stock, transitions and ageing, with pandas. Each function takes a frame and returns one.

A log has a row for every time a customer was judged: customer, model, level, day (datetime64), number (of the row). A
customer is followed up for each model apart. All of a customer's rows must be in the frame; customers may be divided
over frames as one likes, and the counts added up.
"""

from datetime import date

import pandas as pd

from calculators.lead_logs import LogRow
from calculators.levels import FINALS

WHO = ["customer", "model"]


def log_frame(rows: list[LogRow]) -> pd.DataFrame:
    """Return rows as a frame in the order of days; of several on one day the one further down is the later."""
    columns = ["number", "customer", "model", "level", "day"]
    frame = pd.DataFrame([[getattr(row, column) for column in columns] for row in rows], columns=columns)
    frame["day"] = pd.to_datetime(frame["day"])
    return frame.sort_values(["day", "number"], kind="stable").reset_index(drop=True)


def state_before(log: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return every customer's level when `day` begins: customer, model, level; the log is in the order of days."""
    return log[log["day"] < day].drop_duplicates(WHO, keep="last")[[*WHO, "level"]]


def is_open(frame: pd.DataFrame) -> pd.Series:
    """Return which rows are at a level that is no final state."""
    return ~frame["level"].isin(list(FINALS))


def whole_months(log: pd.DataFrame, until: date) -> list[pd.Period]:
    """Return the months that begin after the first day of the log and end by `until`: those whose moves are known."""
    if log.empty:
        return []
    first = pd.Period(log["day"].min(), "M") + 1
    last = pd.Period(pd.Timestamp(until) + pd.Timedelta(days=1), "M") - 1
    return list(pd.period_range(first, last, freq="M"))


def monthly_moves(log: pd.DataFrame, months: list[pd.Period]) -> pd.DataFrame:
    """Count moves: month, model, from, to, count; who was not judged in a month stayed where they were."""
    parts: list[pd.DataFrame] = []
    for month in months:
        begin, end = month.start_time, (month + 1).start_time
        start = state_before(log, begin)
        moved = start[is_open(start)].merge(state_before(log, end), on=WHO, suffixes=("_from", "_to"))
        part = moved.groupby(["model", "level_from", "level_to"], sort=True).size().reset_index(name="count")
        parts.append(part.assign(month=str(month)))
    columns = ["month", "model", "level_from", "level_to", "count"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def monthly_new(log: pd.DataFrame, months: list[pd.Period]) -> pd.DataFrame:
    """Count customers by the month and level in which they first appear: month, level, count."""
    first = log.drop_duplicates(WHO, keep="first")
    first = first.assign(month=first["day"].dt.to_period("M").astype(str))
    chosen = first[first["month"].isin([str(month) for month in months])]
    return chosen.groupby(["month", "level"], sort=True).size().reset_index(name="count")


def stock_of(ageing: pd.DataFrame) -> pd.DataFrame:
    """Count customers who are followed up: model, level, count."""
    return ageing.groupby(["model", "level"], sort=True).size().reset_index(name="count")


def ageing_of(log: pd.DataFrame, until: date) -> pd.DataFrame:
    """Return who is followed up at the end of `until`: customer, model, level, since, last, days, silent.

    `since` is the day on which the present level began without interruption, `days` from then to `until`; `last` is the
    last day in the log, `silent` the days from then.
    """
    end = pd.Timestamp(until)
    known = log[log["day"] <= end]
    before = known.groupby(WHO, sort=False)["level"].shift()
    began = known[known["level"] != before].drop_duplicates(WHO, keep="last")
    last = known.drop_duplicates(WHO, keep="last")[[*WHO, "day"]].rename(columns={"day": "last"})
    found = began.rename(columns={"day": "since"}).merge(last, on=WHO)
    found = found[is_open(found)].reset_index(drop=True)
    found["days"] = (end - found["since"]).dt.days
    found["silent"] = (end - found["last"]).dt.days
    return found[[*WHO, "level", "since", "last", "days", "silent"]]
