"""The desk answers the page's requests: the same functions as the command line, in steps, with errors as data."""

import io
import json

import pytest
from openpyxl import load_workbook

from calculators.desk import OPERATIONS, Desk
from calculators.tables import read_grid
from calculators.workbook_reading import read_workbook
from tests.calculators.examples import MESSY, SOURCE, ask, desk_with, run

LOG = (
    "日期\t业务员\t金额(万元)\t类别\t状态\n"
    "2026-07-01\t张三\t120\t销售\t已完成\n"
    "2026/8/3\t张三\t8\t退货\t\n"
    "2026年9月2日\t李四\t300,000元\t回款\t\n"
    "46204\t李四\t50\t销售\t已作废\n"
    "2026-13-01\t李四\t5\t销售\t\n"
    "2026-07-09\t张三\t\t投诉\t\n"
    "2026-07-09\t\t5\t销售\t\n"
    "2026-10-01\t张三\t9\t销售\t\n"
    "2026-07-03\t张三\tabc\t销售\t\n"
    "2026-07-03\t张三\t1\t咨询\t\n"
    "合计\t\t1\t\t\n"
)


def test_a_pasted_table_is_understood_scored_and_explained() -> None:
    desk = desk_with(MESSY)
    scored = ask(desk, "score")
    assert [(row["name"], row["headline"]) for row in scored["people"]] == [
        ("张三", "总分 86.50 分，良好"),
        ("李四", "已评 75 分中得 21.00 分，还有 25 分未评"),
        ("王五", "已评 45 分中得 45.00 分，还有 55 分未评"),
    ]
    person = ask(desk, "person", index=0)
    assert person["items"][0]["explain"] == (
        "实际完成销售额 ÷ 计划完成销售额 = 880,000 ÷ 1,000,000 = 88%；"
        "比标准 100% 低 12 个百分点，够 2 档（每档 5%），扣 2 × 1 = 2 分，得 23 分"
    )
    # Not the complaint, though it costs as much: what has happened cannot be undone.
    assert person["best_next"] == {
        "indicator": "开发完成率",
        "text": "实际户数再增加 1 户（到 10 户），即可多得 5 分",
    }


def test_a_table_of_few_people_comes_with_its_score_where_that_is_asked_for() -> None:
    desk = desk_with(MESSY)
    scored = ask(desk, "score")
    assert ask(desk, "edit_cell", row=1, index=0, text="张三", score_up_to=3)["score"] == scored
    assert "score" not in ask(desk, "read_text", text=MESSY, settings={}, score_up_to=2)
    assert ask(desk, "score") == scored


def test_a_table_read_again_has_its_list_of_people_without_being_asked_for_the_score() -> None:
    scored, again = desk_with(MESSY), desk_with(MESSY)
    ask(scored, "score")
    listed, anew = (ask(desk, "people", offset=0, limit=50, sort="total") for desk in (scored, again))
    assert len(listed["people"]) == 3
    assert anew == listed


def test_a_bad_cell_mended_in_place_is_scored() -> None:
    desk = desk_with(MESSY)
    view = ask(desk, "edit_cell", row=2, index=1, text="90")
    # Now that every cell can be read, the total can be checked, and it was wrong.
    assert [(error["row"], error["reason"]) for error in view["errors"]] == [
        (4, "合计与各行之和不符：各行之和是 2,980,000")
    ]
    assert ask(desk, "score")["people"][1]["total"] == "44.00"


def test_a_unit_above_the_headings_stays_when_a_cell_is_mended() -> None:
    desk = desk_with("单位：万元\n姓名\t实际完成销售额\t计划完成销售额\n张三\t88x\t100\n")
    view = ask(desk, "edit_cell", row=1, index=1, text="88")
    assert [cell["shown"] for cell in view["rows"][0]["cells"]] == ["张三", "880,000 元", "1,000,000 元"]
    assert sum("按万元读" in note for note in view["notes"]) == 1


