from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handbook.markdown.documents import Document, Heading, read_document, split_row

MIXED = """\
---
title: 示例
grades: {优秀: 90.50, 合格: 60}
effective: 2026-12-01
inputs:
  销售额: {unit: 元}
---
## 章

| 指标 | 得分 |
| --- | ---: |
| 完成率 | 2\\|3 |

!!! setting "示例"
    | a | b |
    | --- | --- |
    | 甲 |  |
"""


def read(content: bytes | str) -> Document:
    document, findings = read_document("rules/a.md", content)
    assert findings == []
    return document


def test_front_matter_keeps_dates_and_decimals_as_written() -> None:
    meta = read(MIXED).meta
    assert meta["effective"] == "2026-12-01"
    assert meta["grades"] == {"优秀": "90.50", "合格": 60}


def test_front_matter_knows_the_line_of_every_key_also_inside_mappings() -> None:
    document = read(MIXED)
    assert document.meta_lines == {
        "title": 2, "grades": 3, "grades.优秀": 3, "grades.合格": 3, "effective": 4, "inputs": 5,
        "inputs.销售额": 6, "inputs.销售额.unit": 6,
    }  # fmt: skip
    assert document.meta_columns["grades.合格"] == 21


def test_yaml_words_that_are_no_text_elsewhere_are_text_here() -> None:
    assert read("---\ncode: NO\nowner: 0100\nnote: on\nday: 2026-13-01\n---\n").meta == {
        "code": "NO",
        "owner": "0100",
        "note": "on",
        "day": "2026-13-01",
    }


def test_byte_order_mark_and_windows_line_ends_change_no_place() -> None:
    unix = read(MIXED)
    windows = read(b"\xef\xbb\xbf" + MIXED.replace("\n", "\r\n").encode())
    assert windows.tables() == unix.tables()
    assert windows.meta_lines == unix.meta_lines
    assert windows.headings() == unix.headings() == [Heading(2, "章", 8, 4)]


def test_cells_know_their_line_and_column_and_tables_their_section() -> None:
    first, second = read(MIXED).tables()
    assert (first.section, first.line) == ("章", 10)
    assert [(cell.text, cell.line, cell.column) for cell in first.rows[0]] == [("完成率", 12, 3), ("2|3", 12, 9)]
    assert [(cell.text, cell.line, cell.column) for cell in second.rows[0]] == [("甲", 17, 7), ("", 17, 11)]


def test_rows_are_as_wide_as_their_heading_and_ragged_ones_are_told() -> None:
    document = read("---\na: b\n---\n| a | b |\n| --- | --- |\n| 1 |\n| 1 | 2 | 3 |\n")
    (table,) = document.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [["1", ""], ["1", "2"]]
    assert document.ragged_rows() == [(6, 1, 2), (7, 3, 2)]


CELL = st.text(
    st.characters(exclude_characters="|\\\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029`", codec="utf-8"), max_size=8
)


@given(st.lists(CELL, min_size=1, max_size=6))
def test_a_cell_stands_where_its_column_says(cells: list[str]) -> None:
    line = "| " + " | ".join(cells) + " |"
    found = split_row(line)
    assert [cell.text for cell in found] == [cell.strip() for cell in cells]
    assert all(line[cell.column - 1 :].startswith(cell.text) for cell in found)
