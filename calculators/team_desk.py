"""The desk behind the pages 团队 and 如果规则变了: every request carries its scheme and its tables.

So nothing has to be told again to a worker that was restarted. What was read last is kept as a memory only: the same
tables are not read a second time because another period is looked at.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from calculators import appeals, copies, views
from calculators.explanations import NO_GRADE
from calculators.headings import Settings
from calculators.jobs import RequestError, Work
from calculators.numbers import decimal_text
from calculators.people import NAME
from calculators.schemes import Problem, Scheme, SchemeError, SchemeSource, compile_scheme
from calculators.tables import Row, read_grid
from calculators.team_tables import TeamReading, TeamTable, ordered_periods, read_team
from calculators.what_if import Comparison, Edit, Line, compare, edited, joint_scheme, try_compile

SHOWN = 500
"""Lines of a comparison that are sent; what is copied has all of them."""

type Request = Mapping[str, Any]
type Reading = Generator[tuple[str, int, int], None, list[TeamReading]]


class TeamDesk:
    """Answers requests about teams."""

    def __init__(self) -> None:
        self.file: bytes | None = None
        """The file that the last request made, if it made one."""
        self._read: tuple[Scheme, Sequence[Request], list[TeamReading]] | None = None

    def work(self, request: Request) -> Work:
        """Carry out a request whose `op` is one of `OPERATIONS`."""
        self.file = None
        return (yield from OPERATIONS[request["op"]](self, request))

    def team_analyse(self, request: Request) -> Work:
        """Read the tables and return everything that the page 团队 shows of them."""
        scheme = _scheme(request["scheme"])
        readings = yield from self._readings(scheme, request["tables"])
        yield "汇总团队", 0, 1
        from calculators.team_views import Team  # noqa: PLC0415 -- pandas: on need

        team = Team(scheme, readings, _choices(request))
        return {"tables": [_table_view(scheme, reading) for reading in readings], **team.view()}

    def team_workbook(self, request: Request) -> Work:
        """Write the team's .xlsx."""
        scheme = _scheme(request["scheme"])
        readings = yield from self._readings(scheme, request["tables"])
        yield "生成 Excel 文件", 0, 1
        from calculators.team_views import Team  # noqa: PLC0415 -- pandas and openpyxl: on need
        from calculators.team_workbooks import team_workbook  # noqa: PLC0415

        self.file = team_workbook(Team(scheme, readings, _choices(request)))
        return {"filename": f"{scheme.source.title.replace('/', '、')}-团队.xlsx"}

    def team_text(self, request: Request) -> Work:
        """Return the ranking of the chosen period as a table to paste."""
        scheme = _scheme(request["scheme"])
        readings = yield from self._readings(scheme, request["tables"])
        from calculators.team_views import Team  # noqa: PLC0415 -- pandas: on need

        return copies.copied(Team(scheme, readings, _choices(request)).ranking_rows())

    def team_what_if(self, request: Request) -> Work:
        """Score a table by a scheme and by another, or by the same with cells rewritten."""
        before, after, problems, remark = _two_schemes(request)
        reply: dict[str, Any] = {
            "problems": [_problem_view(problem) for problem in problems],
            "remark": remark,
            "rows": _row_texts(before),
            "tables": [],
            "result": None,
        }
        if after is None or not request["tables"]:
            return reply
        joint = joint_scheme(before, after)
        readings = yield from self._readings(joint, request["tables"])
        period, found = yield from _comparison(before, after, readings, request.get("period"))
        reply["tables"] = [_table_view(joint, reading) for reading in readings]
        reply["result"] = _comparison_view(found, after) | {
            "periods": ordered_periods([member for reading in readings for member in reading.members]),
            "period": period,
        }
        return reply

    def team_what_if_text(self, request: Request) -> Work:
        """Return the comparison as a table to paste."""
        before, after, problems, _ = _two_schemes(request)
        if after is None:
            raise RequestError(problems[0].reason, problems[0].hint)
        readings = yield from self._readings(joint_scheme(before, after), request["tables"])
        _, found = yield from _comparison(before, after, readings, request.get("period"))
        return copies.copied(_comparison_rows(found))

    def team_verify(self, request: Request) -> Work:
        """Calculate anew what an 申诉单's code holds."""
        yield from ()
        scheme = _scheme(request["scheme"])
        try:
            verdict = appeals.verify(scheme, appeals.read_code(request["code"]))
        except appeals.CodeError as error:
            raise RequestError(error.reason, error.hint) from error
        return appeals.verdict_view(scheme, verdict)

    def _readings(self, scheme: Scheme, tables: Sequence[Request]) -> Reading:
        """Read and score all tables, unless they were those that were read last."""
        if self._read and self._read[:2] == (scheme, tables):
            return self._read[2]
        readings: list[TeamReading] = []
        for table in tables:
            grid = read_grid(table["text"])
            settings = Settings.from_json(table.get("settings"))
            readings.append((yield from read_team(TeamTable(table.get("label", ""), grid, settings), scheme)))
        self._read = (scheme, tables, readings)
        return readings


