"""SPEC 1, cells, with generated figures: written in every accepted way they come back exact.

Groups of the wrong size do not come back at all. One process an example, some hundred cells each.
"""

from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.contract.commandline import Outcome, score, tsv
from tests.contract.oracle import decimal
from tests.contract.pages import bare

CONTRACT = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
NUMBERS = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(0, 10**15), st.integers(0, 6))


def grouped(number: Fraction, mark: str) -> str:
    whole, point, rest = decimal(number).partition(".")
    return f"{int(whole):,}".replace(",", mark) + point + rest


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A cell and the number that it means."""
    number = draw(NUMBERS)
    digits = draw(st.sampled_from([decimal(number), *(grouped(number, mark) for mark in (",", "，", " ", "'"))]))
    units = [("", 1), ("%", Fraction(1, 100)), ("‰", Fraction(1, 1000)), ("万", 10**4), ("万元", 10**4), ("亿", 10**8)]
    units += [("千", 1000), ("百万", 10**6), ("w", 10**4), ("元", 1), ("台", 1), ("家", 1), ("次", 1), ("天", 1)]
    unit, scale = draw(st.sampled_from(units))
    sign = draw(st.sampled_from(["", "", "+", "-", "−", "－"]))
    cell = sign + digits + unit
    if draw(st.booleans()):
        cell = cell.translate(FULL_WIDTH)
    return cell, number * scale * (1 if sign in ("", "+") else -1)


@st.composite
def accounting(draw: st.DrawFn) -> tuple[str, Fraction]:
    number = draw(NUMBERS.filter(bool))
    form = draw(st.sampled_from(["({})", "（{}）", "△{}", "▲{}"]))
    return form.format(grouped(number, ",")), -number


@st.composite
def composite(draw: st.DrawFn) -> tuple[str, Fraction]:
    """`3亿4000万5600`: every part below the next unit and of four digits, so that nothing is left to guess."""
    head, rest, last = draw(st.integers(1, 99)), draw(st.integers(1000, 9999)), draw(st.integers(1000, 9999))
    return draw(
        st.sampled_from(
            [
                (f"{head}亿{rest}万", Fraction(head * 10**8 + rest * 10**4)),
                (f"{head}万{last}", Fraction(head * 10**4 + last)),
                (f"{head}亿{rest}万{last}元", Fraction(head * 10**8 + rest * 10**4 + last)),
            ]
        )
    )


@st.composite
def misgrouped(draw: st.DrawFn) -> str:
    """Digits with separators, at least one group after the first not of three, or the first of more than three."""
    groups = draw(
        st.lists(st.integers(1, 5), min_size=2, max_size=5).filter(
            lambda sizes: sizes[0] > 3 or any(size != 3 for size in sizes[1:])
        )
    )
    mark = draw(st.sampled_from([",", "，", " ", "'"]))
    return mark.join("123456789"[:size] for size in groups)


def read(folder: Path, cells: list[str]) -> Outcome:
    return score(folder, bare("数值"), tsv(("姓名", "数值"), *((f"员工{k:03}", cell) for k, cell in enumerate(cells))))


@CONTRACT
@given(cases=st.lists(st.one_of(written(), written(), accounting(), composite()), min_size=150, max_size=150))
def test_a_figure_is_read_back_exactly_from_every_way_of_writing_it(
    tmp_path: Path, cases: list[tuple[str, Fraction]]
) -> None:
    values = read(tmp_path, [cell for cell, _ in cases]).values.values()
    found = [(cell, value) for (cell, _), (value,) in zip(cases, values, strict=True)]
    assert [] == [
        (cell, str(number), value)
        for (cell, number), (_, value) in zip(cases, found, strict=True)
        if str(number) != value
    ]


@CONTRACT
@given(cells=st.lists(misgrouped(), min_size=100, max_size=100))
def test_separators_that_do_not_part_groups_of_three_are_an_error(tmp_path: Path, cells: list[str]) -> None:
    outcome = read(tmp_path, cells)
    accepted = [cell for cell, (value,) in zip(cells, outcome.values.values(), strict=True) if value is not None]
    assert ([], list(range(1, 101))) == (accepted, sorted(error["row"] for error in outcome.report["errors"]))
