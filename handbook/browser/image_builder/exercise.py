"""Do in an interpreter what pages ask of it, and much that they might.

What it calls on the way stays in the interpreter that pages load first, everything else is left out there (trim.mjs).
Here: every operation of the calculators, over tables as people keep them. roads.py: Python itself.
"""

import importlib
import itertools
import json
from collections.abc import Iterator
from typing import Any

RULES = (
    ("销售完成率", "25", "实际额 ÷ 计划额", "100%", "每低于 5% 扣 1 分"),
    ("回款率", "15", "实际回款额 ÷ 应回款额", "100%", "按比例得分；封顶 100%；低于 60% 不得分"),
    ("开发率", "10", "新增户数 ÷ 期初户数", "-", "≥10% 得 10 分；≥8% 得 8 分；≥5% 得 5 分；其余得 0 分"),
    ("流失率", "10", "流失户数 ÷ 期初户数", "5%", "每高于 5% 扣 3 分；高于 20% 不得分"),
    (
        "建档率",
        "10",
        "(建档户数 + 补建户数 - 重复户数) ÷ 期初户数",
        "100%",
        "每低于 5% 扣 1 分；不足一档按一档；最低得 2 分",
    ),
    ("反馈率", "10", "按时次数 ÷ 应反馈次数", "95%", "达标得满分，否则不得分"),
    ("投诉", "10", "投诉次数", "-", "每发生 1 次扣 4 分；可倒扣"),
    ("费用", "8", "实际费用 ÷ 费用预算", "100%", "每高于 5% 扣 1 分"),
    ("违规", "2", "违规次数", "-", "每发生 1 次扣 2 分；每发生 1 次一票否决"),
)
MONEY = ("实际额", "计划额", "实际回款额", "应回款额", "实际费用", "费用预算")
COUNTS = (
    "新增户数",
    "期初户数",
    "流失户数",
    "建档户数",
    "补建户数",
    "重复户数",
    "按时次数",
    "应反馈次数",
    "投诉次数",
    "违规次数",
)
SCHEME: dict[str, Any] = {
    "id": "exercise",
    "title": "练习",
    "period": "季度",
    "effective": "2026-01-01",
    "total": "100",
    "grades": [["优秀", "90"], ["良好", "80"], ["合格", "60"], ["不合格", "0"]],
    "inputs": {
        **{name: {"unit": "元", "aliases": [f"{name}度"], "note": "", "log": ""} for name in MONEY},
        **{name: {"unit": "次", "aliases": [], "note": "", "log": ""} for name in COUNTS},
    },
    "rows": [
        {
            "indicator": name,
            "weight": weight,
            "expression": expression,
            "standard": standard,
            "rule": rule,
            "clause": f"PR-{101 + place}",
        }
        for place, (name, weight, expression, standard, rule) in enumerate(RULES)
    ],
}
SCHEME["inputs"]["实际额"]["log"] = "销售 - 退货"
SCHEME["inputs"]["实际回款额"]["log"] = "回款"
SCHEME["inputs"]["投诉次数"]["log"] = "投诉"
EASIER = SCHEME | {"rows": [row | {"rule": row["rule"].replace("扣 1 分", "扣 0.5 分")} for row in SCHEME["rows"]]}

AMOUNTS = (
    "１,056万",
    "1200.5",
    "￥ 98 000",
    "(35)",
    "-3.5",
    "1.2亿",
    "",
    "#DIV/0!",
    "9,00",
    "1e6",
    "三百",
    "85%",
    "—",
    "abc",
)
NAMES = ("张三", "李 四", "欧阳　娜娜", "Ann", "赵六\u200b", "孙七（离职）", "=cmd", "")
PLAIN: dict[str, Any] = {"columns": {}, "units": {}}
TABLE_SETTINGS: dict[str, Any] = {"columns": {}, "units": {}, "cells": {}}


def exercise(*, frames: bool) -> None:
    """Do all of it; `frames` where numpy and pandas are there."""
    for request in itertools.chain(_scores(), _plans(), _leads(), _team(), _logs() if frames else ()):
        _ask(*request)
    _ask_files(frames=frames)
    importlib.import_module("handbook_roads").walk()