def test_a_column_mapped_by_hand_counts_and_its_unit_can_be_set() -> None:
    desk = desk_with("姓名\t到账\t应回款\n张三\t95\t100万\n")
    view = ask(desk, "remap", settings={"columns": {"1": "实际回款"}, "units": {"1": "万元"}})
    assert view["headings"][1]["mapped_by"] == "user"
    assert view["rows"][0]["cells"][1] == {
        "text": "95", "state": "number", "shown": "950,000 元", "receipt": "“95”读作 950,000 元",
    }  # fmt: skip
    ask(desk, "score")
    assert ask(desk, "person", index=0)["items"][1]["points"] == "28.50"


def test_a_table_without_a_known_heading_can_be_mapped_by_hand() -> None:
    desk = desk_with("谁\t做到\t打算\n张三\t9\t10\n")
    view = ask(desk, "remap", settings={})
    assert view["notes"] == [
        "表头里没有找到任何一项要填的数；读到的表头是：谁、做到、打算。请在“取作”里逐列指定，或先“复制空白模板”"
    ]
    view = ask(desk, "remap", settings={"columns": {"1": "实际户数", "2": "计划户数"}})
    assert (view["notes"], view["rows"][0]["cells"][0]["text"]) == ([], "张三")
    assert ask(desk, "score")["people"][0]["headline"] == "已评 25 分中得 20.00 分，还有 75 分未评"


def test_a_log_without_a_known_heading_can_be_mapped_by_hand() -> None:
    desk = desk_with(MESSY)
    text = "哪天\t姓名\t多少\n2026-07-01\t张三\t5万\n"
    log = ask(desk, "log_read", text=text)
    assert log["summary"] == "还不能汇总：没有找到日期、金额，请在“取作”里指定"
    refused = run(desk.start(json.dumps({"op": "log_apply", "period": ""})))
    assert refused["error"]["reason"] == "流水里没有找到：日期、金额"
    log = ask(desk, "log_read", text=text, settings={"columns": {"0": "日期", "2": "金额"}})
    assert log["people"][0]["values"][0]["shown"] == "50,000 元"


def test_the_form_for_one_person_needs_no_table() -> None:
    desk = desk_with(MESSY)
    view = ask(desk, "read_form", name="", values={"实际户数": "9", "计划户数": "10"})
    assert (view["layout"], view["people_count"]) == ("form", 1)
    assert ask(desk, "score")["people"][0]["headline"] == "已评 25 分中得 20.00 分，还有 75 分未评"


def test_a_team_is_summarised_from_those_judged_in_full() -> None:
    row = "\t100万\t100万\t{}\t100\t0\t10\t10\n"
    heading = "姓名\t实际完成销售额\t计划完成销售额\t实际回款\t应回款\t有效投诉次数\t实际户数\t计划户数\n"
    text = heading + "".join(f"员工{n}" + row.format(n) for n in (100, 50, 0)) + "缺数" + row.format("")
    desk = desk_with(text)
    team = ask(desk, "score")["team"]
    assert (team["count"], team["left_out"], team["mean"], team["median"]) == (3, 1, "85.00", "85.00")
    assert team["grades"] == [{"name": "优秀", "count": 1}, {"name": "良好", "count": 1}, {"name": "合格", "count": 1}]
    assert [person["name"] for person in ask(desk, "people", offset=0, limit=2, sort="total")["people"]] == [
        "员工100",
        "员工50",
    ]


def test_a_vetoed_person_is_offered_no_points_that_would_not_count() -> None:
    person = ask(desk_with(MESSY.replace("1次", "4次")), "person", index=0)
    assert (person["headline"], person["best_next"]) == ("投诉触发一票否决，总分 0 分", None)
    assert [item["next_point"] for item in person["items"]] == [None] * 4


