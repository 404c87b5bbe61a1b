from __future__ import annotations

from pathlib import Path

import pytest

from handbook.cli import main
from handbook.compiler import compile_handbook
from tests.handbook.drawing import write
from tests.handbook.test_findings import EXAMPLE

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path) -> str:
    write(tmp_path, EXAMPLE)
    return str(tmp_path)


def test_check_is_content_with_the_handbook_of_this_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--src", str(PROJECT / "handbook_src")]) == 0
    assert capsys.readouterr().out.startswith("没有问题：")


def test_check_prints_every_finding_how_to_mend_it_and_the_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "src", {"rules/a.md": "甲\n", "rules/b.md": "乙\n"})
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--src", "src"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "src/rules/a.md:1:1: HB102 文件没有抬头（front matter）"
    assert lines[1].startswith("    改法：文件从第一行起写「---」")
    assert lines[2].startswith("src/rules/b.md:1:1: HB102 ")
    assert lines[-1] == "共 2 处问题，在 2 个文件中。"


def test_a_new_clause_is_only_shown_when_no_text_is_given(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = (Path(source) / "rules/travel.md").read_text(encoding="utf-8")
    assert main(["new", "clause", "KH", "--title", "出差住宿", "--src", source]) == 0
    out = capsys.readouterr().out
    assert out.startswith("KH-203\n\n写在 rules/travel.md 第 37 行之后（第二章 出差）：\n\n### KH-203 出差住宿\n")
    assert (Path(source) / "rules/travel.md").read_text(encoding="utf-8") == before


def test_a_new_clause_with_text_is_written_at_the_end_of_its_chapter(source: str) -> None:
    call = [
        "new",
        "clause",
        "KH",
        "--title",
        "解释",
        "--chapter",
        "总则",
        "--text",
        "由大客户部解释。",
        "--src",
        source,
    ]
    assert main(call) == 0
    written = (Path(source) / "rules/travel.md").read_text(encoding="utf-8")
    assert "全体人员。\n\n### KH-102 解释\n\n由大客户部解释。\n\n## 出差\n" in written
    handbook = compile_handbook(Path(source))
    assert handbook.findings == ()
    assert handbook.clauses["KH-102"].number == "第二条"


def test_writing_a_clause_keeps_windows_line_ends_and_byte_order_mark(source: str) -> None:
    file = Path(source) / "rules/travel.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["new", "clause", "KH", "--title", "住宿", "--text", "住宿凭票报销。", "--src", source]) == 0
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf---\r\n")
    assert written.count(b"\n") == written.count(b"\r\n")
    assert written.endswith("### KH-203 住宿\r\n\r\n住宿凭票报销。\r\n".encode())


def test_an_unknown_article_or_chapter_is_a_bad_call_that_names_what_there_is(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "clause", "XX", "--title", "甲", "--src", source]) == 2
    assert "没有代号是 XX 的制度。已有：KH（rules/travel.md）、KP（rules/assessment.md）" in capsys.readouterr().err
    assert main(["new", "clause", "KH", "--title", "甲", "--chapter", "附则", "--src", source]) == 2
    assert "已有的章：总则、出差。" in capsys.readouterr().err


def test_help_version_and_unknown_options_have_their_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "handbook 0.1.0\n"
    assert main(["new", "clause", "--help"]) == 0
    assert "用过的编号不再给出" in capsys.readouterr().out
    assert main(["check", "--nonsense"]) == 2
    assert main(["check", "--src", "no-such-folder"]) == 2


def test_the_shell_is_told_how_to_complete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_HANDBOOK_COMPLETE", "zsh_source")
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("#compdef handbook")
