"""A team's scores as a workbook whose totals, grades, ranks and means are formulas, so that Excel checks them.

Groups are compared with `=` inside SUMPRODUCT, not by COUNTIFS: a pasted `*` or `>5` would be a pattern there.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from calculators.explanations import NO_GRADE
from calculators.numbers import decimal_text
from calculators.people import NAME
from calculators.schemes import Scheme
from calculators.team_tables import UNGROUPED
from calculators.what_if import Comparison
from calculators.workbook_sheets import Formula, add_sheet, append, book_bytes, first_sheet, lay_out

if TYPE_CHECKING:  # it brings in pandas, which comparisons do without
    from calculators.team_views import Team

SCORES = "成绩"
SCHEME = "方案"
FIRST_ROW = 3
"""Above it on the sheet 成绩: a title and the headings."""
YES, NO = "是", "否"
POINTS = "0.00"


def team_workbook(team: "Team") -> bytes:
    """Write every period: scores, groups, who is not counted, who crossed a grade, and what could not be read."""
    book = Workbook()
    places = _scores(book, team)
    _groups(book, team, places)
    if len(team.periods) > 1:
        _crossings(book, team)
    _left_out(book, team)
    _scheme(book, team)
    return book_bytes(book)


class _Places:
    """Where the columns of the sheet 成绩 are."""

    def __init__(self, team: "Team") -> None:
        self.last_row = FIRST_ROW + max(len(team.members), 1) - 1
        first_points = 3 + len(team.by)
        last_points = first_points + len(team.scheme.rows) - 1
        letters = [get_column_letter(place) for place in range(1, last_points + 6)]
        self.period, self.groups = letters[0], letters[2 : 2 + len(team.by)]
        self.points = (letters[first_points - 1], letters[last_points - 1])
        self.total, self.veto, self.counts, self.grade, self.rank = letters[last_points:]

    def range(self, letter: str, sheet: str = "") -> str:
        """Return a column's cells, rows of people only."""
        start = f"{sheet}!" if sheet else ""
        return f"{start}${letter}${FIRST_ROW}:${letter}${self.last_row}"


def _scores(book: Workbook, team: "Team") -> _Places:
    source, places = team.scheme.source, _Places(team)
    sheet = first_sheet(book, SCORES)
    append(sheet, [f"{source.title}（{source.period}，考核表核对码 {source.version}）；总分、等级、名次是公式"])
    indicators = [row.indicator for row in team.scheme.rows]
    headings = ["考核期", NAME, *team.by, *indicators, "总分", "一票否决", "计入团队", "等级", "名次"]
    append(sheet, headings, bold=True)
    names = dict(zip(team.periods, team.period_names, strict=True))
    ladder = f"{SCHEME}!$A$2:$A${len(team.scheme.grades) + 1}"
    ladder_names = ladder.replace("A", "B")
    for row, member in enumerate(team.members, FIRST_ROW):
        result = member.result
        total, counts = f"{places.total}{row}", f'{places.counts}{row}="{YES}"'
        first, last = places.points
        grade = f'=IF({counts},IFERROR(LOOKUP({total},{ladder},{ladder_names}),"{NO_GRADE}"),"")'
        above = (
            f"({places.range(places.period)}={places.period}{row})*({places.range(places.counts)}="
            f'"{YES}")*({places.range(places.total)}>{total})'
        )
        append(
            sheet,
            [
                names[member.period],
                member.name,
                *(member.groups.get(heading, UNGROUPED) for heading in team.by),
                *(item.points for item in result.items),
                Formula(f'=IF({places.veto}{row}<>"",0,ROUND(SUM({first}{row}:{last}{row}),2))', POINTS),
                result.vetoed_by,
                YES if member.counts else NO,
                Formula(grade if team.scheme.grades else '=""'),
                Formula(f'=IF({counts},SUMPRODUCT({above})+1,"")', "0"),
            ],
        )
    lay_out(sheet, [12, 12, *[12] * len(team.by), *[11] * len(indicators), 9, 14, 9, 9, 7], heading_rows=2)
    return places


def _groups(book: Workbook, team: "Team", places: _Places) -> None:
    sheet = add_sheet(book, "分组汇总")
    grades = [grade.name for grade in team.scheme.grades]
    append(sheet, ["考核期", "按", "组", "计入人数", "未计入人数", "平均分", *grades], bold=True)
    row = 2
    for period, name in zip(team.periods, team.period_names, strict=True):
        members = [member for member in team.members if member.period == period]
        for heading in ("", *team.by):
            letter = places.groups[team.by.index(heading)] if heading else ""
            groups = dict.fromkeys(member.groups.get(heading, UNGROUPED) for member in members)
            for group in groups:
                inside = _inside(places, row, letter)
                append(
                    sheet,
                    [name, heading or "全部", group, *_figures(places, row, inside), *_grades(places, grades, inside)],
                )
                row += 1
    lay_out(sheet, [12, 12, 16, 10, 11, 9, *[9] * len(grades)], heading_rows=1)


