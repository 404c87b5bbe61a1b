"""The planning commands as SPEC 5 has them: JSON alone on standard output, exit codes, one line if nothing works."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from handbook.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.csv").write_text("part,weight,min,max,fixed\nA,5,,,\nB,4,,,\nC,3,,,\n", "utf-8")
    (tmp_path / "bad.csv").write_text("part,weight\nA,5\nB,#N/A\n", "utf-8")
    (tmp_path / "m.tsv").write_text("\tE\tF\t合计\n一月\t1\t2\t10\n二月\t3\t1\t7\n合计\t9\t8\t17\n", "utf-8")
    roll = "| month | plan | actual |\n| --- | --- | --- |\n| 1月 | 20 | 18 |\n| 2月 | 20 | |\n"
    (tmp_path / "r.md").write_text(roll, "utf-8")
    return tmp_path


def answered(capsys: pytest.CaptureFixture[str], *call: str) -> tuple[int, dict[str, Any]]:
    code = main([*call, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_decompose_prints_parts_that_add_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(capsys, "decompose", "w.csv", "--total", "100") == (
        0,
        {
            "total": "100",
            "unit": "1",
            "parts": [
                {"name": "A", "value": "42", "share": "0.416666666667"},
                {"name": "B", "value": "33", "share": "0.333333333333"},
                {"name": "C", "value": "25", "share": "0.25"},
            ],
            "errors": [],
        },
    )
    code, report = answered(capsys, "decompose", "bad.csv", "--total", "100")
    assert code == 1
    assert [part["value"] for part in report["parts"]] == [None, None]
    assert [(error["row"], error["column"], error["read"]) for error in report["errors"]] == [(2, "权重", "#N/A")]
    assert folder.is_dir()


def test_decompose_matrix_meets_both_margins(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(capsys, "decompose-matrix", "m.tsv") == (
        0,
        {"rows": ["一月", "二月"], "columns": ["E", "F"], "cells": [["4", "6"], ["5", "2"]], "errors": []},
    )
    (folder / "m.tsv").write_text("\tE\tF\t合计\n一月\t1\tx\t9\n二月\t3\t1\t8\n合计\t9\t8\t18\n", "utf-8")
    code, report = answered(capsys, "decompose-matrix", "m.tsv")
    assert (code, report["cells"]) == (1, [[None, None], [None, None]])
    assert [(error["row"], error["column"]) for error in report["errors"]] == [(1, "F"), (3, "合计")]


def test_bad_cells_that_leave_nothing_to_calculate_are_still_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m.tsv").write_text("\tE\tF\t合计\n一月\t1\tx\t10\n二月\t3\t1\t7\n合计\t9\t8\t17\n", "utf-8")
    code, report = answered(capsys, "decompose-matrix", "m.tsv")
    assert (code, report["cells"], len(report["errors"])) == (1, [[None, None], [None, None]], 1)
    (folder / "bad.csv").write_text("part,weight\nA,-5\n", "utf-8")
    code, report = answered(capsys, "decompose", "bad.csv", "--total", "10")
    assert (code, report["parts"][0]["value"], report["errors"][0]["reason"]) == (1, None, "权重是负数")


def test_roll_spreads_what_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = answered(capsys, "roll", str(folder / "r.md"))
    assert (code, report) == (
        0,
        {
            "year": "40",
            "done": "18",
            "left": "22",
            "months": [
                {"name": "1月", "plan": "20", "actual": "18", "revised": "18"},
                {"name": "2月", "plan": "20", "actual": None, "revised": "22"},
            ],
            "notes": [],
            "errors": [],
        },
    )


def test_results_are_written_as_workbooks(folder: Path) -> None:
    for call, sheet, cell in (
        (["decompose", "w.csv", "--total", "100"], "目标分解", "B2"),
        (["decompose-matrix", "m.tsv"], "矩阵", "B2"),
        (["roll", "r.md"], "滚动计划", "E3"),
    ):
        out = folder / f"{call[0]}.xlsx"
        assert main([*call, "--out", str(out)]) == 0
        assert load_workbook(out)[sheet][cell].value in {42, 4, 22}


def test_a_workbook_that_cannot_be_filled_is_not_written_and_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decompose", "bad.csv", "--total", "100", "--json", "--out", "x.xlsx"]) == 1
    captured = capsys.readouterr()
    assert captured.err == "x.xlsx：有单元格要先改好，没有写\n"
    assert json.loads(captured.out)["errors"]
    assert not (folder / "x.xlsx").exists()


def test_a_report_to_read_names_file_row_and_column_of_faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decompose", str(folder / "bad.csv"), "--total", "100"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("第 2 行有错误，现在不能分")
    assert lines[-1].startswith(f"  {folder / 'bad.csv'}：第 2 行“权重”读到“#N/A”：Excel 错误值 #N/A（查找不到）。")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            ["decompose", "w.csv", "--total", "10.001"],
            "--total：总数 10.001 不是最小单位 0.01 的整数倍；改总数，或把最小单位改小",
        ),
        (["decompose", "w.csv"], "handbook decompose：缺少 --total（用法见 handbook decompose --help）"),
        (["decompose", "none.csv", "--total", "1"], "none.csv：读不了这个文件（没有这个文件或文件夹）"),
        (["decompose", "m.tsv", "--total", "1"], "m.tsv：没有找到“权重”；读到的表头是：E、F、合计；表头可以写："),
        (["roll", "w.csv"], "w.csv：没有找到“计划”“实际”；读到的表头是："),
        (["decompose-matrix", "w.csv"], "w.csv：第 1 行“fixed”的合计：没有填；"),
        (["roll", "r.md", "--out", "x.csv"], "x.csv：--out 只写 .xlsx 文件"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_used_is_one_line_and_exit_2(
    capsys: pytest.CaptureFixture[str], call: list[str], said: str
) -> None:
    assert main(call) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(said)
    assert captured.err.count("\n") == 1


def test_bounds_that_cannot_be_met_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "w.csv").write_text("part,weight,max\nA,5,1\nB,4,2\n", "utf-8")
    assert main(["decompose", "w.csv", "--total", "100"]) == 2
    assert capsys.readouterr().err == "w.csv：A、B的上限和锁定加起来不到总数；调高上限或锁定的数，或降低总数\n"


@pytest.mark.parametrize("command", ["decompose", "decompose-matrix", "roll"])
def test_help_gives_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"例：handbook {command} " in capsys.readouterr().out


def test_project_says_in_words_where_history_is_too_thin_for_the_expected_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "stock.csv").write_text("level,count\nA,1000\n", "utf-8")
    (folder / "moves.csv").write_text("month,from,to,count\n5月,A,A,5\n", "utf-8")
    assert main(["project", "stock.csv", "moves.csv", "--months", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    total = next(place for place, line in enumerate(lines) if line.startswith("合计：预计成交 0.0"))
    assert lines[total + 1].startswith("注意：历史不够：合计预计成交 0.0，在 80% 区间 0 到 ")
