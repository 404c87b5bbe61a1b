"""SPEC 2, turned round: what the next point costs, checked by scoring again with that much more.

Every row reads inputs of its own, so that one second table holds every person's changes at once.
"""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.contract.commandline import Outcome, score, tsv
from tests.contract.oracle import decimal
from tests.contract.pages import Line, page

CONTRACT = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
CENT, WHOLE = Fraction(1, 100), Fraction(1)
Table = dict[str, dict[str, Fraction]]  # person → input → figure

AMOUNTS = [
    # weight, standard, rule, 取数 over two amounts in 元
    ("25", "100%", "每低于 5% 扣 1 分", "分子 ÷ 分母"),
    ("25", "100%", "每低于 5% 扣 1 分；不足一档按一档", "分子 ÷ 分母"),
    ("10", "100%", "每低于 3% 扣 2.5 分", "分子 ÷ 分母"),
    ("20", "5%", "每高于 1% 扣 2 分", "分子 ÷ 分母"),
    ("20", "100%", "每高于 10% 加 2 分；最多加 6 分", "分子 ÷ 分母"),
    ("10", "95%", "达标得满分，否则不得分", "分子 ÷ 分母"),
    ("10", "20%", "达标得满分，否则不得分；越低越好", "分子 ÷ 分母"),
    ("25", "-", "≥100% 得 25 分；≥90% 得 20 分；>70% 得 8 分；其余得 0 分", "分子 ÷ 分母"),
    ("15", "-", "≤20% 得 15 分；<50% 得 10 分；其余得 0 分", "分子 ÷ 分母"),
    ("25", "100%", "每低于 5% 扣 1 分；低于 60% 不得分", "分子 ÷ 分母"),
    ("25", "100%", "每低于 5% 扣 5 分；最低得 8 分", "分子 ÷ 分母"),
    ("10", "100%", "每低于 5% 扣 1 分；可倒扣", "分子 ÷ 分母"),
    ("20", "90%", "每低于 2% 扣 1 分", "1 - 分子 ÷ 分母"),
    ("20", "10%", "每低于 2% 扣 1 分", "(分子 - 分母) ÷ 分母"),
    ("20", "50%", "每低于 2% 扣 1 分", "分子 ÷ (分子 + 分母)"),
    ("20", "100%", "每低于 5% 扣 1 分", "较小值(分子 ÷ 分母, 1.2)"),
    ("20", "100%", "每低于 5% 扣 1 分；不足一档按一档", "较大值(分子 ÷ 分母, 0.5)"),
    # proportional
    ("25", "100%", "按比例得分", "分子 ÷ 分母"),
    ("25", "80%", "按比例得分；封顶 120%", "分子 ÷ 分母"),
    ("30", "100%", "按比例得分；低于 80% 不得分", "分子 ÷ 分母"),
]
COUNTS = [
    # over counts in 次, which change by whole ones
    ("15", "-", "每发生 1 次扣 3 分", "发生"),
    ("15", "-", "每发生 3 次扣 2 分", "发生"),
    ("10", "-", "每发生 1 次扣 4 分；可倒扣", "发生"),
    ("20", "30", "每低于 3 扣 2 分", "发生"),
    ("10", "3", "达标得满分，否则不得分；越低越好", "发生"),
    ("25", "-", "≤3 得 25 分；≤5 得 12.5 分；其余得 0 分", "发生"),
    ("20", "100%", "每低于 5% 扣 1 分", "发生 ÷ 应有"),
    ("20", "10%", "每高于 5% 扣 2 分；不足一档按一档", "发生 ÷ 应有"),
    ("20", "-", "≥100% 得 20 分；≥80% 得 12 分；其余得 0 分", "发生 ÷ 应有"),
]


def _named(expression: str, number: int) -> str:
    return re.sub("分子|分母|发生|应有", lambda name: f"{name[0]}{number:02}号", expression)


