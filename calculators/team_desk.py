"""The desk behind the pages 团队 and 如果规则变了: every request carries its scheme and its tables.

So nothing has to be told again to a worker that was restarted. What was read last is kept as a memory only: the same
tables are not read a second time because another period is looked at.
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any

from calculators import appeals, copies, views
from calculators.headings import Settings, is_group_heading
from calculators.jobs import Reply, RequestError, Work
from calculators.schemes import Problem, Scheme, SchemeError, SchemeSource, compile_scheme
from calculators.stateless import FILE
from calculators.tables import Row, read_grid
from calculators.team_tables import TeamReading, TeamTable, ordered_periods, read_team
from calculators.what_if import Comparison, Edit, compare, edited, joint_scheme, try_compile
from calculators.what_if_views import comparison_rows, comparison_view, problem_view

type Request = Mapping[str, Any]
LABELS = ("本期", "上期")
"""What the periods of the first tables are called where nobody says."""
MOST_TABLES = 24

type Reading = Generator[tuple[str, int, int], None, dict[str, TeamReading]]

NO_TABLE = {"reason": "还没有数据", "hint": "粘贴表格，或点“填入示例”看看"}


class TeamDesk:
    """Answers requests about teams."""

    def __init__(self) -> None:
        self._read: tuple[object, dict[str, TeamReading]] | None = None

    def work(self, request: Request) -> Work:
        """Carry out a request whose `op` is one of `OPERATIONS`."""
        return (yield from OPERATIONS[request["op"]](self, request))

    def team_analyse(self, request: Request) -> Work:
        """Read the tables and return everything that the page 团队 shows of them."""
        scheme = _scheme(request["scheme"])
        readings = yield from self._readings(scheme, request)
        if not readings:
            return _reply(scheme, readings, request, fault=NO_TABLE)
        yield "汇总团队", 0, 1
        team = _team(scheme, readings, request)
        return _reply(scheme, readings, request, result=team.view(), rows=team.ranking_rows())

    def team_analyse_workbook(self, request: Request) -> Work:
        """Write the team's .xlsx."""
        scheme = _scheme(request["scheme"])
        readings = yield from self._readings(scheme, request)
        if not readings:
            raise RequestError(**NO_TABLE)
        yield "生成 Excel 文件", 0, 1
        from calculators.team_workbooks import team_workbook  # noqa: PLC0415 -- openpyxl: on need

        content = team_workbook(_team(scheme, readings, request))
        return {"filename": f"{scheme.source.title.replace('/', '、')}-团队.xlsx", FILE: content}

    def team_what_if(self, request: Request) -> Work:
        """Score a table by a scheme and by another, or by the same with cells rewritten."""
        before, after, problems, remark = _two_schemes(request)
        told = {"problems": [problem_view(problem) for problem in problems], "remark": remark}
        joint = joint_scheme(before, after) if after else before
        readings = yield from self._readings(joint, request)
        if after is None:
            fault = {"reason": "改过的规则里有看不懂的格子", "hint": "在上面的考核表里按提示改好，结果就会出来"}
            return _reply(joint, readings, request, fault=fault) | told
        if not readings:
            return _reply(joint, readings, request, fault=NO_TABLE) | told
        found, shown = yield from _comparison(before, after, readings, request)
        return _reply(joint, readings, request, result=shown, rows=comparison_rows(found)) | told

    def team_what_if_workbook(self, request: Request) -> Work:
        """Write the comparison as .xlsx."""
        before, after, problems, _ = _two_schemes(request)
        if after is None:
            raise RequestError(problems[0].reason, problems[0].hint)
        readings = yield from self._readings(joint_scheme(before, after), request)
        if not readings:
            raise RequestError(**NO_TABLE)
        found, _ = yield from _comparison(before, after, readings, request)
        yield "生成 Excel 文件", 0, 1
        from calculators.team_workbooks import comparison_workbook  # noqa: PLC0415 -- openpyxl: on need

        content = comparison_workbook(before, after, found)
        return {"filename": f"{before.source.title.replace('/', '、')}-规则比较.xlsx", FILE: content}

    def appeal_read(self, request: Request) -> Work:
        """Say of which scheme, in which version, an 申诉单's code is."""
        yield from ()
        return appeals.sheet_view(_sheet(request["code"]))

    def appeal_verify(self, request: Request) -> Work:
        """Calculate anew what an 申诉单's code holds: by today's scheme, and by the sheet's where it is sent along."""
        yield from ()
        scheme, then = _scheme(request["scheme"]), request.get("then")
        try:
            verdict = appeals.verify(scheme, _sheet(request["code"]), SchemeSource.from_json(then) if then else None)
        except appeals.CodeError as error:
            raise RequestError(error.reason, error.hint) from error
        return appeals.verdict_view(scheme, verdict)

    def _readings(self, scheme: Scheme, request: Request) -> Reading:
        """Read and score all tables by their names, earliest first, unless they were those that were read last.

        The page sends the latest first: that is the order of time where the periods' names do not tell it.
        """
        options: Request = request.get("options") or {}
        pasted: Mapping[str, Request] = request["tables"]
        if len(pasted) > MOST_TABLES:
            hint = f"把几期放在一张表里，加一列“月份”；分开的表最多 {MOST_TABLES} 张"
            raise RequestError(f"有 {len(pasted)} 张表", hint)
        asked: dict[str, Request] = {
            name: {**table, "label": options.get(name) or (LABELS[place] if place < len(LABELS) else f"前 {place} 期")}
            for place, (name, table) in reversed(list(enumerate(pasted.items())))
        }
        key = (scheme.source, scheme.inputs, [row.indicator for row in scheme.rows], asked)
        if self._read and self._read[0] == key:
            return self._read[1]
        readings: dict[str, TeamReading] = {}
        for name, table in asked.items():
            if table["text"].strip():
                settings = Settings.from_json(table.get("settings"))
                readings[name] = yield from read_team(
                    TeamTable(table["label"], read_grid(table["text"]), settings), scheme
                )
        self._read = (key, readings)
        return readings


