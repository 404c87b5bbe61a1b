"""The Node that builds run, and how they run it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.errors import HandbookError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LAST_LINES = 15
_LONGEST_LINE = 300


class NodeError(HandbookError):
    """Node is not there, or did not finish; the message has its last words."""


def find_node() -> str | None:
    """Return the Node that was installed beside this Python, else the one on PATH; None where there is neither."""
    beside_python = Path(sys.executable).with_name("node")
    return str(beside_python) if beside_python.exists() else shutil.which("node")


def run_node(
    task: str,
    arguments: Sequence[str],
    *,
    seconds: int,
    given: str = "",
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run Node and return what it prints.

    `task` is what it does, as the messages of a `NodeError` say it: 压缩文件. `given` is what Node reads from its
    standard input; `environment` takes the place of this process's own.
    """
    node = find_node()
    if node is None:
        raise NodeError(f"没有找到 Node，无法{task}。请运行 make setup。")
    try:
        done = subprocess.run(  # noqa: S603 - our own scripts
            [node, *arguments],
            input=given,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise NodeError(f"{task}超过 {seconds} 秒，已停止。") from error
    if done.returncode != 0:
        lines = [line[:_LONGEST_LINE] for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise NodeError("\n".join([f"{task}没有做成：", *lines[-_LAST_LINES:]]))
    return done.stdout