def _ask(request: dict[str, Any], payload: bytes | None = None, *, refused: bool | None = False) -> Any:
    """Carry out one request to its end, and see to it that it is answered as it should be (None: either way)."""
    # One that the worker has: what it holds afterwards is handed over to the next image.
    desk = importlib.import_module("handbook_bridge")._desks["exercise"]
    job = desk.start(json.dumps(request, ensure_ascii=False), payload)
    outcome = json.loads(job.step())
    while outcome["state"] == "working":
        outcome = json.loads(job.step())
    if refused is not None and (outcome["state"] == "failed") != refused:
        raise RuntimeError(f"{str(request)[:300]} → {str(outcome)[:300]}")
    made = job.payload()
    job.close()
    return made if made is not None else outcome


type Asked = Iterator[tuple[dict[str, Any]]]


def _people(rows: int, *, messy: bool = True) -> str:
    """Write a table of people; every so many cells are as people write them."""
    lines = [
        "\t".join(["季度考核"] + [""] * 18),
        "\t".join(["姓名", "团队", "区域", *(f"{name}(万元)" for name in MONEY), *COUNTS]),
    ]
    for row in range(rows):
        cells = [str((row * 7 + place * 13) % 97 + 20) for place in range(len(MONEY) + len(COUNTS))]
        if messy:
            cells[row % len(cells)] = AMOUNTS[row % len(AMOUNTS)]
        lines.append(
            "\t".join(
                [
                    f"{NAMES[row % len(NAMES)] if messy else '员工'}{row // 8 or ''}",
                    "一组" if row % 2 else "",
                    "华东",
                    *cells,
                ]
            )
        )
    lines.append("\t".join(["合计", "", "", *["1"] * (len(MONEY) + len(COUNTS))]))
    return "\n".join(lines)


def _scores() -> Asked:
    """What the page of a scheme asks."""
    turned = "\n".join(
        "\t".join(line)
        for line in zip(*(line.split("\t") for line in _people(3, messy=False).split("\n")), strict=True)
    )
    long = "姓名\t指标\t数值\n" + "\n".join(
        f"{name}\t{column}\t{7 + row}" for row, name in enumerate(("张三", "李四")) for column in SCHEME["inputs"]
    )
    texts = (
        _people(30),
        _people(300),
        turned,
        long,
        _people(4).replace("\t", ","),
        _people(4).replace("\t", " | "),
        _people(3).replace("\t", ";"),
        '姓名,"实际额\n(元)"\n"张,三","1,234"\n',
        "姓名  实际额\n张三   12\n",
        "乱写一通",
        "12\n13\n",
    )
    yield ({"op": "open_scheme", "scheme": SCHEME | {"sample": _people(3, messy=False)}},)
    for op in ("template", "sample"):
        yield ({"op": op},)
    for text in texts:
        yield ({"op": "read_text", "text": text, "settings": PLAIN},)
    yield ({"op": "read_form", "name": "本人", "values": {"实际额": "12万", "计划额": "10万", "投诉次数": "x"}},)
    yield ({"op": "score"},)
    yield ({"op": "read_text", "text": _people(300), "settings": PLAIN},)
    yield ({"op": "rows", "offset": 100, "limit": 50},)
    yield ({"op": "edit_cell", "row": 2, "index": 3, "text": "88"},)
    yield ({"op": "remap", "settings": {"columns": {"4": ""}, "units": {"3": "元"}}},)
    yield ({"op": "remap", "settings": PLAIN},)
    yield ({"op": "score"},)
    for sort in ("row", "total"):
        yield ({"op": "people", "offset": 0, "limit": 50, "sort": sort},)
    for index in range(12):
        yield ({"op": "person", "index": index},)
        yield ({"op": "wish", "index": index, "total": "95"},)
        yield ({"op": "wish", "index": index, "grade": "良好"},)
    for index in (None, 0):
        yield ({"op": "result_text", "index": index},)


def _pasted(text: str) -> dict[str, Any]:
    return {"text": text, "settings": TABLE_SETTINGS}


