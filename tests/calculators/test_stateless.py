"""Requests that carry everything: tables as understood come back with the result, or with why there is none."""

import json
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from calculators.desk import Desk

WEIGHTS = "姓名\t权重\n张三\t5\n李四\t4\n王五\t#REF!\n"


def finish(op: str, payload: bytes | None = None, **fields: Any) -> tuple[dict[str, Any], bytes | None]:
    job = Desk().start(json.dumps({"op": op, **fields}), payload)
    while True:
        outcome = json.loads(job.step())
        if outcome["state"] != "working":
            return outcome, job.payload()


def ask(op: str, text: str, settings: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    tables = {"weights": {"text": text, "settings": settings or {}}}
    outcome, _ = finish(op, tables=tables, **fields)
    return outcome["reply"]


def test_a_table_comes_back_as_understood_and_nothing_is_divided_past_a_bad_row() -> None:
    reply = ask("plan_split", WEIGHTS, options={"total": "9台"})
    assert reply["result"] is None
    assert reply["fault"]["reason"].startswith("第 3 行有错误，现在不能分")
    assert reply["tables"]["weights"]["summary"] == "3 行粘贴，3 行计算，1 行有错误单元格，不参加计算"
    assert reply["tables"]["weights"]["errors"][0] | {"hint": ""} == {
        "row": 3,
        "column": "权重",
        "index": 1,
        "read": "#REF!",
        "reason": "Excel 错误值 #REF!（引用的单元格已不在）",
        "hint": "",
    }


def test_cells_and_columns_set_by_hand_travel_with_the_text() -> None:
    settings = {"columns": {"1": "权重"}, "units": {}, "cells": {"3:1": "1"}}
    reply = ask("plan_split", WEIGHTS, settings, options={"total": "10"})
    assert [(node["path"], node["shown"]) for node in reply["result"]["nodes"]] == [
        (["张三"], "5"),
        (["李四"], "4"),
        (["王五"], "1"),
    ]
    assert reply["copy"]["text"].splitlines()[1].startswith("张三\t5\t0.5\t5\t10 × 5 ÷ 10 = 5")
    assert reply["tables"]["weights"]["headings"][1]["mapped_by"] == "user"


def test_without_a_total_the_fault_says_so_and_the_table_is_still_shown() -> None:
    reply = ask("plan_split", WEIGHTS, options={"total": ""})
    assert reply["result"] is None
    assert reply["fault"] == {"reason": "总数：没有填总数", "hint": "写成 240、240台 或 4900万元"}
    assert reply["tables"]["weights"]["row_count"] == 3
    assert ask("plan_split", " ", options={})["fault"]["reason"] == "还没有权重表"


def test_later_rows_are_shown_when_they_are_asked_for() -> None:
    text = "姓名\t权重\n" + "".join(f"第{number}人\t1\n" for number in range(1, 121))
    reply = ask("plan_split", text, options={"total": "120"}, windows={"weights": 100})
    assert [row["row"] for row in reply["tables"]["weights"]["rows"]] == list(range(101, 121))


def test_the_result_is_written_as_a_workbook_with_numbers() -> None:
    tables = {"weights": {"text": "姓名\t权重\n张三\t5\n李四\t4\n", "settings": {}}}
    outcome, payload = finish("plan_split_workbook", tables=tables, options={"total": "90万元"})
    assert outcome["reply"] == {"filename": "目标分解.xlsx"}
    sheet = load_workbook(BytesIO(payload or b""))["目标分解"]
    assert [cell.value for cell in sheet[2]][:4] == ["张三", 50, 0.555556, 5]
    assert [cell.value for cell in sheet[4]][:2] == ["合计", 90]
    refused, _ = finish("plan_split_workbook", tables=tables, options={"total": "x"})
    assert refused["error"]["reason"] == "总数：“x”不是数"


def test_a_file_becomes_text_and_headings_a_template() -> None:
    outcome, _ = finish("table_file", '姓名,权重\n张三,"1,000"\n'.encode("gb18030"), name="表.csv")
    assert outcome["reply"] == {"text": "姓名\t权重\n张三\t1,000\n"}
    outcome, payload = finish("table_workbook", title="权重/表", headings=["姓名", "=1+1"])
    assert outcome["reply"] == {"filename": "权重/表-空白模板.xlsx"}
    assert [cell.value for cell in load_workbook(BytesIO(payload or b"")).worksheets[0][1]] == ["姓名", "=1+1"]
