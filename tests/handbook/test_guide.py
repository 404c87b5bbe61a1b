"""The guide for authors is carried out as it is written: a guide that is out of date fails here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

GUIDE = Path(__file__).parents[2] / "docs" / "maintain" / "guide.md"
TITLE = re.compile(r'title="([^"]*)"')


@dataclass
class Author:
    """Does what the guide's blocks say, one after the other."""

    folder: Path
    """Where the terminal is."""
    shown: str = ""
    """What the last commands printed."""
    before: tuple[str, str] = ("", "")
    """File and text that the next block replaces."""
    done: list[str] = field(default_factory=list[str])
    """Kinds of the blocks carried out."""

    def follow(self, title: str, text: str) -> None:
        """Carry out one block; an assertion says what is not as the guide has it."""
        file, _, kind = title.rpartition(" ")
        self.done.append(kind or title)
        match kind:
            case "运行":
                assert self.run(text) == 0, self.shown
            case "运行，有问题":
                assert self.run(text) in {1, 2}, self.shown
            case "看到":
                self.expect(text, self.shown)
            case "改前":
                assert (self.folder / file).read_text("utf-8").count(text.rstrip("\n")) == 1, f"{file}: {text}"
                self.before = (file, text.rstrip("\n"))
            case "改后":
                assert self.before[0] == file
                path = self.folder / file
                path.write_text(path.read_text("utf-8").replace(self.before[1], text.rstrip("\n")), "utf-8")
            case "新文件":
                (self.folder / file).write_text(text, "utf-8")
            case "里有":
                self.expect(text, (self.folder / file).read_text("utf-8"))
            case _:
                pytest.fail(f"the guide has a block of no known kind: {title}")

    def run(self, commands: str) -> int:
        """Type commands into a terminal that stays in the folder that they lead to; return the exit code."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "HANDBOOK_RUNTIME": "skip", "NO_MKDOCS_2_WARNING": "1"}
        script = f'{commands}\necho "now in $PWD"'
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        self.shown = done.stdout + done.stderr
        if stands := re.search(r"^now in (.*)$", self.shown, re.MULTILINE):
            self.folder = Path(stands[1])
        return done.returncode

    def expect(self, wanted: str, text: str) -> None:
        """Find every line in order; `…` stands for anything."""
        place = 0
        for line in wanted.strip("\n").split("\n"):
            pattern = ".*".join(map(re.escape, line.split("…")))
            found = re.compile(pattern).search(text, place)
            assert found, f"not shown: {line}\n\n{text}"
            place = found.end()


def blocks() -> Iterator[tuple[str, str]]:
    """Yield the guide's blocks with their titles."""
    for token in MarkdownIt("commonmark").parse(GUIDE.read_text("utf-8")):
        if token.type == "fence":
            title = TITLE.search(token.info)
            assert title, f"a block without a title: {token.content}"
            yield title[1], token.content


def test_every_step_of_the_guide_works_as_it_is_written(tmp_path: Path) -> None:
    author = Author(tmp_path)
    for title, text in blocks():
        author.follow(title, text)
    assert author.done.count("改前") == author.done.count("改后")
    assert {"运行", "看到", "运行，有问题", "新文件", "里有"} <= set(author.done)


def test_what_the_guide_says_of_a_faulty_file_name_and_folder_is_true(tmp_path: Path) -> None:
    author = Author(tmp_path)
    assert author.run("handbook check") == 2
    assert "--src 读到“handbook_src”，没有这个文件夹" in author.shown


@pytest.mark.parametrize(
    ("title", "text"),
    [("运行", "false"), ("看到", "别的话"), ("a.md 改前", "没有的字"), ("a.md 里有", "没有的字"), ("随便", "")],
)
def test_a_step_that_does_not_work_is_noticed(tmp_path: Path, title: str, text: str) -> None:
    (tmp_path / "a.md").write_text("字", "utf-8")
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        Author(tmp_path).follow(title, text)
