"""Logs in parts under Dask: what the parts come to, added up, is what one frame gives."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import dask.config
import dask.dataframe as dd
import pandas as pd
import pytest
from dask.distributed import Client, LocalCluster

from calculators.dates import Period
from calculators.frames import aggregate
from calculators.lead_frames import monthly_moves, whole_months

PARTS = range(5)
LEVELS = ["H", "A", "B", "C", "成交", "战败"]
MOVES = ["month", "model", "level_from", "level_to"]


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """A local cluster of two workers."""
    options: dict[str, Any] = {"processes": False, "n_workers": 2, "dashboard_address": ":0"}
    keep: Any = dask.config.set({"dataframe.convert-string": False})  # periods are objects, and stay what they are
    with keep, LocalCluster(**options) as cluster, Client(cluster):
        yield


def lead_log(part: int, rows: int = 400) -> pd.DataFrame:
    """Return all rows of some customers, in the order of days."""
    number = pd.Series(range(rows))
    frame = pd.DataFrame(
        {
            "customer": (number * 7 % 60) + part * 60,
            "model": (number % 2).map({0: "甲型", 1: "乙型"}).astype("str"),
            "level": (number * (part + 3) % len(LEVELS)).map(dict(enumerate(LEVELS))).astype("str"),
            "day": pd.Timestamp("2026-01-01") + pd.to_timedelta(number * 13 % 300, unit="D"),
            "number": number,
        }
    )
    return frame.sort_values(["day", "number"], kind="stable").reset_index(drop=True)


def order_log(part: int, rows: int = 400) -> pd.DataFrame:
    """Return orders; a person's are in every part."""
    number = pd.Series(range(rows)) + part * rows
    return pd.DataFrame(
        {
            "person": (number % 9).map(str).astype("str"),
            "period": [Period(2026, place % 4 + 1, "季度") for place in number],
            "kind": (number % 3).map({0: "销售", 1: "退货", 2: "回款"}).astype("str"),
            "units": number * 1_234_567,
        }
    )


def test_moves_of_a_lead_log_counted_in_parts_are_those_of_one_frame() -> None:
    whole = pd.concat([lead_log(part) for part in PARTS]).sort_values("day", kind="stable")
    months = whole_months(whole, date(2026, 12, 31))
    frame = dd.from_map(lead_log, list(PARTS), meta=lead_log(0).iloc[:0])
    parts = frame.map_partitions(monthly_moves, months, meta=monthly_moves(lead_log(0), months).iloc[:0])
    found = parts.compute().groupby(MOVES)["count"].sum()
    expected = monthly_moves(whole, months).groupby(MOVES)["count"].sum()
    assert found.to_dict() == expected.to_dict()
    assert len(expected) > 50


def test_orders_added_up_in_parts_are_those_of_one_frame() -> None:
    keys = ["person", "period", "kind"]
    frame = dd.from_map(order_log, list(PARTS), meta=order_log(0).iloc[:0])
    parts = frame.map_partitions(aggregate, meta=aggregate(order_log(0)).iloc[:0]).compute()
    found = parts.groupby(keys)[["rows", "units"]].sum()
    expected = aggregate(pd.concat([order_log(part) for part in PARTS])).set_index(keys).sort_index()
    assert found.sort_index().to_dict("index") == expected.to_dict("index")
