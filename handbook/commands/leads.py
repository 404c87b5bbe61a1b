"""`handbook leads` and `handbook project`: lead targets, and deals of the months ahead."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calculators.chain_tables import LAST_MONTH, NEW_LEADS, STOCK, TRANSITIONS, ChainTables, chain_tables
from calculators.lead_report import leads_report, projection_report
from calculators.lead_tables import PLANS, lead_plans
from calculators.lead_views import faults_sheet, plans_sheet, projection_sheets
from calculators.numbers import RATIOS, decimal_text, read_number
from calculators.projection import Projection, leads_needed
from calculators.projection import project as look_ahead
from calculators.records import Records, TableSpec, read_records
from calculators.stateless import CalculationError
from calculators.tables import TableError
from calculators.transition_checks import need_history, note_repeated
from handbook.calculations.lead_texts import leads_text, projection_text
from handbook.calculations.progress import saying, watched
from handbook.calculations.table_files import (
    UsageError,
    check_workbook_name,
    faults_text,
    load_grid,
    shown_name,
    write_file,
)
from handbook.commands.options import JSON, table_argument, workbook_option

if TYPE_CHECKING:
    from calculators.sheets import Sheet

USUAL_MONTHS = 3
SURE = Fraction(4, 5)
_TABLE_HELP = "是 .csv .tsv .txt .md .xlsx 文件，或 - 表示标准输入。"
_LEADS_HELP = f"""推算每个车型的集客目标；表里有 H/A、B/C 各栏时，一并推算新增 H/A 和 B/C 转 H/A。

TABLE {_TABLE_HELP}列：车型、订单目标、存量预计订单、历史成交数、历史集客数（表单 T06、T09 可直接用）。

没有存量预计订单一列时按 0 计入（QC-403）；历史成交率是 0 而订单目标大于 0 的车型推不出目标，列为错误。

例：handbook leads 七月集客.xlsx --out 集客目标.xlsx
"""
_PROJECT_HELP = f"""由月初存量和历史转化推算今后几个月的成交数，带八成和九成五区间。

STOCK {_TABLE_HELP}列：级别、数量（表单 T05 可直接用）。

TRANSITIONS 的列：月份、月初级别、月末级别、数量；留在原级别的也要有一行，成交和战败是终点。

例：handbook project 存量.csv 转化.csv --new 新集客.csv --months 3 --target 30
"""


@click.command(help=_LEADS_HELP)
@table_argument()
@JSON
@workbook_option("目标和算式")
def leads(*, table: str, as_json: bool, out: Path | None) -> int:
    """Work out lead targets; exit 0 when every model was, 1 when some cells were bad, 2 when nothing can be used."""
    if out:
        check_workbook_name(out)
    records = _records(table, PLANS)
    plans = lead_plans(records)
    if out:
        _write(out, (plans_sheet(plans), faults_sheet(records)))
    report = json.dumps(leads_report(records, plans), ensure_ascii=False, indent=2) if as_json else None
    click.echo(report or leads_text(records, plans, table))
    return 1 if records.errors else 0


def _write(out: Path, sheets: tuple[Sheet, ...]) -> None:
    from calculators.workbooks import sheets_workbook  # noqa: PLC0415 -- openpyxl costs half a second

    with saying("正在写 Excel 文件"):
        write_file(out, sheets_workbook(sheets))


def _records(file: str, spec: TableSpec) -> Records:
    try:
        return watched("读取表格", read_records(load_grid(file), spec))
    except TableError as error:
        raise UsageError(f"{shown_name(file)}：{error.reason}；{error.hint}") from error


@click.command(help=_PROJECT_HELP)
@table_argument("stock")
@table_argument("transitions")
@click.option("--new", help="今后各月新增的客户，列：第几个月、级别、数量；当月新增的按月初就在计算。")
@click.option(
    "--months",
    "written_months",
    default=str(USUAL_MONTHS),
    show_default=True,
    help=f"推算几个月，1 到 {LAST_MONTH}。",
)
@click.option("--target", help="几个月合计的订单目标：给出达到它的可能。")
@JSON
@workbook_option("推算结果")
def project(  # noqa: PLR0913 -- one parameter for each argument and option
    *,
    stock: str,
    transitions: str,
    new: str | None,
    written_months: str,
    target: str | None,
    as_json: bool,
    out: Path | None,
) -> int:
    """Look ahead; exit 0 when every row was used, 1 when some cells were bad, 2 when nothing can be used."""
    if out:
        check_workbook_name(out)
    months = _months(written_months)
    wanted = _target(target) if target is not None else None
    files = [stock, transitions, *([new] if new else [])]
    if files.count("-") > 1:
        raise UsageError("标准输入只能给一张表，另外的请给文件")
    tables = _tables(files, months)
    projection = watched("推算", look_ahead(tables.history, tables.groups, months))
    probability = None if wanted is None else decimal_text(projection.total.chance_of(wanted))
    if out:
        _write(out, (*projection_sheets(projection), faults_sheet(*tables.tables)))
    if as_json:
        click.echo(json.dumps(projection_report(projection, tables, probability), ensure_ascii=False, indent=2))
    else:
        reached = None if wanted is None else _target_texts(projection, wanted)
        click.echo(projection_text(projection, tables, files, reached))
    return 1 if any(table.errors for table in tables.tables) else 0


def _tables(files: list[str], months: int) -> ChainTables:
    read = [_records(file, spec) for file, spec in zip(files, (STOCK, TRANSITIONS, NEW_LEADS), strict=False)]
    note_repeated(read[1])
    try:
        tables = chain_tables(read[0], read[1], read[2] if len(read) > 2 else None, months)
        need_history(tables)
    except TableError as error:
        raise UsageError(f"{shown_name(files[0])}：{error.reason}；{error.hint}") from error
    except CalculationError as error:
        faults = faults_text(read[1].errors[:1])[1:]
        why = "；".join([error.reason, *(fault.strip().removesuffix("。") for fault in faults)])
        raise UsageError(f"{shown_name(files[1])}：{why}；{error.hint}") from error
    return tables


def _months(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= LAST_MONTH:
        raise UsageError(f"--months 读到“{text}”，须是 1 到 {LAST_MONTH} 的整数")
    return int(text)


def _target(text: str) -> Fraction:
    reading = read_number(text)
    if reading.value is None or reading.value < 0 or reading.unit in RATIOS:
        raise UsageError(f"--target 读到“{text}”，须是 0 或正数，如 30")
    return reading.value


def _target_texts(projection: Projection, target: Fraction) -> tuple[str, str, str]:
    chance = projection.total.chance_of(target)
    text = ""
    if chance < SURE and projection.history.levels:
        level = projection.history.levels[-1]
        more = leads_needed(projection, target, SURE, level)
        text = (
            f"要有八成把握，本月须再多集客 {more} 个（按进入 {level} 级计）。"
            if more is not None
            else f"靠本月再多集客（按进入 {level} 级计）达不到八成把握。"
        )
    return decimal_text(target), f"{decimal_text(chance * 100, 1)}%", text
