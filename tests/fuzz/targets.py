"""What is fuzzed: each target takes any bytes and must give a result or one of the errors that it is allowed to give.

Whatever else comes out of it fails: an exception that nobody catches is a calculator that has stopped, or a build that
ends in a traceback.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from calculators.amounts import read_total
from calculators.appeals import CodeError, code_of, read_code, sheet_of
from calculators.desk import Desk
from calculators.expressions import CannotJudgeError, ExpressionError, parse_expression
from calculators.headings import heading_key
from calculators.numbers import decimal_text, read_number, receipt, shown
from calculators.rule_compiler import RuleError, compile_rule
from calculators.stateless import CalculationError
from calculators.tables import TableError, decode
from calculators.workbook_reading import read_workbook
from handbook.compiler import compile_files
from handbook.findings import report
from handbook.markdown.front_matter import FrontMatterError, parse_front_matter
from tests.calculators.codes import held_in, sealed
from tests.calculators.examples import MESSY, SCHEME, SOURCE
from tests.calculators.test_malicious import book_bytes
from tests.handbook.drawing import article

SOURCES = Path(__file__).parents[2] / "handbook_src"
LONGEST = 4000
"""Bytes of an input: more of the same text finds nothing new and takes longer."""
SETTINGS = ({}, {"columns": {"0": "姓名", "1": ""}, "units": {"2": "万元", "9": "%"}, "cells": {"1:0": "=1"}})
TABLES = {
    "plan_split": ("weights", {"total": "1000万", "unit": "万元"}),
    "plan_season": ("history", {"total": "1200"}),
    "plan_matrix": ("matrix", {}),
    "plan_roll": ("months", {}),
    "lead_targets": ("plans", {}),
    "lead_projection": ("stock", {"months": "3"}),
}
"""Calculators without pandas: the table that each needs, and options."""

type Target = Callable[[bytes], None]


def text_of(data: bytes) -> str:
    """Read bytes as a page would hand text over; halves of characters stay what they are."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def ask(desk: Desk, payload: bytes | None = None, **request: object) -> bool:
    """Carry out a request; a refusal is an answer, and every answer is JSON."""
    job = desk.start(json.dumps(request), payload)
    while True:
        state = json.loads(job.step())
        if state["state"] == "failed":
            error = state["error"]
            assert error["reason"], error
            assert error["hint"], error
            return False
        if state["state"] == "done":
            return True


def scoring(data: bytes) -> None:
    """A pasted table through reading, scoring, copying and one person's sheet."""
    desk = Desk()
    ask(desk, op="open_scheme", scheme={**SOURCE.to_json(), "sample": MESSY})
    settings = SETTINGS[len(data) % 2]
    if ask(desk, op="read_text", text=text_of(data), settings=settings) and ask(desk, op="score"):
        ask(desk, op="rows", offset=0, limit=20)
        ask(desk, op="result_text", index=None)
        for op in ("person", "appeal"):
            ask(desk, op=op, index=0)
        ask(desk, op="wish", index=0, total="90")
        ask(desk, op="edit_cell", row=1, index=0, text=text_of(data[:20]))


def planning(data: bytes) -> None:
    """A pasted table through one of the calculators that need only tables; the first byte says which."""
    name = list(TABLES)[(data[0] if data else 0) % len(TABLES)]
    table, options = TABLES[name]
    text, settings = text_of(data[1:]), SETTINGS[len(data) % 2]
    ask(Desk(), op=name, tables={table: {"text": text, "settings": settings}}, options=options)


def files(data: bytes) -> None:
    """A dropped text file of unknown encoding."""
    ask(Desk(), data, op="table_file", name="a.csv")
    with suppress(TableError):
        decode(data)


def books(data: bytes) -> None:
    """A dropped workbook."""
    with suppress(TableError):
        assert len({len(row) for row in read_workbook(data).rows}) == 1


def numbers(data: bytes) -> None:
    """A cell and a heading with a unit."""
    text = text_of(data)
    cell, _, unit = text.partition("\x1f")
    reading = read_number(cell, unit)
    assert bool(reading.reason) == bool(reading.hint)
    if reading.value is not None:
        assert isinstance(reading.value, Fraction)
        decimal_text(reading.value, 2)
        shown(reading.value, reading.unit)
        receipt(reading)
    heading_key(text)
    with suppress(CalculationError):
        read_total(cell, unit)


