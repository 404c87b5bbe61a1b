"""SPEC 1: a unit in the heading scales the column; a cell's own unit wins. Headings match by name alone."""

from pathlib import Path

import pytest

from tests.contract.commandline import score, tsv
from tests.contract.pages import Line, bare, page

COLUMNS = {
    "销售额(万元)": [
        ("120", "1200000"),
        ("1,100", "11000000"),
        ("１２．５", "125000"),
        ("-3", "-30000"),
        ("(3)", "-30000"),
        ("0", "0"),
        ("0.0001", "1"),
        ("80万元", "800000"),
        ("80万", "800000"),
        ("1.5亿", "150000000"),
        ("3千", "3000"),
        ("1200元", "1200"),
        ("1.2E+05", "1200000000"),
    ],
    "销售额（万元）": [("120", "1200000"), ("1.5亿", "150000000")],
    "销售额 (万元) ：": [("120", "1200000")],
    "销售额（亿元）": [("1.5", "150000000"), ("80万", "800000"), ("0.01", "1000000")],
    "销售额（元）": [("120", "120"), ("80万", "800000")],
    "销售额(%)": [
        ("88", "22/25"),
        ("８８．５", "177/200"),
        ("0.5", "1/200"),
        ("-5", "-1/20"),
        ("88%", "22/25"),
        ("５‰", "1/200"),
    ],
    "销售额（％）": [("88", "22/25"), ("88%", "22/25")],
    "销售额(台)": [("88", "88"), ("88台", "88")],
}

CASES = [(heading, cell, value) for heading, cells in COLUMNS.items() for cell, value in cells]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str | None]:
    """Every (heading, cell) of the table above, one process a heading."""
    values: dict[tuple[str, str], str | None] = {}
    for heading, cells in COLUMNS.items():
        rows = [(f"员工{number}", cell) for number, (cell, _) in enumerate(cells)]
        outcome = score(tmp_path_factory.mktemp("unit"), bare("销售额"), tsv(("姓名", heading), *rows))
        for (name, cell), found in zip(rows, outcome.values.items(), strict=True):
            assert name == found[0]
            values[heading, cell] = found[1][0]
    return values


@pytest.mark.parametrize(("heading", "cell", "value"), CASES)
def test_a_heading_unit_scales_cells_that_bring_none(
    read: dict[tuple[str, str], str | None], heading: str, cell: str, value: str
) -> None:
    assert value == read[heading, cell]


def test_each_column_has_its_own_unit(tmp_path: Path) -> None:
    table = tsv(("姓名", "销售额(万元)", "回款（亿元）", "完成率(%)", "拜访"), ("张三", "120", "1.5", "88", "12"))
    outcome = score(tmp_path, bare("销售额", "回款", "完成率", "拜访"), table)
    assert ["1200000", "150000000", "22/25", "12"] == outcome.values["张三"]


@pytest.mark.parametrize(
    "heading",
    ["A类客户", " A类客户 ", "A 类 客户", "Ａ类客户", "A类客户：", "A类客户:", "A类客户（家）", "Ａ 类客户 (家)："],
)
def test_a_heading_is_matched_without_spaces_full_width_forms_units_and_colons(tmp_path: Path, heading: str) -> None:
    outcome = score(tmp_path, bare("A类客户"), tsv(("姓名", heading), ("张三", "7")))
    assert ["7"] == outcome.values["张三"]


@pytest.mark.parametrize("heading", ["姓名", "销售", "业务员", "客户经理", "人员", "姓 名", "姓名："])
def test_the_name_column_is_found_by_each_of_its_synonyms(tmp_path: Path, heading: str) -> None:
    outcome = score(tmp_path, bare("拜访次数"), tsv(("拜访次数", heading), ("7", "张三")))
    assert {"张三": ["7"]} == outcome.values


@pytest.mark.parametrize("heading", ["实际完成销售额", "销售额", "销售额(万元)", "签约 额：", "签约额（元）"])
def test_an_input_is_found_by_each_synonym_that_its_scheme_gives(tmp_path: Path, heading: str) -> None:
    text = page(
        [Line("销售", "10", "实际完成销售额", "0", "达标得满分，否则不得分")],
        more="inputs:\n  实际完成销售额: {unit: 元, aliases: [销售额, 签约额]}\n",
    )
    outcome = score(tmp_path, text, tsv(("姓名", heading), ("张三", "70000元")))
    assert {"张三": ["70000"]} == outcome.values
