"""`handbook score`: a table scored as on the scheme's page."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from calculators.report import all_judged, score_people, score_report
from handbook.calculations.progress import saying, watched
from handbook.calculations.scoring import load_scheme, plain_report, read_table, scheme_pages, workbook
from handbook.calculations.table_files import check_workbook_name, write_file
from handbook.commands.options import JSON, SOURCE_IF_ANY, table_argument, workbook_option
from handbook.compiler import compile_handbook
from handbook.revisions.scheme_versions import scheme_on

_SCORE_HELP = """按考核方案给一张表计分，与网页上用的是同一套计算。

SCHEME 是方案编号（如 am-quarter），或带考核表的 Markdown 页面的路径。

TABLE 是 .csv .tsv .txt .md .xlsx 文件，或 - 表示标准输入。

例：handbook score am-quarter 三季度.xlsx --out 成绩.xlsx
"""


def _schemes(context: click.Context, _parameter: click.Parameter, written: str) -> list[CompletionItem]:
    """Offer the ids of the handbook's schemes, and files."""
    known = scheme_pages(context.params["source"])
    ids = [CompletionItem(identity) for identity in known if identity.startswith(written)]
    return [*ids, CompletionItem(written, type="file")]


@click.command(help=_SCORE_HELP)
@click.argument("scheme", shell_complete=_schemes)
@table_argument()
@click.option("--on", "day", help="按这一天适用的那一版方案计分，如 2026-12-31；不给时按页面上的。")
@JSON
@workbook_option("成绩和说明")
@SOURCE_IF_ANY
def score(  # noqa: PLR0913 -- one parameter for each option
    *, scheme: str, table: str, day: str | None, as_json: bool, out: Path | None, source: Path
) -> int:
    """Score a table; exit 0 when every row was judged, 1 when some cells were bad, 2 when nothing can be used."""
    if out:
        check_workbook_name(out)
    compiled = scheme_on(compile_handbook(source).ledger, scheme, day) if day else load_scheme(scheme, source)
    roster = read_table(compiled, table)
    if out:
        with saying("正在写 Excel 文件"):
            write_file(out, workbook(compiled, roster))
    results = watched("计分", score_people(compiled, roster))
    if as_json:
        report = watched("写说明", score_report(compiled, roster, results))
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        click.echo(watched("写说明", plain_report(compiled, roster, results, table)))
    return 0 if all_judged(roster, results) else 1
