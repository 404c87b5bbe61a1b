"""The same targets as `make fuzz`, with a moderate number of generated inputs in every run of the tests."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench.report import PARTS
from tests.fuzz import run
from tests.fuzz.run import LEAST, READERS, RUNS, WORDS, Outcome
from tests.fuzz.targets import LONGEST, TARGETS, seeds

SEEDS = seeds()
# The same inputs in every run: a test that fails now and then helps nobody, and `make fuzz` is there for the search.
MODERATE = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

words = st.one_of(st.sampled_from(WORDS), st.text(max_size=12), st.integers(-(10**20), 10**20).map(str))


@st.composite
def inputs(draw: st.DrawFn, name: str) -> bytes:
    """Generate words in a row, or a seed with words put in, parts cut out or doubled."""
    seed = draw(st.sampled_from(SEEDS[name]))
    text = draw(st.lists(words, max_size=30)) if draw(st.booleans()) else None
    if text is not None:
        return "".join(text).encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(seed)))
        upto = draw(st.integers(at, min(len(seed), at + 40)))
        word = draw(words).encode("utf-8", "surrogatepass")
        seed = seed[:at] + draw(st.sampled_from([word, b"", seed[at:upto] * 2])) + seed[upto:]
    return seed[:LONGEST]


def test_every_target_is_run_and_together_more_than_a_hundred_thousand_times() -> None:
    assert set(RUNS) == set(READERS) == set(TARGETS) == set(SEEDS)
    assert sum(RUNS.values()) >= LEAST


def test_a_whole_run_leaves_its_figures_and_a_run_of_one_target_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(run, "BUILD", tmp_path)
    monkeypatch.setattr(run, "write", lambda *given: kept.append(given))
    monkeypatch.setattr(run, "run", lambda name: Outcome(RUNS[name], 2.0, failed=name == "books"))
    assert run.main(["books"]) == 1
    assert kept == []
    assert run.main([]) == 1
    ((name, command, figures),) = kept
    assert PARTS[f"bench-{name}"][1] == command
    total, faults, seconds = figures[:3]
    assert (total.ours, total.is_met) == (sum(RUNS.values()), True)
    assert (faults.ours, faults.is_met) == (1, False)
    assert seconds.ours == 2.0 * len(RUNS)
    assert {figure.name: figure.ours for figure in figures}["试过的输入，计分规则"] == RUNS["rules"]


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_ends_in_an_error_that_nobody_expects(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)

    @MODERATE
    @example(b"")
    @example(b"\x00" * 100)
    @example("\ud800".encode("utf-8", "surrogatepass"))
    @given(inputs(name))
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()
