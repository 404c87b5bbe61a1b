"""`handbook project` over its tables: what it refuses, what it remarks, and which table a fault is in."""

import json
from pathlib import Path

import pytest

from handbook.cli import main
from tests.contract.planning import ERROR_FIELDS

STOCK = "级别,数量\nH,10\n"
STEPS = "月份,月初级别,月末级别,数量\n1月,H,成交,5\n1月,H,H,7\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stock.csv").write_text(STOCK, "utf-8")
    (tmp_path / "steps.csv").write_text(STEPS, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("月份,月初级别,月末级别,数量\n", "steps.csv：历史转化表里没有能用的行；每行写"),
        ("月份,月初级别,月末级别,数量\n1月,H,成交,0\n1月,H,战败,0\n", "steps.csv：历史转化表里没有能用的行；每行写"),
        (
            "月份,月初级别,月末级别,数量\n1月,H,成交,许多\n",
            "steps.csv：历史转化表里没有能用的行；第 1 行“数量”读到“许多”：",
        ),
    ],
)
def test_without_history_nothing_is_projected(
    folder: Path, capsys: pytest.CaptureFixture[str], steps: str, said: str
) -> None:
    (folder / "steps.csv").write_text(steps, "utf-8")
    assert main(["project", "stock.csv", "steps.csv", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(said)
    assert captured.err.count("\n") == 1


def test_a_fault_names_its_table_and_has_the_fields_of_every_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "stock.csv").write_text(f"{STOCK}H,#N/A\n", "utf-8")
    (folder / "steps.csv").write_text(f"{STEPS}1月,H,战败,\n", "utf-8")
    (folder / "new.csv").write_text("第几个月,级别,数量\n9,H,1\n", "utf-8")
    assert main(["project", "stock.csv", "steps.csv", "--new", "new.csv", "--json"]) == 1
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert {frozenset(error) for error in errors} == {ERROR_FIELDS}
    assert [(error["row"], error["column"], error["reason"].split("：")[0]) for error in errors] == [
        (2, "数量", "月初存量"),
        (3, "数量", "历史转化"),
        (1, "第几个月", "今后新集客"),
    ]


@pytest.mark.parametrize(
    ("more", "noted"),
    [
        ("1月,H,成交,5,\n,,H,7,\n", True),
        ("1月,H,成交,6,\n", False),
        ("1月,H,成交,5,二组\n", False),
        ("2月,H,成交,5,\n", False),
    ],
)
def test_a_row_that_repeats_another_is_remarked(
    folder: Path, capsys: pytest.CaptureFixture[str], more: str, *, noted: bool
) -> None:
    steps = "月份,月初级别,月末级别,数量,备注\n1月,H,成交,5,\n1月,H,H,7,\n"
    (folder / "steps.csv").write_text(steps + more, "utf-8")
    assert main(["project", "stock.csv", "steps.csv"]) == 0
    remark = "注意：第 3、4 行与前面的行完全相同，数量加在一起计；重复粘贴的请删去"
    assert (remark in capsys.readouterr().out) == noted