INDICATORS = {f"指标{number:02}": line for number, line in enumerate([*AMOUNTS, *COUNTS])}
SCHEME = page(
    [
        Line(name, weight, _named(expression, number), standard, rule)
        for number, (name, (weight, standard, rule, expression)) in enumerate(INDICATORS.items())
    ],
    more="inputs:\n"
    + "".join(
        f"  {_named(part, number)}: {{unit: {unit}}}\n"
        for number, (*_, expression) in enumerate(INDICATORS.values())
        for part, unit in (("分子", "元"), ("分母", "元"), ("发生", "次"), ("应有", "次"))
        if part in expression
    ),
)
# The most that a row can give: its weight, but for a bonus of at most 6 and 封顶 120 % of 25.
BEST = {name: Fraction(weight) for name, (weight, *_) in INDICATORS.items()} | {
    "指标04": Fraction(26),
    "指标18": Fraction(30),
}
PROPORTIONAL = {name for name, (_, _, rule, _) in INDICATORS.items() if "按比例" in rule}


def scored(folder: Path, people: Table) -> Outcome:
    headings = list(next(iter(people.values())))
    rows = [(name, *(decimal(cells[heading]) for heading in headings)) for name, cells in people.items()]
    outcome = score(folder, SCHEME, tsv(("姓名", *headings), *rows))
    assert (0, []) == (outcome.code, outcome.report["errors"]), outcome.stderr
    return outcome


def offers(outcome: Outcome) -> list[tuple[str, str, dict[str, Any], Fraction]]:
    """Every next point offered: person, indicator, the offer, the points before."""
    return [
        (name, item["indicator"], item["next_point"], Fraction(item["points"]))
        for name, person in outcome.people.items()
        for item in person["items"]
        if item["next_point"] is not None
    ]


def changed(people: Table, outcome: Outcome, *, short: bool) -> Table:
    """The table with every offer taken up; `short`: by the least that the unit allows too little.

    Proportional rows fall short by a hundredth of the change: below the sheet's rounding a cent is no difference.
    """
    result = {name: dict(cells) for name, cells in people.items()}
    for name, indicator, offer, _ in offers(outcome):
        needs = Fraction(offer["needs"])
        unit = WHOLE if offer["input"][:2] in ("发生", "应有") else CENT
        less = abs(needs) / 100 if indicator in PROPORTIONAL else unit
        less = Fraction(round(less / unit) or 1) * unit
        result[name][offer["input"]] += needs - (less if needs > 0 else -less) * short
    return result


def points(outcome: Outcome) -> dict[tuple[str, str], Fraction]:
    return {
        (name, item["indicator"]): Fraction(item["points"])
        for name, person in outcome.people.items()
        for item in person["items"]
    }


@st.composite
def tables(draw: st.DrawFn) -> Table:
    shares = st.one_of(st.integers(0, 1500), st.integers(0, 30).map(lambda n: n * 50))

    def person() -> dict[str, Fraction]:
        cells: dict[str, Fraction] = {}
        for number in range(len(INDICATORS)):
            if number < len(AMOUNTS):
                whole = Fraction(draw(st.integers(10**6, 10**9)), 100)
                share = Fraction(draw(shares), 1000)
                cells |= {f"分子{number:02}号": Fraction(round(whole * share * 100), 100), f"分母{number:02}号": whole}
            else:
                cells |= {f"发生{number:02}号": Fraction(draw(st.integers(0, 40)))}
                cells |= {f"应有{number:02}号": Fraction(draw(st.integers(1, 40)))}
        return cells

    return {f"员工{number:02}": person() for number in range(20)}


