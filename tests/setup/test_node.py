"""Running Node: what is said where it is missing, fails or does not end."""

from pathlib import Path

import pytest

from handbook.browser import node
from handbook.browser.node import NodeError, run_node


def test_what_it_prints_is_given_back(tmp_path: Path) -> None:
    script = tmp_path / "echo.mjs"
    script.write_text(
        "process.stdin.on('data', (data) => process.stdout.write(data + process.env.NAME));", encoding="utf-8"
    )
    assert run_node("试", [str(script)], seconds=60, given="名：", environment={"NAME": "甲"}) == "名：甲"


def test_a_script_that_fails_is_quoted(tmp_path: Path) -> None:
    script = tmp_path / "build.mjs"
    script.write_text("throw new Error('the heap does not join up')", encoding="utf-8")
    with pytest.raises(NodeError, match=r"(?s)制作映像没有做成：.*the heap does not join up"):
        run_node("制作映像", [str(script)], seconds=60)


def test_a_script_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    script = tmp_path / "wait.mjs"
    script.write_text("setInterval(() => {}, 1000);", encoding="utf-8")
    with pytest.raises(NodeError, match="压缩文件超过 1 秒，已停止"):
        run_node("压缩文件", [str(script)], seconds=1)


def test_a_machine_without_node_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "find_node", lambda: None)
    with pytest.raises(NodeError, match="没有找到 Node，无法压缩文件。请运行 make setup"):
        run_node("压缩文件", ["x.mjs"], seconds=1)
