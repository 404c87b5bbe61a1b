"""`handbook decompose`, `decompose-matrix`, `roll`: the planning calculators."""

from __future__ import annotations

import json
from pathlib import Path

import click

from handbook.calculations.planning import Answer, decompose, decompose_matrix, roll_plan
from handbook.calculations.progress import saying
from handbook.calculations.table_files import check_workbook_name, faults_text, write_file
from handbook.commands.options import JSON, table_argument, workbook_option

_TABLE = "TABLE 是 .csv .tsv .txt .md .xlsx 文件，或 - 表示标准输入。"
_UNIT = "各部分的最小单位，如 1、0.01、0.01万元。不写时金额按 0.01 万元，数量按 1，不带单位又有小数的总数按 0.01。"
_DECOMPOSE = f"""把总数按权重分到各部分，合计分毫不差（最大余数法）。

{_TABLE}列：名称、权重，可以再有下限、上限、锁定；前面可以有部门、团队等几级。

总数写成 240、240台 或 4900万元。--json 里的数都以元或台为单位；share 是该部分占总数的比例（0 到 1）。

例：handbook decompose 权重.xlsx --total 4900万元 --out 分解.xlsx
"""
_MATRIX = f"""把权重填进行合计和列合计之间，两边的合计都正好（月份 × 人员、车型 × 地区）。

{_TABLE}第一列是行名，最后一列是行合计，最后一行是列合计，中间是权重。

例：handbook decompose-matrix 矩阵.csv --unit 1 --json
"""
_ROLL = f"""X+Y 滚动：已过的月份按实际，余下的按原计划的形状重新分到还没到的月份。

{_TABLE}列：月份、计划、实际（还没到的月份留空）；可以再有期别（X期 的计划不动）和承担上限。

例：handbook roll 滚动计划表.xlsx --out 修订.xlsx
"""


@click.command("decompose", help=_DECOMPOSE)
@table_argument()
@click.option("--total", required=True, help="要分的总数。")
@click.option("--unit", default="", help=_UNIT)
@JSON
@workbook_option("分解结果和说明")
def decompose_command(*, table: str, total: str, unit: str, as_json: bool, out: Path | None) -> int:
    """Divide a total; exit 0 when every row took part, 1 when some cells were bad, 2 when nothing can be divided."""
    _check(out)
    return _print(decompose(table, total, unit), table, out, as_json=as_json)


@click.command("decompose-matrix", help=_MATRIX)
@table_argument()
@click.option("--unit", default="", help=_UNIT)
@JSON
@workbook_option("矩阵和每一格的说明")
def decompose_matrix_command(*, table: str, unit: str, as_json: bool, out: Path | None) -> int:
    """Fill a matrix; the exit codes are those of `decompose`."""
    _check(out)
    return _print(decompose_matrix(table, unit), table, out, as_json=as_json)


@click.command("roll", help=_ROLL)
@table_argument()
@JSON
@workbook_option("修订后的计划")
def roll_command(*, table: str, as_json: bool, out: Path | None) -> int:
    """Roll a year's plan on; the exit codes are those of `decompose`."""
    _check(out)
    return _print(roll_plan(table), table, out, as_json=as_json)


def _check(out: Path | None) -> None:
    if out:
        check_workbook_name(out)


def _print(answer: Answer, table: str, out: Path | None, *, as_json: bool) -> int:
    if out and answer.sheets:
        from calculators.workbooks import sheets_workbook  # noqa: PLC0415 -- openpyxl costs half a second

        with saying("正在写 Excel 文件"):
            write_file(out, sheets_workbook(answer.sheets))
    elif out:
        click.echo(f"{out}：有单元格要先改好，没有写", err=True)
    if as_json:
        click.echo(json.dumps(answer.report, ensure_ascii=False, indent=2))
    else:
        faults = faults_text(answer.errors, table)
        click.echo("\n".join([*answer.lines, *([""] if faults else []), *faults]))
    return 1 if answer.errors else 0