def test_a_wished_grade_is_turned_round() -> None:
    found = ask(desk_with(MESSY), "wish", index=0, grade="优秀")
    assert [change["text"] for change in found["single"]] == [
        "实际户数再增加 1 户（到 10 户），即可多得 5 分",
        "有效投诉次数减少 1 次（到 0 次），即可多得 5 分",
    ]
    assert found["text"] == "要到 90 分，还差 3.5 分。下面任何一项单独做到即可"


def test_an_order_log_becomes_inputs_and_every_row_is_accounted_for() -> None:
    desk = desk_with("姓名\t计划完成销售额\n张三\t200万\n赵六\t100万\n")
    log = ask(desk, "log_read", text=LOG, period="2026年第3季度")
    assert log["summary"] == "11 行流水，5 行计入，6 行未计入"
    assert [(entry["reason"][:8], entry["rows"]) for entry in log["account"]] == [
        ("状态是“已作废”", [4]),
        ("日期读不出（写成", [5]),
        ("没有姓名", [7]),
        ("金额读不出", [9]),
        ("类别“咨询”方案", [10]),
        ("合计行", [11]),
    ]
    view = ask(desk, "log_apply", period="2026年第3季度")
    assert view["notes"] == ["填入的是2026年第3季度的流水", "流水里有、原表里没有的 1 人已加在后面：李四"]
    shown = {row["cells"][0]["text"]: [cell["shown"] for cell in row["cells"][1:4]] for row in view["rows"]}
    assert shown == {
        "张三": ["1,120,000 元", "2,000,000 元", "0 元"],
        "赵六": ["", "1,000,000 元", ""],
        "李四": ["0 元", "", "300,000 元"],
    }


def test_the_quarter_with_most_rows_is_shown_first_and_the_rest_is_counted() -> None:
    log = ask(desk_with(MESSY), "log_read", text=LOG)
    assert log["period"] == "2026年第3季度"
    assert log["notes"] == ["2026年第3季度有 4 行；另有 1 行在其他考核期，没有算进下面的数"]


def test_a_log_has_the_unit_above_its_headings_and_says_what_was_skipped() -> None:
    desk = desk_with(MESSY)
    title = "三季度流水\t\t\t单位：万元\n"
    log = f"{title}日期\t业务员\t类型\t金额\n2026/7/1\t张三\t销售\t12\n2026/7/3\t张三\t退货\t5000元\n"
    view = ask(desk, "log_read", text=log)
    assert view["notes"] == ["表头上方 1 行已略过：三季度流水 单位：万元", "金额没有写单位，按表头上方写的“万元”读"]
    assert view["people"][0]["values"][0]["shown"] == "115,000 元"
    own = ask(desk, "log_read", text=log.replace("金额", "金额(千元)"))
    assert own["people"][0]["values"][0]["shown"] == "7,000 元"


def test_a_log_that_changes_typed_figures_says_how_many() -> None:
    desk = desk_with("姓名\t实际完成销售额\n张三\t1万\n")
    ask(desk, "log_read", text=LOG)
    view = ask(desk, "log_apply", period="2026年第3季度")
    assert view["notes"][0] == "填入的是2026年第3季度的流水，改了表中原有的 1 个数"


def test_a_log_says_nothing_of_kinds_that_it_never_names() -> None:
    desk = desk_with(MESSY)
    ask(desk, "log_read", text="日期\t姓名\t金额\t类别\n2026-07-01\t张三\t5万\t销售\n")
    view = ask(desk, "log_apply", period="2026年第3季度")
    complaints = next(row["cells"] for row in view["rows"] if row["cells"][0]["text"] == "张三")
    assert complaints[5]["shown"] == "1 次"


def test_results_are_copied_as_cells_and_a_pasted_formula_stays_text() -> None:
    desk = desk_with(MESSY.replace("张三", "=cmd|' /C calc'!A0"))
    ask(desk, "score")
    copied = ask(desk, "result_text", index=None)
    assert read_grid(copied["text"]).rows[1][:2] == ["'=cmd|' /C calc'!A0", "23.00"]
    assert "<td>&#x27;=cmd|&#x27;" in copied["html"]


