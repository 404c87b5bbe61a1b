"""SPEC 2: each phrase and modifier, with figures worked out by hand. One scheme row a rule, one person a value."""

from pathlib import Path

import pytest

from tests.contract.commandline import Outcome, score, tsv
from tests.contract.pages import Line, page

# weight, standard, rule, then (value, points) as the sheet has them
RULES: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    ("25", "100%", "每低于 5% 扣 1 分", [
        ("100%", "25.00"), ("120%", "25.00"), ("95.01%", "25.00"), ("95%", "24.00"), ("90%", "23.00"),
        ("88%", "23.00"), ("85%", "22.00"), ("0.95", "24.00"), ("0.9", "23.00"), ("0%", "5.00"),
        ("-100%", "0.00"),
    ]),
    ("25", "100%", "每低于 5% 扣 2 分", [("88%", "21.00")]),
    ("10", "100%", "每低于 0.1% 扣 0.1 分", [
        ("99.9%", "9.90"), ("99.7%", "9.70"), ("99.71%", "9.80"), ("90%", "0.00"),
    ]),
    ("20", "30", "每低于 3 扣 2 分", [("30", "20.00"), ("27.01", "20.00"), ("27", "18.00"), ("21", "14.00")]),
    ("20", "3", "每低于 0.1 扣 1 分", [("2.7", "17.00"), ("2.71", "18.00")]),
    ("25", "5%", "每高于 1% 扣 2 分", [
        ("5%", "25.00"), ("4%", "25.00"), ("5.99%", "25.00"), ("6%", "23.00"), ("8%", "19.00"), ("30%", "0.00"),
    ]),
    ("20", "100%", "每高于 10% 加 2 分；最多加 5 分", [
        ("99%", "20.00"), ("0%", "20.00"), ("109.9%", "20.00"), ("110%", "22.00"), ("120%", "24.00"),
        ("130%", "25.00"), ("900%", "25.00"),
    ]),
    ("20", "100%", "每高于 10% 加 2 分，最多加 5 分", [("115%", "22.00")]),
    ("15", "-", "每发生 1 次扣 3 分", [("0", "15.00"), ("1", "12.00"), ("5", "0.00"), ("9", "0.00")]),
    ("15", "-", "每发生 3 次扣 2 分", [("2", "15.00"), ("3", "13.00"), ("8", "11.00")]),
    ("25", "100%", "按比例得分", [
        ("88%", "22.00"), ("100%", "25.00"), ("130%", "25.00"), ("0%", "0.00"), ("-5%", "0.00"), ("33.33%", "8.33"),
    ]),
    ("25", "80%", "按比例得分", [("60%", "18.75")]),
    ("30", "9", "按比例得分", [("2", "6.67"), ("4", "13.33")]),
    ("25", "100%", "按比例得分；封顶 120%", [
        ("110%", "27.50"), ("120%", "30.00"), ("121%", "30.00"), ("90%", "22.50"),
    ]),
    ("10", "95%", "达标得满分，否则不得分", [("95%", "10.00"), ("94.99%", "0.00"), ("200%", "10.00")]),
    ("10", "3", "达标得满分，否则不得分；越低越好", [("3", "10.00"), ("0", "10.00"), ("3.01", "0.00")]),
    ("25", "-", "≥100% 得 25 分；≥90% 得 20 分；其余得 0 分", [
        ("100%", "25.00"), ("99.99%", "20.00"), ("90%", "20.00"), ("89.99%", "0.00"),
    ]),
    ("25", "-", ">100% 得 25 分；>90% 得 20 分；其余得 5.5 分", [
        ("100%", "20.00"), ("100.1%", "25.00"), ("90%", "5.50"),
    ]),
    ("25", "-", "≤3 得 25 分；≤5 得 12.5 分；其余得 0 分", [
        ("3", "25.00"), ("3.5", "12.50"), ("5", "12.50"), ("6", "0.00"),
    ]),
    ("25", "-", "<3 得 25 分；<5 得 10 分；其余得 0 分", [("2.9", "25.00"), ("3", "10.00"), ("5", "0.00")]),
    ("25", "100%", "每低于 5% 扣 1 分；不足一档按一档", [
        ("100%", "25.00"), ("99.99%", "24.00"), ("95%", "24.00"), ("94.99%", "23.00"), ("88%", "22.00"),
    ]),
    ("25", "100%", "每低于 5% 扣 1 分，不足一档按一档", [("88%", "22.00")]),
    ("15", "-", "每发生 3 次扣 2 分；不足一档按一档", [("0", "15.00"), ("1", "13.00"), ("3", "13.00"), ("4", "11.00")]),
    ("25", "100%", "每低于 5% 扣 5 分；最低得 8 分", [("85%", "10.00"), ("80%", "8.00"), ("0%", "8.00")]),
    ("10", "-", "每发生 1 次扣 4 分；可倒扣", [("2", "2.00"), ("3", "-2.00"), ("10", "-30.00")]),
    ("25", "100%", "每低于 5% 扣 1 分；低于 60% 不得分", [("60%", "17.00"), ("59.99%", "0.00"), ("100%", "25.00")]),
    ("25", "5%", "每高于 1% 扣 1 分；高于 10% 不得分", [("10%", "20.00"), ("10.01%", "0.00"), ("5%", "25.00")]),
    ("25", "100%", "按比例得分；低于 80% 不得分", [("80%", "20.00"), ("79.99%", "0.00")]),
    ("25", "100%", "按比例得分；封顶 120%；低于 80% 不得分", [("130%", "30.00"), ("79%", "0.00"), ("80%", "20.00")]),
    ("25", "100%", "每低于 5% 扣 1 分；不足一档按一档；最低得 5 分", [("99%", "24.00"), ("0%", "5.00")]),
    ("10", "100%", "每低于 1% 扣 1 分；不足一档按一档；可倒扣", [("85.5%", "-5.00")]),
    # two phrases that cannot both bite
    ("25", "100%", "每低于 5% 扣 1 分；每高于 10% 加 2 分；最多加 5 分", [
        ("88%", "23.00"), ("100%", "25.00"), ("110%", "27.00"), ("200%", "30.00"),
    ]),
    ("25", "100%", "每低于 5% 扣 1 分；每高于 10% 扣 2 分", [
        ("88%", "23.00"), ("100%", "25.00"), ("110%", "23.00"), ("125%", "21.00"),
    ]),
    # half-up, where halves to even or a binary float would go down
    ("10", "1000", "按比例得分", [
        ("0.5", "0.01"), ("100.5", "1.01"), ("2.5", "0.03"), ("0.49", "0.00"), ("267.5", "2.68"),
    ]),
    ("0.5", "100%", "按比例得分", [("1%", "0.01"), ("33%", "0.17")]),
]  # fmt: skip

