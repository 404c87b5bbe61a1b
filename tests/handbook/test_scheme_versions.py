"""Schemes are kept as clauses are: a past quarter is scored with the scheme that applied then, and says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calculators.desk import Desk
from handbook.calculations.table_files import UsageError
from handbook.cli import main
from handbook.compiler import compile_files
from handbook.findings import Code
from handbook.revisions.scheme_versions import scheme_on
from tests.calculators.examples import ask
from tests.handbook.drawing import write
from tests.handbook.test_findings import EXAMPLE
from tests.handbook.test_ledger import published, rewritten

SCHEME = "kpi/schemes/am-quarter.md"
FIRST = published(dict(EXAMPLE))
PEOPLE = "姓名\t实际完成销售额\t计划完成销售额\t回款额\t应回款额\n甲\t90\t100\t100\t100\n"


def changed() -> dict[str, str]:
    """Return the handbook with a harder rule from 2027 on: two points a step; the worked example follows."""
    table, _, rest = FIRST[SCHEME].partition("## 算例")
    table = table.replace("每低于 5% 扣 1 分 | KP-201", "每低于 5% 扣 2 分 | KP-201")
    files = {**FIRST, SCHEME: f"{table}## 算例{rest}"}
    for finding in compile_files(dict(files)).findings:
        if finding.code is Code.EXAMPLE_DISAGREES:
            right = finding.message.rpartition("“")[2].rstrip("”")
            lines = files[SCHEME].split("\n")
            line = lines[finding.line - 1]
            at = finding.column - 1
            lines[finding.line - 1] = line[:at] + right + line[at + len(finding.read) :]
            files[SCHEME] = "\n".join(lines)
    return files


SECOND = published(changed(), "2027-01-01", "扣分加倍")


def test_a_changed_scheme_must_be_published() -> None:
    assert [finding.code for finding in compile_files(changed()).findings] == [Code.UNRECORDED_CHANGE]
    assert [each.number for each in compile_files(dict(SECOND)).ledger.schemes["am-quarter"]] == [1, 2]


def test_the_scheme_of_a_day_is_the_one_that_applied_then() -> None:
    ledger = compile_files(dict(SECOND)).ledger
    rules = [scheme_on(ledger, "am-quarter", day).source.rows[0].rule for day in ("2026-12-31", "2027-01-01")]
    assert rules == ["每低于 5% 扣 1 分", "每低于 5% 扣 2 分"]
    with pytest.raises(UsageError, match="自 2026-12-01 起适用"):
        scheme_on(ledger, "am-quarter", "2026-11-30")


def test_the_calculator_scores_with_the_revision_that_it_is_given_and_says_which() -> None:
    pages = compile_files(dict(SECOND)).pages
    totals: list[tuple[str, str]] = []
    for entry in json.loads(pages["assets/schemes/am-quarter.json"])["revisions"]:
        desk = Desk()
        opened = ask(desk, "open_scheme", scheme=json.loads(pages[entry["url"]]))
        ask(desk, "read_text", text=PEOPLE)
        totals.append((opened["title"], ask(desk, "score")["people"][0]["total"]))
    assert totals == [
        ("大客户经理季度考核（第 1 版，自 2026-12-01 起）", "98.00"),
        ("大客户经理季度考核（第 2 版，自 2027-01-01 起）", "96.00"),
    ]


def test_an_appeal_finds_the_version_that_it_names_among_the_sites_files() -> None:
    before, after = compile_files(dict(FIRST)).pages, compile_files(dict(SECOND)).pages
    sheets = [
        ask(Desk(), "open_scheme", scheme=json.loads(pages["assets/schemes/am-quarter.json"]))
        for pages in (before, after)
    ]
    revisions = json.loads(after["assets/schemes/am-quarter.json"])["revisions"]
    assert [entry["version"] for entry in revisions] == [sheet["version"] for sheet in sheets]
    for entry in revisions:
        assert json.loads(after[entry["url"]])["revisions"] == revisions


def test_older_revisions_are_listed_behind_the_newest_of_their_scheme() -> None:
    listed, alone = (
        json.loads(compile_files(dict(files)).pages["assets/schemes/index.json"]) for files in (SECOND, FIRST)
    )
    title = "大客户经理季度考核"
    assert [tuple(entry.values()) for entry in listed] == [
        ("am-quarter", f"{title}（第 2 版，自 2027-01-01 起）", "季度", "2027-01-01"),
        ("am-quarter.1", f"{title}（第 1 版，自 2026-12-01 起）", "季度", "2026-12-01"),
    ]
    assert [tuple(entry.values()) for entry in alone] == [("am-quarter", title, "季度", "")]


def test_the_page_compares_revisions_row_by_row() -> None:
    page = compile_files(dict(SECOND)).pages[SCHEME]
    assert "## 沿革" in page
    assert "| 销售完成率 | 计分规则 | 每低于 5% 扣 <del>1</del><ins>2</ins> 分 |" in page
    assert "## 沿革" not in compile_files(dict(FIRST)).pages[SCHEME]


def test_the_command_scores_a_past_quarter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, SECOND)
    people = tmp_path / "people.tsv"
    people.write_text(PEOPLE, encoding="utf-8")
    totals: list[str] = []
    for options in ([], ["--on", "2026-12-31"]):
        assert main(["score", "am-quarter", str(people), "--json", "--src", str(tmp_path), *options]) == 0
        totals.append(json.loads(capsys.readouterr().out)["people"][0]["total"])
    assert totals == ["96.00", "98.00"]
    assert main(["score", "am-quarter", str(people), "--on", "2026-01-01", "--src", str(tmp_path)]) == 2


def test_publishing_a_scheme_once_is_enough() -> None:
    assert compile_files(dict(rewritten(FIRST, "大客户经理用这张表", "经理用这张表", SCHEME))).findings == ()