def _request(op: str, options: dict[str, str], adjust: dict[str, Any], **tables: str) -> tuple[dict[str, Any]]:
    pasted = {name: _pasted(text) for name, text in tables.items()}
    return ({"op": op, "tables": pasted, "options": options, "adjust": adjust, "windows": {}},)


def _plans() -> Asked:
    """What the calculators of targets ask."""
    weights = "团队\t姓名\t权重\t下限\t上限\t锁定\t上年实绩\t承担能力\n" + "".join(
        f"{'华东组' if row < 6 else '华南组'}\t员工{row}\t{row % 5 + 1}\t{'5' if row == 2 else ''}\t"
        f"{'90' if row == 3 else ''}\t{'40' if row == 4 else ''}\t{50 + row}\t{80 + row}\n"
        for row in range(12)
    )
    factors = {"policy": "降价", "demand": "5%", "peers": "60", "recent": "55"}
    for total, unit in (("1000万元", "0.01万元"), ("997", ""), ("120台", "1"), ("", ""), ("12.345", "0.001")):
        yield _request("plan_split", {"total": total, "unit": unit, **factors}, {}, weights=weights)
    yield _request("plan_split", {"total": "997"}, {"fixed": {"3": {"typed": "100"}}}, weights=weights)
    yield _request("plan_confirm", {"total": "997", "period": "2027年1月"}, {}, weights=weights)
    history = "月份\t2024年\t2025年\t2026年\n" + "".join(
        f"{m}月\t{80 + m * 7 % 40}\t{90 + m * 5 % 40}\t{100 + m}\n" for m in range(1, 13)
    )
    for basis in ("history", "workdays", "curve"):
        options = {
            "year": "2026",
            "total": "1200万",
            "basis": basis,
            "curve": "1 2 3 4 5 6 7 8 9 10 11 12",
            "weeks": "1",
        }
        yield _request("plan_season", options, {}, history=history)
    matrix = "\t甲\t乙\t丙\t合计\n" + "".join(
        f"{name}\t{a}\t{b}\t{c}\t{a + b + c}\n" for name, a, b, c in (("张三", 5, 3, 2), ("李四", 4, 0, 6))
    )
    yield _request("plan_matrix", {}, {}, matrix=matrix + "合计\t9\t3\t8\t20\n")
    months = "月份\t计划\t实际\n" + "".join(f"{m}月\t{90 + m}\t{88 + m * 2 if m < 7 else ''}\n" for m in range(1, 13))
    uneven = "月份\t计划(万元)\t实际\n3月\t10.1\t\n2月\t9.00125\t\n1月\t30.00001\t12.125\n"
    for shape in ("even", "plan"):
        yield _request("plan_roll", {"shape": shape, "capacity": "150"}, {}, months=months)
        yield _request("plan_roll", {"shape": shape}, {}, months=uneven)
    merged = (
        "部门\t团队\t姓名\t车型\t权重\t承担能力\n一部\tA组\t张三\t甲型\t1\t90\n\t\t张三\t乙型\t2\t90\n"
        "二部\t\t李四\t甲型\t3\t\n小计\t\t\t\t3\t\n"
    )
    for op in ("plan_split", "plan_confirm"):
        yield _request(op, {"total": "997"}, {}, weights=merged)


STOCK = "级别\t数量\nH\t12\nA\t30\nB\t45\nC\t60\n"
TRANSITIONS = "月份\t月初级别\t月末级别\t数量\n" + "".join(
    f"2027年{month}月\t{before}\t{after}\t{count + month}\n"
    for month in (5, 6)
    for before, after, count in (
        ("H", "成交", 9),
        ("H", "战败", 3),
        ("H", "H", 5),
        ("A", "H", 8),
        ("A", "A", 18),
        ("A", "战败", 2),
        ("B", "A", 8),
        ("B", "B", 29),
        ("C", "B", 9),
        ("C", "C", 42),
    )
)


