"""考核方案: the table of a handbook page, compiled into something that scores (SPEC 2).

`SchemeSource` is what an author wrote, `Scheme` what was checked. Both ends of the project use the same function to
go from one to the other: the build to find faults, the browser and the command line to score.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from calculators.expressions import Expression, ExpressionError, parse_expression
from calculators.numbers import decimal_text, read_number, unit_scale
from calculators.phrases import Amount, RuleError, UnknownPhraseError
from calculators.rule_compiler import compile_rule
from calculators.rules import Rule
from calculators.text import comparable, fold

COLUMNS = {
    "指标": "indicator",
    "权重": "weight",
    "取数": "expression",
    "标准": "standard",
    "计分规则": "rule",
    "依据": "clause",
    "说明": "note",
}
"""Headings of a scheme's table and the field each fills; 说明 is optional."""


@dataclass(frozen=True, slots=True)
class SchemeRowSource:
    """One row of the table, as written."""

    indicator: str
    weight: str
    expression: str
    standard: str
    rule: str
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class InputSource:
    """What front matter says of one input; all of it optional."""

    unit: str = ""
    """Base unit: 元, a count unit, or %. Counts move in whole units when a rule is turned round, 元 in 0.01."""
    aliases: tuple[str, ...] = ()
    """Other headings that people use for it."""
    note: str = ""
    log: str = ""
    """How an order log gives it: an expression over the kinds of its rows (销售 - 退货)."""


