"""申诉单: the code on the page brings the numbers back, and whatever was changed is noticed."""

import hashlib
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.appeals import CodeError, code_of, read_code, sheet_of, verdict_view, verify
from calculators.desk import Desk
from calculators.numbers import decimal_text
from calculators.schemes import SchemeSource, compile_scheme
from calculators.what_if import Edit, edited
from tests.calculators.codes import held_in, sealed
from tests.calculators.examples import MESSY, SCHEME, SOURCE, ask, desk_with, run

VALUES = st.fixed_dictionaries(
    {name: st.none() | st.fractions(0, 10**9, max_denominator=10**6) for name in SCHEME.inputs}
)
GOOD = sheet_of(SCHEME, "张三", {name: Fraction(9, 10) for name in SCHEME.inputs} | {"实际完成销售额": Fraction(8, 10)})


def repacked(code: str, change: dict[int, object]) -> str:
    """Return a code of which somebody has rewritten parts, its checksum put right."""
    held = json.loads(held_in(code))
    for place, value in change.items():
        held[place] = value
    return sealed(json.dumps(held).encode())


@given(st.text(max_size=12), VALUES)
def test_a_code_brings_back_the_sheet_and_agrees(name: str, values: dict[str, Fraction | None]) -> None:
    sheet = sheet_of(SCHEME, name, values)
    found = read_code(code_of(sheet))
    assert found == sheet
    assert {name: value for name, value in values.items() if value is not None} == found.values
    assert verify(SCHEME, found).agrees


def test_a_code_is_of_letters_that_chats_leave_alone_and_may_be_broken_into_lines() -> None:
    code = code_of(GOOD)
    assert code.isascii()
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    broken = "代码：\n" + "\r\n ".join(code[place : place + 40] for place in range(0, len(code), 40)) + "\n请核对。"
    assert read_code(broken) == GOOD


def test_the_fingerprint_is_sha_256_of_canonical_json() -> None:
    held = {
        "scheme": SOURCE.to_json(), "name": "张三", "inputs": dict(GOOD.inputs), "points": dict(GOOD.points),
        "total": GOOD.total, "grade": GOOD.grade,
    }  # fmt: skip
    text = json.dumps(json.loads(json.dumps(held)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == GOOD.fingerprint


@given(st.data())
def test_a_code_with_one_letter_changed_or_missing_is_refused(data: st.DataObject) -> None:
    code = code_of(GOOD)
    place = data.draw(st.integers(5, len(code) - 1))
    letter = data.draw(st.sampled_from(["", "A", "b", "7"]).filter(lambda letter: letter != code[place]))
    with pytest.raises(CodeError):
        read_code(code[:place] + letter + code[place + 1 :])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({6: "99.00"}, "不一致：按单上的数和现行方案重算得"),
        ({4: dict(GOOD.inputs) | {"实际回款": "8/10"}}, "不一致：按单上的数和现行方案重算得"),
        ({0: "李四"}, "得分一致（"),
    ],
)
def test_a_rewritten_code_does_not_agree(change: dict[int, object], said: str) -> None:
    verdict = verify(SCHEME, read_code(repacked(code_of(GOOD), change)))
    assert not verdict.agrees
    assert verdict.text.startswith(said)


@pytest.mark.parametrize("bad", [{"实际回款": "1e9"}, {"实际回款": "1/0"}, {"实际回款": 5}, ["实际回款"]])
def test_numbers_that_are_none_are_refused(bad: object) -> None:
    with pytest.raises(CodeError, match="代码缺了一段"):
        read_code(repacked(code_of(GOOD), {4: bad}))


NOW = compile_scheme(edited(SOURCE, [Edit(0, "rule", "每低于 5% 扣 2 分")]))
"""The scheme after a change by which `GOOD` loses another two points."""


