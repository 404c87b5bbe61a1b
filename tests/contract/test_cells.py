"""SPEC 1, cells: what one pasted cell means. One process reads every cell; each test looks at its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.contract.commandline import Outcome, score, tsv
from tests.contract.pages import bare

NUMBERS = [
    # full-width digits, points, signs
    ("１２３．５", "247/2"),
    ("－3", "-3"),
    ("－１２．５", "-25/2"),
    ("−3", "-3"),
    ("-3", "-3"),
    ("+3", "3"),
    ("＋３", "3"),
    ("０", "0"),
    ("0", "0"),
    ("0.00", "0"),
    ("  42  ", "42"),
    # exact, however long
    ("0.1", "1/10"),
    ("0.1234567890123456789", "1234567890123456789/10000000000000000000"),
    ("12345678901234567890.5", "24691357802469135781/2"),
    # thousands
    ("1,234,567.8", "6172839/5"),
    ("1，234", "1234"),
    ("１，２３４．５", "2469/2"),
    ("1 234", "1234"),
    ("1 234 567", "1234567"),
    ("1'234", "1234"),
    ("-1,234", "-1234"),
    ("12,345", "12345"),
    ("999,999,999,999,999,999.99", "99999999999999999999/100"),
    # percent and per mille
    ("88%", "22/25"),
    ("８８％", "22/25"),
    ("８８．５％", "177/200"),
    ("5‰", "1/200"),
    ("100%", "1"),
    ("0%", "0"),
    ("-5%", "-1/20"),
    ("1,250%", "25/2"),
    # 千, 万, 亿
    ("120万", "1200000"),
    ("１２０万", "1200000"),
    ("1.5亿", "150000000"),
    ("１．５亿", "150000000"),
    ("3千", "3000"),
    ("2百万", "2000000"),
    ("2千万", "20000000"),
    ("80万元", "800000"),
    ("1,100万", "11000000"),
    ("1,100.5万", "11005000"),
    ("0.5万", "5000"),
    ("3万4000", "34000"),
    ("3万4千", "34000"),
    ("1亿2000万", "120000000"),
    ("3万4000元", "34000"),
    ("12w", "120000"),
    ("-120万", "-1200000"),
    ("−1.5亿", "-150000000"),
    ("0万", "0"),
    ("0.0001万", "1"),
    # currency
    ("¥1,200", "1200"),
    ("￥1200", "1200"),
    ("￥１，２００．５０", "2401/2"),
    ("1200元", "1200"),
    ("1,200.5元", "2401/2"),
    ("RMB 1200", "1200"),
    ("RMB 1,200", "1200"),
    ("¥120万", "1200000"),
    # count units
    ("35台", "35"),
    ("３５台", "35"),
    ("1,200台", "1200"),
    ("12家", "12"),
    ("3次", "3"),
    ("20人", "20"),
    ("15天", "15"),
    ("2单", "2"),
    ("4件", "4"),
    ("6个", "6"),
    ("5辆", "5"),
    ("0次", "0"),
    # as accountants write negatives
    ("(1,234)", "-1234"),
    ("（1,234）", "-1234"),
    ("（１，２３４）", "-1234"),
    ("(1,234.50)", "-2469/2"),
    ("△1,234", "-1234"),
    ("▲1,234", "-1234"),
    ("▲0.5", "-1/2"),
    # scientific
    ("1.2E+05", "120000"),
    ("-1.2E+05", "-120000"),
    ("1.25E-03", "1/800"),
    ("１．２Ｅ＋０５", "120000"),
]

MISSING = ["", " ", "-", "—", "——", "/", "无", "N/A", "NA", "null"]

EXCEL_ERRORS = ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "####", "########"]

BAD = [
    # groups that are not of three
    "1,23",
    "12,34",
    "1,2345",
    "1234,567",
    "1,23,456",
    "1,,234",
    ",123",
    "1，23",
    "1 23",
    "12 34 567",
    "1'23",
    "1.234,5",
    "1,23万",
    "(1,23)",
    # not numbers
    "abc",
    "五十",
    "待定",
    "约100",
    "100左右",
    "100~200",
    "1.2.3",
    "--3",
    "+-3",
    "3/4",
    "88%%",
    "12k",
    "$100",
    "%",
    "万",
    "元",
    "万3",
    "(",
    "()",
    "(5",
    "5)",
    "1e",
    "E5",
    "=A1+B1",
    "10:30",
    "<b>5</b>",
    # what lenient number readers of programming languages take
    "nan",
    "inf",
    "Infinity",
    "1_000",
    "0x10",
    "true",
    "٣",
    "²",
    "五",
    "½",
]


def _name(cells: list[str], cell: str) -> str:
    return f"员工{cells.index(cell) + 1:03}"


def _read(folder: Path, cells: list[str]) -> Outcome:
    rows = [(_name(cells, cell), cell) for cell in cells]
    return score(folder, bare("数值"), tsv(("姓名", "数值"), *rows))


GOOD = [cell for cell, _ in NUMBERS]
UNREADABLE = [*EXCEL_ERRORS, *BAD]


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return _read(tmp_path_factory.mktemp("numbers"), GOOD)


@pytest.fixture(scope="module")
def missing(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return _read(tmp_path_factory.mktemp("missing"), MISSING)


@pytest.fixture(scope="module")
def unreadable(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return _read(tmp_path_factory.mktemp("unreadable"), UNREADABLE)


@pytest.mark.parametrize(("cell", "value"), NUMBERS)
def test_a_cell_is_read_as_the_exact_number_it_means(numbers: Outcome, cell: str, value: str) -> None:
    assert {"value": [value], "errors": []} == {
        "value": numbers.values[_name(GOOD, cell)],
        "errors": [error for error in numbers.report["errors"] if error["read"] == cell],
    }


def test_a_table_of_readable_cells_exits_0_with_no_errors(numbers: Outcome) -> None:
    assert (0, [], "") == (numbers.code, numbers.report["errors"], numbers.stderr)


@pytest.mark.parametrize("cell", MISSING)
def test_a_missing_cell_leaves_its_row_unjudged_and_is_not_zero(missing: Outcome, cell: str) -> None:
    person = missing.people[_name(MISSING, cell)]
    assert (None, None) == (person["items"][0]["value"], person["items"][0]["points"])


def test_every_person_with_a_missing_cell_is_still_listed_in_order(missing: Outcome) -> None:
    assert [_name(MISSING, cell) for cell in MISSING] == missing.names


def _error(outcome: Outcome, row: int) -> dict[str, Any]:
    errors = [error for error in outcome.report["errors"] if error["row"] == row]
    assert len(errors) == 1, errors
    return errors[0]


@pytest.mark.parametrize("cell", UNREADABLE)
def test_an_unreadable_cell_is_listed_with_its_place_its_text_why_and_how_to_write_it(
    unreadable: Outcome, cell: str
) -> None:
    error = _error(unreadable, UNREADABLE.index(cell) + 1)
    assert {"column": "数值", "read": cell, "reason": True, "hint": True} == {
        "column": error["column"],
        "read": error["read"],
        "reason": bool(error["reason"].strip()),
        "hint": bool(error["hint"].strip()),
    }


@pytest.mark.parametrize("cell", UNREADABLE)
def test_an_unreadable_cell_gives_neither_value_nor_points(unreadable: Outcome, cell: str) -> None:
    person = unreadable.people[_name(UNREADABLE, cell)]
    assert (None, None) == (person["items"][0]["value"], person["items"][0]["points"])


@pytest.mark.parametrize("cell", EXCEL_ERRORS)
def test_an_excel_error_value_is_named_as_one(unreadable: Outcome, cell: str) -> None:
    assert "Excel" in _error(unreadable, UNREADABLE.index(cell) + 1)["reason"]


def test_every_bad_cell_is_listed_once_and_the_exit_code_is_1(unreadable: Outcome) -> None:
    rows = [error["row"] for error in unreadable.report["errors"]]
    assert (1, list(range(1, len(UNREADABLE) + 1))) == (unreadable.code, sorted(rows))


@pytest.mark.parametrize("cell", ["1E+999999999", "1E-999999999", "9" * 5000, "1E+5000"])
def test_an_absurdly_large_number_neither_hangs_nor_stops_the_rest(tmp_path: Path, cell: str) -> None:
    outcome = score(tmp_path, bare("数值"), tsv(("姓名", "数值"), ("张三", cell), ("李四", "7")))
    assert ["7"] == outcome.values["李四"]
