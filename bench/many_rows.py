"""Ten million rows under Dask, in bounded memory: KPI scoring and a lead log's moves, by the functions used elsewhere.

`python bench/many_rows.py [rows]` makes the rows in parts, runs a cluster of two processes on this machine, compares
with pandas, prints rows a second and the most memory that a worker held, and leaves both to `bench/report.py`. Scores
are compared in all parts, by people and points of each grade and by the sum of a hash of every row, which does not
depend on their order. Counts of the lead log are compared with those of one frame of all rows. Scoring costs by
distinct combinations of inputs: amounts here are in whole 万元 and plans in hundreds of them, as departments keep them;
every amount different is slower.
"""

import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import dask
import dask.dataframe
import distributed
import numpy as np
import pandas as pd

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from bench.figures import Figure, write  # noqa: E402 - after the path
from calculators.lead_frames import monthly_moves, whole_months  # noqa: E402
from calculators.schemes import Scheme  # noqa: E402
from calculators.score_frames import score_frame  # noqa: E402
from handbook.calculations.scoring import load_scheme  # noqa: E402

# Dask comes without types.
DASK: Any = dask
DATAFRAME: Any = dask.dataframe
DISTRIBUTED: Any = distributed
DASK.config.set({"dataframe.convert-string": False})  # texts stay what pandas made them, so that frames compare

PART = 1_000_000
MEMORY_MB = 2048
"""A worker that holds more is stopped: the measurement fails rather than lies."""
LAST_DAY = date(2026, 12, 31)
LEVELS = ["H", "A", "B", "C", "成交", "战败"]
ROWS_A_CUSTOMER = 5


def people(seed: int, scheme: Scheme, rows: int = PART) -> pd.DataFrame:
    """Return inputs of people as a group's tables hold them."""
    random = np.random.default_rng(seed)
    columns: dict[str, Any] = {}
    for name in scheme.inputs:
        match scheme.unit(name):
            case "元":
                planned = name.startswith(("计划", "应"))
                columns[name] = (
                    random.integers(1, 21, rows) * 1_000_000 if planned else random.integers(1, 2001, rows) * 10_000
                )
            case "次":
                columns[name] = random.poisson(0.2, rows)
            case _:
                columns[name] = random.integers(1, 41, rows)
    return pd.DataFrame(columns)


def lead_log(seed: int, rows: int = PART) -> pd.DataFrame:
    """Return the rows of some customers, all of each: customer, model, level, day, number; in the order of days."""
    random = np.random.default_rng(seed)
    customer = random.integers(0, rows // ROWS_A_CUSTOMER, rows) + seed * rows
    day = pd.Timestamp("2026-01-01") + pd.to_timedelta(random.integers(0, 365, rows), unit="D")
    columns = {
        "customer": customer,
        "model": np.array(["甲型", "乙型", "丙型"], dtype=object)[customer % 3],
        "level": np.array(LEVELS, dtype=object)[random.integers(0, len(LEVELS), rows)],
        "day": day,
        "number": np.arange(rows),
    }
    frame = pd.DataFrame(columns).astype({"model": "str", "level": "str"})
    return frame.sort_values(["day", "number"], kind="stable").reset_index(drop=True)


def outcome(scores: pd.DataFrame) -> pd.DataFrame:
    """Boil scores down: people and points by grade, and a sum over hashes of all rows."""
    hashes = pd.util.hash_pandas_object(scores, index=False).to_numpy("uint64")
    frame = scores.groupby("grade", sort=True).agg(people=("total", "size"), units=("total", "sum")).reset_index()
    return frame.assign(hash=np.uint64(hashes.sum(dtype="uint64")))


def scored(seed: int, scheme: Scheme) -> pd.DataFrame:
    """Make a part, score it and boil it down."""
    return outcome(score_frame(people(seed, scheme), scheme)).assign(part=seed)


def moves(seed: int, months: list[pd.Period]) -> pd.DataFrame:
    """Make a part of a lead log and count its moves."""
    return monthly_moves(lead_log(seed), months)


def peak() -> int:
    """Return the most memory that this process has held, in bytes (Linux counts kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def report(what: str, rows: int, seconds: float, client: Any) -> float:
    """Print one line of the table; return the most MB that a worker has held."""
    most = max(client.run(peak).values()) / 2**20
    print(
        f"{what:<28}{rows:>12,} rows {seconds:>8.0f} s {rows / seconds:>10,.0f} rows/s   worker at most {most:,.0f} MB",
        flush=True,
    )
    return most


def figures(what: str, rows: int, seconds: float, most: float, pandas_seconds: float) -> tuple[Figure, Figure]:
    """Return what the site's page of figures shows of a comparison."""
    speed = Figure(
        name=f"{what}，{rows:,} 行，每秒",
        ours=rows / seconds,
        unit="行",
        reference=rows / pandas_seconds,
        against="只用 pandas，一个进程",
    )
    memory = Figure(name=f"{what}，一个 Dask 进程最多占的内存", ours=most, unit="MB", goal=MEMORY_MB)
    return speed, memory


def score_many(client: Any, parts: range, scheme: Scheme) -> tuple[Figure, Figure]:
    """Score all parts under Dask, and again with pandas alone, to compare every one."""
    rows = len(parts) * PART
    start = time.perf_counter()
    meta = scored(0, scheme).iloc[:0]
    found = DATAFRAME.from_map(scored, list(parts), scheme=scheme, meta=meta).compute()
    seconds = time.perf_counter() - start
    most = report("KPI scores, Dask", rows, seconds, client)
    start = time.perf_counter()
    expected = pd.concat([scored(part, scheme) for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(found.sort_values(["part", "grade"], ignore_index=True), expected)
    alone = time.perf_counter() - start
    print(f"  equal to pandas in all {len(parts)} parts, pandas alone {rows / alone:,.0f} rows/s", flush=True)
    return figures("考核计分", rows, seconds, most, alone)


def count_moves(client: Any, parts: range) -> tuple[Figure, Figure]:
    """Count a lead log's moves under Dask, and in one frame with pandas."""
    rows = len(parts) * PART
    months = whole_months(lead_log(0), LAST_DAY)
    keys = ["month", "model", "level_from", "level_to"]
    start = time.perf_counter()
    meta = moves(0, months).iloc[:0]
    counted = DATAFRAME.from_map(moves, list(parts), months=months, meta=meta).compute()
    found = counted.groupby(keys, sort=True)["count"].sum().reset_index()
    seconds = time.perf_counter() - start
    most = report("lead log's moves, Dask", rows, seconds, client)
    start = time.perf_counter()
    whole = pd.concat([lead_log(part) for part in parts], ignore_index=True).sort_values("day", kind="stable")
    expected = monthly_moves(whole, months).groupby(keys, sort=True)["count"].sum().reset_index()
    pd.testing.assert_frame_equal(found, expected)
    alone = time.perf_counter() - start
    print(f"  equal to pandas on one frame, pandas alone {rows / alone:,.0f} rows/s, {peak() / 2**20:,.0f} MB")
    return figures("线索流水的变动", rows, seconds, most, alone)


def main(rows: int) -> None:
    """Measure both."""
    parts = range(max(rows // PART, 1))
    scheme = load_scheme("am-quarter", PROJECT / "handbook_src")
    options = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": f"{MEMORY_MB}MiB", "dashboard_address": ":0"}
    with DISTRIBUTED.LocalCluster(**options) as cluster, DISTRIBUTED.Client(cluster) as client:
        found = [*score_many(client, parts, scheme), *count_moves(client, parts)]
    write("many-rows", "python bench/many_rows.py", found)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
