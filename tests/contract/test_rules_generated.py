"""SPEC 2 against the oracle: generated schemes of eight rows, generated people, every cell of the result compared.

An example is a scheme and 25 people (200 cells) in one process. Values gather where rules turn: whole steps away from
the standard, and a hair to either side.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.contract.commandline import score, tsv
from tests.contract.oracle import Rule, Sign, Tier, decimal, exact_points, figure, phrase, rounded, sheet, standard
from tests.contract.pages import Line, page

ROWS, PEOPLE = 8, 25
AT_LEAST: tuple[Sign, ...] = ("≥", ">")
AT_MOST: tuple[Sign, ...] = ("≤", "<")
# No shrinking: an example is a process; the failing rows are printed with their rules and need no search.
CONTRACT = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True, slots=True)
class Row:
    """A rule, how its 取数 reads (bare, or a quotient over `divisor`) and each person's value."""

    rule: Rule
    divisor: int
    values: tuple[Fraction, ...]

    def cells(self, x: Fraction) -> tuple[str, ...]:
        if self.divisor == 1:
            return (figure(self.rule, x),)
        return decimal(x * self.divisor), str(self.divisor)


def hundredths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.integers(low, high).map(lambda number: Fraction(number, 100))


@st.composite
def rules(draw: st.DrawFn) -> Rule:  # noqa: PLR0911 -- one phrase each
    kind = draw(st.sampled_from(["short", "over", "bonus", "each", "ratio", "reach", "tiers"]))
    percent = kind != "each" and draw(st.booleans())
    weight = Fraction(draw(st.integers(1, 400)), 10)
    unit = Fraction(1, 1000) if percent else Fraction(1, 10)
    level = unit * draw(st.integers(20, 1500))
    joint = draw(st.sampled_from(["；", "，"]))
    begun = draw(st.booleans())
    bound = draw(st.sampled_from(["none", "least", "negative", "zero"]))
    least = weight * draw(st.integers(0, 10)) / 10 if bound == "least" else None
    below = level * draw(st.integers(1, 9)) / 10 if bound == "zero" else None
    above = level * draw(st.integers(11, 30)) / 10 if bound == "zero" else None
    step = unit * draw(st.integers(1, 100))
    points = draw(hundredths(1, 500))
    match kind:
        case "short":
            return Rule(
                "short", weight, level, percent, step, points, begun_counts=begun, least=least,
                below_zero=bound == "negative", zero_below=below, joint=joint,
            )  # fmt: skip
        case "over":
            return Rule(
                "over", weight, level, percent, step, points, begun_counts=begun, least=least,
                below_zero=bound == "negative", zero_above=above, joint=joint,
            )  # fmt: skip
        case "bonus":
            most = draw(hundredths(1, 1500))
            return Rule(
                "bonus", weight, level, percent, step, points, most=max(most, points), begun_counts=begun,
                zero_below=below, joint=joint,
            )  # fmt: skip
        case "each":
            times = Fraction(draw(st.integers(1, 5)))
            return Rule(
                "each", weight, None, False, times, points, begun_counts=begun, least=least,  # noqa: FBT003
                below_zero=bound == "negative", joint=joint,
            )  # fmt: skip
        case "ratio":
            cap = Fraction(draw(st.integers(100, 200)), 100)
            return Rule("ratio", weight, level, percent, cap=cap, least=least, zero_below=below, joint=joint)
        case "reach":
            return Rule("reach", weight, level, percent, lower_is_better=draw(st.booleans()), joint=joint)
        case _:
            return draw(tiered(weight, percent=percent, unit=unit, joint=joint))


@st.composite
def tiered(draw: st.DrawFn, weight: Fraction, *, percent: bool, unit: Fraction, joint: str) -> Rule:
    """Bounds that leave the next something to say: falling for ≥ and >, rising for ≤ and <; the first is worth W."""
    signs = draw(st.sampled_from([AT_LEAST, AT_MOST]))
    bounds = draw(st.lists(st.integers(20, 1500), min_size=1, max_size=4, unique=True))
    bounds.sort(reverse=signs is AT_LEAST)
    worth = sorted((weight * draw(st.integers(1, 9)) / 10 for _ in bounds[1:]), reverse=True)
    worth.insert(0, weight)
    tiers = tuple(
        Tier(draw(st.sampled_from(signs)), unit * bound, points) for bound, points in zip(bounds, worth, strict=True)
    )
    return Rule("tiers", weight, None, percent, tiers=tiers, otherwise=min(worth) / 2, joint=joint)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    rule = draw(rules())
    if rule.kind == "each":
        return Row(rule, 1, tuple(Fraction(draw(st.integers(0, 30))) for _ in range(PEOPLE)))
    divisor = draw(st.sampled_from([1, 1, 1, 3, 7, 12]))
    marks = [rule.standard, rule.zero_below, rule.zero_above, *(tier.bound for tier in rule.tiers)]
    turns = [mark for mark in marks if mark is not None]
    hair = Fraction(1, 10**6)

    def value() -> Fraction:
        steps = draw(st.sampled_from([0, 0, 1, -1, -2, 2, -3, 5, -8]))
        near = draw(st.sampled_from(turns)) + rule.step * steps
        x = near + draw(st.sampled_from([0, 0, 0, hair, -hair, rule.step / 2, -rule.step / 2]))
        away = draw(st.integers(-500, 20000))
        chosen = Fraction(away, 10**4) if draw(st.integers(0, 9)) == 0 else x
        if divisor == 1:
            return chosen
        return Fraction(round(chosen * divisor * 10**4), divisor * 10**4)

    return Row(rule, divisor, tuple(value() for _ in range(PEOPLE)))


