"""What a manager must weigh is told with its figures; forms are filled in under the names that the form has."""

from fractions import Fraction
from pathlib import Path

import pytest

from calculators.confirmations import BY_HAND, COUNT_FIELDS, MONEY_FIELD, confirmation_view
from calculators.pasted import finished
from calculators.records import read_records
from calculators.splits import MODEL, MONTH, NAME, WEIGHTS, Split, split
from calculators.stateless import CalculationError
from calculators.tables import read_grid
from calculators.target_checks import Factors, checks
from handbook.markdown.documents import read_document

FORM = Path(__file__).parents[2] / "handbook_src" / "forms" / "personal-target.md"
TEXT = "月份\t车型\t姓名\t权重\t上年实绩\t承担能力\n2027年1月\t甲型\t张三\t5\t400\t500\n\t\t李四\t4\t0\t300\n"


def divided(text: str = TEXT, total: str = "900万元") -> Split:
    return finished(split(finished(read_records(read_grid(text), WEIGHTS)), total))


def test_the_example_of_the_clause_comes_out() -> None:
    """MB-202: 900 × 1.05 = 945 and 1,000 are the range."""
    factors = Factors.read("政策不变", "5%", "1000", "900", unit="万元")
    assert factors.recent == Fraction(9_000_000)
    told = {check.what: (check.text, check.verdict) for check in checks(divided(total="1940万元"), factors)}
    assert told["本部门近期的人均"][0] == ("900 万元 × 1.05 = 945 万元；本次人均 1,940 万元 ÷ 2 = 970 万元，高 ≈2.65%")
    assert told["人均指标"] == ("两个参考数之间是 945 万元 到 1,000 万元，本次人均 970 万元 在其间", "in")
    outside = {check.what: check.verdict for check in checks(divided(total="1800万元"), factors)}
    assert outside["人均指标"] == "out"


def test_growth_and_load_are_told_part_by_part() -> None:
    told = {check.what: (check.text, check.verdict) for check in checks(divided(), Factors("", None, None, None))}
    assert told["市场需求的变动"] == ("还没有填：预计增减百分之几", "out")
    assert told["合计比上年"][0] == "上年 400 万元，今年 900 万元，高 125%"
    assert told["李四比上年"][0] == "上年 0 万元，今年 400 万元，上年没有实绩，比不出增长"
    assert told["张三的负荷"] == ("分得 500 万元，承担能力 500 万元，占 100%", "in")
    assert told["李四的负荷"] == ("分得 400 万元，承担能力 300 万元，占 ≈133.33%，超出 100 万元", "out")


MODELS = (
    "部门\t姓名\t车型\t权重\t上年实绩\t承担能力\n"
    "一部\t张三\t甲型\t4\t400\t500\n一部\t张三\t乙型\t2\t\t500\n"
    "一部\t李四\t甲型\t1\t\t100\n一部\t李四\t乙型\t2\t\t150\n"
)


def test_a_person_with_two_models_is_one_head_and_bears_both() -> None:
    factors = Factors.read("政策不变", "", "450", "400", unit="万元")
    told = {check.what: (check.text, check.verdict) for check in checks(divided(MODELS), factors)}
    assert told["同类企业的人均"][0] == "450 万元；本次人均 900 万元 ÷ 2 = 450 万元，与之相等"
    assert told["人均指标"][1] == "in"
    assert told["张三的负荷"] == ("分得 400 + 200 = 600 万元，承担能力 500 万元，占 120%，超出 100 万元", "out")
    bears = "分得 100 + 200 = 300 万元，承担能力 100 + 150 = 250 万元，占 120%，超出 50 万元"
    assert told["李四的负荷"] == (bears, "out")
    assert told["张三（甲型）比上年"][0] == "上年 400 万元，今年 400 万元，与之相等"


def test_a_person_over_months_is_one_head_and_bears_each_month_by_itself() -> None:
    text = "姓名\t月份\t权重\t承担能力\n张三\t1月\t1\t300\n张三\t2月\t2\t300\n李四\t1月\t1\t\n李四\t2月\t2\t\n"
    told = {check.what: check.text for check in checks(divided(text), Factors.read("", "", "450", "", unit="万元"))}
    assert told["同类企业的人均"].endswith("本次人均 900 万元 ÷ 2 = 450 万元，与之相等")
    assert told["张三（2月）的负荷"] == "分得 300 万元，承担能力 300 万元，占 100%"


