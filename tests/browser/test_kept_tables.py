"""Planning pages with tables as people keep them: a title with the unit, merged cells, blank lines, totals."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.calculator_page import START
from tests.browser.plan_page import PlanPage

pytestmark = pytest.mark.browser

MONTHS_KEPT = ["2026/1/1", "2026-02-01", "2026年3月", "４月", *(f"{month}月" for month in range(5, 13))]
AS_KEPT = {
    "targets": (
        "权重表",
        (
            "2027年一季度目标\t\t\t\t\t单位：万元\n\n部门\t姓名\t权重\t下限\t上限\t上年实绩\n大客户一部\t张三\t５\t\t1,500\t1,400\n"
            "\t李四\t2\t500\t\t560\n\t小计\t7\t\t\t1,960\n\n大客户二部\t王五\t2\t\t600\t５９０\n\t赵六\t5\t\t\t1,450.5\n"
            "\t小计\t7\t\t\t2,040.5\n合计\t\t14\t\t\t4,000.5\n"
        ),
        {"总数": "4900万"},
        ["7 行粘贴，4 行计算，3 行合计已核对", "没有另写单位的“下限”“上限”“上年实绩”按万元读"],
        ["4,900 万元 分给 4 项", "按权重应得 800 万元，上限是 600 万元，取上限", "合计比上年：上年 4,000.5 万元"],
    ),
    "months": (
        "各月历史",
        "近三年销量\t\t\t单位：台\n月份\t2024年\t2025年\t2026年\n"
        + "".join(f"{month}\t{100 + at}\t1,{100 + at}\t{200 + 3 * at}\n" for at, month in enumerate(MONTHS_KEPT))
        + "合计\t1266\t13266\t2598\n",
        {"年度": "2027", "全年总数": "1.2亿"},
        ["13 行粘贴，12 行计算，1 行合计已核对", "表头上方 1 行已略过：近三年销量 单位：台"],
        ["12,000 万元 分给 12 项，最小单位 0.01 万元", "各项按万元写，用亿元写不全", "2,890.92"],
    ),
    "matrix": (
        "矩阵",
        (
            "2027年 月份×人员\t\t\t\t（单位：万元）\n\n月份\t张三\t李四\t王五\t合计\n1月\t5\t４\t3\t18\n"
            "2月\t5\t4\t4\t13\n3月\t5\t4\t\t20\n合计\t22\t18\t11\t51\n"
        ),
        {},
        ["没有另写单位的“合计”按万元读"],
        ["合计 51 万元，3 行 3 列，最小单位 0.01 万元；每行每列的合计都正好"],
    ),
    "rolling": (
        "滚动计划表",
        (
            "2027年滚动\t\t\t单位：万元\n月份\t计划\t实际\t期别\n1月\t1,000\t９８０\t已过\n2月\t1,000\t1,050\t已过\n3月\t1,000\t\tX期\n"
            "4月\t1,200\t\tY期\n5月\t800\t-\tY期\n合计\t5,000\t2,030\t\n"
        ),
        {"每月最多承担": "1,150"},
        ["6 行粘贴，5 行计算，1 行合计已核对", "没有另写单位的“计划”“实际”按万元读"],
        ["1,970 万元 × 1,200 ÷ 2,000 = 1,182 万元", "4月要完成 1,182 万元，超过承担上限 1,150 万元"],
    ),
}
"""By page: the box, a table with a title, blank lines, merged cells and totals; fields; what is read; the result."""


@pytest.mark.parametrize("name", AS_KEPT)
def test_a_table_with_a_title_its_unit_and_totals_is_read_as_it_is_kept(page: Page, name: str) -> None:
    label, text, fields, read, found = AS_KEPT[name]
    calculator = PlanPage.open(page, name)
    calculator.paste(label, text)
    for field, value in fields.items():
        calculator.fill(field, value)
    for said in found:
        expect(calculator.result).to_contain_text(said, timeout=START)
    for said in read:
        expect(page.locator(".calc-check")).to_contain_text(said)
