"""The desk behind a calculator page: requests as JSON in, progress and replies as JSON out.

A request becomes a `Job`; whoever drives it calls `step()` until it is done, and may stop in between (`close()`), so
that long work shows progress and can be cancelled in a worker that has one thread. Nothing here knows of pages, and
nothing that was pasted is kept beyond the desk.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from calculators import appeals, copies, lead_desk, plan_desk, table_desk, team_desk, views
from calculators.goals import wish
from calculators.headings import Settings
from calculators.jobs import Job, Reply, RequestError, Work
from calculators.kpi import score
from calculators.numbers import read_number
from calculators.people import NAME, Person, Roster
from calculators.roster import read_roster
from calculators.schemes import Scheme, SchemeError, SchemeSource, compile_scheme
from calculators.stateless import FILE, StatelessOperation
from calculators.table_desk import file_grid
from calculators.tables import Grid, read_grid
from calculators.team_desk import TeamDesk
from calculators.views import Total

PEOPLE_PER_STEP = 100


class Desk:
    """One calculator's state: a scheme, the table read last, its scores."""

    def __init__(self) -> None:
        self._scheme: Scheme | None = None
        self._sample = ""
        self._grid: Grid | None = None
        self._settings = Settings()
        self._roster: Roster | None = None
        self._totals: list[Total] = []
        self._file: bytes | None = None
        self._log: Any = None
        self._team = TeamDesk()

    def __getstate__(self) -> dict[str, Any]:
        """Give what another interpreter needs to take over: the scheme as written, and no readings to spare work."""
        return vars(self) | {"_scheme": self._scheme and self._scheme.source, "_team": TeamDesk()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        source = state["_scheme"]
        vars(self).update(state | {"_scheme": source and compile_scheme(source)})

    def start(self, request: str, payload: bytes | None = None) -> Job:
        """Begin a request: a JSON object with `op` and what that needs; `payload` is the content of a dropped file.

        One that shapes the table may have `score_up_to`: a table of no more people comes with its `score` in the reply.
        """
        self._file = None
        return Job(self._work(json.loads(request), payload), lambda: self._file)

    def _work(self, request: Mapping[str, Any], payload: bytes | None) -> Work:
        name = request.get("op", "")
        if name in STATELESS:
            reply = yield from STATELESS[name](request, payload)
            self._file = reply.pop(FILE, None)
            return reply
        if name in team_desk.OPERATIONS:
            reply = yield from self._team.work(request)
            self._file = reply.pop(FILE, None)
            return reply
        operation = OPERATIONS.get(name)
        if operation is None:
            raise RequestError(f"没有“{name}”这种请求", "刷新页面再试")
        reply = yield from operation(self, request, payload)
        if "score_up_to" in request and len(self.roster.people) <= request["score_up_to"]:
            reply["score"] = yield from self.score(request, None)
        return reply

    @property
    def scheme(self) -> Scheme:
        """The scheme in use."""
        if self._scheme is None:
            raise RequestError("还没有打开考核方案", "刷新页面再试")
        return self._scheme

    @property
    def roster(self) -> Roster:
        """The table read last."""
        if self._roster is None:
            raise RequestError("还没有数据", "先粘贴表格或填写表单")
        return self._roster

    def open_scheme(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Compile a scheme and begin with an empty desk."""
        yield from ()
        data = request["scheme"]
        try:
            self._scheme = compile_scheme(SchemeSource.from_json(data))
        except SchemeError as error:
            raise RequestError(f"考核方案有误：{error}", "请告诉维护手册的人") from error
        self._sample = data.get("sample", "")
        self._grid, self._roster, self._totals, self._log = None, None, [], None
        return views.scheme_view(self._scheme, self._sample)

    def template(self, _request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return the empty table to paste into Excel."""
        yield from ()
        return copies.copied(copies.template_rows(self.scheme))

    def sample(self, _request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return the page's worked example as a table to paste."""
        yield from ()
        if not self._sample:
            raise RequestError("这个方案没有算例", "先粘贴自己的表格")
        return copies.copied(copies.sample_rows(self._sample))

    def read_text(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Understand a pasted table."""
        return (yield from self._read(read_grid(request["text"]), _settings(request)))

    def read_file(self, request: Mapping[str, Any], payload: bytes | None) -> Work:
        """Understand a dropped .csv, .tsv, .txt, .md or .xlsx."""
        return (yield from self._read(file_grid(request["name"], payload), _settings(request)))

    def read_form(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Take the values of the form for one person as a table of one row."""
        values: Mapping[str, str] = request["values"]
        row = [request.get("name") or "本人", *(values.get(name, "") for name in self.scheme.inputs)]
        view = yield from self._read(Grid([[NAME, *self.scheme.inputs], row], "表单"), Settings())
        return view | {"layout": "form"}

    def remap(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Read the same table again with columns or units set by hand."""
        if self._grid is None:
            raise RequestError("还没有数据", "先粘贴表格")
        return (yield from self._read(self._grid, _settings(request), self.roster))

    def edit_cell(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Put another text into one cell and read the table again."""
        roster = self.roster
        if self._grid is None or not 1 <= request["row"] <= len(roster.rows):
            raise RequestError(f"没有第 {request['row']} 行", "刷新预览再试")
        roster.rows[request["row"] - 1][request["index"]] = request["text"]
        return (yield from self._read(self._grid, self._settings, roster))

    def _read(self, grid: Grid, settings: Settings, before: Roster | None = None) -> Work:
        """Read a grid; `before` is the roster that it gave already: then its rows stay as they were arranged."""
        progress = read_roster(grid, self.scheme, settings, by_hand=True)
        while True:
            try:
                done, of = next(progress)
            except StopIteration as stop:
                roster: Roster = stop.value
                break
            yield "读取表格", done, of
        if before is not None:
            roster.layout = before.layout if before.layout == "transposed" else roster.layout
            roster.notes = [*before.arranged, *roster.notes]
            roster.arranged = before.arranged
        headings = [column.text for column in roster.columns]
        self._grid = Grid([headings, *roster.rows], grid.separator, money_unit=roster.money_unit)
        self._settings, self._roster, self._totals = settings, roster, []
        return views.table_view(self.scheme, roster)

    def rows(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return a window of rows."""
        yield from ()
        return {"rows": views.row_views(self.scheme, self.roster, request["offset"], request["limit"])}

    def score(self, _request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Score everybody; the sheets themselves are made when they are looked at."""
        people, totals = self.roster.people, list[Total]()
        for place, person in enumerate(people):
            if place % PEOPLE_PER_STEP == 0:
                yield "计分", place, len(people)
            totals.append(Total.of(score(self.scheme, person.values)))
        self._totals = totals
        return {
            "people_count": len(people),
            "complete_count": sum(total.complete for total in totals),
            "people": self._people(range(min(len(people), views.WINDOW))),
            "team": views.team_view(self.scheme, totals),
        }

    def people(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return a window of the list of people, in the order of rows or of totals."""
        if len(self._totals) != len(self.roster.people):  # read again for a page that had the score
            yield from self.score(request, None)
        order = range(len(self._totals))
        if request.get("sort") == "total":
            totals = self._totals
            order = sorted(order, key=lambda index: (not totals[index].complete, -totals[index].total))
        return {"people": self._people(order[request["offset"] : request["offset"] + request["limit"]])}

    def _people(self, order: range | list[int]) -> list[Reply]:
        return [views.person_row(self.scheme, index, self.roster.people[index], self._totals[index]) for index in order]

    def person(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return one person's sheet."""
        yield from ()
        index, person = self._person(request)
        return views.person_view(self.scheme, index, person)

    def _person(self, request: Mapping[str, Any]) -> tuple[int, Person]:
        index = int(request["index"])
        if not 0 <= index < len(self.roster.people):
            raise RequestError(f"没有第 {index + 1} 个人", "重新计分后再看")
        return index, self.roster.people[index]

    def appeal(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return one person's 申诉单."""
        yield from ()
        index, person = self._person(request)
        return appeals.appeal_view(self.scheme, index, person)

    def wish(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Say what a wished total or grade takes."""
        yield from ()
        _, person = self._person(request)
        if request.get("grade"):
            target = next(grade.bound for grade in self.scheme.grades if grade.name == request["grade"])
        else:
            reading = read_number(str(request.get("total", "")))
            if reading.value is None:
                raise RequestError(f"想得的分数读不出来：“{request.get('total', '')}”", "写成 90 或 87.5")
            target = reading.value
        return views.wish_view(wish(self.scheme, person.values, score(self.scheme, person.values), target))

    def result_text(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Return scores for the clipboard: one person, or everybody."""
        yield from ()
        index = request.get("index")
        if index is None:
            return copies.copied(copies.team_rows(self.scheme, self.roster))
        return copies.copied(copies.person_rows(self.scheme, self.roster, index))

    def workbook(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Write an .xlsx: the results, or the empty template."""
        yield "生成 Excel 文件", 0, 1
        from calculators.workbooks import result_workbook, template_workbook  # noqa: PLC0415 -- openpyxl: on need

        title = self.scheme.source.title.replace("/", "、")
        if request["what"] == "template":
            self._file = template_workbook(self.scheme)
            return {"filename": f"{title}-空白模板.xlsx"}
        self._file = result_workbook(self.scheme, self.roster)
        return {"filename": f"{title}-成绩.xlsx"}

    def log_read(self, request: Mapping[str, Any], payload: bytes | None) -> Work:
        """Add up an order log, and account for every row."""
        yield "读取流水", 0, 1
        from calculators.frames import OrderLog  # noqa: PLC0415 -- pandas: on need

        grid = read_grid(request["text"]) if "text" in request else file_grid(request["name"], payload)
        yield "汇总流水", 0, 1
        self._log = OrderLog.read(grid, self.scheme, _settings(request))
        return self._log.view(request.get("period"))

    def log_apply(self, request: Mapping[str, Any], _payload: bytes | None) -> Work:
        """Put the figures of one period into the table."""
        if self._log is None:
            raise RequestError("还没有读入流水", "先粘贴或拖入订单流水")
        grid = self._log.merged(request["period"], self._roster)
        return (yield from self._read(grid, Settings()))


def _settings(request: Mapping[str, Any]) -> Settings:
    return Settings.from_json(request.get("settings"))


OPERATIONS: dict[str, Callable[[Desk, Mapping[str, Any], bytes | None], Work]] = {
    operation.__name__: operation
    for operation in (
        Desk.open_scheme,
        Desk.template,
        Desk.sample,
        Desk.read_text,
        Desk.read_file,
        Desk.read_form,
        Desk.remap,
        Desk.edit_cell,
        Desk.rows,
        Desk.score,
        Desk.people,
        Desk.person,
        Desk.appeal,
        Desk.wish,
        Desk.result_text,
        Desk.workbook,
        Desk.log_read,
        Desk.log_apply,
    )
}
"""The closed set of requests about a scheme; the page's protocol names the same."""

STATELESS: Mapping[str, StatelessOperation] = {
    **table_desk.OPERATIONS,
    **plan_desk.OPERATIONS,
    **lead_desk.OPERATIONS,
}
"""Requests that carry everything they need: nothing is kept for the next."""
