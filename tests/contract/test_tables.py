"""SPEC 1, tables: the same three people, however the table was copied or saved."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.contract.commandline import handbook, score, tsv
from tests.contract.pages import Line, bare, page

SCHEME = page(
    [
        Line("销售完成率", "60", "实际销售额 ÷ 计划销售额", "100%", "每低于 5% 扣 1 分"),
        Line("投诉", "40", "投诉次数", "-", "每发生 1 次扣 2 分"),
    ]
)
HEADINGS = ["姓名", "计划销售额", "实际销售额", "投诉次数"]
PEOPLE = [["张三", "100", "95", "0"], ["李四", "200", "180", "3"], ["王五", "80", "80", "1"]]
VALUES = {"张三": ["19/20", "0"], "李四": ["9/10", "3"], "王五": ["1", "1"]}
POINTS = {"张三": ["59.00", "40.00"], "李四": ["58.00", "34.00"], "王五": ["60.00", "38.00"]}


def joined(separator: str, end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in [HEADINGS, *PEOPLE])


def markdown(rule: str) -> str:
    first, *rest = ["| " + " | ".join(row) + " |\n" for row in [HEADINGS, *PEOPLE]]
    return first + rule + "\n" + "".join(rest)


def aligned(gap: int) -> str:
    return "".join((" " * gap).join(cell.ljust(5) for cell in row).rstrip() + "\n" for row in [HEADINGS, *PEOPLE])


QUOTED = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in [HEADINGS, *PEOPLE])
WRITTEN = {
    "tab": ("txt", joined("\t")),
    "tab in .tsv": ("tsv", joined("\t")),
    "comma": ("txt", joined(",")),
    "comma in .csv": ("csv", joined(",")),
    "full-width comma": ("txt", joined("，")),
    "semicolon": ("txt", joined(";")),
    "semicolon in .csv": ("csv", joined(";")),
    "bar": ("txt", joined("|")),
    "bar with spaces": ("txt", joined(" | ")),
    "two spaces": ("txt", joined("  ")),
    "aligned by spaces": ("txt", aligned(3)),
    "Markdown": ("md", markdown("| --- | --- | --- | --- |")),
    "Markdown with alignment": ("md", markdown("| :--- | ---: | :---: | - |")),
    "Markdown in .txt": ("txt", markdown("|---|---|---|---|")),
    "CRLF": ("tsv", joined("\t", "\r\n")),
    "CRLF in .csv": ("csv", joined(",", "\r\n")),
    "no line end at the end": ("tsv", joined("\t").rstrip("\n")),
    "BOM": ("csv", "\ufeff" + joined(",")),
    "BOM, tab, CRLF": ("txt", "\ufeff" + joined("\t", "\r\n")),
    "trailing empty rows": ("tsv", joined("\t") + "\t\t\t\n\n\t\t\t\n"),
    "trailing empty columns": ("tsv", joined("\t", "\t\t\n")),
    "trailing empty rows and columns in .csv": ("csv", joined(",", ",,\n") + ",,,,,\n,,,,,\n"),
    "every cell quoted": ("csv", "\ufeff" + QUOTED),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_table_is_read_however_its_cells_are_separated(tmp_path: Path, how: str) -> None:
    kind, table = WRITTEN[how]
    outcome = score(tmp_path, SCHEME, table, kind=kind)
    assert (0, [], VALUES, POINTS) == (outcome.code, outcome.report["errors"], outcome.values, outcome.points)


@pytest.mark.parametrize("how", ["tab", "comma", "full-width comma", "Markdown in .txt", "BOM, tab, CRLF"])
def test_a_dash_reads_the_table_from_standard_input(tmp_path: Path, how: str) -> None:
    (tmp_path / "scheme.md").write_text(SCHEME, encoding="utf-8")
    outcome = handbook("score", tmp_path / "scheme.md", "-", "--json", stdin=WRITTEN[how][1].encode())
    assert (0, VALUES) == (outcome.code, outcome.values)


def test_the_people_stand_in_the_order_of_the_table(tmp_path: Path) -> None:
    assert ["张三", "李四", "王五"] == score(tmp_path, SCHEME, joined("\t")).names


def test_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    rows = [["区域", *reversed(HEADINGS), "备注"], *(["华东", *reversed(person), "1,23"] for person in PEOPLE)]
    outcome = score(tmp_path, SCHEME, tsv(*map(tuple, rows)))
    assert (0, [], VALUES) == (outcome.code, outcome.report["errors"], outcome.values)


def test_thousands_commas_do_not_pass_for_separators_in_a_pasted_table(tmp_path: Path) -> None:
    table = tsv(("姓名", "甲额", "乙额"), ("张三", "1,234,567", "2,345,678"), ("李四", "3,456,789", "4,567,890"))
    outcome = score(tmp_path, bare("甲额", "乙额"), table)
    assert {"张三": ["1234567", "2345678"], "李四": ["3456789", "4567890"]} == outcome.values


def test_quoted_commas_stay_inside_their_cell_in_csv(tmp_path: Path) -> None:
    table = '姓名,甲额,备注\n张三,"1,234,567","大客户, 华东"\n李四,"(3,456.50)",无\n'
    assert {"张三": ["1234567"], "李四": ["-6913/2"]} == score(tmp_path, bare("甲额"), table, kind="csv").values


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quoted_line_breaks_and_tabs_stay_inside_their_cell(tmp_path: Path, end: str) -> None:
    table = end.join(
        [
            "姓名\t备注\t甲额",
            '张三\t"第一行\n第二行"\t1',
            '李四\t"左\t右"\t2',
            '王五\t"他说""好""\n\n\t再说"\t3',
            '赵六\t\t"1,234"',
            "",
        ]
    )
    outcome = score(tmp_path, bare("甲额"), table)
    assert (0, {"张三": ["1"], "李四": ["2"], "王五": ["3"], "赵六": ["1234"]}) == (outcome.code, outcome.values)


def test_a_heading_broken_over_two_lines_in_excel_is_still_matched(tmp_path: Path) -> None:
    outcome = score(tmp_path, bare("甲额"), '姓名\t"甲额\n(万元)"\n张三\t12\n')
    assert {"张三": ["120000"]} == outcome.values


def test_rows_after_a_quoted_line_break_keep_their_number(tmp_path: Path) -> None:
    outcome = score(tmp_path, bare("甲额"), '姓名\t备注\t甲额\n张三\t"一\n二\n三"\t1\n李四\t\t错\n')
    assert [(2, "甲额", "错")] == [(e["row"], e["column"], e["read"]) for e in outcome.report["errors"]]


def test_a_markdown_table_is_found_among_the_text_around_it(tmp_path: Path) -> None:
    text = f"# 三季度\n\n下面是数据。\n\n{WRITTEN['Markdown'][1]}\n以上。\n"
    outcome = score(tmp_path, SCHEME, text, kind="md")
    assert (0, VALUES) == (outcome.code, outcome.values)


def test_a_quotation_mark_inside_a_cell_swallows_nothing(tmp_path: Path) -> None:
    table = tsv(("姓名", "备注", "甲额"), ("张三", '27"屏', "1"), ("李四", '5"', "2"), ("王五", "", "3"))
    assert {"张三": ["1"], "李四": ["2"], "王五": ["3"]} == score(tmp_path, bare("甲额"), table).values


def test_a_transposed_table_has_the_units_of_its_headings(tmp_path: Path) -> None:
    table = tsv(("姓名", "张三", "李四"), ("甲额(万元)", "1", "2亿"), ("乙额(%)", "88", "5%"))
    outcome = score(tmp_path, bare("甲额", "乙额"), table)
    assert {"张三": ["10000", "22/25"], "李四": ["200000000", "1/20"]} == outcome.values


def test_a_transposed_table_is_recognised(tmp_path: Path) -> None:
    turned = tsv(*zip(HEADINGS, *PEOPLE, strict=True))
    outcome = score(tmp_path, SCHEME, turned)
    assert (VALUES, POINTS) == (outcome.values, outcome.points)


LONG_SCHEME = bare("拜访次数", "投诉次数")
LONG_VALUES = {"张三": ["12", "1"], "李四": ["8", "0"]}


@pytest.mark.parametrize("actual", ["实际", "完成", "达成"])
def test_a_long_table_has_one_row_for_each_person_and_indicator(tmp_path: Path, actual: str) -> None:
    table = tsv(
        ("姓名", "指标", "目标", actual),
        ("张三", "拜访次数", "10", "12"),
        ("张三", "投诉次数", "0", "1"),
        ("李四", "投诉次数", "0", "0"),
        ("李四", "拜访次数", "10", "8"),
    )
    outcome = score(tmp_path, LONG_SCHEME, table)
    assert (0, LONG_VALUES) == (outcome.code, outcome.values)


def test_a_name_merged_over_the_rows_of_a_long_table_holds_for_all_of_them(tmp_path: Path) -> None:
    table = tsv(
        ("姓名", "指标", "目标", "实际"),
        ("张三", "拜访次数", "10", "12"),
        ("", "投诉次数", "0", "1"),
        ("李四", "拜访次数", "10", "8"),
        ("", "投诉次数", "0", "0"),
    )
    assert LONG_VALUES == score(tmp_path, LONG_SCHEME, table).values


Cell = str | int | float | None


def workbook(rows: Sequence[Sequence[Cell]], merged: str = "", formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([*row])
    if merged:
        sheet.merge_cells(merged)
    for place, shown in (formats or {}).items():
        sheet[place].number_format = shown
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_gives_what_its_text_gives(tmp_path: Path) -> None:
    outcome = score(tmp_path, SCHEME, workbook([[*HEADINGS], *([*person] for person in PEOPLE)]), kind="xlsx")
    assert (0, [], VALUES, POINTS) == (outcome.code, outcome.report["errors"], outcome.values, outcome.points)


NUMBER_CELLS = [
    (1200, "1200"),
    (-3, "-3"),
    (0, "0"),
    (0.1, "1/10"),
    (0.95, "19/20"),
    (1234567.89, "123456789/100"),
    ("120万", "1200000"),
    ("８８％", "22/25"),
    ("(1,234)", "-1234"),
    (1e15, "1000000000000000"),
]


def test_number_cells_of_a_workbook_are_read_as_the_decimals_excel_shows(tmp_path: Path) -> None:
    rows = [[f"员工{number}", cell] for number, (cell, _) in enumerate(NUMBER_CELLS)]
    outcome = score(tmp_path, bare("甲额"), workbook([["姓名", "甲额"], *rows]), kind="xlsx")
    expected = {f"员工{number}": [value] for number, (_, value) in enumerate(NUMBER_CELLS)}
    assert expected == outcome.values


def test_a_percent_cell_of_a_workbook_is_its_ratio(tmp_path: Path) -> None:
    content = workbook([["姓名", "完成率"], ["张三", 0.88]], formats={"B2": "0%"})
    assert {"张三": ["22/25"]} == score(tmp_path, bare("完成率"), content, kind="xlsx").values


def test_error_and_empty_cells_of_a_workbook_are_told_apart(tmp_path: Path) -> None:
    content = workbook([["姓名", "甲额"], ["张三", "#DIV/0!"], ["李四", None], ["王五", 5]])
    outcome = score(tmp_path, bare("甲额"), content, kind="xlsx")
    bad = [(e["row"], e["column"], e["read"]) for e in outcome.report["errors"] if e["read"]]
    assert (1, [(1, "甲额", "#DIV/0!")]) == (outcome.code, bad)
    assert {"张三": [None], "李四": [None], "王五": ["5"]} == outcome.values


def test_names_merged_in_a_workbook_hold_for_all_rows_of_a_long_table(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["姓名", "指标", "目标", "实际"],
        ["张三", "拜访次数", 10, 12],
        [None, "投诉次数", 0, 1],
        ["李四", "拜访次数", 10, 8],
        ["李四", "投诉次数", 0, 0],
    ]
    outcome = score(tmp_path, LONG_SCHEME, workbook(rows, merged="A2:A3"), kind="xlsx")
    assert LONG_VALUES == outcome.values


def test_trailing_empty_rows_and_columns_of_a_workbook_are_nobody(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [*HEADINGS, None, ""],
        *([*person, "", None] for person in PEOPLE),
        [None] * 6,
        [""] * 6,
    ]
    outcome = score(tmp_path, SCHEME, workbook(rows), kind="xlsx")
    assert (0, VALUES) == (outcome.code, outcome.values)