def inputs(number: int, row: Row) -> tuple[str, ...]:
    return (f"取值{number:02}号",) if row.divisor == 1 else (f"分子{number:02}号", f"分母{number:02}号")


def written(scheme: list[Row]) -> str:
    return page(
        [
            Line(f"指标{k:02}号", decimal(r.rule.weight), " ÷ ".join(inputs(k, r)), standard(r.rule), phrase(r.rule))
            for k, r in enumerate(scheme)
        ]
    )


def pasted(scheme: list[Row]) -> str:
    headings = ("姓名", *(name for number, row in enumerate(scheme) for name in inputs(number, row)))
    people = [(f"员工{k:02}", *(cell for row in scheme for cell in row.cells(row.values[k]))) for k in range(PEOPLE)]
    return tsv(headings, *people)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


@CONTRACT
@given(scheme=st.lists(rows(), min_size=ROWS, max_size=ROWS))
def test_every_generated_row_is_scored_as_the_specification_says(folder: Path, scheme: list[Row]) -> None:
    outcome = score(folder, written(scheme), pasted(scheme))
    assert (0, []) == (outcome.code, outcome.report["errors"]), (outcome.stderr, written(scheme))
    wrong: list[str] = []
    for k, person in enumerate(outcome.report["people"]):
        expected = [rounded(exact_points(row.rule, row.values[k])) for row in scheme]
        for row, points, item in zip(scheme, expected, person["items"], strict=True):
            if (str(row.values[k]), sheet(points)) != (item["value"], item["points"]):
                wrong.append(
                    f"{phrase(row.rule)}, 权重 {decimal(row.rule.weight)}, 标准 {standard(row.rule)}, "
                    f"x = {row.values[k]}: expected {sheet(points)}, got {item['points']} of x = {item['value']}"
                )
        total = (sheet(sum(expected, Fraction(0))), Fraction(sum(row.rule.weight for row in scheme)))
        if total != (person["total"], Fraction(person["judged"])):
            wrong.append(f"{person['name']}: expected {total}, got {person['total']} of {person['judged']}")
    assert [] == wrong


VETOES = [
    # 计分规则, 标准 and the values at which the row vetoes, in tenths of a percent or in times
    ("每低于 5% 扣 1 分；低于 60% 一票否决", "100%", lambda x: x < 600),
    ("每高于 1% 扣 1 分，高于 70% 一票否决", "5%", lambda x: x > 700),
    ("每发生 1 次扣 2 分；每发生 3 次一票否决", "-", lambda x: x >= 3),
    ("每发生 1 次一票否决", "-", lambda x: x >= 1),
]
VALUES = st.tuples(
    st.sampled_from([600, 599, 601, 1000, 650, 0]), st.sampled_from([700, 701, 699, 50, 1000]),
    st.integers(0, 4), st.sampled_from([0, 0, 1, 2]),
)  # fmt: skip


@CONTRACT
@given(people=st.lists(VALUES, min_size=150, max_size=150))
def test_a_total_is_0_exactly_when_some_row_vetoes_and_one_of_those_rows_is_named(
    folder: Path, people: list[tuple[int, int, int, int]]
) -> None:
    names = ("甲值", "乙值", "丙值", "丁值")
    lines = [Line(f"第{n}", "25", n, standard, rule) for n, (rule, standard, _) in zip(names, VETOES, strict=True)]
    cells = [
        (f"员工{k:03}", f"{decimal(Fraction(a, 10))}%", f"{decimal(Fraction(b, 10))}%", c, d)
        for k, (a, b, c, d) in enumerate(people)
    ]
    found = score(folder, page(lines), tsv(("姓名", *names), *cells)).report["people"]
    wrong: list[str] = []
    for values, person in zip(people, found, strict=True):
        by = [f"第{n}" for n, x, (_, _, vetoes) in zip(names, values, VETOES, strict=True) if vetoes(x)]
        total = "0.00" if by else sheet(sum((Fraction(item["points"]) for item in person["items"]), Fraction(0)))
        if person["total"] != total or person["vetoed_by"] not in (by or [None]):
            wrong.append(f"{values}: {total} by {by}, got {person['total']} by {person['vetoed_by']}")
    assert [] == wrong