def rules(data: bytes) -> None:
    """A scoring rule; what compiles is applied around its turning points."""
    text = text_of(data)
    try:
        rule = compile_rule(text, Fraction(20), None)
    except RuleError:
        return
    for value in (Fraction(-1), Fraction(0), Fraction(99, 100), Fraction(1), Fraction(10**12)):
        with suppress(CannotJudgeError):
            rule.apply(value)
    rule.seeds(Fraction(10))


def expressions(data: bytes) -> None:
    """An expression for 取数."""
    try:
        expression = parse_expression(text_of(data))
    except ExpressionError:
        return
    with suppress(CannotJudgeError):
        expression.evaluate(dict.fromkeys(expression.names, Fraction(3, 7)))


def codes(data: bytes) -> None:
    """The code of an appeal, as somebody pasted it, and one made by hand that holds anything."""
    with suppress(CodeError):
        read_code(text_of(data))
    ask(Desk(), op="appeal_verify", scheme=SOURCE.to_json(), code=sealed(data))


def front_matter(data: bytes) -> None:
    """The block between the dashes."""
    with suppress(FrontMatterError):
        parse_front_matter(text_of(data))


def clauses(data: bytes) -> None:
    """An article: sound front matter, any Markdown below."""
    _compile({"rules/fuzzed.md": article(text_of(data))})


def pages(data: bytes) -> None:
    """A whole file of any kind, front matter and all; the first byte says of which kind."""
    kinds = ("rules/a.md", "kpi/schemes/a.md", "process/a.md", "forms/a.md", "roles/a.md", "kpi/indicators/a.md")
    more = ("glossary.md", "synonyms.md", "special/a.md", "onboarding/a.md", "announcements/a.md", "ledger/001.jsonl")
    names = kinds + more
    _compile({names[(data[0] if data else 0) % len(names)]: data[1:]})


def _compile(sources: dict[str, bytes | str]) -> None:
    handbook = compile_files(sources)
    report(handbook.findings, "handbook_src")
    for finding in handbook.findings:
        assert finding.line >= 1


def seeds() -> dict[str, list[bytes]]:
    """Give inputs to begin with, by target: the handbook's own text, and tables as the tests have them."""
    tables = [MESSY, MESSY.replace("\t", ","), "姓名 | 数\n--- | ---\n张三 | 1,100万\n"]
    cells = ["１２３．５", "1,234.5", "88%", "1亿2000万", "(1,234)", "1.2E+05", "#DIV/0!", "3万4000", "35台\x1f万元"]
    more_rules = ["≥100% 得 25 分；≥90% 得 20 分；其余得 0 分", "每高于 1% 加 1 分，最多加 5 分"]
    articles = [_markdown(path) for path in sorted((SOURCES / "rules").glob("*.md"))]
    folders = ("rules", "kpi/schemes", "process", "forms", "roles", "kpi/indicators")
    return {
        "scoring": _encoded(tables),
        "planning": [bytes([place]) + table for place in range(len(TABLES)) for table in _encoded(tables)],
        "files": [table.encode(encoding) for table in tables for encoding in ("utf-8", "gb18030", "utf-16")],
        "books": [book_bytes()],
        "numbers": _encoded(cells),
        "rules": _encoded([row.rule for row in SOURCE.rows] + more_rules),
        "expressions": _encoded([*(row.expression for row in SOURCE.rows), "较小值(甲, 乙) × 2 ÷ (丙 + 1)"]),
        "codes": [code_of(sheet_of(SCHEME, "张三", {})).encode(), held_in(code_of(sheet_of(SCHEME, "张三", {})))],
        "front_matter": [_markdown(path, 1) for path in sorted((SOURCES / "kpi" / "schemes").glob("*.md"))],
        "clauses": articles,
        "pages": [
            bytes([place]) + min((SOURCES / folder).glob("*.md")).read_bytes()[:LONGEST]
            for place, folder in enumerate(folders)
        ],
    }


def _encoded(texts: list[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def _markdown(path: Path, part: int = 2) -> bytes:
    """Return the text behind the front matter, or with 1 the front matter."""
    return path.read_bytes().split(b"---\n", 2)[part][:LONGEST]


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (scoring, planning, files, books, numbers, rules, expressions, codes, front_matter, clauses, pages)
}
