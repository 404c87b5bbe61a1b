"""SPEC 4 and 5, `leads`: how many new leads the order target asks for."""

from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.commandline import Outcome, handbook, unusable
from tests.contract.oracle import decimal
from tests.contract.planning import ERROR_FIELDS, FORMS, GENERATED, errors, figure, listed, run, save

HEADINGS = ("车型", "订单目标", "存量预计订单", "历史成交", "历史集客")
MODELS = [("A4L", "12", "0", "15", "100"), ("A6L", "12", "7.2", "15", "100"), ("Q5L", "5", "9", "20", "80")]


def leads(*rows: tuple[str, str, str, str, str]) -> Outcome:
    return run("leads", [HEADINGS, *rows])


def needed(outcome: Outcome) -> dict[str, Fraction]:
    assert (0, []) == (outcome.code, outcome.report["errors"]), outcome
    return {model["name"]: figure(model["leads_needed"]) for model in outcome.report["models"]}


def formula(target: Fraction, stock: Fraction, deals: int, history: int) -> int:
    """⌈ (order target − orders expected from stock) ÷ historic deal rate ⌉, never below 0."""
    return max(0, ceil((target - stock) / Fraction(deals, history)))


def test_the_object_has_the_fields_of_the_contract() -> None:
    outcome = leads(*MODELS)
    assert {"models", "errors"} == set(outcome.report)
    assert [{"name", "leads_needed", "rate"}] * 3 == [set(model) for model in outcome.report["models"]]
    assert (0, "", []) == (outcome.code, outcome.stderr, outcome.report["errors"])


def test_the_models_stand_in_the_order_of_the_table() -> None:
    assert ["A4L", "A6L", "Q5L"] == [model["name"] for model in leads(*MODELS).report["models"]]


EXAMPLES = [
    # target, from stock, deals, leads in history, leads needed
    ("12", "0", "15", "100", 80),
    ("12", "7.2", "15", "100", 32),
    ("1", "0", "1", "3", 3),  # not 4: a rate rounded to 0.33 would ask for more
    ("2", "0", "2", "3", 3),
    ("10", "0", "1", "10", 100),  # 10 ÷ 0.1 in binary floats is 100 too, 3 ÷ 0.3 below is not 10
    ("3", "0", "3", "10", 10),
    ("0.3", "0.2", "1", "10", 1),
    ("7", "6.3", "7", "100", 10),
    ("10", "0", "3", "7", 24),
    ("10", "10", "1", "2", 0),
    ("10", "25", "1", "2", 0),
    ("0", "0", "1", "2", 0),
    ("5", "4.999", "1", "2", 1),
    ("5", "0", "8", "8", 5),
    ("1", "0", "1", "1000000", 1000000),
    ("１２", "７．２", "15单", "1百", 32),
    ("1千", "0", "1,000", "3,000", 3000),
    ("123456789012345678901", "0", "1", "3", 370370367037037036703),
]


@pytest.mark.parametrize(("target", "stock", "deals", "history", "expected"), EXAMPLES)
def test_what_stock_does_not_bring_is_divided_by_the_rate_and_rounded_up(
    target: str, stock: str, deals: str, history: str, expected: int
) -> None:
    assert {"A4L": expected} == needed(leads(("A4L", target, stock, deals, history)))


CASES = st.tuples(
    st.integers(0, 5000).map(lambda n: Fraction(n, 10)),
    st.integers(0, 30000).map(lambda n: Fraction(n, 100)),
    st.integers(1, 400),
    st.integers(0, 3000),
)


@GENERATED
@given(cases=st.lists(CASES, min_size=60, max_size=60))
def test_generated_models_are_given_what_the_formula_gives(cases: list[tuple[Fraction, Fraction, int, int]]) -> None:
    models = {f"车型{k:02}号": (t, s, d, d + more) for k, (t, s, d, more) in enumerate(cases)}
    found = needed(leads(*((n, decimal(t), decimal(s), str(d), str(h)) for n, (t, s, d, h) in models.items())))
    assert {name: Fraction(formula(*case)) for name, case in models.items()} == found


@pytest.mark.parametrize(("deals", "history"), [(15, 100), (1, 8), (1, 3), (2, 7), (7, 7), (1, 1000)])
def test_the_rate_is_a_ratio_of_at_least_four_decimals(deals: int, history: int) -> None:
    # SPEC does not say to how many decimals; four tell 0.01 %.
    rate = leads(("A4L", "10", "0", str(deals), str(history))).report["models"][0]["rate"]
    assert abs(figure(rate) - Fraction(deals, history)) <= Fraction(5, 100_000)


@pytest.mark.parametrize(("deals", "history"), [("0", "100"), ("0", "0")])
def test_a_rate_of_0_with_a_positive_target_is_an_error_and_no_target(deals: str, history: str) -> None:
    outcome = leads(("A4L", "12", "0", "15", "100"), ("A6L", "12", "0", deals, history))
    first, *rest = outcome.report["models"]
    assert (1, {2}, 80) == (outcome.code, {error["row"] for error in errors(outcome)}, figure(first["leads_needed"]))
    assert [] == [model for model in rest if model["leads_needed"] is not None]