CASES = [(number, *rule[:3], value, points) for number, rule in enumerate(RULES) for value, points in rule[3]]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One column a rule; person k has the k-th value of each rule, 0 where a rule has no k-th value."""
    inputs = [f"取值{number:02}号" for number in range(len(RULES))]
    lines = [Line(f"第{name}", w, name, s, rule) for name, (w, s, rule, _) in zip(inputs, RULES, strict=True)]
    most = max(len(values) for *_, values in RULES)
    people = [(f"员工{k}", *(values[k][0] if k < len(values) else "0" for *_, values in RULES)) for k in range(most)]
    return score(tmp_path_factory.mktemp("rules"), page(lines), tsv(("姓名", *inputs), *people))


@pytest.mark.parametrize(("number", "weight", "standard", "rule", "value", "points"), CASES)
def test_a_rule_gives_the_points_of_its_phrase(  # noqa: PLR0913, PLR0917 -- a table of cases
    scored: Outcome, number: int, weight: str, standard: str, rule: str, value: str, points: str
) -> None:
    place = [case for case, _ in RULES[number][3]].index(value)
    item = scored.people[f"员工{place}"]["items"][number]
    assert (weight, points) == (item["weight"], item["points"]), f"{rule}, 标准 {standard}"


def test_the_whole_table_of_rules_is_judged_without_errors(scored: Outcome) -> None:
    assert (0, []) == (scored.code, scored.report["errors"])


def test_the_total_is_the_sum_of_the_rounded_rows(tmp_path: Path) -> None:
    lines = [Line(name, "10", name, "3", "按比例得分") for name in ("甲值", "乙值", "丙值")]
    outcome = score(tmp_path, page(lines), tsv(("姓名", "甲值", "乙值", "丙值"), ("张三", "1", "1", "1")))
    assert (["3.33"] * 3, "9.99", "30") == (
        outcome.points["张三"], outcome.people["张三"]["total"], outcome.people["张三"]["judged"],
    )  # fmt: skip


GRADED = [
    ("100", "100.00", "优秀"),
    ("90", "90.00", "优秀"),
    ("89.995", "90.00", "优秀"),
    ("89.994", "89.99", "良好"),
    ("80", "80.00", "良好"),
    ("79.99", "79.99", "合格"),
    ("60", "60.00", "合格"),
    ("59.99", "59.99", "不合格"),
    ("0", "0.00", "不合格"),
]


@pytest.mark.parametrize(
    "order", ["{优秀: 90, 良好: 80, 合格: 60, 不合格: 0}", "{不合格: 0, 优秀: 90, 合格: 60, 良好: 80}"]
)
def test_the_grade_is_the_highest_whose_bound_the_rounded_total_reaches(tmp_path: Path, order: str) -> None:
    text = page([Line("得分率", "100", "得分", "100", "按比例得分")], grades=order)
    table = tsv(("姓名", "得分"), *((f"员工{number}", case[0]) for number, case in enumerate(GRADED)))
    people = score(tmp_path, text, table).people.values()
    assert [case[1:] for case in GRADED] == [(person["total"], person["grade"]) for person in people]


VETOES = [
    # rule, standard, value that is just allowed and its points, value that vetoes
    ("每低于 5% 扣 1 分；低于 60% 一票否决", "100%", "60%", "42.00", "59.99%"),
    ("每高于 1% 扣 1 分；高于 10% 一票否决", "5%", "10%", "45.00", "10.01%"),
    ("每发生 1 次一票否决", "-", "0", "50.00", "1"),
    ("每发生 3 次一票否决", "-", "2", "50.00", "3"),
]


@pytest.mark.parametrize(("rule", "standard", "allowed", "points", "forbidden"), VETOES)
def test_a_veto_makes_the_total_0_and_says_which_row_did_it(  # noqa: PLR0913, PLR0917 -- a table of cases
    tmp_path: Path, rule: str, standard: str, allowed: str, points: str, forbidden: str
) -> None:
    text = page([Line("红线", "50", "红线值", standard, rule), Line("拜访", "50", "拜访次数", "10", "按比例得分")])
    outcome = score(
        tmp_path, text, tsv(("姓名", "红线值", "拜访次数"), ("张三", allowed, "10"), ("李四", forbidden, "10"))
    )
    fields = ("total", "grade", "vetoed_by")
    allowed_total = f"{float(points) + 50:.2f}"
    grade = "优秀" if float(points) >= 40 else "良好"
    assert [(allowed_total, grade, None), ("0.00", "不合格", "红线")] == [
        tuple(person[field] for field in fields) for person in outcome.people.values()
    ]
    assert points == outcome.points["张三"][0]
