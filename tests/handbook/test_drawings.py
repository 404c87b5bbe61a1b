"""Drawings made by the build: flow diagrams and the chart of the department."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from handbook.compiler import compile_files
from handbook.pages.department_chart import department_chart
from handbook.pages.drawing import TITLE_SIZE, WIDTH, text_width, wrap
from handbook.pages.flow_drawing import flow_drawing
from tests.handbook.test_findings import EXAMPLE

if TYPE_CHECKING:
    from handbook.content.work import Work

PROCESS = "process/visit.md"
BRANCHES = "是→步骤3；否→步骤4"


def flow(output: str = BRANCHES) -> str:
    work = compile_files(EXAMPLE | {PROCESS: EXAMPLE[PROCESS].replace(BRANCHES, output)}).work
    return flow_drawing(work.processes[0], work)


def work() -> Work:
    return compile_files(EXAMPLE).work


def shown(drawing: str) -> str:
    return "".join(re.findall(r"<text [^>]*>([^<]*)</text>", drawing))


def test_a_diagram_is_one_sound_element_that_markdown_leaves_alone() -> None:
    drawing = flow()
    assert "\n" not in drawing
    figure = ET.fromstring(drawing)  # noqa: S314 -- our own drawing
    assert figure.tag == "figure"


def test_a_diagram_shows_every_step_who_does_it_and_its_limit() -> None:
    text = shown(flow())
    for word in ("启动：每季度第一周", "1　约定时间", "大客户经理 · 走访前 3 天", "3　报批，见KH-202", "结束"):
        assert word in text


def test_a_decision_is_a_diamond_with_its_answers() -> None:
    drawing = flow()
    diamonds = re.findall(r'<polygon points="([^"]*)" fill="currentColor" fill-opacity="0.05"', drawing)
    assert [len(points.split()) for points in diamonds] == [4]
    assert ">是</text>" in drawing
    assert ">否</text>" in drawing


def test_a_diagram_says_in_words_what_it_shows() -> None:
    drawing = flow()
    assert 'role="img" aria-labelledby="flow-P01-title flow-P01-desc"' in drawing
    assert '<title id="flow-P01-title">大客户走访流程：流程图</title>' in drawing
    assert "第 2 步 要出差吗？（大客户经理）：是到第 3 步，否到第 4 步；第 3 步" in drawing


@pytest.mark.parametrize(
    "output", [BRANCHES, "是→步骤3；否→步骤1", "通过→结束；重新安排日期→步骤1；否→步骤4", "→步骤4"]
)
def test_nothing_is_drawn_beside_the_paper(output: str) -> None:
    drawing = flow(output)
    points = re.findall(r'points="([^"]*)"', drawing)
    across = [float(point.split(",")[0]) for each in points for point in each.split()]
    assert min(across) >= 0
    assert max(across) <= WIDTH


def test_ways_that_run_beside_each_other_have_lanes_of_their_own() -> None:
    drawing = flow("一→步骤4；二→结束；三→步骤3")
    lines = re.findall(r'<polyline points="([^"]*)"', drawing)
    beside = {line.split()[1].split(",")[0] for line in lines if len(line.split()) == 4}
    assert len(beside) == 2


def test_colours_come_from_the_page_and_nothing_from_elsewhere() -> None:
    for drawing in (flow(), department_chart(work())):
        assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)) <= {"none", "currentColor"}
        assert not re.search(r"style=|<script|<image|url\(|https?://(?!www\.w3\.org/(?:2000/svg|1999/xlink))", drawing)


def test_lines_of_text_fit_and_do_not_begin_with_a_stop() -> None:
    lines = wrap("收到客户的意见或投诉后，在 3 个工作日内答复（示例，部门可改）。", 98, TITLE_SIZE)
    assert all(text_width(line.rstrip("，。）"), TITLE_SIZE) <= 98 for line in lines)
    assert not [line for line in lines if line[0] in "，。）"]
    assert "".join(lines).replace(" ", "") == "收到客户的意见或投诉后，在3个工作日内答复（示例，部门可改）。"


def test_the_chart_begins_outside_and_links_every_role() -> None:
    chart = department_chart(work())
    assert shown(chart) == "总经理大客户经理2 人"
    assert 'xlink:href="account-manager/">' in chart
    assert "大客户经理（2 人）的上级是总经理。</desc>" in chart