def _scheme(data: Request) -> Scheme:
    try:
        return compile_scheme(SchemeSource.from_json(data))
    except SchemeError as error:
        raise RequestError(f"考核方案有误：{error}", "请告诉维护手册的人") from error


def _sheet(code: str) -> appeals.Sheet:
    try:
        return appeals.read_code(code)
    except appeals.CodeError as error:
        raise RequestError(error.reason, error.hint) from error


def _team(scheme: Scheme, readings: Mapping[str, TeamReading], request: Request) -> Any:
    """Return the team with what was chosen on the page."""
    from calculators.team_views import Choices, Team  # noqa: PLC0415 -- pandas: on need

    chosen: Request = request.get("adjust") or {}
    by = chosen.get("by")
    choices = Choices(
        period=chosen.get("period"),
        by=None if by is None else tuple(by),
        rows=chosen.get("rows", ""),
        columns=chosen.get("columns", ""),
    )
    return Team(scheme, [*readings.values()], choices)


def _reply(  # noqa: PLR0913 -- one parameter for each part of the reply
    scheme: Scheme,
    readings: Mapping[str, TeamReading],
    request: Request,
    *,
    result: Reply | None = None,
    rows: list[Row] | None = None,
    fault: Mapping[str, str] | None = None,
) -> Reply:
    """Return a reply as all calculator pages take it: tables as read, the result and a copy of it, or why none."""
    windows: Mapping[str, int] = request.get("windows") or {}
    tables: Reply = {}
    for name, reading in readings.items():
        shown = views.row_views(scheme, reading.roster, windows.get(name, 0), views.WINDOW)
        view = views.table_view(scheme, reading.roster)
        headings = [heading | _use(reading, heading) for heading in view["headings"]]
        tables[name] = view | {"rows": shown, "headings": headings}
    return {"tables": tables, "result": result, "copy": copies.copied(rows) if rows else None, "fault": fault}


def _use(reading: TeamReading, heading: Reply) -> Reply:
    """Say what a column that gives no input is for; nothing where it is only kept."""
    if heading["role"] != "extra":
        return {}
    is_period = heading["text"] == reading.period_heading
    return {"use": "考核期"} if is_period else {"use": "分组"} if is_group_heading(heading["text"]) else {}


def _two_schemes(request: Request) -> tuple[Scheme, Scheme | None, list[Problem], str]:
    """Return the scheme, the changed one if it compiles, its problems and a remark."""
    before = _scheme(request["scheme"])
    if request.get("other"):
        return before, _scheme(request["other"]), [], ""
    edits = [Edit(int(edit["row"]), edit["field"], edit["text"]) for edit in request.get("edits", ())]
    try:
        source = edited(before.source, edits)
    except ValueError as error:
        raise RequestError("方案里没有要改的这一格", "方案可能已经更新：刷新页面再改") from error
    return before, *try_compile(source)


def _comparison(
    before: Scheme, after: Scheme, readings: Mapping[str, TeamReading], request: Request
) -> Generator[tuple[str, int, int], None, tuple[Comparison, Reply]]:
    """Compare the people of one period: the wanted one, else the latest."""
    members = [member for reading in readings.values() for member in reading.members]
    periods = ordered_periods(members)
    adjust: Request = request.get("adjust") or {}
    wanted: str | None = adjust.get("period")
    period = wanted if wanted is not None and wanted in periods else periods[-1]
    yield "按两套规则计分", 0, 1
    found = compare(before, after, [member.person for member in members if member.period == period])
    return found, comparison_view(found, after) | {"periods": periods, "period": period}


OPERATIONS: dict[str, Callable[[TeamDesk, Request], Work]] = {
    operation.__name__: operation
    for operation in (
        TeamDesk.team_analyse,
        TeamDesk.team_analyse_workbook,
        TeamDesk.team_what_if,
        TeamDesk.team_what_if_workbook,
        TeamDesk.appeal_read,
        TeamDesk.appeal_verify,
    )
}
"""The closed set of requests; the page's protocol names the same."""
