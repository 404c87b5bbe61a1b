"""Real builds of tiny sites."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config  # pyright: ignore[reportUnknownVariableType] -- MkDocs leaves **kwargs untyped
from mkdocs.exceptions import Abort

from handbook.compiler import compile_files
from handbook.findings import report
from handbook.pages.form_workbooks import form_workbook
from handbook.pages.navigation import navigation
from tests.handbook.drawing import draw, write
from tests.handbook.test_findings import EXAMPLE
from tests.site_walk import read_site

PROJECT = Path(__file__).parents[2]

SITE = """
mkdocs.yml
  | site_name: 试验
  | site_url: http://127.0.0.1:8000/
  | strict: true
  | theme: {name: material, language: zh, font: false}
  | plugins: [search, handbook]
  | validation: {links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}, nav: {omitted_files: warn}}
  | markdown_extensions:
  |   - admonition
  |   - attr_list
  |   - md_in_html
  |   - pymdownx.details
  |   - tables
  |   - toc: {permalink: true}
  |   - handbook.pages.clause_blocks
docs/
  index.md
    | # 首页
  maintain/
    index.md
      | # 写手册
    other.md
      | # 别的
  calculators/
    rolling.md
      | ---
      | title: 滚动计划
      | description: 按实绩修订。
      | order: 2
      | ---
      | # 滚动计划
    targets.md
      | ---
      | title: 目标分解
      | description: 分到个人。
      | order: 1
      | ---
      | # 目标分解
"""

Build = Callable[..., Path]


@pytest.fixture
def build_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build the drawn site with a handbook in it; returns the folder of the built site."""
    monkeypatch.setenv("HANDBOOK_RUNTIME", "skip")

    def run(handbook: dict[str, str], name: str = "one", **config: Any) -> Path:
        folder = tmp_path / name
        files = draw(SITE) | {f"handbook_src/{path}": text for path, text in handbook.items()}
        write(folder, files)
        monkeypatch.chdir(folder)
        build(load_config(str(folder / "mkdocs.yml"), **config))
        return folder / "site"

    return run


