"""A rule, a KPI row and its worked example are changed in Markdown alone; page, calculator and checks follow."""

import json
import re
from pathlib import Path

from calculators.desk import Desk
from handbook.compiler import Handbook, compile_files, read_files
from handbook.findings import Code
from tests.calculators.examples import ask

SOURCE = Path(__file__).parents[2] / "handbook_src"
SCHEME = "kpi/schemes/am-quarter.md"
ROW = "| 销售完成率 | 25 | 实际完成销售额 ÷ 计划完成销售额 | 100% | 每低于 5% 扣 1 分 |"


def sources() -> dict[str, str]:
    """Return the shipped handbook as a draft: a change need not be published to be looked at."""
    files = {path: content.decode() for path, content in read_files(SOURCE).items()}
    return {path: text for path, text in files.items() if not path.startswith("ledger/")}


def changed(files: dict[str, str], path: str, old: str, new: str) -> dict[str, str]:
    assert old in files[path]
    return {**files, path: files[path].replace(old, new)}


def mended(files: dict[str, str], handbook: Handbook) -> dict[str, str]:
    """Put the figures that the calculator found into the worked example, as an author would."""
    lines = files[SCHEME].split("\n")
    for finding in sorted(handbook.findings, reverse=True):
        found = re.search(r"按规则算出来是“(.+)”$", finding.message)
        assert found is not None
        line, start = lines[finding.line - 1], finding.column - 1
        lines[finding.line - 1] = line[:start] + found[1] + line[start + len(finding.read) :]
    return {**files, SCHEME: "\n".join(lines)}


def totals_on_the_page(handbook: Handbook) -> list[str]:
    """Score the page's own sample with the published JSON, as the calculator does."""
    published = json.loads(handbook.pages["assets/schemes/am-quarter.json"])
    desk = Desk()
    ask(desk, "open_scheme", scheme=published)
    ask(desk, "read_text", text=published["sample"])
    return [person["total"] for person in ask(desk, "score")["people"]]


def test_the_shipped_page_scores_its_own_sample_as_the_worked_example_says() -> None:
    handbook = compile_files(dict(sources()))
    stated = re.findall(r"\| ([0-9.]+) \| (?:优秀|良好|合格|不合格) \|$", sources()[SCHEME], re.MULTILINE)
    assert totals_on_the_page(handbook) == stated


def test_a_changed_clause_changes_its_page() -> None:
    files = changed(sources(), "rules/general.md", "### KH-204 出差天数", "### KH-204 每月出差天数")
    handbook = compile_files(dict(files))
    assert "每月出差天数" in handbook.pages["rules/general.md"]
    assert handbook.clauses["KH-204"].title == "每月出差天数"


def test_a_changed_row_is_first_caught_by_its_worked_example_and_then_scores() -> None:
    before = totals_on_the_page(compile_files(dict(sources())))
    files = changed(sources(), SCHEME, ROW, ROW.replace("每低于 5% 扣 1 分", "每低于 4% 扣 2 分"))
    faulty = compile_files(dict(files))
    assert {(finding.path, finding.code) for finding in faulty.findings} == {(SCHEME, Code.EXAMPLE_DISAGREES)}
    assert faulty.pages == {}
    handbook = compile_files(dict(mended(files, faulty)))
    assert handbook.findings == ()
    assert "每低于 4% 扣 2 分" in handbook.pages[SCHEME]
    assert totals_on_the_page(handbook) != before
