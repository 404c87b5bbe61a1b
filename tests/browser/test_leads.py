"""A sales manager sets lead targets, looks ahead and takes stock from a log, with tables as people keep them."""

import io
import json
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from calculators.desk import Desk
from tests.browser.calculator_page import START
from tests.browser.charts import Drawn, chart, written
from tests.conftest import NewPage

pytestmark = pytest.mark.browser

PLANS = (
    "2027年7月集客规划\t\t\t\t\t\t\t\t\n"
    "车型\t订单目标(台)\t存量预计订单\t历史成交数\t历史集客数\tH/A存量\t当月H/A成交率\tB/C存量\tB/C转化率\n"
    "甲型\t１２台\t0\t24\t160\t18\t40%\t40个\t20%\n"
    "乙型\t5\t0\t0\t30\t9\t30%\t22\t15%\n"
    "丙型\t#REF!\t1\t2\t18\t4\t25%\t12\t10%\n"
    "合计\t\t1\t26\t208\t31\t\t74\t\n"
)
WEEKS = "车型,月集客目标,累计实际集客,已过周数,当月周数\n甲型,80,33,2,4\n"
STOCK = "月份\t车型\tH/A存量\tB/C存量\tD级存量\t盘点日期\t责任人\n2027年7月\t甲型\t18\t40\t25\t2027-06-28\t王敏\n"
MOVES = (
    "| 月份 | 月初级别 | 月末级别 | 客户数 |\n| --- | --- | --- | ---: |\n| 5月 | H/A | 成交 | 8 |\n"
    "| | H/A | H/A | 10 |\n| | H/A | 战败 | 2 |\n| | B/C | H/A | 9 |\n| | B/C | B/C | 31 |\n"
)
LOG = (
    "走访日期\t客户名称\t车型\t走访前级别\t级别\t跟进结果\n2027-01-05\t东方物流\t甲型\tC\tC\t首次\n"
    "2027/2/3\t东方物流\t甲型\tC\tB 级\t试驾\n2027年3月10日\t东方物流\t甲型\tB\tH\t\n"
    "2027-02-09\t海河租赁\t甲型\tA\tA\t\n2027-03-02\t海河租赁\t甲型\tA\tO\t已下单\n昨天\t城投公司\t乙型\tB\tB\t\n2027-01-06\t远景科技\t乙型\tA\tＨ\t\n"
    "2027-02-20\t远景科技\t乙型\tH\tH\t\n2027-03-30\t远景科技\t乙型\tH\t战败\t\n"
)


def open_page(page: Page, slug: str) -> Locator:
    page.goto(f"calculators/{slug}/")
    calculator = page.locator(".calc")
    expect(calculator).to_be_visible()
    return calculator