def _leads() -> Asked:
    """What the calculators of leads ask, but for the log."""
    headings = "车型\t订单目标\t存量预计订单\t历史成交数\t历史集客数\tH/A存量\t当月H/A成交率\tB/C存量\tB/C转化率\n"
    plans = f"{headings}甲\t12\t0\t24\t160\t18\t40%\t40\t20%\n乙\t5\t0\t6\t75\t9\t30%\t22\tx\n"
    weeks = "车型\t月集客目标\t累计实际集客\t已过周数\t当月周数\n甲\t80\t33\t2\t4\n乙\t63\t34\t2\t4\n"
    yield _request("lead_targets", {"stock": "rate"}, {}, plans=plans, weeks=weeks)
    new = "第几个月\t级别\t数量\n1\tA\t5\n2\tB\t9\n"
    for target in ("26", ""):
        options = {"months": "3", "target": target}
        yield _request("lead_projection", options, {}, stock=STOCK, transitions=TRANSITIONS, new=new)


def _team() -> Asked:
    """What 如果规则变了 asks."""
    tables = {"table": _pasted(_people(12))}
    base = {"op": "team_what_if", "scheme": SCHEME, "tables": tables, "options": {}, "adjust": {}, "windows": {}}
    yield (base | {"other": EASIER},)
    yield (base | {"edits": [{"row": 0, "field": "rule", "text": "每低于 5% 扣 2 分"}]},)
    yield (base | {"edits": [{"row": 0, "field": "rule", "text": "随便"}]},)


def _logs() -> Asked:
    """What the pages ask that count with pandas: small tables and large ones."""
    kinds = ("销售", "退货", "回款", "投诉", "其他")
    for rows in (12, 4000):
        log = "日期\t姓名\t金额\t类别\n" + "".join(
            f"2026{'-/.'[row % 3]}{row % 12 + 1}{'-/.'[row % 3]}{row % 28 + 1}\t{NAMES[row % 7]}{row % (rows // 9)}\t"
            f"{'x' if row % 50 == 7 else f'{row % 90}.5万'}\t{kinds[row % 5]}\n"
            for row in range(rows)
        )
        yield ({"op": "open_scheme", "scheme": SCHEME},)
        yield ({"op": "log_read", "text": log, "settings": PLAIN, "period": None},)
        yield ({"op": "log_apply", "period": "2026 年第 1 季度"},)
        yield ({"op": "score"},)
        visits = "走访日期\t客户名称\t车型\t走访前级别\t级别\n" + "".join(
            f"2027-{row % 3 + 1:02d}-{row % 28 + 1:02d}\t客户{row % (rows // 5)}\t{'甲乙'[row % 2]}\t"
            f"{'CBAH'[row % 4]}\t{'HABCOD败'[row % 7]}\n"
            for row in range(rows)
        ).replace("败\n", "战败\n")
        yield _request("lead_log", {"until": "2027-03-31"}, {}, log=visits)
    for people in (6, 300):
        tables = {"table": _pasted(_people(people)), "earlier": _pasted(_people(people, messy=False))}
        for adjust in ({}, {"by": ["团队"], "rows": "团队", "columns": "区域"}):
            yield (
                {
                    "op": "team_analyse",
                    "scheme": SCHEME,
                    "tables": tables,
                    "options": {},
                    "adjust": adjust,
                    "windows": {},
                },
            )


def _ask_files(*, frames: bool) -> None:
    """Write workbooks and read them back."""
    _ask({"op": "open_scheme", "scheme": SCHEME})
    _ask({"op": "read_text", "text": _people(8), "settings": PLAIN})
    _ask({"op": "score"})
    for what in ("template", "result"):
        made = _ask({"op": "workbook", "what": what})
        _ask({"op": "read_file", "name": "表.xlsx", "settings": PLAIN}, made)
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        _ask({"op": "table_file", "name": "表.csv"}, _people(3).replace("\t", ",").encode(encoding))
    _ask({"op": "table_workbook", "title": "空表", "headings": ["姓名", "金额(元)"]})
    for request in itertools.chain(_plans(), _leads(), _team(), itertools.islice(_logs(), 4, 5) if frames else ()):
        _ask(request[0] | {"op": request[0]["op"] + "_workbook"}, refused=None)
    _ask({"op": "read_file", "name": "坏.xlsx", "settings": PLAIN}, b"PK\3\4 broken", refused=True)
    _ask({"op": "unknown"}, refused=True)
