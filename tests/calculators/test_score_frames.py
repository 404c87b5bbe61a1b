"""Many people at once: each gets the points of the scalar scorer, in one piece or in many under Dask."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import dask.dataframe as dd
import pandas as pd
import pytest
from dask.distributed import Client, LocalCluster
from hypothesis import given
from hypothesis import strategies as st

from calculators.kpi import score
from calculators.numbers import decimal_text
from calculators.schemes import compile_scheme
from calculators.score_frames import score_frame
from calculators.what_if import Edit, edited
from tests.calculators.examples import SCHEME, SOURCE

HARD = compile_scheme(
    edited(
        SOURCE,
        [
            Edit(0, "rule", "每低于 5% 扣 1 分；不足一档按一档；可倒扣；低于 20% 一票否决"),
            Edit(1, "weight", "29.995"),
            Edit(2, "weight", "20.005"),
        ],
    )
)
CELLS = (
    st.none() | st.integers(0, 12) | st.sampled_from(["3", "120万", "1.5", "50%", "", "—"]) | st.just(Decimal("2.5"))
)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(SCHEME.inputs, CELLS)), max_size=12)


def scalar(row: dict[str, Any], scheme: Any) -> dict[str, Any]:
    """Return what the scorer of single sheets makes of a row, in the frame's units."""
    read = {"3": 3, "120万": 1_200_000, "1.5": Fraction(3, 2), "50%": Fraction(1, 2), "": None, "—": None}
    values = {
        name: None if (number := read.get(cell, cell) if isinstance(cell, str) else cell) is None else Fraction(number)
        for name, cell in row.items()
    }
    result = score(scheme, values)
    points = {item.row.indicator: None if item.points is None else int(item.points * 100) for item in result.items}
    return points | {
        "total": int(result.total * 100),
        "judged": decimal_text(result.judged),
        "grade": result.grade or "",
        "vetoed_by": result.vetoed_by or "",
    }


@given(ROWS, st.sampled_from([SCHEME, HARD]))
def test_a_frame_scores_each_row_as_the_scalar_scorer_does(rows: list[dict[str, Any]], scheme: Any) -> None:
    frame = pd.DataFrame(rows, columns=list(scheme.inputs), dtype=object)
    found = score_frame(frame, scheme).astype(object)
    found = found.where(found.notna(), None)
    assert found.to_dict("records") == [scalar(row, scheme) for row in rows]


def test_the_index_and_the_columns_do_not_depend_on_the_rows() -> None:
    frame = pd.DataFrame([dict.fromkeys(SCHEME.inputs, 1)], index=["张三"])
    found = score_frame(frame, SCHEME)
    assert list(found.index) == ["张三"]
    assert list(score_frame(frame.iloc[:0], SCHEME).dtypes.items()) == list(found.dtypes.items())


@pytest.mark.parametrize(
    ("cell", "error", "said"),
    [
        (0.1, TypeError, "实际回款：0.1 不是精确的数"),
        (True, TypeError, "不是精确的数"),
        ("很多", ValueError, "实际回款：“很多”不是数"),
    ],
)
def test_what_is_not_exact_is_refused(cell: object, error: type[Exception], said: str) -> None:
    frame = pd.DataFrame([dict.fromkeys(SCHEME.inputs, 1) | {"实际回款": cell}], dtype=object)
    with pytest.raises(error, match=said):
        score_frame(frame, SCHEME)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="应回款"):
        score_frame(pd.DataFrame([dict.fromkeys(SCHEME.inputs, 1)]).drop(columns="应回款"), SCHEME)


def made(seed: int, rows: int = 500) -> pd.DataFrame:
    """Return a part of a large table, the same for the same seed."""
    numbers = pd.Series(range(rows)) + seed * rows
    columns = {name: (numbers * (place + 3) + seed) % (place + 11) for place, name in enumerate(SCHEME.inputs)}
    return pd.DataFrame(columns).astype("int64")


def test_parts_scored_by_a_dask_cluster_equal_the_whole_scored_by_pandas() -> None:
    parts = range(6)
    whole = pd.concat([made(seed) for seed in parts])
    options: dict[str, Any] = {"processes": False, "n_workers": 2, "dashboard_address": ":0"}
    with LocalCluster(**options) as cluster, Client(cluster):
        frame = dd.from_map(made, list(parts), meta=made(0).iloc[:0])
        scored = frame.map_partitions(score_frame, SCHEME, meta=score_frame(made(0).iloc[:0], SCHEME)).compute()
    pd.testing.assert_frame_equal(scored, score_frame(whole, SCHEME))
