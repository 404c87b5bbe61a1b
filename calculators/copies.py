"""Tables for the clipboard: tab-separated text and an HTML table, so that Excel, WPS and chats all paste cells."""

import html
import re
from fractions import Fraction

from calculators.explanations import explain, headline, points_text, value_text
from calculators.kpi import score
from calculators.numbers import decimal_text
from calculators.people import NAME, Roster
from calculators.schemes import Scheme
from calculators.sheets import runs_as_formula
from calculators.tables import Row, read_grid


def copied(rows: list[Row]) -> dict[str, str]:
    """Return rows as `text` (tabs) and `html`; a text that Excel would run as a formula is kept a text."""
    safe = [[_plain(cell) for cell in row] for row in rows]
    text = "\n".join("\t".join(row) for row in safe) + "\n"
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in safe)
    return {"text": text, "html": f"<table><tbody>{body}</tbody></table>"}


def _plain(cell: str) -> str:
    flat = re.sub(r"[\t\r\n]+", " ", cell)
    return f"'{flat}" if runs_as_formula(flat) else flat


def template_rows(scheme: Scheme) -> list[Row]:
    """Return the heading row of the paste template, each with its unit, and one empty row."""
    headings = [NAME, *(f"{name}({unit})" if (unit := scheme.unit(name)) else name for name in scheme.inputs)]
    return [headings, [""] * len(headings)]


def sample_rows(sample: str) -> list[Row]:
    """Return the rows of the page's worked example."""
    return read_grid(sample).rows


def team_rows(scheme: Scheme, roster: Roster) -> list[Row]:
    """Return one line a person: points by indicator, total, grade."""
    rows = [[NAME, *(row.indicator for row in scheme.rows), "总分", "已评分值", "等级"]]
    for person in roster.people:
        result = score(scheme, person.values)
        points = [_points(item.points) for item in result.items]
        total = [decimal_text(result.total, 2), points_text(result.judged), result.grade or ""]
        rows.append([person.name, *points, *total])
    return rows


def person_rows(scheme: Scheme, roster: Roster, index: int) -> list[Row]:
    """Return one person's sheet: whose it is, then row by row with the explanation and the clause."""
    person = roster.people[index]
    result = score(scheme, person.values)
    title = f"{person.name} · {scheme.source.title}（{scheme.source.period}）· {headline(scheme, result)}"
    rows = [[title], ["指标", "权重", "取值", "得分", "怎么算的", "依据"]]
    for item in result.items:
        value = "" if item.value is None else value_text(item.row.rule, item.value)
        text = explain(item, person.values)
        rows.append(
            [item.row.indicator, points_text(item.row.weight), value, _points(item.points), text, item.row.clause]
        )
    rows.append(["总分", points_text(result.judged), "", decimal_text(result.total, 2), result.grade or "", ""])
    return rows


def _points(points: Fraction | None) -> str:
    return "未评" if points is None else decimal_text(points, 2)