def html(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


def test_clauses_become_sections_with_their_id_as_address_and_stay_in_the_contents(build_site: Build) -> None:
    page = html(build_site(EXAMPLE), "rules/travel")
    assert page.count('<section class="clause">') == 3
    assert '<h3 class="clause-heading" id="KH-202">' in page
    assert re.search(r'<a href="#KH-202" class="md-nav__link">\s*<span class="md-ellipsis">\s*第三条 出差报批', page)
    section = page[page.index('id="KH-202"') : page.index("</section>", page.index('id="KH-202"'))]
    assert "总经理" in section
    assert 'class="clause-related"' in section


def test_references_lead_to_clauses_from_any_depth(build_site: Build) -> None:
    site = build_site(EXAMPLE)
    assert '<a href="#KH-202"><span class="clause-ref">KH-202</span> 出差报批</a>' in html(site, "rules/travel")
    assert '<a href="../../../rules/assessment/#KP-201"><span class="clause-ref">KP-201</span></a>' in html(
        site, "kpi/schemes/am-quarter"
    )


def test_the_search_finds_clauses_and_the_theme_s_own_index_is_empty(build_site: Build) -> None:
    site = build_site(EXAMPLE)
    records = json.loads((site / "assets" / "search.json").read_text(encoding="utf-8"))["records"]
    (record,) = (record for record in records if record["url"] == "rules/travel/#KH-202")
    assert record["id"] == "KH-202"
    assert "KH-201" not in record["text"], "what refers to a clause is not found as its text"
    assert json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"] == []


def test_the_scheme_file_is_published(build_site: Build) -> None:
    written = (build_site(EXAMPLE) / "assets" / "schemes" / "am-quarter.json").read_text(encoding="utf-8")
    assert written == compile_files(EXAMPLE).pages["assets/schemes/am-quarter.json"]


def test_the_workbook_of_a_form_is_published_beside_its_page(build_site: Build) -> None:
    site = build_site(EXAMPLE)
    form = compile_files(EXAMPLE).work.forms[0]
    assert (site / "forms" / "visit-record.xlsx").read_bytes() == form_workbook(form, "试验")
    assert 'href="../visit-record.xlsx"' in html(site, "forms/visit-record")


def test_drawings_and_steps_stand_on_the_page_with_their_addresses(build_site: Build) -> None:
    site = build_site(EXAMPLE)
    page = html(site, "process/visit")
    assert '<figure class="drawing"><svg ' in page
    assert 'id="step-3"' in page
    assert 'href="../../roles/account-manager/"' in page
    assert (site / "roles" / "account-manager" / "index.html").is_file()
    assert '<a href="account-manager/">' in html(site, "roles")


def test_a_faulty_handbook_ends_the_build_with_the_text_of_the_check(
    build_site: Build, caplog: pytest.LogCaptureFixture
) -> None:
    faulty = EXAMPLE | {"rules/bad.md": "没有抬头\n"}
    with pytest.raises(Abort):  # MkDocs shows the message that it logged, and no traceback
        build_site(faulty)
    (error,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    expected = "手册有问题，网站没有生成：\n" + report(compile_files(faulty).findings, "handbook_src")
    assert error.getMessage() == expected
    assert error.exc_info is None


def test_leaving_out_the_runtime_is_said_in_one_line(build_site: Build, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "mkdocs.plugins.handbook"):
        build_site(EXAMPLE)
    lines = [record.getMessage() for record in caplog.records if record.name == "mkdocs.plugins.handbook"]
    assert lines == ["HANDBOOK_RUNTIME=skip：网站里没有放入浏览器用的 Python，算分功能不可用"]


def test_the_same_input_gives_the_same_bytes(build_site: Build) -> None:
    def digest(site: Path) -> dict[str, str]:
        files = sorted(path for path in site.rglob("*") if path.is_file())
        return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert digest(build_site(EXAMPLE, "one")) == digest(build_site(EXAMPLE, "two"))


def test_the_menu_is_made_from_what_is_there() -> None:
    shell = ["maintain/other.md", "index.md", "maintain/index.md"]
    assert navigation(compile_files(EXAMPLE), shell) == [
        {"首页": "index.md"},
        {"新人路径": ["onboarding/index.md", "onboarding/account-manager.md"]},
        {"制度": ["rules/index.md", "rules/travel.md", "rules/assessment.md"]},
        {"岗位": ["roles/index.md", "roles/former-names.md", "roles/account-manager.md", "roles/outside.md"]},
        {"流程": ["process/index.md", "process/time-limits.md", "process/visit.md"]},
        {"表单": ["forms/index.md", "forms/visit-record.md"]},
        {
            "考核与算分": [
                "kpi/index.md",
                "kpi/schemes/am-quarter.md",
                {"指标": ["kpi/indicators/index.md", "kpi/indicators/sales-completion.md"]},
            ]
        },
        {"修订与公告": ["changes.md", "announcements.md"]},
        {"词汇表": ["glossary.md", "a-z.md"]},
        {"维护": ["maintain/index.md", "maintain/other.md"]},
    ]
    assert navigation(compile_files({}), []) == []


def test_scripts_of_the_department_s_own_find_the_theme_s_on_a_calculator_page(build_site: Build) -> None:
    page = (
        '---\ntitle: 自己的\ndescription: 自己的。\norder: 3\n---\n# 自己的\n\n<div data-calculator="months"></div>\n'
    )
    files = EXAMPLE | {"../docs/calculators/own.md": page}

    def scripts(name: str, **config: Any) -> list[str]:
        shell = ["search", {"handbook": {"shell": True}}]
        built = html(build_site(files, name, plugins=shell, strict=False, **config), "calculators/own")
        return re.findall(r'<script (?:src|[^>]*data-theme)="[^"]*?((?:bundle|own)\.[^"/]*js)"', built)

    (late,) = scripts("late")
    assert scripts("own", extra_javascript=["own.js"]) == [late, "own.js"]


def test_the_whole_handbook_builds_strictly_below_a_path_and_has_no_dead_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDBOOK_RUNTIME", "skip")
    monkeypatch.setenv("SITE_URL", "https://handbook.example/sub/")
    for name in ("docs", "handbook_src", "overrides"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    build(load_config(str(tmp_path / "mkdocs.yml")))
    site = read_site(tmp_path / "site")
    assert site.root == "https://handbook.example/sub/"
    assert site.dead() == []
