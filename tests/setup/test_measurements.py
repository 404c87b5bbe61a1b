"""What measurements leave behind, and what the page 性能 says of it: made-up figures, nothing is measured."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bench import build, every, figures, ratios, report, run, search, serve, weight
from bench.figures import Figure, Measurement, Stamp
from bench.plain import Run
from bench.ratios import Ratio

OLD = {"date": "2026-11-23", "machine": "Linux", "command": "python bench/weight.py", "figures": []}
MADE = Figure(name="第一次打开首页", ours=250, unit="KB", goal=300)


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.example", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with one commit, which holds a page of figures."""
    page = tmp_path / figures.PAGE.relative_to(figures.PROJECT)
    page.parent.mkdir(parents=True)
    page.write_text("figures", encoding="utf-8")
    (tmp_path / "program.py").write_text("", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_a_commit_is_dirty_when_a_file_differs_from_it_but_not_for_the_page_of_figures(checkout: Path) -> None:
    name = git(checkout, "rev-parse", "--short", "HEAD")
    (checkout / figures.PAGE.relative_to(figures.PROJECT)).write_text("other figures", encoding="utf-8")
    assert figures.commit(checkout) == name
    (checkout / "program.py").write_text("changed", encoding="utf-8")
    assert figures.commit(checkout) == f"{name}-dirty"


def test_outside_a_repository_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert figures.commit(tmp_path) == ""


def test_figures_are_kept_with_the_commit_and_the_day_of_their_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    monkeypatch.setattr(figures, "commit", lambda: "abc1234-dirty")
    figures.write("weight", "python bench/weight.py", [MADE])
    monkeypatch.setattr(figures, "commit", lambda: "def5678")
    measured = report.read_part("bench-weight", tmp_path)
    assert measured is not None
    assert measured.stamp.commit == "abc1234-dirty"
    assert measured.stamp.date
    assert measured.figures == (MADE,)


def source_line(text: str, title: str) -> str:
    """Find what the page says of a part's measuring."""
    return next(line for line in text.splitlines() if line.startswith(f"| {title} | `"))


def test_the_page_names_the_commit_of_each_part_and_says_that_they_differ() -> None:
    parts: dict[str, Measurement | None] = {
        "bench-weight": Measurement(Stamp(date="2026-11-24", commit="abc1234", machine="A"), "make weight", (MADE,)),
        "bench-build": Measurement(Stamp(date="2026-11-25", commit="def5678-dirty", machine="B"), "make build", ()),
    }
    text = report.page(parts)
    assert source_line(text, "第一次打开要传多少").endswith("| 2026-11-24 | abc1234 | A |")
    assert source_line(text, "生成网站").endswith("| 2026-11-25 | def5678-dirty | B |")
    assert "各部分不是在同一个提交上测的" in text
    assert "各部分不是在同一个提交上测的" not in report.page({"bench-weight": parts["bench-weight"]})


def test_figures_from_before_the_commit_was_kept_say_so(tmp_path: Path) -> None:
    (tmp_path / "bench-weight.json").write_text(json.dumps(OLD), encoding="utf-8")
    old_run = {"runs": 7, "build": 12.5, "ratios": [
        {"name": "bytes moved cold, core : bare", "ours": 4, "stock": 6, "goal": 0.75, "unit": "MB"},
        {"name": "core image to score : bare, cold (this machine)", "ours": 1, "stock": 2, "goal": 0.3, "unit": "s"},
    ]}  # fmt: skip
    (tmp_path / "bench.json").write_text(json.dumps(old_run), encoding="utf-8")
    text = report.page({name: report.read_part(name, tmp_path) for name in report.PARTS})
    assert source_line(text, "第一次打开要传多少").endswith("| 2026-11-23 | 未记 | Linux |")
    for title in ("首次打开为计算下载多少", "启动和内存，本机", "生成这个网站"):
        assert source_line(text, title).endswith("| 未记 | 未记 | 未记 |")
    assert "| **十万行** | 没有测 |" in text


def ratio(name: str, ours: float) -> Ratio:
    return Ratio(name, ours, 1, None, "s")


def test_a_part_that_is_measured_again_leaves_the_others_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bench.json"
    monkeypatch.setattr(figures, "commit", lambda: "first")
    ratios.keep("machine", {"this machine": {}}, [ratio("a (this machine)", 1), ratio("gone (this machine)", 1)], path)
    ratios.keep("network", {"line": {}}, [ratio("a (line)", 1)], path)
    monkeypatch.setattr(figures, "commit", lambda: "second")
    ratios.keep("machine", {"this machine": {}}, [ratio("a (this machine)", 2)], path)
    machine, network = (report.read_part(f"bench {part}", tmp_path) for part in ("machine", "network"))
    assert machine is not None
    assert network is not None
    assert (machine.stamp.commit, network.stamp.commit) == ("second", "first")
    assert [figure.ours for figure in machine.figures] == [2]
    assert [figure.ours for figure in network.figures] == [1]


def test_what_was_measured_before_a_run_was_stopped_is_kept(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(part: str, found: dict[str, Any], compared: list[Ratio]) -> None:
        ratios.keep(part, found, compared, tmp_path / "bench.json")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    assert site
    monkeypatch.setattr(run, "keep", keep)
    monkeypatch.setattr(run, "measure_build", lambda: 12.5)
    monkeypatch.setattr(run, "build_stock", stopped)
    with pytest.raises(KeyboardInterrupt):
        run.main([])
    measured = report.read_part("bench build", tmp_path)
    assert measured is not None
    assert [figure.ours for figure in measured.figures] == [12.5]


def test_a_missed_goal_ends_the_measuring_with_1_when_everything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ends(weight: float) -> int:
        figures.write("weight", "python bench/weight.py", [Figure(name="第一次打开首页", ours=weight, goal=300)])
        return every.main()

    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    monkeypatch.setattr(report, "FOLDER", tmp_path)
    monkeypatch.setattr(report, "PROJECT", tmp_path)
    monkeypatch.setattr(report, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr(every, "PARTS", {})
    assert ends(300) == 0
    assert "goal missed" not in capsys.readouterr().err
    assert ends(301) == 1
    assert "goal missed: 第一次打开要传多少：第一次打开首页，301，目标 ≤ 300" in capsys.readouterr().err
    assert "| 第一次打开首页 | 301 |  |  | ≤ 300 | 没有达到 |" in (tmp_path / "performance.md").read_text("utf-8")


def test_a_goal_for_a_comparison_is_missed_by_the_ratio() -> None:
    slow = Figure(name="生成网站", ours=3, unit="秒", reference=2, goal=1.25)
    scored = Figure(name="搜得到", ours=80, unit="%", goal=85, at_least=True)
    parts = {"bench-build": Measurement(Stamp(), "", (slow, scored)), "bench-weight": None}
    assert report.missed(parts) == ["生成网站：生成网站，1.50，目标 ≤ 1.25", "生成网站：搜得到，80.0，目标 ≥ 85"]


def test_of_the_edits_that_were_timed_the_middle_and_the_slowest_are_shown() -> None:
    rows = [report.row(figure) for figure in serve.figures(283, [1.5, 1.9, 1.6], [6.0, 7.0])]
    assert "3 次的中位数 | 1.60 秒 |  |  | ≤ 2 | 达到 |" in rows[0]
    assert "3 次里最慢的 | 1.90 秒 |  |  |  |  |" in rows[1]
    assert "| 1.60 秒 | 6.50 秒（全部重做，2 次的中位数） | 0.25 |" in rows[2]


@pytest.mark.parametrize(("turns", "often"), [(3, "3 次的中位数"), (1, "只做 1 次")])
def test_a_build_says_how_often_it_was_timed_and_beside_what(turns: int, often: str) -> None:
    runs = {name: [Run(seconds, 100)] * turns for name, seconds in (("ours", 2), ("all", 2), ("documents", 1))}
    same, less, *_ = build.figures(3000, runs, 68.3, 156)
    assert same.name == f"生成网站，3,000 条，{often}"
    assert (same.against, same.ratio, same.is_met) == ("原样的 Material，每条也做一页", 1, True)
    assert less.name == f"生成网站，3,000 条，对照不做条款页，{often}"
    assert (less.against, less.ratio, less.is_met) == ("原样的 Material，只做制度", 2, None)


def test_no_two_figures_of_a_page_have_one_name() -> None:
    runs = {name: [Run(1, 100)] for name in ("ours", "all", "documents")}
    result = {"clauses": 3000, "records": 14253, "gzip": 1e6, "titles": 1, "texts": 1, "p50": 1, "p95": 1}
    found = [*build.figures(3000, runs, 68.3, 156), *search.figures({**result, "long_tasks": 0})]
    names = [figure.name for figure in found]
    assert len(set(names)) == len(names)
    assert [name for name in names if name.startswith("搜索索引")] == [
        "搜索索引，压缩后，3,000 条编出来的短条款",
        "搜索索引，压缩后，3,000 条手册的真实文字，连流程、表单、词条等共 14,253 项",
    ]
    text = report.page({"bench-build": Measurement(Stamp(), "", ()), "bench-search": Measurement(Stamp(), "", ())})
    assert "做出的页面一样多" in text
    assert "编出来的短条款" in text


def test_what_is_fetched_in_the_background_stands_beside_the_first_visit_without_a_goal() -> None:
    page, desk = weight.figures({"首页": 214_000}, {"电脑": 25_100_000})
    assert (page.ours, page.unit, page.is_met) == (214, "KB", True)
    assert desk.name == "打开首页以后 30 秒内，在后台为离线使用下载，电脑"
    assert (desk.ours, desk.unit, desk.is_met) == (25.1, "MB", None)
    assert "不算在 300 KB 里" in report.page({"bench-weight": Measurement(Stamp(), "", (page, desk))})
