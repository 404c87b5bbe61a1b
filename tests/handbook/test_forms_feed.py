"""Forms that feed a calculator are pasted as they are: every heading of theirs that a scheme asks for is understood."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from calculators.frames import OrderLog
from calculators.headings import Settings
from calculators.kpi import score
from calculators.pasted import finished
from calculators.roster import read_roster
from calculators.schemes import Scheme, compile_scheme
from calculators.tables import Grid, read_grid
from calculators.workbook_reading import read_workbook
from handbook.compiler import Handbook, compile_handbook
from handbook.markdown.documents import Table
from handbook.pages.form_workbooks import form_workbook
from handbook.pages.scheme_pages import sample_table

if TYPE_CHECKING:
    from calculators.people import Roster
    from handbook.content.forms import Form
    from handbook.content.schemes import SchemePage

SOURCE = Path(__file__).parents[2] / "handbook_src"
WAYS = ("workbook", "paste")
"""How a filled form gets into a calculator: its file, or its cells copied with their headings."""


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """The handbook as it is shipped."""
    compiled = compile_handbook(SOURCE)
    assert compiled.findings == ()
    return compiled


def form_of(handbook: Handbook, form_id: str) -> Form:
    return next(form for form in handbook.work.forms if form.id == form_id)


def filled(form: Form, rows: list[dict[str, str]], way: str) -> Grid:
    """Fill rows into the form's own workbook, by the names of its fields, and hand it on as a grid."""
    book = load_workbook(io.BytesIO(form_workbook(form, "手册")))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        for column, form_field in enumerate(form.form_fields, 1):
            sheet.cell(number, column, row.get(form_field.name))
    if way == "workbook":
        stream = io.BytesIO()
        book.save(stream)
        return read_workbook(stream.getvalue())
    lines = sheet.iter_rows(max_row=len(rows) + 1, values_only=True)
    return read_grid("".join("\t".join(str(cell or "") for cell in line) + "\n" for line in lines))


def mapped(roster: Roster) -> dict[str | None, str | None]:
    """Return how each column that gives an input was recognised, by the input."""
    return {column.input: column.mapped_by for column in roster.columns if column.role == "input"}


def scheme_of(handbook: Handbook, scheme_id: str) -> tuple[Scheme, SchemePage]:
    page = next(page for page in handbook.schemes if page.source.id == scheme_id)
    return compile_scheme(page.source), page


def sample_rows(page: SchemePage) -> list[dict[str, str]]:
    """Return the worked example of a scheme's page, by heading."""
    table = sample_table(page.document)
    assert isinstance(table, Table)
    names = [cell.text for cell in table.headings]
    return [dict(zip(names, (cell.text for cell in row), strict=True)) for row in table.rows]


@pytest.mark.parametrize("way", WAYS)
def test_the_scoring_sheet_gives_every_input_by_its_name_and_the_totals_of_the_worked_example(
    handbook: Handbook, way: str
) -> None:
    scheme, page = scheme_of(handbook, "am-quarter")
    rows = sample_rows(page)
    roster = finished(read_roster(filled(form_of(handbook, "T49"), rows, way), scheme))
    assert mapped(roster) == dict.fromkeys(scheme.inputs, "name")
    assert roster.errors == []
    totals = {person.name: score(scheme, person.values).total for person in roster.people}
    assert totals == {row["姓名"]: Fraction(row["总分"]) for row in rows}


INDICATORS = [
    {"姓名": "李强", "指标类别": "业绩", "考核指标": "销售完成率", "目标": "1200万", "实际": "1056万"},
    {"姓名": "李强", "指标类别": "业绩", "考核指标": "合同回款率", "目标": "900万", "实际": "828万"},
    {"姓名": "陈静", "指标类别": "业绩", "考核指标": "销售完成率", "目标": "600万", "实际": "570万"},
]


@pytest.mark.parametrize("way", WAYS)
def test_the_sheet_of_indicators_is_read_row_by_row(handbook: Handbook, way: str) -> None:
    scheme, _ = scheme_of(handbook, "am-quarter")
    roster = finished(read_roster(filled(form_of(handbook, "T50"), INDICATORS, way), scheme))
    assert roster.layout == "long"
    roles = {column.text: column.role for column in roster.columns if column.role != "extra"}
    assert roles == {"姓名": "name", "考核指标": "indicator", "目标": "target", "实际": "actual"}
    assert roster.errors == []
    people = {person.name: person.values for person in roster.people}
    assert people["李强"]["实际完成销售额"] == Fraction(10_560_000)
    assert people["李强"]["计划完成销售额"] == Fraction(12_000_000)
    assert people["李强"]["实际回款额"] == Fraction(8_280_000)
    assert people["陈静"]["实际完成销售额"] == Fraction(5_700_000)


ORDERS = [
    {"下单日期": "2027-01-08", "销售人员": "张三", "订单金额": "42000", "订单类型": "销售", "订单状态": "已结算"},
    {"下单日期": "2027-02-10", "销售人员": "张三", "订单金额": "2000", "订单类型": "退货", "订单状态": "已签收"},
    {"下单日期": "2027-02-11", "销售人员": "张三", "订单金额": "9000", "订单类型": "销售", "订单状态": "已取消"},
    {"下单日期": "2027-03-01", "销售人员": "李四", "订单金额": "10000", "订单类型": "销售", "订单状态": "已审核"},
]


@pytest.mark.parametrize("way", WAYS)
def test_orders_are_read_as_an_order_log(handbook: Handbook, way: str) -> None:
    scheme, _ = scheme_of(handbook, "am-quarter")
    log = OrderLog.read(filled(form_of(handbook, "T57"), ORDERS, way), scheme, Settings())
    assert {entry["role"]: entry["text"] for entry in log.headings if entry["role"]} == {
        "日期": "下单日期",
        "姓名": "销售人员",
        "金额": "订单金额（元）",
        "类别": "订单类型",
        "状态": "订单状态",
    }
    (period,) = log.periods
    headings, *people = log.merged(str(period), None).rows
    place = headings.index("实际完成销售额")
    assert {row[0]: row[place] for row in people} == {"张三": "40000", "李四": "10000"}
    assert list(log.rows[log.rows["reason"] != ""]["reason"]) == ["状态是“已取消”"]
