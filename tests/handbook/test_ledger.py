"""What was published stays published: the ledger, what `handbook publish` adds to it, what the check makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.cli import main
from handbook.compiler import Handbook, compile_files
from handbook.findings import Code
from handbook.revisions.ledger import in_force
from handbook.revisions.publishing import PublishError, publication
from tests.handbook.drawing import article, write

BODY = """## 总则

### KH-101 适用范围

本办法适用于大客户部。

### KH-102 出差天数

每月出差不少于 15 天。

## 附则

### KH-103 解释

由大客户部解释。
"""
RULES = "rules/travel.md"
Files = dict[str, str]


def published(files: Files, date: str = "2026-12-01", note: str = "发布") -> Files:
    """Return the files with one more publication."""
    handbook = compile_files(dict(files))
    assert handbook.faults == ()
    path, text, _ = publication(handbook.articles, handbook.schemes, handbook.ledger, date, note)
    return {**files, path: text}


def rewritten(files: Files, old: str, new: str, path: str = RULES) -> Files:
    assert files[path].count(old) == 1
    return {**files, path: files[path].replace(old, new)}


def codes(files: Files) -> list[Code]:
    return [finding.code for finding in compile_files(dict(files)).findings]


DRAFT: Files = {RULES: article(BODY)}
FIRST = published(DRAFT)


def test_a_handbook_that_was_never_published_has_nothing_to_answer_for() -> None:
    assert codes(rewritten(DRAFT, "15 天", "20 天")) == []
    assert compile_files(dict(DRAFT)).ledger.publications == []


def test_a_publication_records_every_clause_with_day_title_and_text() -> None:
    ledger = compile_files(dict(FIRST)).ledger
    (revision,) = ledger.clauses["KH-102"]
    assert (revision.number, revision.date, revision.title) == (1, "2026-12-01", "出差天数")
    assert revision.text == "每月出差不少于 15 天。"
    assert [each.note for each in ledger.publications] == ["发布"]
    assert ledger.contents["KH"][0].clauses == ("KH-101", "KH-102", "KH-103")


def test_only_what_changed_gets_another_revision() -> None:
    second = published(rewritten(FIRST, "15 天", "20 天"), "2027-01-01")
    assert len(second["ledger/002.jsonl"].splitlines()) == 2
    ledger = compile_files(dict(second)).ledger
    assert [(each.number, each.date) for each in ledger.clauses["KH-102"]] == [(1, "2026-12-01"), (2, "2027-01-01")]
    assert len(ledger.clauses["KH-101"]) == 1


def test_an_unrecorded_change_is_reported_but_can_be_looked_at() -> None:
    handbook = compile_files(dict(rewritten(FIRST, "15 天", "20 天")))
    (finding,) = handbook.findings
    assert finding.code is Code.UNRECORDED_CHANGE
    assert "handbook publish" in finding.fix
    assert handbook.faults == ()
    assert "20 天" in handbook.pages[RULES]


def test_a_new_clause_in_a_published_document_waits_for_being_recorded() -> None:
    assert codes(rewritten(FIRST, "## 附则", "### KH-104 住宿\n\n按标准。\n\n## 附则")) == [Code.UNRECORDED_CHANGE]


def test_a_document_that_was_never_published_is_a_draft() -> None:
    draft = article("## 总则\n\n### FY-101 适用范围\n\n适用于全部门。\n", title="费用办法", code="FY")
    assert codes({**FIRST, "rules/expense.md": draft}) == []


def test_moving_a_clause_or_its_document_changes_nothing_on_record() -> None:
    moved = BODY.replace("### KH-102 出差天数\n\n每月出差不少于 15 天。\n\n", "")
    moved += "\n### KH-102 出差天数\n\n每月出差不少于 15 天。\n"
    files = {"rules/journeys.md": article(moved, title="差旅办法")}
    assert codes({**FIRST, **files} | {"rules/journeys.md": files["rules/journeys.md"]}) != []
    assert codes({path: text for path, text in {**FIRST, **files}.items() if path != RULES}) == []


def test_a_repealed_clause_may_go_once_that_is_published_and_its_id_never_comes_back() -> None:
    repeal = rewritten(FIRST, "### KH-103 解释\n", "### KH-103 解释\n\n废止：2027-01-01，由[[KH-101]]取代。\n")
    assert codes(repeal) == [Code.UNRECORDED_CHANGE]
    second = published(repeal, "2026-12-20")
    (_, last) = compile_files(dict(second)).ledger.clauses["KH-103"]
    assert (last.repealed, last.date, last.replaced_by) == (True, "2027-01-01", ("KH-101",))
    gone = {**second, RULES: FIRST[RULES].partition("### KH-103")[0]}
    assert codes(gone) == []
    assert codes({**second, RULES: FIRST[RULES]}) == [Code.REUSED_ID]


def test_the_page_of_a_document_says_that_a_clause_is_repealed() -> None:
    page = compile_files(
        dict(rewritten(DRAFT, "### KH-103 解释\n", "### KH-103 解释\n\n废止：2027-01-01，由[[KH-101]]取代。\n"))
    ).pages[RULES]
    assert "**本条自 2027-01-01 起废止**，由[" in page
    assert "废止：" not in page


def test_a_repeal_before_the_clause_applied_is_refused() -> None:
    early = rewritten(FIRST, "### KH-103 解释\n", "### KH-103 解释\n\n废止：2026-11-30\n")
    assert codes(early) == [Code.BAD_REPEAL]


@pytest.mark.parametrize(("old", "new"), [("15 天", "16 天"), ('"revision": 1', '"revision": 2'), ("首次", "第一次")])
def test_no_word_of_the_ledger_can_be_changed_unseen(old: str, new: str) -> None:
    files = published(DRAFT, note="首次发布")
    tampered = {**files, "ledger/001.jsonl": files["ledger/001.jsonl"].replace(old, new)}
    assert tampered != files
    assert codes(tampered)[0] in {Code.LEDGER_CHAIN, Code.LEDGER_UNREADABLE}


def test_a_line_put_in_or_taken_out_breaks_the_chain() -> None:
    lines = FIRST["ledger/001.jsonl"].splitlines()
    without = "\n".join([*lines[:2], *lines[3:]]) + "\n"
    assert Code.LEDGER_CHAIN in codes({**FIRST, "ledger/001.jsonl": without})


def test_a_missing_file_of_the_ledger_is_named() -> None:
    second = published(rewritten(FIRST, "15 天", "20 天"), "2027-01-01")
    files = {path: text for path, text in second.items() if path != "ledger/001.jsonl"}
    (finding,) = compile_files(files).findings
    assert finding.code is Code.LEDGER_UNREADABLE
    assert "ledger/001.jsonl" in finding.fix


def test_windows_line_ends_do_not_break_the_chain() -> None:
    windows = {path: text.replace("\n", "\r\n") for path, text in FIRST.items()}
    assert codes(windows) == []


def test_the_revision_in_force_is_that_of_the_day() -> None:
    second = published(rewritten(FIRST, "15 天", "20 天"), "2027-01-01")
    revisions = compile_files(dict(second)).ledger.clauses["KH-102"]
    on = {day: in_force(revisions, day) for day in ("2026-11-30", "2026-12-31", "2027-01-01")}
    assert [each.number if each else None for each in on.values()] == [None, 1, 2]


@pytest.mark.parametrize(
    ("date", "note", "said"),
    [("2026-11-01", "改", "早于上一次发布"), ("2027-1-1", "改", "不对"), ("2027-01-01", " ", "说明是空的")],
)
def test_a_publication_that_cannot_be_is_refused(date: str, note: str, said: str) -> None:
    handbook = compile_files(dict(rewritten(FIRST, "15 天", "20 天")))
    with pytest.raises(PublishError, match=said):
        publication(handbook.articles, handbook.schemes, handbook.ledger, date, note)


def test_publishing_nothing_is_said() -> None:
    handbook: Handbook = compile_files(dict(FIRST))
    with pytest.raises(PublishError, match="没有要登记的改动"):
        publication(handbook.articles, handbook.schemes, handbook.ledger, "2027-01-01", "空")


def test_the_command_writes_one_file_and_the_check_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, DRAFT)
    call = ["publish", "--date", "2026-12-01", "--note", "首次发布", "--src", str(tmp_path)]
    assert main(call) == 0
    assert "新增  KH-102 出差天数" in capsys.readouterr().out
    lines = (tmp_path / "ledger" / "001.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["note"] == "首次发布"
    assert main(["check", "--src", str(tmp_path)]) == 0
    assert main(call) == 2


def test_a_new_clause_never_gets_an_id_that_the_ledger_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repeal = rewritten(FIRST, "### KH-103 解释\n", "### KH-103 解释\n\n废止：2027-01-01\n")
    second = published(repeal, "2026-12-20")
    write(tmp_path, {**second, RULES: FIRST[RULES].partition("### KH-103")[0].rstrip() + "\n"})
    assert main(["new", "clause", "KH", "--title", "住宿", "--chapter", "总则", "--src", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("KH-104\n")
