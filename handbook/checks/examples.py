"""Worked examples in the text, run: where text and calculator disagree, one of them is wrong.

Two kinds of table are examples: the one under 算例 on a scheme page (people with their inputs and results), and any
table with the columns 权重, 标准, 计分规则, 取值, 得分 (one rule and one value a row).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators.expressions import CannotJudgeError
from calculators.headings import heading_key
from calculators.kpi import PLACES, Score, score
from calculators.numbers import decimal_text, half_up, read_number
from calculators.pasted import finished
from calculators.people import NAME
from calculators.phrases import RuleError
from calculators.roster import read_roster
from calculators.rule_compiler import compile_rule
from calculators.schemes import read_standard, read_weight
from calculators.tables import Grid, TableError
from calculators.text import squeeze
from handbook.findings import Code, Finding
from handbook.markdown.documents import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from calculators.schemes import Scheme
    from handbook.content.schemes import SchemePage
    from handbook.markdown.documents import CellText, Document, Table

RULE_COLUMNS = ("权重", "标准", "计分规则", "取值", "得分")
SAMPLE_SECTION = "算例"
POINTS = "得分"
UNJUDGED = "未评"


def check_examples(documents: Iterable[Document], schemes: Iterable[SchemePage]) -> list[Finding]:
    """Run every worked example of the handbook."""
    findings: list[Finding] = []
    for document in documents:
        for table in document.tables():
            if set(RULE_COLUMNS) <= {squeeze(cell.text) for cell in table.headings}:
                findings += _check_rules(document, table)
    for page in schemes:
        samples = [table for table in page.document.tables() if table.section == SAMPLE_SECTION]
        if page.scheme is None:
            continue  # its own findings say why
        if not samples:
            fix = f"加一节“## {SAMPLE_SECTION}”，写一张表：{NAME}、各输入项、总分、等级。"
            message = "考核方案没有算例"
            at = Place(page.table.line)
            findings.append(page.document.finding(Code.EXAMPLE_UNREADABLE, at, message, read="", fix=fix))
        for table in samples:
            findings += _check_sample(page.document, table, page.scheme)
    return findings


def _check_rules(document: Document, table: Table) -> list[Finding]:
    findings: list[Finding] = []
    places = {squeeze(cell.text): place for place, cell in enumerate(table.headings)}
    for row in table.rows:
        cells = {name: row[places[name]] for name in RULE_COLUMNS}
        weight, value = read_weight(cells["权重"].text), read_number(cells["取值"].text).value
        if weight is None or value is None:
            bad = cells["权重"] if weight is None else cells["取值"]
            findings.append(_unreadable(document, bad, "不是可用的数", "权重写正数；取值写 88%、3 次 这样的数。"))
            continue
        try:
            rule = compile_rule(cells["计分规则"].text, weight, read_standard(cells["标准"].text))
            points = half_up(rule.apply(value).points, PLACES)
        except RuleError as error:
            findings.append(_unreadable(document, cells["计分规则"], error.reason, f"{error.hint}。"))
            continue
        except CannotJudgeError as error:
            findings.append(_unreadable(document, cells["取值"], str(error), "换一个能评的取值。"))
            continue
        findings += _compare_number(document, cells["得分"], POINTS, points)
    return findings


def _check_sample(document: Document, table: Table, scheme: Scheme) -> list[Finding]:
    """Score the people of a 算例 and compare what it states; columns other than inputs and results are left alone."""
    given = [place for place, cell in enumerate(table.headings) if _gives(cell.text, scheme)]
    rows = [
        [table.headings[place].text for place in given],
        *([row[place].text for place in given] for row in table.rows),
    ]
    try:
        roster = finished(read_roster(Grid(rows, "Markdown 表格"), scheme))
    except TableError as error:
        return [_unreadable(document, table.headings[0], error.reason, f"{error.hint}。")]
    findings = [
        _unreadable(
            document,
            table.rows[error.row - 1][given[error.index]] if error.row else table.headings[0],
            f"{error.column}：{error.reason}",
            f"{error.hint}。",
        )
        for error in roster.errors
    ]
    if findings or len(roster.people) != len(table.rows):
        return findings or [
            _unreadable(document, table.headings[0], "每行应是一个人", "一行一人，不要合计行和空姓名。")
        ]
    for person, row in zip(roster.people, table.rows, strict=True):
        findings += _compare_person(document, table, row, scheme, score(scheme, person.values))
    return findings


def _gives(heading: str, scheme: Scheme) -> bool:
    return heading_key(heading)[0] in {heading_key(name)[0] for name in (NAME, *scheme.inputs)}


def _compare_person(
    document: Document, table: Table, row: Sequence[CellText], scheme: Scheme, result: Score
) -> list[Finding]:
    findings: list[Finding] = []
    points = {f"{item.row.indicator}{POINTS}": item.points for item in result.items}
    for heading, cell in zip(table.headings, row, strict=True):
        name = squeeze(heading.text)
        if name == "总分":
            findings += _compare_number(document, cell, name, result.total)
        elif name == "等级" and cell.text != (result.grade or "-"):
            findings.append(_disagrees(document, cell, name, result.grade or "-"))
        elif name in points:
            findings += _compare_number(document, cell, name, points[name])
        elif name.endswith(POINTS) and not _gives(name, scheme):
            fix = f"写成“指标名得分”，可用的：{'、'.join(points)}。"
            findings.append(_unreadable(document, heading, "方案里没有这个指标", fix))
    return findings


def _compare_number(document: Document, cell: CellText, name: str, found: Fraction | None) -> list[Finding]:
    if found is None:
        return [] if cell.text == UNJUDGED else [_disagrees(document, cell, name, UNJUDGED)]
    if read_number(cell.text).value == found:
        return []
    return [_disagrees(document, cell, name, decimal_text(found, PLACES))]


def _unreadable(document: Document, cell: CellText, reason: str, fix: str) -> Finding:
    message = f"算例不能运行：{reason}，读到“{cell.text}”"
    return document.finding(Code.EXAMPLE_UNREADABLE, cell, message, read=cell.text, fix=fix)


def _disagrees(document: Document, cell: CellText, name: str, found: str) -> Finding:
    message = f"算例的{name}写的是“{cell.text}”，按规则算出来是“{found}”"
    fix = f"改成 {found}；如果算例才是本意，改规则、标准或权重。"
    return document.finding(Code.EXAMPLE_DISAGREES, cell, message, read=cell.text, fix=fix)