def _scheme(data: Request) -> Scheme:
    try:
        return compile_scheme(SchemeSource.from_json(data))
    except SchemeError as error:
        raise RequestError(f"考核方案有误：{error}", "请告诉维护手册的人") from error


def _choices(request: Request) -> Any:
    from calculators.team_views import Choices  # noqa: PLC0415 -- pandas: on need

    chosen: Request = request.get("choices") or {}
    by = chosen.get("by")
    return Choices(
        period=chosen.get("period"),
        by=None if by is None else tuple(by),
        rows=chosen.get("rows", ""),
        columns=chosen.get("columns", ""),
    )


def _table_view(scheme: Scheme, reading: TeamReading) -> dict[str, Any]:
    return views.table_view(scheme, reading.roster) | {"label": reading.label}


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


def _row_texts(scheme: Scheme) -> list[dict[str, str]]:
    return [
        {
            "indicator": row.indicator,
            "weight": row.weight,
            "expression": row.expression,
            "standard": row.standard,
            "rule": row.rule,
            "clause": row.clause,
        }
        for row in scheme.source.rows
    ]


def _problem_view(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "field": problem.field,
        "read": problem.read,
        "reason": problem.reason,
        "hint": problem.hint,
    }


def _comparison(
    before: Scheme, after: Scheme, readings: list[TeamReading], wanted: str | None
) -> Generator[tuple[str, int, int], None, tuple[str, Comparison]]:
    """Compare the people of one period: the wanted one, else the latest."""
    members = [member for reading in readings for member in reading.members]
    periods = ordered_periods(members)
    period = wanted if wanted in periods else periods[-1] if periods else ""
    people = [member.person for member in members if member.period == period]
    yield "按两套规则计分", 0, 1
    return period, compare(before, after, people)


def _comparison_view(found: Comparison, after: Scheme) -> dict[str, Any]:
    order = sorted(found.lines, key=lambda line: (line.change is None, line.change or 0))
    return {
        "title": after.source.title,
        "people_count": len(found.lines),
        "gain": found.count(1),
        "lose": found.count(-1),
        "same": found.count(0),
        "crossed": sum(line.crossed for line in found.lines),
        "moves": [{"from": left, "to": right, "count": count} for (left, right), count in found.moves.most_common()],
        "left_out": [line.person.name for line in found.left_out],
        "lines": [_line_view(line) for line in order[:SHOWN]],
    }


def _line_view(line: Line) -> dict[str, Any]:
    change = line.change
    return {
        "name": line.person.name,
        "before": decimal_text(line.before.total, 2),
        "after": decimal_text(line.after.total, 2),
        "change": None if change is None else ("+" if change > 0 else "") + decimal_text(change, 2),
        "grade_before": line.before.grade or NO_GRADE,
        "grade_after": line.after.grade or NO_GRADE,
        "crossed": line.crossed,
        "why": line.why,
    }


def _comparison_rows(found: Comparison) -> list[Row]:
    rows = [[NAME, "原得分", "新得分", "变化", "原等级", "新等级", "变在哪里"]]
    for line in found.lines:
        view = _line_view(line)
        change = view["change"] or "不能比较"
        grades = [view["grade_before"], view["grade_after"]]
        rows.append([view["name"], view["before"], view["after"], change, *grades, view["why"]])
    return rows


OPERATIONS: dict[str, Callable[[TeamDesk, Request], Work]] = {
    operation.__name__: operation
    for operation in (
        TeamDesk.team_analyse,
        TeamDesk.team_workbook,
        TeamDesk.team_text,
        TeamDesk.team_what_if,
        TeamDesk.team_what_if_text,
        TeamDesk.team_verify,
    )
}
"""The closed set of requests; the page's protocol names the same."""