def paste(page: Page, box: str, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_role("textbox", name=box, exact=True).focus()
    page.keyboard.press("Control+v")


def cpython(op: str, tables: dict[str, str], **options: str) -> dict[str, Any]:
    """Return what the same request gives on this side."""
    settings = {"columns": {}, "units": {}, "cells": {}}
    pasted = {name: {"text": text, "settings": settings} for name, text in tables.items()}
    job = Desk().start(json.dumps({"op": op, "tables": pasted, "options": options}))
    answer = json.loads(job.step())
    while answer["state"] == "working":
        answer = json.loads(job.step())
    result: dict[str, Any] = answer["reply"]["result"]
    return result


def row(page: Page, table: str, name: str) -> Locator:
    return page.get_by_role("region", name=table, exact=True).get_by_role("row").filter(has_text=name)


def test_a_manager_gets_lead_targets_with_their_formulas_and_every_fault(page: Page) -> None:
    calculator = open_page(page, "leads")
    paste(page, "月度集客规划表（可不填）", PLANS)
    expect(row(page, "集客目标表", "甲型")).to_have_text(re.compile("甲型801284"), timeout=START)
    expect(row(page, "集客目标表", "乙型")).to_contain_text("未算出")
    expect(calculator).to_contain_text("4 行粘贴，3 行计算，1 行合计已核对")
    expect(calculator).to_contain_text("历史成交率是 0，订单目标大于 0，集客再多也推不出目标")
    expect(calculator).to_contain_text("（12 − 0）÷（24 ÷ 160 = 15%）= 80 个")
    expect(page.get_by_role("button", name="第 3 行 · 订单目标").locator("..")).to_contain_text("#REF!")

    page.get_by_role("button", name="第 3 行 · 订单目标").click()
    editor = page.get_by_role("textbox", name="第 3 行 订单目标")
    editor.fill("3")
    editor.press("Enter")
    expect(row(page, "集客目标表", "丙型")).to_contain_text("18")
    page.get_by_label("存量预计订单").first.select_option(label="按 H/A存量 × 当月H/A成交率")
    expect(row(page, "集客目标表", "甲型")).to_contain_text("32")

    paste(page, "集客进度周盘点表（可不填）", WEEKS)
    expect(row(page, "周进度表", "甲型")).to_contain_text("落后 7")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载结果 .xlsx").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.sheetnames == ["集客目标", "周进度"]
    assert [cell.value for cell in book["集客目标"][2]][:2] == ["甲型", 12]
    page.get_by_role("region", name="集客目标", exact=True).get_by_role("link", name="QC-403").first.click()
    expect(page.locator("#QC-403")).to_be_in_viewport()


def test_a_projection_is_the_same_in_the_browser_as_on_the_command_line(page: Page) -> None:
    calculator = open_page(page, "projection")
    paste(page, "月初存量", STOCK)
    paste(page, "历史转化", MOVES)
    page.get_by_label("几个月合计的订单目标").fill("20")
    here = cpython("lead_projection", {"stock": STOCK, "transitions": MOVES}, months="3", target="20")
    chance = calculator.get_by_role("region", name="达到目标的可能")
    expect(chance).to_contain_text(f"合计成交至少 20 的可能：{here['target']['chance']}", timeout=START)
    for outlook in (*here["months"], here["total"]):
        low, high = outlook["interval80"]
        line = row(page, "各月成交表", outlook["label"])
        expect(line).to_contain_text(outlook["expected"])
        expect(line).to_contain_text(f"{low} 到 {high}（{outlook['held80']}）")
    fan = Drawn.of(chart(calculator, "累计成交"))
    spans = [tuple(map(float, outlook["interval95"])) for outlook in here["running"]]
    assert fan.dots == [pytest.approx(float(outlook["expected"]), abs=0.15) for outlook in here["running"]]
    assert fan.spans == [*spans, (20, 20), (0, 0)]
    inner = [[int(bound) for bound in outlook["interval80"]] for outlook in here["running"]]
    assert {*fan.areas[1]} == {float(bound) for pair in inner for bound in pair}
    funnel = chart(calculator, "客户漏斗")
    stages = [(level["count"], f"成交可能 {level['reach']}") for level in here["levels"]]
    stages.append((here["total"]["expected"], "预计"))
    expect(written(funnel)).to_have_text([f"{count}（{note}）" for count, note in stages])
    counts = [float(count) for count, _ in stages]
    assert Drawn.of(funnel).widths == [round(count / max(counts), 2) for count in counts]
    expect(calculator).to_contain_text("级别 H/A 的历史只有 20 个客户·月")
    expect(calculator).to_contain_text("D 的 25 个客户已有结果，不参加推算")

    page.get_by_label("再多集的客户进入").select_option(label="H/A 级")
    expect(chance).to_contain_text("按进入 H/A 级计")


def test_a_log_becomes_stock_and_transitions_that_the_projection_takes(page: Page) -> None:
    calculator = open_page(page, "lead-log")
    paste(page, "线索流水", LOG)
    page.get_by_label("盘点日期").fill("2027-03-31")
    expect(calculator).to_contain_text("盘点日期 2027-03-31：8 行计入；1 行有错误单元格，没有计入", timeout=START)
    late = row(page, "超过时限的客户表", "东方物流")
    expect(late).to_contain_text("21 天")
    expect(late).to_contain_text("14")
    page.get_by_label("在同一级别最多几天").fill("H 30")
    expect(late.get_by_role("cell").nth(2)).to_have_text("30")

    page.get_by_role("button", name="复制历史转化").click()
    expect(calculator.locator(".kpi-message")).to_contain_text("历史转化已复制")
    moves = page.evaluate("navigator.clipboard.readText()")
    assert moves.splitlines()[0].split("\t") == ["月份", "车型", "月初级别", "月末级别", "数量"]
    open_page(page, "projection")
    paste(page, "历史转化", moves)
    paste(page, "月初存量", "级别\t数量\nH\t5\nA\t9\n")
    expect(page.get_by_role("region", name="各月成交表")).to_be_visible(timeout=START)


@pytest.mark.parametrize("slug", ["leads", "projection", "lead-log"])
def test_the_pages_fit_a_phone_and_need_no_mouse(new_page: NewPage, slug: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    calculator = open_page(page, slug)
    example = calculator.get_by_role("button", name="填入示例")
    example.focus()
    page.keyboard.press("Enter")
    result = calculator.locator("[data-paper=result]")
    expect(result.get_by_role("table").first).to_be_visible(timeout=START)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    scroller = result.get_by_role("region").filter(has=page.get_by_role("table")).first
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('[data-paper=result]'))"):
            break
    assert page.evaluate("Boolean(document.activeElement.closest('[data-paper=result]'))")
    expect(scroller).to_be_visible()
