"""The calculators' index and menu are made from the pages that are there."""

from handbook.compiler import compile_files
from handbook.pages.calculator_pages import calculator_pages, calculators_index
from handbook.pages.navigation import navigation
from tests.handbook.test_findings import EXAMPLE

SHELL = {
    "index.md": "# 首页\n",
    "calculators/leads.md": "---\ntitle: 集客\ndescription: 要多少线索。\norder: 2\n---\n# 集客\n",
    "calculators/targets.md": "---\ntitle: 目标分解\ndescription: 分到个人。\norder: 1\n---\n# 目标分解\n",
    "calculators/other.md": "---\ntitle: 别的\ndescription: 没有次序的排在最后。\n---\n# 别的\n",
}


def test_calculators_come_in_their_order_and_those_without_one_last() -> None:
    assert [page.title for page in calculator_pages(SHELL)] == ["目标分解", "集客", "别的"]
    assert calculator_pages({"index.md": "# 首页\n"}) == []


def test_the_index_names_every_calculator_and_every_scheme() -> None:
    handbook = compile_files(EXAMPLE)
    text = calculators_index(calculator_pages(SHELL), handbook.schemes)
    assert "- [目标分解](targets.md)：分到个人。\n- [集客](leads.md)：要多少线索。\n" in text
    assert "](../kpi/schemes/am-quarter.md#calculator)" in text


def test_the_menu_has_the_calculators_behind_the_schemes() -> None:
    menu = navigation(compile_files(EXAMPLE), SHELL, calculator_pages(SHELL))
    titles = [title for entry in menu for title in entry]
    assert titles.index("计算器") == titles.index("考核与算分") + 1
    assert {
        "计算器": [
            "calculators/index.md",
            "calculators/targets.md",
            "calculators/leads.md",
            "calculators/other.md",
        ]
    } in menu