def test_the_result_workbook_opens_and_keeps_texts_as_texts() -> None:
    desk = desk_with(MESSY.replace("张三", "=1+1"))
    job = desk.start(json.dumps({"op": "workbook", "what": "result"}))
    assert run(job)["reply"] == {"filename": "季度考核-成绩.xlsx"}
    content = job.payload()
    assert content is not None
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["成绩", "明细", "要核对"]
    cell = book["成绩"]["A3"]
    assert (cell.value, cell.data_type, book["成绩"]["F3"].value) == ("=1+1", "s", 86.5)


def test_the_template_workbook_filled_in_is_read_back() -> None:
    job = desk_with(MESSY).start(json.dumps({"op": "workbook", "what": "template"}))
    run(job)
    content = job.payload()
    assert content is not None
    book = load_workbook(io.BytesIO(content))
    book["数据"].append(["张三", 880000, 1000000, 0.1 + 0.2, None, "=1/0", 9, 10])
    book["数据"]["D2"].number_format = "0.00%"
    stream = io.BytesIO()
    book.save(stream)
    assert read_workbook(stream.getvalue()).rows[1][:6] == ["张三", "880000", "1000000", "30%", "", "=1/0"]


def test_a_dropped_csv_in_the_encoding_of_chinese_excel_is_read() -> None:
    desk = desk_with(MESSY)
    content = "姓名,实际户数,计划户数\n张三,9,10\n".encode("gb18030")
    assert ask(desk, "read_file", content, name="数据.csv")["summary"] == "1 行粘贴，1 行计算"


@pytest.mark.parametrize(
    ("request_", "payload", "reason"),
    [
        ({"op": "nonsense"}, None, "没有“nonsense”这种请求"),
        ({"op": "read_text", "text": " "}, None, "没有内容"),
        ({"op": "read_file", "name": "a.xlsx"}, b"no workbook", "这不是 .xlsx 文件"),
        ({"op": "edit_cell", "row": 99, "index": 0, "text": ""}, None, "没有第 99 行"),
        ({"op": "person", "index": 99}, None, "没有第 100 个人"),
        ({"op": "wish", "index": 0, "total": "很高"}, None, "想得的分数读不出来：“很高”"),
        ({"op": "log_apply", "period": "x"}, None, "还没有读入流水"),
    ],
)
def test_a_request_that_cannot_be_carried_out_says_why(
    request_: dict[str, object], payload: bytes | None, reason: str
) -> None:
    state = run(desk_with(MESSY).start(json.dumps(request_), payload))
    assert (state["state"], state["error"]["reason"]) == ("failed", reason)
    assert state["error"]["hint"]


def test_without_a_scheme_every_request_says_so() -> None:
    state = run(Desk().start(json.dumps({"op": "template"})))
    assert state["error"]["reason"] == "还没有打开考核方案"


def test_long_work_is_done_in_steps_and_a_cancelled_request_changes_nothing() -> None:
    desk = desk_with(MESSY)
    many = "姓名\t实际户数\t计划户数\n" + "员工\t9\t10\n" * 3000
    job = desk.start(json.dumps({"op": "read_text", "text": many}))
    assert json.loads(job.step()) == {"state": "working", "label": "读取表格", "done": 0, "of": 3000}
    assert json.loads(job.step())["done"] == 1000
    job.close()
    assert ask(desk, "score")["people_count"] == 3


def test_the_set_of_requests_is_closed() -> None:
    assert sorted(OPERATIONS) == [
        "appeal", "edit_cell", "log_apply", "log_read", "open_scheme", "people", "person", "read_file", "read_form",
        "read_text", "remap", "result_text", "rows", "sample", "score", "template", "wish", "workbook",
    ]  # fmt: skip


def test_the_published_json_of_a_scheme_compiles_to_the_same_version() -> None:
    published = json.loads(json.dumps(SOURCE.to_json()))
    assert type(SOURCE).from_json(published).version == SOURCE.version