def test_a_sheet_is_calculated_by_the_version_that_it_names_and_compared_with_today() -> None:
    then = replace(SOURCE, title=f"{SOURCE.title}（第 1 版，自 2026-12-01 起）")
    verdict = verify(NOW, read_code(code_of(GOOD)), then)
    assert (verdict.agrees, verdict.scheme_changed) == (True, True)
    assert verdict.text.startswith(
        f"一致：按单上的数和单上那一版考核表（核对码 {SOURCE.version}）重算，总分 {GOOD.total} 分"
    )
    total = decimal_text(Fraction(GOOD.total) - 2, 2)
    assert f"方案后来改过：按现行方案（核对码 {NOW.source.version}）是 {total} 分，比单上少 2.00 分" in verdict.text


def test_a_sheet_printed_from_a_revision_agrees_with_the_scheme_of_its_day() -> None:
    titled = compile_scheme(replace(SOURCE, title=f"{SOURCE.title}（第 1 版，自 2026-12-01 起）"))
    sheet = sheet_of(titled, "张三", GOOD.values)
    assert sheet.fingerprint != GOOD.fingerprint
    assert verify(NOW, sheet, SOURCE).agrees
    assert verify(SCHEME, sheet).agrees


@pytest.mark.parametrize("then", [None, NOW.source])
def test_a_version_that_is_not_there_is_said_and_only_today_calculated(then: SchemeSource | None) -> None:
    verdict = verify(NOW, read_code(code_of(GOOD)), then)
    assert (verdict.agrees, verdict.scheme_changed) == (False, True)
    assert verdict.text.startswith(f"没有单上那一版考核表（核对码 {SOURCE.version}），不能核对单上的得分；按现行方案")
    rows = verdict_view(NOW, verdict)["rows"]
    assert [row["points_then"] for row in rows] == [None] * len(rows)
    assert Fraction(rows[0]["points"]) - Fraction(rows[0]["points_now"]) == 2


def test_a_forged_sheet_of_an_old_version_does_not_agree() -> None:
    verdict = verify(NOW, read_code(repacked(code_of(GOOD), {6: "99.00"})), SOURCE)
    assert not verdict.agrees
    assert verdict.text.startswith("不一致：按单上的数和单上那一版考核表")


def test_a_changed_grade_is_told_though_the_points_are_the_same() -> None:
    grades = tuple((name, "99.9") for name, _ in SOURCE.grades[:1])
    now = compile_scheme(replace(SOURCE, grades=grades))
    assert f"与单上同分，等级由{GOOD.grade}变为" in verify(now, GOOD, SOURCE).text


def test_a_code_of_another_scheme_is_sent_there() -> None:
    other = compile_scheme(type(SOURCE).from_json({**SOURCE.to_json(), "id": "other"}))
    with pytest.raises(CodeError, match="不是本页的方案"):
        verify(other, GOOD)


def test_the_page_holds_inputs_steps_clauses_version_fingerprint_and_code() -> None:
    desk = desk_with(MESSY)
    view = ask(desk, "appeal", index=1)
    assert view["missing"] == ["实际完成销售额（单元格有错误）"]
    assert {"name": "应回款", "shown": "90 元"} in view["inputs"]
    assert [item["clause"] for item in view["person"]["items"]] == [row.clause for row in SOURCE.rows]
    verdict = ask(Desk(), "appeal_verify", scheme=SOURCE.to_json(), code=view["code"])
    assert (verdict["agrees"], verdict["fingerprint"]) == (True, view["fingerprint"])
    assert verdict["rows"][0] == {
        "indicator": "销售完成率",
        "points": "未评",
        "points_then": "未评",
        "points_now": "未评",
    }


def test_what_is_no_code_is_refused_with_what_to_do() -> None:
    for text in ("", "张三 85 分", "SSD1.", "x" * 30_000):
        state = run(Desk().start(json.dumps({"op": "appeal_verify", "scheme": SOURCE.to_json(), "code": text})))
        assert "SSD1." in state["error"]["hint"]
