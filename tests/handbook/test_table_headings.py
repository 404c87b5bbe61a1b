"""What a table says to whoever cannot see it: its name, and which of its cells are headings."""

import markdown
import pytest

from handbook.pages.clause_text import html

TABLE = "| 城市 | 标准 |\n| --- | ---: |\n| 北京 | 500 |\n| 上海 | 450 |\n"
GAPS = TABLE.replace("上海", "")
REPEATED = TABLE.replace("上海", "北京")


def page(text: str) -> str:
    return markdown.markdown(text, extensions=["tables", "attr_list", "toc", "handbook.pages.table_headings"])


@pytest.mark.parametrize("render", [page, html])
def test_headings_say_whether_they_head_a_column_or_a_row(render: object) -> None:
    assert callable(render)
    made = str(render(TABLE))
    assert '<th scope="col">城市</th>' in made
    assert [f'<th scope="row">{city}</th>' in made for city in ("北京", "上海")] == [True, True]


@pytest.mark.parametrize("text", [GAPS, REPEATED])
@pytest.mark.parametrize("render", [page, html])
def test_a_column_with_a_gap_or_the_same_twice_names_no_rows(render: object, text: str) -> None:
    assert callable(render)
    made = str(render(text))
    assert "<td>北京</td>" in made
    assert 'scope="row"' not in made


def test_a_table_is_named_after_its_heading_and_the_second_one_is_counted() -> None:
    heading = '## 差旅 <a class="cite" href="#">引用</a> {: data-toc-label="差旅" }'
    made = page(f"{heading}\n\n{TABLE}\n之后\n\n{TABLE}\n### 车辆\n\n{TABLE}")
    assert [name in made for name in ('"差旅"', '"差旅：表 2"', '"车辆"')] == [True, True, True]


def test_the_tables_of_a_clause_are_counted() -> None:
    made = html(f"{TABLE}\n之后\n\n{TABLE}")
    assert [name in made for name in ('<table aria-label="表 1">', '<table aria-label="表 2">')] == [True, True]