@dataclass(frozen=True, slots=True)
class SchemeSource:
    """A scheme as written: front matter and table."""

    id: str
    title: str
    roles: tuple[str, ...] = ()
    period: str = ""
    effective: str = ""
    total: str | None = None
    """What the weights must add up to; None where the page does not say."""
    grades: tuple[tuple[str, str], ...] = ()
    """(name, lowest total) as written, in any order."""
    inputs: Mapping[str, InputSource] = field(default_factory=dict[str, InputSource])
    rows: tuple[SchemeRowSource, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the JSON-safe form that the site publishes as `assets/schemes/ID.json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SchemeSource":
        """Read what `to_json` wrote; keys that it does not know (links for the page) are left to the page."""
        inputs = {
            name: InputSource(entry["unit"], tuple(entry["aliases"]), entry["note"], entry["log"])
            for name, entry in data.get("inputs", {}).items()
        }
        return cls(
            id=data["id"],
            title=data["title"],
            roles=tuple(data.get("roles", ())),
            period=data.get("period", ""),
            effective=data.get("effective", ""),
            total=data.get("total"),
            grades=tuple((name, bound) for name, bound in data.get("grades", ())),
            inputs=inputs,
            rows=tuple(SchemeRowSource(**row) for row in data["rows"]),
        )

    @property
    def version(self) -> str:
        """Eight hex digits that change with anything that scoring depends on: the title is for people."""
        text = json.dumps(self.to_json() | {"title": ""}, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a scheme does not compile."""

    row: int
    """Index of the table row from 0; -1 for front matter."""
    field: str
    """Name of the field in `SchemeRowSource` or `SchemeSource`."""
    read: str
    reason: str
    hint: str
    offset: int = 0
    """Place of the fault in the cell, in characters."""


class SchemeError(ValueError):
    """A scheme does not compile; `problems` lists every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("；".join(f"{problem.reason}（读到“{problem.read}”）" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One indicator with its weight, value and rule, compiled."""

    indicator: str
    weight: Fraction
    expression: Expression
    standard: Amount | None
    rule: Rule
    clause: str
    note: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the lowest total that reaches it."""

    name: str
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme that scores."""

    source: SchemeSource
    rows: tuple[SchemeRow, ...]
    grades: tuple[Grade, ...]
    """From the highest bound down."""
    inputs: tuple[str, ...]
    """Every input named in 取数, in order of first use: the columns of the paste template."""
    weight: Fraction
    """Sum of the weights."""

    def unit(self, name: str) -> str:
        """Return the unit declared for an input, or an empty string."""
        entry = self.source.inputs.get(name)
        return entry.unit if entry else ""

    def grade(self, total: Fraction) -> str | None:
        """Return the highest grade whose bound `total` reaches."""
        return next((grade.name for grade in self.grades if total >= grade.bound), None)


def compile_scheme(source: SchemeSource) -> Scheme:
    """Compile a scheme; raise `SchemeError` with every problem found, not just the first."""
    problems: list[Problem] = []
    units = {name: entry.unit for name, entry in source.inputs.items()}
    rows = [row for place, written in enumerate(source.rows) if (row := _row(place, written, units, problems))]
    if not source.rows:
        problems.append(Problem(-1, "rows", "", "考核表没有一行指标", "至少写一行"))
    _check_indicators(source, problems)
    grades = _grades(source, problems)
    names = tuple(dict.fromkeys(name for row in rows for name in row.expression.names))
    if not problems:
        _check_total(source, rows, problems)
        _check_inputs(source, names, problems)
    if problems:
        raise SchemeError(problems)
    return Scheme(source, tuple(rows), grades, names, sum((row.weight for row in rows), Fraction(0)))


def _row(place: int, written: SchemeRowSource, units: Mapping[str, str], problems: list[Problem]) -> SchemeRow | None:
    before = len(problems)

    def problem(field: str, read: str, reason: str, hint: str, offset: int = 0) -> None:
        problems.append(Problem(place, field, read, reason, hint, offset))

    if not written.indicator.strip():
        problem("indicator", written.indicator, "指标没有名称", "填写指标名称")
    weight = read_weight(written.weight)
    if weight is None:
        problem("weight", written.weight, "权重不是正数", "写成 25 或 12.5 这样的分数")
    expression = None
    try:
        expression = parse_expression(written.expression, units)
        if not expression.names:
            problem("expression", written.expression, "取数里没有任何输入项", "写出要填的数的名称，例如：实际 ÷ 计划")
    except ExpressionError as error:
        problem("expression", written.expression, error.reason, "例如：实际完成销售额 ÷ 计划完成销售额", error.offset)
    standard = None
    try:
        standard = read_standard(written.standard)
    except RuleError as error:
        problem("standard", error.read, error.reason, error.hint)
    try:
        rule = compile_rule(written.rule, weight or Fraction(1), standard)
    except RuleError as error:
        # With a bad weight or standard only an unknown phrase is certain; contradictions would be guesses.
        if len(problems) == before or isinstance(error, UnknownPhraseError):
            problem("rule", error.read, error.reason, error.hint, max(written.rule.find(error.read), 0))
        return None
    if len(problems) > before or weight is None or expression is None:
        return None
    return SchemeRow(
        written.indicator.strip(), weight, expression, standard, rule, written.clause.strip(), written.note
    )


def read_weight(text: str) -> Fraction | None:
    """Read 权重: a positive decimal in points, `25` or `25分`; None for anything else."""
    reading = read_number(text)
    if reading.value is None or reading.value <= 0 or reading.unit not in ("", "分"):
        return None
    return reading.value


def read_standard(text: str) -> Amount | None:
    """Read 标准: a number in any unit of the handbook, None for `-`; raise `RuleError` for anything else."""
    written = fold(text)
    if written in ("-", "—", "——"):
        return None
    reading = read_number(written)
    if reading.value is None:
        raise RuleError("标准不是数", text, "写成 100%、15 天、500万元 这样的数；不需要标准就写 -")
    return Amount(reading.value, reading.unit in ("%", "‰"), written)


def _check_indicators(source: SchemeSource, problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for place, row in enumerate(source.rows):
        name = comparable(row.indicator)
        if name and name in seen:
            problems.append(
                Problem(place, "indicator", row.indicator, f"与第 {seen[name] + 1} 行指标重名", "换一个名称")
            )
        seen.setdefault(name, place)


def _check_total(source: SchemeSource, rows: list[SchemeRow], problems: list[Problem]) -> None:
    if source.total is None:
        return
    wanted = read_number(source.total).value
    found = sum((row.weight for row in rows), Fraction(0))
    if wanted is None:
        problems.append(Problem(-1, "total", source.total, "total 不是数", "写成 total: 100，或删去这一行"))
    elif wanted != found:
        parts = " + ".join(decimal_text(row.weight) for row in rows)
        reason = f"权重合计 {parts} = {decimal_text(found)}，不是 {decimal_text(wanted)}"
        problems.append(Problem(-1, "total", source.total, reason, "改权重，或改 front matter 里的 total"))


def _check_inputs(source: SchemeSource, names: tuple[str, ...], problems: list[Problem]) -> None:
    for name, entry in source.inputs.items():
        if name not in names:
            hint = f"取数里用到的是：{'、'.join(names)}"
            problems.append(Problem(-1, "inputs", name, "取数里没有这个输入项", hint))
        if unit_scale(entry.unit) is None:
            problems.append(
                Problem(-1, "inputs", entry.unit, f"{name}的单位不认识", "可用 元、%、次、台、户、人、天 等")
            )
        if entry.log:
            try:
                parse_expression(entry.log)
            except ExpressionError as error:
                problems.append(Problem(-1, "inputs", entry.log, error.reason, "例如：log: 销售 - 退货"))


def _grades(source: SchemeSource, problems: list[Problem]) -> tuple[Grade, ...]:
    grades: list[Grade] = []
    for name, written in source.grades:
        bound = read_number(written).value
        if bound is None:
            problems.append(Problem(-1, "grades", f"{name}: {written}", "等级的下限不是数", "例如：优秀: 90"))
        elif any(grade.bound == bound for grade in grades):
            problems.append(Problem(-1, "grades", f"{name}: {written}", "两个等级的下限相同", "改成不同的分数"))
        else:
            grades.append(Grade(name, bound))
    return tuple(sorted(grades, key=lambda grade: -grade.bound))
