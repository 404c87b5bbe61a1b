"""`handbook init`: another department's handbook from nothing, built, searched, scored and tested as it stands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from handbook.cli import main
from handbook.compiler import compile_handbook
from tests.conftest import PROJECT
from tests.site_server import script_address

NAMES = ("--name", "仓储部", "--code", "CC", "--head", "仓储经理", "--role", "库管员", "--date", "2027-01-01")
TABLE = "姓名\t完成任务数\t计划任务数\t按时完成数\t差错次数\n李小红\t36\t40\t30\t1\n"
SCHEME = "handbook_src/kpi/schemes/quarter.md"
PACKED = ("calculators", "docs", "handbook", "overrides", "requirements", "LICENSE", "README.md", "mkdocs.yml")
LOCKS = ("package-lock.json", "pyproject.toml")


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """A new department's folder."""
    folder = tmp_path / "仓储手册"
    assert main(["init", str(folder), *NAMES]) == 0
    return folder


def said_of(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Score a table in the department's folder; return what is printed."""
    monkeypatch.chdir(folder)
    (folder / "成绩.tsv").write_text(TABLE, "utf-8")
    capsys.readouterr()
    assert main(["score", "quarter", "成绩.tsv"]) == 0
    return capsys.readouterr().out


def test_a_new_handbook_has_names_of_its_own_and_no_findings(department: Path) -> None:
    handbook = compile_handbook(department / "handbook_src")
    assert handbook.findings == ()
    assert [article.code for article in handbook.articles] == ["CC"]
    assert [role.title for role in handbook.work.roles] == ["仓储经理", "库管员"]
    assert (len(handbook.schemes), len(handbook.work.processes)) == (1, 1)
    texts = [path.read_text("utf-8") for path in department.rglob("*") if path.is_file()]
    assert [text for text in texts if "大客户" in text or "{{" in text] == []


def test_it_holds_no_code_of_the_program(department: Path) -> None:
    kinds = {
        path.relative_to(department).as_posix() for path in department.rglob("*") if path.suffix not in {".md", ""}
    }
    assert kinds == {"mkdocs.yml", "tests/test_handbook.py"}


def test_its_settings_are_those_of_this_project_under_another_name(department: Path) -> None:
    def settings(path: Path) -> list[str]:
        lines = path.read_text("utf-8").splitlines()
        assert [line.partition(":")[0] for line in lines[:2]] == ["site_name", "site_description"]
        return lines[2:]

    assert settings(department / "mkdocs.yml") == settings(PROJECT / "mkdocs.yml")
    assert yaml.safe_load((department / "mkdocs.yml").read_text("utf-8").split("\n")[0]) == {
        "site_name": "仓储部运营手册"
    }


def test_its_own_tests_build_the_site_and_pass(department: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=department, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


def test_its_own_tests_find_what_an_author_breaks(department: Path) -> None:
    rule = department / "handbook_src/rules/general.md"
    rule.write_text(rule.read_text("utf-8").replace("[[CC-202]]", "[[CC-999]]"), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=department, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "CC-999" in done.stdout


def test_a_changed_row_of_its_scheme_changes_the_score(
    department: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "李小红：总分 80.00 分，良好" in said_of(department, capsys, monkeypatch)
    scheme = department / SCHEME
    scheme.write_text(scheme.read_text("utf-8").replace("每低于 5% 扣 5 分", "每低于 5% 扣 10 分"), "utf-8")
    assert "李小红：总分 70.00 分，合格" in said_of(department, capsys, monkeypatch)
    assert main(["check"]) == 1
    assert "算例的任务完成率得分写的是“40”，按规则算出来是“30.00”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--name", "甲|乙"], "--name 读到“甲|乙”：写 2 至 20 个汉字、字母或数字。\n"),
        (["--code", "fw"], "--code 读到“fw”：写两三个半角大写字母，如 FW。\n"),
        (["--role", "部门经理"], "--name、--head、--role 须是三个不同的名称。\n"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["init", str(tmp_path / "new"), *arguments]) == 2
    assert capsys.readouterr().err == said
    assert not (tmp_path / "new").exists()


def test_names_that_the_handbook_cannot_take_are_reported_as_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "new"), "--date", "2027-02-30"]) == 2
    assert "HB106 抬头「effective」的值不对，读到「2027-02-30」" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("旧的", "utf-8")
    assert main(["init", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path} 不是空文件夹，没有写入任何文件。")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_wheel_brings_along_what_a_department_needs(department: Path, tmp_path: Path) -> None:
    source, installed = tmp_path / "source", tmp_path / "installed"
    for name in PACKED + LOCKS:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        source.mkdir(exist_ok=True)
        copy(PROJECT / name, source / name)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, installed, "zip")
    shutil.rmtree(source)
    environment = {**os.environ, "PYTHONPATH": str(installed), "HANDBOOK_RUNTIME": "skip"}
    again = tmp_path / "again"
    calls = [["-m", "handbook", "init", str(again), *NAMES], ["-m", "mkdocs", "build", "--quiet", "--strict"]]
    for call, folder in zip(calls, (tmp_path, again), strict=True):
        done = subprocess.run([sys.executable, *call], cwd=folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    where = "import handbook.browser.pins as pins; pins.read_pins(); print(pins.PROJECT)"
    call = [sys.executable, "-c", where]
    found = subprocess.run(call, cwd=again, env=environment, check=True, capture_output=True, text=True)
    assert Path(found.stdout.strip()).is_relative_to(installed)
    assert written(again) == written(department)
    assert (again / "site" / script_address(again / "site", "site.js")).is_file()
    schemes = json.loads((again / "site/assets/schemes/index.json").read_text("utf-8"))
    assert "quarter" in json.dumps(schemes)


def written(folder: Path) -> dict[str, str]:
    """Return the files of a department's folder, by path; what was built from them is left out."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_text("utf-8") for name, path in names.items() if not name.startswith(("site/", "build/"))}
