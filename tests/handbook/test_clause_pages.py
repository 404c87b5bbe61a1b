"""Pages at addresses that never die: what they say, what chats read on them, and that no address is ever lost."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import markdown
import pytest

from handbook.compiler import compile_files, read_files
from handbook.pages.clause_pages import ClauseSite, Site
from handbook.pages.clause_text import html, part_anchors, part_label, plain
from handbook.revisions.differences import as_html, as_text, differences
from tests.handbook.drawing import article
from tests.handbook.test_ledger import BODY, DRAFT, FIRST, RULES, Files, published, rewritten

SOURCE = Path(__file__).parents[2] / "handbook_src"
SITE = Site("试验手册", "https://handbook.example/sub/", ("assets/css/site.css",), "assets/js")
REPEAL = ("### KH-103 解释\n", "### KH-103 解释\n\n废止：2027-03-01，由[[KH-101]]取代。\n")


def pages(files: Files) -> dict[str, str]:
    handbook = compile_files(dict(files))
    assert handbook.faults == ()
    return dict(ClauseSite.of(handbook, SITE).files())


def second() -> Files:
    return published(rewritten(FIRST, "15 天", "20 天"), "2027-01-01", "出差天数改为 20 天")


def meta(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in found}


def linked_data(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert match
    return json.loads(match[1])


def test_a_clause_has_a_page_for_itself_and_one_for_each_day_on_which_a_revision_began() -> None:
    files = pages(second())
    assert {path for path in files if path.startswith("c/KH-102/")} == {
        "c/KH-102/index.html",
        "c/KH-102/2026-12-01/index.html",
        "c/KH-102/2027-01-01/index.html",
    }
    assert "不少于 20 天" in files["c/KH-102/index.html"]
    assert "不少于 15 天" in files["c/KH-102/2026-12-01/index.html"]


def test_the_page_says_where_the_clause_stands_and_since_when_without_a_script() -> None:
    page = pages(second())["c/KH-102/index.html"]
    assert "出差办法</a> › 第一章 总则 › 第二条" in page
    assert "第 2 版，自 2027-01-01 起适用；此前适用<a" in page
    assert 'href="../../rules/travel/#KH-102"' in page
    assert "出差天数改为 20 天" in page
    assert "<del>15</del><ins>20</ins>" in page


def test_chats_find_title_text_and_whole_address() -> None:
    # 钉钉 documents that its link cards are made from Open Graph, and guesses where a page has none. For 企业微信 and
    # 飞书 we know reports only, no promise of theirs: the same properties, else <title> and the description. All is in
    # the page as it is served, since none of them runs scripts.
    page = pages(second())["c/KH-102/index.html"]
    said = meta(page)
    assert said["og:title"] == "KH-102 出差天数 · 出差办法第二条"
    assert said["og:description"] == said["description"] == "每月出差不少于 20 天。"
    assert said["og:url"] == "https://handbook.example/sub/c/KH-102/"
    assert "<title>KH-102 出差天数 - 试验手册</title>" in page
    assert page.index("og:title") < page.index("<body")


def test_machines_read_the_clause_as_legislation_with_its_version() -> None:
    data = linked_data(pages(second())["c/KH-102/2026-12-01/index.html"])
    assert (data["@type"], data["legislationIdentifier"]) == ("Legislation", "KH-102")
    assert (data["legislationDate"], data["legislationDateVersion"]) == ("2026-12-01", "2026-12-01")
    assert data["text"] == "每月出差不少于 15 天。"


def test_markup_in_a_clause_cannot_leave_the_data() -> None:
    files = {RULES: article(BODY.replace("由大客户部解释。", "写作 `</script><b>` 的不算。"))}
    page = pages(published(files))["c/KH-103/index.html"]
    assert linked_data(page)["text"] == "写作 </script><b> 的不算。"
    assert "<b>" not in page


def test_a_clause_that_is_gone_keeps_its_page_and_names_its_successor() -> None:
    gone = published(rewritten(FIRST, *REPEAL), "2027-02-01", "废止解释")
    gone[RULES] = gone[RULES].partition("## 附则")[0]
    page = pages(gone)["c/KH-103/index.html"]
    assert '自 2027-03-01 起废止，由<a href="../../c/KH-101/">KH-101 适用范围</a>取代' in page
    assert "由大客户部解释。" in page
    assert "在全文中看" not in page
    assert "第二章 附则 › 第三条" in page


def test_a_draft_says_that_it_is_one() -> None:
    files = pages(DRAFT)
    assert "草稿，还没有发布" in files["c/KH-102/index.html"]
    assert "c/KH-102/2026-12-01/index.html" not in files
    assert '<a class="cite" data-clause="KH-102"' in compile_files(dict(DRAFT)).pages[RULES]


def test_a_document_can_be_read_as_of_a_day() -> None:
    gone = published(rewritten(second(), *REPEAL), "2027-02-01", "废止解释")
    files = pages(gone)
    first, last = files["c/KH/2026-12-01/index.html"], files["c/KH/2027-03-01/index.html"]
    assert "15 天" in first
    assert "KH-103" in first
    assert "20 天" in last
    assert "KH-103" not in last
    assert "c/KH/2027-02-01/index.html" not in files, "nothing changed on the day of the announcement"


def test_the_same_handbook_gives_the_same_bytes() -> None:
    assert pages(second()) == pages(second())


def test_every_address_from_before_still_opens_the_right_clause_after_moving_and_renumbering() -> None:
    files = {path: text.decode() for path, text in read_files(SOURCE).items() if not path.startswith("ledger/")}
    before_files = published(files, "2026-12-01")
    before = pages(before_files)
    moved = dict(before_files)
    general = moved.pop("rules/general.md")
    head, *chapters = re.split(r"(?m)^(?=## )", general)
    shuffled = "".join(f"{chapter.rstrip()}\n\n" for chapter in reversed(chapters))
    renamed = re.sub(r"(?m)^## (.*)$", r"## 新\1", shuffled)
    new_clause = "## 前言\n\n### KH-901 新条\n\n新写的一条。\n\n"
    moved["rules/a-new-name.md"] = head.replace("title: 大客户部管理制度", "title: 部门管理制度") + new_clause + renamed
    for path in [path for path in moved if path.endswith(".md")]:
        moved[path] = moved[path].replace("[[大客户部管理制度]]", "[[部门管理制度]]")
    moved = published(moved, "2027-01-01", "迁移")
    after = pages(moved)
    assert set(before) <= set(after)
    told = compile_files(dict(moved))
    for path in [path for path in before if path.startswith("c/KH-")]:
        title = re.search(r"<title>(.*?) - ", before[path])
        assert title
        assert f"<title>{title[1]} - " in after[path]
        clause_id = path.split("/")[1]
        if f"c/{clause_id}/index.html" == path:
            assert f'href="../../rules/a-new-name/#{clause_id}"' in after[path]
    assert told.clauses["KH-101"].number != compile_files(dict(before_files)).clauses["KH-101"].number
    assert "部门管理制度" in after["c/KH-204/index.html"]


def test_paragraphs_and_items_have_the_same_anchors_on_both_pages() -> None:
    text = "甲：\n\n- 一\n- 二\n\n!!! note\n    注\n\n乙。"
    expected = ["k1", "k1x1", "k1x2", "k2"]
    assert part_anchors(text) == expected
    assert re.findall(r'id="(k[^"]*)"', html(text)) == expected
    heading = "### 第一条 {: #KH-101 .clause-heading }\n\n"
    extensions = ["attr_list", "admonition", "toc", "handbook.pages.clause_blocks"]
    page = markdown.markdown(heading + text, extensions=extensions)
    assert re.findall(r'id="KH-101-(k[^"]*)"', page) == expected
    assert [part_label(each) for each in expected[2:]] == ["第一款第二项", "第二款"]


def test_plain_text_has_lists_and_tables_but_no_notes() -> None:
    text = '甲：\n\n- 一\n- 二\n\n| 天数 | 批准人 |\n| --- | --- |\n| 5 天 | 总监 |\n\n!!! setting "示例"\n    注'
    assert plain(text) == "甲：\n（一）一\n（二）二\n天数：5 天；批准人：总监"
    assert plain(text, notes=True).endswith("【示例】\n注")


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("不少于 15 天", "不少于 20 天", "不少于 <del>15</del><ins>20</ins> 天"),
        ("甲乙", "甲乙丙", "甲乙<ins>丙</ins>"),
        ("a < b", "a > b", "a <del>&lt;</del><ins>&gt;</ins> b"),
        ("相同", "相同", "相同"),
    ],
)
def test_differences_are_shown_word_by_word(old: str, new: str, shown: str) -> None:
    assert as_html(differences(old, new)) == shown


def test_differences_lose_nothing() -> None:
    texts = ["每月出差不少于 15 天，由内勤统计。", "每季出差不少于 40 天。", "", "由内勤每月统计出差 15 天。"]
    for old, new in pairwise(texts):
        pieces = differences(old, new)
        assert "".join(piece.old for piece in pieces) == old
        assert "".join(piece.new for piece in pieces) == new
    assert as_text(differences("15 天", "20 天")) == "[-15-]{+20+} 天"


def test_the_feed_lists_publications_newest_first_with_whole_addresses() -> None:
    feed = ET.fromstring(pages(second())["changes/feed.xml"])  # noqa: S314 -- our own text
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}summary") for entry in entries] == ["出差天数改为 20 天", "发布"]
    assert "https://handbook.example/sub/c/KH-102/?r=2" in (entries[0].findtext(f"{atom}content") or "")


def test_the_list_of_clauses_and_its_data_have_every_clause() -> None:
    files = pages(second())
    assert [entry["id"] for entry in json.loads(files["assets/clauses.json"])] == ["KH-101", "KH-102", "KH-103"]
    assert json.loads(files["assets/clauses/KH.json"])["KH-102"]["text"] == "每月出差不少于 20 天。"
    assert files["c/index.html"].count('href="../c/KH-') == 3