@CONTRACT
@given(people=tables())
def test_taking_up_the_offer_gains_what_it_says_and_any_less_does_not(tmp_path: Path, people: Table) -> None:
    before = scored(tmp_path, people)
    taken = points(scored(tmp_path, changed(people, before, short=False)))
    short = points(scored(tmp_path, changed(people, before, short=True)))
    wrong: list[str] = []
    for name, indicator, offer, was in offers(before):
        gains = Fraction(offer["gains"])
        now, nearly = taken[name, indicator], short[name, indicator]
        if not (gains > 0 and now - was >= gains > nearly - was):
            wrong.append(
                f"{INDICATORS[indicator]}: {offer}, points {was}, with the offer {now}, with less {nearly}, of "
                f"{ {key: str(value) for key, value in people[name].items() if indicator[-2:] in key} }"
            )
    assert [] == wrong


@settings(CONTRACT, max_examples=2)
@given(people=tables())
def test_every_row_below_its_best_says_what_more_would_cost_in_plain_decimals(tmp_path: Path, people: Table) -> None:
    items = [item for person in scored(tmp_path, people).people.values() for item in person["items"]]
    below = [item for item in items if Fraction(item["points"]) < BEST[item["indicator"]]]
    figures = [item["next_point"][field] for item in below if item["next_point"] for field in ("needs", "gains")]
    assert [] == [(INDICATORS[item["indicator"]], item) for item in below if item["next_point"] is None]
    assert [] == [figure for figure in figures if not re.fullmatch(r"-?\d+(\.\d+)?", figure)]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """张三 is at his best in every row, 李四 is short of it in a few."""
    top: dict[str, Fraction] = {}
    for number in range(len(INDICATORS)):
        few = {3: 0, 6: 0, 8: 0, 12: 0}.get(number, 2_000_000)
        top |= {f"分子{number:02}号": Fraction(few), f"分母{number:02}号": Fraction(1_000_000)}
        top |= {
            f"发生{number:02}号": Fraction(100 if number in (23, 26, 28) else 0),
            f"应有{number:02}号": Fraction(10),
        }
    near = dict(top)
    near |= {"分子00号": Fraction(880_000), "分子03号": Fraction(65_000), "分子05号": Fraction(949_999)}
    near |= {"发生20号": Fraction(2), "发生21号": Fraction(8)}
    return scored(tmp_path_factory.mktemp("next"), {"张三": top, "李四": near})


def test_where_no_more_can_be_had_there_is_no_next_point(plain: Outcome) -> None:
    assert [] == [(INDICATORS[indicator], offer) for name, indicator, offer, _ in offers(plain) if name == "张三"]


NEAR = [
    # 计划 is 1,000,000: 88 % is 2 whole steps of 5 % short, 90 % is 2 still, a cent more is 1
    ("指标00", "分子00号", "20000.01", "1"),
    # 6.5 % → below 6 %: a cent under, for 6 % itself is a whole step
    ("指标03", "分子03号", "-5000.01", "2"),
    # 94.9999 % → 95 %
    ("指标05", "分子05号", "1", "10"),
    ("指标20", "发生20号", "-1", "3"),
    # 8 times is 2 whole steps of 3, 5 times is 1
    ("指标21", "发生21号", "-3", "2"),
]


@pytest.mark.parametrize(("indicator", "source", "needs", "gains"), NEAR)
def test_the_next_point_costs_the_least_change_of_the_inputs_unit(
    plain: Outcome, indicator: str, source: str, needs: str, gains: str
) -> None:
    found = [offer for name, of, offer, _ in offers(plain) if (name, of) == ("李四", indicator)]
    assert [(source, Fraction(needs), Fraction(gains))] == [
        (offer["input"], Fraction(offer["needs"]), Fraction(offer["gains"])) for offer in found
    ]


def test_a_row_that_could_not_be_judged_offers_no_next_point(tmp_path: Path) -> None:
    text = page([Line("完成率", "25", "实际 ÷ 计划", "100%", "每低于 5% 扣 1 分")])
    outcome = score(tmp_path, text, tsv(("姓名", "实际", "计划"), ("张三", "", "100"), ("李四", "90", "0")))
    assert [None, None] == [person["items"][0]["next_point"] for person in outcome.people.values()]
