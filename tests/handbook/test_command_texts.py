"""What the command line says besides results: help, refusals, progress, completion. All of it in Chinese."""

import json
import re
import sys
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from handbook.calculations import progress
from handbook.cli import main
from handbook.commands import cli
from handbook.commands.chinese import CATALOGUES


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command by its path, groups too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_help_is_chinese_and_gives_an_example_of_the_command(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*path, "--help"]) == 0
    out = capsys.readouterr().out
    assert " ".join(["例：handbook", *path]) in out
    assert re.findall(r"\b(?:Usage|Options|Commands|OPTIONS|COMMAND|ARGS|TEXT|Show|default|required)\b", out) == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("nonsense", "handbook：没有命令 nonsense，可用：announce、check、"),
        ("new nonsense", "handbook new：没有命令 nonsense，可用：clause（"),
        ("roll", "handbook roll：缺少 TABLE（"),
        ("announce --site x", "handbook announce：缺少 ID（"),
        ("decompose w.csv", "handbook decompose：缺少 --total（"),
        ("decompose w.csv --totl 3", "handbook decompose：没有选项 --totl；最接近的："),
        ("decompose w.csv --total", "handbook decompose：选项 --total 后面要写值（"),
        ("roll w.csv --json=1", "handbook roll：选项 --json 后面不写值（"),
        ("roll w.csv second.csv", "handbook roll：多出的参数：second.csv（"),
        ("roll w.csv --out .", "handbook roll：--out 读到“.”，是文件夹，要写文件（"),
        ("check --src nowhere", "handbook check：--src 读到“nowhere”，没有这个文件夹（"),
        ("announce KH-101 --site x --format fax", "handbook announce：--format 读到“fax”，可用：'wecom', "),
    ],
)
def test_a_call_that_cannot_be_used_says_what_was_read_and_what_is_allowed(
    call: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(said)
    assert captured.err.count("\n") == 1


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new"]) == 2
    assert capsys.readouterr().err.startswith("用法： handbook new [选项] 命令 …\n")


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    folder = CATALOGUES / "zh_CN" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as texts, (folder / "messages.mo").open("rb") as compiled:
        written, found = read_po(texts), read_mo(compiled)
    assert _said(found) == _said(written)


def _said(catalogue: Catalog) -> list[tuple[list[str], list[str]]]:
    """What is said for what, plural forms too; two readers give these as lists and as tuples."""
    return sorted((_forms(message.id), _forms(message.string or "")) for message in catalogue if message.id)


def _forms(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("handbook dec", ["plain\tdecompose", "plain\tdecompose-matrix"]),
        ("handbook new c", ["plain\tclause"]),
        ("handbook decompose w.csv --t", ["plain\t--total"]),
        ("handbook decompose ", ["file\t"]),
        ("handbook project s.csv ", ["file\t"]),
        ("handbook score sup", ["plain\tsupport-quarter", "file\tsup"]),
        ("handbook announce KH-101 --format d", ["plain\tdingtalk"]),
    ],
)
def test_a_shell_completes_commands_options_schemes_and_files(
    words: str, offered: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    monkeypatch.setenv("_HANDBOOK_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    assert [line.replace(",", "\t", 1) for line in capsys.readouterr().out.splitlines()] == offered


def counted() -> Generator[tuple[int, int], None, str]:
    yield 0, 2000
    yield 1000, 2000
    return "完成"


def test_long_work_is_told_on_a_terminal_and_wiped_in_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert progress.watched("计分", counted()) == "完成"
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "\r\x1b[K正在计分 0 / 2,000\r\x1b[K正在计分 1,000 / 2,000\r\x1b[K"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("score {scheme} {people} --json", ["读取表格", "计分", "写说明"]),
        ("decompose-matrix {matrix} --json", ["配平"]),
        ("decompose {weights} --total 9 --json", ["读取表格", "分解", "写说明"]),
        ("roll {months} --json --out {out}", ["读取表格", "写 Excel 文件 …"]),
    ],
)
def test_commands_tell_where_they_are_and_print_json_alone(
    call: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "people": "姓名\t实际完成销售额\t计划完成销售额\n甲\t1\t2\n",
        "matrix": "\t东\t南\t合计\n1月\t1\t2\t3\n2月\t2\t1\t4\n合计\t3\t4\t7\n",
        "months": "月份\t计划\t实际\n1月\t1\t1\n2月\t1\t\n",
        "weights": "姓名\t权重\n甲\t1\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.tsv").write_text(text, "utf-8")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    paths = {name: tmp_path / f"{name}.tsv" for name in files}
    scheme = Path(__file__).parents[2] / "handbook_src" / "kpi" / "schemes" / "am-quarter.md"
    main(call.format(**paths, scheme=scheme, out=tmp_path / "out.xlsx").split())
    captured = capsys.readouterr()
    assert isinstance(json.loads(captured.out), dict)
    assert [what for what in told if f"正在{what}" not in captured.err] == []


def test_nothing_is_told_to_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    assert progress.watched("计分", counted()) == "完成"
    with progress.saying("正在写"):
        pass
    assert capsys.readouterr() == ("", "")
