"""`handbook score` as people use it: by id or page, to read, to a workbook, and refused in one line."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from handbook.checks.examples import check_examples
from handbook.cli import main
from handbook.content.schemes import read_scheme_page
from handbook.markdown.documents import read_document

SOURCE = Path(__file__).parents[2] / "handbook_src"
SCHEME = """---
id: small
title: 小考核
grades: {优秀: 90, 不合格: 0}
---

## 考核表

| 指标 | 权重 | 取数 | 标准 | 计分规则 | 依据 |
| --- | ---: | --- | ---: | --- | --- |
| 完成率 | 100 | 实际 ÷ 计划 | 100% | 每低于 5% 扣 10 分 | KP-201 |

## 算例

| 姓名 | 实际 | 计划 | 完成率得分 | 总分 | 等级 |
| --- | ---: | ---: | ---: | ---: | --- |
| 甲 | 88 | 100 | 80 | 80 | 不合格 |
"""
EXPLAINED = (
    "   80.00  完成率（KP-201）　实际 ÷ 计划 = 88 ÷ 100 = 88%；比标准 100% 低 12 个百分点，"
    "够 2 档（每档 5%），扣 2 × 10 = 20 分，得 80 分"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "scheme.md").write_text(SCHEME, "utf-8")
    (tmp_path / "good.tsv").write_text("姓名\t实际\t计划\n甲\t８８\t100\n", "utf-8")
    (tmp_path / "bad.tsv").write_text("姓名\t实际\t计划\n甲\t#REF!\t100\n乙\t1\t0\n", "utf-8")
    return tmp_path


def test_a_table_is_scored_to_be_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(files / "scheme.md"), str(files / "good.tsv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:5] == [
        "1 行粘贴，1 行计算",
        "",
        "甲：总分 80.00 分，不合格",
        EXPLAINED,
    ]
    assert lines[5] == "          下一分：实际再增加 2.01（超过 90），即可多得 10 分"


def test_bad_cells_are_listed_and_the_exit_code_says_so(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(files / "scheme.md"), str(files / "bad.tsv")]) == 1
    out = capsys.readouterr().out
    assert "第 1 行“实际”读到“#REF!”：Excel 错误值 #REF!（引用的单元格已不在）" in out
    assert "实际 ÷ 计划：计划为 0，不能作除数，本项未评" in out


def test_a_workbook_is_written(files: Path) -> None:
    out = files / "成绩.xlsx"
    assert main(["score", str(files / "scheme.md"), str(files / "good.tsv"), "--out", str(out)]) == 0
    assert [cell.value for cell in load_workbook(out)["成绩"][3]][:3] == ["甲", 80, 80]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["nobody", "good.tsv"],
            "没有方案“nobody”，也没有这个文件；可用的方案：am-quarter、director-quarter、support-quarter",
        ),
        (["am-quarter", "missing.tsv"], "missing.tsv：读不了这个文件（没有这个文件或文件夹）"),
        (
            ["am-quarter", "good.pdf"],
            "good.pdf：不认识的文件类型；可用 .csv .tsv .txt .md .xlsx，或 - 表示标准输入",
        ),
        (["am-quarter", "sales.tsv", "--out", "x.doc"], "x.doc：--out 只写 .xlsx 文件"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(files)
    (files / "sales.tsv").write_text("姓名\t实际完成销售额\n甲\t1\n", "utf-8")
    assert main(["score", *arguments, "--src", str(SOURCE)]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"{said}\n")


@pytest.mark.parametrize(
    ("written", "changed", "said"),
    [
        ("| 80 | 80 | 不合格 |", "| 80 | 85 | 不合格 |", "算例的总分写的是“85”，按规则算出来是“80.00”"),
        ("| 80 | 80 | 不合格 |", "| 90 | 80 | 不合格 |", "算例的完成率得分写的是“90”，按规则算出来是“80.00”"),
        ("| 80 | 80 | 不合格 |", "| 80 | 80 | 优秀 |", "算例的等级写的是“优秀”，按规则算出来是“不合格”"),
        ("每低于 5% 扣 10 分", "每低于 4% 扣 10 分", "算例的完成率得分写的是“80”，按规则算出来是“70.00”"),
        ("| 甲 | 88 |", "| 甲 | 八八 |", "算例不能运行：实际：“八八”不是数，读到“八八”"),
        ("完成率得分", "达成率得分", "算例不能运行：方案里没有这个指标，读到“达成率得分”"),
    ],
)
def test_an_example_that_disagrees_with_its_scheme_is_a_finding(written: str, changed: str, said: str) -> None:
    document, _ = read_document("kpi/schemes/small.md", SCHEME.replace(written, changed))
    page, faults = read_scheme_page(document)
    assert page is not None
    assert faults == []
    assert check_examples([document], [page])[0].message == said


def test_a_row_changed_in_markdown_alone_changes_the_score(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = files / "scheme.md"
    page.write_text(SCHEME.replace("每低于 5% 扣 10 分", "按比例得分"), "utf-8")
    assert main(["score", str(page), str(files / "good.tsv")]) == 0
    assert "甲：总分 88.00 分，不合格" in capsys.readouterr().out