def test_namesakes_are_counted_apart_and_without_names_nobody_is_counted() -> None:
    factors = Factors.read("", "", "300", "", unit="万元")
    twice = {check.what: check.text for check in checks(divided("姓名\t权重\n甲\t1\n甲\t1\n乙\t1\n"), factors)}
    assert "本次人均 900 万元 ÷ 3 = 300 万元" in twice["同类企业的人均"]
    models = {check.what: check.text for check in checks(divided("车型\t权重\n甲型\t1\n乙型\t2\n"), factors)}
    assert models["同类企业的人均"] == "300 万元；表里没有姓名，算不出人均"


def test_a_factor_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(CalculationError, match="同类企业人均：“许多”不是数"):
        Factors.read("", "", "许多", "", unit="万元")


def test_confirmations_have_the_fields_of_the_form() -> None:
    document, _ = read_document("form.md", FORM.read_bytes())
    fields = [row[0].text for row in document.tables()[0].rows]
    assert {NAME, MONTH, MODEL, MONEY_FIELD, *COUNT_FIELDS, *BY_HAND} == set(fields)
    first, second = confirmation_view(divided(), {})
    assert first["fields"] == [
        ["姓名", "张三"],
        ["月份", "2027年1月"],
        ["车型", "甲型"],
        [MONEY_FIELD, "500 万元"],
    ]
    assert second["name"] == "李四"
    cars = confirmation_view(divided("姓名\t权重\n甲\t1\n", "3台"), {"period": "2027年2月", "object": "AAK目标"})
    assert cars[0]["fields"] == [["姓名", "甲"], ["月份", "2027年2月"], ["车型", ""], ["AAK目标", "3 台"]]


END = "。要改的按 MB-501 申请，未经批准的改动无效（MB-502）"


def test_a_person_with_two_models_confirms_both_and_their_sum_on_one_form() -> None:
    third, fourth = confirmation_view(divided(MODELS), {})
    assert (third["name"], fourth["name"]) == ("张三", "李四")
    assert third["fields"][2:] == [
        [MODEL, "甲型、乙型"],
        [MONEY_FIELD, "甲型 400 万元，乙型 200 万元；合计 600 万元"],
    ]
    text = "姓名\t月份\t权重\n张三\t1月\t1\n张三\t2月\t2\n"
    by_month = confirmation_view(divided(text), {})
    assert [form["fields"][1:2] + form["fields"][3:] for form in by_month] == [
        [[MONTH, "1月"], [MONEY_FIELD, "300 万元"]],
        [[MONTH, "2月"], [MONEY_FIELD, "600 万元"]],
    ]


def test_a_form_says_level_by_level_how_the_figure_came_about() -> None:
    text = "部门\t姓名\t权重\t上限\t锁定\n一部\t张三\t1\t\t100\n一部\t李四\t6\t\t\n二部\t王五\t6\t200\t\n"
    third, fourth, fifth = (form["note"] for form in confirmation_view(divided(text), {}))
    above = "总数 900 万元。一部：900 万元 按下级各项的权重和上下限，应得 700 万元；正好是 0.01 万元 的整数倍。"
    assert third == f"{above}一部 张三：锁定为 100 万元，其余各项分剩下的{END}"
    shared = "一部 李四：除去锁定和取上下限的，余下 600 万元 × 6 ÷ 6 = 600 万元；正好是 0.01 万元 的整数倍"
    assert fourth == f"{above}{shared}{END}"
    assert fifth.endswith(f"二部 王五：按权重应得 600 万元，上限是 200 万元，取上限{END}")
    simple = confirmation_view(divided("姓名\t权重\n甲\t1\n乙\t2\n"), {})[0]["note"]
    assert simple == f"总数 900 万元。甲：900 万元 × 1 ÷ 3 = 300 万元；正好是 0.01 万元 的整数倍{END}"
