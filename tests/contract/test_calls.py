"""SPEC 5: files, standard input, exit codes, and what stands on which stream."""

from pathlib import Path

import openpyxl
import pytest

from tests.contract.commandline import score, started, tsv, unusable
from tests.contract.pages import Line, bare, page

SCHEME = page([Line("拜访", "100", "拜访次数", "10", "按比例得分", "KH-305")], more="total: 100\n")
TABLE = tsv(("姓名", "拜访次数"), ("张三", "9"))


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    path = tmp_path / "scheme.md"
    path.write_text(SCHEME, encoding="utf-8")
    return path


def test_the_object_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    outcome = score(tmp_path, SCHEME, TABLE)
    person = outcome.people["张三"]
    assert {"scheme", "title", "people", "errors"} == set(outcome.report)
    assert {"name", "total", "judged", "grade", "vetoed_by", "items"} == set(person)
    assert {"indicator", "weight", "value", "points", "explain", "clause", "next_point"} == set(person["items"][0])
    assert {"input", "needs", "gains"} == set(person["items"][0]["next_point"])


def test_the_figures_of_the_object_are_the_schemes_and_the_tables(tmp_path: Path) -> None:
    outcome = score(tmp_path, SCHEME, TABLE)
    person = outcome.people["张三"]
    item = person["items"][0]
    assert ("contract", "合同测试考核", 0, "", []) == (
        outcome.report["scheme"],
        outcome.report["title"],
        outcome.code,
        outcome.stderr,
        outcome.report["errors"],
    )
    assert ("张三", "90.00", "100", "优秀", None) == tuple(
        person[field] for field in ("name", "total", "judged", "grade", "vetoed_by")
    )
    assert ("拜访", "100", "9", "90.00", "KH-305") == tuple(
        item[field] for field in ("indicator", "weight", "value", "points", "clause")
    )
    assert item["explain"].strip()


@pytest.mark.parametrize("order", ["scheme table --json", "--json scheme table", "scheme --json table"])
def test_the_option_may_stand_anywhere(tmp_path: Path, scheme: Path, order: str) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(TABLE, encoding="utf-8")
    words: list[str | Path] = [{"scheme": scheme, "table": table}.get(word, word) for word in order.split()]
    assert {"张三": ["90.00"]} == started("score", *words).points


def test_the_same_call_prints_the_same_bytes(tmp_path: Path) -> None:
    assert score(tmp_path, SCHEME, TABLE).stdout == score(tmp_path, SCHEME, TABLE).stdout


def test_out_writes_a_workbook_with_every_person_beside_the_object(tmp_path: Path, scheme: Path) -> None:
    out = tmp_path / "result.xlsx"
    table = tsv(("姓名", "拜访次数"), ("张三", "9"), ("李四", "#N/A"))
    outcome = started("score", scheme, "-", "--json", "--out", out, stdin=table.encode())
    book = openpyxl.load_workbook(out)
    shown = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert (1, ["张三", "李四"], {"张三", "李四"}) == (outcome.code, outcome.names, shown & {"张三", "李四"})


@pytest.mark.parametrize("option", [(), ("--out",)])
def test_without_json_the_score_is_for_people_to_read(tmp_path: Path, scheme: Path, option: tuple[str, ...]) -> None:
    more = [*option, tmp_path / "result.xlsx"] if option else []
    outcome = started("score", scheme, "-", *more, stdin=TABLE.encode())
    assert (0, True, True) == (outcome.code, "张三" in outcome.stdout, "90.00" in outcome.stdout)


def test_a_name_is_data_not_markup_or_code(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)> & '张三' \\ {0} %s"
    assert [name] == score(tmp_path, SCHEME, tsv(("姓名", "拜访次数"), (name, "9"))).names


@pytest.mark.parametrize("kind", ["pdf", "docx", "png", "xls"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, kind: str) -> None:
    assert (2, "", 1) == unusable(score(tmp_path, SCHEME, TABLE, kind=kind))


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 cut off"])
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    assert (2, "", 1) == unusable(score(tmp_path, SCHEME, content, kind="xlsx"))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\t\t\n\t\t\n"])
def test_an_empty_table_is_refused(tmp_path: Path, content: bytes) -> None:
    assert (2, "", 1) == unusable(score(tmp_path, SCHEME, content))


def test_a_table_that_is_not_there_is_refused_by_name(tmp_path: Path, scheme: Path) -> None:
    outcome = started("score", scheme, tmp_path / "gone.tsv", "--json")
    assert ((2, "", 1), True) == (unusable(outcome), "gone.tsv" in outcome.stderr)


def test_a_folder_is_no_table(tmp_path: Path, scheme: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert (2, "", 1) == unusable(started("score", scheme, tmp_path / "folder.csv", "--json"))


@pytest.mark.parametrize("name", ["no-such-scheme", "gone.md", "没有这张表"])
def test_a_scheme_that_is_not_there_is_refused_by_name(name: str) -> None:
    outcome = started("score", name, "-", "--json", stdin=TABLE.encode())
    assert ((2, "", 1), True) == (unusable(outcome), name in outcome.stderr)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"", b"---\nid: [\n---\n", b"---\nid: x\n---\n"])
def test_a_broken_page_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.md").write_bytes(content)
    outcome = started("score", tmp_path / "broken.md", "-", "--json", stdin=TABLE.encode())
    assert ((2, "", 1), True) == (unusable(outcome), "broken.md" in outcome.stderr)


def test_a_workbook_that_cannot_be_written_is_said_in_one_line(tmp_path: Path, scheme: Path) -> None:
    out = tmp_path / "no such folder" / "result.xlsx"
    outcome = started("score", scheme, "-", "--json", "--out", out, stdin=TABLE.encode())
    assert ((2, "", 1), True) == (unusable(outcome), "result.xlsx" in outcome.stderr)


@pytest.mark.parametrize(
    "words", ["", "scheme.md", "a.md b.tsv c.tsv", "a.md b.tsv --no-such-option", "a.md b.tsv --out"]
)
def test_a_call_that_is_not_one_is_answered_in_one_line(words: str) -> None:
    assert (2, "", 1) == unusable(started("score", *words.split()))


def test_a_page_without_a_scheme_is_refused(tmp_path: Path) -> None:
    assert (2, "", 1) == unusable(score(tmp_path, "# 说明\n\n这里没有考核表。\n", TABLE))


def test_a_table_of_more_than_20_megabytes_is_refused_with_that_reason(tmp_path: Path) -> None:
    line = "员工\t" + "备注" * 500 + "\t9\n"
    table = "姓名\t备注\t拜访次数\n" + line * (20 * 1024 * 1024 // len(line.encode()) + 100)
    outcome = score(tmp_path, SCHEME, table)
    assert ((2, "", 1), True) == (unusable(outcome), "20" in outcome.stderr)


def test_a_table_of_more_than_a_million_rows_is_refused(tmp_path: Path) -> None:
    table = "姓名\t拜访次数\n" + "张三\t9\n" * 1_000_001
    assert (2, "", 1) == unusable(score(tmp_path, SCHEME, table))


def test_ten_thousand_rows_are_scored_without_a_hitch(tmp_path: Path) -> None:
    people = [(f"员工{number}", str(number % 11)) for number in range(10_000)]
    outcome = score(tmp_path, bare("拜访次数"), tsv(("姓名", "拜访次数"), *people))
    assert {name: [value] for name, value in people} == outcome.values
