"""Requests that carry everything they need: pasted tables and options in; tables as understood, and the result, out.

A request is `{op, tables: {name: {text, settings}}, options: {name: text}, adjust: {…}, windows: {name: offset}}`; the
reply `{tables: {name: TableView}, result, copy, fault}`. Without a table or with a fault in them `result` is null and
`fault` says why. The same request with `_workbook` behind its op gives the result's sheets as .xlsx.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from calculators.copies import copied
from calculators.headings import Settings
from calculators.jobs import RequestError, Work
from calculators.record_views import records_view
from calculators.records import Records, TableSpec, read_records
from calculators.sheets import Sheet
from calculators.tables import Grid, read_grid

type StatelessOperation = Callable[[Mapping[str, Any], bytes | None], Work]

FILE = "file"
"""Key of a reply under which bytes for a download leave the worker beside it."""
WORKBOOK = "_workbook"
"""What an op ends with that gives the result as .xlsx."""


class CalculationError(ValueError):
    """Nothing can be calculated from these tables and options; says why and what to do."""

    def __init__(self, reason: str, hint: str, option: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.option = option
        """The option at fault; empty where a table is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a calculator is given."""

    tables: Mapping[str, Records]
    """The tables that are there, by name; an empty box is no table."""
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    """The form's fields, as typed."""
    adjust: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What was dragged or typed in the result."""

    def table(self, name: str, missing: str) -> Records:
        """Return a table; raise `CalculationError` with `missing` where the box is empty."""
        if name not in self.tables:
            raise CalculationError(missing, "粘贴表格，或点“填入示例”看看")
        return self.tables[name]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result: what the page shows, JSON-safe, and the same as tables to take away."""

    view: dict[str, Any]
    sheets: tuple[Sheet, ...]
    """The first is what is copied."""
    filename: str
    """Without suffix."""


type SpecOf = TableSpec | Callable[[Grid], TableSpec]
"""What a table is to be: known beforehand, or told by its own headings (a column a year)."""
type Calculation = Callable[[Asked], Generator[tuple[str, int, int], None, Outcome]]
"""Yields (what is being done, done, of); raises `CalculationError`."""


def operations(name: str, specs: Mapping[str, SpecOf], calculate: Calculation) -> dict[str, StatelessOperation]:
    """Return a calculator's two operations by their names: the result for the page, and as a workbook."""

    def show(request: Mapping[str, Any], _payload: bytes | None) -> Work:
        asked = yield from _read(request, specs)
        windows: Mapping[str, int] = request.get("windows") or {}
        reply: dict[str, Any] = {"result": None, "copy": None, "fault": None}
        try:
            outcome = yield from calculate(asked)
            reply |= {"result": outcome.view, "copy": copied(outcome.sheets[0].text_rows())}
        except CalculationError as error:
            reply["fault"] = {"reason": error.reason, "hint": error.hint}
        # Last, for a calculator may have found fault with cells too.
        reply["tables"] = {name: records_view(table, windows.get(name, 0)) for name, table in asked.tables.items()}
        return reply

    def workbook(request: Mapping[str, Any], _payload: bytes | None) -> Work:
        asked = yield from _read(request, specs)
        try:
            outcome = yield from calculate(asked)
        except CalculationError as error:
            raise RequestError(error.reason, error.hint) from error
        yield "生成 Excel 文件", 0, 1
        from calculators.workbooks import sheets_workbook  # noqa: PLC0415 -- openpyxl: on need

        return {"filename": f"{outcome.filename}.xlsx", FILE: sheets_workbook(outcome.sheets)}

    return {name: show, name + WORKBOOK: workbook}


def _read(request: Mapping[str, Any], specs: Mapping[str, SpecOf]) -> Generator[tuple[str, int, int], None, Asked]:
    tables: dict[str, Records] = {}
    asked: Mapping[str, Mapping[str, Any]] = request.get("tables") or {}
    for name, pasted in asked.items():
        if not pasted["text"].strip():
            continue
        grid = read_grid(pasted["text"])
        of = specs[name]
        spec = of if isinstance(of, TableSpec) else of(grid)
        reading = read_records(grid, spec, Settings.from_json(pasted.get("settings")), by_hand=True)
        while True:
            try:
                done, count = next(reading)
            except StopIteration as stop:
                tables[name] = stop.value
                break
            yield f"读取{spec.title}", done, count
    return Asked(tables, request.get("options") or {}, request.get("adjust") or {})