def _inside(places: _Places, row: int, letter: str) -> str:
    """Return the condition that a row of 成绩 is of the period, and of the group, named in this row."""
    inside = f"({places.range(places.period, SCORES)}=$A{row})"
    return inside + (f"*({places.range(letter, SCORES)}=$C{row})" if letter else "")


def _figures(places: _Places, row: int, inside: str) -> list[Formula]:
    counts = places.range(places.counts, SCORES)
    total = places.range(places.total, SCORES)
    mean = f'=IF(D{row}=0,"",ROUND(SUMPRODUCT({inside}*({counts}="{YES}")*{total})/D{row},2))'
    return [
        Formula(f'=SUMPRODUCT({inside}*({counts}="{YES}"))', "0"),
        Formula(f'=SUMPRODUCT({inside}*({counts}="{NO}"))', "0"),
        Formula(mean, POINTS),
    ]


def _grades(places: _Places, grades: Sequence[str], inside: str) -> list[Formula]:
    """Return the counts of grades; their names are those on the sheet 方案, which no formula spells out."""
    found = places.range(places.grade, SCORES)
    rows = range(len(grades) + 1, 1, -1)  # the sheet 方案 lists them from the lowest up
    return [Formula(f"=SUMPRODUCT({inside}*({found}={SCHEME}!$B${row}))", "0") for row in rows]


def _crossings(book: Workbook, team: "Team") -> None:
    sheet = add_sheet(book, "等级变化")
    append(sheet, [NAME, "从", "到", "原总分", "总分", "原等级", "等级", "升降"], bold=True)
    for line in team.all_crossings():
        append(
            sheet,
            [
                line["name"],
                line["from"],
                line["to"],
                Fraction(line["total_before"]),
                Fraction(line["total"]),
                line["grade_before"],
                line["grade"],
                "升" if line["up"] else "降",
            ],
        )
    lay_out(sheet, [12, 14, 14, 9, 9, 10, 10, 7], heading_rows=1)


def _left_out(book: Workbook, team: "Team") -> None:
    sheet = add_sheet(book, "未计入和要核对")
    append(sheet, ["考核期", NAME, "行", "已评分值", "为什么没有计入团队"], bold=True)
    names = dict(zip(team.periods, team.period_names, strict=True))
    for member in team.members:
        if not member.counts:
            judged = Fraction(decimal_text(member.result.judged))
            reason = member.left_out_because or "有错误单元格"
            append(sheet, [names[member.period], member.name, Fraction(member.person.rows[0]), judged, reason])
    append(sheet, [""])
    append(sheet, ["表", "列", "行", "读到", "原因", "怎么改"], bold=True)
    for reading in team.readings:
        for error in reading.roster.errors:
            append(sheet, [reading.label, error.column, Fraction(error.row), error.read, error.reason, error.hint])
    lay_out(sheet, [12, 16, 7, 16, 60, 40], heading_rows=1)


def _scheme(book: Workbook, team: "Team") -> None:
    """Write what grades are looked up in: bounds from the lowest up, as LOOKUP wants them."""
    sheet = add_sheet(book, SCHEME)
    append(sheet, ["等级下限", "等级", "", "指标", "权重", "取数", "标准", "计分规则", "依据"], bold=True)
    ladder = list(reversed(team.scheme.grades))
    for place in range(max(len(ladder), len(team.scheme.rows))):
        grade = [ladder[place].bound, ladder[place].name] if place < len(ladder) else [None, None]
        row = team.scheme.rows[place] if place < len(team.scheme.rows) else None
        told = (
            [row.indicator, row.weight, row.expression.text, row.standard.text if row.standard else "-", row.rule.text]
            if row
            else []
        )
        append(sheet, [*grade, "", *told, row.clause if row else ""])
    lay_out(sheet, [10, 10, 3, 22, 7, 34, 8, 44, 10], heading_rows=1)


def comparison_workbook(before: Scheme, after: Scheme, found: Comparison) -> bytes:
    """Write 如果规则变了: everybody's two totals with the difference as a formula, and both schemes row by row."""
    book = Workbook()
    sheet = first_sheet(book, "新旧得分")
    append(sheet, [NAME, "原得分", "新得分", "变化", "原等级", "新等级", "变在哪里"], bold=True)
    for row, line in enumerate(found.lines, 2):
        grades = [result.grade or NO_GRADE for result in (line.before, line.after)]
        change = Formula(f"=ROUND(C{row}-B{row},2)", "+0.00;-0.00;0") if line.comparable else "不能比较"
        append(sheet, [line.person.name, line.before.total, line.after.total, change, *grades, line.why])
    lay_out(sheet, [12, 9, 9, 10, 10, 10, 60], heading_rows=1)
    rules = add_sheet(book, "两套规则")
    append(rules, ["方案", "指标", "权重", "标准", "计分规则", "依据"], bold=True)
    for name, scheme in (("原", before), ("新", after)):
        for written in scheme.source.rows:
            append(rules, [name, written.indicator, written.weight, written.standard, written.rule, written.clause])
    lay_out(rules, [8, 24, 8, 10, 60, 10], heading_rows=1)
    return book_bytes(book)
