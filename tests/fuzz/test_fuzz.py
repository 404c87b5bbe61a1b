"""The same targets as `make fuzz`, with a moderate number of generated inputs in every run of the tests."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.run import RUNS, WORDS
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
    assert set(RUNS) == set(TARGETS) == set(SEEDS)
    assert sum(RUNS.values()) >= 100_000


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_ends_in_an_error_that_nobody_expects(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)

    @MODERATE
    @example(b"")
    @example(b"\x00" * 100)
    @example("\ud800".encode("utf-8", "surrogatepass"))
    @given(inputs(name))
    def run(data: bytes) -> None:
        TARGETS[name](data)

    run()
