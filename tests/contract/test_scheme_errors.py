"""SPEC 2: a scheme that cannot be compiled is refused in one line that names the file and the line."""

import re
from pathlib import Path

import pytest

from tests.contract.commandline import Outcome, score, tsv
from tests.contract.pages import Line, line_of, page

TABLE = tsv(("姓名", "实际额", "计划额"), ("张三", "90", "100"))
GOOD = Line("拜访", "75", "计划额", "100", "按比例得分")
RATE = "实际额 ÷ 计划额"

BROKEN = {
    "unknown phrase": Line("错行", "25", RATE, "100%", "看情况给分"),
    "unknown modifier": Line("错行", "25", RATE, "100%", "每低于 5% 扣 1 分；酌情处理"),
    "half a phrase": Line("错行", "25", RATE, "100%", "每低于 5%"),
    "no rule": Line("错行", "25", RATE, "100%", ""),
    "modifier alone": Line("错行", "25", RATE, "100%", "不足一档按一档"),
    "step without figure": Line("错行", "25", RATE, "100%", "每低于 若干 扣 1 分"),
    "points without figure": Line("错行", "25", RATE, "100%", "每低于 5% 扣 一些 分"),
    "weight in words": Line("错行", "很多", RATE, "100%", "每低于 5% 扣 1 分"),
    "no weight": Line("错行", "", RATE, "100%", "每低于 5% 扣 1 分"),
    "negative weight": Line("错行", "-25", RATE, "100%", "每低于 5% 扣 1 分"),
    "weight 0": Line("错行", "0", RATE, "100%", "每低于 5% 扣 1 分"),
    "standard in words": Line("错行", "25", RATE, "尽量高", "每低于 5% 扣 1 分"),
    "no expression": Line("错行", "25", "", "100%", "每低于 5% 扣 1 分"),
    "expression that stops": Line("错行", "25", "实际额 ÷", "100%", "每低于 5% 扣 1 分"),
    "operator twice": Line("错行", "25", "实际额 ÷ × 计划额", "100%", "每低于 5% 扣 1 分"),
    "bracket not closed": Line("错行", "25", "(实际额 ÷ 计划额", "100%", "每低于 5% 扣 1 分"),
    "bracket not opened": Line("错行", "25", "实际额 ÷ 计划额)", "100%", "每低于 5% 扣 1 分"),
    "unknown function": Line("错行", "25", "平均值(实际额, 计划额)", "100%", "每低于 5% 扣 1 分"),
    "function with one argument": Line("错行", "25", "较小值(实际额)", "100%", "每低于 5% 扣 1 分"),
    "shortfall from no standard": Line("错行", "25", RATE, "-", "每低于 5% 扣 1 分"),
    "excess over no standard": Line("错行", "25", RATE, "-", "每高于 5% 扣 1 分"),
    "proportion of no standard": Line("错行", "25", RATE, "-", "按比例得分"),
    "reaching no standard": Line("错行", "25", RATE, "-", "达标得满分，否则不得分"),
    "bonus without bound": Line("错行", "25", RATE, "100%", "每高于 5% 加 1 分"),
    "tiers without a rest": Line("错行", "25", RATE, "-", "≥100% 得 25 分；≥90% 得 20 分"),
    "bound below and no bound": Line("错行", "25", RATE, "100%", "每低于 5% 扣 1 分；最低得 5 分；可倒扣"),
    "step of 0 percent": Line("错行", "25", RATE, "100%", "每低于 0% 扣 1 分"),
    "step of 0 times": Line("错行", "25", "实际额", "-", "每发生 0 次扣 1 分"),
}


def refused(outcome: Outcome) -> tuple[int, str, int]:
    return outcome.code, outcome.stdout, len(outcome.stderr.strip().splitlines())


def names(outcome: Outcome, line: int) -> bool:
    """Whether the message names the file and, as a number of its own, the line."""
    return "scheme.md" in outcome.stderr and bool(re.search(rf"(?<!\d){line}(?!\d)", outcome.stderr))


@pytest.mark.parametrize("fault", BROKEN)
def test_a_faulty_row_is_refused_in_one_line_that_names_file_and_line(tmp_path: Path, fault: str) -> None:
    # Clause KH-999 and 40 further lines keep the line's number from standing in the message by chance.
    text = page([GOOD, BROKEN[fault]]).replace("## 考核表", "段落。\n\n" * 20 + "## 考核表")
    outcome = score(tmp_path, text, TABLE)
    assert ((2, "", 1), True) == (refused(outcome), names(outcome, line_of(text, "| 错行"))), outcome.stderr


@pytest.mark.parametrize("fault", ["unknown phrase", "unknown modifier", "weight in words", "unknown function"])
def test_the_message_quotes_what_was_read(tmp_path: Path, fault: str) -> None:
    quoted = {"unknown phrase": "看情况给分", "unknown modifier": "酌情处理", "weight in words": "很多"}
    outcome = score(tmp_path, page([GOOD, BROKEN[fault]]), TABLE)
    assert quoted.get(fault, "平均值") in outcome.stderr


@pytest.mark.parametrize(("typo", "meant"), [
    ("每低 5% 扣 1 分", "每低于"),
    ("每高干 5% 扣 1 分", "每高于"),
    ("按比列得分", "按比例得分"),
    ("每低于 5% 扣 1 分；不足一挡按一档", "不足一档按一档"),
    ("每低于 5% 扣 1 分；可到扣", "可倒扣"),
])  # fmt: skip
def test_a_misspelt_phrase_is_answered_with_the_nearest_that_would_work(tmp_path: Path, typo: str, meant: str) -> None:
    outcome = score(tmp_path, page([Line("错行", "25", RATE, "100%", typo)]), TABLE)
    assert (2, True) == (outcome.code, meant in outcome.stderr), outcome.stderr


def test_the_faulty_one_of_many_rows_is_named(tmp_path: Path) -> None:
    rows = [Line(f"第{k}行", "5", RATE, "100%", "每低于 5% 扣 1 分") for k in range(30)]
    rows[17] = Line("第17行", "5", RATE, "100%", "每底于 5% 扣 1 分")
    text = page(rows)
    outcome = score(tmp_path, text, TABLE)
    assert ((2, "", 1), True) == (refused(outcome), names(outcome, line_of(text, "| 第17行"))), outcome.stderr


@pytest.mark.parametrize(("weight", "code"), [("25", 0), ("24.99", 2), ("26", 2)])
def test_weights_that_do_not_make_the_stated_total_are_refused(tmp_path: Path, weight: str, code: int) -> None:
    text = page([GOOD, Line("完成率", weight, RATE, "100%", "每低于 5% 扣 1 分")], more="total: 100\n")
    outcome = score(tmp_path, text, TABLE)
    assert code == outcome.code
    assert code == 0 or ("scheme.md" in outcome.stderr and len(outcome.stderr.strip().splitlines()) == 1)


def test_weights_may_sum_to_anything_where_no_total_is_stated(tmp_path: Path) -> None:
    outcome = score(tmp_path, page([Line("拜访", "12.5", "计划额", "100", "按比例得分")]), TABLE)
    assert (0, "12.50", 12.5) == (
        outcome.code, outcome.people["张三"]["total"], float(outcome.people["张三"]["judged"]),
    )  # fmt: skip
