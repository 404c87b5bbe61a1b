"""KPI scores of many people at once: DataFrame in, DataFrame out, so that it runs unchanged on parts of a larger table.

There is no second implementation of the rules: each row of the scheme is scored once for every distinct combination of
its inputs, by the scorer that scores a single sheet, and given to the rows that have it. No float is made of a score.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

from calculators.kpi import score_row
from calculators.numbers import decimal_text, read_number
from calculators.schemes import Scheme, SchemeRow

UNITS_PER_POINT = 100
"""Points of a row are rounded to two decimals, and totals are their sums."""


def score_frame(frame: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Score everybody, a row a person.

    Columns in: the scheme's inputs, others are ignored. Integers are base units (元, counts); texts are read as cells
    are (`88%`, `120万`); Decimal and Fraction are exact too. Missing is None, NA or an empty text. A float is refused,
    since it is hardly ever what was written; so is a text that is no number.

    Columns out, on the same index: each indicator (Int64, points in 0.01 分, NA where the row was not judged), total
    (int64, 0.01 分), judged (str, decimal: weights of the judged rows), grade and vetoed_by (str, empty where none).
    """
    missing = [name for name in scheme.inputs if name not in frame.columns]
    if missing:
        raise KeyError(f"缺少的列：{'、'.join(missing)}")
    size = len(frame)
    total, judged = np.zeros(size, "int64"), np.zeros(size, "int64")
    vetoed_by = np.full(size, "", dtype=object)
    scale = lcm(*(row.weight.denominator for row in scheme.rows))
    columns: dict[str, Any] = {}
    for row in scheme.rows:
        found = _score_row(frame, scheme, row)
        columns[row.indicator] = found["points"].array
        unjudged = found["points"].isna()
        total += found["points"].fillna(0).to_numpy("int64")
        judged += np.where(unjudged, 0, int(row.weight * scale))
        vetoed_by[(vetoed_by == "") & found["veto"].to_numpy()] = row.indicator
    total[vetoed_by != ""] = 0
    settled = (judged == int(scheme.weight * scale)) | (vetoed_by != "")
    columns |= {
        "total": total,
        "judged": _spread(judged, partial(_judged_text, scale)),
        "grade": np.where(settled, _spread(total, partial(_grade, scheme)), ""),
        "vetoed_by": vetoed_by,
    }
    return pd.DataFrame(columns, index=frame.index).astype({"judged": "str", "grade": "str", "vetoed_by": "str"})


def _score_row(frame: pd.DataFrame, scheme: Scheme, row: SchemeRow) -> pd.DataFrame:
    """Return points (Int64) and veto (bool) of one row of the scheme, scored once for each combination of inputs."""
    names = list(row.expression.names)
    groups = frame.groupby(names, sort=False, dropna=False, observed=True)
    codes = groups.ngroup().to_numpy()
    first = np.full(codes.max(initial=-1) + 1, -1)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    cells = [[_exact(name, cell, scheme.unit(name)) for cell in frame[name].iloc[first].tolist()] for name in names]
    points: list[int | None] = []
    vetoes: list[bool] = []
    for values in zip(*cells, strict=True):
        item = score_row(row, dict(zip(names, values, strict=True)))
        points.append(None if item.points is None else int(item.points * UNITS_PER_POINT))
        vetoes.append(item.outcome is not None and item.outcome.veto is not None)
    return pd.DataFrame({"points": pd.array(points, dtype="Int64"), "veto": np.array(vetoes, dtype=bool)}).take(codes)


def _exact(name: str, cell: Any, unit: str) -> Fraction | None:
    """Return a cell as an exact number, None where it is missing."""
    if isinstance(cell, str):
        reading = read_number(cell, unit)
        if reading.reason:
            raise ValueError(f"{name}：{reading.reason}；{reading.hint}")
        return reading.value
    if isinstance(cell, int | Decimal | Fraction) and not isinstance(cell, bool):
        return Fraction(cell)
    if pd.isna(cell):
        return None
    raise TypeError(f"{name}：{cell!r} 不是精确的数；用整数、文字或 Decimal，不用浮点数")


def _judged_text(scale: int, units: int) -> str:
    return decimal_text(Fraction(units, scale))


def _grade(scheme: Scheme, units: int) -> str:
    return scheme.grade(Fraction(units, UNITS_PER_POINT)) or ""


def _spread(units: np.ndarray[Any, Any], write: Callable[[int], str]) -> Any:
    """Write each distinct number once, for all that have it."""
    distinct, codes = np.unique(units, return_inverse=True)
    return np.array([write(int(each)) for each in distinct], dtype=object)[codes]