def test_a_rate_of_0_is_said_to_be_the_reason() -> None:
    (error,) = errors(leads(("A6L", "12", "0", "0", "100")))
    said = error["reason"] + error["hint"]
    assert ("成交" in said, any(word in said for word in ("0", "零", "没有"))) == (True, True), error


def test_a_rate_of_0_with_no_target_asks_for_nothing() -> None:
    assert {"A6L": 0} == needed(leads(("A6L", "0", "0", "0", "100")))


@pytest.mark.parametrize(
    "row",
    [
        ("A6L", "-5", "0", "1", "2"),
        ("A6L", "5", "0", "-1", "2"),
        ("A6L", "5", "0", "1", "-2"),
        ("A6L", "5", "", "1", "2"),
        ("A6L", "", "0", "1", "2"),
        ("A6L", "5", "0", "", "2"),
        ("A6L", "5", "0", "1", "—"),
        ("A6L", "5", "0", "3", "2"),
    ],
)
def test_a_row_that_cannot_be_meant_or_lacks_a_figure_gets_no_negative_target_and_spoils_no_other(
    row: tuple[str, str, str, str, str],
) -> None:
    # SPEC leaves open whether such a row is judged; none is dropped in silence.
    outcome = leads(("A4L", "12", "0", "15", "100"), row)
    models = {model["name"]: model["leads_needed"] for model in outcome.report["models"]}
    assert 80 == figure(models["A4L"])
    assert "A6L" in models or 2 in {error["row"] for error in errors(outcome)}
    assert models.get("A6L") is None or figure(models["A6L"]) >= 0


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_however_it_is_kept(tmp_path: Path, form: str) -> None:
    outcome = handbook("leads", save(tmp_path, [HEADINGS, *MODELS], form), "--json")
    assert {"A4L": 80, "A6L": 32, "Q5L": 0} == needed(outcome)


@pytest.mark.parametrize(
    "headings",
    [
        ("model", "order target", "expected from stock", "deals", "leads"),
        ("Model", "Order target", "Expected from stock", "Deals", "Leads"),
        # Assumed: SPEC names no Chinese headings for this table.
        ("车型", "订单目标", "存量预计订单", "历史成交", "历史集客"),
        ("车型", "订单目标（台）", "存量预计订单(台)", "历史成交：", "历史 集客"),
        ("车型", "目标订单", "存量预计成交", "成交", "集客"),
        ("车型", "目标", "预计存量订单", "历史成交数", "历史集客数"),
        ("产品", "订单目标", "存量预计订单", "成交数", "集客数"),
    ],
)
def test_headings_are_found_as_people_write_them(headings: tuple[str, str, str, str, str]) -> None:
    assert {"A4L": 80, "A6L": 32, "Q5L": 0} == needed(run("leads", [headings, *MODELS]))


def test_columns_may_stand_in_any_order_and_others_are_left_alone() -> None:
    rows = [("备注", *reversed(HEADINGS)), *(("#N/A", *reversed(model)) for model in MODELS)]
    assert {"A4L": 80, "A6L": 32, "Q5L": 0} == needed(run("leads", rows))


def test_a_total_row_is_no_model() -> None:
    assert {"A4L": 80, "A6L": 32, "Q5L": 0} == needed(leads(*MODELS, ("合计", "29", "16.2", "50", "280")))


def test_a_total_row_that_is_not_the_sum_of_its_rows_is_listed_and_no_model() -> None:
    outcome = leads(*MODELS, ("合计", "30", "16.2", "50", "280"))
    assert (1, [(4, "30")]) == (outcome.code, listed(outcome))
    assert ["A4L", "A6L", "Q5L"] == [model["name"] for model in outcome.report["models"]]


def test_every_bad_cell_is_listed_and_everything_else_is_still_there() -> None:
    outcome = leads(MODELS[0], ("A6L", "1,23", "7.2", "#DIV/0!", "100"), MODELS[2], ("Q7", "5", "约2", "1", "2"))
    assert (1, [(2, "#DIV/0!"), (2, "1,23"), (4, "约2")]) == (outcome.code, listed(outcome))
    models = {model["name"]: model["leads_needed"] for model in outcome.report["models"]}
    assert (80, 0) == (figure(models["A4L"]), figure(models["Q5L"]))
    assert (None, None) == (models.get("A6L"), models.get("Q7"))
    assert {ERROR_FIELDS} == {frozenset(error) for error in errors(outcome)}


@pytest.mark.parametrize("options", ["--total 5", "second.tsv", "--no-such-option"])
def test_a_call_that_cannot_be_meant_is_answered_in_one_line(options: str) -> None:
    assert (2, "", 1) == unusable(run("leads", [HEADINGS, *MODELS], *options.split()))


@pytest.mark.parametrize("rows", [[], [("车型", "备注"), ("A4L", "好")], [("甲", "乙"), ("1", "2")]])
def test_a_table_without_the_columns_is_refused(rows: list[tuple[str, ...]]) -> None:
    assert (2, "", 1) == unusable(run("leads", rows))


def test_the_same_call_prints_the_same_bytes() -> None:
    first, second = leads(*MODELS), leads(*MODELS)
    assert (0, first.stdout) == (first.code, second.stdout)
